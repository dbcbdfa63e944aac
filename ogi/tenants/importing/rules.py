"""What a row of tenants or of people must be like; plain values in, sound rows and faults out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from ogi.platform.errors import RuleBroken, declare_messages
from ogi.platform.tabular import Book, Checked, Heading, Opened, Reader, RowError, open_book
from ogi.tenants.rules import (
    KIND_NAMES,
    LONGEST_NAME,
    ROLE_NAMES,
    HeldPost,
    TenantKind,
    check_name,
    check_new_post,
    check_seat_of_role,
    check_slug,
    check_username,
)

MOST_ACCOUNTS = 200
"""New accounts of one file: each hashes a password slowly on purpose."""
LONGEST_PHONE = 30
LAST_POSITION = 9999
SECRET_WORDS = ("密码", "口令", "password")

declare_messages(
    {
        "tenants_import_faulty": "有 {count} 处需要改正，什么也没有导入。",
        "tenants_import_nothing": "没有需要新增的，什么也没有导入。",
    }
)

TENANT_HEADINGS = (
    Heading("name", "名称", also=("单位", "单位名称")),
    Heading("kind", "类别", also=("单位类别",)),
    Heading("slug", "网址简称"),
    Heading("position", "排列次序", required=False, also=("次序",)),
    Heading("hotline", "监督电话", required=False),
    Heading("active_from", "启用日期", required=False),
)
STAFF_HEADINGS = (
    Heading("name", "姓名"),
    Heading("username", "用户名"),
    Heading("phone", "电话", required=False),
    Heading("tenant", "单位", required=False),
    Heading("role", "岗位", required=False),
    Heading("since", "开始日期", required=False),
    Heading("until", "结束日期", required=False),
)
KINDS = {name: kind for kind, name in KIND_NAMES.items()}
ROLES = {name: role for role, name in ROLE_NAMES.items()}


@dataclass(frozen=True, slots=True)
class TenantRow:
    """A tenant to add."""

    sheet: str
    number: int
    name: str
    kind: TenantKind
    slug: str
    position: int
    hotline: str
    active_from: date


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A person to add when `is_new`, and the post to give, if the row has one."""

    sheet: str
    number: int
    username: str
    name: str
    phone: str
    is_new: bool
    post: HeldPost | None


@dataclass(frozen=True)
class KnownPerson:
    """A person that is there already."""

    name: str
    posts: tuple[HeldPost, ...] = ()


@dataclass(frozen=True)
class Known:
    """What the township has: its name, tenants in use by name, all short addresses, people.

    `taken` tells which usernames another township uses.
    """

    township: str
    tenants: Mapping[str, int] = field(default_factory=dict)
    slugs: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, KnownPerson] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()
    next_position: int = 0


# ------------------------------------------------------------------- tenants


def check_tenants(book: Book, known: Known, *, today: date) -> Checked[TenantRow]:
    """Check every row; a tenant that is there already is left as it is, with a note."""
    opened = open_book(book, TENANT_HEADINGS, unread={"停用": "停用要在单位页上办理"})
    slugs = dict(known.slugs)
    rows: list[tuple[Reader, TenantRow | None]] = []
    for reader in opened.readers:
        row = _take_tenant(reader, known.next_position + len(rows), today)
        if row is not None and known.slugs.get(row.slug) == row.name:
            opened.notes.append(reader.record.error("name", f"“{row.name}”已有，不作改动"))
            continue
        if row is not None and not reader.errors:
            _refuse_known(reader, row, slugs)
            slugs[row.slug] = row.name
        rows.append((reader, row))
    return opened.checked(rows)


def _take_tenant(reader: Reader, position: int, today: date) -> TenantRow | None:
    name = _line(reader, "name", LONGEST_NAME, required=True)
    slug = _line(reader, "slug", LONGEST_NAME, required=True)
    kind = reader.choice("kind", KINDS, required=True)
    given = reader.whole("position")
    if given is not None and not 0 <= given <= LAST_POSITION:
        reader.refuse("position", f"请填 0 到 {LAST_POSITION} 的数字")
    if name:
        _ask(reader, "name", lambda: check_name(name))
    if slug:
        _ask(reader, "slug", lambda: check_slug(slug))
    if not name or not slug or kind is None:
        return None
    return TenantRow(
        sheet=reader.record.sheet,
        number=reader.record.number,
        name=name,
        kind=kind,
        slug=slug,
        position=position if given is None else given,
        hotline=_line(reader, "hotline", LONGEST_PHONE),
        active_from=reader.day("active_from") or today,
    )


def _refuse_known(reader: Reader, row: TenantRow, slugs: Mapping[str, str]) -> None:
    if row.slug in slugs:
        reader.refuse("slug", f"网址简称“{row.slug}”已由{slugs[row.slug]}使用")
    elif row.name in slugs.values():
        reader.refuse("name", f"名称“{row.name}”已被使用")


# -------------------------------------------------------------------- people


def check_staff(
    book: Book, taken: Callable[[set[str]], frozenset[str]], known: Known, *, today: date
) -> Checked[StaffRow]:
    """Check every row; posts that are held already are left as they are, with a note.

    A person may stand in several rows, one for each post. A column of passwords is refused.
    """
    opened = open_book(book, STAFF_HEADINGS)
    _refuse_passwords(opened)
    names = {_line(reader, "username", LONGEST_NAME) for reader in opened.readers}
    known = replace(known, taken=taken(names - set(known.people)))
    people = dict(known.people)
    rows: list[tuple[Reader, StaffRow | None]] = []
    for reader in opened.readers:
        row = _take_person(reader, known, people, today)
        if row is None or row.is_new or row.post is not None:
            rows.append((reader, row))
        elif not reader.errors:
            opened.notes.append(reader.record.error("username", f"{row.name}已有，不作改动"))
    _refuse_many(opened, rows)
    return opened.checked(rows)


def _refuse_passwords(opened: Opened) -> None:
    for note in list(opened.notes):
        if any(word in note.message.lower() for word in SECRET_WORDS):
            opened.notes.remove(note)
            message = "表里不能有密码。请删掉这一列：密码由系统生成，只显示一次"
            opened.errors.append(replace(note, message=message))


def _refuse_many(opened: Opened, rows: list[tuple[Reader, StaffRow | None]]) -> None:
    new = [row for _reader, row in rows if row is not None and row.is_new]
    if len(new) > MOST_ACCOUNTS:
        message = f"一次最多新增 {MOST_ACCOUNTS} 个账号，请拆成几个文件"
        opened.errors.append(RowError(new[MOST_ACCOUNTS].sheet, 1, "", message))


def _take_person(
    reader: Reader, known: Known, people: dict[str, KnownPerson], today: date
) -> StaffRow | None:
    name = _line(reader, "name", LONGEST_NAME, required=True)
    username = _line(reader, "username", LONGEST_NAME, required=True)
    phone = _line(reader, "phone", LONGEST_PHONE)
    if not name or not username:
        return None
    person = people.get(username)
    if person is None:
        _ask(reader, "username", lambda: check_username(username))
        if username in known.taken:
            reader.refuse("username", f"用户名“{username}”已有人使用，请换一个")
    elif person.name != name:
        reader.refuse("name", f"用户名“{username}”是{person.name}的，请核对")
    post = _take_post(reader, known, person, name, today)
    if reader.errors:
        return None
    held = () if person is None else person.posts
    people[username] = KnownPerson(name, held if post is None else (*held, post))
    place = reader.record
    return StaffRow(place.sheet, place.number, username, name, phone, person is None, post)


def _take_post(
    reader: Reader, known: Known, person: KnownPerson | None, name: str, today: date
) -> HeldPost | None:
    """Return the post of a row; None without one, and for one that is held already."""
    role = reader.choice("role", ROLES)
    tenant, tenant_id = _line(reader, "tenant", LONGEST_NAME), None
    since, until = reader.day("since"), reader.day("until")
    if tenant and tenant != known.township:
        tenant_id = known.tenants.get(tenant)
        if tenant_id is None:
            reader.refuse("tenant", f"没有名为“{tenant}”的在用单位，请按单位清单填写")
    if role is None or reader.errors:
        if role is None and tenant and not reader.errors:
            reader.refuse("role", "填了单位就要填岗位")
        return None
    posts = () if person is None else person.posts
    for post in posts:
        if (post.role, post.tenant_id) == (role, tenant_id) and post.is_held_on(since or today):
            return None
    if since is not None and since < today:
        reader.refuse("since", "开始日期不能早于今天；从今天起的空着就行")
        return None
    wanted = HeldPost(role, tenant_id, since or today, until)
    _ask(reader, "tenant", lambda: check_seat_of_role(role, tenant_id))
    _ask(reader, "role", lambda: check_new_post(wanted, list(posts), name=name, tenant_name=tenant))
    return wanted


def _ask(reader: Reader, key: str, check: Callable[[], None]) -> None:
    """Put a rule's refusal on its cell."""
    try:
        check()
    except RuleBroken as refusal:
        reader.refuse(key, refusal.text)


def _line(reader: Reader, key: str, longest: int, *, required: bool = False) -> str:
    text = reader.text(key, required=required, longest=longest) or ""
    return " ".join(text.split())
