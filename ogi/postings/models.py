"""Tables of postings, their steps and files."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    literal_column,
    select,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column, relationship

from ogi.catalogue.models import CatalogueItem, Obligation
from ogi.platform.db import (
    Json,
    Key,
    Model,
    TenantOwned,
    referable_in_tenant,
    within_tenant,
    within_township,
)
from ogi.tenants.models import Tenant

PUBLIC_STATES = ("published", "withdrawn", "corrected")
OUT = ", ".join(f"'{state}'" for state in PUBLIC_STATES)


class Posting(TenantOwned, Model):
    """One posting (公开事项的一次公开), or a declaration that stands in its place.

    `published_at` is the server's clock; `claimed_on` is the day the tenant says the sheet was
    hung. `counted_on` is the day that yearly figures go by: the day of publishing, for a
    correction the day of the first edition, for an imported row the day its source gives.
    `content` holds fields, rows and body.

    `chain` names the steps that bind it since its last submission (`round` counts those),
    `awaiting` the one it waits for, `bypassed` those that an urgent publication passed over;
    `cleared_at` is when the last of these was made up for.
    A correction is a posting of its own: `corrects_id` is the edition before it, which then is
    "corrected" and points on with `superseded_by_id`. `taken_down_at` marks one whose words were
    purged. `breaks`, `carry_breaks`, `lines`, `fingerprint`, `likeness`, `photos` and
    `unanswered` are measured as it goes out (see rules/measuring.py), None where nothing was.
    """

    __tablename__ = "postings"
    __table_args__ = (
        referable_in_tenant(),
        within_township("tenants", "tenant_id"),
        within_township("catalogue_items", "item_id"),
        within_tenant("obligations", "obligation_id"),
        within_township("staff", "drafter_id"),
        within_township("staff", "reviewer_id"),
        within_township("staff", "publisher_id"),
        within_township("staff", "scheduled_by"),
        within_tenant("postings", "corrects_id"),
        within_tenant("postings", "superseded_by_id"),
        UniqueConstraint("township_id", "index_number"),
        CheckConstraint(
            "state IN ('draft', 'submitted', 'returned', 'approved', 'published', 'withdrawn',"
            " 'corrected', 'discarded')",
            name="state",
        ),
        CheckConstraint("kind IN ('content', 'nothing', 'withheld')", name="kind"),
        CheckConstraint(
            "awaiting IN ('', 'review', 'committee', 'secrecy', 'publish', 'clearing', 'filing')",
            name="awaiting",
        ),
        CheckConstraint("bypassed = '' OR bypass_reason <> ''", name="bypass"),
        CheckConstraint("state <> 'corrected' OR superseded_by_id IS NOT NULL", name="superseded"),
        CheckConstraint(
            "reviewer_id IS NULL OR drafter_id IS NULL OR reviewer_id <> drafter_id",
            name="reviewer_is_not_drafter",
        ),
        CheckConstraint(
            "publisher_id IS NULL OR ((drafter_id IS NULL OR publisher_id <> drafter_id)"
            " AND (reviewer_id IS NULL OR publisher_id <> reviewer_id))",
            name="publisher_is_third",
        ),
        CheckConstraint(
            f"state NOT IN ({OUT}) OR (published_at IS NOT NULL"
            " AND index_number IS NOT NULL AND counted_on IS NOT NULL AND (imported_from <> ''"
            " OR (drafter_id IS NOT NULL AND publisher_id IS NOT NULL"
            " AND (reviewer_id IS NOT NULL OR bypassed LIKE '%review%'))))",
            name="published_by_three",
        ),
        CheckConstraint("state <> 'withdrawn' OR withdrawal_reason <> ''", name="withdrawal"),
        Index("ix_postings_board", "township_id", "tenant_id", "board", "state", "published_at"),
        Index("ix_postings_counted", "township_id", "counted_on", "state"),
        Index("ix_postings_newest", "township_id", "published_at"),
        Index("ix_postings_obligation", "township_id", "obligation_id"),
        Index("ix_postings_awaiting", "township_id", "awaiting", "tenant_id"),
        Index("ix_postings_corrects", "township_id", "corrects_id"),
        Index("ix_postings_scheduled", "township_id", "scheduled_at"),
        Index("ix_postings_days", "township_id", "tenant_id", "counted_on", "state"),
        Index(
            "ix_postings_alike",
            "township_id",
            "tenant_id",
            "item_code",
            "fingerprint",
            "state",
            "period_key",
        ),
    )

    item_id: Mapped[int] = mapped_column(Key)
    item_code: Mapped[str]
    board: Mapped[str]
    obligation_id: Mapped[int | None] = mapped_column(Key)
    period_key: Mapped[str] = mapped_column(default="")
    period_label: Mapped[str] = mapped_column(default="")
    title: Mapped[str]
    source: Mapped[str] = mapped_column(default="")
    content: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    report_category: Mapped[str] = mapped_column(default="")
    index_number: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="draft")
    drafter_id: Mapped[int | None] = mapped_column(Key)
    reviewer_id: Mapped[int | None] = mapped_column(Key)
    publisher_id: Mapped[int | None] = mapped_column(Key)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    reviewed_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    claimed_on: Mapped[date | None]
    counted_on: Mapped[date | None]
    days_late: Mapped[int | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[int | None] = mapped_column(Key)
    withdrawal_reason: Mapped[str] = mapped_column(default="")
    imported_from: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(default="content", server_default="content")
    chain: Mapped[str] = mapped_column(default="", server_default="")
    awaiting: Mapped[str] = mapped_column(default="", server_default="")
    round: Mapped[int] = mapped_column(default=0, server_default="0")
    bypassed: Mapped[str] = mapped_column(default="", server_default="")
    bypass_reason: Mapped[str] = mapped_column(default="", server_default="")
    signed_off_at: Mapped[datetime | None]
    vetted_at: Mapped[datetime | None]
    cleared_at: Mapped[datetime | None]
    embargo_until: Mapped[datetime | None]
    scheduled_at: Mapped[datetime | None]
    scheduled_by: Mapped[int | None] = mapped_column(Key)
    edition: Mapped[int] = mapped_column(default=1, server_default="1")
    corrects_id: Mapped[int | None] = mapped_column(Key)
    superseded_by_id: Mapped[int | None] = mapped_column(Key)
    correction_note: Mapped[str] = mapped_column(default="", server_default="")
    taken_down_at: Mapped[datetime | None]
    ledger_salt: Mapped[str] = mapped_column(default="", server_default="")
    breaks: Mapped[int | None]
    carry_breaks: Mapped[int | None]
    lines: Mapped[int | None]
    fingerprint: Mapped[str | None]
    likeness: Mapped[int | None]
    photos: Mapped[int | None]
    unanswered: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)
    tenant: Mapped[Tenant] = relationship(viewonly=True)
    item: Mapped[CatalogueItem] = relationship(viewonly=True)
    obligation: Mapped[Obligation | None] = relationship(viewonly=True)
    attachments: Mapped[list["Attachment"]] = relationship(
        viewonly=True, order_by="Attachment.position, Attachment.id"
    )
    steps: Mapped[list["PostingStep"]] = relationship(viewonly=True, order_by="PostingStep.id")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's interface

    @classmethod
    def __public__(cls) -> ColumnElement[bool]:
        """Return what anonymous readers may see: published postings and tombstones."""
        return cls.state.in_(PUBLIC_STATES)


_NOT_PUT_AWAY = Posting.state != "discarded"
Index(
    "uq_postings_correction",
    Posting.township_id,
    Posting.corrects_id,
    unique=True,
    sqlite_where=_NOT_PUT_AWAY,
    postgresql_where=_NOT_PUT_AWAY,
)
"""An edition has one correction at most that is not put away."""
_GONE = Posting.state == literal_column("'withdrawn'")
Index(
    "ix_postings_gone",
    Posting.township_id,
    Posting.tenant_id,
    Posting.counted_on,
    sqlite_where=_GONE,
    postgresql_where=_GONE,
)
_LATE = Posting.days_late > literal_column("0")
Index(
    "ix_postings_late",
    Posting.township_id,
    Posting.tenant_id,
    Posting.published_at,
    sqlite_where=_LATE,
    postgresql_where=_LATE,
)


class PostingStep(TenantOwned, Model):
    """One step in a posting's history: who, what, when, with which remark."""

    __tablename__ = "posting_steps"
    __table_args__ = (
        within_tenant("postings", "posting_id"),
        within_township("staff", "actor_id"),
        Index("ix_posting_steps_posting", "township_id", "posting_id"),
    )

    posting_id: Mapped[int] = mapped_column(Key)
    actor_id: Mapped[int | None] = mapped_column(Key)
    action: Mapped[str]
    remark: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]


class Attachment(TenantOwned, Model):
    """A file or photo of a posting; `storage_key` names its cleaned bytes, `size` is in bytes.

    `original_key` names the sealed file as it was sent in. `findings` lists the personal data
    seen inside: kind, where, masked form and digest, never the words themselves. `text` are the
    words of the cleaned copy for the search, None for a file taken in before there was a search.
    """

    __tablename__ = "attachments"
    __table_args__ = (
        within_tenant("postings", "posting_id"),
        CheckConstraint("kind IN ('photo', 'file')", name="kind"),
        Index("ix_attachments_posting", "township_id", "posting_id"),
        Index("ix_attachments_kind", "township_id", "kind", "posting_id"),
    )

    posting_id: Mapped[int] = mapped_column(Key)
    kind: Mapped[str]
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    storage_key: Mapped[str]
    original_key: Mapped[str] = mapped_column(default="", server_default="")
    original_sha256: Mapped[str] = mapped_column(default="", server_default="")
    original_size: Mapped[int] = mapped_column(default=0, server_default="0")
    findings: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list, server_default="[]")
    position: Mapped[int] = mapped_column(default=0)
    text: Mapped[str | None] = mapped_column(deferred=True)
    created_at: Mapped[datetime]

    @classmethod
    def __public__(cls) -> ColumnElement[bool]:
        """Return what anonymous readers may see: the files of published postings."""
        shown = aliased(Posting)
        return (
            select(shown.id)
            .where(
                shown.township_id == cls.township_id,
                shown.id == cls.posting_id,
                shown.state.in_(("published", "corrected")),
            )
            .correlate_except(shown)
            .exists()
        )


class PostingClearance(TenantOwned, Model):
    """What a person of the chain said in one round: 监委会签字, 保密审查, 补办, 备案.

    `opinion` is open, mend or closed in a secrecy review, else agree. `signers` and `signed_on`
    tell of a sheet signed on paper, `photo_key` names its sealed photo.
    """

    __tablename__ = "posting_clearances"
    __table_args__ = (
        within_tenant("postings", "posting_id"),
        within_township("staff", "actor_id"),
        CheckConstraint("step IN ('review', 'committee', 'secrecy', 'filing')", name="step"),
        CheckConstraint("opinion IN ('agree', 'open', 'mend', 'closed')", name="opinion"),
        CheckConstraint("step <> 'secrecy' OR basis <> ''", name="basis"),
        Index("ix_posting_clearances_posting", "township_id", "posting_id"),
    )

    posting_id: Mapped[int] = mapped_column(Key)
    round: Mapped[int]
    step: Mapped[str]
    opinion: Mapped[str]
    basis: Mapped[str] = mapped_column(default="")
    remark: Mapped[str] = mapped_column(default="")
    actor_id: Mapped[int] = mapped_column(Key)
    at: Mapped[datetime]
    signers: Mapped[str] = mapped_column(default="")
    signed_on: Mapped[date | None]
    photo_key: Mapped[str] = mapped_column(default="")
    photo_sha256: Mapped[str] = mapped_column(default="")
    photo_type: Mapped[str] = mapped_column(default="")


class GuardRuling(TenantOwned, Model):
    """A drafter's request to let a finding of personal data stand, and the reviewer's answer.

    `digest` stands for the words found, which are kept nowhere; `masked` is their accepted form.
    """

    __tablename__ = "guard_rulings"
    __table_args__ = (
        within_tenant("postings", "posting_id"),
        within_township("staff", "asked_by"),
        within_township("staff", "ruled_by"),
        UniqueConstraint("township_id", "posting_id", "digest"),
        CheckConstraint("state IN ('asked', 'overruled', 'refused')", name="state"),
        CheckConstraint("ruled_by IS NULL OR ruled_by <> asked_by", name="second_person"),
        CheckConstraint(
            "state = 'asked' OR (ruled_by IS NOT NULL AND ruled_at IS NOT NULL AND reason <> '')",
            name="ruled",
        ),
    )

    posting_id: Mapped[int] = mapped_column(Key)
    kind: Mapped[str]
    place: Mapped[str]
    masked: Mapped[str]
    digest: Mapped[str]
    request: Mapped[str]
    asked_by: Mapped[int] = mapped_column(Key)
    asked_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="asked")
    reason: Mapped[str] = mapped_column(default="")
    ruled_by: Mapped[int | None] = mapped_column(Key)
    ruled_at: Mapped[datetime | None]


class IndexCounter(TenantOwned, Model):
    """The last serial given out for index numbers (索引号) with one prefix."""

    __tablename__ = "index_counters"
    __table_args__ = (
        ForeignKeyConstraint(["township_id", "tenant_id"], ["tenants.township_id", "tenants.id"]),
        UniqueConstraint("township_id", "tenant_id", "prefix"),
    )

    prefix: Mapped[str]
    last: Mapped[int] = mapped_column(default=0)
