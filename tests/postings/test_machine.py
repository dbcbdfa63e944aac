"""The same way through the database: rows, obligations and the publish log against the model."""

from collections import Counter
from datetime import date, timedelta
from functools import partial
from random import Random

import pytest
from sqlalchemy import func, select

from ogi.platform.errors import RuleBroken
from ogi.platform.ledger.models import LedgerEntry
from ogi.portal.proving import check_all
from ogi.postings import actions, queries
from ogi.postings.actions import SignedSheet
from ogi.postings.models import Posting
from ogi.postings.rules.chain import Opinion
from ogi.postings.rules.sealing import BYPASSED, CLEARED, PUBLISHED, WITHDRAWN
from tests.postings.desk import CONTENT, NOW, TODAY, Desk
from tests.postings.workflow import CHAINS, PEOPLE, Told, draw, due_now
from tests.support.factories import World
from tests.support.rows import all_rows

SHEET = SignedSheet(signers="李建国、王秀英", signed_on=date(2026, 4, 9))
LOGGED = {PUBLISHED: "publish", WITHDRAWN: "withdraw", BYPASSED: "pass_over", CLEARED: "clear"}


class Machine:
    """Postings of one village one after another, in the hands of ten persons."""

    def __init__(self, world: World, dice: Random) -> None:
        self.desk = Desk(world)
        self.dice, self.now, self.done = dice, NOW, Counter[str]()
        for who in PEOPLE:
            world.add_person(f"machine-{who}".replace("_", "-"), who)
        self.staff = {who: world.people[f"machine-{who}".replace("_", "-")].id for who in PEOPLE}
        self.begin()

    def begin(self) -> None:
        """Start a new draft under another chain."""
        self.told = Told(self.dice.choice(CHAINS))
        self.desk.world.choose(
            {f"chain_{board}": self.told.chain for board in ("party", "affairs", "finance")}
        )
        with self.desk.world.session(self.desk.tenant) as session:
            obligation = queries.get_obligation(session, self.desk.scope, self.desk.obligation.id)
            posting = actions.create_draft_for(
                session, obligation=obligation, actor_id=self.staff["drafter"], now=self.now
            )
            session.commit()
        self.posting_id = posting.id
        draft = actions.Draft(posting.title, "村委会", CONTENT)
        self.act(partial(actions.save, draft=draft, version=None), "drafter")

    def act(self, action, who: str) -> None:
        with self.desk.world.session(self.desk.tenant) as session:
            posting = queries.get_posting(session, self.desk.scope, self.posting_id)
            action(session, posting, actor_id=self.staff[who], now=self.now)
            session.commit()

    def carry_out(self, act: str):
        """Return the product's action for an act of the model."""
        a, seen = actions, {"version": None}
        draft = a.Draft(f"标题{sum(self.done.values())}", "村委会", CONTENT)
        owed = (self.told.owes() or ["review"])[0]
        return {
            "save": partial(a.save, draft=draft, **seen),
            "submit": partial(a.submit, **seen),
            "approve": partial(a.approve, **seen),
            "return": partial(a.return_for_changes, remark="请改", **seen),
            "sign_off": partial(a.sign_off, sheet=SHEET, **seen),
            "vet": partial(a.vet, opinion=Opinion.OPEN, basis="不涉密", **seen),
            "refuse": partial(a.vet, opinion=Opinion.MEND, basis="涉个人隐私", remark="删", **seen),
            "pass_over": partial(a.pass_over, reason="汛情紧急，先公开", **seen),
            "publish": partial(a.publish, claimed_on=TODAY, **seen),
            "clear": partial(a.clear, step=owed, remark="补办", sheet=SHEET, **seen),
            "file": partial(a.file_with_township, **seen),
            "withdraw": partial(a.withdraw, reason="金额有误", **seen),
            "discard": partial(a.discard, **seen),
            "restore": partial(a.restore, **seen),
        }[act]

    def does(self, act: str, who: str) -> bool:
        try:
            self.act(self.carry_out(act), who)
        except RuleBroken:
            return False
        return True

    def step(self) -> None:
        act, who = draw(self.dice, self.told, self.done)
        self.now += timedelta(seconds=1)
        done = self.does(act, who)
        assert done == self.told.allows(act, who), (act, who, self.told)
        if not done:
            self.done["refused"] += 1
            self.agrees()
            return
        self.told.happened(act, who)
        self.done[act] += 1
        self.agrees()
        if not due_now(self.told) or self.dice.random() < 0.01:
            self.begin()

    def agrees(self) -> None:
        posting, told = self.desk.read(self.posting_id), self.told
        assert posting.state == told.state() or (
            told.state() == "desk" and posting.state in ("draft", "returned")
        )
        assert posting.awaiting == told.awaiting()
        assert (posting.published_at is not None) == (told.on in ("board", "tombstone"))
        if told.on == "board":
            assert self.desk.owed().posting_id is not None
        if posting.published_at is not None:
            persons = [posting.drafter_id, posting.reviewer_id, posting.publisher_id]
            known = [person for person in persons if person is not None]
            assert len(known) == len(set(known))
            assert posting.reviewer_id is not None or "review" in posting.bypassed


@pytest.mark.slow
def test_no_order_of_acts_skips_a_step_or_a_person_in_the_database(bare_world):
    machine = Machine(bare_world, Random(7))  # noqa: S311 - repeatable, guards nothing
    for _ in range(1_500):
        machine.step()
    numbers = [p.index_number for p in all_rows(bare_world, Posting) if p.index_number]
    assert len(numbers) == len(set(numbers))
    with bare_world.session() as session:
        counted = select(LedgerEntry.kind, func.count()).group_by(LedgerEntry.kind)
        entries = dict(session.execute(counted).all())
        assert check_all(session, bare_world.township.id).faults == []
    assert {act: entries[kind] for kind, act in LOGGED.items()} == {
        act: machine.done[act] for act in LOGGED.values()
    }
    assert all(machine.done[act] for act in LOGGED.values())
