"""Forms for adding, adapting, retiring and finding items."""

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from ogi.catalogue.rules import (
    BOARDS,
    FREQUENCY_NAMES,
    LAYOUTS,
    REPORT_CATEGORIES,
    ItemValues,
    ItemWords,
    board_name,
    values_of,
    words_of,
)
from ogi.platform.web.forms import BaseForm, QuestionForm
from ogi.tenants.rules import KIND_NAMES

LONGEST_LINE, LONGEST_TEXT = 200, 4000
LINE = Length(max=LONGEST_LINE, message=f"最多 {LONGEST_LINE} 个字")
TEXT = Length(max=LONGEST_TEXT, message=f"最多 {LONGEST_TEXT} 个字")
BOARD_WORDS = {board_name(board): board_name(board) for board in BOARDS}
FREQUENCY_WORDS = {name: name for name in FREQUENCY_NAMES.values()}
KIND_WORDS = {name: name for name in KIND_NAMES.values()}


class ItemForm(BaseForm):
    """An item's content in words, and the day from which it holds."""

    board = SelectField("公开栏", choices=BOARD_WORDS)
    title = StringField("事项名称", [InputRequired("请填写事项名称"), LINE])
    tenant_kinds = SelectMultipleField("适用单位", choices=KIND_WORDS)
    frequency = SelectField("公开频次", choices=FREQUENCY_WORDS)
    due_rule = StringField("期限", [InputRequired("请填写期限"), LINE])
    layout = RadioField(
        "填写方式", choices={name: name for name in LAYOUTS.values()}, default=LAYOUTS["record"]
    )
    fields_text = TextAreaField("填写项", [InputRequired("请填写"), TEXT])
    min_display = StringField("最短展示", [Optional(), LINE])
    basis = StringField("依据", [Optional(), LINE])
    personal_data = BooleanField("含个人信息，公开前要隐去不该公开的内容")
    report_category = SelectField(
        "年度报告分类", choices={name: name for name in REPORT_CATEGORIES}
    )
    valid_from = DateField("从哪天起执行", [InputRequired("请填写日期")])

    def show(self, values: ItemValues) -> None:
        """Fill the form with an item's present content."""
        words = words_of(values)
        for name in (
            "board",
            "title",
            "frequency",
            "due_rule",
            "layout",
            "min_display",
            "basis",
            "personal_data",
            "report_category",
        ):
            self[name].data = getattr(words, name)
        self.fields_text.data = words.fields
        self.tenant_kinds.data = words.tenant_kinds.split("、")

    def values(self, known: ItemValues | None = None) -> ItemValues:
        """Return the content; raises RuleBroken naming the field that is not understood."""
        return values_of(
            ItemWords(
                board=self.board.data or "",
                title=self.title.data or "",
                tenant_kinds="、".join(self.tenant_kinds.data or []),
                fields=self.fields_text.data or "",
                layout=self.layout.data or "",
                frequency=self.frequency.data or "",
                due_rule=self.due_rule.data or "",
                min_display=self.min_display.data or "",
                basis=self.basis.data or "",
                personal_data=bool(self.personal_data.data),
                report_category=self.report_category.data or "",
            ),
            known,
        )


class AddForm(ItemForm):
    """A new item, with its code."""

    code = StringField("编号", [InputRequired("请填写编号"), LINE])


class AdaptForm(ItemForm):
    """A new version of an item, begun from the version that was seen."""

    version = HiddenField()


class RetireForm(BaseForm):
    """The last day on which an item holds."""

    last_day = DateField("最后一天", [InputRequired("请填写日期")])
    version = HiddenField()


class FilterForm(QuestionForm):
    """What to look for in the list; sent by address, so without CSRF token."""

    board = SelectField(
        "公开栏", choices={"": "全部", **{board: board_name(board) for board in BOARDS}}, default=""
    )
    kind = SelectField(
        "适用单位",
        choices={"": "全部", **{kind.value: name for kind, name in KIND_NAMES.items()}},
        default="",
    )
    frequency = SelectField(
        "频次",
        choices={"": "全部", **{key.value: name for key, name in FREQUENCY_NAMES.items()}},
        default="",
    )
    text = StringField("编号、名称或依据", name="q")
