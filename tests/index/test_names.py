from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from corpus.names.align import align
from corpus.names.likeness import table_for
from corpus.names.reading import read
from index import Index
from index.errors import IndexBroken
from index.mentions import Mentions, Patterns, spans
from index.names import arrays
from index.names import table as tables
from index.names.asking import Named, Names
from index.names.candidates import may_be_one, unrecorded
from index.names.collect import names as names_in
from index.names.finding import spellings
from index.names.sounds import SCRIPTS, sounds_of
from index.names.spelled import Asked, asked_name, offer
from index.names.table import FOLDER, catch_up, some
from tests.index.fakes import FakeArchive, FakeEntry, FakeRecord, FakeRecordSets

SPELLINGS = ("Rujaym", "Rjeim", "Rujeim", "رجيم", "Sarmin", "Deir ez-Zor", "Deir al-Zor", "دير الزور", "Liwa al-Quds")


def archive() -> FakeArchive:
    return FakeArchive(
        FakeEntry(
            1, "At night", "Fighters of Liwa as-Sindiyan took Rujaym today.", outlet="Wire", day=date(2031, 3, 2)
        ),
        FakeEntry(2, "At dawn", "It was the Sindiyan Brigade that took Rjeim.", outlet="Post", day=date(2031, 3, 1)),
        FakeEntry(3, "Later", "استهدف القصف بلدة رجيم مساء اليوم.", outlet="Post"),
        FakeEntry(4, "Elsewhere", "Nothing happened in Sarmin, said the mayor of Sarmin.", outlet="Wire"),
    )


@pytest.fixture
def index(tmp_path: Path) -> Index:
    made = Index(archive(), tmp_path)
    made.catch_up()
    return made


def record(id_: str, *names: str, kind: str = "actor", **values: object) -> FakeRecord:
    rows = [{"text": name, "kind": "name"} for name in names]
    return FakeRecord(id_, kind, names[0], values={"names": rows, **values})


# Collecting


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("They met Abu Bakr al-Nasif in Deir ez-Zor.", {"Abu Bakr al-Nasif", "Deir ez-Zor"}),
        ("It was Colonel Karim Haddad who spoke.", {"Karim Haddad"}),
        ("He joined “Jaysh al-Izza” then.", {"Jaysh al-Izza"}),
        ("On Monday the men left. Nobody saw them.", set()),
        ("قال العقيد كريم إن لواء السنديان دخل بلدة رجيم", {"كريم", "لواء السنديان", "رجيم"}),
        ("Колонна вошла в Абу-Кемаль вечером.", {"Абу-Кемаль"}),
        ("", set()),
    ],
)
def test_names_in_a_text(text: str, found: set[str]) -> None:
    assert names_in("", text) == found


# All names at once


def test_all_at_once_is_as_near_as_one_by_one() -> None:
    rng = random.Random(1)
    made = ["".join(rng.choices("abdeghiklmnoqrstuwyz ", k=rng.randint(3, 14))).strip().title() for _ in range(300)]
    listed = [name for name in dict.fromkeys([*SPELLINGS, *made]) if read(name).readings]
    table = some(listed)
    for query in SPELLINGS:
        found = dict.fromkeys(table.sounds.nearest(query, 0.45, 500))
        for number, name in enumerate(listed):
            alike = [
                align(x.units, y.units, known).alike - (a.cost + b.cost) / 8
                for a in read(query).readings
                for b in read(name).readings
                if (ordered := table_for(a, b))
                for known, x, y in [ordered]
            ]
            if max(alike, default=-1) > 0.7:
                assert number in found, (query, name)
            if max(alike, default=-1) < 0.4 and not read(name).kinds:
                assert number not in found, (query, name)


def test_every_spelling_is_found_in_any_script() -> None:
    found = spellings(some(SPELLINGS), "Rujaim", "place")
    assert {each.text for each in found if each.level == "match"} == {"Rujaym", "Rjeim", "Rujeim", "رجيم"}
    assert found == sorted(found, key=lambda each: -each.score)


@pytest.mark.parametrize("query", ["", "x", "12", "\u200b", "?!", "名前", "x" * 10_000, "Rж"])
def test_what_is_no_name_finds_nothing(query: str) -> None:
    assert spellings(some(SPELLINGS), query) == []


def test_sounds_keep_within_a_byte() -> None:
    sounds = sounds_of(SPELLINGS)
    assert sounds.codes.dtype == np.uint8
    assert set(sounds.script.tolist()) <= set(range(len(SCRIPTS)))
    assert int(sounds.ends[-1]) == len(sounds.codes)


# Kept up to date


def test_names_of_articles_are_counted_and_dated(tmp_path: Path) -> None:
    source = archive()
    table = catch_up(tmp_path, source)
    sarmin = table.number["Sarmin"]
    assert table.counts[sarmin] == 1
    assert table.articles_of(sarmin).tolist() == [4]
    use = table.use(table.number["Rujaym"], source)
    assert use.articles == 1
    assert use.outlets == (("Wire", 1),)


def test_only_what_changed_is_read_again(tmp_path: Path) -> None:
    source = archive()
    catch_up(tmp_path, source)
    source.put(FakeEntry(4, "Elsewhere", "Nothing happened in Zerba."))
    asked: list[int] = []
    whole = source.articles.for_index

    def counted(numbers: Sequence[int]) -> Iterator[FakeEntry]:
        asked.extend(numbers)
        return whole(numbers)

    source.articles.for_index = counted  # type: ignore[method-assign]
    table = catch_up(tmp_path, source)
    assert asked == [4]
    assert "Sarmin" not in table.number
    assert {"Zerba", "Rujaym"} <= set(table.names)


def test_any_history_gives_what_a_fresh_start_gives(tmp_path: Path) -> None:
    rng = random.Random(4)
    source = archive()
    for step in range(12):
        n = rng.randint(1, 6)
        if rng.random() < 0.3 and n in source.articles.entries:
            source.drop(n)
        else:
            words = " and ".join(rng.sample(["Rujaym", "Sarmin", "Deir ez-Zor", "Zerba", "Tel Suwayran"], 3))
            source.put(FakeEntry(n, "", f"Shells fell on {words} in step {step}."))
        catch_up(tmp_path / "one", source)
    one = catch_up(tmp_path / "one", source)
    fresh = catch_up(tmp_path / "two", source)
    held = [{t.names[k]: t.articles_of(k).tolist() for k in range(len(t.names))} for t in (one, fresh)]
    assert held[0] == held[1]
    for query in ("Rujeim", "Deir al-Zour"):
        assert {each.text for each in spellings(one, query)} == {each.text for each in spellings(fresh, query)}


def test_damaged_arrays_are_noticed_and_made_anew(tmp_path: Path) -> None:
    source = archive()
    catch_up(tmp_path, source)
    victim = next(path for path in (tmp_path / FOLDER).iterdir() if path.suffix == ".npy")
    victim.write_bytes(victim.read_bytes()[:-1] + b"\x7f")
    with pytest.raises(IndexBroken):
        tables.read(tmp_path, source.uid)
    assert "Rujaym" in Names(source, tmp_path).table().number


def test_pickles_and_paths_are_refused(tmp_path: Path) -> None:
    arrays.save(tmp_path / "a", {}, {"x": np.arange(3, dtype=np.int32)})
    manifest = tmp_path / "a" / arrays.MANIFEST
    manifest.write_text(manifest.read_text().replace('"x.', '"../x.'))
    with pytest.raises(IndexBroken):
        arrays.load(tmp_path / "a")
    np.save(tmp_path / "p.npy", np.array([{}], dtype=object), allow_pickle=True)
    with pytest.raises(IndexBroken):
        arrays.load(tmp_path / "a")


# Searching


def test_a_name_finds_every_spelling(index: Index) -> None:
    results = index.search('name:"Rujaim"')
    assert sorted(results.ns) == [1, 2, 3]
    assert {each.text for each in results.named[0].at("match")} == {"Rujaym", "Rjeim", "رجيم"}
    assert results.understood == "the name “Rujaim” in any spelling"
    assert sorted(index.search('-name:"Rujaim"').ns) == [4]
    assert sorted(index.search('name:"Rujaim" dawn').ns) == [2]


def test_a_group_is_found_under_any_word_for_it(index: Index) -> None:
    assert sorted(index.search('name:"Liwa al-Sindian"').ns) == [1, 2]


def test_a_plain_search_is_offered_the_other_spellings(index: Index) -> None:
    index.names.catch_up()
    found = offer("rjeim", index.names)
    assert found is not None
    assert {each.text for each in found.others} == {"Rujaym", "رجيم"}
    assert sorted(index.search(found.query).ns) == [1, 2, 3]
    assert offer("took", index.names) is None
    assert offer("tag:rjeim", index.names) is None


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("rjeim ambulance", Asked("rjeim", "", " ambulance", False)),
        ('night "sindiyan brigade" tag:x', Asked("sindiyan brigade", "night ", " tag:x", False)),
        ("took sindiyan brigade rjeim -quiet", Asked("sindiyan brigade", "took ", " rjeim -quiet", False)),
        ("nobody knows", Asked("nobody knows", "", "", False)),
        ("night name:Zerba", Asked("Zerba", "night ", "", True)),
        ("name:a name:b", None),
        ("tag:rjeim", None),
        ('"open', None),
    ],
)
def test_the_name_in_a_query_is_told_from_the_rest(index: Index, query: str, found: Asked | None) -> None:
    index.names.catch_up()
    assert asked_name(query, index.names) == found


def test_a_name_within_a_query_is_taken_in_and_left_in_its_place(index: Index) -> None:
    index.names.catch_up()
    found = offer("took rjeim", index.names)
    assert found is not None
    assert found.query == "took name:rjeim"
    assert sorted(index.search(found.query).ns) == [1, 2]
    asked = asked_name(found.query, index.names)
    assert asked is not None
    assert asked.only("Rjeim") == 'took "Rjeim"'
    assert sorted(index.search(asked.only("Rjeim")).ns) == [2]
    assert found.words(1) == "also spelled Rujaym (1) and 1 more"


def test_spellings_that_are_told_apart_are_offered_neither_way_again(tmp_path: Path) -> None:
    source = archive()
    source.record_sets = FakeRecordSets(distinctions=[("rujeim", "Rjeim"), ("Sarmin", "")])
    names = Names(source, tmp_path)
    names.catch_up()
    assert {each.text for each in names.ask("Rujeim").at("match")} == {"Rujaym", "رجيم"}
    assert "Rujeim" not in {each.text for each in names.ask("Rjeim").spellings}
    assert "Sarmin" not in [text for text, _ in unrecorded(names, least=1)]
    assert "Rujaym" in [text for text, _ in unrecorded(names, least=1)]


def test_a_record_has_the_names_of_those_that_were_merged_into_it(tmp_path: Path) -> None:
    source = archive()
    gone = record("g-2", "Old Mill", kind="place", not_names=["Mill"])
    source.record_sets = FakeRecordSets(
        record("g-1", "Rujaym", kind="place"), FakeRecord("g-2", "place", "", merged_into="g-1", values=gone.values)
    )
    (found,) = Names(source, tmp_path).records()
    assert (found.id, found.names, found.refused) == ("g-1", ("Rujaym", "Old Mill"), frozenset({"Mill"}))


def test_what_people_decided_comes_first(tmp_path: Path) -> None:
    source = archive()
    source.record_sets = FakeRecordSets(
        record("g-1", "Rujaym", "Old Mill", kind="place", not_names=["Rjeim"]), record("p-1", "Karim Haddad")
    )
    names = Names(source, tmp_path)
    names.catch_up()
    answer = names.ask("Old Mill")
    assert {each.text for each in answer.at("match")} == {"Old Mill", "Rujaym", "رجيم"}
    assert [each.id for each in answer.records] == ["g-1"]


def test_records_that_may_be_one_are_offered_until_somebody_says_no(tmp_path: Path) -> None:
    source = archive()
    source.record_sets = FakeRecordSets(
        record("p-1", "Liwa as-Sindiyan", type="group"),
        record("p-2", "Sindiyan Brigade", type="group"),
        record("g-1", "Sindiyan", kind="place"),
        record("p-3", "Kata'ib as-Sindiyan", type="group"),
    )
    names = Names(source, tmp_path)
    names.catch_up()
    found = may_be_one(names, frozenset())
    assert [(each.one.id, each.other.id, each.level) for each in found] == [("p-1", "p-2", "match")]
    assert may_be_one(names, frozenset({("p-1", "p-2"), ("p-2", "p-1")})) == []


def test_frequent_names_without_a_record_are_offered(tmp_path: Path) -> None:
    source = FakeArchive(*(FakeEntry(n, "", f"Shells fell on Zerba and on Rujeim, day {n}.") for n in range(1, 5)))
    source.record_sets = FakeRecordSets(record("g-1", "Rujaym", kind="place"))
    names = Names(source, tmp_path)
    names.catch_up()
    assert unrecorded(names) == [("Zerba", 4)]


# Mentions


def named(id_: str, *names: str, nicknames: tuple[str, ...] = ()) -> Named:
    return Named(id_, names[0], "any", (*names, *nicknames), frozenset(), frozenset(nicknames))


def test_a_longer_name_covers_a_shorter_one() -> None:
    patterns = Patterns([named("g-1", "al-Quds"), named("g-2", "Al-Quds Hospital")])
    text = "Shells hit Al-Quds Hospital, not al-Quds itself."
    found = spans(patterns, text)
    assert [(text[each.start : each.end], each.records) for each in found] == [
        ("Al-Quds Hospital", ("g-2",)),
        ("al-Quds", ("g-1",)),
    ]


def test_mentions_are_counted_and_kept_up_to_date(tmp_path: Path) -> None:
    source = archive()
    records = [named("g-1", "Sarmin"), named("g-2", "رجيم")]
    finder = Mentions(source, tmp_path)
    found = finder.catch_up(records)
    assert found.articles("g-1") == {4: 2}
    assert found.articles("g-2") == {3: 1}
    assert finder.scanned == 4
    source.put(FakeEntry(2, "", "Now it is Sarmin, too."))
    assert finder.catch_up(records).articles("g-1") == {2: 1, 4: 2}
    assert finder.scanned == 5
    source.drop(4)
    assert finder.catch_up(records).articles("g-1") == {2: 1}
    assert finder.scanned == 5


def test_a_new_name_is_looked_for_where_its_words_stand(tmp_path: Path) -> None:
    source = archive()
    asked: list[str] = []

    def find(words: str) -> list[int]:
        asked.append(words)
        return [1]

    finder = Mentions(source, tmp_path, find)
    finder.catch_up([named("g-1", "Sarmin")])
    asked.clear()
    found = finder.catch_up([named("g-1", "Sarmin"), named("p-1", "Liwa as-Sindiyan")])
    assert asked == ["liwa as sindiyan"]
    assert finder.scanned == 5
    assert found.articles("p-1") == {1: 1}
    assert found.articles("g-1") == {4: 2}


def test_a_name_of_several_is_ambiguous(tmp_path: Path) -> None:
    finder = Mentions(archive(), tmp_path)
    found = finder.catch_up([named("g-1", "Sarmin"), named("p-1", "Sarmin")])
    assert found.ambiguous("g-1") == {"sarmin": ("p-1",)}
    assert found.spans("In Sarmin.")[0].records == ("g-1", "p-1")


def test_a_nickname_counts_only_beside_what_its_bearer_belongs_to(tmp_path: Path) -> None:
    source = FakeArchive(FakeEntry(1, "", "The Tinker of Liwa al-Quds spoke."), FakeEntry(2, "", "The Tinker came."))
    people = [named("p-1", "Karim Haddad", nicknames=("the Tinker",)), named("p-2", "Liwa al-Quds")]
    found = Mentions(source, tmp_path).catch_up(people)
    assert found.articles("p-1") == {}
    assert found.articles("p-1", {"p-1": {"p-2"}}) == {1: 1}


def test_names_keep_mentions_and_look_only_through_what_changed(tmp_path: Path) -> None:
    source = archive()
    source.record_sets = FakeRecordSets(
        record("g-1", "Sarmin", kind="place"), record("p-1", "Rujaym"), record("g-2", "Rujaym", kind="place")
    )
    names = Names(source, tmp_path)
    found = names.mentions()
    assert found.articles("g-1") == {4: 2}
    assert names.mentions() is found
    assert (found.surely("g-1"), found.surely("g-2"), found.articles("g-2")) == ({4}, set(), {1: 1})
    source.put(FakeEntry(5, "", "Rain in Sarmin."))
    assert names.mentions().articles("g-1") == {4: 2, 5: 1}


def test_a_nickname_or_a_name_of_several_is_no_sure_mention() -> None:
    patterns = Patterns([named("p-1", "Karim", nicknames=("Tinsmith",)), named("g-1", "Zerba"), named("p-2", "Zerba")])
    found = spans(patterns, "Karim, the Tinsmith, left Zerba.")
    assert [(each.records, each.is_sure) for each in found] == [
        (("p-1",), True),
        (("p-1",), False),
        (("g-1", "p-2"), False),
    ]
