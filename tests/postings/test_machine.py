"""The state machine against a model of its own: no order of acts skips a step or a person."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from ogi.platform.errors import RuleBroken
from ogi.postings import actions, queries
from ogi.postings.models import Posting
from tests.postings.desk import CONTENT, NOW, TODAY, Desk
from tests.support.rows import all_rows

ROLES = st.sampled_from(["drafter", "reviewer", "publisher"])


class Model:
    """What a posting should be, told without the product's own rules."""

    def __init__(self) -> None:
        self.state = "draft"
        self.editors = {"drafter"}
        self.reviewer: str | None = None


def machine_for(desk: Desk) -> type[RuleBasedStateMachine]:  # noqa: C901 - one class, its rules
    class Machine(RuleBasedStateMachine):
        """One posting in the hands of three persons who may try anything."""

        def __init__(self) -> None:
            super().__init__()
            self.posting_id = desk.draft()
            self.model = Model()
            self.now = NOW
            self.written = 0

        def attempt(self, action, role: str, *, allowed: bool, **more) -> bool:
            self.now += timedelta(minutes=1)
            try:
                desk.do(action, self.posting_id, role, now=self.now, **more)
            except RuleBroken:
                assert not allowed, (action.__name__, role, vars(self.model))
                return False
            assert allowed, (action.__name__, role, vars(self.model))
            return True

        @rule(role=ROLES)
        def save(self, role):
            self.written += 1
            draft = actions.Draft(f"标题{self.written}", "村委会", CONTENT)
            allowed = self.model.state in ("draft", "returned")
            if self.attempt(actions.save, role, allowed=allowed, draft=draft, version=None):
                self.model.editors.add(role)

        @rule(role=ROLES)
        def submit(self, role):
            allowed = self.model.state in ("draft", "returned")
            if self.attempt(actions.submit, role, allowed=allowed, version=None):
                self.model.state = "submitted"
                self.model.editors.add(role)

        @rule(role=ROLES)
        def approve(self, role):
            allowed = self.model.state == "submitted" and role not in self.model.editors
            if self.attempt(actions.approve, role, allowed=allowed, version=None):
                self.model.state, self.model.reviewer = "approved", role

        @rule(role=ROLES)
        def send_back(self, role):
            known = self.model.state in ("submitted", "approved")
            allowed = known and role not in self.model.editors
            if self.attempt(
                actions.return_for_changes, role, allowed=allowed, version=None, remark="改"
            ):
                self.model.state, self.model.reviewer = "returned", None

        @rule(role=ROLES)
        def publish(self, role):
            others = self.model.editors | {self.model.reviewer}
            allowed = self.model.state == "approved" and role not in others
            if self.attempt(actions.publish, role, allowed=allowed, claimed_on=TODAY):
                self.model.state = "published"

        @rule(role=ROLES)
        def withdraw(self, role):
            allowed = self.model.state == "published"
            if self.attempt(actions.withdraw, role, allowed=allowed, reason="更正"):
                self.model.state = "withdrawn"

        @rule()
        def discard_and_restore(self):
            allowed = self.model.state in ("draft", "returned")
            if self.attempt(actions.discard, "drafter", allowed=allowed):
                self.attempt(actions.restore, "drafter", allowed=True)
                self.model.state = "draft"

        @invariant()
        def agrees(self):
            posting = desk.read(self.posting_id)
            assert posting.state == self.model.state
            public = self.model.state in ("published", "withdrawn")
            assert (posting.published_at is not None) == public
            assert (desk.owed().posting_id == posting.id) == (self.model.state == "published")
            if public:
                persons = {posting.drafter_id, posting.reviewer_id, posting.publisher_id}
                assert len(persons - {None}) == 3

        def teardown(self):
            with desk.world.session(desk.tenant) as session:
                posting = queries.get_posting(session, desk.scope, self.posting_id)
                if posting.state == "published":
                    actions.withdraw(
                        session, posting, actor_id=desk.who("publisher"), now=NOW, reason="清"
                    )
                session.commit()

    return Machine


@pytest.mark.slow
def test_no_order_of_acts_skips_a_step_or_a_person(desk):
    run_state_machine_as_test(
        machine_for(desk),
        settings=settings(
            max_examples=25,
            stateful_step_count=16,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    numbers = [p.index_number for p in all_rows(desk.world, Posting) if p.index_number]
    assert len(numbers) == len(set(numbers))
