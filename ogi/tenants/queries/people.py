"""Reading staff and their posts."""

from collections.abc import Sequence

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, selectinload

from ogi.platform.errors import NotFound
from ogi.tenants.models import Post, Staff
from ogi.tenants.rules import HeldPost


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


def get_staff_by_username(session: Session, township_id: int, username: str) -> Staff:
    """Return the person of this township who signs in by this name; raises NotFound."""
    wanted = select(Staff).where(Staff.township_id == township_id, Staff.username == username)
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
