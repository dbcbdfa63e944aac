"""The fixed parts of a Word file: styles, fonts with their stand-ins, page, footer."""

from xml.sax.saxutils import escape

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# A4 on its side, in twentieths of a point; two centimetres of margin
PAGE_WIDTH, PAGE_HEIGHT, MARGIN = 16_838, 11_906, 1_134
TEXT_WIDTH = PAGE_WIDTH - 2 * MARGIN

# the official faces first; what stands in for each where it is not installed
TITLE_FACE, BODY_FACE, HEAD_FACE = "方正小标宋简体", "仿宋_GB2312", "黑体"
STAND_INS = {
    TITLE_FACE: "FZXiaoBiaoSong-B05S,方正小标宋_GBK,宋体,Noto Serif CJK SC",
    BODY_FACE: "仿宋,FangSong,FandolFang,Noto Serif CJK SC",
    HEAD_FACE: "SimHei,Noto Sans CJK SC",
}
LATIN_FACE = "Times New Roman"

TITLE, LINE, PART, HEAD, TEXT, FIGURE, FOOTER = (
    "RegisterTitle",
    "RegisterLine",
    "RegisterPart",
    "RegisterHead",
    "RegisterText",
    "RegisterFigure",
    "RegisterFooter",
)

CONTENT_TYPES = (
    f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" '
    f'ContentType="{TYPES}.wordprocessingml.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{TYPES}.wordprocessingml.styles+xml"/>'
    f'<Override PartName="/word/settings.xml" '
    f'ContentType="{TYPES}.wordprocessingml.settings+xml"/>'
    f'<Override PartName="/word/fontTable.xml" '
    f'ContentType="{TYPES}.wordprocessingml.fontTable+xml"/>'
    f'<Override PartName="/word/footer1.xml" ContentType="{TYPES}.wordprocessingml.footer+xml"/>'
    '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    "</Types>"
)
PACKAGE_RELATIONS = (
    f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{PACKAGE}/relationships/metadata/core-properties" '
    'Target="docProps/core.xml"/></Relationships>'
)
DOCUMENT_RELATIONS = (
    f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{OFFICE}/settings" Target="settings.xml"/>'
    f'<Relationship Id="rId3" Type="{OFFICE}/fontTable" Target="fontTable.xml"/>'
    f'<Relationship Id="rId4" Type="{OFFICE}/footer" Target="footer1.xml"/></Relationships>'
)
SETTINGS = (
    f'{DECLARATION}<w:settings xmlns:w="{WORD}"><w:zoom w:percent="100"/>'
    '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat>'
    '<w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
)
FONT_TABLE = (
    f'{DECLARATION}<w:fonts xmlns:w="{WORD}">'
    + "".join(
        f'<w:font w:name="{face}"><w:altName w:val="{others}"/><w:charset w:val="86"/></w:font>'
        for face, others in STAND_INS.items()
    )
    + f'<w:font w:name="{LATIN_FACE}"><w:charset w:val="00"/></w:font></w:fonts>'
)
FOOTER_PART = (
    f'{DECLARATION}<w:ftr xmlns:w="{WORD}"><w:p><w:pPr><w:pStyle w:val="{FOOTER}"/></w:pPr>'
    "<w:r><w:t>第</w:t></w:r>"
    '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    "<w:r><w:t>页，共</w:t></w:r>"
    '<w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    "<w:r><w:t>页</w:t></w:r></w:p></w:ftr>"
)
SECTION = (
    f'<w:sectPr><w:footerReference w:type="default" r:id="rId4"/>'
    f'<w:pgSz w:w="{PAGE_WIDTH}" w:h="{PAGE_HEIGHT}" w:orient="landscape"/>'
    f'<w:pgMar w:top="{MARGIN}" w:right="{MARGIN}" w:bottom="{MARGIN}" w:left="{MARGIN}" '
    'w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
)


def styles(size: int) -> str:
    """Return the styles; `size` is that of the table's text in half points."""
    made = (
        _style(TITLE, "台账标题", TITLE_FACE, 36, 'w:jc w:val="center"', after=120),
        _style(LINE, "台账说明", BODY_FACE, 24, 'w:jc w:val="center"', after=160),
        _style(PART, "台账分表", HEAD_FACE, 28, 'w:jc w:val="left"', after=120, keep=True),
        _style(HEAD, "台账表头", HEAD_FACE, size, 'w:jc w:val="center"', keep=True),
        _style(TEXT, "台账文字", BODY_FACE, size, 'w:jc w:val="left"'),
        _style(FIGURE, "台账数字", BODY_FACE, size, 'w:jc w:val="right"'),
        _style(FOOTER, "台账页码", BODY_FACE, 18, 'w:jc w:val="center"'),
    )
    return (
        f'{DECLARATION}<w:styles xmlns:w="{WORD}"><w:docDefaults><w:rPrDefault><w:rPr>'
        f'{_fonts(BODY_FACE)}<w:sz w:val="21"/><w:szCs w:val="21"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        f"</w:style>{''.join(made)}</w:styles>"
    )


def _style(
    key: str, name: str, face: str, size: int, place: str, *, after: int = 0, keep: bool = False
) -> str:
    kept = "<w:keepNext/>" if keep else ""
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{key}">'
        f'<w:name w:val="{name}"/><w:basedOn w:val="Normal"/><w:qFormat/>'
        f'<w:pPr>{kept}<w:spacing w:after="{after}"/><{place}/></w:pPr>'
        f'<w:rPr>{_fonts(face)}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


def _fonts(face: str) -> str:
    return (
        f'<w:rFonts w:ascii="{LATIN_FACE}" w:eastAsia="{face}" w:hAnsi="{LATIN_FACE}" '
        f'w:cs="{LATIN_FACE}"/>'
    )


def core_properties(title: str, made_on: str) -> str:
    """Return the properties: a title and a day, and nobody's name."""
    moment = f'xsi:type="dcterms:W3CDTF">{made_on}T00:00:00Z'
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:language>zh-CN</dc:language>"
        f"<dcterms:created {moment}</dcterms:created>"
        f"<dcterms:modified {moment}</dcterms:modified></cp:coreProperties>"
    )
