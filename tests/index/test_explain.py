"""What was understood, in words; and values that mean nothing, refused in place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from index import Index, QueryError
from tests.index.fakes import FakeArchive, FakeEntry


@pytest.fixture
def index(tmp_path: Path) -> Index:
    archive = FakeArchive(
        FakeEntry(7, text="A landmine, two landmines", day=date(2020, 6, 22), states=("coding:coded",))
    )
    index = Index(archive, tmp_path, today=lambda: date(2020, 6, 24))
    index.catch_up()
    return index


@pytest.mark.parametrize(
    ("query", "understood"),
    [
        ("", "all articles"),
        ("landmine", "“landmine” (also landmines)"),
        ("nowhere", "“nowhere”"),
        ("al-quds", "“al quds” or “alquds”"),
        ("12:30", "“12 30”"),
        ("a OR b -c", "“a” or (“b” and not “c”)"),
        ("(a OR b) c", "(“a” or “b”) and “c”"),
        ("NOT (a b)", "not (“a” and “b”)"),
        ("mil*", "words that begin with “mil”"),
        ("syria~1", "words at most 1 letter from “syria”"),
        ('"a b"', "the phrase “a b”"),
        ('"a b*"', "the phrase “a b…”"),
        ('"a b"~0', "the words “a b” in any order with no other word among them"),
        ('"a b"~3', "the words “a b” in any order with at most 3 other words among them"),
        ("title:a", "“a” in the title"),
        ("source:call", "“call” in the outlet or credit"),
        ("tag:A/b", "the tag “a/b”"),
        ("tag:a*", "tags that begin with “a”"),
        ("is:unread", "not read by you"),
        ("is:linked", "linked to an incident"),
        ('actor:"al-Noor Brigade"', "an incident with the actor “al-Noor Brigade”"),
        (
            "a actor:noor role:attacker happened:2020",
            "“a” and one incident with (the actor “noor” and the role “attacker”"
            " and happened 2020: 2020-01-01 to 2020-12-31)",
        ),
        ("-place:orsh*", "not an incident with the place “orsh…”"),
        ("deaths:>10", "an incident with at least 11 killed (the lowest number)"),
        ("deaths.high:3..5", "an incident with 3 to 5 killed (the highest number)"),
        ("coding:nothing", "coding “nothing to code”"),
        ("published:2020-06", "published 2020-06: 2020-06-01 to 2020-06-30"),
        ("published:yesterday", "published yesterday: 2020-06-23"),
        ("after:2020-06", "published 2020-06-01 or later"),
        ("before:2020-06", "published 2020-05-31 or earlier"),
        ('"a\x1b[31m"', "the phrase “a␛[31m”"),
    ],
)
def test_what_was_understood(index: Index, query: str, understood: str) -> None:
    assert index.search(query).understood == understood


@pytest.mark.parametrize(
    ("query", "pointed_at", "said"),
    [
        ("a published:soon", "soon", "not a date"),
        ("published:06/07/2020", "06/07/2020", "two ways"),
        ("before:>2020", "before:>2020", "without comparison"),
        ("after:..2020", "after:..2020", "without comparison"),
        ("is:taged", "is:taged", "is:tagged"),
        ("is:blue", "is:blue", "one of read"),
        ("coding:co", "coding:co", "one of new, coding"),
        ("coding:maybe", "coding:maybe", "no coding state maybe"),
        ("id:99", "99", "No article has the id 99"),
        ("a (role:atacker)", "atacker", "perhaps attacker"),
        ("status:maybe", "maybe", "There is no status maybe"),
        ("deaths:>ten", ">ten", "a number such as 10"),
        ("deaths.low:..", "..", "a number such as 10"),
        ("happened:06/07/2020", "06/07/2020", "two ways"),
    ],
)
def test_what_cannot_be_answered(index: Index, query: str, pointed_at: str, said: str) -> None:
    with pytest.raises(QueryError) as caught:
        index.search(query)
    error = caught.value
    assert query[error.start : error.end] == pointed_at
    assert said in str(error)


@pytest.mark.parametrize(
    "query",
    [
        "landmine published:20",
        "landmine is:unr",
        "landmine coding:",
        "landmine id:9",
        "landmine deaths:>",
        "landmine role:zz",
    ],
)
def test_while_typing_what_means_nothing_yet_is_passed_over(index: Index, query: str) -> None:
    found = index.search(query, strict=False)
    assert list(found.ns) == [7]


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("published:2020-06-22", True),
        ("after:2020-06-22", True),
        ("before:2020-06-22", False),
        ("before:2020-06-23", True),
        ("date:2020", True),
        ("published:<2020-06-22", False),
        ("published:<=2020-06-22", True),
        ("id:7", True),
        ("coding:coded", True),
        ("is:uncoded", False),
        ("-is:uncoded", True),
    ],
)
def test_what_the_archive_itself_knows(index: Index, query: str, is_found: bool) -> None:
    assert list(index.search(query).ns) == ([7] if is_found else [])
