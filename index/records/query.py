"""Queries over incidents, actors and places, answered as sets of ids from the table in memory.

Which values are about one incident, and which role is whose, `grouping` says.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from functools import reduce
from typing import Literal, TypeVar

from index.answers.nearness import rows, windows
from index.errors import QueryError, SearchCancelled
from index.query import tree
from index.query.grouping import ALL_FIELDS, ASKING, parts_taken, together
from index.query.tree import DEATHS_FIELDS, Node, Value
from index.query.values import Context, days, refuse, state
from index.records.entry import Positions
from index.records.table import RecordTable
from index.records.values import Numbers, known_terms, matching_terms, numbers
from index.words.analysis import Piece, pieces
from index.words.likeness import candidates, distance

_Set = TypeVar("_Set", bound=AbstractSet[str])

RecordKind = Literal["incident", "actor", "place"]

Spelled = Callable[[str], tuple[Sequence[str], Sequence[str]]]
"""From a name to all its spellings, and to the ids of the actors and places that it may be a name of."""

HEADS_COUNT = 2.0
"""How much more a word in a title or a name counts."""

_STATES = ("linked", "unlinked", "tagged", "untagged")


class RecordQuery:
    """One query being answered.

    Args:
        table: The records, as they are now; its guard is held.
        context: For values, and for errors to point into.
        tolerant: Whether the query is still being typed: a value that means nothing yet is passed over.
        cancelled: Asked now and then whether to stop.
        spelled: Tells the spellings of a name, and the records that it is a name of.

    Attributes:
        scores: How well records fit, where words say anything about it.
    """

    def __init__(
        self,
        table: RecordTable,
        context: Context,
        *,
        tolerant: bool = False,
        cancelled: Callable[[], bool] | None = None,
        spelled: Spelled | None = None,
    ) -> None:
        self.table = table
        self.context = context
        self.tolerant = tolerant
        self.scores: dict[str, float] = {}
        self._cancelled = cancelled or (lambda: False)
        self._spelled: Spelled = spelled or (lambda text: ((text,), ()))

    # Incidents, by what is said of them

    def incidents(self, node: Node) -> AbstractSet[str]:
        """The incidents that a tree of nothing but `RECORD_FIELDS` and dates asks for."""
        if self._cancelled():
            raise SearchCancelled
        everything = self.table.everything("incident")
        if isinstance(node, tree.Not):
            return everything - self.incidents(node.item)
        if isinstance(node, tree.Or):
            return set[str]().union(*map(self.incidents, node.items))
        if isinstance(node, tree.And):
            parts, others = parts_taken(node.items)
            found = reduce(frozenset.__and__, map(frozenset, map(self.incidents, others)), frozenset(everything))
            for actors, roles in parts:
                found &= self._taking_part(self.actors(actors), self._accepted(roles))
            return found
        if isinstance(node, Value):
            return self._tolerated(lambda: everything & self._incidents_with(node), everything)
        raise TypeError(f"{node} does not ask for incidents")

    def _incidents_with(self, value: Value) -> AbstractSet[str]:
        by_key, field = self.table.by_key, value.field
        if field == "actor":
            return self._taking_part(self.actors(value), None)
        if field == "place":
            return self._incidents_at(self.places(value))
        if field == "incident":
            return self.named(value, "incident")
        if field in ("event", "status", "role"):
            return set[str]().union(*(by_key(field, term) for term in self._terms(value)))
        if field in DEATHS_FIELDS:
            wanted, which = numbers(value, self.context), max(0, DEATHS_FIELDS.index(field) - 1)
            return {id_ for id_ in self.table.everything("incident") if self._killed(id_, which, wanted)}
        return self._between(value)

    def _killed(self, incident: str, which: int, wanted: Numbers) -> bool:
        count = self.table.entries[incident].deaths[which]
        return count is not None and count in wanted

    def _between(self, value: Value) -> AbstractSet[str]:
        asked = days(value, self.context)
        first = asked.first.toordinal() if asked.first else -math.inf
        last = asked.last.toordinal() if asked.last else math.inf
        return {
            id_
            for id_ in self.table.everything("incident")
            if (known := self.table.entries[id_].days) and known[0] <= last and known[1] >= first
        }

    def _taking_part(self, actors: Iterable[str], roles: AbstractSet[str] | None) -> frozenset[str]:
        """The incidents in which any of these actors takes part, in any of these roles if they are given."""
        table = self.table
        found: set[str] = set()
        for actor in actors:
            for id_ in table.group(actor):
                holders = table.by_key("actor", id_)
                if roles is None:
                    found |= holders
                else:
                    found |= {i for i in holders if any(a == id_ and r in roles for a, r in table.entries[i].actors)}
        return frozenset(found)

    def _incidents_at(self, places: Iterable[str]) -> set[str]:
        by_key = self.table.by_key
        return {i for place in places for id_ in self.table.group(place) for i in by_key("place", id_)}

    # Roles and other terms

    def _accepted(self, roles: Sequence[Node]) -> AbstractSet[str] | None:
        """The roles that match all of these; "" is that of an actor without one. None for any."""
        if not roles:
            return None
        everything = frozenset(("", *self.table.values("role")))
        return reduce(frozenset.__and__, (self._roles(node, everything) for node in roles), everything)

    def _roles(self, node: Node, everything: frozenset[str]) -> frozenset[str]:
        if isinstance(node, tree.Not):
            return everything - self._roles(node.item, everything)
        if isinstance(node, tree.And | tree.Or):
            found = [self._roles(item, everything) for item in node.items]
            return reduce(frozenset.__or__ if isinstance(node, tree.Or) else frozenset.__and__, found)
        if not isinstance(node, Value):
            raise TypeError(f"{node} asks for no role")
        return self._tolerated(lambda: everything & self._terms(node), everything)

    def _terms(self, value: Value) -> set[str]:
        return matching_terms(value, known_terms(value.field, self.table.values(value.field)), self.context)

    # Actors, places and incidents, by name

    def actors(self, node: Node) -> set[str]:
        """The actors that a tree of `actor:` with OR names."""
        if isinstance(node, tree.Or):
            return set[str]().union(*map(self.actors, node.items))
        return self.named(node, "actor") if isinstance(node, Value) else set()

    def places(self, value: Value) -> set[str]:
        """The places with a name, and all that lie within them."""
        return self._with_inside(self.named(value, "place"))

    def _with_inside(self, places: Iterable[str]) -> set[str]:
        found = set(places)
        rest = list(found)
        while rest:
            inside = {i for id_ in self.table.group(rest.pop()) for i in self.table.by_key("within", id_)}
            more = self.table.standing(inside) - found
            found |= more
            rest += more
        return found

    def named(self, value: Value, kind: RecordKind) -> set[str]:
        """The records of a kind with such a name or title, ref, or id."""
        table, text = self.table, value.text.strip().lower()
        ids = set(table.by_key("ref", text))
        if len(text) > 3 and text[1] == "-":
            ids |= {id_ for id_ in table.entries if id_.startswith(text)}
        ids |= self._row(pieces(value.text), value.open, heads=True)
        return self._standing(ids, kind)

    def _in_any_spelling(self, kind: RecordKind, value: Value) -> AbstractSet[str]:
        """The actors or places of a name however it is spelled; the incidents that they are in, or titled so."""
        spellings, ids = self._spelled(value.text)
        if kind != "incident":
            return self._standing(ids, kind)
        titled = {id_ for text in spellings for id_ in self._row(pieces(text), is_open=False, heads=True)}
        there = self._incidents_at(self._with_inside(self._standing(ids, "place")))
        return self.table.standing(titled | there | self._taking_part(self._standing(ids, "actor"), None))

    def _standing(self, ids: Iterable[str], kind: str) -> set[str]:
        return self.table.standing(ids) & self.table.everything(kind)

    # Words

    def _row(self, found: list[Piece], is_open: bool, *, heads: bool, slop: int | None = None) -> set[str]:
        """The records where words stand one after the other, or near each other, in one text."""
        apart = tuple(word for piece in found for word in piece.words)
        joined = tuple(word for piece in found for word in ((piece.joined,) if piece.joined else piece.words))
        ids: set[str] = set()
        for words in dict.fromkeys((apart, joined)):
            if words:
                ids |= self._together(words, is_open, heads, slop)
        return ids

    def _together(self, words: tuple[str, ...], is_open: bool, heads: bool, slop: int | None) -> AbstractSet[str]:
        table = self.table
        ends = table.beginning(words[-1]) if is_open else [words[-1]]
        lists = [table.holding(word, heads=heads) for word in words[:-1]]
        lists.append(set[str]().union(*(table.holding(word, heads=heads) for word in ends)))
        ids = reduce(frozenset.__and__, map(frozenset, lists))
        if len(words) == 1:
            return ids
        return {
            id_
            for id_ in ids
            if any(
                _stand(words, ends, positions, slop)
                for head, positions in table.entries[id_].parts
                if head or not heads
            )
        }

    def _holders(self, node: tree.TextLeaf, *, heads: bool) -> set[str]:
        """The records, merged ones too, that match words; only in titles and names if so asked."""
        found = pieces(node.text)
        words = [word for piece in found for word in piece.words]
        if isinstance(node, tree.Phrase):
            return self._row(found, node.open, heads=heads, slop=node.slop)
        if isinstance(node, tree.Prefix) or len(words) > 1:
            return self._row(found, isinstance(node, tree.Prefix), heads=heads)
        forms = self._near(words[0], node.edits) if isinstance(node, tree.Fuzzy) else self.table.forms(words[0])
        return set[str]().union(*(self.table.holding(form, heads=heads) for form in forms))

    def _near(self, word: str, edits: int) -> list[str]:
        lines = self.table.lines()
        lengths = range(len(word) - edits, len(word) + edits + 1)
        near = (each for length in lengths for each in candidates(lines.get(length, ""), word, edits))
        return [each for each in near if distance(word, each, edits) <= edits]

    # Records of one kind

    def records(self, kind: RecordKind, node: Node, *, wanted: bool = True) -> AbstractSet[str]:
        """The records of a kind that match; what is not `wanted` adds nothing to how well they fit."""
        if self._cancelled():
            raise SearchCancelled
        everything = self.table.everything(kind)
        if isinstance(node, tree.Everything):
            return everything
        if isinstance(node, tree.Not):
            return everything - self.records(kind, node.item, wanted=not wanted)
        if isinstance(node, tree.Or):
            return set[str]().union(*(self.records(kind, item, wanted=wanted) for item in node.items))
        if isinstance(node, tree.And):
            return self._all_of(kind, node, wanted)
        if isinstance(node, Value):
            return self._tolerated(lambda: everything & self._value(kind, node), everything)
        return self._tolerated(lambda: self._text(kind, node, wanted), everything)

    def _tolerated(self, answer: Callable[[], _Set], otherwise: _Set) -> _Set:
        """The answer; something else for a value that means nothing yet, while somebody types."""
        try:
            return answer()
        except QueryError:
            if self.tolerant:
                return otherwise
            raise

    def _all_of(self, kind: RecordKind, node: tree.And, wanted: bool) -> AbstractSet[str]:
        everything = self.table.everything(kind)
        grouped, others = together(node.items, ASKING[kind])
        found: AbstractSet[str] = everything
        for item in others:
            found = found & self.records(kind, item, wanted=wanted)
        if grouped is not None:
            found = found & (self.incidents(grouped) if kind == "incident" else self._of_incidents(kind, grouped))
        return found

    def _value(self, kind: RecordKind, value: Value) -> AbstractSet[str]:
        field, table = value.field, self.table
        if field == "tag":
            name = value.text.strip().lower()
            own = [t for t in table.values("tag") if t.startswith(name if value.open else f"{name}/") or t == name]
            return set[str]().union(*(table.by_key("tag", tag) for tag in own))
        if field == "id":
            return self.named(value, kind)
        if field == "name":
            return self._in_any_spelling(kind, value)
        if field == "is":
            return self._in_state(kind, value)
        if field in ASKING[kind]:
            return self.incidents(value) if kind == "incident" else self._of_incidents(kind, value)
        if field in ALL_FIELDS:
            return self.actors(value) if kind == "actor" else self.places(value)
        raise refuse(
            value,
            self.context,
            f"a field of {kind}s, or a search among articles",
            summary=f"{field}: asks for articles, not for {kind}s",
            detail="Of articles are published: source: author: path: lang: and coding:.",
        )

    def _in_state(self, kind: RecordKind, value: Value) -> AbstractSet[str]:
        word = state(value, self.context)
        if word not in _STATES:
            one = ", ".join(f"is:{each}" for each in _STATES)
            raise refuse(value, self.context, f"one of {one}", summary=f"is:{word} asks for articles, not for {kind}s")
        everything = self.table.everything(kind)
        if word in ("tagged", "untagged"):
            found = {id_ for id_ in everything if self.table.entries[id_].tags}
        elif kind == "incident":
            found = set(self.table.articles_of)
        else:
            found = self._sharing(kind, self.table.everything("incident"), None)
        return everything - found if word.startswith("un") else everything & found

    def _of_incidents(self, kind: RecordKind, node: Node) -> AbstractSet[str]:
        """The actors or places of the incidents that a tree asks for; roles that stand alone are the actors' own."""
        items = node.items if isinstance(node, tree.And) else (node,)
        roles = [item for item in items if kind == "actor" and tree.asks_only(item, ("role",))]
        others = tuple(item for item in items if item not in roles)
        asked = tree.And(others) if len(others) > 1 else others[0] if others else None
        incidents = self.table.everything("incident") if asked is None else self.incidents(asked)
        return self._sharing(kind, incidents, self._accepted(roles))

    def _sharing(self, kind: RecordKind, incidents: Iterable[str], roles: AbstractSet[str] | None) -> set[str]:
        entries = map(self.table.entries.__getitem__, incidents)
        if kind == "place":
            return self._standing({place for entry in entries for place in entry.places}, "place")
        named = {actor for entry in entries for actor, role in entry.actors if roles is None or role in roles}
        return self._standing(named, "actor")

    def _text(self, kind: RecordKind, node: tree.TextLeaf, wanted: bool) -> AbstractSet[str]:
        if node.field not in ("", "title"):
            raise refuse(
                Value(node.field, node.text, start=node.start, end=node.end),
                self.context,
                f"a field of {kind}s, or a search among articles",
                summary=f"{node.field}: asks for articles, not for {kind}s",
            )
        heads = self._holders(node, heads=True)
        anywhere = heads if node.field else heads | self._holders(node, heads=False)
        found = self._standing(anywhere, kind)
        in_heads = self._standing(heads, kind)
        if kind == "incident" and not node.field:
            found |= self._taking_part(self._standing(heads, "actor"), None)
            found |= self._incidents_at(self._standing(heads, "place"))
            found &= self.table.everything("incident")
        if wanted and found:
            rarity = math.log(1.0 + len(self.table.everything(kind)) / len(found))
            for id_ in found:
                more = HEADS_COUNT if id_ in in_heads else 1.0
                self.scores[id_] = self.scores.get(id_, 0.0) + rarity * more
        return found


def _stand(words: Sequence[str], ends: Sequence[str], positions: Positions, slop: int | None) -> bool:
    lists: list[Sequence[int]] = [positions.get(word, ()) for word in words[:-1]]
    lists.append([place for end in ends for place in positions.get(end, ())])
    if not all(lists):
        return False
    if slop is None:
        return bool(rows(lists))
    return bool(windows(words, lists, slop))
