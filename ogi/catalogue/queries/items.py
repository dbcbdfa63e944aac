"""Reading items, their versions and the legal texts behind them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, Text, cast, or_, select
from sqlalchemy.orm import Session

from ogi.catalogue.models import CatalogueItem, LegalBasis
from ogi.catalogue.rules import basis_parts, match_basis
from ogi.platform.errors import NotFound


def get_item(session: Session, township_id: int, item_id: int) -> CatalogueItem:
    """Return one version of an item by its key; raises NotFound."""
    wanted = select(CatalogueItem).where(
        CatalogueItem.township_id == township_id, CatalogueItem.id == item_id
    )
    item = session.scalars(wanted).one_or_none()
    if item is None:
        raise NotFound
    return item


def find_item(session: Session, township_id: int, code: str, on: date) -> CatalogueItem | None:
    """Return the version of an item in force on a day, or None."""
    wanted = select(CatalogueItem).where(
        CatalogueItem.township_id == township_id, CatalogueItem.code == code, *_in_force(on)
    )
    return session.scalars(wanted).one_or_none()


def get_latest_item(session: Session, township_id: int, code: str) -> CatalogueItem:
    """Return the newest version of an item, also one that begins later; raises NotFound."""
    versions = list_versions(session, township_id, code)
    if not versions:
        raise NotFound
    return versions[0]


def list_versions(session: Session, township_id: int, code: str) -> Sequence[CatalogueItem]:
    """Return every version of an item, the newest first."""
    wanted = (
        select(CatalogueItem)
        .where(CatalogueItem.township_id == township_id, CatalogueItem.code == code)
        .order_by(CatalogueItem.valid_from.desc())
    )
    return session.scalars(wanted).all()


def list_items(
    session: Session, township_id: int, on: date, *, kind: str | None = None
) -> Sequence[CatalogueItem]:
    """Return the versions in force on a day, in the order of the boards."""
    return session.scalars(items_statement(township_id, on, kind=kind)).all()


def items_statement(
    township_id: int,
    on: date,
    *,
    board: str | None = None,
    kind: str | None = None,
    frequency: str | None = None,
    text: str = "",
) -> Select[CatalogueItem]:
    """Return the statement that lists the versions in force on a day, for paging.

    `text` is looked for in code, title and basis.
    """
    wanted = select(CatalogueItem).where(CatalogueItem.township_id == township_id, *_in_force(on))
    if board:
        wanted = wanted.where(CatalogueItem.board == board)
    if kind:
        kinds = cast(CatalogueItem.tenant_kinds, Text)
        wanted = wanted.where(kinds.contains(f'"{kind}"', autoescape=True))
    if frequency:
        wanted = wanted.where(CatalogueItem.frequency == frequency)
    if text:
        places = (CatalogueItem.code, CatalogueItem.title, CatalogueItem.basis)
        wanted = wanted.where(or_(*(place.contains(text, autoescape=True) for place in places)))
    return wanted.order_by(CatalogueItem.position, CatalogueItem.code)


def list_retired(session: Session, township_id: int, on: date) -> Sequence[CatalogueItem]:
    """Return the last version of each item that is no longer in force on a day."""
    wanted = (
        select(CatalogueItem)
        .where(CatalogueItem.township_id == township_id)
        .order_by(CatalogueItem.position, CatalogueItem.valid_from)
    )
    last = {item.code: item for item in session.scalars(wanted)}
    return [item for item in last.values() if item.valid_to is not None and item.valid_to < on]


def list_coming(session: Session, township_id: int, after: date) -> Sequence[CatalogueItem]:
    """Return the versions that begin after a day, the earliest first."""
    wanted = (
        select(CatalogueItem)
        .where(CatalogueItem.township_id == township_id, CatalogueItem.valid_from > after)
        .order_by(CatalogueItem.valid_from, CatalogueItem.position)
    )
    return session.scalars(wanted).all()


def list_codes(session: Session, township_id: int) -> set[str]:
    """Return every code that a township has used, also of retired items."""
    wanted = select(CatalogueItem.code).where(CatalogueItem.township_id == township_id).distinct()
    return set(session.scalars(wanted))


def get_basis(session: Session, township_id: int, basis_id: int) -> LegalBasis:
    """Return one version of a legal text by its key; raises NotFound."""
    wanted = select(LegalBasis).where(
        LegalBasis.township_id == township_id, LegalBasis.id == basis_id
    )
    basis = session.scalars(wanted).one_or_none()
    if basis is None:
        raise NotFound
    return basis


def list_bases(session: Session, township_id: int) -> Sequence[LegalBasis]:
    """Return every version of every legal text, in the order in which they were entered."""
    wanted = select(LegalBasis).where(LegalBasis.township_id == township_id).order_by(LegalBasis.id)
    return session.scalars(wanted).all()


def list_bases_of(
    session: Session, township_id: int, basis: str, on: date
) -> list[tuple[str, LegalBasis | None]]:
    """Return each part of an item's basis with the legal text in force on a day."""
    wanted = select(LegalBasis).where(
        LegalBasis.township_id == township_id,
        LegalBasis.valid_from <= on,
        or_(LegalBasis.valid_to.is_(None), LegalBasis.valid_to >= on),
    )
    by_code = {found.code: found for found in session.scalars(wanted)}
    return [(part, by_code.get(match_basis(part, by_code) or "")) for part in basis_parts(basis)]


def _in_force(on: date) -> tuple[Any, Any]:
    return (
        CatalogueItem.valid_from <= on,
        or_(CatalogueItem.valid_to.is_(None), CatalogueItem.valid_to >= on),
    )
