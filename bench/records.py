"""How fast records are shown: `python -m bench.records [--articles N] [--incidents N] [--json FILE]`.

Makes an archive with four links and six passages for every incident, a few actors and places being in very many of
them, and shows records of every kind, the most entangled ones first. Beside it stands what we hold ourselves to.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.report import peak_mb, save, show, spread
from corpus.archive import Archive
from corpus.article import Reading
from corpus.records.act import Act
from corpus.store.files import Seen

_AT_ONCE = 250
_SENTENCE = "Shells fell on the market of Sarn, killing four and wounding many others."
_ROLES = ("attacker", "target", "party", "casualty")
_EVENTS = (("Battles", "Armed clash"), ("Explosions/Remote violence", "Air/drone strike"), ("Riots", "Mob violence"))


def add_articles(archive: Archive, count: int) -> list[str]:
    """Articles with a sentence each, as an update would add them; their ids."""
    rng = random.Random(1)
    [name] = archive.texts.put([_SENTENCE])
    for start in range(0, count, 1000):
        with archive.database.write() as connection:
            numbers = []
            for i in range(start, min(count, start + 1000)):
                day = f"{rng.randrange(2012, 2024)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 28):02}"
                seen = Seen(f"{i}.txt".encode(), f"{i:064x}"[::-1], 99, 1, 2, "2031-03-01T00:00:00Z")
                reading = Reading(
                    f"Report {i}", _SENTENCE, {"published": day, "credit": f"Outlet {i % 40}"}, reader="plain/1"
                )
                numbers.append(archive.files.add_article(connection, seen, reading, name))
                archive.files.hold(connection, seen, numbers[-1])
            archive.files.refresh(connection, numbers)
    return [row.id for row in archive.articles.rows(archive.articles.order())]


class Maker:
    """Makes records that speak of each other."""

    def __init__(self, archive: Archive, articles: Sequence[str]) -> None:
        self.archive = archive
        self.articles = articles
        self.rng = random.Random(0)
        self.actors: list[str] = []
        self.places: list[str] = []
        self.incidents: list[str] = []
        self._act: Act | None = None
        self._count = 0

    def act(self) -> Act:
        """The act in which the next record is made; written every few hundred records."""
        if self._act is None or self._count % _AT_ONCE == 0:
            self.done()
            self._act = self.archive.records.act()
        self._count += 1
        return self._act

    def done(self) -> None:
        """Write what has gathered."""
        if self._act is not None:
            self._act.commit("made")
        self._act = None

    def some(self, known: Sequence[str]) -> str:
        """One of these, the first of them most often: of 5,000, in one of 70 cases; of 300, in one of 17."""
        return known[int(self.rng.random() ** 2 * len(known))]

    def make(self, incidents: int) -> None:
        """Incidents, and what belongs to so many."""
        for i in range(max(20, incidents // 15)):
            self.actors.append(self.act().create("actor", {"names": [{"text": f"Brigade {i}", "kind": "name"}]}))
        for i in range(max(20, incidents // 10)):
            values = {"names": [{"text": f"Town {i}", "kind": "name"}], "kind": "settlement"}
            self.places.append(
                self.act().create("place", values | ({"within": self.some(self.places)} if self.places else {}))
            )
        for i in range(incidents):
            self.incidents.append(self._incident(i))
        for i in range(4 * incidents):
            self._link(i)
        for i in range(6 * incidents):
            self._passage(i)
        self.done()

    def _incident(self, i: int) -> str:
        event, sub_event = self.rng.choice(_EVENTS)
        year, month, day = 2012 + i % 12, 1 + i % 12, 1 + i % 28
        actors = dict.fromkeys(self.some(self.actors) for _ in range(3))
        return self.act().create(
            "incident",
            {
                "title": f"Incident {i}",
                "date": {"edtf": f"{year}-{month:02}-{day:02}", "stated": "on Monday"},
                "event": event,
                "sub_event": sub_event,
                "scope": "single",
                "places": [{"id": "s1", "place": self.some(self.places), "how": "in"}],
                "actors": [
                    {"id": f"k{k}", "actor": actor, "role": self.rng.choice(_ROLES)} for k, actor in enumerate(actors)
                ],
                "harm": [
                    {"id": "h1", "to": "b", "kind": "killed", "low": 4, "best": 4, "high": 4, "count": "exactly"},
                    {"id": "h2", "to": "b", "kind": "injured", "low": 2, "count": "some"},
                ],
                "status": self.rng.choice(("to do", "done")),
                "tags": [f"tag{i % 30}"],
            },
        )

    def _link(self, i: int) -> None:
        known, relations = (
            (self.actors, ("backs", "part of", "rival of")) if i % 2 else (self.incidents, ("led to", "came before"))
        )
        one, other = self.some(known), self.rng.choice(known)
        if one != other:
            self.act().create("link", {"from": other, "to": one, "relation": self.rng.choice(relations)})

    def _passage(self, i: int) -> None:
        incident, actor = self.some(self.incidents), self.some(self.actors)
        self.act().create(
            "passage",
            {
                "article": self.articles[i % len(self.articles)],
                "quote": {"exact": "killing four and wounding many others"},
                "via": [{"who": "a monitor", "actor": self.actors[-1 - i % 9], "how": "reports"}],
                "points": [
                    {"record": incident, "field": "harm[h1].best", "value": i % 9, "stance": "says"},
                    {"record": incident, "field": "harm[h2].stated", "value": "many others", "stance": "says"},
                    {"record": actor, "field": "names", "value": f"The Brigade {i % 50}", "stance": "says"},
                ],
            },
        )


def timed(what: Callable[[str], object], records: Sequence[str]) -> list[float]:
    """Milliseconds for each of these records, looked at for the first time and once more."""
    found = []
    for record in [*records, *records]:
        began = time.perf_counter()
        what(record)
        found.append((time.perf_counter() - began) * 1000)
    return found


def opened(folder: Path) -> float:
    """Milliseconds to open an archive and look at its first list, the best of seven."""
    best = float("inf")
    for _ in range(7):
        began = time.perf_counter()
        with Archive.open(folder, read_only=True) as archive:
            archive.articles.rows(archive.articles.order()[:50])
        best = min(best, (time.perf_counter() - began) * 1000)
    return best


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--incidents", type=int, default=1_000)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Archive.open(folder, create=True, who="RK") as archive:
            articles = add_articles(archive, asked.articles)
        size, bare = (folder / ".dateline" / "archive.db").stat().st_size, opened(folder)
        with Archive.open(folder, who="RK") as archive:
            maker = Maker(archive, articles)
            began = time.perf_counter()
            maker.make(asked.incidents)
            seconds = time.perf_counter() - began
        with_records = opened(folder)
        with Archive.open(folder) as archive:
            figures = measure(archive, maker)
        grown = (folder / ".dateline" / "archive.db").stat().st_size - size
    made = sum(1 for _ in maker.actors) + len(maker.places) + 11 * len(maker.incidents)
    rows = [
        ("made and checked, a second", f"{made / seconds:,.0f}", ""),
        ("on the disk, a record", f"{grown / made:,.0f} bytes", ""),
        ("opening, without records", f"{bare:.1f} ms", ""),
        ("opening, with them", f"{with_records:.1f} ms", f"≤ {1.1 * bare:.1f} ms"),
        *((what, spread(values), "≤ 16 ms" if "page" in what else "≤ 30 ms") for what, values in figures.items()),
        ("most memory", f"{peak_mb():.0f} MB", ""),
    ]
    show(f"{asked.incidents:,} incidents over {asked.articles:,} articles (median / p95)", rows, peer="bar")
    save(asked.json, {"open_bare": bare, "open": with_records, "make_per_second": made / seconds, **figures})


def measure(archive: Archive, maker: Maker) -> dict[str, list[float]]:
    """The most entangled records of each kind, and some of the others."""
    records, claims, profiles = archive.records, archive.claims, archive.profiles
    incidents = [*maker.incidents[:5], *maker.incidents[-10:]]
    actors = [*maker.actors[:5], *maker.actors[-10:]]
    places = [*maker.places[:5], *maker.places[-10:]]
    articles = [p.target for p in records.points_to(incidents[0], limit=15)] and list(maker.articles[:15])
    page = records.all("incident", "newest")[:60]
    return {
        "an incident": timed(records.get, incidents),
        "what points to it": timed(records.points_to, incidents),
        "an incident from all sides": timed(profiles.incident, incidents),
        "its choices": timed(claims.choices, incidents),
        "one field side by side": timed(lambda i: claims.choice(i, "harm[h1].best"), incidents),
        "an actor's profile": timed(profiles.actor, actors),
        "a place's profile": timed(profiles.place, places),
        "what points to an article": timed(records.points_to, articles),
        "a page of incidents": timed(lambda _: records.rows(page), incidents),
        "the order of a list page": timed(lambda _: records.all("incident", "newest"), incidents[:5]),
        "facets beside a page": timed(lambda _: records.rows_of.words("incident", "event"), incidents[:5]),
    }


if __name__ == "__main__":
    main()
