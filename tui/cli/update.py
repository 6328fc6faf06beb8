"""`dateline update`: takes in what is new, changed, moved or gone, and makes it findable."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

import click

from corpus.archive import Archive
from tui.cli.copies import look_for_copies
from tui.cli.finding import catch_up
from tui.cli.invocation import Invocation, pass_invocation, shared_options
from tui.cli.output import as_json, many, say, say_json, tell
from tui.cli.progress import Meter, Stopped, meter, stopping

if TYPE_CHECKING:
    from corpus.intake import Report

_LISTED = 20


@click.command("update")
@shared_options()
@click.option("--rebuild", is_flag=True, help="Read every file again, not only those that changed.")
@click.option("--retry", is_flag=True, help="Try again the files that could not be read.")
@click.option("--accept-empty", is_flag=True, help="Take folders that are suddenly empty as deletions.")
@click.option("-q", "--quiet", is_flag=True, help="Show no progress, and say nothing when all is well.")
@click.option("--json", "to_json", is_flag=True, help="Print the report as JSON.")
@click.option("--json-lines", is_flag=True, hidden=True)
@pass_invocation
def update(
    invocation: Invocation,
    rebuild: bool,
    retry: bool,
    accept_empty: bool,
    quiet: bool,
    to_json: bool,
    json_lines: bool,
) -> int:
    """Read what is new, changed, moved or gone in the folder.

    dateline never writes to a file of yours. A folder that is no archive yet becomes one when -a names it. Files that
    cannot be read are listed with the reason and left alone until they change. Ctrl-C stops it, and what was taken in
    until then is kept.
    """
    from corpus.intake.update import Options
    from corpus.intake.update import update as take_in

    told = meter(json_lines=json_lines, quiet=quiet)
    options = Options(rebuild=rebuild, retry=retry, accept_empty=accept_empty)
    with stopping() as stopped, invocation.open(create=True, to_write=True) as archive:
        try:
            report = take_in(archive, options, progress=told.amount, cancelled=stopped)
            began = time.monotonic()
            indexed = index_changes(archive, told, stopped)
            values = report_values(report)
            values |= {"indexed": indexed, "index_seconds": round(time.monotonic() - began, 3)}
            values["near_copies"] = look_for_copies(archive, told, stopped)
        finally:
            told.end()
        values["cancelled"] = stopped()
    if json_lines:
        sys.stdout.write(as_json({"report": values}, indent=None) + "\n")
    elif to_json:
        say_json(values)
    else:
        _say(report, values, quiet=quiet)
    if stopped():
        tell("Stopped. What was taken in so far is kept; dateline update goes on from there.")
    return stopped.code


def index_changes(archive: Archive, told: Meter, stopped: Stopped) -> int:
    """Make findable what changed; how many articles were indexed. Whoever else is just doing that is left to it."""
    if stopped():
        return 0
    from index import Index, IndexBusy

    index = Index(archive)
    try:
        return catch_up(index, told, stopped)
    except IndexBusy as error:
        tell(f"{error.summary}, so this update leaves it to that one.")
        return 0
    finally:
        index.close()


def report_values(report: Report) -> dict[str, Any]:
    """What an update did, as the values that `--json` prints."""
    return {
        "read": report.read,
        "new": report.new,
        "changed": report.changed,
        "moved": report.moved,
        "copies": report.copies,
        "returned": report.returned,
        "gone": report.gone,
        "unchanged": report.unchanged,
        "problems": report.problems,
        "failed": [{"path": path, "reason": reason} for path, reason in report.failed],
        "held": [{"folder": folder, "files": files} for folder, files in report.held],
        "seconds": round(report.seconds, 3),
    }


_WORDS = {
    "new": ("new article", ""),
    "changed": ("changed", "changed"),
    "moved": ("moved", "moved"),
    "copies": ("further copy", "further copies"),
    "returned": ("back again", "back again"),
    "gone": ("gone", "gone"),
    "unchanged": ("unchanged", "unchanged"),
}


def _say(report: Report, values: dict[str, Any], *, quiet: bool) -> None:
    did = [many(values[name], *words) for name, words in _WORDS.items() if values[name]]
    if not quiet:
        say(f"{', '.join(did) or 'nothing to read here'}, in {report.seconds:.1f} s.")
        if values["indexed"]:
            say(f"{many(values['indexed'], 'article')} indexed in {values['index_seconds']:.1f} s.")
    for folder, files in report.held:
        tell(f"{folder} held {many(files, 'file')} and is empty now; they were not taken for deleted.")
        tell("  Is a disk not mounted? If you did delete them: dateline update --accept-empty")
    if report.failed:
        tell(f"{many(len(report.failed), 'file')} could not be read:")
        for path, reason in report.failed[:_LISTED]:
            tell(f"  {path}: {reason}")
        if len(report.failed) > _LISTED:
            tell(f"  and {len(report.failed) - _LISTED:,} more; dateline check lists them all")
    others = report.problems - len(report.failed)
    if others > 0 and not quiet:
        say(
            f"{many(others, 'file')} passed over, as before or being links; dateline check lists them with the reasons."
        )
