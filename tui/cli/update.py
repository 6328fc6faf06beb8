"""`dateline update`: takes in what is new, changed, moved or gone, and makes it findable."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from corpus.archive import Archive
from corpus.errors import FolderEmptied
from tui.cli.copies import look_for_copies
from tui.cli.finding import catch_up
from tui.cli.invocation import Invocation, pass_invocation, shared_options
from tui.cli.output import as_json, many, say, say_json, tell
from tui.cli.progress import Meter, Stopped, meter, stopping

if TYPE_CHECKING:
    from corpus.intake import Report
    from corpus.intake.update import Options

_LISTED = 20


@dataclass(frozen=True, slots=True)
class _Way:
    """How an update tells what it does: progress or none, as text, JSON or lines of JSON."""

    quiet: bool
    to_json: bool
    json_lines: bool


@click.command("update")
@shared_options()
@click.option("--rebuild", is_flag=True, help="Hash every file, and read those again that older readers had read.")
@click.option("--retry", is_flag=True, help="Try again the files that could not be read.")
@click.option("--accept-empty", is_flag=True, help="Take folders that are suddenly empty as deletions.")
@click.option("--watch", is_flag=True, help="Stay, and read what changes in the folder, until Ctrl-C.")
@click.option("--jobs", type=click.IntRange(1, 64), metavar="N", help="How many processes read; one a processor.")
@click.option("--acquired-from", metavar="TEXT", help="Note of all that is new from whom it was acquired.")
@click.option("--acquired-by", metavar="TEXT", help="Note of all that is new who acquired it.")
@click.option("-q", "--quiet", is_flag=True, help="Show no progress, and say nothing when all is well.")
@click.option("--json", "to_json", is_flag=True, help="Print the report as JSON.")
@click.option("--json-lines", is_flag=True, hidden=True)
@click.option("--when-changed", is_flag=True, hidden=True)
@pass_invocation
def update(
    invocation: Invocation,
    rebuild: bool,
    retry: bool,
    accept_empty: bool,
    watch: bool,
    jobs: int | None,
    acquired_from: str | None,
    acquired_by: str | None,
    quiet: bool,
    to_json: bool,
    json_lines: bool,
    when_changed: bool,
) -> int:
    """Read what is new, changed, moved or gone in the folder.

    dateline never writes to a file of yours. A folder that is no archive yet becomes one when -a names it. Files are
    read in processes of their own; one that cannot be read is listed with the reason and left alone until it changes.
    Mailboxes, feeds, web archives, chats, tables and ZIP archives are as many articles as they hold. Every file is
    hashed, pictures and video too. Near-copies are found afterwards. Ctrl-C stops it, and what was taken in until then
    is kept.
    """
    from corpus.intake.update import Options

    told = {name: value for name, value in (("by", acquired_by), ("from", acquired_from)) if value}
    options = Options(rebuild=rebuild, retry=retry, accept_empty=accept_empty, jobs=jobs or 0, acquired=told)
    way = _Way(quiet, to_json, json_lines)
    if when_changed and not wait(invocation, lambda: False):  # a signal ends it at once: nothing is open meanwhile
        return 0
    with stopping() as stopped:
        code = _once(invocation, options, way, stopped)
        while watch and not stopped() and wait(invocation, stopped):
            with contextlib.suppress(FolderEmptied):  # it was said when it was looked at
                code = _once(invocation, Options(jobs=options.jobs, acquired=told), way, stopped)
    return stopped.code if stopped() and not watch else code


def wait(invocation: Invocation, stopped: Callable[[], bool]) -> bool:
    """Wait until the folder does not look any more as it did to the last update; false if that was stopped."""
    from corpus.intake.watch import last_look, wait_for_change

    with invocation.open(read_only=True) as archive:
        root, was = archive.root, last_look(archive)
    return wait_for_change(root, was, stopped)


def _once(invocation: Invocation, options: Options, way: _Way, stopped: Stopped) -> int:
    from corpus.intake.update import update as take_in

    told = meter(json_lines=way.json_lines, quiet=way.quiet)
    with invocation.open(create=True, to_write=True) as archive:
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
    if way.json_lines:
        sys.stdout.write(as_json({"report": values}, indent=None) + "\n")
        sys.stdout.flush()
    elif way.to_json:
        say_json(values)
    else:
        _say(report, values, quiet=way.quiet)
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
        count = catch_up(index, told, stopped)
        if not stopped():
            index.names.catch_up(told=lambda done, total: told("names", done, total), cancelled=stopped)
        return count
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
        "reread": report.reread,
        "problems": report.problems,
        "failed": [{"path": path, "reason": reason} for path, reason in report.failed],
        "held": [{"folder": folder, "files": files} for folder, files in report.held],
        "lost_quotes": [{"passage": passage, "article": article} for passage, article in report.lost],
        "seconds": round(report.seconds, 3),
    }


_WORDS = {
    "new": ("new article", ""),
    "changed": ("changed", "changed"),
    "moved": ("moved", "moved"),
    "copies": ("further copy", "further copies"),
    "returned": ("back again", "back again"),
    "gone": ("gone", "gone"),
    "reread": ("read anew", "read anew"),
    "unchanged": ("unchanged", "unchanged"),
}


def _say(report: Report, values: dict[str, Any], *, quiet: bool) -> None:
    did = [many(values[name], *words) for name, words in _WORDS.items() if values[name]]
    if not quiet:
        say(f"{', '.join(did) or 'nothing to read here'}, in {report.seconds:.1f} s.")
        if values["indexed"]:
            say(f"{many(values['indexed'], 'article')} indexed in {values['index_seconds']:.1f} s.")
        if values["near_copies"] and values["indexed"]:
            say(f"{many(values['near_copies'], 'near-copy', 'near-copies')} of earlier articles: is:copy finds them.")
    for passage, article in report.lost[:_LISTED]:
        tell(f"The words of passage {passage} are not in {article} any more; dateline show {passage} has them.")
    if len(report.lost) > _LISTED:
        tell(f"and {len(report.lost) - _LISTED:,} more such passages; dateline check lists them all")
    for folder, files in report.held:
        tell(f"{folder} held {many(files, 'file')} and is empty now; they were not taken for deleted.")
        tell("  Is a disk not mounted? If you did delete them: dateline update --accept-empty")
    if report.failed:
        tell(f"{many(len(report.failed), 'file gives', 'files give')} no article:")
        for path, reason in report.failed[:_LISTED]:
            tell(f"  {path}: {reason}")
        if len(report.failed) > _LISTED:
            tell(f"  and {len(report.failed) - _LISTED:,} more; dateline check lists them all")
    others = report.problems - len(report.failed)
    if others > 0 and not quiet:
        say(f"{many(others, 'file')} passed over as before; dateline check lists them with the reasons.")
