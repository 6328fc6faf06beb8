"""What people type, on any record and any text: shown and read again it is the same, and nothing else than an error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.archive import Archive
from corpus.entry import edit
from corpus.entry.fault import EntryError, Fault
from corpus.entry.make import make
from corpus.entry.shown import told_lines, with_faults, without_faults
from corpus.errors import ArchiveError
from corpus.text import printable

LINE = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn")), min_size=1, max_size=30
).filter(lambda text: bool(text.strip()) and printable(text) == text and text == text.strip())
TEXT = st.lists(LINE, min_size=1, max_size=3).map("\n".join)
INCIDENT = st.fixed_dictionaries(
    {"title": LINE},
    optional={
        "date": st.fixed_dictionaries({"edtf": st.sampled_from(["2020-06-22", "2020", "../2020-06"]), "stated": LINE}),
        "event": st.sampled_from(["Battles", "Riots"]),
        "weapons": st.lists(LINE, min_size=1, max_size=3, unique=True),
        "harm": st.lists(
            st.fixed_dictionaries(
                {"to": st.sampled_from(["a", "b"]), "kind": st.just("killed"), "low": st.integers(0, 9)}
            ),
            min_size=1,
            max_size=3,
        ),
        "objects": st.lists(st.fixed_dictionaries({"what": LINE, "number": st.integers(0, 9) | LINE}), max_size=2),
        "assessment": st.fixed_dictionaries({"why": TEXT}),
    },
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with Archive.open(tmp_path_factory.mktemp("entry"), create=True, who="RK") as opened:
        yield opened


@given(INCIDENT, INCIDENT)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_shown_and_saved_as_it_is_changes_nothing(
    archive: Archive, one: dict[str, Any], other: dict[str, Any]
) -> None:
    ids = [archive.records.create("incident", values) for values in (one, other)]
    before = archive.position()
    for some in (ids[:1], ids):
        edited = edit.begin(archive, some)
        done = edit.take(archive, edited, edited.text.encode(), any_word=True)
        assert done.changed == 0
    assert archive.position() == before


def unordered(values: Mapping[str, Any]) -> dict[str, Any]:
    """A record's values but for the order of its words, which is that in which they were first said."""
    return {**values, "weapons": sorted(values.get("weapons", []))}


@given(INCIDENT, INCIDENT)
@settings(max_examples=60)
def test_one_record_becomes_another_by_its_text(archive: Archive, one: dict[str, Any], other: dict[str, Any]) -> None:
    id_, wanted = (archive.records.create("incident", values) for values in (one, other))
    text = edit.begin(archive, [wanted]).text.replace(wanted, id_)
    ref = archive.records.values(wanted)["ref"]
    edited = edit.begin(archive, [id_])
    edit.take(archive, edited, text.encode(), any_word=True)
    assert unordered(archive.records.values(id_)) == unordered({**archive.records.values(wanted), "ref": ref})


@given(st.text(max_size=200) | st.binary(max_size=200))
@settings(max_examples=200)
def test_any_text_is_taken_or_refused_in_words(archive: Archive, text: str | bytes) -> None:
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    before = archive.position()
    summary = ""
    try:
        make(archive, "search", data)
    except ArchiveError as error:
        summary = error.summary
    assert bool(summary) == (archive.position() == before)


@given(
    st.lists(LINE, min_size=1, max_size=8),
    st.lists(st.builds(Fault, st.integers(0, 12), LINE, LINE, st.just("") | LINE), min_size=1, max_size=4),
)
def test_faults_are_told_in_a_text_and_taken_out_again(lines: list[str], faults: list[Fault]) -> None:
    text = "\n".join(lines)
    assert without_faults(with_faults(text, faults), told_lines(text, faults)) == text


def test_a_fault_without_a_line_stands_first(tmp_path: Path) -> None:
    with Archive.open(tmp_path, create=True) as archive, pytest.raises(EntryError) as refused:
        make(archive, "link", b"relation: backs")
    told = with_faults("relation: backs", refused.value.faults).splitlines()
    assert told[0].startswith("# dateline: ")
    assert told[-1] == "relation: backs"
