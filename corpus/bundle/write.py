"""Writing a bundle: a selection of the archive, or all of it, as one YAML file, a record at a time.

What goes is decided in `closure`, what of it a profile leaves out in `schema`, `carry` and `told`; how values look is
said in `yaml_out`. A file is written whole or not at all, and every bundle that leaves is remembered by the store.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, TextIO

from corpus.archive import FOLDER, Archive
from corpus.bundle.carry import carry, for_profile, hidden_fields, is_hidden
from corpus.bundle.closure import Chosen, choose
from corpus.bundle.codebook import read_codebook
from corpus.bundle.fields import microseconds
from corpus.bundle.schema import ARTICLE, PROFILES, VERSION
from corpus.bundle.told import Teller
from corpus.bundle.yaml_out import YamlWriter
from corpus.errors import BundleError
from corpus.records.definition import DEFINITIONS
from corpus.store.exports import Exports
from corpus.store.log import utc_now
from corpus.store.operation import DELETED, Operation
from corpus.store.record_exports import RecordExports
from corpus.text import well_formed

Json = Any

NOTICE = "For the team only: it holds notes, paths and what is not open."
_ROOM = 400
"""Operations and tombstones are written on one line up to this length."""

_SHORT = ("actor", "place", "link", "search")
_LINE = 160
"""Records of these kinds are written on one line up to this length."""


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
        records: How many other records of each kind, by its plural.
        withheld_records: Other records chosen but not carried, being restricted or resting on what is.
        loose: Records left out since what they rest on is not here any more.
        hidden: Values left out since they told of a place on this disk, or named a record that does not go.
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
    records: dict[str, int] = field(default_factory=dict)
    withheld_records: int = 0
    loose: int = 0
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
"""Told how many records of how many are written."""


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
        numbers: The articles; None for everything.
        profile: `share` or `team`.
        text: Whether the articles' texts go along.
        history: Whether everything that people said goes along, so that a merge is exact; for the team only.
        query: What the articles were chosen by; told to the team only.
        at: The moment to write into it, UTC, ISO 8601 to the second; now if empty.
        progress: Told after every record.
        cancelled: Asked before every record; once true, what is written ends there.

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
        self._store = RecordExports(archive.database)
        self._wish = wish
        self._numbers = None if numbers is None else frozenset(numbers)
        self._chosen = Chosen()
        self._goes: set[str] = set()
        self._silent: set[tuple[str, str]] = set()
        self._history: set[str] = set()
        self._past: Teller | None = None
        self._began = False
        self.summary = Summary(wish.at or utc_now(), wish.profile, target)

    def write(self, out: TextIO | IO[str], progress: Progress, cancelled: Callable[[], bool]) -> Summary:
        """Write everything."""
        writer = YamlWriter(out.write)
        summary = self.summary
        try:
            with self._exports.snapshot():
                self._choose()
                tombstones = self._tombstones()
                codebook = read_codebook(self._archive).as_data()
                summary.deleted = len(tombstones)
                summary.operations = sum(1 for _ in self._operations())
                self._began = True
                writer.field("dateline", VERSION)
                writer.field("exported", self._header())
                meter = _Meter(summary.articles + sum(summary.records.values()), progress, cancelled)
                if not (self._articles(writer, meter) and self._records(writer, meter)):
                    summary.cancelled = True
                    return summary
                if codebook:
                    writer.field("codebook", codebook)
                self._list(writer, "deleted", iter(tombstones))
                self._list(writer, "history", (_as_item(each) for each in self._operations()))
        except ValueError as error:
            raise BundleError("Something in the archive cannot be written as YAML", hint=f"It is {error}.") from error
        return summary

    def remember(self) -> None:
        """Have the archive remember what left, unless nothing did."""
        if self._began and not self._archive.read_only:
            carried = [*self._chosen.articles, *(id_ for ids in self._chosen.records.values() for id_ in ids)]
            self._exports.record(
                self.summary.at, self.summary.profile, self.summary.target, [*carried, *self._chosen.gone]
            )
            self.summary.recorded = True

    def _choose(self) -> None:
        """Decide what goes."""
        wish, summary = self._wish, self.summary
        self._take(choose(self._archive, self._exports, self._numbers, wish.profile, wish.history))
        if self._chosen.frayed and (untold := self._untold()):
            # What nobody tells of belongs to no selection: whoever gets this bundle could not choose it.
            self._take(choose(self._archive, self._exports, self._numbers, wish.profile, wish.history, untold))
        summary.articles = len(self._chosen.articles)
        summary.records = {DEFINITIONS[kind].plural: len(ids) for kind, ids in self._chosen.records.items() if ids}
        summary.withheld = self._chosen.withheld["articles"]
        summary.withheld_records = self._chosen.withheld.total() - summary.withheld
        summary.loose = self._chosen.loose
        if wish.history:
            self._look_back()

    def _take(self, chosen: Chosen) -> None:
        self._chosen = chosen
        self._goes = {id_ for ids in chosen.records.values() for id_ in ids}
        self._goes |= self._exports.names(list(chosen.articles.values()))

    def _untold(self) -> set[tuple[str, str]]:
        """What of that which was chosen is left out, as it leads to what is."""
        teller = self._teller()
        for kind, ids in self._chosen.records.items():
            for id_, values in self._store.values(ids):
                teller.tell(kind, id_, values)
        return teller.untold

    def _look_back(self) -> None:
        """See what of the past may be told.

        Of a field whose value may not be told nothing is told: an older value would be taken for the one in force.
        """
        for kept in self._exports.articles(array("I", self._chosen.articles.values())):
            self._history.update(kept.ids)
            hidden = hidden_fields(kept, self._chosen.unseen)
            self._silent.update((id_, name) for id_ in kept.ids for name in hidden)
        self._history.update(id_ for ids in self._chosen.records.values() for id_ in ids)
        self._history.update(self._chosen.gone)
        self._past = self._teller()
        if self._chosen.unseen:
            for kind, ids in self._chosen.records.items():
                for id_, values in self._store.values(ids):
                    self._past.tell(kind, id_, values)
            self._silence_doubts(self._past)

    def _silence_doubts(self, past: Teller) -> None:
        """Tell of no deletion, and no removal of a row, that does not count here and would where less is told."""
        records = {id_ for ids in self._chosen.records.values() for id_ in ids}
        for record, doubts in self._store.doubted().items():
            if record not in records:
                continue
            said = self._store.ever_said(record)
            hidden = {name for name, value in said if not past.may_tell(record, name, value)}
            for name in doubts:
                if hidden if name == DELETED else any(each.startswith(f"{name}.") for each in hidden):
                    self._silent.add((record, name))

    def _teller(self) -> Teller:
        return Teller(self._goes.__contains__, self._chosen.unseen, history=self._wish.history)

    def _tombstones(self) -> list[dict[str, Json]]:
        if self._wish.profile != "team":
            return []
        erased: list[dict[str, Json]] = [
            {"id": id_, "at": at, "purged": True} for id_, at in self._exports.tombstones()
        ]
        known = {each["id"] for each in erased}
        deleted = [{"id": id_, "at": at} for id_, at in self._chosen.tombstones if id_ not in known]
        return sorted(erased + deleted, key=lambda each: str(each["id"]))

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
            "withheld": summary.withheld + summary.withheld_records,
        }
        counted = {name: value for name, value in values.items() if value}
        after = [name for name in ("deleted", "history", "withheld") if name in counted]
        first = {name: value for name, value in counted.items() if name not in after}
        counts = {"articles": summary.articles, **summary.records}
        return {**first, **counts, **{name: counted[name] for name in after}}

    def _articles(self, writer: YamlWriter, meter: _Meter) -> bool:
        """Write the articles; false if that was stopped."""
        summary, first = self.summary, True
        for kept in self._exports.articles(array("I", self._chosen.articles.values())):
            if meter.stopped():
                return False
            if first:
                writer.section("articles")
            first = False
            values, hidden = carry(kept, history=self._wish.history, unseen=self._chosen.unseen)
            summary.hidden += hidden
            values = for_profile(values, summary.profile)
            writer.item(values if kept.n in self._chosen.added else self._with_text(values, kept.text_sha256))
            meter.step()
        return True

    def _records(self, writer: YamlWriter, meter: _Meter) -> bool:
        """Write the other records; false if that was stopped."""
        teller = self._teller()
        for kind, ids in self._chosen.records.items():
            if ids:
                writer.section(DEFINITIONS[kind].plural)
            for id_, values in self._store.values(ids):
                if meter.stopped():
                    return False
                told = teller.tell(kind, id_, values)
                if self.summary.profile != "team":
                    told.pop("notes", None)
                writer.item({"id": id_, **told}, room=_LINE if kind in _SHORT else 0)
                meter.step()
        self.summary.hidden += teller.hidden
        return True

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

    def _operations(self) -> Iterator[Operation]:
        if self._past is None:
            return
        for operation in self._exports.operations(self._history):
            silent = (operation.record, operation.field) in self._silent
            if (
                not silent
                and not is_hidden(operation.field, operation.value, self._chosen.unseen)
                and self._past.may_tell(operation.record, operation.field, operation.value)
            ):
                yield operation


class _Meter:
    """Counts records as they are written."""

    def __init__(self, total: int, progress: Progress, cancelled: Callable[[], bool]) -> None:
        self._total = total
        self._progress = progress
        self._done = 0
        self.stopped = cancelled

    def step(self) -> None:
        """Tell that one more is written."""
        self._done += 1
        self._progress(self._done, self._total)


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
    from corpus.reading.bundles import looks_like_bundle

    with path.open("rb") as file:
        head = file.read(4096)
    return not head or looks_like_bundle(head)


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
