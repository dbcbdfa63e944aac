"""The blueprints and long works of every room, in the order of their levels."""

from flask import Blueprint

from ogi.platform.jobs.runner import Work
from ogi.reports.views import bp as reports
from ogi.tenants.views import bp as tenants

BLUEPRINTS: tuple[Blueprint, ...] = (tenants, reports)

# kind of long work: what does it (see platform.jobs)
WORKS: dict[str, Work] = {}
