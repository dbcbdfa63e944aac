"""The page checks find what they are there to find, seen on pages with one fault each."""

from dataclasses import dataclass, field

import pytest
from lxml import html as lxml_html

from tests.support import page_checks

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none';"
    " frame-ancestors 'none'; form-action 'self'"
)
SOUND = """<!doctype html>
<html lang="zh-CN"><head><title>{title}</title><link rel="stylesheet" href="/static/a.css"></head>
<body><h1>公开栏</h1>
<form method="post"><input type="hidden" name="csrf_token" value="t">
<label for="name">名称</label><input id="name" name="name" aria-describedby="hint">
<p id="hint">写全称</p><button>保存</button></form>
<img src="/a.png" alt="公开栏照片"></body></html>"""


@dataclass
class Answer:
    html: str
    path: str = "/x"
    status: int = 200
    headers: dict[str, str] = field(
        default_factory=lambda: {
            "Content-Security-Policy": POLICY,
            "X-Content-Type-Options": "nosniff",
        }
    )

    @property
    def tree(self) -> lxml_html.HtmlElement:
        return lxml_html.document_fromstring(self.html)

    @property
    def title(self) -> str:
        return self.tree.findtext(".//title") or ""


def sound(title: str) -> str:
    return SOUND.replace("{title}", title)


def test_a_sound_page_passes():
    page_checks.check_page(Answer(sound("一页")), "x.sound")


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('lang="zh-CN"', "", "html lang"),
        ("<h1>公开栏</h1>", "", "0 h1"),
        ("</h1>", "</h1><h1>又一个</h1>", "2 h1"),
        ("{title}", "", "no title"),
        ('<label for="name">名称</label>', "", "no label for input 'name'"),
        ('<label for="name">名称</label>', '<label for="name"> </label>', "no label"),
        ('<input type="hidden" name="csrf_token" value="t">', "", "without CSRF token"),
        ('value="t"', 'value="t" style="color:red"', "inline style on input"),
        ("<h1>", "<style>p{}</style><h1>", "style element"),
        ("<h1>", "<script>1</script><h1>", "inline script"),
        ("<button>", '<button onclick="x()">', "inline handler onclick"),
        ("<h1>", '<a href="javascript:x()">去</a><h1>', "script in an address"),
        ("/static/a.css", "//cdn.example/a.css", "foreign source"),
        ('id="hint"', 'id="other"', "absent id 'hint'"),
        ('id="hint"', 'id="name"', "id 'name' stands twice"),
        ('alt="公开栏照片"', "", "img without alt"),
        ("保存", "", "button without words"),
    ],
)
def test_each_fault_of_a_page_is_found(before: str, after: str, fault: str):
    page = SOUND.replace(before, after).replace("{title}", f"有错 {fault}")
    with pytest.raises(AssertionError, match=fault):
        page_checks.check_page(Answer(page), "x.faulty")


@pytest.mark.parametrize(
    "policy",
    [
        "",
        POLICY.replace("'self';", "'self' 'unsafe-inline';", 1),
        POLICY.replace("frame-ancestors 'none'", "frame-ancestors *"),
        POLICY + "; script-src 'self' 'unsafe-eval'",
    ],
)
def test_a_loose_policy_is_found(policy: str):
    page = Answer(sound("松"), headers={"Content-Security-Policy": policy})
    with pytest.raises(AssertionError, match="CSP"):
        page_checks.check_page(page, "x.loose")


def test_two_pages_with_one_title_are_found():
    page_checks.check_page(Answer(sound("同名")), "x.one")
    with pytest.raises(AssertionError, match="used by"):
        page_checks.check_page(Answer(sound("同名")), "x.other")
