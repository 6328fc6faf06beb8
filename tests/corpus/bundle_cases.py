"""Random archives for the laws of bundles: articles with histories of their own, and people who say things of them."""

from __future__ import annotations

import atexit
import hashlib
import io
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from corpus.archive import Archive
from corpus.article import CODING_STATES, Reading, article_id
from corpus.bundle import ImportReport, export, import_bundle
from corpus.bundle.carry import is_local
from corpus.store.edits import RESTRICTIONS
from corpus.store.files import Seen
from corpus.store.operation import Edit, Operation, clean_tag, new_id

VERSIONS = 3
"""How many states the bytes of an article go through; who sees it later knows it by a later one."""

lines = st.one_of(
    st.sampled_from(
        ["Clash at the bridge: report", "NO", "12:30", "2031-03-11", "مقتل أربعة عناصر", "a\nb", " x ", "~"]
    ),
    st.text(min_size=1, max_size=20),
)
bodies = st.one_of(
    st.just("Two officers were killed.\n\n  Nobody said by whom.\n\tMany others were hurt."),
    st.text(max_size=60),
    st.text(alphabet="ab \n\t\r\x1b\u2028:#-é", max_size=40),
)
dates = st.sampled_from(["2031-03-11", "2031-03", "2031~", "2031-03-01/2031-03-05", "../2031", "2031-03-11?"])


def tag_of(text: str) -> str:
    try:
        return clean_tag(text)
    except ValueError:
        return "ambush"


tags = st.one_of(st.sampled_from(["ambush", "a/b", "no", "2031", "لغم"]), st.text(max_size=8).map(tag_of))
json_values = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=8)
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=6), inner, max_size=3)),
    max_leaves=6,
)
readings = st.fixed_dictionaries(
    {"title": lines, "text": bodies},
    optional={
        "published": dates,
        "outlet": lines,
        "credit": lines,
        "author": lines,
        "dateline": st.fixed_dictionaries({"place": lines}, optional={"date": dates}),
        "url": st.sampled_from(["https://valley.example/1", "file:///home/somebody/1.html", "/home/somebody/2.html"]),
        "language": st.sampled_from(["en", "ar", "no"]),
    },
)
FIELD_VALUES = st.one_of(
    st.tuples(st.sampled_from(["title", "outlet", "credit", "author", "retrieved"]), st.one_of(lines, st.just(""))),
    st.tuples(st.just("published"), st.one_of(dates, st.just(""))),
    st.tuples(st.just("dateline"), st.one_of(st.fixed_dictionaries({"place": lines}), st.just(""))),
    st.tuples(st.just("acquired"), st.fixed_dictionaries({}, optional={"by": lines, "from": lines})),
    st.tuples(st.just("url"), st.sampled_from(["https://valley.example/2", "file:///home/somebody/3.html"])),
    st.tuples(st.just("coding"), st.sampled_from(CODING_STATES)),
    st.tuples(st.just("restricted"), st.sampled_from(RESTRICTIONS)),
    st.tuples(st.sampled_from(["colour", "mood of it", "x.y", "یاد"]), json_values),
    st.tuples(st.just("basis"), st.dictionaries(st.sampled_from(["title", "published"]), st.just("inferred"))),
    st.tuples(st.just("ref"), st.sampled_from(["RK-0001", "X-0002"])),
    tags.map(lambda tag: (f"tags/{tag}", True)),
    tags.map(lambda tag: (f"tags/{tag}", None)),
    st.tuples(
        st.integers(0, 3).map(lambda i: f"notes/{i:032x}"),
        st.fixed_dictionaries(
            {"text": lines, "at": st.just("2031-03-11T10:00:00Z"), "who": st.sampled_from(["", "RK"])},
            optional={"pinned": st.booleans()},
        ),
    ),
)


@dataclass(frozen=True)
class Step:
    """Something that happens to one of the articles, at one of the archives."""

    replica: int
    article: int
    field: str
    value: Any
    rival: bool
    """Whether somebody elsewhere says it, who has seen nothing of what is said here."""


steps = st.builds(
    lambda replica, article, pair, rival: Step(replica, article, pair[0], pair[1], rival),
    st.integers(0, 2),
    st.integers(0, 3),
    FIELD_VALUES,
    st.booleans(),
)


@dataclass(frozen=True)
class World:
    """The articles that there are: for each the states of its bytes, and at which of them each archive first saw it."""

    readings: tuple[tuple[dict[str, Any], ...], ...]
    starts: tuple[tuple[int | None, ...], ...]
    steps: tuple[Step, ...]


def travels(step: Step) -> bool:
    """Whether what is said may be told at all: what is sealed, and where something is on a disk, never leaves."""
    return step.value != "sealed" and not is_local(step.field, step.value)


@st.composite
def worlds(
    draw: st.DrawFn, *, archives: int, starts: Sequence[int | None] = (None, 0, 1, 2), all_travels: bool = False
) -> World:
    count = draw(st.integers(1, 4))
    found = tuple(tuple(draw(readings) for _ in range(VERSIONS)) for _ in range(count))
    seen = tuple(tuple(draw(st.sampled_from(starts)) for _ in range(archives)) for _ in range(count))
    said = draw(st.lists(steps.filter(travels) if all_travels else steps, max_size=12))
    return World(found, seen, tuple(said))


def sha256(article: int, version: int) -> str:
    return hashlib.sha256(f"{article}:{version}".encode()).hexdigest()


@cache
def _empty() -> Path:
    """An empty archive to copy: making one anew for every example would be most of the time."""
    folder = Path(tempfile.mkdtemp(prefix="bundle-cases-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    Archive.open(folder, create=True).close()
    return folder


class Replica:
    """One archive whose articles have no files, with a clock of its own."""

    def __init__(self, folder: Path, name: str, start: int) -> None:
        shutil.copytree(_empty(), folder)
        self.clock = start
        self.archive = Archive(folder, read_only=False, who=name, clock=self._tick)

    def _tick(self) -> int:
        self.clock += 1
        return self.clock

    def plant(self, world: World, article: int, start: int) -> None:
        """Have an article here that was first seen at one of its states, and then went on to the last."""
        files, n = self.archive.files, 0
        for version in range(start, VERSIONS):
            values = dict(world.readings[article][version])
            text = values.pop("text")
            [name] = self.archive.texts.put([text]) if text else [""]
            seen = Seen(b"", sha256(article, version), len(text), 0, 0, "")
            reading = Reading(values.pop("title"), text, values)
            with self.archive.database.write() as connection:
                if n:
                    files.add_version(connection, n, seen, reading, name)
                else:
                    n = files.add_article(connection, seen, reading, name)
                connection.execute("UPDATE article SET current = ? WHERE n = ?", (seen.sha256, n))
                files.refresh(connection, [n])

    def do(self, world: World, step: Step) -> None:
        """Have somebody say something, here or elsewhere, of an article that is here."""
        ids = [article_id(sha256(step.article % len(world.readings), version)) for version in range(VERSIONS)]
        number = next((n for id_ in ids if (n := self.archive.articles.number(id_)) is not None), None)
        if number is None:
            return
        record = self.archive.articles.get(number).id
        if not step.rival:
            self.archive.log.write([Edit(record, step.field, step.value)], "a word")
            return
        stamp, at = self._tick() - 5, "2031-03-12T10:00:00Z"
        self.archive.log.receive([Operation(new_id(), stamp, at, "AZ", record, step.field, step.value, None, new_id())])

    def exported(self, **options: Any) -> str:
        out = io.StringIO()
        export(self.archive, out, **{"profile": "team", "text": True, "history": True, **options})
        return out.getvalue()

    def take(self, bundle: str, **options: Any) -> ImportReport:
        path = self.archive.root / "bundle.yaml"
        path.write_text(bundle, encoding="utf-8", newline="")
        return import_bundle(self.archive, path, **options)

    def tables(self) -> dict[str, Any]:
        """What the archive holds, but for numbers that only count and texts that nobody names."""
        rows = self.archive.database.rows
        return {
            "articles": rows("SELECT id, current, text_sha256, title, coding FROM article ORDER BY id"),
            "aliases": rows("SELECT s.id, a.id FROM alias s LEFT JOIN article a ON a.n = s.article ORDER BY s.id"),
            "versions": rows(
                "SELECT sha256, a.id, reader, v.text_sha256, extracted FROM version v"
                " LEFT JOIN article a ON a.n = v.article ORDER BY sha256"
            ),
            "values": rows("SELECT record, field, value, conflicted FROM value ORDER BY record, field"),
            "operations": rows("SELECT id, record, field, value, prior, batch FROM operation ORDER BY id"),
            "tags": rows("SELECT tag, id FROM tagged LEFT JOIN article ON n = article ORDER BY tag, id"),
            "acts": rows("SELECT id, kind, reversed FROM batch ORDER BY id"),
            "kept for undo": rows("SELECT key FROM meta WHERE key LIKE 'import:%'"),
        }


def below(bundle: str) -> str:
    """A bundle without its header."""
    kept, inside = [], False
    for line in bundle.splitlines(keepends=True):
        inside = line.startswith("exported:") or (inside and line.startswith(" "))
        kept += [] if inside else [line]
    return "".join(kept)


@contextmanager
def replicas(count: int) -> Iterator[list[Replica]]:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        made = [Replica(Path(folder) / str(i), f"R{i}", 1_900_000_000_000_000 + 7 * i) for i in range(count)]
        for replica in made:
            stack.callback(replica.archive.close)
        yield made


def peopled(world: World, made: Sequence[Replica]) -> None:
    """Have everything happen that happens in a world."""
    for article, starts in enumerate(world.starts):
        for replica, start in zip(made, starts, strict=False):
            if start is not None:
                replica.plant(world, article, start)
    for step in world.steps:
        made[step.replica % len(made)].do(world, step)
