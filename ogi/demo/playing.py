"""Playing a place's stories in order of time, each step through the action an official uses."""

from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from ogi.catalogue.actions import record_event, waive
from ogi.catalogue.models import Obligation
from ogi.catalogue.queries import find_item
from ogi.catalogue.rules import Disposition, Frequency, label_period
from ogi.demo import story
from ogi.demo.acting import Troupe, act
from ogi.demo.bursts import Burst, caught_up
from ogi.demo.composing import compose
from ogi.demo.contents import WRITERS, Entry, Scene
from ogi.demo.events import list_happenings
from ogi.demo.ledger import CashBook
from ogi.demo.names import dice_for
from ogi.demo.pictures import draw_road
from ogi.demo.places import Place
from ogi.demo.rich import RICH
from ogi.demo.staging import Stage
from ogi.demo.story import Act, Habit, Owed, Step
from ogi.demo.twists import find_twist, list_settled
from ogi.platform.clock import local_date
from ogi.platform.intake import Intake
from ogi.postings import actions
from ogi.postings.models import Posting
from ogi.postings.rules.chain import binding, steps_of
from ogi.tenants.models import Tenant, Township
from ogi.tenants.rules import TenantKind
from ogi.tenants.settings import TownshipSettings

UNSURE = "（合计待核）"
PICTURED = ("V16", "D14", "F11")
PICTURED_WORD = "道路"
PHOTO_NAME = "完工路面（示意图）.jpg"
DEFAULTS = TownshipSettings()
WRONG_ROW = 5
USUAL_WAY = timedelta(days=3)

Part = tuple[Step, Owed, Obligation]


@dataclass(frozen=True, slots=True)
class Scenery:
    """What one place's stories need: facts, cash book, habit, the seed, photos, its bursts."""

    place: Place
    book: CashBook
    habit: Habit
    seed: int
    intake: Intake
    bursts: tuple[Burst, ...] = ()


def record_happenings(
    session: Session, stage: Stage, scenery: Scenery, first: date, today: date
) -> None:
    """Record what happened at a place, so that its obligations are there."""
    tenant = stage.tenants[scenery.place.slug]
    for event in list_happenings(scenery.seed, scenery.place, first, today):
        item = find_item(session, tenant.township_id, event.code, event.on)
        if item is not None and tenant.kind in item.tenant_kinds:
            record_event(session, tenant, item, event.on, event.title, today=event.on)


def play_place(session: Session, stage: Stage, scenery: Scenery, *, today: date) -> int:
    """Play everything that happened at a place before the day; return how many steps."""
    owing = _list_owed(session, stage.tenants[scenery.place.slug])
    every = [owed for owed, _ in owing]
    settled = list_settled(every, today)
    caught = {
        owed: (burst.day, number)
        for burst in scenery.bursts
        for number, owed in enumerate(caught_up(burst, every))
    }
    course = [
        (step, owed, obligation)
        for owed, obligation in owing
        for step in _tell(scenery, owed, settled, today, caught.get(owed))
    ]
    course.sort(key=lambda part: (part[0].at, part[2].id))
    player = _Player(session, stage, scenery, course)
    for step, owed, obligation in course:
        player.play(step, owed, obligation)
    return len(course)


def _list_owed(session: Session, tenant: Tenant) -> list[tuple[Owed, Obligation]]:
    wanted = (
        select(Obligation)
        .where(Obligation.township_id == tenant.township_id, Obligation.tenant_id == tenant.id)
        .options(joinedload(Obligation.item), joinedload(Obligation.tenant))
        .order_by(Obligation.due_on, Obligation.item_code, Obligation.period_key)
    )
    return [(_owed(obligation), obligation) for obligation in session.scalars(wanted)]


def _owed(obligation: Obligation) -> Owed:
    is_village = obligation.tenant.kind == TenantKind.VILLAGE
    return Owed(
        code=obligation.item_code,
        frequency=Frequency(obligation.item.frequency),
        period_key=obligation.period_key,
        start=obligation.period_start,
        end=obligation.period_end,
        due_on=obligation.due_on,
        chain=steps_of(binding(DEFAULTS.chain_of(obligation.board), is_village=is_village)),
    )


def _tell(
    scenery: Scenery,
    owed: Owed,
    settled: list[Owed],
    today: date,
    caught: tuple[date, int] | None,
) -> story.Story:
    place = scenery.place
    dice = dice_for(scenery.seed, place.township, place.slug, "story", owed.code, owed.period_key)
    if caught is not None:
        return story.until(story.publish_in_burst(*caught, owed, dice=dice), today)
    turn = find_twist(place.slug, owed, settled)
    if turn is not None:
        return story.until(turn(owed, today, dice), today)
    return story.tell(owed, scenery.habit, today=today, dice=dice)


class _Player:
    """Carries out steps; keeps the posting at hand of each obligation."""

    def __init__(
        self, session: Session, stage: Stage, scenery: Scenery, course: list[Part]
    ) -> None:
        self._session = session
        self._returned = {what.id for step, _, what in course if step.act is Act.RETURN}
        self._shown = {
            (what.id, local_date(step.at)) for step, _, what in course if step.act is Act.PUBLISH
        }
        self._scenery = scenery
        self._postings: dict[int, Posting] = {}
        slug = scenery.place.slug
        self._troupe = Troupe.of(stage, slug)
        self._rich = {code: text for (where, code), text in RICH.items() if where == slug}
        # held, because every step looks it up
        self._township = session.get_one(Township, stage.township.id)

    def play(self, step: Step, owed: Owed, obligation: Obligation) -> None:
        """Carry out one step at its moment."""
        match step.act:
            case Act.NOTHING:
                self._declare(obligation, Disposition.NOTHING, step)
            case Act.WITHHOLD:
                self._declare(obligation, Disposition.WITHHELD, step)
            case Act.WAIVE:
                waive(self._session, obligation, step.words, self._troupe.supervisor, step.at)
            case Act.DRAFT:
                self._draft(step, owed, obligation)
            case Act.CORRECT:
                self._correct(self._postings[obligation.id], obligation, step)
            case Act.MEND:
                self._mend(self._postings[obligation.id], step)
            case _:
                act(self._session, self._postings[obligation.id], step, self._troupe)

    def _declare(self, obligation: Obligation, kind: Disposition, step: Step) -> None:
        self._postings[obligation.id] = actions.begin_declaration(
            self._session,
            obligation=obligation,
            kind=kind.value,
            reason=step.words,
            article=step.article,
            actor_id=self._troupe.drafter,
            now=step.at,
        )

    def _draft(self, step: Step, owed: Owed, obligation: Obligation) -> None:
        posting = actions.create_draft_for(
            self._session, obligation=obligation, actor_id=self._troupe.drafter, now=step.at
        )
        entry = self._write(step, owed, obligation)
        content = compose(obligation.item.fields, obligation.item.layout, entry)
        rich = self._rich.get(owed.code)
        if obligation.id in self._returned:
            content["body"] += UNSURE
        elif rich:
            content["html"] = self._rich.pop(owed.code)
        self._save(posting, step, content)
        if owed.code in PICTURED and PICTURED_WORD in obligation.event_title:
            self._add_photo(posting, step)
        self._postings[obligation.id] = posting

    def _add_photo(self, posting: Posting, step: Step) -> None:
        dice = dice_for(self._scenery.seed, self._scenery.place.slug, "photo", posting.period_key)
        taken = self._scenery.intake.take(PHOTO_NAME, BytesIO(draw_road(dice)))
        actions.attach(self._session, posting, taken, actor_id=self._troupe.drafter, now=step.at)

    def _write(self, step: Step, owed: Owed, obligation: Obligation) -> Entry:
        place = self._scenery.place
        path = (place.township, place.slug, "words", owed.code, owed.period_key)
        scene = Scene(
            place=place,
            start=owed.start,
            end=owed.end,
            label=label_period(owed.period_key),
            made_on=local_date(step.at),
            shown_on=self._shown_on(obligation, local_date(step.at)),
            dice=dice_for(self._scenery.seed, *path),
            book=self._scenery.book,
            event=obligation.event_title.rpartition("：")[2],
        )
        return WRITERS[owed.code](scene)

    def _shown_on(self, obligation: Obligation, made_on: date) -> date:
        """Return the day on which what is drafted now will hang, known or expected."""
        days = [day for key, day in self._shown if key == obligation.id and day >= made_on]
        return min(days, default=made_on + USUAL_WAY)

    def _save(self, posting: Posting, step: Step, content: dict[str, Any]) -> None:
        draft = actions.Draft(title=posting.title, source=posting.source, content=content)
        actions.save(
            self._session, posting, draft, actor_id=self._troupe.drafter, now=step.at, version=None
        )

    def _correct(self, posting: Posting, obligation: Obligation, step: Step) -> None:
        """Begin the edition that writes one householder's name otherwise."""
        draft = actions.begin_correction(
            self._session,
            posting,
            actor_id=self._troupe.drafter,
            now=step.at,
            note_text=step.words,
        )
        rows = [dict(row) for row in draft.content["rows"]]
        wrong = rows[min(WRONG_ROW, len(rows) - 1)]
        name = wrong["householder"]
        wrong["householder"] = name[:-1] + ("明" if name.endswith("民") else "民")
        self._save(draft, step, {**draft.content, "rows": rows})
        self._postings[obligation.id] = draft

    def _mend(self, posting: Posting, step: Step) -> None:
        body = str(posting.content["body"]).replace(UNSURE, "")
        self._save(posting, step, {**posting.content, "body": body})
