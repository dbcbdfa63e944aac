"""The registers of this room as files: staff and posts, tenants, the journal, sign-ins."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from ogi.platform import clock
from ogi.platform.clock import SHANGHAI
from ogi.platform.db import ScopedSession
from ogi.platform.errors import NotFound
from ogi.platform.jobs.exports import RegisterKind, count_rows
from ogi.platform.journal import JournalEntry
from ogi.platform.tabular import Column, Page, Register
from ogi.tenants import queries
from ogi.tenants.journal_words import action_name, detail_text, subject_name
from ogi.tenants.models import Post, Staff
from ogi.tenants.rules import KIND_NAMES, ROLE_NAMES, TenantKind

MOMENT = "%Y-%m-%d %H:%M:%S"
JOURNAL_COLUMNS = (
    Column("时间", width=18),
    Column("人员", width=12),
    Column("操作", width=16),
    Column("对象", width=18),
    Column("内容", width=60),
)
SIGN_IN_COLUMNS = (
    Column("姓名", width=16),
    Column("登录", width=20),
    Column("最后使用", width=20),
    Column("退出", width=20),
)
STAFF_COLUMNS = (
    Column("姓名", width=12),
    Column("用户名", width=24),
    Column("电话", width=16),
    Column("单位", width=18),
    Column("岗位", width=12),
    Column("开始日期", "date", 13),
    Column("结束日期", "date", 13),
    Column("账号", width=10),
)
TENANT_COLUMNS = (
    Column("名称", width=24),
    Column("类别", width=10),
    Column("网址简称", width=18),
    Column("排列次序", "number", 10),
    Column("监督电话", width=18),
    Column("启用日期", "date", 13),
    Column("停用日期", "date", 13),
)


def township_of(session: ScopedSession) -> int:
    """Return the key of the township that a session sees; raises NotFound."""
    if session.scope.township_id is None:
        raise NotFound
    return session.scope.township_id


def _register(
    session: ScopedSession,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[object]],
    narrowed: Sequence[tuple[str, str]],
) -> Register:
    return Register(
        title=title,
        place=queries.seat_name(session),
        pages=[Page(title, columns, list(rows))],
        made_on=clock.today(),
        narrowed=narrowed,
    )


# ------------------------------------------------------------------- journal


def _journal_filter(arguments: dict[str, Any]) -> dict[str, Any]:
    days = {name: arguments.get(name) for name in ("since", "until")}
    return {
        "action": arguments.get("action", ""),
        "actor_id": arguments.get("actor_id"),
        **{name: date.fromisoformat(day) if day else None for name, day in days.items()},
    }


def journal_rows(
    session: ScopedSession, entries: Iterable[JournalEntry]
) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield entries of the journal in words: when, who, what, to what, details."""
    listed = list(entries)
    actors = {entry.actor_id for entry in listed if entry.actor_id is not None}
    names = queries.names_of_staff(session, township_of(session), actors)
    for entry in listed:
        yield (
            f"{entry.at.astimezone(SHANGHAI):{MOMENT}}",
            names.get(entry.actor_id or 0) or entry.actor_name or "系统",
            action_name(entry.action),
            subject_name(entry.subject_type, entry.subject_id),
            detail_text(entry.detail),
        )


def _build_journal(session: ScopedSession, arguments: dict[str, Any]) -> Register:
    chosen = _journal_filter(arguments)
    listed = queries.journal_statement(township_of(session), **chosen)
    actor_id = chosen["actor_id"]
    names = queries.names_of_staff(session, township_of(session), {actor_id} - {None})
    narrowed = [
        ("操作", action_name(chosen["action"])),
        ("人员", names.get(actor_id, "")),
        ("从", arguments.get("since") or ""),
        ("到", arguments.get("until") or ""),
    ]
    rows = journal_rows(session, session.scalars(listed))
    return _register(session, "操作日志", JOURNAL_COLUMNS, rows, narrowed)


def _count_journal(session: ScopedSession, arguments: dict[str, Any]) -> int:
    chosen = _journal_filter(arguments)
    return count_rows(session, queries.journal_statement(township_of(session), **chosen))


def _build_sign_ins(session: ScopedSession, _arguments: dict[str, Any]) -> Register:
    found = session.execute(queries.sign_ins_statement(township_of(session)))
    rows = (
        [name, *(at and f"{at.astimezone(SHANGHAI):{MOMENT}}"
                 for at in (entry.created_at, entry.seen_at, entry.ended_at))]
        for entry, name in found
    )  # fmt: skip
    return _register(session, "登录记录", SIGN_IN_COLUMNS, rows, [])


def _count_sign_ins(session: ScopedSession, _arguments: dict[str, Any]) -> int:
    return count_rows(session, queries.sign_ins_statement(township_of(session)))


# --------------------------------------------------------- people and tenants


def _build_staff(session: ScopedSession, arguments: dict[str, Any]) -> Register:
    text, tenant_id = arguments.get("text", ""), arguments.get("tenant_id")
    township_id, today = township_of(session), clock.today()
    found = session.scalars(queries.staff_statement(township_id, text=text, tenant_id=tenant_id))
    township = queries.get_township_by_id(session, township_id).name
    rows = [row for person in found for row in _staff_rows(person, township, today)]
    tenant = "" if tenant_id is None else queries.get_tenant(session, township_id, tenant_id).name
    narrowed = [("姓名或用户名", text), ("单位", tenant)]
    return _register(session, "人员岗位", STAFF_COLUMNS, rows, narrowed)


def _staff_rows(person: Staff, township: str, today: date) -> Iterator[tuple[object, ...]]:
    """Yield a row for each post held now or later, or one row without a post."""
    account = "在用" if person.active else "已停用"
    about = (person.name, person.username, person.phone)
    posts = [post for post in person.posts if post.until is None or post.until >= today]
    for post in sorted(posts, key=lambda post: (post.since, post.id)):
        yield (*about, _place(post, township), ROLE_NAMES[post.role], post.since, post.until,
               account)  # fmt: skip
    if not posts:
        yield (*about, "", "", None, None, account)


def _place(post: Post, township: str) -> str:
    return township if post.tenant is None else post.tenant.name


def _build_tenants(session: ScopedSession, arguments: dict[str, Any]) -> Register:
    text, kind = arguments.get("text", ""), arguments.get("kind", "")
    chosen = TenantKind(kind) if kind else None
    rows = [
        (tenant.name, KIND_NAMES[TenantKind(tenant.kind)], tenant.slug, tenant.position,
         tenant.hotline, tenant.active_from, tenant.active_to)
        for tenant in queries.list_tenants(session, township_of(session), kind=chosen, text=text)
    ]  # fmt: skip
    narrowed = [("名称", text), ("类别", KIND_NAMES[chosen] if chosen else "")]
    return _register(session, "单位", TENANT_COLUMNS, rows, narrowed)


JOURNAL = RegisterKind("register.journal", "操作日志", _build_journal, _count_journal)
SIGN_INS = RegisterKind("register.sign_ins", "登录记录", _build_sign_ins, _count_sign_ins)
STAFF = RegisterKind("register.staff", "人员岗位", _build_staff)
TENANTS = RegisterKind("register.tenants", "单位", _build_tenants)
REGISTERS = (JOURNAL, SIGN_INS, STAFF, TENANTS)
