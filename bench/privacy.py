"""Finding personal data in 20,000 made-up papers, beside reading their text alone.

Recall is the share of the seeded personal data that was found, precision the share of findings
that were seeded. The baseline reads the text of the same files and looks for nothing.

    python bench/privacy.py [--documents N] [--misses N]
"""

import argparse
import random
import time
import unicodedata
import zipfile
from collections import Counter
from io import BytesIO

from lxml import etree
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from bench.privacy_corpus import OFFICE_MOBILES, Writer
from bench.privacy_files import KINDS, make_file
from ogi.platform.privacy import Finding, Kind, find_in_file

DOCUMENTS = 20_000
KEPT = frozenset(OFFICE_MOBILES)


def plain(text: str) -> str:
    return "".join(s for s in unicodedata.normalize("NFKC", text).upper() if s.isalnum())


def missed_and_wrong(
    truths: list[tuple[str, str]], findings: list[Finding]
) -> tuple[list[tuple[str, str]], list[Finding]]:
    """Return the truths that were not found and the findings that are not true."""
    left, missed = list(findings), []
    for kind, text in truths:
        wanted = plain(text)
        for one in left:
            found = plain(one.text)
            if one.kind == kind and (wanted in found or found in wanted) and len(found) > 1:
                left.remove(one)
                break
        else:
            missed.append((kind, text))
    return missed, left


def read_only(kind: str, data: bytes) -> int:
    """Read the text of a file and count its characters."""
    if kind == "xlsx":
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        return sum(len(str(book.get_sheet_by_name(one).to_python())) for one in book.sheet_names)
    if kind == "docx":
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = [one for one in archive.namelist() if one.startswith("word/")]
            return sum(len("".join(etree.fromstring(archive.read(p)).itertext())) for p in parts)
    if kind == "pdf":
        return sum(len(page.extract_text()) for page in PdfReader(BytesIO(data)).pages)
    return len(data.decode("gb18030", "replace"))


def measure(documents: int, misses: int) -> list[str]:
    seeded, found, wrong = Counter[str](), Counter[str](), Counter[str]()
    clocks, files = Counter[str](), Counter[str]()
    for number in range(documents):
        kind = KINDS[number % len(KINDS)]
        paper = Writer(number).paper()
        data = make_file(kind, paper, random.Random(number))
        began = time.perf_counter()
        findings = find_in_file(f"{number}.{kind}", data, kept=KEPT)
        between = time.perf_counter()
        assert read_only(kind, data)
        clocks[kind, "ours"] += between - began
        clocks[kind, "base"] += time.perf_counter() - between
        files[kind] += 1
        missed, untrue = missed_and_wrong(paper.truths, findings)
        seeded.update(one for one, _ in paper.truths)
        found.update(one for one, _ in paper.truths)
        found.subtract(one for one, _ in missed)
        wrong.update(one.kind.value for one in untrue)
        if misses and (missed or untrue):
            misses -= 1
            print(
                number,
                kind,
                "missed",
                missed,
                "wrong",
                [(f.kind.value, f.text, f.where) for f in untrue],
            )
    return [*_table(seeded, found, wrong), "", *_speeds(clocks, files)]


def _table(seeded: Counter[str], found: Counter[str], wrong: Counter[str]) -> list[str]:
    rows = ["| kind | seeded | recall | precision |", "|---|---:|---:|---:|"]
    rows += [_row(kind.value, seeded[kind], found[kind], wrong[kind]) for kind in Kind]
    return [*rows, _row("all", seeded.total(), found.total(), wrong.total())]


def _row(name: str, seeded: int, found: int, wrong: int) -> str:
    recall = found / seeded if seeded else 1.0
    precision = found / (found + wrong) if found + wrong else 1.0
    return f"| {name} | {seeded} | {recall:.2%} | {precision:.2%} |"


def _speeds(clocks: Counter, files: Counter[str]) -> list[str]:
    rows = [
        "| files | number | looked through/s | text alone/s | ratio |",
        "|---|---:|---:|---:|---:|",
    ]
    for kind in [*KINDS, "all"]:
        ours = sum(v for (k, w), v in clocks.items() if w == "ours" and kind in (k, "all"))
        base = sum(v for (k, w), v in clocks.items() if w == "base" and kind in (k, "all"))
        count = files.total() if kind == "all" else files[kind]
        if count:
            ratio = f"{count / ours:.0f} | {count / base:.0f} | {base / ours:.2f} ×"
            rows.append(f"| {kind} | {count} | {ratio} |")
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=DOCUMENTS)
    parser.add_argument("--misses", type=int, default=0, help="print so many faulty papers")
    asked = parser.parse_args()
    print("\n".join(measure(asked.documents, asked.misses)))


if __name__ == "__main__":
    main()
