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
    DISCARDED = "discarded"


STATE_NAMES: dict[str, str] = {
    State.DRAFT: "草稿",
    State.SUBMITTED: "待审核",
    State.RETURNED: "已退回",
    State.APPROVED: "待发布",
    State.PUBLISHED: "已公开",
    State.WITHDRAWN: "已撤下",
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
}

EDITABLE = frozenset({State.DRAFT, State.RETURNED})
EDITING = frozenset({Move.CREATE, Move.SAVE, Move.SUBMIT, Move.ATTACH, Move.DETACH, Move.RESTORE})
"""Whoever did one of these counts as a drafter of the posting."""

MOVES: dict[Move, tuple[frozenset[State], State | None]] = {
    Move.SAVE: (EDITABLE, None),
    Move.ATTACH: (EDITABLE, None),
    Move.DETACH: (EDITABLE, None),
    Move.SUBMIT: (EDITABLE, State.SUBMITTED),
    Move.APPROVE: (frozenset({State.SUBMITTED}), State.APPROVED),
    Move.RETURN: (frozenset({State.SUBMITTED, State.APPROVED}), State.RETURNED),
    Move.PUBLISH: (frozenset({State.APPROVED}), State.PUBLISHED),
    Move.WITHDRAW: (frozenset({State.PUBLISHED}), State.WITHDRAWN),
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
    state: str, *, editors: AbstractSet[int], reviewer_id: int | None, actor_id: int
) -> None:
    """Raise RuleBroken unless the actor is the third person and the review is done."""
    if state == State.PUBLISHED:
        raise RuleBroken("already_published")
    if state in EDITABLE or state == State.SUBMITTED or reviewer_id is None:
        raise RuleBroken("not_reviewed")
    check_move(state, Move.PUBLISH)
    if actor_id in editors:
        raise RuleBroken("own_posting")
    if actor_id == reviewer_id:
        raise RuleBroken("own_approval")


def check_withdraw(state: str, reason: str) -> None:
    """Raise RuleBroken unless a published posting is taken down with a reason."""
    check_move(state, Move.WITHDRAW)
    if not reason.strip():
        raise RuleBroken("reason_missing", field="reason")
    _check_length(reason, "reason")


def check_discard(state: str) -> None:
    """Raise RuleBroken unless this is a draft of the tenant's own desk."""
    check_move(state, Move.DISCARD)


def _check_length(text: str, field: str) -> None:
    if len(text) > LONGEST_REMARK:
        raise RuleBroken("remark_long", field=field, longest=LONGEST_REMARK)
