"""The laws of bundles for records of every kind: nothing is lost, nothing dangles, nothing sealed leaves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jsonschema
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.bundle.schema import json_schema
from corpus.records.definition import DEFINITIONS, kind_of
from corpus.store import audit
from corpus.store.operation import load
from tests.corpus.bundle_cases import Replica, World, below, peopled, replicas, worlds
from tests.corpus.bundle_records import Work, Worker, work
from tests.corpus.test_bundle_laws import profiles

SCHEMA = jsonschema.Draft202012Validator(json_schema())
SECTIONS = [each.plural for each in DEFINITIONS.values()]
AT = "2033-01-01T00:00:00Z"

articles = worlds(archives=1, starts=(0, 1, 2))
both = worlds(archives=2, starts=(0, 0, 1))
chosen = st.one_of(st.none(), st.lists(st.integers(0, 3), min_size=1, max_size=2))


def coded(world: World, done: list[Work], made: list[Replica]) -> None:
    """Have everything happen that happens to articles, then to records."""
    peopled(world, made)
    workers = [Worker(replica) for replica in made]
    for each in done:
        workers[each.replica % len(workers)].do(each)


def asked(replica: Replica, which: list[int] | None) -> dict[str, Any]:
    """The options of an export for some of the articles."""
    if which is None:
        return {}
    order = sorted(replica.archive.articles.get(n).id for n in replica.archive.articles.order())
    ids = sorted({order[i % len(order)] for i in which})
    return {"numbers": [replica.archive.articles.number(id_) for id_ in ids]}


def same_articles(ours: Replica, theirs: Replica, options: dict[str, Any]) -> dict[str, Any]:
    """The same selection in another archive."""
    if "numbers" not in options:
        return {}
    ids = [ours.archive.articles.get(n).id for n in options["numbers"]]
    return {"numbers": [n for id_ in ids if (n := theirs.archive.articles.number(id_)) is not None]}


def parsed(bundle: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(bundle, Loader=yaml.CSafeLoader)
    SCHEMA.validate(found)
    return found


def faults(replica: Replica) -> list[object]:
    database, log = replica.archive.database, replica.archive.log
    return [
        *audit.dangling(database),
        *audit.wrong_values(database),
        *audit.wrong_articles(database),
        *audit.wrong_records(database, log),
    ]


def named(values: Any) -> Iterator[str]:
    """All ids of records that stand anywhere."""
    if isinstance(values, dict):
        for value in values.values():
            yield from named(value)
    elif isinstance(values, list):
        for value in values:
            yield from named(value)
    elif isinstance(values, str) and len(values) in (22, 28) and values[1] == "-" and kind_of(values):
        yield values


@settings(max_examples=30)
@given(world=articles, done=work(), how=profiles, which=chosen)
def test_export_import_export_gives_the_same_bytes(
    world: World, done: list[Work], how: dict[str, object], which: list[int] | None
) -> None:
    with replicas(2) as (ours, theirs):
        coded(world, done, [ours])
        options = asked(ours, which)
        bundle = ours.exported(**how, **options)
        parsed(bundle)
        report = theirs.take(bundle)
        assert not report.conflicts or how["history"]
        assert not faults(theirs)
        assert below(theirs.exported(**how)) == below(bundle)
        assert below(theirs.exported(**how, **same_articles(ours, theirs, options))) == below(bundle)


@settings(max_examples=25)
@given(world=articles, done=work(), how=profiles, which=chosen)
def test_what_goes_out_is_closed_and_nothing_restricted_is_in_it(
    world: World, done: list[Work], how: dict[str, object], which: list[int] | None
) -> None:
    with replicas(1) as (ours,):
        coded(world, done, [ours])
        text = ours.exported(**how, **asked(ours, which))
        bundle = parsed(text)
        carried = {each["id"] for name in SECTIONS for each in bundle.get(name, ())}
        carried |= {id_ for each in bundle.get("articles", ()) for id_ in each.get("also_known_as", ())}
        for name in SECTIONS[1:]:
            for each in bundle.get(name, ()):
                kind = kind_of(each["id"])
                assert kind
                told = {key: value for key, value in each.items() if DEFINITIONS[kind].field(key)}
                told["points"] = [point["record"] for point in told.get("points", ())]
                assert set(named(told)) <= carried
        words = ("sealed", "team") if how["profile"] == "share" else ("sealed",)
        for record, value in ours.archive.database.rows("SELECT record, value FROM value WHERE field = 'restricted'"):
            if load(value) in words:
                assert record not in text
        counts = {name: len(bundle[name]) for name in SECTIONS if name in bundle}
        assert {name: n for name, n in bundle["exported"].items() if name in SECTIONS and n} == counts


@settings(max_examples=15)
@given(world=both, done=work(), how=profiles, which=chosen)
def test_twice_is_once_and_undone_is_as_before(
    world: World, done: list[Work], how: dict[str, object], which: list[int] | None
) -> None:
    with replicas(2) as (ours, theirs):
        coded(world, done, [ours, theirs])
        bundle = theirs.exported(**how, **asked(theirs, which) if theirs.archive.articles.count() else {})
        before, exported = ours.tables(), ours.exported(at=AT)
        tried = ours.take(bundle, dry_run=True)
        assert ours.tables() == before
        report = ours.take(bundle)
        assert not faults(ours)
        assert (tried.operations, tried.new_records, tried.changed_records, tried.conflicts) == (
            report.operations,
            report.new_records,
            report.changed_records,
            report.conflicts,
        )
        once = ours.tables()
        again = ours.take(bundle)
        assert (again.operations, again.new_records, again.changed_records, again.batch) == (0, {}, {}, b"")
        assert ours.tables() == once
        if report.batch:
            ours.archive.history.undo()
        assert ours.tables() == before
        assert not faults(ours)
        assert ours.exported(at=AT) == exported


def open_to_all(each: Work) -> bool:
    return each.what != "seal" and each.values.get("restricted") != "sealed"


@settings(max_examples=15)
@given(
    world=worlds(archives=2, starts=(0,), all_travels=True),
    shared=work(most=4),
    apart=work(most=8),
)
def test_two_archives_that_exchange_their_histories_end_equal(
    world: World, shared: list[Work], apart: list[Work]
) -> None:
    with replicas(2) as (ours, theirs):
        coded(world, [each for each in shared if each.replica == 0 and open_to_all(each)], [ours, theirs])
        theirs.take(ours.exported())
        for each in filter(open_to_all, apart):
            Worker((ours, theirs)[each.replica]).do(each)
        theirs.take(ours.exported())
        ours.take(theirs.exported())
        assert below(ours.exported()) == below(theirs.exported())
        assert ours.tables()["values"] == theirs.tables()["values"]
        assert not faults(ours)
