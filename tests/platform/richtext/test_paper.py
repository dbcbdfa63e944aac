"""Rich text on paper: the same markup, printed with its pictures and merged cells."""

import io

from PIL import Image
from pypdf import PdfReader

from ogi.platform.pdf import print_pdf
from ogi.platform.richtext import clean, render
from tests.platform.richtext.test_office import OFFICE

PAGE = (
    '<!DOCTYPE html><html lang="zh-CN"><head><title>样张</title>'
    '<link rel="stylesheet" href="packaged:css/tokens.css">'
    '<link rel="stylesheet" href="packaged:css/rich.css"></head>'
    '<body><h1>样张</h1><div class="rich">{}</div></body></html>'
)


def picture() -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(held, "PNG")
    return held.getvalue()


def test_a_notice_is_printed_with_its_lists_table_and_picture(caplog):
    html = clean((OFFICE / "word_notice.html").read_text() + "<p><img data-file=7 alt=大坝></p>")
    shown = render(html, {7: "stored:dam.png"}.get)
    pdf = PdfReader(io.BytesIO(print_pdf(PAGE.format(shown), files={"dam.png": picture()})))
    text = "".join(page.extract_text() for page in pdf.pages)
    for word in (
        "云岭村2026年灌溉渠修缮工程公示",
        "1.",
        "鱼塘租金3万元",
        "80,000.00",
        "（含清运）",
    ):
        assert word in text.replace("\n", ""), word
    assert sum(len(page.images) for page in pdf.pages) == 1
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
