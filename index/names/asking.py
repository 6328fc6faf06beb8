"""What is asked of an archive's names: every spelling of one, who uses which, and which records it may be of.

What people decided comes first: a name of a record brings all its other names with it, and a spelling that somebody
refused for it stays away. Everything else is likeness.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

from corpus.names.letters import folded
from corpus.names.likeness import Level, Sort
from corpus.names.reasons import why
from corpus.records.merging import Merging
from index.errors import IndexBroken
from index.names import table as tables
from index.names.finding import Spelling, spellings
from index.names.table import NameTable, Use, some
from index.query.tree import And, Node, Not, Or, Phrase, Value
from index.source import Source

if TYPE_CHECKING:
    from index.mentions import Found
    from index.names.spelled import Offer

MOST_ASKED = 24
"""The most spellings that one `name:` looks for."""

_SEEDS = 8
_PERSONS = frozenset({"person"})
_NICKNAMES = frozenset({"nickname", "nom de guerre"})
_GROUPS = frozenset({"group", "unit", "organisation", "state"})
_NEVER: Callable[[], bool] = lambda: False  # noqa: E731 - a name for what is asked nothing


@dataclass(frozen=True, slots=True)
class Named:
    """A record that has names.

    Attributes:
        id, label: As the archive has them.
        sort: What its names are names of.
        names: All of them, as written.
        refused: Spellings that somebody said are no names of it.
        nicknames: Those of its names that mean it only among people who know.
    """

    id: str
    label: str
    sort: Sort
    names: tuple[str, ...]
    refused: frozenset[str]
    nicknames: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Shown:
    """One spelling in an answer.

    Attributes:
        text: As it is written.
        level: `match`, `suggest` or `contains`; a name of a record is a match.
        why: Why, in a line.
        articles: In how many articles it stands.
        record: The id of the record that has it as a name; "" if none has.
    """

    text: str
    level: Level
    why: str
    articles: int
    record: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """All spellings of a name.

    Attributes:
        text: What was asked for.
        spellings: Matches first, then suggestions, then longer forms; each by how many articles hold it.
        records: The records that it may be a name of, the likeliest first.
    """

    text: str
    spellings: tuple[Shown, ...]
    records: tuple[Named, ...]

    def at(self, *levels: Level) -> list[Shown]:
        """The spellings of some levels."""
        return [each for each in self.spellings if each.level in levels]


class Names:
    """The names of an archive, kept up to date.

    Args:
        source: The archive.
        folder: The folder of its index.
        find: The numbers of the articles that a query finds; without it, all are looked through for a new name.
    """

    def __init__(self, source: Source, folder: Path, find: Callable[[str], Iterable[int]] | None = None) -> None:
        self.source = source
        self.folder = folder
        self._find = find
        self._mentions: tuple[tuple[int, int], Found] | None = None
        self._guard = RLock()
        self._looking = RLock()
        self._table: NameTable | None = None
        self._records: tuple[int, tuple[Named, ...], NameTable, list[list[int]]] | None = None
        self._mark: Any = None
        self._named: dict[str, tuple[Named, str]] = {}
        self._plain: tuple[int, frozenset[str]] = (-1, frozenset())
        self._apart: tuple[int, dict[str, set[str]]] = (-1, {})

    # Keeping up

    def behind(self) -> bool:
        """Whether articles changed since the names were collected."""
        return tables.position_of(self.folder) != self.source.articles.position()

    def catch_up(
        self, *, told: Callable[[int, int], None] | None = None, cancelled: Callable[[], bool] = _NEVER
    ) -> NameTable:
        """Take in the articles that changed; the table as it then is.

        Args:
            told: Called now and then with how many articles are done, of how many.
            cancelled: Asked now and then whether to stop.

        Raises:
            IndexBroken: The names cannot be kept.
        """
        with self._guard:
            now = self._table
            if now is None or now.position != self.source.articles.position():
                self._table = now = tables.catch_up(self.folder, self.source, told=told, cancelled=cancelled)
            return now

    def forget(self) -> None:
        """Remove what was collected, mentions too: for what must not be anywhere any more."""
        from index import mentions

        with self._guard:
            self._table = None
            for name in (tables.FOLDER, mentions.FOLDER):
                shutil.rmtree(self.folder / name, ignore_errors=True)

    def table(self) -> NameTable:
        """The names as they were last collected, by whatever process; only damaged ones are collected anew.

        Raises:
            IndexBroken: They are damaged, and others cannot be kept.
        """
        with self._guard:
            if self._table is None or self._table.position != tables.position_of(self.folder):
                try:
                    self._table = tables.read(self.folder, self.source.uid)
                except IndexBroken:
                    self._table = tables.catch_up(self.folder, self.source)
            return self._table

    # Records

    def records(self) -> tuple[Named, ...]:
        """Actors and places with their names; one that others were merged into has theirs too, and stands for them."""
        return self._known()[1]

    def record_names(self) -> tuple[NameTable, list[list[int]]]:
        """The names of all records, and whose each is, as places in `records`."""
        known = self._known()
        return known[2], known[3]

    def _known(self) -> tuple[int, tuple[Named, ...], NameTable, list[list[int]]]:
        with self._guard:
            position = self.source.record_sets.position()
            if self._records is None or self._records[0] != position:
                changes = self.source.record_sets.changes(self._mark)
                before = dict(self._named)
                if changes.whole:
                    self._named.clear()
                for id_, found in changes.records.items():
                    if found is not None and found.kind in ("actor", "place"):
                        self._named[id_] = (_named(found), found.merged_into)
                    else:
                        self._named.pop(id_, None)
                self._mark = changes.mark
                if self._records is not None and before == self._named:
                    self._records = (position, *self._records[1:])
                    return self._records
                named = tuple(_merged(self._named))
                owners: dict[str, list[int]] = {}
                for at, each in enumerate(named):
                    for text in dict.fromkeys(each.names):
                        owners.setdefault(text, []).append(at)
                self._records = (position, named, some(owners), list(owners.values()))
            return self._records

    def told_apart(self, text: str) -> frozenset[str]:
        """What somebody said this spelling is not, folded; "" among them if it is no name at all."""
        with self._guard:
            position = self.source.record_sets.position()
            if self._apart[0] != position:
                found: dict[str, set[str]] = {}
                for one, other in self.source.record_sets.distinctions():
                    found.setdefault(folded(one), set()).add(folded(other))
                    found.setdefault(folded(other), set()).add(folded(one))
                found.pop("", None)
                self._apart = (position, found)
            return frozenset(self._apart[1].get(folded(text), ()))

    def has(self, text: str) -> bool:
        """Whether an article or a record has exactly these words as a name, whatever their case and signs."""
        plain = folded(text)
        return bool(plain) and (f" {plain} \n" in self.table().lines[0] or plain in self._plain_names())

    def _plain_names(self) -> frozenset[str]:
        position, _, table, _ = self._known()
        with self._guard:
            if self._plain[0] != position:
                self._plain = (position, frozenset(map(folded, table.names)))
            return self._plain[1]

    def known_as(self, text: str) -> list[Named]:
        """The records that have a name which matches, those that have it to the letter first."""
        _, named, table, owner = self._known()
        plain = folded(text)
        exact = [each for each in named if any(folded(name) == plain for name in each.names)] if plain else []
        near = [named[at] for each in spellings(table, text) if each.level == "match" for at in owner[each.number]]
        found = dict.fromkeys(each.id for each in (*exact, *near))
        by_id = {each.id: each for each in named}
        return [by_id[id_] for id_ in found if text not in by_id[id_].refused]

    def knows_mentions(self) -> bool:
        """Whether mentions were looked for since articles and records last changed, so that asking costs nothing."""
        return self._mentions is not None and self._mentions[0] == self._positions()

    def _positions(self) -> tuple[int, int]:
        return self.source.articles.position(), self.source.record_sets.position()

    def mentions(
        self, *, told: Callable[[int, int], None] | None = None, cancelled: Callable[[], bool] = _NEVER
    ) -> Found:
        """Where actors and places are named in articles, looked for in what changed since.

        Args:
            told: Called now and then with how many articles are done, of how many.
            cancelled: Asked now and then whether to stop with what was known before.

        Raises:
            IndexBroken: What was found cannot be kept.
        """
        from index.mentions import Mentions

        with self._looking:  # whoever asks for names does not wait for this
            if self._mentions is None or not self.knows_mentions():
                at = self._positions()
                find = self._find
                looker = Mentions(self.source, self.folder, (lambda text: find(f'"{text}"')) if find else None)
                found = looker.catch_up(self.records(), told=told, cancelled=cancelled)
                if cancelled():
                    return found
                self._mentions = (at, found)
            return self._mentions[1]

    # Asking

    def spelled(self, text: str) -> tuple[list[str], list[str]]:
        """All spellings of a name, and the ids of the records that it may be a name of."""
        answer = self.ask(text)
        return [text, *(each.text for each in answer.at("match"))], [each.id for each in answer.records]

    def ask(self, text: str, sort: Sort = "any", *, cancelled: Callable[[], bool] = _NEVER) -> Answer:
        """Every spelling of a name in the archive.

        Args:
            text: The name, in any spelling; a name of a record stands for all its names.
            sort: What it is a name of; where that is not said, the record that has it says so.
            cancelled: Asked now and then whether to stop with what there is.
        """
        table = self.table()
        records = self.known_as(text)
        plain = folded(text)
        mine = [each for each in records if any(folded(name) == plain for name in each.names)]
        if sort == "any" and len({each.sort for each in mine}) == 1:
            sort = mine[0].sort
        seeds = dict.fromkeys([text, *(name for each in mine for name in each.names)])
        best: dict[str, tuple[Spelling, str]] = {}
        for seed in list(seeds)[:_SEEDS]:
            for each in spellings(table, seed, sort, cancelled=cancelled):
                known = best.get(each.text)
                if known is None or _rank(each) < _rank(known[0]):
                    best[each.text] = (each, seed)
        refused = {name for each in mine for name in each.refused}
        owner = {name: each.id for each in mine for name in each.names}
        apart = self.told_apart(text)
        refused |= {name for name in best if apart and name not in owner and folded(name) in apart}
        shown = [self._shown(table, each, seed, owner) for name, (each, seed) in best.items() if name not in refused]
        missing = [name for name in seeds if name not in best and name in owner]
        shown += [Shown(name, "match", "a name of it", 0, owner[name]) for name in missing]
        order = {"match": 0, "suggest": 1, "contains": 2, "": 3}
        shown.sort(key=lambda each: (order[each.level], -each.articles, each.text))
        return Answer(text, tuple(shown), tuple(records))

    def _shown(self, table: NameTable, each: Spelling, seed: str, owner: Mapping[str, str]) -> Shown:
        count = int(table.counts[each.number])
        if each.text in owner:
            return Shown(each.text, "match", "a name of it", count, owner[each.text])
        return Shown(each.text, each.level, why(seed, each.text, each.likeness), count)

    def use(self, text: str) -> Use | None:
        """How a spelling is used; None if no article holds it as a name."""
        table = self.table()
        number = table.number.get(text)
        return table.use(number, self.source) if number is not None else None

    def offer(self, query: str) -> Offer | None:
        """What other spellings a plain query may be offered; None if it is no name that the archive knows."""
        from index.names.spelled import offer

        return offer(query, self)

    def spelled_out(self, node: Node, *, cancelled: Callable[[], bool] = _NEVER) -> tuple[Node, tuple[Answer, ...]]:
        """A query in which every `name:` has become its spellings as phrases, and what was found for each."""
        answers: list[Answer] = []

        def walk(part: Node) -> Node:
            if isinstance(part, And | Or):
                return replace(part, items=tuple(walk(item) for item in part.items))
            if isinstance(part, Not):
                return replace(part, item=walk(part.item))
            if isinstance(part, Value) and part.field == "name":
                answers.append(self.ask(part.text, cancelled=cancelled))
                texts = dict.fromkeys([part.text, *(each.text for each in answers[-1].at("match"))])
                return _phrases(list(texts)[:MOST_ASKED], part)
            return part

        return walk(node), tuple(answers)


def _rank(each: Spelling) -> tuple[int, float]:
    return {"match": 0, "suggest": 1, "contains": 2, "": 3}[each.level], -each.score


def _phrases(texts: Sequence[str], part: Value) -> Node:
    phrases = tuple(Phrase(text, start=part.start, end=part.end) for text in texts)
    return phrases[0] if len(phrases) == 1 else Or(phrases, start=part.start, end=part.end)


def _merged(known: Mapping[str, tuple[Named, str]]) -> Iterator[Named]:
    """The records that stand for themselves, each with what those say that were merged into it."""
    merging = Merging({id_: into for id_, (_, into) in known.items() if into})
    for id_, (one, _) in known.items():
        if merging.canonical(id_) == id_:
            group = [one, *(known[other][0] for other in merging.group(id_) if other in known and other != id_)]
            yield (
                one
                if len(group) == 1
                else replace(
                    one,
                    names=tuple(dict.fromkeys(name for each in group for name in each.names)),
                    refused=frozenset().union(*(each.refused for each in group)),
                    nicknames=frozenset().union(*(each.nicknames for each in group)),
                )
            )


def _named(found: Any) -> Named:
    values = found.values
    rows = [row for row in values.get("names", ()) if isinstance(row, Mapping) and row.get("text")]
    texts = tuple(str(row["text"]) for row in rows)
    nicknames = frozenset(str(row["text"]) for row in rows if row.get("kind") in _NICKNAMES)
    type_ = str(values.get("type", ""))
    sort: Sort = "place"
    if found.kind == "actor":
        sort = "person" if type_ in _PERSONS else "group" if type_ in _GROUPS else "any"
    refused: Iterable[Any] = values.get("not_names", ())
    return Named(found.id, found.label, sort, texts, frozenset(map(str, refused)), nicknames)
