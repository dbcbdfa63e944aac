"""The papers of the corpus as files, written by hand where that is quick enough for thousands."""

import random
import zipfile
import zlib
from io import BytesIO
from xml.sax.saxutils import escape

import xlsxwriter

from bench.privacy_corpus import Paper

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
KINDS = ("txt", "csv", "xlsx", "docx", "pdf")
LINES_A_PAGE = 30


def make_file(kind: str, paper: Paper, luck: random.Random) -> bytes:
    """Return the paper as a file of this kind."""
    return {"txt": _txt, "csv": _csv, "xlsx": _xlsx, "docx": _docx, "pdf": _pdf}[kind](paper, luck)


def _txt(paper: Paper, luck: random.Random) -> bytes:
    text = "\n".join([*paper.lines, *("\t".join(row) for row in paper.table)])
    return text.encode(luck.choice(("utf-8", "utf-8-sig", "gb18030", "utf-16")))


def _csv(paper: Paper, luck: random.Random) -> bytes:
    rows = [[line] for line in paper.lines] + paper.table
    text = "\r\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)
    return text.encode(luck.choice(("utf-8-sig", "gb18030")))


def _xlsx(paper: Paper, luck: random.Random) -> bytes:
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    first, second = book.add_worksheet("公示"), book.add_worksheet("底稿")
    if luck.random() < 0.5:
        second.hide() if luck.random() < 0.5 else second.very_hidden()
    for at, line in enumerate(paper.lines):
        place = luck.random()
        if place < 0.5:
            first.write_string(at, 0, line)
        elif place < 0.8:
            second.write_string(at, luck.randrange(5), line)
        elif place < 0.9:
            first.write_comment(at, 0, line)
        else:
            first.write_rich_string(at, 0, book.add_format({"bold": 1}), line[:3], line[3:] or " ")
    for at, row in enumerate(paper.table, len(paper.lines) + 1):
        for column, cell in enumerate(row):
            plain = cell.isdigit() and len(cell) <= 15
            first.write_number(at, column, int(cell)) if plain else first.write_string(
                at, column, cell
            )
    if luck.random() < 0.3:
        first.set_column("B:D", None, None, {"hidden": 1})
        first.set_row(len(paper.lines) + 2, None, None, {"hidden": 1})
    book.close()
    return out.getvalue()


def _paragraph(line: str, luck: random.Random) -> str:
    cut = luck.randrange(len(line) + 1)
    runs = "".join(
        f'<w:r><w:t xml:space="preserve">{escape(part)}</w:t></w:r>'
        for part in (line[:cut], line[cut:])
    )
    return f"<w:p>{runs}</w:p>"


def _docx(paper: Paper, luck: random.Random) -> bytes:
    places: dict[str, list[str]] = {"body": [], "comments": [], "header": [], "box": [], "del": []}
    for line in paper.lines:
        name = luck.choices(list(places), (80, 5, 5, 5, 5))[0]
        places[name].append(_paragraph(line, luck))
    body = "".join(places["body"])
    body += "".join(
        f"<w:p><w:r><w:pict><w:txbxContent>{one}</w:txbxContent></w:pict></w:r></w:p>"
        for one in places["box"]
    )
    for one in places["del"]:
        body += (
            one.replace("<w:p>", '<w:p><w:del w:id="1" w:author="a">')
            .replace("</w:p>", "</w:del></w:p>")
            .replace("w:t>", "w:delText>")
            .replace("<w:t ", "<w:delText ")
        )
    rows = "".join(
        "<w:tr>" + "".join(f"<w:tc>{_paragraph(cell, luck)}</w:tc>" for cell in row) + "</w:tr>"
        for row in paper.table
    )
    body += f"<w:tbl>{rows}</w:tbl>" if rows else ""
    comments = "".join(
        f'<w:comment w:id="{at}">{one}</w:comment>' for at, one in enumerate(places["comments"])
    )
    parts = {
        "document": f"<w:body>{body}</w:body>",
        "comments": comments,
        "header1": "".join(places["header"]),
    }
    roots = {"document": "document", "comments": "comments", "header1": "hdr"}
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        types = "".join(
            f'<Override PartName="/word/{n}.xml" ContentType="{OFFICE}.{n}+xml"/>' for n in parts
        )
        archive.writestr(
            "[Content_Types].xml", f'<Types xmlns="{PACKAGE}/content-types">{types}</Types>'
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
            f'Type="{REL}/officeDocument" Target="word/document.xml"/></Relationships>',
        )
        for name, content in parts.items():
            archive.writestr(
                f"word/{name}.xml", f'<w:{roots[name]} xmlns:w="{W}">{content}</w:{roots[name]}>'
            )
    return out.getvalue()


def _pdf(paper: Paper, luck: random.Random) -> bytes:
    lines = [*paper.lines, *("  ".join(row) for row in paper.table)]
    title = lines.pop() if luck.random() < 0.1 and not paper.table else "公示"
    pages = [lines[at : at + LINES_A_PAGE] for at in range(0, len(lines), LINES_A_PAGE)]
    used = sorted({sign.encode("utf-16-be").hex() for line in lines for sign in line})
    blocks = [used[at : at + 100] for at in range(0, len(used), 100)]
    chars = "".join(
        f"{len(b)} beginbfchar {' '.join(f'<{s}><{s}>' for s in b)} endbfchar\n" for b in blocks
    )
    spaces = "1 begincodespacerange <0000> <ffff> endcodespacerange"
    to_unicode = f"begincmap {spaces}\n{chars}endcmap".encode()
    kids = " ".join(f"{7 + 2 * at} 0 R" for at in range(len(pages)))
    system = b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    descent = b"/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>".encode(),
        b"<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/Identity-H" + descent,
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Song" + system + b"/DW 1000>>",
        _stream(to_unicode),
        f"<</Title<feff{title.encode('utf-16-be').hex()}>>>".encode(),
    ]
    for at, page in enumerate(pages):
        shown = "".join(f"<{line.encode('utf-16-be').hex()}> Tj T* " for line in page)
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {8 + 2 * at} 0 R"
            f"/Resources<</Font<</F1 3 0 R>>>>>>".encode()
        )
        objects.append(_stream(f"BT /F1 12 Tf 20 TL 50 800 Td {shown}ET".encode()))
    return _numbered(objects)


def _stream(content: bytes) -> bytes:
    packed = zlib.compress(content)
    return b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(packed), packed)


def _numbered(objects: list[bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.7\n"), []
    for at, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (at, one)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R/Info 6 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        start,
    )
    return bytes(out)
