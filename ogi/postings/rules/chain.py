"""The chain of steps between a draft and the board, and what is made up for afterwards.

起草 → 审核 → 村务监督委员会签字 → 保密审查 → 发布 → 报镇备案; a township sets for each board which
of them bind. Source: 保密法 2024 第三十五条, 政府信息公开条例 第十七条 (先审查、后公开): a secrecy
review is never passed over.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from enum import StrEnum

from ogi.platform.errors import RuleBroken, declare_messages
from ogi.postings.rules.states import (
    MOVES,
    STATE_NAMES,
    Move,
    State,
    check_move,
    check_publish,
    check_return,
    check_review,
)

SHORTEST_REASON = 5

declare_messages(
    {
        "not_that_step": "这条事项现在等的是“{awaiting}”，不能办“{step}”。请刷新页面，"
        "看过最新状态后再办。",
        "own_sign_off": "不能为本人起草或修改过的事项签字，请由另一位办理。",
        "own_vetting": "不能审查本人起草、修改或审核过的事项，请由另一位保密审查人办理。",
        "vetter_publishes": "不能发布本人保密审查过的事项，请由另一位发布人办理。",
        "own_passing": "先过后补的手续须由另一个人补办，不能由起草、发布的人自己补。",
        "secrecy_stays": "保密审查不能跳过：先审查、后公开。请联系保密审查人尽快办理。",
        "nothing_to_pass": "眼下没有可以先过后补的环节。",
        "bypass_reason": "请写明为什么要紧急公开，至少 {shortest} 个字。",
        "secrecy_basis": "请写明审查的依据。",
        "signers_missing": "请写明签字人。",
        "signed_future": "签字日期不能晚于今天（{today}）。",
    }
)


class Step(StrEnum):
    """What a posting waits for."""

    REVIEW = "review"
    COMMITTEE = "committee"
    SECRECY = "secrecy"
    PUBLISH = "publish"
    CLEARING = "clearing"
    FILING = "filing"


STEP_WORDS: dict[str, str] = {
    Step.REVIEW: "审核",
    Step.COMMITTEE: "村务监督委员会签字",
    Step.SECRECY: "保密审查",
    Step.PUBLISH: "发布",
    Step.CLEARING: "补办手续",
    Step.FILING: "报镇备案",
    "": "没有",
}
BEFORE = (Step.REVIEW, Step.COMMITTEE, Step.SECRECY)
PASSABLE = frozenset({Step.REVIEW, Step.COMMITTEE})


class Opinion(StrEnum):
    """What a person of the chain says; the last three are those of a secrecy review."""

    AGREE = "agree"
    OPEN = "open"
    MEND = "mend"
    CLOSED = "closed"


OPINION_WORDS: dict[str, str] = {
    Opinion.AGREE: "同意",
    Opinion.OPEN: "可以公开",
    Opinion.MEND: "删改后再公开",
    Opinion.CLOSED: "不予公开",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a posting stands in its chain, as plain values; persons by the number of staff.

    `vetters` are those who reviewed it for secrecy in this round, `passers` those who passed
    over a step.
    """

    state: str
    awaiting: str = ""
    chain: str = ""
    round: int = 0
    bypassed: str = ""
    editors: AbstractSet[int] = frozenset()
    reviewer_id: int | None = None
    publisher_id: int | None = None
    vetters: AbstractSet[int] = frozenset()
    passers: AbstractSet[int] = frozenset()

    @property
    def uncleared(self) -> tuple[str, ...]:
        """The steps that were passed over and wait to be made up for."""
        return steps_of(self.bypassed) if self.awaiting == Step.CLEARING else ()


def steps_of(chain: str) -> tuple[str, ...]:
    """Return the steps of a comma-joined chain."""
    return tuple(step for step in chain.split(",") if step)


def binding(chain: str, *, is_village: bool) -> str:
    """Return the chain as it binds a tenant: the committee signs for villages only."""
    bound = steps_of(chain) or (str(Step.REVIEW),)
    return ",".join(step for step in bound if is_village or step != Step.COMMITTEE)


def following(chain: str, step: str) -> str:
    """Return the step that comes after one of those before publishing."""
    places = [Step(one) for one in BEFORE]
    rest = places[places.index(Step(step)) + 1 :]
    return next((str(one) for one in rest if one in steps_of(chain)), str(Step.PUBLISH))


def after_publishing(chain: str, bypassed: str) -> str:
    """Return what is left to do once a posting is out."""
    if bypassed:
        return str(Step.CLEARING)
    return str(Step.FILING) if Step.FILING in steps_of(chain) else ""


def state_words(state: str, awaiting: str) -> str:
    """Return a posting's state in words; on its way it is named by the step it waits for."""
    from_step = {
        Step.COMMITTEE: "待村务监督签字",
        Step.SECRECY: "待保密审查",
        Step.CLEARING: "已公开，待补办手续",
        Step.FILING: "已公开，待备案",
    }
    if state in (State.APPROVED, State.PUBLISHED) and awaiting in from_step:
        return from_step[Step(awaiting)]
    return STATE_NAMES[state]


def submitted(now: Standing, chain: str) -> Standing:
    """Return the standing of a draft sent to the reviewer under a chain."""
    check_move(now.state, Move.SUBMIT)
    return replace(
        _emptied(now),
        state=str(State.SUBMITTED),
        awaiting=str(Step.REVIEW),
        chain=chain,
        round=now.round + 1,
    )


def approved(now: Standing, actor_id: int) -> Standing:
    """Return the standing after the review. Raises RuleBroken for own work."""
    check_review(now.state, editors=now.editors, actor_id=actor_id)
    ahead = following(now.chain, Step.REVIEW)
    return replace(now, state=str(State.APPROVED), awaiting=ahead, reviewer_id=actor_id)


def returned(now: Standing, actor_id: int, remark: str) -> Standing:
    """Return the standing of a posting sent back; all that was said of it counts no more."""
    check_return(now.state, editors=now.editors, actor_id=actor_id, remark=remark)
    return replace(_emptied(now), state=str(State.RETURNED), awaiting="")


def signed_off(now: Standing, actor_id: int) -> Standing:
    """Return the standing after the committee signed. Raises RuleBroken for own work."""
    _check_step(now, Move.SIGN_OFF, Step.COMMITTEE)
    if actor_id in now.editors:
        raise RuleBroken("own_sign_off")
    return replace(now, awaiting=following(now.chain, Step.COMMITTEE))


def vetted(now: Standing, actor_id: int, opinion: str, remark: str = "") -> Standing:
    """Return the standing after the secrecy review: on, or back to the drafter.

    Raises RuleBroken for one who drafted or reviewed, and for a refusal without a remark.
    """
    _check_step(now, Move.VET, Step.SECRECY)
    if actor_id in now.editors or actor_id == now.reviewer_id:
        raise RuleBroken("own_vetting")
    if opinion != Opinion.OPEN:
        return returned(now, actor_id, remark)
    return replace(now, awaiting=str(Step.PUBLISH), vetters=now.vetters | {actor_id})


def passed_over(now: Standing, actor_id: int, reason: str) -> Standing:
    """Return the standing after a step was passed over for an urgent publication.

    Raises RuleBroken for own work, without a reason, and where secrecy is what it waits for.
    """
    check_move(now.state, Move.PASS_OVER)
    if now.awaiting == Step.SECRECY:
        raise RuleBroken("secrecy_stays")
    if now.awaiting not in PASSABLE:
        raise RuleBroken("nothing_to_pass")
    if actor_id in now.editors:
        raise RuleBroken("own_posting")
    if len(reason.strip()) < SHORTEST_REASON:
        raise RuleBroken("bypass_reason", field="reason", shortest=SHORTEST_REASON)
    return replace(
        now,
        state=str(State.APPROVED),
        awaiting=following(now.chain, now.awaiting),
        bypassed=",".join((*steps_of(now.bypassed), now.awaiting)),
        passers=now.passers | {actor_id},
    )


def published(now: Standing, actor_id: int) -> Standing:
    """Return the standing on the board. Raises RuleBroken for own work and for skipped steps."""
    check_publish(
        now.state,
        editors=now.editors,
        reviewer_id=now.reviewer_id,
        actor_id=actor_id,
        reviewed=now.reviewer_id is not None or Step.REVIEW in steps_of(now.bypassed),
    )
    _check_step(now, Move.PUBLISH, Step.PUBLISH)
    if actor_id in now.vetters:
        raise RuleBroken("vetter_publishes")
    return replace(
        now,
        state=str(State.PUBLISHED),
        awaiting=after_publishing(now.chain, now.bypassed),
        publisher_id=actor_id,
    )


def cleared(now: Standing, actor_id: int, left: int) -> Standing:
    """Return the standing after one passed step was made up for; `left` are still open.

    Raises RuleBroken for whoever drafted, passed over or published it.
    """
    _check_step(now, Move.CLEAR, Step.CLEARING)
    if actor_id in now.editors or actor_id in now.passers or actor_id == now.publisher_id:
        raise RuleBroken("own_passing")
    if left:
        return now
    return replace(now, awaiting=after_publishing(now.chain, ""))


def filed(now: Standing) -> Standing:
    """Return the standing once the township has it on file."""
    _check_step(now, Move.FILE, Step.FILING)
    return replace(now, awaiting="")


def gone(now: Standing, move: Move) -> Standing:
    """Return the standing of a posting withdrawn, superseded, taken down, discarded, restored."""
    check_move(now.state, move)
    target = MOVES[move][1]
    keeps = move is Move.SUPERSEDE
    state = now.state if target is None else str(target)
    return replace(now, state=state, awaiting=now.awaiting if keeps else "")


def _emptied(now: Standing) -> Standing:
    return replace(now, reviewer_id=None, bypassed="", vetters=frozenset(), passers=frozenset())


def _check_step(now: Standing, move: Move, step: Step) -> None:
    check_move(now.state, move)
    if now.awaiting != step:
        raise RuleBroken("not_that_step", awaiting=STEP_WORDS[now.awaiting], step=STEP_WORDS[step])
