"""`dateline purge`: erases an article or another record for good."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from corpus.archive import Archive
from corpus.errors import ArchiveError, RecordUnknown
from corpus.text import printable
from tui.cli.finding import complete_ids
from tui.cli.invocation import Invocation, pass_invocation, shared_options
from tui.cli.output import is_terminal, many, say, tell
from tui.cli.progress import meter

if TYPE_CHECKING:
    from corpus.purge import Purged


@click.command("purge")
@shared_options()
@click.argument("id", shell_complete=complete_ids)
@click.option("--yes-purge", metavar="ID", help="Do not ask: the whole id once more, for scripts.")
@pass_invocation
def purge(invocation: Invocation, id: str, yes_purge: str | None) -> int:
    """Erase an article or another record for good, so that it endangers nobody.

    An article's text, all its versions and its passages, or a record with its links and what passages say of it, are
    removed from the store with everything said of them and the history of that, from the index and from the backups
    that dateline made, and written over. This cannot be undone. Only the bare id stays, so that it does not come in
    again. The file in your folder is yours and stays: delete it yourself.
    """
    from corpus.purge import is_purged
    from corpus.purge import purge as erase

    with invocation.open(to_write=True) as archive:
        known = id if is_purged(archive, id) else ""
        full = known or archive.records.find(id)
        if not _confirmed(archive, full, yes_purge):
            tell("That is not the id. Nothing was erased.")
            return 1
        report = erase(archive, full)
        _say(report)
        for path in report.kept_drafts:
            say(f"A draft is kept, which may tell of it: {path}")
        try:
            _forget(archive)
        except ArchiveError:
            tell("The index still holds words of it, since it could not be made anew.")
            tell(f"  To finish, purge it once more: dateline purge {full}")
            raise
    return 0


def can_ask() -> bool:
    """Whether somebody can type an answer."""
    return sys.stdin is not None and is_terminal(sys.stdin)


def _confirmed(archive: Archive, id_: str, given: str | None) -> bool:
    """Whether the whole id was typed once more, by option or at the prompt."""
    if given is not None:
        return given == id_
    if not can_ask():
        raise click.UsageError(
            "Nobody can be asked here: say the whole id with --yes-purge.", click.get_current_context()
        )
    try:
        _say_what(archive, id_)
    except RecordUnknown:
        tell("This was erased before; traces of it will be looked for.")
    typed: str = click.prompt(f"To erase it for good, type its id, {printable(id_)}", err=True)
    return typed.strip() == id_


def _say_what(archive: Archive, id_: str) -> None:
    """Show what is about to go."""
    if not id_.startswith("a-"):
        record = archive.records.get(id_, merged=False)
        tell(f"{record.kind} {record.ref}  {record.label}")
        tell(f"{many(len(archive.records.points_to(id_)), 'place')} where others name it")
        return
    article = archive.articles.get(archive.articles.find(id_))
    tell(article.title)
    tags = ", ".join(article.tags) or "none"
    tell(f"{many(len(article.versions), 'version')}, {many(len(article.notes), 'note')}, tags: {tags}")


def _forget(archive: Archive) -> None:
    """Make the index anew: what it kept of the article must go, and not only stop being found."""
    from index import Index
    from index.copies import find_copies

    told = meter()
    index = Index(archive)
    try:
        index.rebuild(progress=told.amount)
        index.names.forget()
        index.names.catch_up()
        find_copies(archive)
    finally:
        told.end()
        index.close()


def _say(report: Purged) -> None:
    if report.again:
        say(f"{report.id} was erased before. Its traces were looked for once more, and are gone.")
    else:
        versions = f"{many(report.versions, 'version')}, " if report.id.startswith("a-") else ""
        say(f"{report.id} is erased: {versions}{many(report.operations, 'operation')}.")
    for record in report.records:
        say(f"With it went {record}")
    for record in report.named_by:
        say(f"Another record still names it, as one that is not there: {record}")
    if report.backups:
        say(f"{many(report.backups, 'backup')} that held it went too; a clean one was made.")
    for path in report.files:
        say(f"Your own file still holds it: {path}")
    for other in report.shared:
        say(f"Another article has the same text and keeps it: {other}")
    for left in report.exports:
        say(f"A bundle carried it away: {left.at}, profile {left.profile}, {left.target or 'to another program'}")
    say("Copies of this archive that were made before still hold it, as may the free space of the disk.")
