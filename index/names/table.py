"""The names of an archive: in which articles each stands, and how it sounds; kept in a folder and brought up to date.

What an article says now replaces what it said, and a name that no article holds any more goes: nothing of an erased
article stays. Counting is done when it is asked for.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.names.letters import folded
from index.errors import IndexBroken
from index.names import arrays
from index.names.collect import names as names_in
from index.names.sounds import Sounds, joined, kept, sounds_of
from index.source import Source

VERSION = 2
"""Changes whenever the same articles would give other arrays."""

FOLDER = "names"
_AT_ONCE = 500

Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Use:
    """How a name is used.

    Attributes:
        articles: In how many articles.
        first: The earliest day on which such an article was published, as a day number; None if none is dated.
        outlets: Who uses it, with in how many articles, the most first.
    """

    articles: int
    first: int | None
    outlets: tuple[tuple[str, int], ...]


class NameTable:
    """Names and the articles that hold them; what was handed out never changes.

    Attributes:
        names: Every name, as written.
        position: Up to which change of articles this reaches.
        articles: The numbers of articles, rising.
        ends: Where the names of each article end in `held`.
        held: The names of all articles, one article after the other.
        sounds: How the names sound.
    """

    def __init__(
        self, names: list[str], position: int, articles: Ints, ends: NDArray[np.int64], held: Ints, sounds: Sounds
    ) -> None:
        self.names = names
        self.position = position
        self.articles, self.ends, self.held = articles, ends, held
        self.sounds = sounds

    @cached_property
    def number(self) -> dict[str, int]:
        """The number of each name."""
        return {name: at for at, name in enumerate(self.names)}

    @cached_property
    def counts(self) -> Ints:
        """In how many articles each name stands."""
        return np.bincount(self.held, minlength=len(self.names)).astype(np.int32)

    @cached_property
    def _by_name(self) -> tuple[Ints, NDArray[np.int64]]:
        """The articles of all names, by name, and where those of each end."""
        sizes = np.diff(self.ends, prepend=0)
        of = np.repeat(self.articles, sizes)
        order = np.argsort(self.held, kind="stable")
        return of[order], np.cumsum(self.counts, dtype=np.int64)

    @cached_property
    def lines(self) -> tuple[str, list[int]]:
        """All names in plain letters as lines, a space before and behind each, and where each line begins."""
        lines = [f" {folded(name)} \n" for name in self.names]
        return "".join(lines), [0, *accumulate(map(len, lines))][: len(lines)]

    def articles_of(self, name: int) -> Ints:
        """The numbers of the articles that hold a name."""
        articles, ends = self._by_name
        return articles[(ends[name - 1] if name else 0) : ends[name]]

    def use(self, name: int, source: Source, most: int = 5) -> Use:
        """How a name is used."""
        columns = source.articles.columns()
        numbers = self.articles_of(name).tolist()
        rows = [columns.index[n] for n in numbers if n in columns.index]
        outlets: dict[str, int] = {}
        for row in rows:
            outlet = columns.sources[columns.source[row]]
            if outlet:
                outlets[outlet] = outlets.get(outlet, 0) + 1
        days: array[int] | None = getattr(columns, "day", None)
        dated = [days[row] for row in rows if days[row] > 0] if days is not None else []
        ordered = sorted(outlets.items(), key=lambda pair: (-pair[1], pair[0]))
        return Use(len(numbers), min(dated) if dated else None, tuple(ordered[:most]))


def empty() -> NameTable:
    """A table of nothing."""
    none = np.empty(0, np.int32)
    return NameTable([], -1, none, np.empty(0, np.int64), none, sounds_of([]))


def read(folder: Path, uid: str) -> NameTable:
    """The table in the folder of an index; an empty one if there is none of this archive and version.

    Raises:
        IndexBroken: It is damaged.
    """
    found = arrays.load(folder / FOLDER)
    if found is None:
        return empty()
    facts, held = found
    if facts.get("version") != VERSION or facts.get("uid") != uid:
        return empty()
    try:
        return _from_arrays(facts, held)
    except (KeyError, ValueError, IndexError, UnicodeDecodeError) as error:
        raise arrays.broken(folder / FOLDER, str(error)) from error


def _from_arrays(facts: dict[str, Any], held: dict[str, arrays.Array]) -> NameTable:
    text = bytes(held["text"]).decode("utf-8", "surrogatepass")
    names = text.split("\0") if text else []
    table = NameTable(
        names,
        int(facts["position"]),
        held["articles"],
        held["ends"],
        held["held"],
        Sounds(held["owner"], held["script"], held["cost"], held["sound_ends"], held["codes"]),
    )
    sizes = (len(table.articles), len(table.ends)), (len(table.sounds.owner), len(table.sounds.ends))
    sane = (
        all(a == b for a, b in sizes)
        and (not len(table.held) or int(table.held.max()) < len(names))
        and (not len(table.sounds.owner) or int(table.sounds.owner.max()) < len(names))
        and (not len(table.ends) or int(table.ends[-1]) == len(table.held))
        and (not len(table.sounds.ends) or int(table.sounds.ends[-1]) == len(table.sounds.codes))
    )
    if not sane:
        raise ValueError("its parts do not fit together")
    return table


def write(folder: Path, uid: str, table: NameTable) -> None:
    """Put a table in the folder of an index.

    Raises:
        IndexBroken: It cannot be written.
    """
    sounds = table.sounds
    arrays.save(
        folder / FOLDER,
        {"version": VERSION, "uid": uid, "position": table.position},
        {
            "text": np.frombuffer("\0".join(table.names).encode("utf-8", "surrogatepass"), np.uint8),
            "articles": table.articles,
            "ends": table.ends,
            "held": table.held,
            "owner": sounds.owner,
            "script": sounds.script,
            "cost": sounds.cost,
            "sound_ends": sounds.ends,
            "codes": sounds.codes,
        },
    )


def catch_up(
    folder: Path,
    source: Source,
    *,
    told: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> NameTable:
    """Take in the articles that changed since the table was last written; a damaged table is made anew.

    Args:
        folder: The folder of the index.
        source: The archive.
        told: Called now and then with how many articles are done, of how many.
        cancelled: Asked now and then whether to stop; nothing is then written.

    Raises:
        IndexBroken: It cannot be written.
    """
    try:
        old = read(folder, source.uid)
    except IndexBroken:
        old = empty()
    changes = source.articles.changed_since(old.position, 1 << 30)
    if not changes:
        return old
    new: dict[int, Collection[str]] = {change.n: () for change in changes}
    shared: dict[str, str] = {}  # one string for a name that thousands of articles have
    wanted = [change.n for change in changes if change.exists]
    for start in range(0, len(wanted), _AT_ONCE):
        if cancelled():
            return old
        for entry in source.articles.for_index(wanted[start : start + _AT_ONCE]):
            new[entry.n] = tuple(shared.setdefault(name, name) for name in names_in(entry.title, entry.text))
        if told:
            told(min(len(wanted), start + _AT_ONCE), len(wanted))
    exists = {change.n for change in changes if change.exists}
    table = without_dead(
        replaced(old, {n: found if n in exists else None for n, found in new.items()}, changes[-1].position)
    )
    write(folder, source.uid, table)
    return table


def replaced(old: NameTable, new: Mapping[int, Collection[str] | None], position: int) -> NameTable:
    """A table in which these articles hold these names, or are not there (None)."""
    names, number = list(old.names), dict(old.number)
    added: list[str] = []
    for found in new.values():
        for name in sorted(found or ()):
            if name not in number:
                number[name] = len(names)
                names.append(name)
                added.append(name)
    stays = ~np.isin(old.articles, np.fromiter(new, np.int32, len(new)))
    sizes = np.diff(old.ends, prepend=0)
    lists: dict[int, Sequence[int]] = {}
    begins = old.ends - sizes
    old_numbers = old.articles[stays]
    fresh = {n: sorted(number[name] for name in found) for n, found in new.items() if found is not None}
    lists.update(fresh)
    articles = np.union1d(old_numbers, np.fromiter(fresh, np.int32, len(fresh))).astype(np.int32)
    place = {int(n): i for i, n in zip(np.flatnonzero(stays).tolist(), old_numbers.tolist(), strict=True)}
    parts: list[Any] = []
    lengths = np.empty(len(articles), np.int64)
    for at, n in enumerate(articles.tolist()):
        if n in lists:
            part: Any = lists[n]
        else:
            row = place[n]
            part = old.held[begins[row] : old.ends[row]]
        parts.append(np.asarray(part, np.int32))
        lengths[at] = len(part)
    held = np.concatenate(parts) if parts else np.empty(0, np.int32)
    sounds = joined(old.sounds, sounds_of(added, len(old.names))) if added else old.sounds
    return NameTable(names, position, articles, np.cumsum(lengths), held.astype(np.int32), sounds)


def without_dead(table: NameTable) -> NameTable:
    """The table without names that no article holds: nothing of an erased article stays."""
    alive = table.counts > 0
    if alive.all():
        return table
    renumbered = np.cumsum(alive) - 1
    names = [name for name, keep in zip(table.names, alive.tolist(), strict=True) if keep]
    sounds = kept(table.sounds, alive, renumbered.astype(np.int32))
    held = renumbered[table.held].astype(np.int32)
    return NameTable(names, table.position, table.articles, table.ends, held, sounds)


def position_of(folder: Path) -> int:
    """Up to which change the table in a folder reaches; -1 if there is none."""
    try:
        found = arrays.facts(folder / FOLDER)
    except IndexBroken:
        return -1
    return int(found.get("position", -1)) if found and found.get("version") == VERSION else -1


def some(names: Iterable[str]) -> NameTable:
    """A table of names that no article holds, for measuring and trying."""
    listed = list(dict.fromkeys(names))
    none = np.empty(0, np.int32)
    return NameTable(listed, -1, none, np.empty(0, np.int64), none, sounds_of(listed))
