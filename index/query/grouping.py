"""What of a query is about one and the same incident, and whose role a role is. Plain trees, no records.

Values that ask for incidents and stand side by side are about one incident. A role is that of the actor beside whom it
stands: of the one before it, or, where roles come first, of the one after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from index.query import tree
from index.query.tree import RECORD_FIELDS, Node, Value

ALL_FIELDS = frozenset((*RECORD_FIELDS, "date", "after", "before"))
"""Where records are looked for, dates without a field are of incidents too."""

ASKING: dict[str, frozenset[str]] = {
    "incident": ALL_FIELDS,
    "actor": ALL_FIELDS - {"actor"},
    "place": ALL_FIELDS - {"place"},
}
"""By kind of record, the fields that ask for incidents; the others among `RECORD_FIELDS` ask for the record itself."""


def together(items: Sequence[Node], fields: AbstractSet[str]) -> tuple[Node | None, tuple[Node, ...]]:
    """What of the items of an AND is about one and the same incident, and the rest.

    Where all that asks for incidents is negated, each is for itself: not to have to do with any such incident.
    """
    grouped = tuple(item for item in items if tree.asks_only(item, fields))
    if not any(not isinstance(item, tree.Not) for item in grouped):
        return None, tuple(items)
    others = tuple(item for item in items if item not in grouped)
    return (tree.And(grouped) if len(grouped) > 1 else grouped[0]), others


def parts_taken(items: Sequence[Node]) -> tuple[list[tuple[Node, list[Node]]], list[Node]]:
    """The actors of an AND, each with the roles that stand beside it, and everything else."""
    parts: list[tuple[Node, list[Node]]] = []
    before: list[Node] = []
    others: list[Node] = []
    roles_first: bool | None = None
    is_any_actor = any(map(_names_actors, items))
    for item in items:
        if _names_actors(item):
            roles_first = bool(before) if roles_first is None else roles_first
            parts.append((item, before))
            before = []
        elif is_any_actor and tree.asks_only(item, ("role",)):
            if roles_first is False:
                parts[-1][1].append(item)
            else:
                before.append(item)
        else:
            others.append(item)
    if before:
        parts[-1][1].extend(before)
    return parts, others


def _names_actors(node: Node) -> bool:
    if isinstance(node, tree.Or):
        return all(map(_names_actors, node.items))
    return isinstance(node, Value) and node.field == "actor"
