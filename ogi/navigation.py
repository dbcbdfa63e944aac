"""The main menu: which pages each seat finds at hand."""

from typing import Any

from flask import Flask, current_app, g, request, url_for

from ogi.tenants.permissions import Permission

# label, endpoint, icon, permission; the first three and 更多 stand in the phone's bottom bar
ENTRIES: tuple[tuple[str, str, str, Permission], ...] = (
    ("待办", "postings.todo", "todo", Permission.WORKLIST_READ),
    ("总览", "audits.overview", "overview", Permission.CHECKLIST_READ),
    ("发布", "postings.index", "edit", Permission.POSTING_READ),
    ("公开栏", "display.index", "board", Permission.BOARD_READ),
    ("清单", "audits.checklist", "list", Permission.CHECKLIST_READ),
    ("意见建议", "questions.index", "bell", Permission.QUESTION_READ),
    ("日程", "calendars.index", "calendar", Permission.SELF_MANAGE),
    ("检查", "inspections.index", "check", Permission.INSPECTION_READ),
    ("整改", "orders.index", "warning", Permission.ORDER_READ),
    ("考核", "assessment.index", "list", Permission.ASSESSMENT_READ),
    ("报告", "reports.index", "report", Permission.REPORT_READ),
    ("工作要点", "plans.index", "list", Permission.PLAN_READ),
    ("事项目录", "catalogue.index", "table", Permission.CATALOGUE_READ),
    ("工作日历", "catalogue.calendar", "calendar", Permission.CALENDAR_EDIT),
    ("人员岗位", "tenants.staff", "staff", Permission.STAFF_READ),
    ("责任人员", "duties.index", "staff", Permission.DUTY_READ),
    ("单位", "tenants.tenants", "board", Permission.TENANT_EDIT),
    ("设置", "tenants.settings", "settings", Permission.SETTINGS_EDIT),
    ("操作日志", "tenants.journal", "history", Permission.JOURNAL_READ),
    ("我的", "tenants.me", "me", Permission.SELF_MANAGE),
)


def init_navigation(app: Flask) -> None:
    """Give every template its `nav`: (label, address, icon, whether it is this page)."""
    app.context_processor(_menu)


def _menu() -> dict[str, Any]:
    actor = g.get("actor")
    if actor is None:
        return {"nav": []}
    room = (request.endpoint or "").partition(".")[0]
    known = current_app.view_functions
    entries = []
    for label, endpoint, icon, permission in ENTRIES:
        if permission not in actor.permissions or endpoint not in known:
            continue
        if endpoint == "audits.overview" and actor.tenant_id is not None:
            continue
        here = request.endpoint == endpoint
        entries.append((label, url_for(endpoint), icon, here))
    if not any(entry[3] for entry in entries):
        entries = [(*entry[:3], _leads(entry[1], room)) for entry in entries]
    return {"nav": entries}


def _leads(url: str, room: str) -> bool:
    return bool(room) and request.path.startswith(url.rstrip("/") + "/")
