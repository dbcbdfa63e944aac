"""The blueprints of every room, in the order of their levels."""

from flask import Blueprint

from ogi.tenants.views import bp as tenants

BLUEPRINTS: tuple[Blueprint, ...] = (tenants,)
