"""Who does which step at a place, each through the action an official uses."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from ogi.demo.staging import Stage
from ogi.demo.story import Act, Step
from ogi.platform.clock import local_date
from ogi.postings import actions
from ogi.postings.actions import SignedSheet
from ogi.postings.models import Posting
from ogi.postings.rules.chain import Opinion
from ogi.postings.rules.vetting import CLEAR, basis_text
from ogi.tenants.rules import TenantRole, TownshipRole

APPROVAL = "内容齐全，同意公开。"
MADE_UP = "已补看全文，内容属实。"
BASIS = basis_text(Opinion.OPEN, CLEAR, "")
ON_FILE = "已备案。"


@dataclass(frozen=True, slots=True)
class Troupe:
    """The persons of one place, by the keys of their rows."""

    drafter: int
    reviewer: int
    publisher: int
    committee: int | None
    signers: str
    vetter: int
    supervisor: int

    @classmethod
    def of(cls, stage: Stage, slug: str) -> "Troupe":
        """Return the persons who hold a place's posts."""
        committee = stage.staff.get((TenantRole.COMMITTEE, slug))
        return cls(
            drafter=stage.actor(TenantRole.DRAFTER, slug),
            reviewer=stage.actor(TenantRole.REVIEWER, slug),
            publisher=stage.actor(TenantRole.PUBLISHER, slug),
            committee=committee.id if committee else None,
            signers=committee.name if committee else "",
            vetter=stage.actor(TownshipRole.SECRECY_OFFICER, None),
            supervisor=stage.actor(TownshipRole.SUPERVISOR, None),
        )


def act(session: Session, posting: Posting, step: Step, troupe: Troupe) -> None:
    """Carry out one step after the draft, before or after publishing, at its moment."""
    if step.act in (Act.SUBMIT, Act.RETURN, Act.APPROVE, Act.SIGN, Act.VET):
        _decide(session, posting, step, troupe)
    else:
        _release(session, posting, step, troupe)


def _decide(session: Session, posting: Posting, step: Step, troupe: Troupe) -> None:
    when: dict[str, Any] = {"now": step.at, "version": None}
    match step.act:
        case Act.SUBMIT:
            actions.submit(session, posting, actor_id=troupe.drafter, **when)
        case Act.RETURN:
            actions.return_for_changes(
                session, posting, actor_id=troupe.reviewer, remark=step.words, **when
            )
        case Act.APPROVE:
            actions.approve(session, posting, actor_id=troupe.reviewer, remark=APPROVAL, **when)
        case Act.SIGN if troupe.committee is not None:
            sheet = SignedSheet(troupe.signers, local_date(step.at))
            actions.sign_off(session, posting, actor_id=troupe.committee, sheet=sheet, **when)
        case Act.VET:
            when |= {"opinion": str(Opinion.OPEN), "basis": BASIS}
            actions.vet(session, posting, actor_id=troupe.vetter, **when)


def _release(session: Session, posting: Posting, step: Step, troupe: Troupe) -> None:
    when: dict[str, Any] = {"now": step.at, "version": None}
    by, reason = troupe.publisher, step.words
    match step.act:
        case Act.PASS_OVER:
            actions.pass_over(session, posting, actor_id=by, reason=reason, **when)
        case Act.PUBLISH:
            day = local_date(step.at)
            actions.publish(session, posting, actor_id=by, claimed_on=day, **when)
        case Act.CLEAR:
            for passed in posting.bypassed.split(","):
                actions.clear(
                    session, posting, actor_id=troupe.reviewer, step=passed, remark=MADE_UP, **when
                )
        case Act.FILE:
            by = troupe.supervisor
            actions.file_with_township(session, posting, actor_id=by, remark=ON_FILE, **when)
        case Act.WITHDRAW:
            actions.withdraw(session, posting, actor_id=by, reason=reason, **when)
