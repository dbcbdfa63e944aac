"""Tables of the log: its entries, the nodes of its tree, and how long it is."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ogi.platform.db.model import Key, Model, TownshipOwned


class LedgerEntry(TownshipOwned, Model):
    """One act that is never taken back; `body` is the exact text that the leaf is made of.

    `leaf` and every other hash here is lower-case hexadecimal.
    """

    __tablename__ = "ledger_entries"
    __public__ = True
    __table_args__ = (
        UniqueConstraint("township_id", "position"),
        CheckConstraint("position >= 0", name="position"),
        Index("ix_ledger_entries_subject", "township_id", "subject_type", "subject_id"),
        Index("ix_ledger_entries_kind", "township_id", "kind", "position"),
    )

    position: Mapped[int] = mapped_column(Key)
    kind: Mapped[str]
    subject_type: Mapped[str]
    subject_id: Mapped[int] = mapped_column(Key)
    body: Mapped[str]
    leaf: Mapped[str]
    at: Mapped[datetime]


class LedgerNode(TownshipOwned, Model):
    """The root of a perfect tree over some of the leaves; `place` says over which.

    The place of the tree number `index` over 2**level leaves is level * 2**50 + index: one
    number, so that a proof's nodes are found by one index.
    """

    __tablename__ = "ledger_nodes"
    __public__ = True
    __table_args__ = (UniqueConstraint("township_id", "place"),)

    place: Mapped[int] = mapped_column(Key)
    hash: Mapped[str]


class LedgerHead(TownshipOwned, Model):
    """How many entries a township's log has; the row that appending locks."""

    __tablename__ = "ledger_heads"
    __public__ = True
    __table_args__ = (UniqueConstraint("township_id"),)

    size: Mapped[int] = mapped_column(Key, default=0)


class LedgerWitness(TownshipOwned, Model):
    """What a witness saw of a log: a checkpoint it cosigned, or one that it refused and why.

    `note` is the signed checkpoint, with the cosignature where there is one.
    """

    __tablename__ = "ledger_witnesses"
    __public__ = True
    __table_args__ = (
        CheckConstraint("outcome IN ('agreed', 'refused')", name="outcome"),
        CheckConstraint("outcome = 'agreed' OR fault <> ''", name="fault"),
    )

    size: Mapped[int] = mapped_column(Key)
    root: Mapped[str]
    note: Mapped[str]
    witness: Mapped[str]
    witnessed_at: Mapped[datetime]
    outcome: Mapped[str]
    fault: Mapped[str] = mapped_column(default="")
