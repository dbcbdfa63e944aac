"""The states of a posting, the moves between them, and the three persons.

Source: 起草、审核、发布 各有专人负责; 保密法 2024 第三十五条 (先审查、后公开).
"""

from collections.abc import Set as AbstractSet
from enum import StrEnum

from ogi.platform.errors import RuleBroken, declare_messages
from ogi.postings.rules.content import Fault

LONGEST_REMARK = 500

declare_messages(
    {
        "wrong_state": "这条事项现在是“{state}”，不能{move}。请刷新页面，看过最新状态后再办。",
        "already_published": "这条事项已经公开，不用再发布。",
        "incomplete": "还有 {count} 处没有填好：{first}。请补齐后再提交。",
        "own_review": "不能审核本人起草或修改过的事项，请由另一位审核人办理。",
        "own_posting": "不能发布本人起草的事项，请由另一位发布人办理。",
        "own_approval": "不能发布本人审核的事项，请由另一位发布人办理。",
        "not_reviewed": "这条事项还没有通过审核，不能发布。请先请审核人审核。",
        "remark_missing": "请写明退回的理由，起草人好照着改。",
        "remark_long": "最多写 {longest} 个字，请写简短些。",
        "reason_missing": "请写明撤下的理由，群众在公开栏上会看到。",
    }
)


class State(StrEnum):
    """Where a posting stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    CORRECTED = "corrected"
    DISCARDED = "discarded"


STATE_NAMES: dict[str, str] = {
    State.DRAFT: "草稿",
    State.SUBMITTED: "待审核",
    State.RETURNED: "已退回",
    State.APPROVED: "待发布",
    State.PUBLISHED: "已公开",
    State.WITHDRAWN: "已撤下",
    State.CORRECTED: "已更正",
    State.DISCARDED: "已作废",
}


class Move(StrEnum):
    """What may be done to a posting; also the word kept in its history."""

    CREATE = "created"
    SAVE = "edited"
    SUBMIT = "submitted"
    APPROVE = "approved"
    RETURN = "returned"
    PUBLISH = "published"
    WITHDRAW = "withdrawn"
    DISCARD = "discarded"
    RESTORE = "restored"
    ATTACH = "attached"
    DETACH = "detached"
    IMPORT = "imported"
    MASK = "masked"
    SIGN_OFF = "signed_off"
    VET = "vetted"
    PASS_OVER = "passed_over"  # noqa: S105 - a move, no password
    CLEAR = "cleared"
    FILE = "filed"
    SCHEDULE = "scheduled"
    UNSCHEDULE = "unscheduled"
    EMBARGO = "embargoed"
    SUPERSEDE = "superseded"
    TAKE_DOWN = "taken_down"


STEP_NAMES: dict[str, str] = {
    Move.CREATE: "起草",
    Move.SAVE: "修改",
    Move.SUBMIT: "提交审核",
    Move.APPROVE: "审核通过",
    Move.RETURN: "退回修改",
    Move.PUBLISH: "发布",
    Move.WITHDRAW: "撤下",
    Move.DISCARD: "作废",
    Move.RESTORE: "恢复",
    Move.ATTACH: "添加附件",
    Move.DETACH: "删除附件",
    Move.IMPORT: "导入",
    Move.MASK: "遮盖个人信息",
    Move.SIGN_OFF: "村务监督委员会签字",
    Move.VET: "保密审查通过",
    Move.PASS_OVER: "紧急公开，先过后补",
    Move.CLEAR: "补办手续",
    Move.FILE: "报镇备案",
    Move.SCHEDULE: "定时发布",
    Move.UNSCHEDULE: "取消定时发布",
    Move.EMBARGO: "设定不早于某时公开",
    Move.SUPERSEDE: "由新的一版更正",
    Move.TAKE_DOWN: "紧急下架",
}

EDITABLE = frozenset({State.DRAFT, State.RETURNED})
EDITING = frozenset(
    {Move.CREATE, Move.SAVE, Move.SUBMIT, Move.ATTACH, Move.DETACH, Move.RESTORE, Move.MASK}
)
"""Whoever did one of these counts as a drafter of the posting."""

MOVES: dict[Move, tuple[frozenset[State], State | None]] = {
    Move.SAVE: (EDITABLE, None),
    Move.ATTACH: (EDITABLE, None),
    Move.DETACH: (EDITABLE, None),
    Move.MASK: (EDITABLE, None),
    Move.SUBMIT: (EDITABLE, State.SUBMITTED),
    Move.APPROVE: (frozenset({State.SUBMITTED}), State.APPROVED),
    Move.RETURN: (frozenset({State.SUBMITTED, State.APPROVED}), State.RETURNED),
    Move.PUBLISH: (frozenset({State.APPROVED}), State.PUBLISHED),
    Move.WITHDRAW: (frozenset({State.PUBLISHED}), State.WITHDRAWN),
    Move.SUPERSEDE: (frozenset({State.PUBLISHED}), State.CORRECTED),
    Move.TAKE_DOWN: (
        frozenset({State.PUBLISHED, State.CORRECTED, State.WITHDRAWN}),
        State.WITHDRAWN,
    ),
    Move.SIGN_OFF: (frozenset({State.APPROVED}), None),
    Move.VET: (frozenset({State.APPROVED}), None),
    Move.PASS_OVER: (frozenset({State.SUBMITTED, State.APPROVED}), State.APPROVED),
    Move.CLEAR: (frozenset({State.PUBLISHED, State.CORRECTED}), None),
    Move.FILE: (frozenset({State.PUBLISHED, State.CORRECTED}), None),
    Move.SCHEDULE: (frozenset({State.APPROVED}), None),
    Move.UNSCHEDULE: (frozenset({State.APPROVED}), None),
    Move.EMBARGO: (EDITABLE | {State.SUBMITTED, State.APPROVED}, None),
    Move.DISCARD: (EDITABLE, State.DISCARDED),
    Move.RESTORE: (frozenset({State.DISCARDED}), State.DRAFT),
}


def check_move(state: str, move: Move) -> None:
    """Raise RuleBroken ("wrong_state") unless the move may start from this state."""
    if state not in MOVES[move][0]:
        raise RuleBroken("wrong_state", state=STATE_NAMES[state], move=STEP_NAMES[move])


def check_submit(state: str, faults: list[Fault]) -> None:
    """Raise RuleBroken ("wrong_state", "incomplete") unless the draft may go to the reviewer."""
    check_move(state, Move.SUBMIT)
    if faults:
        raise RuleBroken("incomplete", count=len(faults), first=str(faults[0]))


def check_review(state: str, *, editors: AbstractSet[int], actor_id: int) -> None:
    """Raise RuleBroken ("wrong_state", "own_review") unless the actor may approve.

    Every person who saved the draft counts as its drafter.
    """
    check_move(state, Move.APPROVE)
    if actor_id in editors:
        raise RuleBroken("own_review")


def check_return(state: str, *, editors: AbstractSet[int], actor_id: int, remark: str) -> None:
    """Raise RuleBroken unless the actor may send the posting back; a remark is required."""
    check_move(state, Move.RETURN)
    if actor_id in editors:
        raise RuleBroken("own_review")
    if not remark.strip():
        raise RuleBroken("remark_missing", field="remark")
    _check_length(remark, "remark")


def check_publish(
    state: str,
    *,
    editors: AbstractSet[int],
    reviewer_id: int | None,
    actor_id: int,
    reviewed: bool | None = None,
) -> None:
    """Raise RuleBroken unless the actor is the third person and the review is done.

    `reviewed` tells that an urgent publication passed over the review.
    """
    if state == State.PUBLISHED:
        raise RuleBroken("already_published")
    if reviewed is None:
        reviewed = reviewer_id is not None
    if state in EDITABLE or state == State.SUBMITTED or not reviewed:
        raise RuleBroken("not_reviewed")
    check_move(state, Move.PUBLISH)
    if actor_id in editors:
        raise RuleBroken("own_posting")
    if actor_id == reviewer_id:
        raise RuleBroken("own_approval")


def check_withdraw(state: str, reason: str) -> None:
    """Raise RuleBroken unless a published posting is taken down with a reason."""
    check_move(state, Move.WITHDRAW)
    check_reason(reason)


def check_reason(reason: str) -> None:
    """Raise RuleBroken ("reason_missing", "remark_long") unless a reason is given, and short."""
    if not reason.strip():
        raise RuleBroken("reason_missing", field="reason")
    _check_length(reason, "reason")


def check_discard(state: str) -> None:
    """Raise RuleBroken unless this is a draft of the tenant's own desk."""
    check_move(state, Move.DISCARD)


def _check_length(text: str, field: str) -> None:
    if len(text) > LONGEST_REMARK:
        raise RuleBroken("remark_long", field=field, longest=LONGEST_REMARK)
