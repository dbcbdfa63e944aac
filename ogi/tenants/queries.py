"""Reading townships, tenants, staff and posts."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, selectinload

from ogi.platform.errors import NotFound
from ogi.platform.journal import JournalEntry
from ogi.tenants.models import District, Post, Staff, Tenant, Township
from ogi.tenants.rules import HeldPost, TenantKind


def get_township(session: Session, slug: str) -> Township:
    """Return the township of this address; raises NotFound."""
    township = session.scalars(select(Township).where(Township.slug == slug)).one_or_none()
    if township is None:
        raise NotFound
    return township


def get_township_by_id(session: Session, township_id: int) -> Township:
    """Return the township with this key; raises NotFound."""
    township = session.get(Township, township_id)
    if township is None:
        raise NotFound
    return township


def list_townships(session: Session) -> Sequence[Township]:
    """Return all townships of the installation, by name."""
    return session.scalars(select(Township).order_by(Township.name)).all()


def list_districts(session: Session) -> Sequence[District]:
    """Return all districts, by name."""
    return session.scalars(select(District).order_by(District.name)).all()


def get_tenant(session: Session, township_id: int, tenant_id: int) -> Tenant:
    """Return one tenant of this township; raises NotFound."""
    wanted = select(Tenant).where(Tenant.township_id == township_id, Tenant.id == tenant_id)
    tenant = session.scalars(wanted).one_or_none()
    if tenant is None:
        raise NotFound
    return tenant


def get_tenant_by_slug(session: Session, township_id: int, slug: str) -> Tenant:
    """Return one tenant of this township by its short address; raises NotFound."""
    wanted = select(Tenant).where(Tenant.township_id == township_id, Tenant.slug == slug)
    tenant = session.scalars(wanted).one_or_none()
    if tenant is None:
        raise NotFound
    return tenant


def find_tenant_by_name(session: Session, township_id: int, name: str) -> Tenant | None:
    """Return the tenant with exactly this name or short address, or None."""
    wanted = select(Tenant).where(
        Tenant.township_id == township_id, or_(Tenant.name == name, Tenant.slug == name)
    )
    return session.scalars(wanted).first()


def list_tenants(
    session: Session,
    township_id: int,
    *,
    kind: TenantKind | None = None,
    on: date | None = None,
    text: str = "",
) -> Sequence[Tenant]:
    """Return the tenants of a township in their order; `on` keeps those active that day."""
    return session.scalars(tenants_statement(township_id, kind=kind, on=on, text=text)).all()


def tenants_statement(
    township_id: int,
    *,
    kind: TenantKind | None = None,
    on: date | None = None,
    text: str = "",
) -> Select[Tenant]:
    """Return the statement behind `list_tenants`, for paging."""
    wanted = select(Tenant).where(Tenant.township_id == township_id)
    if kind is not None:
        wanted = wanted.where(Tenant.kind == kind)
    if on is not None:
        wanted = wanted.where(
            Tenant.active_from <= on, or_(Tenant.active_to.is_(None), Tenant.active_to >= on)
        )
    if text:
        wanted = wanted.where(Tenant.name.contains(text, autoescape=True))
    return wanted.order_by(Tenant.position, Tenant.id)


def get_staff(session: Session, township_id: int, staff_id: int) -> Staff:
    """Return one person of this township with all posts; raises NotFound."""
    wanted = (
        select(Staff)
        .where(Staff.township_id == township_id, Staff.id == staff_id)
        .options(selectinload(Staff.posts).joinedload(Post.tenant))
    )
    staff = session.scalars(wanted).one_or_none()
    if staff is None:
        raise NotFound
    return staff


def staff_statement(
    township_id: int, *, text: str = "", tenant_id: int | None = None
) -> Select[Staff]:
    """Return the statement that lists staff with their posts, for paging."""
    wanted = select(Staff).where(Staff.township_id == township_id)
    if text:
        wanted = wanted.where(
            or_(
                Staff.name.contains(text, autoescape=True),
                Staff.username.contains(text, autoescape=True),
            )
        )
    if tenant_id is not None:
        holders = select(Post.staff_id).where(
            Post.township_id == township_id, Post.tenant_id == tenant_id
        )
        wanted = wanted.where(Staff.id.in_(holders))
    return wanted.order_by(Staff.id).options(selectinload(Staff.posts).joinedload(Post.tenant))


def names_of_staff(session: Session, township_id: int, ids: set[int]) -> dict[int, str]:
    """Return the names of these persons by key; unknown keys are left out."""
    if not ids:
        return {}
    wanted = select(Staff.id, Staff.name).where(Staff.township_id == township_id, Staff.id.in_(ids))
    return {row.id: row.name for row in session.execute(wanted)}


def list_posts(session: Session, township_id: int, staff_id: int) -> Sequence[Post]:
    """Return every post a person holds or held, oldest first."""
    wanted = (
        select(Post)
        .where(Post.township_id == township_id, Post.staff_id == staff_id)
        .order_by(Post.since, Post.id)
    )
    return session.scalars(wanted).all()


def get_post(session: Session, township_id: int, post_id: int) -> Post:
    """Return one post of this township; raises NotFound."""
    wanted = select(Post).where(Post.township_id == township_id, Post.id == post_id)
    post = session.scalars(wanted).one_or_none()
    if post is None:
        raise NotFound
    return post


def held(post: Post) -> HeldPost:
    """Return a post as the plain values that rules take."""
    return HeldPost(post.role, post.tenant_id, post.since, post.until)


def journal_statement(
    township_id: int, *, action: str = "", actor_id: int | None = None
) -> Select[JournalEntry]:
    """Return the statement that lists the journal, newest first, for paging."""
    wanted = select(JournalEntry).where(JournalEntry.township_id == township_id)
    if action:
        wanted = wanted.where(JournalEntry.action.startswith(action, autoescape=True))
    if actor_id is not None:
        wanted = wanted.where(JournalEntry.actor_id == actor_id)
    return wanted.order_by(JournalEntry.at.desc(), JournalEntry.id.desc())
