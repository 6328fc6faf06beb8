"""Random work on records of every kind, for the laws of bundles: made, changed, restricted, merged, deleted, undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from corpus.errors import ArchiveError
from corpus.records.definition import KINDS, Kind
from corpus.records.shape import apart
from corpus.store.operation import Operation, new_id
from tests.corpus.bundle_cases import Replica, json_values
from tests.corpus.test_records_laws import DATES, INCIDENTS, LINES, ROW_IDS, WORDS, some

INDEX = st.integers(0, 5)
RESTRICTED = st.sampled_from(["open", "open", "open", "open", "team", "sealed"])
NAMES = st.lists(
    some(kind=WORDS, lang=LINES, odd=LINES).flatmap(lambda more: LINES.map(lambda text: {"text": text, **more})),
    min_size=1,
    max_size=3,
    unique_by=lambda name: name["text"],
)
NOTES = st.lists(
    st.tuples(st.integers(0, 9), LINES).map(lambda pair: {"id": f"{pair[0]:032x}", "text": pair[1]}),
    max_size=1,
)
COMMON = some(
    restricted=RESTRICTED,
    tags=st.lists(st.sampled_from(["a", "a/b"]), max_size=2, unique=True),
    notes=NOTES,
    zz_unknown=json_values,
)
PATHS: dict[Kind, str] = {
    "article": "title",
    "actor": "names",
    "place": "names",
    "incident": "title",
    "link": "relation",
    "passage": "page",
}


def keyed(rows: list[tuple[str, int, str]]) -> list[tuple[str, int, str]]:
    return list({row[0]: row for row in rows}.values())


ROWS = st.lists(st.tuples(ROW_IDS, INDEX, WORDS), max_size=3).map(keyed)
POINTS = st.lists(st.tuples(st.sampled_from(KINDS[:6]), INDEX, LINES, some(odd=json_values)), max_size=4)


@dataclass(frozen=True)
class Work:
    """Something that somebody does to a record, at one of the archives."""

    replica: int
    what: str
    kind: Kind
    index: int
    values: dict[str, Any]
    rows: tuple[list[tuple[str, int, str]], list[tuple[str, int, str]]]
    points: list[tuple[Kind, int, str, dict[str, Any]]]
    more: int


def own(kind: Kind) -> st.SearchStrategy[dict[str, Any]]:
    """Values of a kind that name no other record."""
    match kind:
        case "actor":
            return st.fixed_dictionaries({"names": NAMES}, optional={"type": WORDS, "country": st.just("NO")})
        case "place":
            return st.fixed_dictionaries({"names": NAMES}, optional={"code": LINES, "kind": WORDS})
        case "incident":
            return INCIDENTS
        case "link":
            return some(since=DATES, **{"as": LINES}).map(lambda values: {"relation": "a word of ours", **values})
        case "passage":
            words = st.sampled_from(["Two officers", "hurt", "nowhere at all", "a\n b  "])
            return words.flatmap(
                lambda exact: some(page=LINES, text_sha256=st.just("0" * 64), timecode=LINES).map(
                    lambda more: {"quote": {"exact": exact, "start": 3}, **more}
                )
            )
        case _:
            return st.fixed_dictionaries({"name": LINES, "query": LINES})


WHAT = ("make", "put", "put", "take", "rival", "delete", "merge", "undo", "seal")


def works(kinds: Sequence[Kind], what: Sequence[str]) -> st.SearchStrategy[Work]:
    return st.sampled_from(kinds).flatmap(
        lambda kind: st.builds(
            Work,
            st.integers(0, 1),
            st.sampled_from(what),
            st.just(kind),
            INDEX,
            st.tuples(own(kind), COMMON).map(lambda pair: {**pair[0], **pair[1]}),
            st.tuples(ROWS, ROWS),
            POINTS,
            st.integers(0, 3),
        )
    )


BEGIN: tuple[Kind, ...] = ("actor", "actor", "place", "incident", "incident", "link", "passage", "passage", "search")


def work(*, most: int = 10) -> st.SearchStrategy[list[Work]]:
    """Records of every kind that are made, and then what people do to them."""
    begin = st.tuples(*(works((kind,), ("make",)) for kind in BEGIN))
    return st.tuples(begin, st.lists(works(KINDS[1:], WHAT), max_size=most)).map(lambda pair: [*pair[0], *pair[1]])


class Worker:
    """Does work at one archive.

    Args:
        replica: The archive.
        articles: The ids of its articles.
    """

    def __init__(self, replica: Replica) -> None:
        self.replica = replica
        self.archive = replica.archive
        articles = self.archive.articles
        self.articles = sorted(articles.get(n).id for n in articles.order())

    def pick(self, kind: Kind, index: int) -> str | None:
        known: Sequence[str] = self.articles if kind == "article" else self.archive.records.all(kind)
        return known[index % len(known)] if known else None

    def values(self, each: Work) -> dict[str, Any]:
        """The values of a piece of work, with the records that it names."""
        values, (first, second) = dict(each.values), each.rows
        found: dict[str, Any] = {}
        if each.kind == "place" and each.more == 0:
            found["within"] = self.pick("place", each.index + 1)
        if each.kind == "incident":
            found["actors"] = self.named(first, "actor", "actor", "role")
            found["places"] = self.named(second, "place", "place", "how")
        if each.kind == "link":
            kinds: tuple[Kind, ...] = ("actor", "incident", "incident", "article", "place")
            found["from"] = self.pick(kinds[each.more], each.index)
            found["to"] = self.pick(kinds[each.more + 1], each.index + 1)
        if each.kind == "passage":
            found["article"] = self.pick("article", each.index)
            text = self.archive.records.part_text(str(found["article"]), "text")
            if text[each.more : each.more + 4].strip():
                found["quote"] = {"exact": text[each.more : each.more + 4], "start": each.more}
            found["via"] = [
                {"who": row[2], **({"actor": id_} if (id_ := self.pick("actor", row[1])) else {})} for row in first
            ]
            found["points"] = [
                {"record": id_, "field": self.path(kind, id_, index), "value": value, **more}
                for kind, index, value, more in each.points
                if (id_ := self.pick(kind, index))
            ]
        return {**values, **{name: value for name, value in found.items() if value}}

    def path(self, kind: Kind, record: str, index: int) -> str:
        rows = self.archive.records.values(record).get("actors") if kind == "incident" else None
        return f"actors[{rows[index % len(rows)]['id']}].role" if rows and index else PATHS[kind]

    def named(self, rows: list[tuple[str, int, str]], kind: Kind, part: str, word: str) -> list[dict[str, Any]]:
        return [{"id": id_, part: found, word: text} for id_, i, text in rows if (found := self.pick(kind, i))]

    def do(self, each: Work) -> None:
        """Do it, unless it cannot be done here."""
        doing: dict[str, Callable[[Work], object]] = {
            "make": lambda w: self.archive.records.create(w.kind, self.values(w)),
            "put": self._put,
            "take": self._take,
            "rival": self._rival,
            "delete": lambda w: self.archive.records.delete(self._known(w)),
            "merge": lambda w: self.archive.records.merge(self._known(w), str(self.pick(w.kind, w.index + 1))),
            "undo": lambda _: self.archive.history.undo(),
            "seal": self._seal,
        }
        try:
            doing[each.what](each)
        except ArchiveError:
            return

    def _known(self, each: Work) -> str:
        return str(self.pick(each.kind, each.index))

    def _put(self, each: Work) -> None:
        self.archive.records.put(self._known(each), self.values(each))

    def _take(self, each: Work) -> None:
        self.archive.records.remove(self._known(each), ("actors[h1]", "harm[h1]", "tags", "zz_unknown")[each.more])

    def _seal(self, each: Work) -> None:
        word = ("team", "sealed", "open", "sealed")[each.more]
        if each.kind == "search" and each.index == 0:
            self.archive.edits.set_field([int(self.archive.articles.order()[0])], "restricted", word)
        else:
            self.archive.records.set(self._known(each), "restricted", word)

    def _rival(self, each: Work) -> None:
        """Somebody elsewhere speaks of a record, having seen nothing of what is said here."""
        record = self.pick(each.kind, each.index)
        if record is None:
            return
        stamp = self.replica._tick() - 5
        for name, value in list(apart(each.kind, self.values(each)).items())[: 1 + each.more]:
            operation = Operation(new_id(), stamp, "2031-03-12T10:00:00Z", "AZ", record, name, value, None, new_id())
            self.archive.log.receive([operation])
