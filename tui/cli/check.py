"""`dateline check`: files against hashes, the store against itself, the index against the store."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corpus.archive import Archive
from corpus.errors import ArchiveError
from tui.cli.invocation import Invocation, pass_invocation, shared_options
from tui.cli.output import is_terminal, many, say, say_json, tell
from tui.cli.progress import Meter, Stopped, meter, stopping

if TYPE_CHECKING:
    from corpus.check import Finding


@click.command("check")
@shared_options()
@click.option("--fix", is_flag=True, help="Make anew what is derived and differs.")
@click.option(
    "--manifest",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    metavar="FILE",
    help="Only write the hashes of all files, as they were taken in, for sha256sum -c; - for standard output.",
)
@click.option("--json", "to_json", is_flag=True, help="Print JSON.")
@pass_invocation
def check(invocation: Invocation, fix: bool, manifest: Path | None, to_json: bool) -> int:
    """Hold files against their hashes, the store against itself, and the index against the store.

    All files are hashed again: those that changed, moved or are gone are listed. Every fault is listed with what can
    be done about it, and the exit code is then 1. Files that hold no article are listed too, as a note, with the
    reason. Nothing is changed, except what is derived anyway, by --fix.

    A manifest lists every file that was hashed, pictures and video too, in the words of sha256sum, which checks it from
    within the archive's folder: sha256sum -c FILE
    """
    if manifest is not None:
        return _write_manifest(invocation, manifest)
    told = meter(quiet=to_json)
    with stopping() as stopped, invocation.open(to_write=fix) as archive:
        try:
            mended = _mend(archive, told) if fix else 0
            found = [*_store(archive, told, stopped), *_index(archive)]
        finally:
            told.end()
    if to_json:
        say_json({"mended": mended, "findings": [_values(each) for each in found], "complete": not stopped()})
    else:
        _say(found, mended)
    if stopped():
        tell("Stopped before everything was looked at.")
        return stopped.code
    return 1 if any(each.wrong for each in found) else 0


def _write_manifest(invocation: Invocation, target: Path) -> int:
    from corpus.custody import manifest

    with invocation.open(read_only=True) as archive:
        lines = list(manifest(archive))
    if str(target) == "-":
        if is_terminal(sys.stdout):  # where a name must not move the cursor
            for line in lines:
                say(line.decode("utf-8", "backslashreplace").rstrip("\n"))
        else:
            sys.stdout.buffer.write(b"".join(lines))
        return 0
    try:
        target.write_bytes(b"".join(lines))
    except OSError as error:
        raise ArchiveError(
            f"The manifest cannot be written to {target}",
            detail=f"The system says: {error.strerror}.",
            hint="Name a file in a folder that you may write to.",
            path=target,
        ) from error
    tell(f"{many(len(lines), 'file')} listed. To check them: cd to the archive's folder, then sha256sum -c {target}")
    return 0


def _store(archive: Archive, told: Meter, stopped: Stopped) -> list[Finding]:
    from corpus.check import check as look

    return list(look(archive, progress=told.amount, cancelled=stopped))


def _index(archive: Archive) -> list[Finding]:
    """What is wrong with the index, as findings; the index is always derived."""
    from corpus.check import Finding
    from index import Index

    index = Index(archive)
    try:
        health = index.health(thoroughly=True)
    finally:
        index.close()
    if health.problem:
        return [Finding("index", "index", health.problem, "Run: dateline check --fix", derived=True)]
    if health.behind:
        reason = f"{many(health.behind, 'article')} not indexed yet"
        return [Finding("index", "index", reason, "The next search or update does that.", wrong=False, derived=True)]
    if health.articles != (there := archive.articles.count()):
        reason = f"it holds {many(health.articles, 'article')}, the store {there:,}"
        return [Finding("index", "index", reason, "Run: dateline check --fix", derived=True)]
    return []


def _mend(archive: Archive, told: Meter) -> int:
    """Make anew what is derived: tables where they differ, the index whole; how many records were mended."""
    from corpus.check import mend
    from index import Index

    mended = mend(archive)
    index = Index(archive)
    try:
        index.rebuild(progress=told.amount)
    finally:
        index.close()
    return mended


def _values(finding: Finding) -> dict[str, Any]:
    return {
        "kind": finding.kind,
        "subject": finding.subject,
        "reason": finding.reason,
        "hint": finding.hint,
        "wrong": finding.wrong,
        "derived": finding.derived,
    }


def _say(found: list[Finding], mended: int) -> None:
    if mended:
        say(f"{many(mended, 'record')} made anew.")
    for wrong in (True, False):
        listed = [each for each in found if each.wrong is wrong]
        if listed:
            say(f"{many(len(listed), 'fault')}:" if wrong else f"{many(len(listed), 'note')}:")
        for each in listed:
            say(f"  {each.subject}: {each.reason}", f"  [{each.hint}]" if each.hint else "")
    if not any(each.wrong for each in found):
        say("Nothing is wrong." if found else "Everything is as it should be.")
