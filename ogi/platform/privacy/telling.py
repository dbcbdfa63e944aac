"""Refusing words that go straight out to the public when there is personal data in them."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from ogi.platform.errors import RuleBroken, declare_messages
from ogi.platform.privacy.finding import find
from ogi.platform.privacy.kinds import Finding
from ogi.platform.privacy.masking import mask

declare_messages({"personal_data_told": "这里的话会公开，里面有个人信息：{forms}。请改好再提交。"})


def check_free(text: str, *, kept: AbstractSet[str] = frozenset(), field: str | None) -> None:
    """Raise RuleBroken ("personal_data_told") for personal data, with the forms that may stand.

    `kept` holds the phone numbers of offices.
    """
    if found := find(text, kept=kept):
        raise RuleBroken("personal_data_told", field=field, forms=forms_of(found))


def free_words(text: str) -> str:
    """Return a text with all personal data in it masked, for lists of what was found."""
    return mask(text, find(text))


def forms_of(findings: Iterable[Finding]) -> str:
    """Return in words how findings are to be written: 手机号应写成 138****8000."""
    return "、".join(dict.fromkeys(f"{one.name}应写成 {one.masked}" for one in findings))
