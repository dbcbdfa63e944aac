"""A part of the benchmark's papers, on every run: what it promises must hold here too."""

import pytest

from bench.privacy import KEPT, missed_and_wrong
from bench.privacy_corpus import Writer
from bench.privacy_files import KINDS, make_file
from ogi.platform.privacy import find_in_file


@pytest.mark.parametrize("kind", KINDS)
def test_no_paper_hides_personal_data_and_no_look_alike_is_blamed(kind):
    for number in range(60):
        paper = Writer(number).paper()
        data = make_file(kind, paper, Writer(number).random)
        findings = find_in_file(f"{number}.{kind}", data, kept=KEPT)
        assert missed_and_wrong(paper.truths, findings) == ([], []), number
