"""The tables of tenants and of people to fill in."""

from collections.abc import Sequence
from dataclasses import replace

from ogi.platform import clock
from ogi.platform.tabular import Column, Page, write_form
from ogi.tenants.registers import STAFF_COLUMNS, TENANT_COLUMNS
from ogi.tenants.rules import KIND_NAMES, ROLE_NAMES

KINDS = tuple(KIND_NAMES.values())
ROLES = tuple(ROLE_NAMES.values())
HINTS = {
    "名称": "公开栏上显示的全称",
    "类别": "村、部门或镇机关",
    "网址简称": "小写字母、数字或横线，以字母开头，如 yunling",
    "用户名": "3 到 40 个小写字母、数字、点或横线，以字母开头",
    "单位": "与“单位”页中的名称一致；镇的岗位空着",
    "开始日期": "空着就从今天起",
    "启用日期": "空着就从今天起",
}
CHOICES = {"类别": KINDS, "岗位": ROLES}
TENANT_NOTES = (
    "一行一个单位。第一行的列名不要改。名称、类别、网址简称必须填写。",
    "已有的单位不作改动；停用要在“单位”页上办理。",
)
STAFF_NOTES = (
    "一行一个岗位：一人有几个岗位就写几行，姓名和用户名每行都写。第一行的列名不要改。",
    "表里不要写密码：密码由系统生成，导入后只显示一次，本人第一次登录时改掉。",
    "已有的人只增加没有的岗位，资料不作改动；岗位空着就只建账号。",
    "起草、审核、发布须由三人分别担任；镇的岗位不填单位。",
)
LEFT_OUT = frozenset({"停用日期", "账号"})


def tenants_template(form: str = "xlsx") -> bytes:
    """Return the table of tenants to fill in."""
    page = Page("单位", _columns(TENANT_COLUMNS))
    return write_form(page, TENANT_NOTES, form, made_on=clock.today())


def staff_template(tenants: Sequence[str], form: str = "xlsx") -> bytes:
    """Return the table of people to fill in, with the township's tenants in the notes."""
    notes = [*STAFF_NOTES, f"本镇的单位：{'、'.join(tenants)}", f"岗位：{'、'.join(ROLES)}"]
    page = Page("人员岗位", _columns(STAFF_COLUMNS))
    return write_form(page, notes, form, made_on=clock.today())


def _columns(columns: Sequence[Column]) -> list[Column]:
    return [
        replace(column, hint=HINTS.get(column.title, ""), choices=CHOICES.get(column.title, ()))
        for column in columns
        if column.title not in LEFT_OUT
    ]
