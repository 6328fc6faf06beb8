"""Records seen from all sides: an actor's profile, a place with what lies within it, an incident with its phases.

Only looks; every list is bounded, and says how many there are where it shows fewer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from corpus.passages.claims import Claims
from corpus.records.record import Record
from corpus.records.records import Records
from corpus.records.views import ActorProfile, IncidentView, NameFound, Neighbour, PlaceNode, PlaceProfile, Span, Unit
from corpus.store.overlay import OPEN_END, OPEN_START
from corpus.store.record_queries import RecordQueries, Tie
from corpus.vocabulary import VOCABULARIES, Relation

COUNTED = frozenset(("single", ""))
"""The scopes of incidents that are counted: phases and what is told in sum would be counted twice."""

UNITS = ("part of",)
PEOPLE = ("commander of", "member of")

_SHOWN = 50
_DEEPEST = 12
_MOST_PLACES = 2000
_MOST_UNITS = 100


class Profiles:
    """Puts profiles together.

    Args:
        records: The records.
        queries: The tables derived from the log.
        claims: What passages say.
    """

    def __init__(self, records: Records, queries: RecordQueries, claims: Claims) -> None:
        self._records = records
        self._queries = queries
        self._claims = claims

    def actor(self, actor: str) -> ActorProfile:
        """An actor's profile.

        Raises:
            RecordUnknown: There is no such actor.
        """
        record = self._records.get(actor)
        same = self._records.same(record.id)
        took_part = self._queries.parts_of(same)
        ties = self.neighbours(record.id)
        incidents = sorted({(p.day is None, -(p.day or 0), p.incident) for p in took_part})
        named, told = self._queries.articles_naming(same), self._queries.articles_telling(same)
        return ActorProfile(
            record=record,
            names=self._names(same, named),
            seen=_span([p.day for p in took_part]),
            told=_span(list(named.values())),
            by_year=_by_year([(p.incident, p.role, p.day) for p in took_part if p.scope in COUNTED]),
            incidents=self._records.rows([incident for _, _, incident in incidents[:_SHOWN]]),
            incident_count=len(incidents),
            beside=self._beside(same),
            above=self._above(record.id),
            unit=self._unit(record.id, record.label),
            neighbours=ties,
            linked=len(told),
            mentioned=len(named.keys() - told),
        )

    def told_in(self, record: str) -> set[str]:
        """The articles with a passage that says anything of an actor or a place, or of an incident or link of it."""
        same = self._records.same(record)
        return {*self._queries.articles_naming(same), *self._queries.articles_telling(same)}

    def place(self, place: str) -> PlaceProfile:
        """A place, with what lies within it.

        Raises:
            RecordUnknown: There is no such place.
        """
        record = self._records.get(place)
        tree, inside = self._within(record)
        found = self._queries.incidents_at(inside)
        return PlaceProfile(
            record=record,
            above=self._around(record),
            within=tree,
            incidents=self._records.rows(found[:_SHOWN]),
            incident_count=len(found),
            neighbours=self.neighbours(record.id),
        )

    def incident(self, incident: str) -> IncidentView:
        """An incident, with its phases and what tells of it.

        Raises:
            RecordUnknown: There is no such incident.
        """
        record = self._records.get(incident)
        ties = self._queries.ties(self._records.same(record.id), ("phase of",))
        phases = [tie.there for tie in ties if not tie.outward]
        return IncidentView(
            record=record,
            phases=self._records.rows(self._one_after_the_other(phases)),
            whole=self._records.rows([tie.there for tie in ties if tie.outward]),
            neighbours=self.neighbours(record.id),
            sources=self._claims.sources(record.id),
        )

    def neighbours(self, record: str, limit: int = 200) -> list[Neighbour]:
        """Everything that links tie a record to, by relation, each read from this end."""
        return self._neighbours(self._queries.ties(self._records.same(record), limit=limit))

    # Parts of the above

    def _neighbours(self, ties: Sequence[Tie]) -> list[Neighbour]:
        merging = self._records.rows_of.merging()
        there = {tie.link: merging.canonical(tie.there) for tie in ties}
        labels = self._records.rows_of.labels(there.values())
        facts = self._queries.facts([tie.link for tie in ties], ("as", "since", "until"))
        found = []
        for tie in ties:
            said = {name: str(value) for name, value in facts.get(tie.link, {}).items()}
            other = there[tie.link]
            found.append(
                Neighbour(
                    tie.link,
                    _read(tie),
                    tie.outward,
                    said.get("as", ""),
                    said.get("since", ""),
                    said.get("until", ""),
                    other,
                    labels.get(other, other),
                )
            )
        return found

    def _names(self, same: Sequence[str], days: Mapping[str, int | None]) -> list[NameFound]:
        given: dict[str, dict[str, int]] = {}
        for text, article, n in self._queries.names_given(same):
            given.setdefault(text, {})[article] = n
        found = [
            NameFound(text, sum(articles.values()), len(articles), _span([days.get(article) for article in articles]))
            for text, articles in given.items()
        ]
        return sorted(found, key=lambda name: (-name.passages, name.text))[:_SHOWN]

    def _beside(self, same: Sequence[str]) -> list[tuple[str, str, int]]:
        merging, counts = self._records.rows_of.merging(), Counter[str]()
        for other, n in self._queries.beside(same, _SHOWN):
            counts[merging.canonical(other)] += n
        labels = self._records.rows_of.labels(counts)
        return [(other, labels.get(other, other), n) for other, n in counts.most_common()]

    def _above(self, actor: str) -> list[Neighbour]:
        """What an actor is a part of, and that of, up to the top; where there are several, the first of them."""
        merging, seen, steps = self._records.rows_of.merging(), {actor}, list[Tie]()
        at = actor
        while len(steps) < _DEEPEST:
            ties = self._queries.ties(merging.group(at), UNITS, ends=("from",))
            step = next((tie for tie in ties if merging.canonical(tie.there) not in seen), None)
            if step is None:
                break
            steps.append(step)
            at = merging.canonical(step.there)
            seen.add(at)
        return self._neighbours(steps)

    def _unit(self, actor: str, label: str) -> Unit:
        """The tree of units below an actor, level by level, each with its people; no actor stands in it twice.

        It ends with the level on which it has a hundred units.
        """
        root = Unit(actor, label)
        level, seen, merging = {actor: root}, {actor}, self._records.rows_of.merging()
        for _ in range(_DEEPEST):
            same = {each: unit for unit in level.values() for each in merging.group(unit.record)}
            ties = []
            for tie in self._queries.ties(sorted(same), (*UNITS, *PEOPLE), 1000, ends=("to",)):
                there = merging.canonical(tie.there)
                if tie.relation not in PEOPLE:
                    if there in seen:
                        continue
                    seen.add(there)
                ties.append(tie)
            level = {}
            for tie, step in zip(ties, self._neighbours(ties), strict=True):
                if tie.relation in PEOPLE:
                    same[tie.here].people.append(step)
                else:
                    level[step.record] = Unit(step.record, step.label)
                    same[tie.here].units.append(level[step.record])
            if not level or len(seen) >= _MOST_UNITS:
                break
        return root

    def _within(self, record: Record) -> tuple[PlaceNode, list[str]]:
        """The tree of places in a place, and all their ids."""
        merging = self._records.rows_of.merging()
        root = PlaceNode(record.id, record.label)
        nodes = dict.fromkeys(merging.group(record.id), root)
        level = nodes
        while level and len(nodes) < _MOST_PLACES:
            below: dict[str, PlaceNode] = {}
            for place, outer in self._queries.naming(sorted(level), "within"):
                id_ = merging.canonical(place)
                if id_ not in nodes and id_ not in below:
                    node = PlaceNode(id_, id_)
                    level[outer].places.append(node)
                    below |= dict.fromkeys(merging.group(id_), node)
            nodes |= below
            level = below
        labels = self._records.rows_of.labels(nodes)
        for node in nodes.values():
            node.label = labels.get(node.record, node.record)
        for id_, n in self._queries.incident_counts(sorted(nodes)).items():
            nodes[id_].incidents += n
        return root, sorted(nodes)

    def _around(self, record: Record) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        seen, at = {record.id}, record.values.get("within")
        while isinstance(at, str) and len(found) < _DEEPEST:
            id_ = self._records.rows_of.canonical(at)
            if id_ in seen or not self._records.rows_of.is_there(id_):
                break
            seen.add(id_)
            found.append((id_, self._records.rows_of.labels([id_]).get(id_, id_)))
            at = self._queries.facts([id_], ("within",)).get(id_, {}).get("within")
        return found

    def _one_after_the_other(self, phases: Sequence[str]) -> list[str]:
        """Phases by what links say of their order (`came before`, `led to`), else by their ids."""
        after: dict[str, set[str]] = {phase: set() for phase in phases}
        for tie in self._queries.ties(phases, ("came before", "led to")):
            if tie.outward and tie.there in after:
                after[tie.there].add(tie.here)
        ordered: list[str] = []
        while after:
            ready = sorted(phase for phase, earlier in after.items() if not earlier & after.keys())
            step = ready or [min(after)]
            ordered += step
            for phase in step:
                del after[phase]
        return ordered


def _read(tie: Tie) -> str:
    """A link's relation as it reads from the end that was asked about."""
    term = VOCABULARIES["relation"].terms.get(tie.relation)
    return term.inverse if isinstance(term, Relation) and not tie.outward else tie.relation


def _span(days: Sequence[int | None]) -> Span:
    known = [day for day in days if day is not None and OPEN_START < day < OPEN_END]
    return Span(date.fromordinal(min(known)), date.fromordinal(max(known))) if known else Span()


def _by_year(parts: Sequence[tuple[str, str, int | None]]) -> dict[int, dict[str, int]]:
    counts: dict[int, Counter[str]] = {}
    for _, role, day in sorted({(incident, role, day) for incident, role, day in parts}, key=str):
        year = date.fromordinal(day).year if day else 0
        counts.setdefault(year, Counter())[role] += 1
    return {year: dict(counts[year].most_common()) for year in sorted(counts)}
