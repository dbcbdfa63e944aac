"""Files of others are what their list says, byte for byte, and each has its licence."""

import hashlib
import re
from pathlib import Path

VENDOR = Path(__file__).parent.parent / "ogi" / "static" / "vendor"
ROW = re.compile(
    r"^\| `(?P<name>[^`]+)` \| [^|]+ \| (?P<version>\d[\d.]*) \| \w+, `(?P<licence>[^`]+)`"
    r" \| `(?P<sha256>[0-9a-f]{64})` \|$",
    re.MULTILINE,
)


def test_every_file_of_others_is_listed_with_its_licence_and_unmodified():
    listed = {row["name"]: row for row in ROW.finditer((VENDOR / "README.md").read_text())}
    licences = {row["licence"] for row in listed.values()}
    kept = {path.name for path in VENDOR.iterdir()}
    assert kept == {"README.md", *listed, *licences}
    for name, row in listed.items():
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == row["sha256"], name
