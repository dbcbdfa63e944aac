"""Who may inspect: nobody inspects a tenant in which they hold a post."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from ogi.platform.errors import RuleBroken, declare_messages
from ogi.tenants.rules import HeldPost

declare_messages(
    {
        "inspector_holds_post": "{name}在{tenant}任职，不能检查{tenant}，请换一名检查人。",
        "inspector_none": "请至少选一名检查人。",
        "inspector_nobody_free": "{tenants}没有可派的检查人：选中的人都在这里任职，请再选别人。",
    }
)


def check_inspector(
    posts: Iterable[HeldPost],
    tenant_id: int,
    *,
    days: tuple[date, date],
    name: str,
    tenant: str,
) -> None:
    """Raise RuleBroken("inspector_holds_post") for who holds a post there on one of the days.

    `days` are the first and the last day of the inspection. Source: 村民委员会组织法, those who
    supervise are not those who are supervised.
    """
    if holds_post_in(posts, tenant_id, days):
        raise RuleBroken("inspector_holds_post", field="inspector", name=name, tenant=tenant)


def holds_post_in(posts: Iterable[HeldPost], tenant_id: int, days: tuple[date, date]) -> bool:
    """Tell whether one of the posts is in a tenant on at least one day; both ends count."""
    first, last = days
    return any(
        post.tenant_id == tenant_id
        and post.since <= last
        and (post.until is None or post.until >= first)
        for post in posts
    )


def assign(
    tenants: Sequence[tuple[int, str]],
    inspectors: Sequence[int],
    barred: Mapping[int, frozenset[int]],
) -> dict[int, int]:
    """Give each tenant an inspector who is free of it, so that all have about as many.

    `tenants` are key and name, `barred` says in which tenants a person holds posts. Raises
    RuleBroken where nobody is free.
    """
    if not inspectors:
        raise RuleBroken("inspector_none", field="inspectors")
    load = dict.fromkeys(inspectors, 0)
    given: dict[int, int] = {}
    stuck = [name for key, name in tenants if not _free(key, inspectors, barred)]
    if stuck:
        names = "、".join(stuck)
        raise RuleBroken("inspector_nobody_free", field="inspectors", tenants=names)
    for key, _name in sorted(tenants, key=lambda one: len(_free(one[0], inspectors, barred))):
        chosen = min(_free(key, inspectors, barred), key=lambda one: load[one])
        given[key], load[chosen] = chosen, load[chosen] + 1
    return given


def _free(
    tenant_id: int, inspectors: Sequence[int], barred: Mapping[int, frozenset[int]]
) -> list[int]:
    return [one for one in inspectors if tenant_id not in barred.get(one, frozenset())]
