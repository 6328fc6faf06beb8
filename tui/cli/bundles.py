"""`dateline export` and `dateline import`: bundles as plain YAML, out and in; and the way to tables."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corpus.archive import is_archive
from corpus.text import printable
from tui.cli.finding import chosen
from tui.cli.invocation import Invocation, pass_invocation, shared_options
from tui.cli.output import is_terminal, many, say, tell
from tui.cli.progress import meter, stopping
from tui.cli.update import index_changes

if TYPE_CHECKING:
    from corpus.bundle import ImportReport, Summary

_LISTED = 20


class _Shown(io.TextIOBase):
    """Standard output that is a terminal: what it cannot show safely is shown as something else."""

    def write(self, text: str) -> int:
        """Write it so that nothing in it moves a cursor."""
        return sys.stdout.write(printable(text, newlines=True))


@click.command("export")
@shared_options()
@click.option("--query", metavar="Q", help="The articles that this query finds.")
@click.option("--all", "everything", is_flag=True, help="All articles.")
@click.option("-o", "--output", metavar="FILE", default="-", help="Where to; else standard output.")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["yaml", "csv", "jsonl"]),
    default="yaml",
    show_default=True,
    help="A bundle, a table of incidents, or records as JSON lines.",
)
@click.option(
    "--profile",
    type=click.Choice(["share", "team"]),
    default="share",
    show_default=True,
    help="For whom: the team also gets notes, paths and what is meant for the team.",
)
@click.option("--text", is_flag=True, help="Take the articles' texts along.")
@click.option("--history", is_flag=True, help="Take along all that was ever said, for an exact merge; for the team.")
@click.option("--every-scope", is_flag=True, help="In a table of incidents: phases, sums and background too.")
@pass_invocation
def export(
    invocation: Invocation,
    /,
    query: str | None,
    everything: bool,
    output: str,
    kind: str,
    every_scope: bool,
    **options: Any,
) -> int:
    """Write articles, with what people say of them, as one YAML file; or incidents as a table.

    A file is there whole afterwards, or is as it was before. What is restricted stays out and is counted. The archive
    remembers what left, so that a purge can say where copies may be. A table of incidents (CSV) has the columns of
    ACLED and then ours; a text that a spreadsheet would calculate begins with an apostrophe there. With --query, tables
    and lines hold what is recorded of the articles that it finds.
    """
    from corpus import bundle

    if (query is None) != everything:
        raise click.UsageError("Say which articles: either with --query or with --all.", click.get_current_context())
    if kind != "yaml":
        return _export_table(invocation, query, output, kind, every_scope, options)
    told = meter()
    with stopping() as stopped, invocation.open() as archive:
        numbers = None if query is None else chosen(archive, query, ())
        more = {"numbers": numbers, "query": query or "", "cancelled": stopped, **options}
        try:
            if output == "-":
                out: Any = _Shown() if is_terminal(sys.stdout) else sys.stdout
                summary = bundle.export(archive, out, **more)
                sys.stdout.flush()
            else:
                more["progress"] = lambda done, total: told("writing", done, total)
                summary = bundle.export_file(archive, Path(output), **more)
        finally:
            told.end()
    if summary.cancelled:
        tell("Stopped. " + ("What was written is not whole." if output == "-" else "No file was written."))
        return stopped.code
    _say_export(summary, output)
    return 0


def _export_table(
    invocation: Invocation, query: str | None, output: str, kind: str, every_scope: bool, options: dict[str, Any]
) -> int:
    from tui.cli.tables import export_table

    if options["text"] or options["history"]:
        raise click.UsageError("Texts and history go out as YAML alone.", click.get_current_context())
    with invocation.open() as archive:
        numbers = None if query is None else chosen(archive, query, ())
        export_table(archive, kind, numbers, output, options["profile"], every_scope=every_scope)
    return 0


def _say_export(summary: Summary, output: str) -> None:
    where = "" if output == "-" else f" to {output}"
    others = "".join(f", {count:,} {name}" for name, count in summary.records.items())
    tell(f"{many(summary.articles, 'article')}{others} written{where}, profile {summary.profile}.")
    if summary.withheld:
        tell(f"{many(summary.withheld, 'article')} withheld, being restricted.")
    if summary.withheld_records:
        tell(f"{many(summary.withheld_records, 'other record')} withheld, being restricted or resting on what is.")
    if summary.loose:
        tell(f"{many(summary.loose, 'record')} left out that rest on what is not here any more: see dateline check")
    if summary.hidden:
        tell(f"{many(summary.hidden, 'value')} left out that told of a place on this disk or of what was withheld.")
    for id_ in summary.unwritable:
        tell(f"The text of {id_} cannot be written as YAML, and was left out.")
    if not summary.recorded:
        tell("This archive can only be read, so it will not remember that these articles left.")


@click.command("import")
@shared_options()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what it would bring, and change nothing.")
@click.option(
    "--map", "mapping", metavar="COLUMN=FIELD", multiple=True, help="Of a table: which column is which field."
)
@click.option("--skip-refused", is_flag=True, help="Of a table: take in the other rows where some are refused.")
@click.option("--any-word", is_flag=True, help="Of a table: take words that no vocabulary has.")
@click.option("--gazetteer", is_flag=True, help="The files are gazetteers: GeoNames dumps, or tables of P-codes.")
@click.option(
    "--alternates",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Of a gazetteer: GeoNames' alternate names.",
)
@click.option("--country", metavar="XX", default="", help="Of a gazetteer: only places of this country.")
@click.option("--kind", "kinds", metavar="KIND", multiple=True, help="Of a gazetteer: only places of this kind.")
@pass_invocation
def import_(invocation: Invocation, /, files: tuple[Path, ...], dry_run: bool, **options: Any) -> int:
    """Take bundles in, or a table of incidents (a file named .csv or .tsv), or a gazetteer.

    Each file comes in as one act that undo can take back, or is refused whole with the line and the field. What people
    differ on is kept side by side. A folder that is no archive yet becomes one when -a names it. Of a table, every row
    is an incident; columns named as in ACLED, UCDP or GTD, or as an export names them, are known, and --map says the
    rest, as COLUMN=FIELD or as a YAML file of such; FIELD - leaves a column out. Actors and places are found by their
    exact names, or made. Places get the coordinates that a table or a gazetteer gives, and no others.
    """
    from corpus.bundle import import_bundle

    if options["gazetteer"] or any(path.suffix.lower() in (".csv", ".tsv") for path in files):
        return _import_tables(invocation, files, dry_run, options)
    if invocation.folder is not None and not is_archive(invocation.folder):
        _check(files)
        if dry_run:
            say(f"{many(len(files), 'bundle')} could be taken in; there is no archive yet to hold against.")
            return 0
    told = meter()
    with stopping() as stopped, invocation.open(create=True, to_write=True) as archive:
        try:
            for path in files:
                report = import_bundle(archive, path, dry_run=dry_run, progress=told.amount, cancelled=stopped)
                told.end()
                if report.cancelled:
                    break
                _say_import(path, report)
            if not dry_run:
                index_changes(archive, told, stopped)
        finally:
            told.end()
    if stopped():
        tell("Stopped. Nothing of the file that was being read was taken in.")
    return stopped.code


def _import_tables(invocation: Invocation, files: Sequence[Path], dry_run: bool, options: dict[str, Any]) -> int:
    from tui.cli.tables import import_places, import_table, read_mapping

    mapping = read_mapping(options["mapping"])
    names = ("alternates", "kinds", "country") if options["gazetteer"] else ("any_word",)
    more: dict[str, Any] = {"dry_run": dry_run, **{name: options[name] for name in (*names, "skip_refused")}}
    told, well = meter(), True
    with stopping() as stopped, invocation.open(create=True, to_write=True) as archive:
        try:
            for path in files:
                if options["gazetteer"]:
                    well = import_places(archive, path, told, stopped, **more) and well
                else:
                    well = import_table(archive, path, mapping, told, stopped, **more) and well
        finally:
            told.end()
    if stopped():
        tell("Stopped. Nothing of the file that was being read was taken in.")
        return stopped.code
    return 0 if well else 1


def _check(files: Sequence[Path]) -> None:
    """Refuse what is no bundle before an archive is made for it."""
    from corpus.bundle.read import open_bundle

    for path in files:
        with open_bundle(path) as bundle:
            bundle.check(lambda _: None, lambda: False)


def _say_records(report: ImportReport) -> None:
    """What became of records other than articles."""
    for counts, what in ((report.new_records, "new"), (report.changed_records, "with something new")):
        if counts:
            say(f"  {what}: " + ", ".join(f"{count:,} {name}" for name, count in counts.items()))
    if report.same_records:
        say(f"  {many(report.same_records, 'other record')} as here")
    if report.codebook:
        say(f"  words for the codebook: {', '.join(report.codebook)}")
    if report.moved:
        say(f"  {many(report.moved, 'passage')} found elsewhere in the text that is here, or changed")
    if report.waiting:
        say(f"  {many(report.waiting, 'passage')} of which the text is not here")
    listed = [f"the words of {id_} are not in the text that is here; it was kept" for id_ in report.lost]
    listed += [f"{record} {field}: {why}" for record, field, why in report.doubts]
    listed += [f"{id_} was deleted where this comes from, and stays here" for id_ in report.deleted_elsewhere]
    for line in listed[:_LISTED]:
        say(f"  {line}")
    if len(listed) > _LISTED:
        say(f"  and {len(listed) - _LISTED:,} more like these")


def _say_import(path: Path, report: ImportReport) -> None:
    by = f", by {report.who}" if report.who else ""
    say(f"{path.name}{', tried only' if report.dry_run else ''}: written {report.at}{by}, profile {report.profile}")
    counts = {
        "new": many(report.new, "new article"),
        "changed": many(report.changed, "article", "articles") + " with something new",
        "same": f"{report.same:,} as here",
        "joined": f"{report.joined:,} joined with another",
        "operations": many(report.operations, "new statement"),
        "texts": many(report.texts, "new text"),
    }
    said = [words for name, words in counts.items() if getattr(report, name)]
    say("  " + (", ".join(said) or "nothing that is not here already"))
    _say_records(report)
    for record, field in report.conflicts[:_LISTED]:
        say(f"  people now differ on {field} of {record}")
    if len(report.conflicts) > _LISTED:
        say(f"  and on {len(report.conflicts) - _LISTED:,} more")
    for id_ in report.purged:
        say(f"  {id_} was erased here for good, and stays away")
    for id_ in report.erased_elsewhere:
        say(f"  {id_} was erased for good where this comes from, and is still here: dateline purge {id_}")
    for name, count in report.unknown.items():
        say(f"  the field {name} is not known here and was kept, {count:,} times")
    for name, count in report.left.items():
        say(f"  {name}: {count:,} not taken in by this dateline")
    if report.batch:
        say("  To take this back: dateline undo")
