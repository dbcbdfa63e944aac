"""Kinds of tenant, posts, and the rules of who may hold and use them."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ogi.platform.errors import RuleBroken, declare_messages
from ogi.platform.mail import is_mailbox

SHORTEST_PASSWORD = 10
LONGEST_NAME = 60
USERNAME = re.compile(r"[a-z][a-z0-9._-]{2,39}")
SLUG = re.compile(r"[a-z][a-z0-9-]{1,39}")

declare_messages(
    {
        "wrong_sign_in": "用户名或密码不对。请检查后再试；忘记密码请找镇系统管理员重置。",
        "too_many_failures": "输错次数太多，请等 {seconds} 秒后再试。",
        "password_short": "密码至少 {length} 个字符。",
        "password_plain": "密码不能只用一种字符，也不能包含用户名。请混用字母和数字。",
        "password_wrong": "现在的密码不对。",
        "username_form": "用户名用 3 到 40 个小写字母、数字、点或横线，以字母开头。",
        "username_taken": "用户名“{username}”已有人使用，请换一个。",
        "slug_form": "网址简称用小写字母、数字或横线，以字母开头。",
        "slug_taken": "网址简称“{slug}”已被使用，请换一个。",
        "name_taken": "名称“{name}”已被使用，请换一个。",
        "name_empty": "请填写名称。",
        "name_long": "名称最多 {longest} 个字。",
        "period": "停用日期不能早于启用日期 {first}。",
        "post_needs_tenant": "起草、审核、发布和村务监督是单位的岗位，请选一个单位。",
        "post_of_township": "督查、检查、系统管理、安全审计是镇的岗位，请不要选单位。",
        "post_ended": "这个岗位已经结束，不用再免去。",
        "post_held": "{name}已担任这个岗位。",
        "post_conflict": "同一单位的各个岗位须由几人分别担任：{name}在{tenant}已是{held}。",
        "post_dates": "结束日期不能早于开始日期。",
        "email_form": "邮箱写得不对，例如 zhangsan@example.cn。",
        "email_wanted": "要收提醒邮件，请先填写邮箱。",
        "last_administrator": "镇里至少要留一名系统管理员，不能停用或免去最后一名。",
        "auditor_administrator": "安全审计员与系统管理员须由两人分别担任。",
    }
)


class TenantKind(StrEnum):
    """Village (村), department (部门, 站所) or the township's own office (镇机关)."""

    VILLAGE = "village"
    DEPARTMENT = "department"
    OFFICE = "office"


KIND_NAMES = {
    TenantKind.VILLAGE: "村",
    TenantKind.DEPARTMENT: "部门",
    TenantKind.OFFICE: "镇机关",
}


class TenantRole(StrEnum):
    """The posts of a tenant: 起草, 审核, 发布, and where the chain asks 保密审查, 村务监督."""

    DRAFTER = "drafter"
    REVIEWER = "reviewer"
    PUBLISHER = "publisher"
    SECRECY = "secrecy"
    COMMITTEE = "committee"


class TownshipRole(StrEnum):
    """The posts of a township: 督查, 检查, 系统管理, 安全审计, 镇保密审查."""

    SUPERVISOR = "supervisor"
    INSPECTOR = "inspector"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    SECRECY_OFFICER = "secrecy_officer"


ROLE_NAMES: dict[str, str] = {
    TenantRole.DRAFTER: "起草",
    TenantRole.REVIEWER: "审核",
    TenantRole.PUBLISHER: "发布",
    TenantRole.SECRECY: "保密审查",
    TenantRole.COMMITTEE: "村务监督",
    TownshipRole.SUPERVISOR: "督查",
    TownshipRole.INSPECTOR: "检查",
    TownshipRole.ADMINISTRATOR: "系统管理",
    TownshipRole.AUDITOR: "安全审计",
    TownshipRole.SECRECY_OFFICER: "镇保密审查",
}


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post as plain values; `tenant_id` None is a post of the township."""

    role: str
    tenant_id: int | None
    since: date
    until: date | None = None

    def is_held_on(self, day: date) -> bool:
        """Tell whether the post is held on that day; both ends count."""
        return self.since <= day and (self.until is None or day <= self.until)


def check_username(username: str) -> None:
    """Raise RuleBroken("username_form") unless it can be typed on any phone."""
    if not USERNAME.fullmatch(username):
        raise RuleBroken("username_form", field="username")


def check_slug(slug: str) -> None:
    """Raise RuleBroken("slug_form") unless it can stand in an address."""
    if not SLUG.fullmatch(slug):
        raise RuleBroken("slug_form", field="slug")


def check_name(name: str) -> None:
    """Raise RuleBroken("name_empty", "name_long") unless a name can stand on a line."""
    if not name.strip():
        raise RuleBroken("name_empty", field="name")
    if len(name) > LONGEST_NAME:
        raise RuleBroken("name_long", field="name", longest=LONGEST_NAME)


def check_period(first: date, last: date | None) -> None:
    """Raise RuleBroken("period") when a tenant would close before it opened."""
    if last is not None and last < first:
        raise RuleBroken("period", field="active_to", first=first)


def check_password(password: str, *, username: str) -> None:
    """Raise RuleBroken for a password that is short, of one kind, or holds the username."""
    if len(password) < SHORTEST_PASSWORD:
        raise RuleBroken("password_short", field="password", length=SHORTEST_PASSWORD)
    if password.isdigit() or password.isalpha() or username.lower() in password.lower():
        raise RuleBroken("password_plain", field="password")


def check_seat_of_role(role: str, tenant_id: int | None) -> None:
    """Raise RuleBroken when a tenant's post lacks its tenant, or a township's post has one."""
    if role in set(TenantRole) and tenant_id is None:
        raise RuleBroken("post_needs_tenant", field="tenant")
    if role in set(TownshipRole) and tenant_id is not None:
        raise RuleBroken("post_of_township", field="tenant")


def check_post_open(post: HeldPost, on: date) -> None:
    """Raise RuleBroken("post_ended") for a post that was over before that day."""
    if post.until is not None and post.until < on:
        raise RuleBroken("post_ended")


def check_new_post(
    post: HeldPost, others: list[HeldPost], *, name: str, tenant_name: str = ""
) -> None:
    """Raise RuleBroken when a person may not take the post beside those already held.

    Drafting, review and release stay with three persons in each tenant; the auditor of a
    township is not its administrator. Source: 起草、审核、发布 各有专人负责.
    """
    if post.until is not None and post.until < post.since:
        raise RuleBroken("post_dates", field="until")
    for other in others:
        if other.tenant_id != post.tenant_id or not _overlap(post, other):
            continue
        if other.role == post.role:
            raise RuleBroken("post_held", field="role", name=name)
        if post.tenant_id is not None:
            held = ROLE_NAMES[other.role]
            raise RuleBroken(
                "post_conflict", field="role", name=name, tenant=tenant_name, held=held
            )
        if {post.role, other.role} == {TownshipRole.ADMINISTRATOR, TownshipRole.AUDITOR}:
            raise RuleBroken("auditor_administrator", field="role")


def _overlap(one: HeldPost, other: HeldPost) -> bool:
    latest_start = max(one.since, other.since)
    return one.is_held_on(latest_start) and other.is_held_on(latest_start)


def check_mail(email: str, *, digest: bool) -> None:
    """Raise RuleBroken for an address that is none, or mails wanted without one."""
    if email and not is_mailbox(email):
        raise RuleBroken("email_form", field="email")
    if digest and not email:
        raise RuleBroken("email_wanted", field="email")
