"""What people decided of names: accepted and refused spellings, records that are two, mentions that are none.

All of it is kept as fields and links of records, so it is undone, merged and carried in bundles like everything else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from corpus.records.records import Records
from corpus.store.operation import Done

IS_NOT = "is not"
MENTIONS = "mentions"
DOES_NOT_MENTION = "does not mention"

BELONGS = frozenset({"member of", "commander of", "part of", "works with", "linked to", "family"})
"""The relations by which an article that names the one may use a nickname of the other."""

Pairs = frozenset[tuple[str, str]]


def accept(records: Records, record: str, spelling: str) -> Done:
    """Have a spelling be a name of a record, as an alias.

    Raises:
        RecordUnknown: There is no such record.
        RecordError: The spelling cannot be a name.
    """
    act = records.act()
    if spelling in _words(records, record, "not_names"):
        act.remove(record, f"not_names/{spelling}")
    act.add(record, "names", {"text": spelling, "kind": "alias"})
    return act.commit(f"{spelling} is a name of {_label(records, record)}")


def refuse(records: Records, record: str, spelling: str) -> Done:
    """Say that a spelling is no name of a record, for good. Raises as `accept`."""
    act = records.act()
    act.add(record, "not_names", spelling)
    return act.commit(f"{spelling} is no name of {_label(records, record)}")


def distinguish(records: Records, name: str, other: str = "") -> Done:
    """Say that two spellings are not one name, or that a name means nobody and no place, for good; of no record.

    Raises:
        RecordError: One of them cannot be a name.
    """
    act = records.act()
    act.create("distinction", {"name": name, "other": other} if other else {"name": name})
    return act.commit(f"{name} is not {other}" if other else f"{name} is no name")


def keep_apart(records: Records, one: str, other: str) -> Done:
    """Say that two records are not the same. Raises as `accept`."""
    act = records.act()
    act.create("link", {"from": one, "to": other, "relation": IS_NOT})
    return act.commit(f"{_label(records, one)} is not {_label(records, other)}")


def apart(records: Records) -> Pairs:
    """The pairs of records that somebody said are two, each both ways round."""
    found = {(a, b) for a, relation, b in links(records) if relation == IS_NOT}
    return frozenset(found | {(b, a) for a, b in found})


def link_mentions(records: Records, record: str, articles: Sequence[str]) -> Done:
    """Say that articles mention a record, in one act. Raises as `accept`."""
    return _link(records, record, articles, MENTIONS)


def refuse_mentions(records: Records, record: str, articles: Sequence[str]) -> Done:
    """Say that a name in these articles does not mean a record, for good. Raises as `accept`."""
    return _link(records, record, articles, DOES_NOT_MENTION)


def _link(records: Records, record: str, articles: Sequence[str], relation: str) -> Done:
    act = records.act()
    for article in articles:
        act.create("link", {"from": article, "to": record, "relation": relation})
    count = f"{len(articles):,} article{'' if len(articles) == 1 else 's'}"
    verb = "linked to" if relation == MENTIONS else "not linked to"
    return act.commit(f"{count} {verb} {_label(records, record)}")


def _label(records: Records, record: str) -> str:
    return records.rows_of.labels([record]).get(record, record)


def decided_mentions(records: Records, record: str) -> Mapping[str, bool]:
    """The ids of articles that are linked to a record, and whether as mentioning it."""
    found = {}
    for pointer in records.points_to(record, "to", limit=1_000_000):
        if pointer.kind == "link" and pointer.word in (MENTIONS, DOES_NOT_MENTION):
            article = str(records.values(pointer.source).get("from", ""))
            found[article] = pointer.word == MENTIONS
    return found


def related(records: Records) -> dict[str, set[str]]:
    """For every actor, those that it belongs to or is tied to."""
    found: dict[str, set[str]] = {}
    for a, relation, b in links(records):
        if relation in BELONGS:
            found.setdefault(a, set()).add(b)
            found.setdefault(b, set()).add(a)
    return found


def links(records: Records) -> Iterable[tuple[str, str, str]]:
    """All links: from, relation, to."""
    for id_ in records.all("link"):
        values = records.values(id_)
        yield str(values.get("from", "")), str(values.get("relation", "")), str(values.get("to", ""))


def _words(records: Records, record: str, field: str) -> Sequence[str]:
    found = records.values(record).get(field, ())
    return [str(each) for each in found] if isinstance(found, list | tuple) else []
