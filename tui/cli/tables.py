"""Tables on the command line: incidents out as CSV and records as JSON lines, incidents and gazetteers in."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from corpus.archive import Archive
from corpus.errors import ArchiveError
from corpus.text import printable
from tui.cli.output import is_terminal, many, say, tell
from tui.cli.progress import Meter, Stopped

if TYPE_CHECKING:
    from corpus.tables.gazetteer import GazetteerReport
    from corpus.tables.incidents_in import TableReport
    from corpus.tables.incidents_out import TableSummary

LARGEST = 512 << 20
_LISTED = 30


class _Shown:
    """Standard output; what a terminal cannot show safely is shown as something else."""

    def __init__(self) -> None:
        self._safe = is_terminal(sys.stdout)

    def write(self, text: str) -> int:
        """Write it."""
        return sys.stdout.write(printable(text, newlines=True) if self._safe else text)

    def writelines(self, lines: Iterable[str]) -> None:
        """Write them all."""
        for line in lines:
            self.write(line)


def export_table(
    archive: Archive, kind: str, numbers: Sequence[int] | None, output: str, profile: str, *, every_scope: bool
) -> None:
    """Write incidents as CSV, or records as JSON lines, and say what was left out."""
    from corpus.store.exports import Exports
    from corpus.store.log import utc_now

    articles = None if numbers is None else [archive.articles.get(n).id for n in numbers]
    write = _write_csv if kind == "csv" else _write_lines
    with _target(output, kind, profile) as out:
        summary = write(archive, out, articles, profile, every_scope)
        if not archive.read_only:
            name = "" if output == "-" else Path(output).name
            Exports(archive.database, archive.log).record(utc_now(), profile, name, summary.ids)
    what = many(summary.rows, "incident" if kind == "csv" else "record")
    tell(f"{what} written{'' if output == '-' else f' to {output}'}, profile {profile}.")
    if summary.withheld:
        tell(f"{many(summary.withheld, 'record')} withheld, being restricted or resting on what is.")
    if summary.hidden:
        tell(f"{many(summary.hidden, 'value')} left out that named what is restricted.")
    if summary.uncounted:
        tell(
            f"{many(summary.uncounted, 'incident')} left out that are phases, sums or background: --every-scope takes "
            "them along."
        )
    if archive.read_only:
        tell("This archive can only be read, so it will not remember what left.")


@contextlib.contextmanager
def _target(output: str, kind: str, profile: str) -> Iterator[Any]:
    from corpus.tables.file import whole_file

    if output == "-":
        yield _Shown()
        sys.stdout.flush()
        return
    starts = (b"\xef\xbb\xbfevent_id_cnty,",) if kind == "csv" else (b'{"kind_of_record":',)
    with whole_file(Path(output), starts, private=profile == "team") as out:
        yield out


def _write_csv(
    archive: Archive, out: TextIO, articles: Sequence[str] | None, profile: str, every_scope: bool
) -> TableSummary:
    from corpus.tables.cells import write_rows
    from corpus.tables.incidents_out import COLUMNS, IncidentTable, incidents_of

    wanted = archive.records.all("incident", "oldest") if articles is None else incidents_of(archive, articles)
    table = IncidentTable(archive, profile, every_scope=every_scope)
    write_rows(out, COLUMNS, table.rows(wanted))
    return table.summary


def _write_lines(
    archive: Archive, out: TextIO, articles: Sequence[str] | None, profile: str, _every_scope: bool
) -> TableSummary:
    from corpus.tables.lines_out import RecordLines

    records = RecordLines(archive, profile, articles)
    out.writelines(line + "\n" for line in records.lines())
    return records.summary


# In


def read_mapping(words: Sequence[str]) -> dict[str, str]:
    """The fields by column that `COLUMN=FIELD` words, or files of such, say.

    Raises:
        click.UsageError: A word is neither.
        ArchiveError: A file of them cannot be used.
    """
    found: dict[str, str] = {}
    for word in words:
        column, sign, field = word.rpartition("=")
        if sign and column:
            found[column] = field
        elif Path(word).is_file():
            found |= _mapping_file(Path(word))
        else:
            raise click.UsageError(f"{word!r} is not COLUMN=FIELD, and no file.", click.get_current_context())
    return found


def _mapping_file(path: Path) -> dict[str, str]:
    from corpus.bundle.yaml_in import Scalar, entries

    found: dict[str, str] = {}
    with path.open("rb") as file:
        for entry in entries(file):
            if not isinstance(entry.node, Scalar) or entry.index:
                raise ArchiveError(
                    f"{path.name} is no map of columns",
                    detail=f"line {entry.line}: {printable(entry.section)} has no one field",
                    hint="Each line says COLUMN: FIELD",
                )
            found[entry.section] = entry.node.text
    return found


def data_of(path: Path) -> bytes:
    """What a table's file holds.

    Raises:
        ArchiveError: It is no file, cannot be read, or is too large.
    """
    if not path.is_file():
        raise ArchiveError(f"There is no file {path}", path=path)
    if path.stat().st_size > LARGEST:
        raise ArchiveError(f"{path.name} is larger than a table can be", path=path)
    return path.read_bytes()


def import_table(
    archive: Archive,
    path: Path,
    mapping: Mapping[str, str],
    told: Meter,
    stopped: Stopped,
    *,
    dry_run: bool,
    skip_refused: bool,
    any_word: bool,
) -> bool:
    """Take a table of incidents in, and say what came of it; whether anything was, or could be, taken."""
    from corpus.tables.incidents_in import import_incidents

    data = data_of(path)
    total = max(1, data.count(b"\n"))
    report = import_incidents(
        archive,
        data,
        path.name,
        mapping=mapping,
        dry_run=dry_run,
        skip_refused=skip_refused,
        any_word=any_word,
        progress=lambda done: told("reading", done, total),
        cancelled=stopped,
    )
    told.end()
    if stopped():
        return True
    _say_table(path, report, dry_run)
    return dry_run or bool(report.done.batch) or not report.refused


def _say_table(path: Path, report: TableReport, dry_run: bool) -> None:
    whose = f", a table of {report.scheme}" if report.scheme else ""
    say(f"{path.name}{', tried only' if dry_run else ''}{whose}")
    if dry_run:
        say(f"  columns: {', '.join(f'{column} is {field}' for field, column in report.columns.items())}")
    if report.unused:
        say(f"  left out: {', '.join(report.unused)}")
    would = "would be made" if not report.done.batch else "made"
    new = f"{many(len(report.actors), 'new actor')}, {many(len(report.places), 'new place')}"
    say(f"  {many(report.incidents, 'incident')} {would}, with {new}; {report.found:,} known by their names")
    for what, names in (("actors", report.actors), ("places", report.places)):
        if names:
            more = f", … and {len(names) - _LISTED:,} more" if len(names) > _LISTED else ""
            say(f"  new {what}: {'; '.join(names[:_LISTED])}{more}")
    _say_refused(report.refused, bool(report.done.batch), dry_run)
    if report.done.batch:
        say("  To take this back: dateline undo")


def _say_refused(refused: Sequence[Any], taken: bool, dry_run: bool) -> None:
    if not refused:
        return
    say(f"  {many(len(refused), 'row')} refused:")
    for each in refused:
        say(f"    {each}")
    if not taken and not dry_run:
        tell("Nothing was taken in. To take the other rows in: --skip-refused")


def import_places(
    archive: Archive,
    path: Path,
    told: Meter,
    stopped: Stopped,
    *,
    alternates: Path | None,
    kinds: Sequence[str],
    country: str,
    dry_run: bool,
    skip_refused: bool,
) -> bool:
    """Take a gazetteer in, and say what came of it; whether anything was, or could be, taken."""
    from corpus.tables.gazetteer import import_gazetteer

    report = import_gazetteer(
        archive,
        data_of(path),
        path.name,
        alternates=data_of(alternates) if alternates else b"",
        kinds=kinds,
        country=country.upper(),
        dry_run=dry_run,
        skip_refused=skip_refused,
        progress=lambda done: told("reading", done, 0),
        cancelled=stopped,
    )
    told.end()
    if stopped():
        return True
    _say_places(path, report, dry_run)
    return dry_run or bool(report.done.batch) or not report.refused


def _say_places(path: Path, report: GazetteerReport, dry_run: bool) -> None:
    would = "would be made" if not report.done.batch else "made"
    say(f"{path.name}{', tried only' if dry_run else ''}: {many(report.places, 'place')} {would}")
    if report.known:
        say(f"  {report.known:,} are here already, by their codes")
    if report.left:
        say(f"  {report.left:,} left out, being of another country or kind")
    _say_refused(report.refused, bool(report.done.batch), dry_run)
    if report.done.batch:
        say("  To take this back: dateline undo")
