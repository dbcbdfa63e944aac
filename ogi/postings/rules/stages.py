"""A posting's chain as a line of stages to show, and where on it the posting stands."""

from ogi.postings.rules.chain import BEFORE, Step, steps_of
from ogi.postings.rules.states import EDITABLE, State

LABELS: dict[str, str] = {
    Step.REVIEW: "审核",
    Step.COMMITTEE: "监委会签字",
    Step.SECRECY: "保密审查",
    Step.PUBLISH: "发布",
    Step.CLEARING: "补办手续",
    Step.FILING: "报镇备案",
}
PASSED = "（先过后补）"


def stages(state: str, awaiting: str, chain: str, bypassed: str) -> tuple[list[str], int]:
    """Return the labels from drafting to the end, and the place of the present one.

    Once nothing is left to do the last place is the present one.
    """
    bound, passed = steps_of(chain), steps_of(bypassed)
    steps = [str(step) for step in BEFORE if step in bound or step == Step.REVIEW]
    steps.append(str(Step.PUBLISH))
    after = [str(Step.CLEARING)] if passed else []
    after += [str(Step.FILING)] if Step.FILING in bound else []
    labels = ["起草", *(_label(step, passed) for step in (*steps, *after))]
    labels.append("办结" if after else "已公开")
    return labels, _place(state, awaiting, [*steps, *after], len(labels) - 1)


def _label(step: str, passed: tuple[str, ...]) -> str:
    return LABELS[step] + (PASSED if step in passed else "")


def _place(state: str, awaiting: str, steps: list[str], end: int) -> int:
    if state in EDITABLE:
        return 0
    if awaiting in steps:
        return steps.index(awaiting) + 1
    return steps.index(Step.PUBLISH) + 1 if state == State.APPROVED else end
