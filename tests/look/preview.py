"""A tiny app that shows every component with sample data, without the product behind it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Flask, render_template
from flask_wtf import CSRFProtect, FlaskForm
from flask_wtf.file import FileField
from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    HiddenField,
    MonthField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Optional

ROOT = Path(__file__).parents[2]
CSP = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'"
)
PAGES = ("fields", "wrong", "parts", "checklist", "todo", "wall", "sheet", "confirm", "empty")
ERRORS = (400, 403, 404, 405, 409, 413, 429, 500, 503)


class SampleForm(FlaskForm):
    """One field of each kind."""

    title = StringField(
        "标题", [DataRequired("请填写标题")], description="村民在公开栏上先看到它。"
    )
    period = SelectField("所属期", choices={"2026-02": "2026年2月", "2026-03": "2026年3月"})
    posted_on = DateField("张贴日期", [DataRequired("请填写张贴日期")])
    month = MonthField("统计月份", [Optional()])
    balance = DecimalField("期末余额", [DataRequired("请填写期末余额")])
    body = TextAreaField("说明", [Optional()], description="用村民看得懂的话写。")
    kind = RadioField(
        "本期情况",
        [DataRequired("请选择本期情况")],
        choices={"post": "有内容，现在填写", "nothing": "本期没有可公开内容"},
    )
    parts = SelectMultipleField("同时张贴在", choices={"wall": "实体公开栏", "group": "村民微信群"})
    agreed = BooleanField("已核对，没有完整身份证号、银行卡号和住址")
    photo = FileField("附件")
    version = HiddenField(default="3")


def _text_of_date(value: date | None) -> str:
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


def _text_of_time(value: datetime | None) -> str:
    return f"{_text_of_date(value)} {value:%H:%M}" if value else ""


def _register(app: Flask) -> None:
    env = app.jinja_env
    env.filters["date_text"] = _text_of_date
    env.filters["date_table"] = lambda value: value.isoformat() if value else ""
    env.filters["datetime_text"] = _text_of_time
    env.filters["money"] = lambda value: "" if value is None else f"{value:,.2f}"
    env.globals["static_url"] = lambda path: f"/static/{path}"


def _samples() -> dict[str, Any]:
    """Return what the layouts and pages read."""
    return {
        "township": SimpleNamespace(name="青山镇", slug="qingshan"),
        "hotline": "0716-1234567",
        "tenant": SimpleNamespace(name="柳河村", slug="liuhe", kind="village"),
        "current_actor": SimpleNamespace(name="陈桂芳"),
        "seat_name": "柳河村",
        "seat_url": "/seats",
        "nav": [
            ("待办", "/todo", "todo", True),
            ("发布", "/postings", "edit", False),
            ("公开栏", "/boards", "board", False),
            ("我的", "/me", "me", False),
        ],
        "long_nav": [
            ("总览", "/", "overview", False),
            ("清单", "/checklist", "list", True),
            ("报告", "/reports", "report", False),
            ("目录", "/catalogue", "table", False),
            ("人员", "/staff", "staff", False),
            ("设置", "/settings", "settings", False),
        ],
        "day": date(2026, 3, 15),
        "moment": datetime(2026, 3, 15, 9, 30, tzinfo=UTC),
        "amount": Decimal("12345.60"),
    }


def create_preview() -> Flask:
    """Return the preview app: /<page> for each of PAGES, /errors/<code>."""
    app = Flask("preview", static_folder=str(ROOT / "ogi/static"), static_url_path="/static")
    app.config.update(SECRET_KEY="preview-only", WTF_I18N_ENABLED=False)
    app.jinja_env.add_extension("jinja2.ext.do")
    folders = (ROOT / "ogi/templates", Path(__file__).parent / "templates")
    app.jinja_loader = ChoiceLoader([FileSystemLoader(folder) for folder in folders])
    app.jinja_env.undefined = StrictUndefined
    CSRFProtect(app)
    _register(app)
    app.context_processor(_samples)

    @app.get(f"/<any({', '.join(PAGES)}):page>")
    def show(page: str) -> str:
        form = SampleForm(meta={"csrf": True})
        if page == "wrong":
            form = SampleForm(data={"title": ""}, meta={"csrf": False})
            form.validate()
            form.form_errors.append("本期余额与上期结转对不上：相差 120.00 元。")
        template = "look_fields.html" if page == "wrong" else f"look_{page}.html"
        return render_template(template, form=form)

    @app.get("/errors/<int:code>")
    def error(code: int) -> str:
        return render_template(f"errors/{code}.html", text="", request_name="a1b2c3d4")

    @app.after_request
    def strict(response: Any) -> Any:
        response.headers["Content-Security-Policy"] = CSP
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    return app


if __name__ == "__main__":
    create_preview().run(port=8077)
