"""Rows of the boards on the wall, with words that no stranger may read."""

from datetime import date

from ogi.display.models import Board, HungSheet
from ogi.platform.storage import Storage
from ogi.postings.models import Posting
from tests.support.factories import MORNING, World
from tests.support.rows import all_rows, keep

DAY = date(2026, 3, 2)


def furnish_display(
    world: World, tenant_id: int, person_id: int, word: str, storage: Storage
) -> None:
    """Give a tenant a board with a photo, and a sheet that hangs on it."""
    photo = storage.put(f"{word} board".encode())
    board = keep(world, Board(tenant_id=tenant_id, name=word, place=word, boards="party,affairs",
                              keeper=word, since=DAY, photo_key=photo.key,
                              photo_type="image/jpeg"))  # fmt: skip
    shown = next(
        one
        for one in all_rows(world, Posting)
        if one.tenant_id == tenant_id and one.state == "published"
    )
    keep(world, HungSheet(tenant_id=tenant_id, board_id=board.id, posting_id=shown.id, hung_on=DAY,
                          hung_by=person_id, hung_at=MORNING))  # fmt: skip
