"""Writing a bundle: a selection of the archive, or all of it, as one YAML file, an article at a time.

What a profile leaves out is said in `schema` and `carry`, how values look in `yaml_out`. A file is written whole or
not at all, and every bundle that leaves is remembered by the store.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from array import array
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, TextIO

from corpus.archive import FOLDER, Archive
from corpus.bundle.carry import carry, for_profile, hidden_fields, is_hidden
from corpus.bundle.fields import microseconds
from corpus.bundle.schema import ARTICLE, CARRIED, PROFILES, VERSION
from corpus.bundle.yaml_out import YamlWriter
from corpus.errors import BundleError
from corpus.store.exports import Exports
from corpus.store.log import utc_now
from corpus.store.operation import Operation
from corpus.text import well_formed

Json = Any

NOTICE = "For the team only: it holds notes, paths and what is not open."
START = b"dateline: "
"""What every bundle begins with."""

_ROOM = 400
"""Operations and tombstones are written on one line up to this length."""


@dataclass(slots=True)
class Summary:
    """What was written.

    Attributes:
        at: When, UTC, as the bundle says.
        profile: For whom.
        target: The name of the file; empty for a stream.
        articles: Articles carried.
        withheld: Articles chosen but not carried, being restricted.
        texts: How many of them have their text along.
        operations: Operations carried.
        deleted: Tombstones carried.
        hidden: Values left out since they told of a place on this disk, or named a record that was withheld.
        unwritable: Articles whose text has half characters and was left out.
        recorded: Whether the archive remembers it; one on read-only media cannot.
        cancelled: Whether it was stopped; a file is then as it was before.
    """

    at: str
    profile: str
    target: str
    articles: int = 0
    withheld: int = 0
    texts: int = 0
    operations: int = 0
    deleted: int = 0
    hidden: int = 0
    unwritable: list[str] = field(default_factory=list)
    recorded: bool = False
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class _Wish:
    """What a bundle is to hold, once it is known to be possible."""

    profile: str
    text: bool
    history: bool
    query: str
    at: str

    def __post_init__(self) -> None:
        if self.profile not in PROFILES:
            raise BundleError(f"There is no profile {self.profile}", hint=f"There are {' and '.join(PROFILES)}.")
        if self.history and self.profile != "team":
            raise BundleError("A history goes to the team only", hint="Add --profile team, or leave out the history.")
        if self.at and microseconds(self.at) is None:
            raise BundleError(f"{self.at} is no moment in UTC", hint="Such as 2020-06-22T10:00:00Z.")


Progress = Callable[[int, int], None]
"""Told how many articles of how many are written."""


def _silent(_done: int, _total: int) -> None:
    """Tell nobody."""


def export(
    archive: Archive,
    out: TextIO,
    *,
    numbers: Sequence[int] | None = None,
    profile: str = "share",
    text: bool = False,
    history: bool = False,
    query: str = "",
    at: str = "",
    progress: Progress = _silent,
    cancelled: Callable[[], bool] = lambda: False,
) -> Summary:
    """Write a bundle to a stream.

    Args:
        archive: The archive.
        out: Where to; it is not closed.
        numbers: The articles; None for all.
        profile: `share` or `team`.
        text: Whether the articles' texts go along.
        history: Whether everything that people said goes along, so that a merge is exact; for the team only.
        query: What the articles were chosen by; told to the team only.
        at: The moment to write into it, UTC, ISO 8601 to the second; now if empty.
        progress: Told after every article.
        cancelled: Asked before every article; once true, what is written ends there.

    Raises:
        BundleError: There is no such bundle, or something in the archive cannot be written.
        OSError: The stream refused.
    """
    run = _Export(archive, _Wish(profile, text, history, query, at), "", numbers)
    try:
        return run.write(out, progress, cancelled)
    finally:
        run.remember()  # whatever left, left


def export_file(
    archive: Archive,
    path: Path,
    *,
    numbers: Sequence[int] | None = None,
    profile: str = "share",
    text: bool = False,
    history: bool = False,
    query: str = "",
    at: str = "",
    progress: Progress = _silent,
    cancelled: Callable[[], bool] = lambda: False,
) -> Summary:
    """Write a bundle to a file, which is there whole afterwards or is as it was before.

    A bundle for the team can be read by its owner only. A file that is no bundle is never written over; a bundle
    is replaced. The arguments are those of `export`; when cancelled, nothing is left behind.

    Raises:
        BundleError: There is no such bundle, something else is at `path`, it lies inside `.dateline`, or it
            cannot be written.
    """
    path = _checked(path)
    run = _Export(archive, _Wish(profile, text, history, query, at), path.name, numbers)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with _opened(draft, 0o600 if profile == "team" else 0o666) as out:
            summary = run.write(out, progress, cancelled)
            if summary.cancelled:
                return summary
            out.flush()
            os.fsync(out.fileno())
        run.remember()
        draft.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        reason = f"The system says: {error.strerror}."
        raise BundleError(f"{path.name} cannot be written", hint=reason, path=path) from error
    finally:
        draft.unlink(missing_ok=True)
    return summary


class _Export:
    """One bundle on its way out."""

    def __init__(self, archive: Archive, wish: _Wish, target: str, numbers: Sequence[int] | None) -> None:
        self._archive = archive
        self._exports = Exports(archive.database, archive.log)
        self._wish = wish
        self._numbers = None if numbers is None else frozenset(numbers)
        self._carried: dict[str, int] = {}
        self._unseen: set[str] = set()
        self._silent: set[tuple[str, str]] = set()
        self._began = False
        self.summary = Summary(wish.at or utc_now(), wish.profile, target)

    def write(self, out: TextIO | IO[str], progress: Progress, cancelled: Callable[[], bool]) -> Summary:
        """Write everything."""
        writer = YamlWriter(out.write)
        summary = self.summary
        try:
            with self._exports.snapshot():
                self._choose()
                records = self._records()
                tombstones = self._exports.tombstones() if summary.profile == "team" else []
                summary.deleted = len(tombstones)
                summary.operations = sum(1 for _ in self._operations(records))
                self._began = True
                writer.field("dateline", VERSION)
                writer.field("exported", self._header())
                self._articles(writer, progress, cancelled)
                if summary.cancelled:
                    return summary
                self._list(writer, "deleted", ({"id": id_, "at": at, "purged": True} for id_, at in tombstones))
                self._list(writer, "history", (_as_item(each) for each in self._operations(records)))
        except ValueError as error:
            raise BundleError("Something in the archive cannot be written as YAML", hint=f"It is {error}.") from error
        return summary

    def remember(self) -> None:
        """Have the archive remember what left, unless nothing did."""
        if self._began and not self._archive.read_only:
            self._exports.record(self.summary.at, self.summary.profile, self.summary.target, self._carried)
            self.summary.recorded = True

    def _choose(self) -> None:
        """Decide which articles go, by their restriction."""
        restricted, allowed = self._exports.restricted(), CARRIED[self._wish.profile]
        deleted = self._exports.deleted() if not self._wish.history else set()
        for n, id_ in self._exports.chosen(self._numbers):
            if restricted.get(id_, "open") not in allowed:
                self.summary.withheld += 1
            elif id_ not in deleted:
                self._carried[id_] = n
        barred = [id_ for id_, word in restricted.items() if word not in allowed]
        self._unseen = self._with_aliases(barred)
        self.summary.articles = len(self._carried)

    def _with_aliases(self, ids: Collection[str]) -> set[str]:
        numbers = [n for id_ in ids if (n := self._archive.articles.number(id_)) is not None]
        return {*ids, *(id_ for kept in self._exports.articles(numbers) for id_ in kept.ids)}

    def _records(self) -> set[str]:
        """The ids under which operations on what is carried may stand; empty without a history.

        Of a field whose value may not be told nothing is told: an older value would be taken for the one in force.
        """
        records: set[str] = set()
        for kept in self._exports.articles(self._chosen()) if self._wish.history else ():
            records.update(kept.ids)
            hidden = hidden_fields(kept, self._unseen)
            self._silent.update((id_, name) for id_ in kept.ids for name in hidden)
        return records

    def _chosen(self) -> array[int]:
        return array("I", self._carried.values())

    def _header(self) -> dict[str, Json]:
        summary, team = self.summary, self._wish.profile == "team"
        values = {
            "at": summary.at,
            "profile": summary.profile,
            "notice": NOTICE if team else "",
            "who": self._archive.log.who if team else "",
            "query": self._wish.query if team else "",
            "deleted": summary.deleted,
            "history": summary.operations,
            "withheld": summary.withheld,
        }
        counted = {name: value for name, value in values.items() if value}
        after = [name for name in ("deleted", "history", "withheld") if name in counted]
        first = {name: value for name, value in counted.items() if name not in after}
        return {**first, "articles": summary.articles, **{name: counted[name] for name in after}}

    def _articles(self, writer: YamlWriter, progress: Progress, cancelled: Callable[[], bool]) -> None:
        summary = self.summary
        for done, kept in enumerate(self._exports.articles(self._chosen()), 1):
            if cancelled():
                summary.cancelled = True
                return
            if done == 1:
                writer.section("articles")
            values, hidden = carry(kept, history=self._wish.history, unseen=self._unseen)
            summary.hidden += hidden
            values = for_profile(values, summary.profile)
            writer.item(self._with_text(values, kept.text_sha256))
            progress(done, summary.articles)

    def _with_text(self, values: dict[str, Json], text_sha256: str) -> dict[str, Json]:
        text = self._archive.texts.get(text_sha256) if self._wish.text else ""
        if not text:
            return values
        if well_formed(text) != text:
            self.summary.unwritable.append(values["id"])
            return values
        self.summary.texts += 1
        return ARTICLE.ordered(values | {"text": text})

    @staticmethod
    def _list(writer: YamlWriter, name: str, items: Iterator[dict[str, Json]]) -> None:
        for i, item in enumerate(items):
            if not i:
                writer.section(name)
            writer.item(item, room=_ROOM)

    def _operations(self, records: Collection[str]) -> Iterator[Operation]:
        if not records:
            return
        for operation in self._exports.operations(records):
            silent = (operation.record, operation.field) in self._silent
            if not silent and not is_hidden(operation.field, operation.value, self._unseen):
                yield operation


def _as_item(operation: Operation) -> dict[str, Json]:
    values = {
        "id": operation.id.hex(),
        "stamp": operation.stamp,
        "at": operation.at,
        "who": operation.who or None,
        "record": operation.record,
        "field": operation.field,
        "value": operation.value,
        "prior": operation.prior.hex() if operation.prior else None,
    }
    return {name: value for name, value in values.items() if value is not None}


def _checked(path: Path) -> Path:
    """The absolute path of a file that may be written."""
    path = Path(os.path.abspath(path))
    try:
        folder = path.parent.resolve(strict=True)
    except OSError:
        raise BundleError(f"There is no folder {path.parent}", path=path) from None
    if FOLDER in (*folder.parts, path.name):
        raise BundleError(
            f"Nothing is written into {FOLDER}, which is dateline's own", hint="Choose another folder.", path=path
        )
    if os.path.lexists(path) and not _is_bundle(path):
        raise BundleError(
            f"{path.name} is there already and is no bundle", hint="Choose another name, or move it away.", path=path
        )
    return path


def _is_bundle(path: Path) -> bool:
    """Whether a file may be replaced by a bundle: it is one, or empty."""
    if not path.is_file() or path.is_symlink():
        return False
    with path.open("rb") as file:
        head = file.read(len(START))
    return head in (b"", START)


@contextlib.contextmanager
def _opened(path: Path, mode: int) -> Iterator[IO[str]]:
    """A new file, for UTF-8 with plain line feeds."""
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n", buffering=1 << 18) as out:
        yield out


def _sync_folder(folder: Path) -> None:
    """Have the file's new name on the disk, where folders can be told to."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
