"""Reading townships, tenants, staff, posts and the journal."""

from ogi.tenants.queries.journal import (
    journal_statement,
    list_actions,
    list_actor_ids,
    sign_ins_statement,
)
from ogi.tenants.queries.numbers import list_kept_numbers
from ogi.tenants.queries.people import (
    get_post,
    get_staff,
    get_staff_by_username,
    held,
    list_posts,
    names_of_staff,
    staff_statement,
)
from ogi.tenants.queries.places import (
    find_tenant_by_name,
    get_tenant,
    get_tenant_by_slug,
    get_township,
    get_township_by_id,
    list_districts,
    list_tenants,
    list_townships,
    seat_name,
    tenants_statement,
)
from ogi.tenants.queries.vacancies import (
    holds_post,
    lacking_roles,
    list_filled,
    list_vacancies,
)

__all__ = [
    "find_tenant_by_name",
    "get_post",
    "get_staff",
    "get_staff_by_username",
    "get_tenant",
    "get_tenant_by_slug",
    "get_township",
    "get_township_by_id",
    "held",
    "holds_post",
    "journal_statement",
    "lacking_roles",
    "list_actions",
    "list_actor_ids",
    "list_districts",
    "list_filled",
    "list_kept_numbers",
    "list_posts",
    "list_tenants",
    "list_townships",
    "list_vacancies",
    "names_of_staff",
    "seat_name",
    "sign_ins_statement",
    "staff_statement",
    "tenants_statement",
]
