"""What forms say of their own accord, in plain Chinese: what is wrong and what to do."""

from typing import Any

from wtforms.i18n import get_translations

WORDS = {
    "This field is required.": "请填写这一项。",
    "Not a valid choice.": "没有这个选项，请重新选择。",
    "Invalid Choice: could not coerce.": "没有这个选项，请重新选择。",
    "Invalid choice(s): one or more data inputs could not be coerced.": "没有这个选项，请重选。",
    "Choices cannot be None.": "现在没有可选的内容，请刷新页面再试。",
    "Not a valid integer value.": "请填写整数，例如 12。",
    "Not a valid decimal value.": "请填写数字，例如 12.50。",
    "Not a valid float value.": "请填写数字，例如 12.5。",
    "Not a valid date value.": "请填写日期，例如 2026-03-15。",
    "Not a valid time value.": "请填写时间，例如 08:30。",
    "Not a valid datetime value.": "请填写日期和时间，例如 2026-03-15 08:30。",
    "Not a valid week value.": "请填写周，例如 2026-W11。",
    "Date must be at least %(min)s.": "日期不能早于 %(min)s。",
    "Date must be at most %(max)s.": "日期不能晚于 %(max)s。",
    "Date must be between %(min)s and %(max)s.": "日期要在 %(min)s 到 %(max)s 之间。",
    "Number must be at least %(min)s.": "不能小于 %(min)s。",
    "Number must be at most %(max)s.": "不能大于 %(max)s。",
    "Number must be between %(min)s and %(max)s.": "要在 %(min)s 到 %(max)s 之间。",
    "This field cannot be edited.": "这一项不能修改。",
    "This field is disabled and cannot have a value.": "这一项现在不能填写。",
}
MANY = {"'%(value)s' is not a valid choice for this field.": "没有这个选项，请重新选择。"}


class FormWords:
    """WTForms' own Chinese, with better words where it has none or odd ones."""

    def __init__(self) -> None:
        self.others: Any = get_translations(["zh"])

    def gettext(self, text: str) -> str:
        """Return a message in Chinese."""
        return WORDS.get(text) or str(self.others.gettext(text))

    def ngettext(self, one: str, many: str, number: int) -> str:
        """Return a message in Chinese, which knows no plural."""
        return MANY.get(one) or str(self.others.ngettext(one, many, number))


FORM_WORDS = FormWords()
