"""The criteria that a scope adds to every statement of the ORM."""

from functools import cache, lru_cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, and_, false, true
from sqlalchemy.orm import with_loader_criteria
from sqlalchemy.orm.util import LoaderCriteriaOption

from ogi.platform.db.model import Model, Owned, TenantOwned, TownshipOwned
from ogi.platform.db.scope import Scope

NO_TOWNSHIP = -1


@cache
def owned_classes() -> tuple[type[Any], ...]:
    """Return every mapped class whose rows have an owner."""
    return tuple(
        mapper.class_ for mapper in Model.registry.mappers if issubclass(mapper.class_, Owned)
    )


@cache
def owned_names() -> frozenset[str]:
    """Return the names of the owned classes' tables."""
    return frozenset(cls.__tablename__ for cls in owned_classes())


@cache
def door_names() -> frozenset[str]:
    """Return the names of the owned tables that are written while someone signs in."""
    return frozenset(cls.__tablename__ for cls in owned_classes() if cls.__at_the_door__ == "write")


@lru_cache(maxsize=1024)
def options_for(scope: Scope) -> tuple[LoaderCriteriaOption, ...]:
    """Return the loader options of a scope; without a township they match no row."""
    if scope.signing_in:
        return _door_options()
    if scope.public:
        return (*public_options(scope.township_id), *_tenant_options(scope.tenant_id))
    township_id = NO_TOWNSHIP if scope.township_id is None else scope.township_id
    options = [
        with_loader_criteria(
            TownshipOwned, lambda cls: cls.township_id == township_id, include_aliases=True
        )
    ]
    return (*options, *_tenant_options(scope.tenant_id))


def _tenant_options(tenant_id: int | None) -> tuple[LoaderCriteriaOption, ...]:
    if tenant_id is None:
        return ()
    return (
        with_loader_criteria(
            TenantOwned, lambda cls: cls.tenant_id == tenant_id, include_aliases=True
        ),
    )


def _door_options() -> tuple[LoaderCriteriaOption, ...]:
    return tuple(
        with_loader_criteria(cls, false(), include_aliases=True)
        for cls in owned_classes()
        if not getattr(cls, "__at_the_door__", "")
    )


def public_options(
    township_id: int | BindParameter[int] | None,
) -> tuple[LoaderCriteriaOption, ...]:
    """Return the options of a public scope; the township may be given at execution."""
    return tuple(
        with_loader_criteria(
            cls, and_(cls.township_id == township_id, _public_part(cls)), include_aliases=True
        )
        for cls in owned_classes()
    )


def _public_part(cls: type[Any]) -> ColumnElement[bool]:
    rule = cls.__dict__.get("__public__", False)
    if rule is True:
        return true()
    if rule is False:
        return false()
    made: ColumnElement[bool] = rule.__get__(None, cls)()
    return made
