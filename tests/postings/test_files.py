"""Files of drafts: copies and sealed originals, gone after the commit and never before."""

from io import BytesIO

import openpyxl
import pytest
from sqlalchemy import select

from ogi.platform.apart import clean_here
from ogi.platform.errors import NotFound, RuleBroken
from ogi.platform.intake import Intake, Taken, open_intake
from ogi.platform.journal import JournalEntry
from ogi.postings import actions, queries
from ogi.postings.models import Attachment, PostingStep
from ogi.postings.rules.guarding import digest_of
from tests.postings.desk import NOW, Desk
from tests.postings.test_hostile_files import picture
from tests.support.office_files import ID, PHONES, make_pdf, save
from tests.support.rows import all_rows

NAME = f"{PHONES[9]}名册.xlsx"


@pytest.fixture
def intake(bare_world, tmp_path) -> Intake:
    return open_intake(tmp_path, bare_world.township.id, clean=clean_here)


def workbook(*extra: str) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["身份证号", "手机"])
    book.active.append([ID, PHONES[0]])
    book.active.append([*extra])
    book.active.title = f"表{PHONES[1]}"
    return save(book)


def take(intake: Intake, name: str = NAME, data: bytes | None = None) -> Taken:
    return intake.take(name, BytesIO(data or workbook()))


def attached(desk: Desk, intake: Intake, posting_id: int, *taken: Taken) -> list[Attachment]:
    for one in taken or [take(intake)]:
        desk.do(actions.attach, posting_id, "drafter", taken=one)
    return all_rows(desk.world, Attachment)


def act(desk: Desk, action, attachment: Attachment, *, commit: bool = True, **more) -> None:
    """Do something to an attachment, and commit or break off."""
    with desk.world.session(desk.tenant) as session:
        posting = queries.get_posting(session, desk.scope, attachment.posting_id)
        found = queries.get_attachment(session, desk.scope, posting.id, attachment.id)
        action(session, posting, found, actor_id=desk.who("drafter"), now=NOW, **more)
        if commit:
            session.commit()
        else:
            session.rollback()


def is_kept(intake: Intake, row: Attachment) -> tuple[bool, bool]:
    """Tell whether the copy and the sealed original are there."""
    found = []
    for store, key in (
        (intake.copies.path, row.storage_key),
        (intake.originals.open, row.original_key),
    ):
        try:
            store(key)
        except NotFound:
            found.append(False)
        else:
            found.append(True)
    return found[0], found[1]


def test_the_copy_is_published_and_the_original_is_sealed(desk, intake):
    data = workbook()
    (row,) = attached(desk, intake, desk.draft(), take(intake, data=data))
    assert intake.originals.open(row.original_key) == data
    assert row.original_size == len(data)
    assert len({row.storage_key, row.original_key, row.sha256, row.original_sha256}) == 4
    assert ID.encode() not in intake.originals.files.read(row.original_key)


def test_findings_tell_the_place_and_never_the_words(desk, intake):
    posting_id = desk.draft()
    (row,) = attached(desk, intake, posting_id)
    posting = desk.read(posting_id)
    assert {(one["kind"], one["masked"]) for one in row.findings} == {
        ("identity", "110105********002X"),
        ("mobile", "138****8000"),
        ("mobile", "138****8001"),
        ("mobile", "138****8009"),
    }
    told = str(row.findings)
    assert not [words for words in (ID, *PHONES) if words in told]
    assert "文件名" in [one["where"] for one in row.findings]
    assert "工作表“表138****8001”A2" in [one["where"] for one in row.findings]
    assert digest_of(posting, "identity", ID) in [one["digest"] for one in row.findings]


def test_numbers_of_offices_are_no_findings(desk, intake):
    taken = intake.take("表.xlsx", BytesIO(workbook()), kept=frozenset(PHONES))
    (row,) = attached(desk, intake, desk.draft(), taken)
    assert {one["kind"] for one in row.findings} == {"identity"}


def test_history_and_journal_tell_no_files_name(desk, intake):
    posting_id = desk.draft()
    (row,) = attached(desk, intake, posting_id)
    act(desk, actions.remove_attachment, row, intake=intake)
    with desk.world.session(desk.tenant) as session:
        steps = [step.remark for step in session.scalars(select(PostingStep))]
        journal = [str(entry.detail) for entry in session.scalars(select(JournalEntry))]
    assert steps.count("第 1 个附件") == 2
    assert not [words for words in (*steps, *journal) if PHONES[9] in words or "名册" in words]


def test_a_removed_file_is_gone_from_disk_after_the_commit(desk, intake):
    (row,) = attached(desk, intake, desk.draft())
    act(desk, actions.remove_attachment, row, intake=intake, commit=False)
    assert is_kept(intake, row) == (True, True)
    act(desk, actions.remove_attachment, row, intake=intake)
    assert is_kept(intake, row) == (False, False)
    assert not all_rows(desk.world, Attachment)


def test_a_file_that_another_edition_shares_stays(desk, intake):
    posting_id = desk.draft()
    (row,) = attached(desk, intake, posting_id)
    with desk.world.session(desk.tenant) as session:
        shared = {
            name: getattr(row, name)
            for name in Attachment.__table__.columns.keys()  # noqa: SIM118 - no mapping
            if name not in ("id", "text")
        }
        session.add(Attachment(**shared))
        session.commit()
    act(desk, actions.remove_attachment, row, intake=intake)
    assert is_kept(intake, row) == (True, True)
    (left,) = all_rows(desk.world, Attachment)
    act(desk, actions.remove_attachment, left, intake=intake)
    assert is_kept(intake, row) == (False, False)


def test_the_same_file_taken_in_twice_is_deleted_for_one_alone(desk, intake):
    (row,) = attached(desk, intake, desk.draft())
    twin = take(intake)
    assert twin.copy.sha256 == row.sha256
    act(desk, actions.remove_attachment, row, intake=intake)
    assert intake.copies.read(twin.copy.key)
    assert intake.originals.open(twin.original.key)


def test_a_file_sent_twice_is_refused(desk, intake):
    posting_id = desk.draft()
    with pytest.raises(RuleBroken) as refused:
        attached(desk, intake, posting_id, take(intake), take(intake))
    assert refused.value.code == "file_twice"


def test_a_file_is_masked_and_its_original_stays(desk, intake):
    data = workbook()
    (row,) = attached(desk, intake, desk.draft(), take(intake, data=data))
    act(desk, actions.mask_attachment, row, intake=intake)
    (masked,) = all_rows(desk.world, Attachment)
    assert masked.name == "138****8009名册.xlsx"
    sheet = openpyxl.load_workbook(BytesIO(intake.copies.read(masked.storage_key))).active
    assert [cell.value for cell in sheet[2]] == ["110105********002X", "138****8000"]
    assert intake.originals.open(masked.original_key) == data
    assert is_kept(intake, row) == (False, True)
    assert [one["where"] for one in masked.findings] == ["工作表的名称"]
    assert desk.steps(masked.posting_id)[-1] == "masked"


def test_a_masking_that_is_undone_leaves_the_copy_as_it_was(desk, intake):
    (row,) = attached(desk, intake, desk.draft())
    act(desk, actions.mask_attachment, row, intake=intake, commit=False)
    assert is_kept(intake, row) == (True, True)
    assert list(intake.copies.list_keys()) == [row.storage_key]


def test_a_pdf_must_be_masked_by_hand_but_for_its_name(desk, intake):
    posting_id = desk.draft()
    taken = take(intake, f"{PHONES[9]}.pdf", make_pdf())
    (row,) = attached(desk, intake, posting_id, taken)
    act(desk, actions.mask_attachment, row, intake=intake)
    (named,) = all_rows(desk.world, Attachment)
    assert named.name == "138****8009.pdf"
    assert [one["where"] for one in named.findings] == ["第1页"]
    with pytest.raises(RuleBroken) as refused:
        act(desk, actions.mask_attachment, named, intake=intake)
    assert refused.value.code == "mask_by_hand"


def test_a_published_postings_files_are_not_touched(desk, intake):
    posting_id = desk.draft()
    photo = take(intake, "照片.jpg", picture())
    (row,) = attached(desk, intake, posting_id, photo)
    desk.do(actions.submit, posting_id, "drafter", version=None)
    for action in (actions.remove_attachment, actions.mask_attachment):
        with pytest.raises(RuleBroken):
            act(desk, action, row, intake=intake)
    assert is_kept(intake, row) == (True, True)
