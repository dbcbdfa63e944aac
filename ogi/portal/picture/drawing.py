"""Drawing the picture: the same sheet as on the page, laid out for the width of a phone."""

from dataclasses import dataclass
from hashlib import sha256

from ogi.display.paper.qr import qr_svg
from ogi.display.rules.standard import Head
from ogi.platform.clock import local_date
from ogi.platform.drawing import draw_page
from ogi.platform.pdf import packaged_text, render_print
from ogi.portal.picture.rules import shown_of
from ogi.postings.queries.sheets import Sheet

WIDTH_PIXELS = 1080
MARGIN = 0
STYLE = "css/picture-paper.css"
CODE = "code.svg"


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn: the sheet, whose it is, and the address that its code leads to."""

    sheet: Sheet
    head: Head
    township: str
    hotline: str
    address: str
    record_code: str

    @property
    def html(self) -> str:
        """The document that is drawn."""
        sheet = self.sheet
        recorded = None if sheet.published_at is None else local_date(sheet.published_at)
        return render_print(
            "picture/picture.html",
            picture=self,
            sheet=sheet,
            shown=shown_of(sheet.laid),
            posted_on=sheet.claimed_on or recorded,
            recorded_on=recorded,
        )

    @property
    def digest(self) -> str:
        """What changes whenever the picture would look otherwise."""
        told = f"{self.html}\0{packaged_text(STYLE)}\0{self.address}\0{WIDTH_PIXELS}"
        return sha256(told.encode()).hexdigest()[:32]

    def draw(self) -> bytes:
        """Return the picture as a PNG."""
        files = {CODE: qr_svg(self.address)}
        return draw_page(self.html, files, pixels=WIDTH_PIXELS, margin=MARGIN)
