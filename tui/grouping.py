"""A list of articles put into groups: by the day they were published, or by their outlet.

Pure but for the columns it is handed. Articles of a group stay in the order they were in.
"""

from __future__ import annotations

from array import array
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.store.columns import Columns
    from tui.view import Group

Head = tuple[int, str]
"""Where in the list a group begins, and what it is called."""


def grouped(ns: array[int], by: Group, columns: Columns) -> tuple[array[int], list[Head]]:
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
    ordered, heads = array("I"), []
    for key in keys:
        if key == nothing:
            name = "undated" if by == "day" else "no outlet"
        else:
            name = date.fromordinal(max(1, key)).isoformat() if by == "day" else columns.sources[key]
        heads.append((len(ordered), f"{name}  {len(groups[key]):,}"))
        ordered.extend(groups[key])
    return ordered, heads
