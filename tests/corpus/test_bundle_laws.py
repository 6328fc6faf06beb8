"""The laws of bundles: nothing is lost on the way, twice is once, undone is as before, and merges end equal."""

from __future__ import annotations

from typing import Any

import jsonschema
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.article import article_id
from corpus.bundle.schema import json_schema
from corpus.errors import BundleError
from corpus.store import audit, erase
from corpus.store.operation import TAGS, dump
from tests.corpus.bundle_cases import Replica, World, below, peopled, replicas, sha256, worlds

SCHEMA = jsonschema.Draft202012Validator(json_schema())


def faults(replica: Replica) -> list[object]:
    """What a check of the store finds."""
    database = replica.archive.database
    return [*audit.dangling(database), *audit.wrong_values(database), *audit.wrong_articles(database)]


profiles = st.sampled_from(
    (
        {"profile": "share", "text": False, "history": False},
        {"profile": "share", "text": True, "history": False},
        {"profile": "team", "text": False, "history": False},
        {"profile": "team", "text": True, "history": True},
        {"profile": "team", "text": False, "history": True},
    )
)


@settings(max_examples=30)
@given(world=worlds(archives=1, starts=(0, 1, 2)), how=profiles, joined=st.booleans(), erased=st.booleans())
def test_export_import_export_gives_the_same_bytes(
    world: World, how: dict[str, object], joined: bool, erased: bool
) -> None:
    with replicas(2) as (ours, theirs):
        peopled(world, [ours])
        if joined and len(world.readings) > 1:
            with ours.archive.database.write() as connection:
                ids = [article_id(sha256(article, world.starts[article][0] or 0)) for article in (0, 1)]
                ours.archive.files.join(connection, ids)
        if erased:
            erase.erase_article(ours.archive.database, ours.archive.log, ours.archive.articles.order()[0])
        bundle = ours.exported(**how)
        SCHEMA.validate(yaml.load(bundle, Loader=yaml.CSafeLoader))
        report = theirs.take(bundle)
        assert not report.purged
        assert not report.conflicts or how["history"]
        assert below(theirs.exported(**how)) == below(bundle)


@settings(max_examples=30)
@given(world=worlds(archives=2), how=profiles)
def test_taking_a_bundle_in_twice_is_taking_it_in_once(world: World, how: dict[str, object]) -> None:
    with replicas(2) as (ours, theirs):
        peopled(world, [ours, theirs])
        bundle = theirs.exported(**how)
        ours.take(bundle)
        assert not faults(ours)
        before = ours.tables()
        again = ours.take(bundle)
        assert (again.new, again.changed, again.joined, again.operations, again.texts, again.batch) == (
            0,
            0,
            0,
            0,
            0,
            b"",
        )
        assert ours.tables() == before


@settings(max_examples=30)
@given(world=worlds(archives=2), how=profiles)
def test_an_import_undone_leaves_the_archive_as_it_was(world: World, how: dict[str, object]) -> None:
    with replicas(2) as (ours, theirs):
        peopled(world, [ours, theirs])
        before, exported = ours.tables(), ours.exported()
        report = ours.take(theirs.exported(**how))
        if report.batch:
            assert ours.tables() != before
            ours.archive.history.undo()
        assert ours.tables() == before
        assert not faults(ours)
        assert below(ours.exported()) == below(exported)


@settings(max_examples=25)
@given(world=worlds(archives=2), how=profiles)
def test_what_is_only_tried_changes_nothing_and_tells_what_would_come(world: World, how: dict[str, object]) -> None:
    with replicas(2) as (ours, theirs):
        peopled(world, [ours, theirs])
        bundle = theirs.exported(**how)
        before, texts = ours.tables(), ours.archive.texts.names()
        tried = ours.take(bundle, dry_run=True)
        assert ours.tables() == before
        assert ours.archive.texts.names() == texts
        done = ours.take(bundle)
        assert (tried.new, tried.changed, tried.same) == (done.new, done.changed, done.same)
        assert (tried.operations, tried.texts, tried.joined) == (done.operations, done.texts, done.joined)
        assert tried.conflicts == done.conflicts


def standing(replica: Replica, record: str, field: str) -> list[str]:
    """All that people say of a field and that nobody answered, and what is in force."""
    log, articles = replica.archive.log, replica.archive.articles
    number = articles.number(record)
    assert number is not None
    heads = log.heads(record, field)
    words = [each.value for each in (heads.winner, *heads.others)] if heads else []
    return [dump(each) for each in (*words, articles.get(number).fields.get(field, ""))]


@settings(max_examples=30)
@given(world=worlds(archives=2), history=st.booleans())
def test_nothing_that_a_person_said_is_lost_in_a_merge(world: World, history: bool) -> None:
    with replicas(2) as (ours, theirs):
        peopled(world, [ours, theirs])
        bundle: dict[str, Any] = yaml.load(theirs.exported(history=history), Loader=yaml.CSafeLoader)
        mine: dict[str, Any] = yaml.load(ours.exported(), Loader=yaml.CSafeLoader)
        ours.take(theirs.exported(history=history))
        for article in (*bundle.get("articles", ()), *mine.get("articles", ())):
            for field in article.get("edited", ()):
                assert dump(article.get(field, "")) in standing(ours, article["id"], field)
            for tag in article.get("tags", ()):
                assert "true" in standing(ours, article["id"], TAGS + tag)
            for field in ("coding", "restricted", "colour", "ref"):
                assert field not in article or dump(article[field]) in standing(ours, article["id"], field)


@settings(max_examples=30)
@given(world=worlds(archives=2, all_travels=True))
def test_two_archives_that_exchange_their_histories_end_equal(world: World) -> None:
    with replicas(2) as (ours, theirs):
        peopled(world, [ours, theirs])
        theirs.take(ours.exported())
        ours.take(theirs.exported())
        assert below(ours.exported()) == below(theirs.exported())
        assert ours.tables()["values"] == theirs.tables()["values"]


@settings(max_examples=20)
@given(
    world=worlds(archives=3, all_travels=True),
    exchanges=st.lists(
        st.tuples(st.integers(0, 2), st.integers(0, 2)).filter(lambda pair: pair[0] != pair[1]), max_size=4
    ),
    last=st.permutations([0, 1, 2]),
)
def test_three_archives_end_equal_in_whatever_order_they_meet(
    world: World, exchanges: list[tuple[int, int]], last: list[int]
) -> None:
    with replicas(3) as made:
        peopled(world, made)
        for giver, taker in exchanges:
            made[taker].take(made[giver].exported())
        first, second, third = (made[i] for i in last)
        for source, target in ((first, second), (second, third), (third, first), (third, second)):
            target.take(source.exported())
        texts = {below(replica.exported()) for replica in made}
        assert len(texts) == 1


WORDS = (
    "",
    "- ",
    "\n",
    ": ",
    "  ",
    "'",
    '"',
    "[",
    "{",
    "&a ",
    "*a",
    "!!x ",
    "\t",
    "|\n",
    "null",
    "1",
    "true",
    "\x00",
    "\ud7ff",
    "é",
)


@settings(max_examples=80)
@given(
    world=worlds(archives=1, starts=(0, 1, 2)),
    cuts=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), st.sampled_from(WORDS)), min_size=1, max_size=3),
    only_tried=st.booleans(),
)
def test_a_spoilt_bundle_is_refused_or_taken_in_and_nothing_else(
    world: World, cuts: list[tuple[float, int, str]], only_tried: bool
) -> None:
    with replicas(1) as (ours,):
        peopled(world, [ours])
        text = ours.exported()
        for where, length, word in cuts:
            at = int(where * len(text))
            text = text[:at] + word + text[at + length :]
        before = ours.tables()
        try:
            ours.take(text, dry_run=only_tried)
        except BundleError:
            assert ours.tables() == before
        assert not faults(ours)
