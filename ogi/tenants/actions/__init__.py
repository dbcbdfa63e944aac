"""Changing districts, townships, tenants, staff and posts; the caller commits."""

from ogi.tenants.actions.people import (
    add_staff,
    change_own_password,
    change_staff,
    end_post,
    end_sign_ins,
    give_post,
    set_active,
    set_mail,
    set_password,
)
from ogi.tenants.actions.places import (
    add_tenant,
    change_settings,
    change_tenant,
    create_district,
    create_township,
)

__all__ = [
    "add_staff",
    "add_tenant",
    "change_own_password",
    "change_settings",
    "change_staff",
    "change_tenant",
    "create_district",
    "create_township",
    "end_post",
    "end_sign_ins",
    "give_post",
    "set_active",
    "set_mail",
    "set_password",
]
