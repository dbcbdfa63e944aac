"""Files with personal data in every corner, made for the tests of looking inside and cleaning."""

import zipfile
from io import BytesIO

import docx
import openpyxl
import pikepdf
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

ID = "11010519491231002X"
PHONES = [f"138001380{n:02}" for n in range(30)]
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def save(book) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def make_xlsx() -> bytes:
    """Visible: 公开 and 13800138000. Everything else hides behind it."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "公示"
    sheet["A1"], sheet["B1"], sheet["C1"] = "公开", PHONES[0], "=1+1"
    sheet["A2"], sheet["D1"] = PHONES[1], PHONES[2]
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["D"].hidden = True
    sheet["A1"].comment = Comment(PHONES[3], PHONES[4])
    sheet.oddFooter.center.text = "页脚"
    hidden = book.create_sheet("Sheet2")
    hidden.sheet_state = "hidden"
    hidden["B7"] = ID
    very = book.create_sheet("Sheet3")
    very.sheet_state = "veryHidden"
    very["A1"] = PHONES[5]
    book.defined_names["联系人"] = DefinedName("联系人", attr_text=f'"{PHONES[6]}"')
    book.properties.creator, book.properties.title = f"李四{PHONES[7]}", PHONES[8]
    return save(book)


def make_docx() -> bytes:
    """Visible: 第一段, 插入的字 and a table. The rest is remarks, changes, properties."""
    document = docx.Document()
    first = document.add_paragraph("第一段")
    second = document.add_paragraph()
    second._p.append(
        _xml(f'<w:ins w:id="1" w:author="王五"><w:r><w:t>插入的字{PHONES[0]}</w:t></w:r></w:ins>')
    )
    second._p.append(
        _xml(
            f'<w:del w:id="2" w:author="王五"><w:r><w:delText>{PHONES[1]}</w:delText></w:r></w:del>'
        )
    )
    second._p.append(_xml(f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{PHONES[2]}</w:t></w:r>"))
    second._p.append(
        _xml(f'<w:fldSimple w:instr=" AUTHOR {PHONES[3]} "><w:r><w:t>域</w:t></w:r></w:fldSimple>')
    )
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ("姓名", "手机", "张三", PHONES[4]), strict=True):
        cell.text = text
    document.add_comment(first.runs, text=f"批注{PHONES[5]}", author="赵六")
    document.sections[0].header.paragraphs[0].text = f"页眉{PHONES[6]}"
    document.core_properties.author = f"孙七{PHONES[7]}"
    return save(document)


def make_pdf(*, encrypted: bool = False) -> bytes:
    """Visible: CONTENT 13800138000 and a stamp. Metadata, a file, a script and a note besides."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(400, 300))
    page = pdf.pages[0]
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    page.Contents = pdf.make_stream(f"BT /F1 12 Tf 50 200 Td (CONTENT {PHONES[0]}) Tj ET".encode())
    seal = pdf.make_stream(b"BT /F1 12 Tf 0 0 Td (SEAL) Tj ET")
    seal.Type, seal.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    seal.BBox, seal.Resources = pikepdf.Array([0, 0, 90, 20]), page.Resources
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Contents=PHONES[1],
        Rect=pikepdf.Array([0, 0, 9, 9]),
    )  # fmt: skip
    stamp = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Stamp,
        Rect=pikepdf.Array([50, 100, 140, 120]), F=4, AP=pikepdf.Dictionary(N=seal), T=PHONES[2],
    )  # fmt: skip
    page.Annots = pikepdf.Array([pdf.make_indirect(note), pdf.make_indirect(stamp)])
    pdf.docinfo["/Author"] = PHONES[3]
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    carried = pikepdf.AttachedFileSpec(pdf, PHONES[4].encode(), filename="名单.txt")
    pdf.attachments["名单.txt"] = carried
    out = BytesIO()
    pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b") if encrypted else False)
    return out.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """Return the package with a part added or replaced."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for one in old.namelist():
            if one != name:
                new.writestr(one, old.read(one), zipfile.ZIP_DEFLATED)
        new.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def inside(data: bytes) -> bytes:
    """Return all parts of a package, unpacked, one after another."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return b"\n".join(name.encode() + b"\n" + archive.read(name) for name in archive.namelist())


def _xml(text: str):
    name = text[1:].split(" ", maxsplit=1)[0].split(">", maxsplit=1)[0]
    return docx.oxml.parse_xml(text.replace(f"<{name}", f'<{name} xmlns:w="{W}"', 1))
