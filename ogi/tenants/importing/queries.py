"""What an import of tenants or people has to know of the township, as plain values."""

from datetime import date

from sqlalchemy.orm import Session

from ogi.tenants.importing.rules import Known, KnownPerson
from ogi.tenants.queries import (
    get_township_by_id,
    held,
    list_tenants,
    staff_statement,
)


def load_tenants(session: Session, township_id: int) -> Known:
    """Return the tenants that are there, the closed ones too."""
    tenants = list_tenants(session, township_id)
    return Known(
        township=get_township_by_id(session, township_id).name,
        slugs={tenant.slug: tenant.name for tenant in tenants},
        next_position=max((tenant.position for tenant in tenants), default=-1) + 1,
    )


def load_staff(session: Session, township_id: int, today: date) -> Known:
    """Return the people with every post they hold or held, and the tenants in use."""
    people = session.scalars(staff_statement(township_id))
    return Known(
        township=get_township_by_id(session, township_id).name,
        tenants={tenant.name: tenant.id for tenant in list_tenants(session, township_id, on=today)},
        people={
            person.username: KnownPerson(person.name, tuple(map(held, person.posts)))
            for person in people
        },
    )
