"""Names of everything that may be done, and the one table that says which post may do it."""

from collections.abc import Iterable
from enum import StrEnum

from ogi.tenants.rules import TenantRole, TownshipRole


class Permission(StrEnum):
    """`resource:action`; conditions on an object are rules, not permissions."""

    SELF_MANAGE = "self:manage"
    WORKLIST_READ = "worklist:read"
    POSTING_READ = "posting:read"
    POSTING_DRAFT = "posting:draft"
    POSTING_REVIEW = "posting:review"
    POSTING_PUBLISH = "posting:publish"
    POSTING_WITHDRAW = "posting:withdraw"
    POSTING_SECRECY = "posting:secrecy"
    POSTING_SIGN_OFF = "posting:sign-off"
    POSTING_PASS_OVER = "posting:pass-over"  # noqa: S105 - a permission, no password
    POSTING_FILE = "posting:file"
    POSTING_EMBARGO = "posting:embargo"
    POSTING_TAKE_DOWN = "posting:take-down"
    POSTING_IMPORT = "posting:import"
    OBLIGATION_WAIVE = "obligation:waive"
    CHECKLIST_READ = "checklist:read"
    AUDIT_READ = "audit:read"
    CATALOGUE_READ = "catalogue:read"
    CATALOGUE_EDIT = "catalogue:edit"
    CALENDAR_EDIT = "calendar:edit"
    REPORT_READ = "report:read"
    REPORT_EDIT = "report:edit"
    REPORT_ISSUE = "report:issue"
    STAFF_READ = "staff:read"
    STAFF_EDIT = "staff:edit"
    TENANT_EDIT = "tenant:edit"
    SETTINGS_EDIT = "settings:edit"
    JOURNAL_READ = "journal:read"
    DUTY_READ = "duty:read"
    DUTY_EDIT = "duty:edit"
    PLAN_READ = "plan:read"
    PLAN_EDIT = "plan:edit"
    PLAN_REPORT = "plan:report"
    INSPECTION_READ = "inspection:read"
    INSPECTION_EDIT = "inspection:edit"
    INSPECTION_VISIT = "inspection:visit"
    ORDER_READ = "order:read"
    ORDER_EDIT = "order:edit"
    ORDER_ANSWER = "order:answer"
    ASSESSMENT_READ = "assessment:read"
    ASSESSMENT_EDIT = "assessment:edit"
    ASSESSMENT_OBJECT = "assessment:object"
    QUESTION_READ = "question:read"
    QUESTION_ANSWER = "question:answer"
    QUESTION_MODERATE = "question:moderate"
    BOARD_READ = "board:read"
    BOARD_EDIT = "board:edit"
    BOARD_STANDARD = "board:standard"


_EVERYONE = frozenset({Permission.SELF_MANAGE})
_TENANT = _EVERYONE | {
    Permission.WORKLIST_READ,
    Permission.POSTING_READ,
    Permission.CATALOGUE_READ,
    Permission.CHECKLIST_READ,
    Permission.PLAN_READ,
    Permission.ORDER_READ,
    Permission.ASSESSMENT_READ,
    Permission.BOARD_READ,
    Permission.QUESTION_READ,
}

ROLE_PERMISSIONS: dict[str, frozenset[Permission]] = {
    TenantRole.DRAFTER: _TENANT
    | {
        Permission.POSTING_DRAFT,
        Permission.POSTING_EMBARGO,
        Permission.PLAN_REPORT,
        Permission.ORDER_ANSWER,
        Permission.BOARD_EDIT,
        Permission.QUESTION_ANSWER,
    },
    TenantRole.REVIEWER: _TENANT
    | {
        Permission.POSTING_REVIEW,
        Permission.POSTING_SIGN_OFF,
        Permission.POSTING_EMBARGO,
        Permission.ASSESSMENT_OBJECT,
        Permission.QUESTION_ANSWER,
        Permission.QUESTION_MODERATE,
    },
    TenantRole.SECRECY: _TENANT | {Permission.POSTING_SECRECY},
    TenantRole.COMMITTEE: _TENANT | {Permission.POSTING_SIGN_OFF},
    TenantRole.PUBLISHER: _TENANT
    | {
        Permission.POSTING_PUBLISH,
        Permission.POSTING_EMBARGO,
        Permission.POSTING_WITHDRAW,
        Permission.POSTING_PASS_OVER,
        Permission.POSTING_TAKE_DOWN,
        Permission.ORDER_ANSWER,
        Permission.ASSESSMENT_OBJECT,
        Permission.BOARD_EDIT,
        Permission.QUESTION_ANSWER,
        Permission.QUESTION_MODERATE,
    },
    TownshipRole.SUPERVISOR: _EVERYONE
    | {
        Permission.WORKLIST_READ,
        Permission.POSTING_READ,
        Permission.POSTING_IMPORT,
        Permission.POSTING_FILE,
        Permission.POSTING_TAKE_DOWN,
        Permission.OBLIGATION_WAIVE,
        Permission.CHECKLIST_READ,
        Permission.AUDIT_READ,
        Permission.CATALOGUE_READ,
        Permission.CATALOGUE_EDIT,
        Permission.CALENDAR_EDIT,
        Permission.REPORT_READ,
        Permission.REPORT_EDIT,
        Permission.REPORT_ISSUE,
        Permission.STAFF_READ,
        Permission.DUTY_READ,
        Permission.DUTY_EDIT,
        Permission.PLAN_READ,
        Permission.PLAN_EDIT,
        Permission.INSPECTION_READ,
        Permission.INSPECTION_EDIT,
        Permission.INSPECTION_VISIT,
        Permission.ORDER_READ,
        Permission.ORDER_EDIT,
        Permission.ASSESSMENT_READ,
        Permission.ASSESSMENT_EDIT,
        Permission.BOARD_READ,
        Permission.BOARD_EDIT,
        Permission.BOARD_STANDARD,
        Permission.QUESTION_READ,
        Permission.QUESTION_ANSWER,
        Permission.QUESTION_MODERATE,
    },
    TownshipRole.INSPECTOR: _EVERYONE
    | {
        Permission.POSTING_READ,
        Permission.CHECKLIST_READ,
        Permission.AUDIT_READ,
        Permission.CATALOGUE_READ,
        Permission.REPORT_READ,
        Permission.DUTY_READ,
        Permission.PLAN_READ,
        Permission.INSPECTION_READ,
        Permission.INSPECTION_VISIT,
        Permission.ORDER_READ,
        Permission.ASSESSMENT_READ,
        Permission.BOARD_READ,
        Permission.QUESTION_READ,
    },
    TownshipRole.ADMINISTRATOR: _EVERYONE
    | {
        Permission.STAFF_READ,
        Permission.DUTY_READ,
        Permission.STAFF_EDIT,
        Permission.TENANT_EDIT,
        Permission.SETTINGS_EDIT,
        Permission.BOARD_STANDARD,
        Permission.CATALOGUE_READ,
        Permission.CALENDAR_EDIT,
    },
    TownshipRole.SECRECY_OFFICER: _EVERYONE
    | {Permission.WORKLIST_READ, Permission.POSTING_READ, Permission.POSTING_SECRECY},
    TownshipRole.AUDITOR: _EVERYONE | {Permission.JOURNAL_READ, Permission.STAFF_READ},
}


def permissions_of(roles: Iterable[str]) -> frozenset[Permission]:
    """Return what the holder of these posts may do in one seat."""
    return frozenset().union(*(ROLE_PERMISSIONS[role] for role in roles))
