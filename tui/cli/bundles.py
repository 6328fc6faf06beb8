"""`dateline export` and `dateline import`: articles with what people say of them, as plain YAML, out and in."""

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
@click.option("--format", "kind", type=click.Choice(["yaml"]), expose_value=False, help="How to write it: as YAML.")
@click.option(
    "--profile",
    type=click.Choice(["share", "team"]),
    default="share",
    show_default=True,
    help="For whom: the team also gets notes, paths and what is meant for the team.",
)
@click.option("--text", is_flag=True, help="Take the articles' texts along.")
@click.option("--history", is_flag=True, help="Take along all that was ever said, for an exact merge; for the team.")
@pass_invocation
def export(invocation: Invocation, /, query: str | None, everything: bool, output: str, **options: Any) -> int:
    """Write articles, with what people say of them, as one YAML file.

    A file is there whole afterwards, or is as it was before. What is restricted stays out and is counted. The archive
    remembers what left, so that a purge can say where copies may be.
    """
    from corpus import bundle

    if (query is None) != everything:
        raise click.UsageError("Say which articles: either with --query or with --all.", click.get_current_context())
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


def _say_export(summary: Summary, output: str) -> None:
    where = "" if output == "-" else f" to {output}"
    tell(f"{many(summary.articles, 'article')} written{where}, profile {summary.profile}.")
    if summary.withheld:
        tell(f"{many(summary.withheld, 'article')} withheld, being restricted.")
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
@pass_invocation
def import_(invocation: Invocation, files: tuple[Path, ...], dry_run: bool) -> int:
    """Take bundles in.

    Each file comes in as one act that undo can take back, or is refused whole with the line and the field. What people
    differ on is kept side by side. A folder that is no archive yet becomes one when -a names it.
    """
    from corpus.bundle import import_bundle

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


def _check(files: Sequence[Path]) -> None:
    """Refuse what is no bundle before an archive is made for it."""
    from corpus.bundle.read import open_bundle

    for path in files:
        with open_bundle(path) as bundle:
            bundle.check(lambda _: None, lambda: False)


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
