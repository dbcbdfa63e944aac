"""Declarations as postings: 本期无 and 依法不公开 stand on the board in place of a content.

Source: 政府信息公开条例 Art. 14–16; an honest gap is told, with its reason, not left blank.
"""

from collections.abc import Mapping
from typing import Any

from ogi.platform.errors import RuleBroken, declare_messages
from ogi.postings.rules.content import FieldSpec, specs_of

CONTENT, NOTHING, WITHHELD = "content", "nothing", "withheld"
DECLARED = (NOTHING, WITHHELD)
KIND_WORDS: dict[str, str] = {CONTENT: "公开内容", NOTHING: "本期无", WITHHELD: "依法不公开"}
REASON, ARTICLE = "reason", "article"
_REASON = FieldSpec(REASON, "理由", "longtext", required=True)
_ARTICLE = FieldSpec(ARTICLE, "法律依据", "text", required=True)
SPECS: dict[str, tuple[FieldSpec, ...]] = {NOTHING: (_REASON,), WITHHELD: (_REASON, _ARTICLE)}

declare_messages(
    {
        "declare_kind": "请选“本期无”或“依法不公开”。",
        "declare_no_obligation": "只有应公开事项才能登记“本期无”或“依法不公开”。",
        "declare_under_way": "这一期已有一份没有办完的稿子。要登记“本期无”或“依法不公开”，"
        "请先把它作废。",
        "declare_no_edition": "“{kind}”的登记不能更正。写错了请撤下后重新登记；"
        "后来有了可公开的内容，直接公开即可。",
    }
)


def asked_of(posting: Any) -> tuple[FieldSpec, ...]:
    """Return what a posting has to say: its item's fields, or the reason of a declaration."""
    if posting.kind in SPECS:
        return SPECS[posting.kind]
    return specs_of(posting.item.fields, posting.item.layout)


def words_of(content: Mapping[str, Any]) -> tuple[str, str]:
    """Return a declaration's reason and article out of its content."""
    fields = content.get("fields") or {}
    return str(fields.get(REASON) or ""), str(fields.get(ARTICLE) or "")


def declared_title(usual: str, kind: str) -> str:
    """Return the title of a declaration: that of the posting in whose place it stands."""
    return f"{usual}：{KIND_WORDS[kind]}"


def check_kind(kind: str) -> None:
    """Raise RuleBroken ("declare_kind") for anything but a declaration."""
    if kind not in DECLARED:
        raise RuleBroken("declare_kind", field="disposition")


def check_correctable(kind: str) -> None:
    """Raise RuleBroken ("declare_no_edition") for a declaration: it is withdrawn, not corrected."""
    if kind in DECLARED:
        raise RuleBroken("declare_no_edition", kind=KIND_WORDS[kind])
