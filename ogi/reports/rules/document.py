"""The yearly report as a document: its outline, and a frozen value that prints and keeps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from ogi.reports.rules.figures import Claim, Figures
from ogi.reports.rules.yearly import (
    BurstCount,
    HistoryCount,
    RegisterRow,
    Supervision,
    TenantCount,
    Timeliness,
    YearCounts,
)


@dataclass(frozen=True)
class Heading:
    """One heading of the outline; level 1 counts 一、, level 2 counts （一）."""

    key: str
    level: int
    title: str


OUTLINE = (
    Heading("overview", 1, "总体情况"),
    Heading("published", 2, "主动公开情况"),
    Heading("trend", 2, "近五年公开情况"),
    Heading("on_request", 2, "依申请公开情况"),
    Heading("management", 2, "政府信息管理情况"),
    Heading("platform", 2, "公开平台建设情况"),
    Heading("villages", 2, "村级三务公开情况"),
    Heading("supervision", 2, "监督保障情况"),
    Heading("documents", 1, "主动公开政府信息情况"),
    Heading("requests", 1, "收到和处理政府信息公开申请情况"),
    Heading("reviews", 1, "政府信息公开行政复议、行政诉讼情况"),
    Heading("problems", 1, "存在的主要问题及改进情况"),
    Heading("other", 1, "其他需要报告的事项"),
)
KEYS = tuple(heading.key for heading in OUTLINE)
NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True)
class Part:
    """One part of the report: its printed number, title and paragraphs."""

    key: str
    level: int
    number: str
    title: str
    text: str

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Return the text's lines that hold something."""
        return tuple(line.strip() for line in self.text.splitlines() if line.strip())


@dataclass(frozen=True)
class ReportDocument:
    """A year's report, complete: whatever is printed or shown stands in here.

    `record` is the number and the short code of an issue's entry in the publish log.
    """

    township: str
    issuer: str
    year: int
    number: str
    signed_on: date | None
    draft: bool
    parts: tuple[Part, ...]
    figures: Figures
    counts: YearCounts
    register: tuple[RegisterRow, ...]
    record: tuple[int, str] | None = None

    @property
    def title(self) -> str:
        """Name the report as the field names it."""
        return f"{self.issuer}{self.year}年政府信息公开工作年度报告"

    def without_register(self) -> ReportDocument:
        """Copy the report without its list of postings."""
        return replace(self, register=())


def outline_parts(texts: dict[str, str]) -> tuple[Part, ...]:
    """Return the outline numbered, each heading with its text."""
    parts, first, second = [], -1, -1
    for heading in OUTLINE:
        if heading.level == 1:
            first, second = first + 1, -1
            number = f"{NUMERALS[first]}、"
        else:
            second += 1
            number = f"（{NUMERALS[second]}）"
        text = texts.get(heading.key, "")
        parts.append(Part(heading.key, heading.level, number, heading.title, text))
    return tuple(parts)


def document_to_plain(document: ReportDocument) -> dict[str, Any]:
    """Turn a document, without its figures, into JSON values for keeping.

    The titles of postings are not copied: they stay in the postings alone, where a leak can be
    taken down, and are looked up by the index number.
    """
    plain = asdict(document)
    del plain["figures"], plain["record"]
    plain["signed_on"] = document.signed_on.isoformat() if document.signed_on else None
    for burst in plain["counts"]["bursts"]:
        burst |= {name: burst[name].isoformat() for name in ("due_from", "due_to")}
    plain["register"] = [
        [row.on.isoformat(), row.tenant, row.board, row.index_number, row.days_late]
        for row in document.register
    ]
    return plain


def document_from_plain(plain: dict[str, Any], figures: Figures) -> ReportDocument:
    """Read a kept document back; the inverse of `document_to_plain`, the titles blank.

    A database may keep the names inside JSON in any order; the counts keep the printed one.
    """
    signed_on = plain["signed_on"]
    counts = _counts_from_plain(plain["counts"])
    figures = replace(
        figures,
        categories=_in_order(figures.categories, [name for name, _ in counts.categories]),
        history=_in_order(figures.history, [str(one.year) for one in counts.history]),
    )
    return ReportDocument(
        township=plain["township"],
        issuer=plain["issuer"],
        year=plain["year"],
        number=plain["number"],
        signed_on=date.fromisoformat(signed_on) if signed_on else None,
        draft=plain["draft"],
        parts=tuple(Part(**part) for part in plain["parts"]),
        figures=figures,
        counts=counts,
        register=tuple(_row_from_plain(row) for row in plain["register"]),
    )


def _row_from_plain(plain: Sequence[Any]) -> RegisterRow:
    """Read one row; those of older issues hold a title, which nobody reads from there."""
    day, tenant, board, *_, index_number, days_late = plain
    return RegisterRow(date.fromisoformat(day), tenant, board, "", index_number, days_late)


def _in_order(claim: Claim | None, names: list[str]) -> Claim | None:
    if claim is None:
        return None
    return replace(claim, parts=tuple(sorted(claim.parts, key=lambda part: names.index(part[0]))))


def _counts_from_plain(plain: dict[str, Any]) -> YearCounts:
    return YearCounts(
        categories=tuple((name, count) for name, count in plain["categories"]),
        boards=tuple((name, count) for name, count in plain["boards"]),
        months=tuple((month, count) for month, count in plain["months"]),
        tenants=tuple(TenantCount(**tenant) for tenant in plain["tenants"]),
        timeliness=Timeliness(**plain["timeliness"]),
        withdrawn=plain["withdrawn"],
        history=tuple(HistoryCount(**year) for year in plain["history"]),
        bursts=tuple(_burst_from_plain(one) for one in plain.get("bursts", ())),
        supervision=Supervision(**plain.get("supervision", {})),
        opened=plain.get("opened", 0),
    )


def _burst_from_plain(plain: dict[str, Any]) -> BurstCount:
    days = {name: date.fromisoformat(plain[name]) for name in ("due_from", "due_to")}
    return BurstCount(**plain | days)
