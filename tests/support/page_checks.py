"""What every page of the site must hold, checked on each page a test opens."""

from typing import Protocol

from lxml import html as lxml_html

STRICT_CSP = {
    "default-src": {"'self'"},
    "img-src": {"'self'", "data:"},
    "object-src": {"'none'"},
    "base-uri": {"'none'"},
    "frame-ancestors": {"'none'"},
    "form-action": {"'self'"},
}
UNLABELLED = {"hidden", "submit", "button", "reset", "image"}
TITLES: dict[str, str] = {}


class Answer(Protocol):
    """The part of a page that the checks read."""

    path: str
    status: int
    headers: object
    html: str
    tree: lxml_html.HtmlElement
    title: str


def check_page(page: Answer, endpoint: str) -> None:
    """Fail with every fault of the page at once."""
    faults = [
        *_document(page.tree),
        *_title(page, endpoint),
        *_labels(page.tree),
        *_forms(page.tree),
        *_references(page.tree),
        *_inline(page.tree),
        *_headers(page.headers),
    ]
    assert not faults, f"{page.path} ({page.status}):\n- " + "\n- ".join(faults)


def _document(tree: lxml_html.HtmlElement) -> list[str]:
    faults = []
    if tree.get("lang") != "zh-CN":
        faults.append(f"html lang is {tree.get('lang')!r}, not zh-CN")
    heads = tree.xpath("//h1")
    if len(heads) != 1:
        faults.append(f"{len(heads)} h1 instead of one")
    elif not heads[0].text_content().strip():
        faults.append("the h1 is empty")
    faults += [f"img without alt: {img.get('src')}" for img in tree.xpath("//img[not(@alt)]")]
    return faults


def _title(page: Answer, endpoint: str) -> list[str]:
    if not page.title:
        return ["no title"]
    if page.status >= 400:
        return []
    owner = TITLES.setdefault(page.title, endpoint)
    if owner != endpoint:
        return [f"title {page.title!r} is used by {owner} and by {endpoint}"]
    return []


def _labels(tree: lxml_html.HtmlElement) -> list[str]:
    faults = []
    for field in tree.xpath("//input | //select | //textarea"):
        if field.tag == "input" and field.get("type", "text") in UNLABELLED:
            continue
        if not _has_label(tree, field):
            faults.append(f"no label for {field.tag} {field.get('name')!r}")
    for button in tree.xpath("//button | //a[@href]"):
        named = button.text_content().strip() or button.get("aria-label")
        if not named and not button.xpath(".//img[@alt!='']"):
            faults.append(f"{button.tag} without words: {lxml_html.tostring(button)[:120]!r}")
    return faults


def _has_label(tree: lxml_html.HtmlElement, field: lxml_html.HtmlElement) -> bool:
    if field.get("aria-label", "").strip() or field.get("aria-labelledby"):
        return True
    if any(ancestor.text_content().strip() for ancestor in field.iterancestors("label")):
        return True
    key = field.get("id")
    labels = tree.xpath("//label[@for=$key]", key=key) if key else []
    return any(label.text_content().strip() for label in labels)


def _forms(tree: lxml_html.HtmlElement) -> list[str]:
    return [
        f"POST form to {form.get('action')!r} without CSRF token"
        for form in tree.forms
        if form.method.upper() == "POST" and not form.xpath(".//input[@name='csrf_token']/@value")
    ]


def _references(tree: lxml_html.HtmlElement) -> list[str]:
    keys = [str(key) for key in tree.xpath("//@id")]
    faults = [f"id {key!r} stands twice" for key in sorted({k for k in keys if keys.count(k) > 1})]
    for attribute in ("for", "aria-describedby", "aria-labelledby", "aria-controls", "headers"):
        for value in tree.xpath(f"//@{attribute}"):
            faults += [
                f"{attribute} points to the absent id {key!r}"
                for key in str(value).split()
                if key not in keys
            ]
    return faults


def _inline(tree: lxml_html.HtmlElement) -> list[str]:
    faults = [f"inline style on {node.tag}" for node in tree.xpath("//*[@style]")]
    faults += ["style element"] * len(tree.xpath("//style"))
    faults += ["inline script"] * len(
        tree.xpath("//script[not(@src)][not(@type='application/json')]")
    )
    handlers = tree.xpath("//@*[starts-with(name(), 'on')]")
    faults += [f"inline handler {handler.attrname}" for handler in handlers]
    addresses = tree.xpath("//@href | //@src | //@action")
    faults += [
        f"script in an address: {str(a)[:60]}"
        for a in addresses
        if str(a).startswith("javascript:")
    ]
    sources = tree.xpath("//script/@src | //link/@href | //img/@src")
    faults += [
        f"foreign source: {s}" for s in sources if str(s).startswith(("http:", "https:", "//"))
    ]
    return faults


def _headers(headers: object) -> list[str]:
    faults = []
    policy = {}
    for part in headers.get("Content-Security-Policy", "").split(";"):
        name, *values = part.split() or [""]
        policy[name] = set(values)
    for name, wanted in STRICT_CSP.items():
        if policy.get(name) != wanted:
            faults.append(f"CSP {name} is {sorted(policy.get(name, ()))}, not {sorted(wanted)}")
    loose = {"'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:"}
    faults += [f"CSP {name} is loose" for name, values in policy.items() if values & loose]
    if headers.get("X-Content-Type-Options") != "nosniff":
        faults.append("X-Content-Type-Options is not nosniff")
    return faults
