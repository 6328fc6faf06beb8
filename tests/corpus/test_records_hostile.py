"""Whatever a stranger's history says of records, they can be listed, shown and checked, and nothing breaks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.archive import Archive
from corpus.errors import ArchiveError
from corpus.records.integrity import inspect
from corpus.store.operation import Operation, new_id
from corpus.store.record_tables import kept, work_out

RECORDS = (
    "i-01jyd8te0seed0000000000001",
    "i-01jyd8te0seed0000000000002",
    "p-01jyd8te0seed0000000000003",
    "g-01jyd8te0seed0000000000004",
    "l-01jyd8te0seed0000000000005",
    "e-01jyd8te0seed0000000000006",
    "s-01jyd8te0seed0000000000007",
    "x-nothing",
    "i-",
)
FIELDS = (
    *("title", "date", "date.edtf", "date.", "event", "scope", "also/x", "weapons/", "tags/a", "restricted"),
    *("harm", "harm[h1].kind", "harm[h1].low", "harm[h1]", "harm[h1", "harm[].x", "harm[h1].to", "harm[h2].within"),
    *("actors[k1].actor", "actors[k1].role", "places[s1].place", "places[s1].how", "objects[o1].what"),
    *("names/Oak", "names/", "names/[x]", "names", "within", "merged_into", "deleted", "ref", "basis", "basis.x.y"),
    *("from", "to", "relation", "since", "until", "as", "article", "in", "quote", "via", "points/k", "points"),
    *("text_sha256", "notes/n", "notes", "", ".", "/", "[", "latitude", "name", "query", "unheard/of", "zz"),
)
SCALARS = (
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from([*RECORDS, "single", "phase", "phase of", "2031-03", "2031-99", "h1", "RK-0001", "a-" + "0" * 20])
    | st.text("ab[]/.\x00\x1b\u202e\n", max_size=6)
)  # fmt: skip
POINTS = st.fixed_dictionaries({}, optional={"record": SCALARS, "field": SCALARS, "value": SCALARS, "stance": SCALARS})
QUOTES = st.fixed_dictionaries({}, optional={"exact": SCALARS, "prefix": SCALARS, "start": SCALARS})
VALUES = st.recursive(
    SCALARS | POINTS | QUOTES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["text", "who", "actor", "x"]), inner),
    max_leaves=5,
)
OPERATIONS = st.lists(st.tuples(st.sampled_from(RECORDS), st.sampled_from(FIELDS), VALUES), min_size=1, max_size=25)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with Archive.open(tmp_path_factory.mktemp("hostile"), create=True) as opened:
        yield opened


def looked_at(archive: Archive, record: str) -> None:
    profiles = {"i-": archive.profiles.incident, "p-": archive.profiles.actor, "g-": archive.profiles.place}
    archive.records.points_to(record)
    archive.claims.about(record)
    try:
        shown = archive.records.get(record)
    except ArchiveError:
        return
    archive.claims.choices(record)
    archive.claims.sources(record)
    archive.records.restriction(record)
    if shown.kind in ("incident", "actor", "place"):
        profiles[record[:2]](record)


@settings(max_examples=200)
@given(said=OPERATIONS)
def test_nothing_that_is_said_of_records_breaks_them(archive: Archive, said: list[tuple[str, str, Any]]) -> None:
    with archive.database.write() as connection:
        for (table,) in connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'meta'"
        ).fetchall():
            connection.execute(f"DELETE FROM {table}")
    batch = new_id()
    archive.log.receive(
        [
            Operation(new_id(), 1_000 + i, "2031-01-01T00:00:00Z", "LM", record, field, value, None, batch)
            for i, (record, field, value) in enumerate(said)
        ]
    )
    for record in RECORDS:
        looked_at(archive, record)
        connection = archive.database.connection
        assert kept(connection, record) == work_out(connection, archive.log, record)
    for kind in ("incident", "actor", "place", "link", "passage", "search"):
        archive.records.rows(archive.records.all(kind, "newest"))
    list(inspect(archive))
