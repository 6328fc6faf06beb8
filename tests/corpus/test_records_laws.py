"""Laws of records: what is put is what is there, undo gives back what was, and the tables follow the log."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.archive import Archive
from corpus.errors import RecordUnknown
from corpus.records.shape import is_nothing
from corpus.store.operation import dump
from corpus.store.record_tables import kept, work_out

LINES = st.text("abc éد'[]/.,:-", min_size=1, max_size=8).filter(lambda text: bool(text.strip()))
ROW_IDS = st.sampled_from(["h1", "h2", "k-3", "x.y", "z 9"])
DATES = st.sampled_from(["2031", "2031-03-10~", "../2031-03", "2031-03-01/2031-03-05", "203X"])
WORDS = st.sampled_from(["single", "Battles", "looting", "a word of our own"])


def some(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


def rows(required: dict[str, st.SearchStrategy[Any]], **optional: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    row = st.fixed_dictionaries({"id": ROW_IDS, **required}, optional=optional)
    return st.lists(row, max_size=4, unique_by=lambda each: each["id"])


def in_order(numbers: list[int]) -> dict[str, int]:
    return dict(zip(("low", "best", "high"), sorted(numbers), strict=False))


HARM = st.lists(
    st.tuples(ROW_IDS, WORDS, st.lists(st.integers(0, 99), max_size=3), some(stated=LINES, who=WORDS, odd=LINES)),
    max_size=4,
    unique_by=lambda row: row[0],
).map(lambda all_: [{"id": id_, "kind": kind, **in_order(numbers), **more} for id_, kind, numbers, more in all_])

INCIDENTS = some(
    title=LINES,
    date=some(edtf=DATES, stated=LINES, time=LINES),
    event=WORDS,
    also=st.lists(WORDS, max_size=3, unique=True),
    harm=HARM,
    weapons=st.lists(LINES, max_size=3, unique=True),
    objects=rows({"what": LINES}, number=st.integers(0, 9) | LINES, effect=LINES),
    basis=st.dictionaries(st.sampled_from(["title", "date.edtf", "event"]), WORDS, max_size=2),
    status=WORDS,
    assessment=some(grade=WORDS, why=LINES),
    restricted=st.sampled_from(["open", "team", "sealed"]),
    tags=st.lists(st.sampled_from(["a", "a/b", "c d"]), max_size=3, unique=True).map(sorted),
    zz_unknown=LINES | st.lists(st.integers(), min_size=1),
).map(lambda values: {"ref": "RK-0001", **{name: value for name, value in values.items() if not is_nothing(value)}})


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp("laws")
    ticks = itertools.count(1_000)
    (folder / ".dateline").mkdir()
    opened = Archive(folder, read_only=False, who="RK", clock=lambda: next(ticks))
    yield opened
    opened.close()


def as_sets(values: dict[str, Any]) -> dict[str, Any]:
    """Without the order of rows and words, which is that in which they first were written."""
    return {
        name: sorted(value, key=dump) if isinstance(value, list) and name != "zz_unknown" else value
        for name, value in values.items()
    }


@settings(max_examples=80)
@given(first=INCIDENTS, second=INCIDENTS, third=INCIDENTS)
def test_what_is_put_is_what_is_there(
    archive: Archive, first: dict[str, Any], second: dict[str, Any], third: dict[str, Any]
) -> None:
    records, connection = archive.records, archive.database.connection

    def holds(values: dict[str, Any], *, exactly: bool = False) -> None:
        seen = dict(records.get(id_).values)
        assert as_sets(seen) == as_sets(values)
        assert not exactly or seen == values
        assert kept(connection, id_) == work_out(connection, archive.log, id_)

    id_ = records.create("incident", first)
    holds(first, exactly=True)
    acts = 1
    states = [first]
    for values in (second, third, third):
        acts += bool(records.put(id_, values).batch)
        states += [values] if len(states) < acts else []
        holds(values)
    for values in reversed(states[:-1]):
        archive.history.undo()
        holds(values)
    archive.history.undo()
    with pytest.raises(RecordUnknown):
        records.get(id_)
    for values in states:
        archive.history.redo()
        holds(values)


@settings(max_examples=60)
@given(
    values=INCIDENTS, changes=st.lists(st.tuples(ROW_IDS, st.sampled_from(["stated", "who", None]), LINES), max_size=6)
)
def test_rows_change_one_by_one_as_they_would_at_once(
    archive: Archive, values: dict[str, Any], changes: list[tuple[str, str | None, str]]
) -> None:
    records = archive.records
    one, other = (records.create("incident", {**values, "title": "X"}) for _ in range(2))
    wanted = dict(records.get(other).values)
    for row, part, text in changes:
        harm = [dict(each) for each in wanted.get("harm", [])]
        found = next((each for each in harm if each["id"] == row), None)
        if found is None:
            continue
        if part is None:
            records.remove(one, f"harm[{row}]")
            harm.remove(found)
        else:
            records.set(one, f"harm[{row}].{part}", text)
            found[part] = text
        wanted["harm"] = harm
    records.put(other, wanted)
    assert as_sets(dict(records.get(one).values)) == as_sets(dict(records.get(other).values))
