"""Queries over records by looking at every record in turn: slow, short, and obviously right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from corpus.dates import parse_query_date
from index.query import tree
from index.words.analysis import words
from tests.index.fakes import FakeRecord, FakeRecordSets

INCIDENT_FIELDS = ("actor", "place", "event", "role", "status", "happened", "deaths", "deaths.high", "incident")


def flat(text: str) -> str:
    return " " + " ".join(words(text)[0]) + " "


def has_words(text: str, wanted: str) -> bool:
    return flat(wanted) in flat(text)


class NaiveRecords:
    """Answers for an archive's records; `today` for dates."""

    def __init__(self, sets: FakeRecordSets, today: date) -> None:
        self.sets = sets
        self.today = today

    def standing(self, id_: str) -> str:
        record = self.sets.records.get(id_)
        return self.standing(record.merged_into) if record and record.merged_into else id_

    def all(self, kind: str) -> list[FakeRecord]:
        return [r for r in self.sets.records.values() if r.kind == kind and not r.merged_into]

    def names(self, id_: str) -> list[str]:
        """The names of a record, and of those merged into it."""
        same = [r for r in self.sets.records.values() if self.standing(r.id) == id_]
        return [name["text"] for record in same for name in record.values.get("names", ())]

    def is_named(self, id_: str, wanted: str) -> bool:
        return any(has_words(name, wanted) for name in self.names(self.standing(id_)))

    def is_place(self, id_: str, wanted: str) -> bool:
        """Whether a place, or one that it lies in, has this name."""
        seen: set[str] = set()
        rest = [self.standing(id_)]
        while rest:
            here = rest.pop()
            if here in seen:
                continue
            seen.add(here)
            if here in self.sets.records and self.is_named(here, wanted):
                return True
            same = [r for r in self.sets.records.values() if self.standing(r.id) == here]
            rest += [self.standing(r.values["within"]) for r in same if "within" in r.values]
        return False

    # One incident

    def holds(self, incident: FakeRecord, node: tree.Node) -> bool:
        match node:
            case tree.Not(item):
                return not self.holds(incident, item)
            case tree.Or(items):
                return any(self.holds(incident, item) for item in items)
            case tree.And(items):
                return self.holds_all(incident, items)
            case tree.Value():
                return self.has(incident, node)
        raise AssertionError(node)

    def holds_all(self, incident: FakeRecord, items: Sequence[tree.Node]) -> bool:
        rows = incident.values.get("actors", [])
        is_actor = [isinstance(item, tree.Value) and item.field == "actor" for item in items]
        is_role = [tree.asks_only(item, ("role",)) for item in items]
        spoken = [i for i in range(len(items)) if is_actor[i] or is_role[i]]
        if not any(is_actor):
            return all(self.holds(incident, item) for item in items)
        roles_first = is_role[spoken[0]]
        actors = [i for i in spoken if is_actor[i]]
        beside: dict[int, list[tree.Node]] = {i: [] for i in actors}
        for i in spoken:
            if is_role[i]:
                side = [a for a in actors if (a > i) == roles_first] or actors
                beside[min(side) if roles_first and side[0] > i else max(side)].append(items[i])
        for at, roles in beside.items():
            wanted = items[at]
            assert isinstance(wanted, tree.Value)
            if not any(
                self.is_named(row["actor"], wanted.text) and all(self.role_is(row.get("role", ""), r) for r in roles)
                for row in rows
            ):
                return False
        return all(self.holds(incident, items[i]) for i in range(len(items)) if i not in spoken)

    def role_is(self, role: str, node: tree.Node) -> bool:
        match node:
            case tree.Not(item):
                return not self.role_is(role, item)
            case tree.Or(items):
                return any(self.role_is(role, item) for item in items)
            case tree.And(items):
                return all(self.role_is(role, item) for item in items)
            case tree.Value():
                return role == node.text
        raise AssertionError(node)

    def has(self, incident: FakeRecord, value: tree.Value) -> bool:
        values: dict[str, Any] = dict(incident.values)
        match value.field:
            case "actor":
                return any(self.is_named(row["actor"], value.text) for row in values.get("actors", []))
            case "role":
                return any(row.get("role") == value.text for row in values.get("actors", []))
            case "place":
                return any(self.is_place(row["place"], value.text) for row in values.get("places", []))
            case "event":
                return value.text in (values.get("event"), values.get("sub_event"))
            case "status":
                return bool(values.get("status") == value.text)
            case "incident":
                same = [r for r in self.sets.records.values() if self.standing(r.id) == incident.id]
                return any(has_words(r.values.get("title", ""), value.text) for r in same)
            case "happened":
                asked = parse_query_date(value.text, self.today)
                return (
                    incident.first_day is not None
                    and incident.first_day <= (asked.last or date.max).toordinal()
                    and (incident.last_day or incident.first_day) >= (asked.first or date.min).toordinal()
                )
        rows = [row for row in values.get("harm", []) if row["kind"] == "killed" and "within" not in row]
        known = [row["high" if value.field == "deaths.high" else "low"] for row in rows]
        return bool(known) and sum(known) > int(value.text.removeprefix(">"))

    # Lists

    def articles(self, node: tree.Node, everything: set[int]) -> set[int]:
        def telling(wanted: tree.Node) -> set[int]:
            incidents = {r.id for r in self.all("incident") if self.holds(r, wanted)}
            ties = [tie for tied in self.sets.ties.values() for tie in tied]
            return {int(a.removeprefix("a-")) for i, a in ties if self.standing(i) in incidents}

        return set(self.level(node, everything, INCIDENT_FIELDS, telling, lambda value: set()))

    def records(self, node: tree.Node, kind: str) -> set[str]:
        if kind == "incident":
            return {r.id for r in self.all("incident") if self.holds(r, node)}

        def of(wanted: tree.Node) -> set[str]:
            items = wanted.items if isinstance(wanted, tree.And) else (wanted,)
            roles = [item for item in items if kind == "actor" and tree.asks_only(item, ("role",))]
            others = [item for item in items if item not in roles]
            found = [r for r in self.all("incident") if self.holds_all(r, others)]
            return {
                self.standing(row[kind])
                for record in found
                for row in record.values.get(f"{kind}s", [])
                if all(self.role_is(row.get("role", ""), role) for role in roles)
            } & set(self.sets.records)

        def own(value: tree.Value) -> set[str]:
            named = self.is_named if kind == "actor" else self.is_place
            return {r.id for r in self.all(kind) if named(r.id, value.text)}

        fields = tuple(field for field in INCIDENT_FIELDS if field != kind)
        return set(self.level(node, {r.id for r in self.all(kind)}, fields, of, own))

    def level(self, node: tree.Node, everything: Any, fields: tuple[str, ...], of: Any, own: Any) -> Any:
        match node:
            case tree.Not(item):
                return everything - self.level(item, everything, fields, of, own)
            case tree.Or(items):
                return set().union(*(self.level(item, everything, fields, of, own) for item in items))
            case tree.And(items):
                asking = [item for item in items if tree.asks_only(item, fields)]
                if all(isinstance(item, tree.Not) for item in asking):
                    asking = []
                found = everything
                for item in items:
                    if item not in asking:
                        found = found & self.level(item, everything, fields, of, own)
                if len(asking) == 1:
                    found = found & of(asking[0])
                return found & of(tree.And(tuple(asking))) if len(asking) > 1 else found
            case tree.Value():
                return (of(node) if node.field in fields else own(node)) & everything
        raise AssertionError(node)
