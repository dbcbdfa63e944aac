"""While files are cleaned, sealed and masked nobody else has to wait for the database."""

from functools import partial
from io import BytesIO

import pytest

from ogi.platform import intake as intake_module
from ogi.platform.apart import clean_here
from ogi.platform.intake import open_intake
from ogi.postings.models import Attachment
from tests.postings.desk import Desk
from tests.postings.test_hostile_files import picture
from tests.support.office_files import make_xlsx
from tests.support.rows import all_rows

pytestmark = pytest.mark.usefixtures("_fixed_day")


@pytest.fixture
def desk(world) -> Desk:
    return Desk(world)


@pytest.fixture
def written(desk, monkeypatch) -> list[str]:
    """Let somebody else write each time a file is opened; the list tells what was written."""
    done: list[str] = []

    def write_meanwhile(work, *given):
        desk.world.choose({"hotline": f"0571-8888000{len(done)}"})  # fails after 10 s of waiting
        done.append(work.__name__)
        return work(*given)

    slow = partial(open_intake, clean=partial(write_meanwhile, clean_here))
    monkeypatch.setattr("ogi.platform.web.files.open_intake", slow)
    for name in ("mask_apart", "clean_apart"):
        work = getattr(intake_module, name)
        monkeypatch.setattr(intake_module, name, partial(write_meanwhile, work))
    return done


def test_others_write_while_files_are_cleaned_and_masked(desk, browse_as, written):
    drafter = browse_as("qingshan-yunling-drafter")
    posting_id = desk.draft()
    files = [(BytesIO(picture()), "照片.jpg"), (BytesIO(make_xlsx()), "表.xlsx")]
    drafter.submit(f"/postings/{posting_id}/edit", {"upload": files})
    assert written == ["clean_here", "clean_here"]
    drafter.get(f"/postings/{posting_id}/findings")
    drafter.submit(f"/postings/{posting_id}/mask", {"digest": "all"})
    assert written[2:] == ["mask_apart", "clean_here"]
    assert [row.findings for row in all_rows(desk.world, Attachment)] == [[], []]


def test_others_write_while_a_signed_sheet_is_sealed(desk, browse_as, written):
    desk.world.choose({"chain_finance": "review,committee"})
    posting_id = desk.submitted()
    browse_as("qingshan-yunling-reviewer").submit(
        f"/postings/{posting_id}/review", {"decision": "approve"}
    )
    committee = browse_as("qingshan-yunling-committee")
    sheet = {
        "signers": "张三、李四",
        "signed_on": "2026-04-10",
        "photo": (BytesIO(picture()), "签字.jpg"),
    }
    committee.submit(f"/postings/{posting_id}/sign-off", sheet)
    assert written == ["clean_apart"]
