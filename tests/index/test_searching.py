"""Searching as commands and screens do it: laziness, stopping, facets, bad input, and the real archive underneath."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import threading
import time
from datetime import date
from pathlib import Path

import pytest

from corpus.archive import Archive
from corpus.intake.update import update
from index import Index, QueryError, Results, SearchCancelled
from tests.index.fakes import FakeArchive, FakeEntry


@pytest.fixture
def index(tmp_path: Path) -> Index:
    archive = FakeArchive(
        *(
            FakeEntry(
                n,
                title=f"Title {n}",
                text="A landmine" if n % 2 else "An ambulance",
                outlet="Karsan Daily" if n % 3 else "",
                credit="Call Karsan",
                day=date(2018 + n % 3, 1, 1) if n % 5 else None,
                tags=("mine", "a/b") if n % 4 == 0 else (),
            )
            for n in range(1, 21)
        )
    )
    index = Index(archive, tmp_path)
    index.catch_up()
    return index


def test_facets_count_all_hits(index: Index) -> None:
    assert index.search("landmine OR ambulance").facets() == {
        "tag": [("a/b", 5), ("mine", 5)],
        "outlet": [("Karsan Daily", 14), ("Call Karsan", 6)],
        "year": [("2020", 5), ("2019", 6), ("2018", 5)],
    }
    assert index.search("landmine").facets(["tag"]) == {"tag": []}
    assert index.search("nothing").facets() == {"tag": [], "outlet": [], "year": []}
    with pytest.raises(ValueError, match="colour"):
        index.search("landmine").facets(["colour"])


def test_facets_count_a_new_tag_at_once(index: Index) -> None:
    assert index.search("landmine").facets(["tag"]) == {"tag": []}
    archive = index.archive
    assert isinstance(archive, FakeArchive)
    archive.put(FakeEntry(1, text="A landmine", tags=("mine",)))
    index.catch_up()
    assert index.search("landmine").facets(["tag"]) == {"tag": [("mine", 1)]}


def test_the_next_search_sees_new_tags_at_once(tmp_path: Path) -> None:
    archive = FakeArchive(FakeEntry(1, text="landmine"))
    index = Index(archive, tmp_path)
    index.catch_up()
    assert index.search("landmine tag:x").total == 0
    archive.articles.entries[1] = FakeEntry(1, text="landmine", tags=("x",))
    assert index.search("landmine tag:x").total == 1


def test_what_the_archive_knows_is_found_before_anything_is_indexed(tmp_path: Path) -> None:
    index = Index(FakeArchive(FakeEntry(1, text="landmine", tags=("x",))), tmp_path)
    assert list(index.search("tag:x").ns) == [1]
    assert list(index.search("-tag:x").ns) == []
    assert list(index.search("landmine").ns) == []


def test_a_search_stops_when_asked(index: Index) -> None:
    with pytest.raises(SearchCancelled):
        index.search("landmine", cancelled=lambda: True)


@pytest.mark.parametrize("query", ["a* b* c* -t*", " OR ".join(f"word{i}~2" for i in range(12)), '"a b"~900 "t* x"'])
def test_a_long_search_asks_whether_to_stop(index: Index, query: str) -> None:
    asked = []

    def stop() -> bool:
        asked.append(1)
        return False

    index.search(query, strict=False, cancelled=stop)
    assert asked


def test_snippets_may_be_asked_for_while_another_search_runs(index: Index) -> None:
    shown = index.search("landmine OR ambulance")
    failed: list[BaseException] = []

    def search() -> None:
        try:
            for number in range(60):
                index.search(f"landm* OR ambulance -only{number}")
        except BaseException as error:  # noqa: BLE001 (whatever it is, it belongs in the assertion)
            failed.append(error)

    worker = threading.Thread(target=search)
    worker.start()
    while worker.is_alive():
        assert all(shown.snippet(n).spans for n in shown.ns)
    worker.join()
    assert not failed


UNITS = ["(", ")", '"', "-", "NOT ", "OR ", "a ", "a OR ", "title:", "tag:(", "*", "~", "a*", "\x00", "\ud800", "'"]
UNITS += [
    "a-",
    "((a)",
    "U.",
    "1,000,",
    "😀",
    "\u200f",
    '"a ',
    "a~2 ",
    "-(a ",
    "l'",
    "ab*",
    "قوات ",
    "中",
    "\u0301",
    "a.b",
]


def answer_or_error(index: Index, text: str, strict: bool) -> Results | QueryError:
    try:
        return index.search(text, strict=strict)
    except QueryError as error:
        return error


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("strict", [True, False])
def test_bad_queries_get_an_answer_or_a_pointed_error(index: Index, unit: str, strict: bool) -> None:
    text = (unit * 10_000)[:10_000]
    index.search("landmine")
    began = time.process_time()
    found = answer_or_error(index, text, strict)
    assert not isinstance(found, QueryError) or 0 <= found.start <= found.end <= len(text)
    # Not a measure of speed: what is not bounded would take minutes.
    assert time.process_time() - began < 5


LAZY = """
    import sys
    from pathlib import Path
    sys.path.insert(0, sys.argv[2])
    from index import Index, QueryError
    from tests.index.fakes import FakeArchive, FakeEntry
    index = Index(FakeArchive(FakeEntry(1, text="landmine")), Path(sys.argv[1]))
    assert index.search("").total == 1
    index.behind(), index.health()
    loaded = {name.partition(".")[0] for name in sys.modules}
    assert not loaded & {"whoosh", "numpy", "Stemmer", "textual", "rich", "click", "dateutil"}, loaded
    index.catch_up()
    assert index.search("landmine").total == 1
    loaded = {name.partition(".")[0] for name in sys.modules}
    assert not loaded & {"textual", "rich", "click"}, loaded
"""


def test_whoosh_and_numpy_are_loaded_only_when_something_is_looked_for(tmp_path: Path) -> None:
    root = str(Path(__file__).parents[2])
    subprocess.run([sys.executable, "-c", textwrap.dedent(LAZY), str(tmp_path / "ix"), root], check=True, cwd=tmp_path)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    folder = tmp_path / "archive"
    folder.mkdir()
    for n in range(30):
        outlet = "Karsan Daily" if n % 2 else "Call Karsan"
        head = f"title: 'Report {n}: a landmine'\ndate: 2020-06-{n + 1:02}\nsource: {outlet}\nlang: en"
        (folder / f"{n}.md").write_text(f"---\n{head}\n---\n\nIn town {n} an ambulance was stopped.\n")
    opened = Archive.open(folder, create=True, who="rk")
    update(opened)
    return opened


def test_the_real_archive_is_found_in(archive: Archive, tmp_path: Path) -> None:
    with archive:
        index = Index(archive, tmp_path / "index")
        assert index.behind() == 30
        assert index.search("").total == 30
        assert index.catch_up() == 30
        assert index.behind() == 0
        found = index.search("ambulances published:2020-06-10..2020-06-19", sort="oldest")
        assert [archive.articles.rows([n])[0].published for n in found.ns] == [f"2020-06-{d}" for d in range(10, 20)]
        assert found.facets() == {
            "tag": [],
            "outlet": [("Call Karsan", 5), ("Karsan Daily", 5)],
            "year": [("2020", 10)],
        }
        assert index.search('source:"karsan daily" lang:en path:md title:report').total == 15
        archive.edits.tag(list(found.ns), add=["stop/ambulance"])
        assert index.behind() == 0
        assert index.search("tag:stop town").total == 10
        assert index.search("is:untagged").total == 20
        assert index.search("is:uncoded").total == 30
        assert index.search("tag:stop").facets(["tag"]) == {"tag": [("stop/ambulance", 10)]}
        archive.edits.set_field([found.ns[0]], "title", "Nothing of the kind")
        assert index.behind() == 1
        index.catch_up()
        assert index.search("title:kind").total == 1
        assert index.search("title:landmine").total == 29
        shown = index.search("stopped").snippet(found.ns[3])
        assert [shown.text[a:b] for a, b in shown.spans] == ["stopped"]


def test_the_index_of_an_archive_lies_in_it(archive: Archive) -> None:
    with archive:
        index = Index(archive)
        index.catch_up()
        assert index.folder == archive.folder / "index"
        assert Index(archive).search("landmine").total == 30
