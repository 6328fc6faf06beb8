"""What goes into a bundle: of everything, or of a selection of articles and all that these stand on, what may be told.

A selection is closed: its articles ▶ their passages ▶ the records that points or `via` name, and incidents linked to
the articles ▶ both ends of named links, actors, places and those they lie within ▶ the links with both ends inside.
For the team, passages of other articles about its incidents and links come too, with those articles. What is
restricted hands that on to what rests on it. Only decides; nothing is written here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from corpus.archive import Archive
from corpus.bundle.schema import CARRIED
from corpus.records.definition import DEFINITIONS, KINDS, Kind, kind_of
from corpus.records.merging import Merging
from corpus.store.exports import Exports
from corpus.store.operation import DELETED, Json
from corpus.store.record_exports import RecordExports

_SUBJECTS = ("incident", "link")


@dataclass(slots=True)
class Chosen:
    """What goes.

    Attributes:
        articles: Number by id.
        added: The numbers of those that were not asked for, and come as others rest on them; without their texts.
        records: The ids of the other records by kind, sorted.
        gone: Records of which the history alone goes: deleted ones, those whose making was undone, and loose ones.
        tombstones: Records that are deleted, with when.
        unseen: The ids of which nothing may be told.
        withheld: How many records of each kind, by its plural, were chosen and are restricted.
        loose: How many records rest on what is not here any more, and so stay out.
        frayed: Whether something in a selection may name what does not go.
    """

    articles: dict[str, int] = field(default_factory=dict)
    added: set[int] = field(default_factory=set)
    records: dict[Kind, list[str]] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    tombstones: list[tuple[str, str]] = field(default_factory=list)
    unseen: set[str] = field(default_factory=set)
    withheld: Counter[str] = field(default_factory=Counter)
    loose: int = 0
    frayed: bool = False


Untold = Collection[tuple[str, str]]
"""What is not told: records, each with a field, or with the field of the log of a point."""


def choose(
    archive: Archive,
    exports: Exports,
    numbers: Collection[int] | None,
    profile: str,
    history: bool,
    untold: Untold = frozenset(),
) -> Chosen:
    """Decide what goes.

    Args:
        archive: The archive.
        exports: Its articles.
        numbers: The articles asked for; None for everything.
        profile: `share` or `team`.
        history: Whether the history goes along, and with it what is deleted.
        untold: Fields and points by which nothing comes in.
    """
    return _Choice(archive, exports, numbers, profile, history, untold).made()


class _Choice:
    """One choice in the making."""

    def __init__(
        self,
        archive: Archive,
        exports: Exports,
        numbers: Collection[int] | None,
        profile: str,
        history: bool,
        untold: Untold,
    ) -> None:
        self._archive = archive
        self._untold = untold
        self._store = RecordExports(archive.database)
        self._whole, self._team, self._history = numbers is None, profile == "team", history
        self._allowed = CARRIED[profile]
        self._ids = self._store.articles()
        self._live = self._store.live()
        self._merging: Merging = archive.records.rows_of.merging()
        self._deleted = {self._ids.get(id_) for id_ in exports.deleted()} if not history else set()
        self._inside: set[str] = set()
        self._met: set[str] = set()
        self.found = Chosen()
        self._restrict(exports.restricted())
        self._articles(exports, numbers)
        self._asked = frozenset(self.found.articles.values())

    def made(self) -> Chosen:
        """What goes."""
        if self._whole:
            self._everything()
        else:
            self._closed()
        if self._team:
            self._without_life()
        self._sort()
        return self.found

    # What may go

    def _restrict(self, restricted: dict[str, str]) -> None:
        """See which records nothing may be told of: those restricted, those that are one with them or rest on them."""
        barred = {id_ for id_, word in restricted.items() if word not in self._allowed}
        barred |= {each for id_ in barred & self._live.keys() for each in self._merging.group(id_)}
        numbers = {self._ids[id_] for id_ in barred if id_ in self._ids}
        barred |= {id_ for id_, n in self._ids.items() if n in numbers}
        halves = self._store.halves()
        loose = set(halves)
        resting = set()
        for record, target in self._store.resting():
            if target in barred:
                resting.add(record)
            elif not self._is_there(target):
                loose.add(record)
        self.found.unseen = barred | resting
        self._loose = loose - self.found.unseen

    def _is_there(self, record: str) -> bool:
        if kind_of(record) == "article":
            return record in self._ids and self._ids[record] not in self._deleted
        return record in self._live

    def _goes(self, record: str) -> bool:
        return record in self._live and record not in self.found.unseen and record not in self._loose

    def _articles(self, exports: Exports, numbers: Collection[int] | None) -> None:
        for n, id_ in exports.chosen(numbers):
            if id_ in self.found.unseen:
                self.found.withheld["articles"] += 1
            elif self._is_there(id_):
                self.found.articles[id_] = n

    # Everything

    def _everything(self) -> None:
        self._inside = {id_ for id_ in self._live if self._goes(id_)}
        self._withhold(self._live.keys() & self.found.unseen)
        self.found.loose = len(self._loose & self._live.keys())

    def _withhold(self, records: Iterable[str]) -> None:
        for record in records:
            self.found.withheld[DEFINITIONS[self._live[record]].plural] += 1

    # A selection, closed

    def _closed(self) -> None:
        own = [id_ for id_, n in self._ids.items() if n in self._asked]
        passages = {source for source, _ in self._store.naming(own, "article")}
        self._expand(passages | self._linked(own))
        if self._team:
            subjects = [id_ for id_ in self._inside if self._live[id_] in _SUBJECTS]
            self._expand(self._store.passages_about(subjects, self._untold))
        self._links_within()
        self._withhold(self._met & self.found.unseen)
        self.found.loose = len(self._met & self._loose)
        named = self._store.named_by(self._inside)
        self.found.frayed = bool(self.found.unseen) or not named <= self._inside | self._article_names

    def _linked(self, articles: Iterable[str]) -> set[str]:
        """The incidents that links tie to these articles."""
        links = {source for source, _ in self._store.naming(articles, "from", "to") if self._goes(source)}
        return {target for target in self._store.named_by(links) if kind_of(target) == "incident"}

    def _expand(self, fresh: Iterable[str]) -> None:
        """Take these records in, and all that they name."""
        wanted = self._own_passages(set(fresh) & self._live.keys())
        while wanted := wanted - self._met:
            self._met |= wanted
            going = {id_ for id_ in wanted if self._goes(id_)}
            self._inside |= going
            named = self._store.named_by(going, self._untold) | {
                each for id_ in going for each in self._merging.group(id_)
            }
            self._add_articles(named)
            wanted = self._own_passages(named & self._live.keys())

    def _own_passages(self, records: set[str]) -> set[str]:
        """These records, but for passages of articles that were not asked for, which only the team gets."""
        passages = [id_ for id_ in records if self._live[id_] == "passage"]
        if self._team or not passages:
            return records
        articles = {id_: values.get("article") for id_, values in self._store.values(passages)}
        return records - {id_ for id_, article in articles.items() if self._ids.get(str(article)) not in self._asked}

    def _add_articles(self, named: Iterable[str]) -> None:
        for id_ in named:
            n = self._ids.get(id_)
            if n is None or n in self._asked or n in self.found.added or id_ in self.found.unseen:
                continue
            own = self._archive.articles.get(n).id
            if self._is_there(own):
                self.found.added.add(n)
                self.found.articles[own] = n

    def _links_within(self) -> None:
        inside = self._inside | self._article_names
        ends: dict[str, set[str]] = {}
        for link, end in self._store.naming(inside, "from", "to"):
            ends.setdefault(link, set()).add(end)
        for link, both in ends.items():
            if len(both) == 2 and link in self._live:
                self._met.add(link)
                if self._goes(link):
                    self._inside.add(link)

    @cached_property
    def _article_names(self) -> set[str]:
        numbers = set(self.found.articles.values())
        return {id_ for id_, n in self._ids.items() if n in numbers}

    # What is not there any more

    def _without_life(self) -> None:
        if not (self._history or self._whole):
            return
        gone = self._store.gone() | ((self._loose & self._live.keys()) if self._history else set())
        said = {id_: self._store.ever_said(id_) for id_ in gone}
        told = {id_: set(_ids_in(each for _, each in all_)) for id_, all_ in said.items() if self._may_tell(id_, all_)}
        self.found.unseen |= said.keys() - told.keys()
        if self._history:
            self.found.gone = sorted(told if self._whole else self._gone_within(told))
        else:
            self.found.tombstones = [
                (id_, self._store.said_at(id_, DELETED)) for id_ in sorted(told) if self._archive.log.is_deleted(id_)
            ]

    def _may_tell(self, record: str, said: list[tuple[str, Json]]) -> bool:
        """Whether a record that is gone never was more restricted than this, and names nothing that is withheld.

        Its deletion counts only with all that it had seen: such a record goes whole or not at all.
        """
        words = {str(value) for name, value in said if name == "restricted"}
        named = set(_ids_in(value for _, value in said))
        return record not in self.found.unseen and words <= self._allowed and not named & self.found.unseen

    def _gone_within(self, told: dict[str, set[str]]) -> set[str]:
        """Those that belong to a selection: passages of its articles, what is named inside, links between all that."""
        own = {id_ for id_, n in self._ids.items() if n in self._asked}
        found = {id_ for id_, named in told.items() if id_[:2] == "e-" and named & own}
        found |= self._store.named_by(self._inside, self._untold) & told.keys()
        while fresh := {each for id_ in found for each in told[id_] if each in told} - found:
            found |= fresh
        around = found | self._inside | self._article_names
        return found | {id_ for id_, named in told.items() if id_[:2] == "l-" and named and named <= around}

    def _sort(self) -> None:
        self.found.articles = dict(sorted(self.found.articles.items()))
        self.found.records = {kind: [] for kind in KINDS[1:]}
        for id_ in sorted(self._inside):
            self.found.records[self._live[id_]].append(id_)


def _ids_in(values: Iterable[Json]) -> Iterator[str]:
    """The ids of records that stand anywhere in some values."""
    for value in values:
        if isinstance(value, str):
            if value[1:2] == "-" and kind_of(value) is not None:
                yield value
        elif isinstance(value, dict):
            yield from _ids_in(value.values())
        elif isinstance(value, list):
            yield from _ids_in(value)


def names_any(value: Any, ids: Collection[str]) -> bool:
    """Whether any of these ids stands anywhere in a value."""
    return any(each in ids for each in _ids_in((value,)))
