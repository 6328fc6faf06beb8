"""Every file of the sample archive is read as its truth says."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from corpus import sample
from corpus.article import Reading
from corpus.readers import read
from corpus.readers.front_matter import LINE_BY_LINE
from corpus.text import same_text
from tests.corpus.test_sample import truth

FILES = sorted(str(path) for path in sample.articles())
FIELDS = {
    "published": "published",
    "credit": "credits",
    "outlet": "outlets",
    "author": "authors",
    "dateline": "datelines",
    "language": "languages",
}


def reading(file: str) -> Reading:
    return read(sample.articles()[PurePosixPath(file)].read_bytes(), PurePosixPath(file).name)


@pytest.mark.parametrize("file", FILES)
def test_a_file_is_read_as_it_is(file: str) -> None:
    found = reading(file)
    assert found.title == truth()["titles"][file]
    assert {name: found.fields.get(name) for name in FIELDS} == {
        name: truth()[section].get(file) for name, section in FIELDS.items()
    }
    assert found.title not in found.text
    assert set(found.flags) <= {LINE_BY_LINE}


def test_reprints_are_told_from_other_reports() -> None:
    for one, other in truth()["near_copies"]:
        assert same_text(reading(one).text, reading(other).text)
    for one, other in truth()["copies"]:
        assert reading(one) == reading(other)


def test_reports_of_one_event_are_not_one_text() -> None:
    reports = [file for file in FILES if "market" in file and file.endswith(".txt")]
    copies = {frozenset(pair) for kind in ("near_copies", "copies") for pair in truth()[kind]}
    different = [
        (one, other)
        for one in reports
        for other in reports
        if one < other and frozenset((one, other)) not in copies and not one.endswith("(1).txt")
    ]
    assert different
    alike = {pair for pair in different if same_text(reading(pair[0]).text, reading(pair[1]).text)}
    assert all("(1)" in other or "meridian" in one + other for one, other in alike)
