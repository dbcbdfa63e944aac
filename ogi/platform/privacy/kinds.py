"""What counts as personal data here, and how one discovery is told."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The sorts of personal data that are looked for, most telling first."""

    IDENTITY = "identity"
    PASSPORT = "passport"
    SOCIAL_CARD = "social_card"
    BANK_CARD = "bank_card"
    MOBILE = "mobile"
    ADDRESS = "address"
    MINOR = "minor"
    ILLNESS = "illness"


KIND_NAMES = {
    Kind.IDENTITY: "身份证号",
    Kind.PASSPORT: "护照号",
    Kind.SOCIAL_CARD: "社会保障卡号",
    Kind.BANK_CARD: "银行卡号",
    Kind.MOBILE: "手机号",
    Kind.ADDRESS: "门牌住址",
    Kind.MINOR: "未成年人姓名",
    Kind.ILLNESS: "疾病或残疾情况",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One piece of personal data: its place in the text, and the form that may be shown.

    `start` and `end` count characters of the text searched; `where` names the part of the file
    for a person; `sure` is false where only the words around it speak for it.
    """

    kind: Kind
    start: int
    end: int
    text: str
    masked: str
    where: str = ""
    sure: bool = True

    @property
    def name(self) -> str:
        """The kind in Chinese."""
        return KIND_NAMES[self.kind]
