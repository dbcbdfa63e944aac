"""The list of public pages for search engines (sitemaps.org, 0.9), and what they leave alone."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from lxml import etree
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from ogi.platform.clock import local_date
from ogi.postings.models import Posting
from ogi.tenants.models import Tenant

MEDIA_TYPE = "application/xml"
PER_SITEMAP = 10_000
SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
LEFT_ALONE = ("/sign-in", "/t/*/search", "/t/*/ask", "/*/picture.png$", "/*?dress=", "/calendar/")
"""What asks for work or for a person's own words, and says nothing that is not elsewhere."""


class Place(NamedTuple):
    """One address, and the day on which what is there last changed, if that is known."""

    url: str
    changed_on: date | None = None


class PostingRow(NamedTuple):
    """A posting on the board, in its newest edition."""

    id: int
    tenant_slug: str
    published_on: date


def write_places(places: Iterable[Place]) -> bytes:
    """Return a sitemap of pages."""
    return _written("urlset", "url", places)


def write_index(places: Iterable[Place]) -> bytes:
    """Return the list of sitemaps."""
    return _written("sitemapindex", "sitemap", places)


def _written(root_name: str, name: str, places: Iterable[Place]) -> bytes:
    root = etree.Element(f"{{{SITEMAPS}}}{root_name}", nsmap={None: SITEMAPS})
    for place in places:
        node = etree.SubElement(root, f"{{{SITEMAPS}}}{name}")
        etree.SubElement(node, f"{{{SITEMAPS}}}loc").text = place.url
        if place.changed_on is not None:
            etree.SubElement(node, f"{{{SITEMAPS}}}lastmod").text = place.changed_on.isoformat()
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))


def robots_text(sitemap: str) -> str:
    """Return what programs are asked to leave alone, and where the sitemap is. Source: RFC 9309."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in LEFT_ALONE), f"Sitemap: {sitemap}"]
    return "\n".join(lines) + "\n"


def count_pages(session: Session, township_id: int) -> int:
    """Return in how many sitemaps a township's pages are told; one at least."""
    wanted = select(func.count(Posting.id)).where(*_on_the_board(township_id))
    return max(1, -(-(session.scalar(wanted) or 0) // PER_SITEMAP))


def list_rows(session: Session, township_id: int, page: int) -> Sequence[PostingRow]:
    """Return a page of the postings on the boards of a township, the first published first."""
    wanted = (
        select(Posting.id, Tenant.slug, Posting.published_at)
        .join(
            Tenant, (Tenant.id == Posting.tenant_id) & (Tenant.township_id == Posting.township_id)
        )
        .where(*_on_the_board(township_id))
        .order_by(Posting.id)
        .limit(PER_SITEMAP)
        .offset((page - 1) * PER_SITEMAP)
    )
    return [
        PostingRow(key, slug, local_date(at))
        for key, slug, at in session.execute(wanted)
        if at is not None
    ]


def _on_the_board(township_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        Posting.township_id == township_id,
        Posting.state == "published",
        Posting.superseded_by_id.is_(None),
    )
