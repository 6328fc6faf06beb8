"""A list of articles put into groups: by the day they were published, by their outlet, by the text that they carry.

Pure but for the columns it is handed. Articles of a group stay in the order they were in.
"""

from __future__ import annotations

from array import array
from datetime import date
from typing import TYPE_CHECKING, Literal

from tui.copies import Carried

if TYPE_CHECKING:
    from corpus.store.columns import Columns
    from index.copies import Copies

Head = tuple[int, str | Carried]
"""Where in the list a group begins, and what it is called, or what that is to be told from when it is shown."""


def grouped(ns: array[int], by: Literal["day", "outlet"], columns: Columns) -> tuple[array[int], list[Head]]:
    """The articles group by group: days as they come in the list, outlets the most frequent first.

    Articles without a day or an outlet come last. A month or a year counts as its first day.
    """
    values = columns.day if by == "day" else columns.source
    nothing = -1 if by == "day" else 0
    index = columns.index
    groups: dict[int, array[int]] = {}
    for n in ns:
        at = index.get(n, -1)
        value = values[at] if at >= 0 else nothing
        found = groups.get(value)
        if found is None:
            found = groups[value] = array("I")
        found.append(n)
    keys = list(groups)
    if by == "outlet":
        keys.sort(key=lambda code: (-len(groups[code]), columns.sources[code]))
    keys.sort(key=lambda value: value == nothing)
    ordered = array("I")
    heads: list[Head] = []
    for key in keys:
        if key == nothing:
            name = "undated" if by == "day" else "no outlet"
        else:
            name = date.fromordinal(max(1, key)).isoformat() if by == "day" else columns.sources[key]
        heads.append((len(ordered), f"{name}  {len(groups[key]):,}"))
        ordered.extend(groups[key])
    return ordered, heads


def by_copies(ns: array[int], copies: Copies) -> tuple[array[int], list[Head]]:
    """The articles text by text, whichever of its articles comes first in the list; those alone with theirs come last.

    Of those that carry one text, who was first is at the top.
    """
    groups: dict[int, array[int]] = {}
    for n in ns:
        groups.setdefault(copies.place(n), array("I")).append(n)
    alone = groups.pop(-1, array("I"))
    ordered = array("I")
    heads: list[Head] = []
    for place, found in groups.items():
        members, listed = copies.at(place).members, set(found)
        heads.append((len(ordered), Carried(members, len(listed))))
        ordered.extend(n for n in members if n in listed)
    if alone:
        heads.append((len(ordered), f"no near-copies  {len(alone):,}"))
        ordered.extend(alone)
    return ordered, heads
