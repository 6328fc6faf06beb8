"""How commands find articles: by a query, which needs the index, or by id, which does not."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from corpus.archive import Archive
from corpus.errors import ArchiveError
from corpus.text import printable
from tui.cli.invocation import Invocation
from tui.cli.output import many, tell
from tui.cli.progress import Meter, meter

if TYPE_CHECKING:
    from index import Index

_COMPLETED = 40


@contextmanager
def searching(archive: Archive, *, quiet: bool = False) -> Iterator[Index]:
    """The index of an archive, brought up to date first.

    Whoever else is just doing that is not waited for: then what is indexed so far is searched, and that is said.
    """
    from index import Index, IndexBusy

    index = Index(archive)
    try:
        if behind := index.behind():
            told = meter(quiet=quiet)
            try:
                catch_up(index, told)
            except IndexBusy:
                tell(f"Another dateline is indexing: {many(behind, 'article')} cannot be found yet.")
            finally:
                told.end()
        yield index
        if index.rebuilt:
            tell(f"The index could not be used and was made anew: {index.rebuilt}.")
    finally:
        index.close()


def catch_up(index: Index, told: Meter, cancelled: Callable[[], bool] = lambda: False) -> int:
    """Bring an index up to date, as a stage of its own; how many articles were indexed."""
    return index.catch_up(progress=told.amount, cancelled=cancelled)


def chosen(archive: Archive, query: str | None, ids: Sequence[str]) -> array[int]:
    """The articles that a query finds or that ids name, each once.

    Raises:
        QueryError: The query cannot be understood.
        RecordUnknown: An id names no article, or more than one.
    """
    if query is None:
        return array("I", dict.fromkeys(archive.articles.find(word) for word in ids))
    with searching(archive) as index:
        return index.search(query).ns


def complete_tags(context: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The tags in use that begin with what is typed, or have a word that does."""
    with _for_completion(context) as archive:
        found = archive.tags.complete(incomplete, _COMPLETED) if archive else []
    return [CompletionItem(tag, help=many(count, "article")) for tag, count in found]


def complete_ids(context: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The ids that begin with what is typed."""
    with _for_completion(context) as archive:
        found = archive.articles.complete(incomplete, _COMPLETED) if archive else []
        if archive and incomplete[1:2] == "-":
            records = archive.records.rows_of.beginning(incomplete.lower(), _COMPLETED)
            found = [*found, *((row.id, row.label) for row in archive.records.rows(records))][:_COMPLETED]
    return [CompletionItem(id_, help=printable(title)) for id_, title in found]


@contextmanager
def _for_completion(context: click.Context) -> Iterator[Archive | None]:
    """The archive, if there is one that can be read; completion never complains."""
    try:
        archive = context.ensure_object(Invocation).open(read_only=True)
    except (ArchiveError, OSError):
        yield None
        return
    with archive:
        yield archive
