"""An index that lies: it holds words of postings in any state, as if they stood on a board."""

from datetime import date

from ogi.platform.db.grams import add_tokens
from ogi.postings.models import Posting
from ogi.postings.searching.models import PostingText
from ogi.postings.searching.rules import Texts, all_tokens, key_of
from tests.support.factories import World

DAY = date(2026, 3, 2)


def index_falsely(world: World, posting: Posting, word: str) -> None:
    """Put the words of a posting into the search, whatever its state."""
    texts = Texts(title=f"{word}{posting.state}", body=f"正文{word}", files=f"{word}.pdf")
    row = PostingText(
        tenant_id=posting.tenant_id, posting_id=posting.id, key=key_of(DAY, 0, posting.id),
        board=posting.board, item_code=posting.item_code, year=2026, title=texts.title,
        body=texts.body, files=texts.files,
    )  # fmt: skip
    with world.session() as session:
        session.add(row)
        session.flush()
        township = world.township.id
        tokens = all_tokens(
            township, texts, tenant_id=row.tenant_id, board=row.board,
            item_code=row.item_code, year=row.year,
        )  # fmt: skip
        add_tokens(session, row.key, tokens, township_id=township, tenant_id=row.tenant_id)
        session.commit()
