"""Which records are one: the merges that people made, followed to their ends. Plain values."""

from __future__ import annotations

from collections.abc import Mapping


class Merging:
    """Merges, as they stand at one moment.

    Args:
        into: For every record that was merged into another, that other one.
    """

    def __init__(self, into: Mapping[str, str]) -> None:
        self._into = into
        self._groups: dict[str, list[str]] = {}
        for record in into:
            self._groups.setdefault(self.canonical(record), []).append(record)

    def canonical(self, record: str) -> str:
        """The record that one was merged into, at the end of the chain; itself if it was not.

        Where people merged records in a circle, as two who did it the opposite ways, the smallest id stands for all.
        """
        if record not in self._into:
            return record
        seen = [record]
        while (into := self._into.get(seen[-1])) is not None:
            if into in seen:
                return min(seen[seen.index(into) :])
            seen.append(into)
        return seen[-1]

    def group(self, record: str) -> list[str]:
        """All ids that stand for the same record as this one, the one in use first."""
        first = self.canonical(record)
        return [first, *sorted(each for each in self._groups.get(first, ()) if each != first)]
