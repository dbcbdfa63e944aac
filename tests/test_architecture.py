"""The house keeps its own rules: levels, sizes, names, marks on routes, no trace of a machine."""

import ast
import importlib
import pkgutil
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from flask import Flask

import ogi
from ogi.platform.web.access import is_public, permission_of

ROOT = Path(__file__).parents[1]
LINES = {"ogi": 400, "tests": 500, "bench": 400, "templates": 150}
# One file by its purpose: whoever checks a proof downloads it alone.
LONGER = {"ogi/static/verify/ogi-verify.py": 500}
FUNCTION_LINES = 40
VIEW_LINES = 20
LARGE, LARGE_SHARE = 250, 0.10
BANNED_MODULES = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}
# Written with brackets, so that this file does not hold what it looks for.
TRACES = re.compile(
    r"/[w]ork/|/[r]oot/|/[f]arm/|p[y]pi\.org|pyt[h]onhosted|n[p]mjs\.|npm[m]irror"
    r"|deb[.]deb[i]an|t[u]na\.tsing|ali[y]un\.com/py|/home/[a-z]+/"
)
BINARY = {".png", ".jpg", ".ico", ".woff2", ".otf", ".ttf", ".xlsx", ".pdf", ".docx"}


@cache
def tracked() -> tuple[Path, ...]:
    """Every file under version control; in a plain copy, every file of the project's folders."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    names = [name for name in listed.stdout.split("\0") if name]
    if listed.returncode or not names:
        folders = ("ogi", "tests", "bench", "docs", "script")
        names = [
            str(path.relative_to(ROOT))
            for folder in folders
            for path in (ROOT / folder).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        ]
    return tuple(path for name in names if (path := ROOT / name).is_file())


def python_files(folder: str) -> list[Path]:
    """Return the Python files below a folder, migrations left out: they are written once."""
    return [
        path
        for path in tracked()
        if path.suffix == ".py"
        and path.is_relative_to(ROOT / folder)
        and "migrations" not in path.parts
    ]


def length(path: Path) -> int:
    """Return the number of lines."""
    return len(path.read_text(encoding="utf-8").splitlines())


def shown(path: Path) -> str:
    """Return the path as one writes it in the project."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """Return the parsed module."""
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    """Yield every function and method of a module."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef):
            yield node


def body_length(function: ast.FunctionDef) -> int:
    """Return the lines from `def` to the end, the docstring left out."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def test_levels_and_rooms_hold_their_import_contracts():
    program = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    assert program, "import-linter is not installed"
    done = subprocess.run(
        [program, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_module_loads_beside_all_others():
    for found in pkgutil.walk_packages(ogi.__path__, "ogi."):
        if not found.name.startswith("ogi.migrations."):
            importlib.import_module(found.name)


@pytest.mark.parametrize("folder", ["ogi", "tests", "bench"])
def test_no_python_file_outgrows_its_room(folder: str):
    grown = {
        shown(p): n
        for p in python_files(folder)
        if (n := length(p)) > LONGER.get(shown(p), LINES[folder])
    }
    assert not grown


def test_nine_files_in_ten_stay_small():
    files = python_files("ogi")
    large = [shown(path) for path in files if length(path) > LARGE]
    assert len(large) <= LARGE_SHARE * len(files), large


def test_no_template_outgrows_its_room():
    templates = [path for path in tracked() if path.is_relative_to(ROOT / "ogi" / "templates")]
    grown = {shown(p): n for p in templates if (n := length(p)) > LINES["templates"]}
    assert not grown


def test_no_function_is_longer_than_a_screen():
    long = {
        f"{shown(path)}:{function.lineno} {function.name}": lines
        for path in python_files("ogi")
        for function in functions(path)
        if (lines := body_length(function)) > FUNCTION_LINES
    }
    assert not long


def test_views_only_parse_act_and_respond():
    long = {
        f"{shown(path)}:{function.lineno} {function.name}": lines
        for path in python_files("ogi")
        if "views" in {path.stem, *path.parent.parts}
        for function in functions(path)
        if any("bp." in ast.unparse(mark) for mark in function.decorator_list)
        and (lines := body_length(function)) > VIEW_LINES
    }
    assert not long


def test_no_module_has_a_name_that_says_nothing():
    named = [
        shown(path)
        for folder in ("ogi", "tests", "bench")
        for path in python_files(folder)
        if BANNED_MODULES & {path.stem, *path.relative_to(ROOT).parts}
    ]
    assert not named


LATE = {
    "ogi/__init__.py": "the process that opens strangers' files starts without the rooms",
    "ogi/platform/drawing.py": "pypdfium2 takes 7 MB, wanted where pictures are drawn",
    "ogi/platform/pdf.py": "WeasyPrint takes 20 MB, wanted by whoever prints",
    "ogi/platform/privacy/cleaning/files.py": "pikepdf takes 6 MB, wanted where files are opened",
    "ogi/platform/privacy/files.py": "pypdf takes 7 MB, wanted where files are opened",
    "ogi/platform/wording.py": "pypdf again",
    "ogi/platform/tabular/late.py": "openpyxl takes 5 MB, wanted for templates and remarks",
}


def test_imports_stand_at_the_top_of_their_module():
    inner = [
        f"{shown(path)}:{node.lineno}"
        for path in python_files("ogi")
        if shown(path) not in LATE
        for function in functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not inner


def test_only_the_clock_reads_the_clock():
    readers = [
        f"{shown(path)}:{node.lineno}"
        for path in python_files("ogi")
        if shown(path) != "ogi/platform/clock.py"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func)
        in {"datetime.now", "datetime.utcnow", "date.today", "datetime.today", "time.time"}
    ]
    assert not readers


def test_no_trace_of_a_machine_or_a_registry_is_kept():
    found = [
        f"{shown(path)}:{number}: {line.strip()[:80]}"
        for path in tracked()
        if path.suffix not in BINARY and "vendor" not in path.parts
        for number, line in enumerate(
            path.read_text(encoding="utf-8", errors="replace").splitlines(), 1
        )
        if TRACES.search(line)
    ]
    assert not found


def test_every_library_has_its_reason_and_its_lock():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    reasons = (ROOT / "docs/adr/0005-dependencies.md").read_text(encoding="utf-8")
    needs = {
        "requirements.txt": project["project"]["dependencies"],
        "requirements-dev.txt": [
            *project["project"]["dependencies"],
            *(wanted for group in project["dependency-groups"].values() for wanted in group),
        ],
    }
    for lock, wanted in needs.items():
        names = {re.split(r"[\[<>=~]", line)[0] for line in wanted}
        locked = (ROOT / lock).read_text(encoding="utf-8")
        assert not {
            name for name in names if not re.search(rf"^{name}(\[|==)", locked, re.MULTILINE)
        }
        assert not {
            name for name in names if not re.search(rf"^\|.*\b{name}\b", reasons, re.MULTILINE)
        }


def test_lint_is_silenced_only_with_a_reason():
    silenced = re.compile(r"#\s*(noqa|type:\s*ignore)(?P<rest>[^\n]*)")
    reasonless = [
        f"{shown(path)}:{number}"
        for folder in ("ogi", "tests", "bench")
        for path in python_files(folder)
        if path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (hit := silenced.search(line))
        and not re.match(r"[:\[][\w\s,:\[\]-]+?\]?\s+[-–#] *\S", hit["rest"])
    ]
    assert not reasonless


def test_every_route_says_who_may_enter(app: Flask):
    unmarked = [
        endpoint
        for endpoint, view in routes(app)
        if not is_public(view) and permission_of(view) is None
    ]
    assert not unmarked


def test_only_the_portal_and_sign_in_are_public(app: Flask):
    open_rooms = {endpoint.partition(".")[0] for endpoint, view in routes(app) if is_public(view)}
    assert open_rooms <= {"portal", "tenants"}


def routes(app: Flask) -> Iterator[tuple[str, Callable[..., object]]]:
    """Yield every endpoint with its view, packaged files left out."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            yield rule.endpoint, app.view_functions[rule.endpoint]
