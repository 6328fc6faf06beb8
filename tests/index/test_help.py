"""Help with queries: what stands in for what nobody finds, and what a beginning may become."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import Index, QueryError
from index.records.query import RecordKind
from tests.index.fakes import FakeArchive, FakeEntry, FakeRecord, FakeRecordSets

TODAY = date(2021, 5, 5)


@pytest.fixture
def index(tmp_path: Path) -> Index:
    archive = FakeArchive(
        *(FakeEntry(n, "Ambulance stopped", "An ambulance and a bridge", outlet="Karsan Daily") for n in (1, 2)),
        FakeEntry(3, "Market", "The ambulances left the market of Orsha", outlet="Valley Voice", tags=("harm/killed",)),
        FakeEntry(4, "Мост", "Военные закрыли мост", tags=("harm/wounded", "bridge")),
        FakeEntry(5, "الجسر", "أغلق الجنود الجسر القديم"),
    )
    archive.record_sets = FakeRecordSets(
        FakeRecord("p-noor", "actor", "al-Noor Brigade", values={"names": [{"text": "al-Noor Brigade"}]}),
        FakeRecord("g-orsha", "place", "Orsha", values={"names": [{"text": "Orsha"}]}),
        FakeRecord(
            "i-1",
            "incident",
            "Raid",
            values={"title": "Raid", "event": "Battles", "actors": [{"actor": "p-noor", "role": "attacker"}]},
        ),
        ties=[("i-1", "a-3")],
    )
    index = Index(archive, tmp_path, today=lambda: TODAY)
    index.catch_up()
    return index


@pytest.mark.parametrize(
    ("query", "sentences", "other"),
    [
        ("ambulanse", ["no article has “ambulanse”; ambulance has 3"], "ambulance"),
        ("marked", ["no article has “marked”; market has 1"], "market"),
        ("ваенные", ["no article has “ваенные”; военные has 1"], "военные"),
        ("الجسد", ["no article has “الجسد”; الجسر has 1"], "الجسر"),
        ("zeppelin", ["no article has “zeppelin”"], ""),
        ("ambulance zeppelin", ["no article has “zeppelin”", "try: ambulance (3)"], "ambulance"),
        ("orsha brigde", ["no article has “brigde”; bridge has 2", "try: orsha (1)"], "orsha"),
        ("ambulance мост", ["no article has all of these: “ambulance” has 3, “мост” has 1", "without “мост”: 3"],
         "ambulance"),
        ('"bridge ambulance"',
         ['no article has "bridge ambulance"; "bridge ambulance"~3 has 2, bridge ambulance has 2'],
         '"bridge ambulance"~3'),
        ("title:bridge", ["no article has “title:bridge”; bridge has 2"], "bridge"),
        ("tag:harm/kiled", ["no article has “tag:harm/kiled”; tag:harm/killed has 1, tag:harm/wounded has 1"],
         "tag:harm/killed"),
        ("actor:nour", ["no article has “actor:nour”"], ""),
        ('actor:"al-Nour Brigade"', ['no article has “actor:"al-Nour Brigade"”; actor:"al-Noor Brigade" has 1'],
         'actor:"al-Noor Brigade"'),
        ("-ambulance -market -мост -الجسر", None, ""),
        ("published:1999", ["no article has “published:1999”"], ""),
    ],
)  # fmt: skip
def test_why_nothing_was_found(index: Index, query: str, sentences: list[str] | None, other: str) -> None:
    results = index.search(query)
    assert results.total == 0
    advice = results.advice
    assert advice is not None
    if sentences is not None:
        assert list(advice.sentences) == sentences
    if other:
        assert advice.query == other
        assert index.search(advice.query).total == advice.count > 0


def test_there_is_no_advice_where_something_was_found(index: Index) -> None:
    assert index.search("ambulance").advice is None
    assert index.search("").advice is None


@pytest.fixture(scope="module")
def misspelt(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """An archive with a word that is frequent, and that one article misspells; and one that is rightly rare."""
    texts = ["The government of the river valley"] * 200 + ["The goverment fell", "The commander of guards"]
    archive = FakeArchive(*(FakeEntry(n, "News", text) for n, text in enumerate(texts, 1)))
    index = Index(archive, tmp_path_factory.mktemp("index"), today=lambda: TODAY)
    index.catch_up()
    return index


@pytest.mark.parametrize(
    ("query", "sentences", "other"),
    [
        ("goverment", ["“goverment” has 1, government has 200"], "government"),
        ("valley OR goverment", None, ""),
        ("-goverment valley", None, ""),
        ("fell goverment", None, ""),
        ("the goverment", ["“goverment” has 1, government has 200", "try: the government (200)"], "the government"),
        ("commander", None, ""),
        ("Goverment", ["“Goverment” has 1, government has 200"], "government"),
        ("government", None, ""),
    ],
)
def test_what_is_far_more_frequent_than_a_word_that_hardly_any_article_has(
    misspelt: Index, query: str, sentences: list[str] | None, other: str
) -> None:
    results = misspelt.search(query)
    assert results.total
    advice = results.advice
    assert (list(advice.sentences) if advice else None) == sentences
    if advice:
        assert advice.query == other
        assert misspelt.search(other).total == advice.count
    assert misspelt.search(query, strict=False).advice is None


def completed(index: Index, text: str) -> list[str]:
    """What a query may become, with the cursor at `|`."""
    cursor = text.index("|")
    whole = text.replace("|", "")
    return [whole[: c.start] + c.replacement + whole[c.end :] for c in index.complete(whole, cursor)]


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("amb|", ["ambulance", "ambulances"]),
        ("bridge -amb|", ["bridge -ambulance", "bridge -ambulances"]),
        ("(bridge OR amb|)", ["(bridge OR ambulance)", "(bridge OR ambulances)"]),
        ('"an amb|', ['"an ambulance', '"an ambulances']),
        ("title:amb|", ["title:ambulance"]),
        ("Вое|", ["военные"]),
        ("الج|", ["الجسر", "الجنود"]),
        ("amb| bridge", ["ambulance bridge", "ambulances bridge"]),
        ("a|", []),
        ("publ|", ["published:"]),
        ("tag:|", ["tag:bridge", "tag:harm/killed", "tag:harm/wounded"]),
        ("-tag:harm/w|", ["-tag:harm/wounded"]),
        ("tag:kill|", ["tag:harm/killed"]),
        ("source:|", ['source:"Karsan Daily"', 'source:"Valley Voice"']),
        ("source:voi|", ['source:"Valley Voice"']),
        ('source:"vall|', ['source:"Valley Voice"']),
        ("is:un|", ["is:uncoded", "is:unlinked", "is:unread", "is:untagged"]),
        ("coding:no|", ['coding:"nothing to code"']),
        ("actor:noor|", ['actor:"al-Noor Brigade"']),
        ("place:o|", ["place:Orsha"]),
        ("incident:r|", ["incident:Raid"]),
        ("role:att|", ["role:attacker"]),
        ("event:bat|", ["event:Battles"]),
        ("nothing:x|", []),
        ("published:2020|", []),
        ("|", []),
        ("amb |", []),
    ],
)
def test_what_a_beginning_may_become(index: Index, text: str, becomes: list[str]) -> None:
    assert completed(index, text) == becomes


def test_completions_say_how_many_have_them(index: Index) -> None:
    assert [(c.replacement, c.count, c.kind) for c in index.complete("amb", 3)] == [
        ("ambulance", 2, "word"),
        ("ambulances", 1, "word"),
    ]
    assert index.complete("source:k", 8)[0].count == 2
    assert index.complete("role:att", 8)[0].count == 1


_pieces = st.sampled_from(
    [
        *'()"“«:-~* ',
        "AND",
        "OR",
        "actor:",
        "tag:",
        "source:",
        "deaths:",
        "title:",
        "happened:",
        "am",
        "Noor",
        "وال",
        "\0",
        "\ud800",
    ]
)
texts = st.one_of(st.lists(_pieces, max_size=30).map("".join), st.text(max_size=60))


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts, st.integers(0, 70), st.sampled_from(["incident", "actor", "place"]))
def test_any_text_is_answered_or_pointed_at(index: Index, text: str, cursor: int, kind: RecordKind) -> None:
    for completion in index.complete(text, min(cursor, len(text))):
        assert 0 <= completion.start <= completion.end <= len(text)
    for strict in (True, False):
        refused: list[QueryError] = []
        try:
            found = index.search_records(text, kind, strict=strict)
            found.facets()
            results = index.search(text, strict=strict)
            assert results.advice is None or not results.total
        except QueryError as error:
            refused.append(error)
        assert all(0 <= error.start <= error.end <= len(text) and error.expected for error in refused)


HUGE = ("(" * 9_000 + " x", "a" * 9_999, "a:" * 4_000, "-" * 9_000, '"' + "a " * 4_000, "tag:" + "b" * 9_000)


@pytest.mark.parametrize("text", HUGE)
def test_what_nobody_types_completes_nothing(index: Index, text: str) -> None:
    assert index.complete(text, len(text)) == []


def test_an_index_that_is_not_there_yet_completes_no_words(tmp_path: Path) -> None:
    archive = FakeArchive(FakeEntry(1, text="ambulance", tags=("ambush",)))
    index = Index(archive, tmp_path / "none")
    assert index.complete("amb", 3) == []
    assert [c.replacement for c in index.complete("tag:amb", 7)] == ["ambush"]
