"""The guard over 20,000 made-up papers, and what of a sample reaches the public in the end.

First the table of `bench/privacy.py`. Then papers go the way of a careless drafter: words and
table into a draft, the same paper as xlsx, docx and pdf beside it, everything masked by one
click, what cannot be masked taken off, submitted, reviewed, published. Everything that an
anonymous visitor can fetch is then opened to the last part and searched for what was seeded.

    python bench/leaks.py [--documents 20000] [--published 200]
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.privacy import measure
from bench.privacy_corpus import OFFICE_MOBILES, Paper, Writer
from bench.privacy_files import make_file
from ogi.factory import create_app
from ogi.platform.apart import clean_here
from ogi.platform.config import Settings
from ogi.platform.db import Scope, ScopedSession
from ogi.platform.db.migrate import upgrade
from ogi.platform.errors import RuleBroken
from ogi.platform.intake import Intake, open_intake
from ogi.postings import actions, queries
from ogi.postings.models import Posting
from tests.support.factories import World, make_staffed_township
from tests.support.rows import make_item, staff_of
from tests.support.spying import everything_public, leaks

NOW = datetime(2026, 4, 10, 2, 0, tzinfo=UTC)
TODAY = date(2026, 4, 10)
KEPT = frozenset(OFFICE_MOBILES)
NAMED = frozenset({"minor", "illness"})
"""Kinds whose words also stand where they are nobody's: 高血压讲座."""
LONGEST_TITLE = 100
COLUMNS = ("序号", "姓名", "身份证号", "手机号码", "凭证号", "金额", "社会信用代码")
FIELDS = [
    {"key": f"c{at}", "label": label, "kind": "text", "required": False, "per": "row"}
    for at, label in enumerate(COLUMNS)
]


class Desk:
    """云岭村's desk, whose drafter looks at nothing."""

    def __init__(self, world: World, intake: Intake) -> None:
        world.choose({"kept_phones": "\n".join(KEPT)})
        self.world, self.intake = world, intake
        self.people = staff_of(world, "yunling")
        self.item = make_item(world, "F03", "收支明细", fields=FIELDS, layout="table")
        self.scope = Scope(world.township.id, world.tenants["yunling"].id)
        self.counted: Counter[str] = Counter()

    def publish(self, paper: Paper, number: int) -> int:
        """Lead a paper onto the board; return the posting's key."""
        with self.world.session("yunling") as session:
            posting = self._draft(session, paper)
            self._attach(session, posting, paper, number)
            drafter = {"actor_id": self.people["drafter"], "now": NOW}
            if queries.findings_of(session, posting):
                self._refuse(session, posting)
                self._mask(session, posting)
            actions.submit(session, posting, version=None, **drafter)
            reviewer, publisher = self.people["reviewer"], self.people["publisher"]
            actions.approve(session, posting, actor_id=reviewer, now=NOW, version=None)
            actions.publish(session, posting, actor_id=publisher, now=NOW, claimed_on=TODAY)
            session.commit()
            return posting.id

    def _draft(self, session: ScopedSession, paper: Paper) -> Posting:
        posting = actions.create_draft(
            session, tenant=self.world.tenants["yunling"], item=self.item, obligation=None,
            actor_id=self.people["drafter"], now=NOW,
        )  # fmt: skip
        title = paper.lines[0] if len(paper.lines[0]) <= LONGEST_TITLE else "公示"
        rows = [{f"c{at}": cell for at, cell in enumerate(row)} for row in paper.table[1:]]
        content = {"fields": {}, "rows": rows or [{"c0": "1"}], "body": "\n\n".join(paper.lines)}
        draft = actions.Draft(title, "村委会", content)
        who = {"actor_id": self.people["drafter"], "now": NOW}
        actions.save(session, posting, draft, version=None, **who)
        session.commit()
        return queries.get_posting(session, self.scope, posting.id)

    def _attach(self, session: ScopedSession, posting: Posting, paper: Paper, number: int) -> None:
        for kind in ("xlsx", "docx", "pdf"):
            data = make_file(kind, paper, Random(number))
            taken = self.intake.take(f"附表{number}.{kind}", BytesIO(data), kept=KEPT)
            who = {"actor_id": self.people["drafter"], "now": NOW}
            actions.attach(session, posting, taken, **who)
            self.counted["files"] += 1
        session.commit()

    def _refuse(self, session: ScopedSession, posting: Posting) -> None:
        try:
            actions.submit(session, posting, actor_id=self.people["drafter"], now=NOW, version=None)
        except RuleBroken:
            session.rollback()
            self.counted["refused"] += 1
        else:
            raise SystemExit("submitted with findings")

    def _mask(self, session: ScopedSession, posting: Posting) -> None:
        who = {"actor_id": self.people["drafter"], "now": NOW, "intake": self.intake}
        try:
            actions.mask(session, posting, version=None, **who)
            session.commit()
        except RuleBroken:
            session.rollback()
        left = queries.findings_of(session, posting)
        for key in {one.attachment_id for one in left if one.attachment_id}:
            found = queries.get_attachment(session, self.scope, posting.id, key)
            actions.remove_attachment(session, posting, found, **who)
            self.counted["taken off"] += 1
        session.commit()


def published(sample: int) -> list[str]:
    """Publish so many papers and return what the public got to read, as a table."""
    folder = Path(tempfile.mkdtemp())
    url = f"sqlite:///{folder / 'ogi.db'}"
    upgrade(url)
    app = create_app(Settings(url, folder, "leaks-" * 8, mode="testing"))
    world = make_staffed_township(app.extensions["ogi_engine"])
    desk = Desk(world, open_intake(folder, world.township.id, clean=clean_here))
    papers = {number: Writer(number).paper() for number in range(sample)}
    keys = {number: desk.publish(paper, number) for number, paper in papers.items()}
    told = everything_public(app, "qingshan", most=sample * 12 + 500)
    plain = [text for paper in papers.values() for kind, text in paper.truths if kind not in NAMED]
    found = leaks(told, plain)
    for number, paper in papers.items():
        own = f"/postings/{keys[number]}"
        pages = {path: text for path, text in told.items() if f"{own}/" in f"{path}/"}
        found += leaks(pages, [text for kind, text in paper.truths if _is_told(kind, text, paper)])
    for one in found[:30]:
        print(one)
    seeded = sum(len(paper.truths) for paper in papers.values())
    rows = [
        ("papers published", sample), ("pieces seeded in each form", seeded),
        ("submissions refused", desk.counted["refused"]),
        ("files", desk.counted["files"]), ("files taken off by hand", desk.counted["taken off"]),
        ("public pages and files opened", len(told)), ("leaks", len(found)),
    ]  # fmt: skip
    return ["| published | |", "|---|---:|", *(f"| {name} | {count} |" for name, count in rows)]


def _is_told(kind: str, text: str, paper: Paper) -> bool:
    """Whether words may be looked for: they stand nowhere else in the paper as nobody's."""
    whole = "\n".join([*paper.lines, *map(str, paper.table)])
    return kind in NAMED and whole.count(text) <= sum(text == own for _, own in paper.truths)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--published", type=int, default=200)
    asked = parser.parse_args()
    began = time.perf_counter()
    if asked.documents:
        print("\n".join([*measure(asked.documents, 0), ""]))
    print("\n".join(published(asked.published)))
    print(f"\n{time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
