"""Writers of believable contents, one for each item of the default catalogue."""

from ogi.demo.contents import finance, funds, office, party, standing, village, welfare
from ogi.demo.contents.entry import Cells, Entry, Scene, Value, Writer

WRITERS: dict[str, Writer] = {
    **party.WRITERS,
    **standing.WRITERS,
    **village.WRITERS,
    **welfare.WRITERS,
    **finance.WRITERS,
    **funds.WRITERS,
    **office.WRITERS,
}

__all__ = ["WRITERS", "Cells", "Entry", "Scene", "Value", "Writer"]
