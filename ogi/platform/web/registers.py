"""Answering with a register: at once while it is short, by a long work when it is not."""

from http import HTTPStatus
from typing import Any

from flask import current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form

from ogi.platform.errors import RuleBroken
from ogi.platform.jobs.exports import RegisterKind
from ogi.platform.tabular import MEDIA_TYPES, Register, check_length, write_register
from ogi.platform.tabular.registers import FORM_NAMES
from ogi.platform.web.access import permission_of
from ogi.platform.web.files import send_made
from ogi.platform.web.jobs import ask_for

DIRECT_ROWS = 5_000
"""A register of more rows is written in the background."""


def answer_register(
    kind: RegisterKind, arguments: dict[str, Any], form: str
) -> ResponseReturnValue:
    """Send a register as xlsx, docx or csv; ask first where it takes its time.

    A POST asks for the long work, which its asker may fetch while the post still allows it.
    """
    rows = 0 if kind.count is None else kind.count(g.session, arguments)
    name = FORM_NAMES[form]
    try:
        check_length(rows, form)
        if request.method == "POST":
            return _ask(kind, arguments, form)
        if rows > DIRECT_ROWS:
            return render_template("jobs/long.html", title=kind.title, rows=rows, form_name=name)
        return send_register(kind.build(g.session, arguments), form)
    except RuleBroken as refusal:
        return _too_long(kind, form, refusal.text)


def _too_long(kind: RegisterKind, form: str, text: str) -> ResponseReturnValue:
    """Say what to do instead: narrow the list, or take the Excel file where Word is too small."""
    query = request.full_path.removeprefix(request.path).rstrip("?")
    page = render_template(
        "jobs/too_long.html",
        title=kind.title,
        form_name=FORM_NAMES[form],
        text=text,
        excel=request.path.removesuffix(form) + "xlsx" + query if form == "docx" else "",
        back=request.path.partition("/export.")[0] + query,
    )
    return page, HTTPStatus.OK if request.method == "GET" else HTTPStatus.UNPROCESSABLE_ENTITY


def send_register(register: Register, form: str) -> ResponseReturnValue:
    """Send a made register. Raises RuleBroken for one that is too long."""
    data = write_register(register, form)
    return send_made(data, name=f"{register.file_name}.{form}", media_type=MEDIA_TYPES[form])


def kept_filter(form: Form) -> dict[str, str | None]:
    """Return what a filter bar was asked, as it stands in the address, for the links beside it."""
    return {field.name: request.args.get(field.name) or None for field in form}


def _ask(kind: RegisterKind, arguments: dict[str, Any], form: str) -> ResponseReturnValue:
    permission = permission_of(current_app.view_functions.get(request.endpoint or ""))
    asked = {**arguments, "form": form, "permission": str(permission or "")}
    job = ask_for(kind.key, f"{kind.title}（{FORM_NAMES[form]}）", asked)
    return redirect(url_for("tenants.job", job_id=job.id), 303)
