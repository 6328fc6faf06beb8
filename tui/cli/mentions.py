"""`dateline mentions`: the articles that name an actor or a place, offered for linking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from corpus.archive import Archive
from tui.cli.finding import complete_ids, searching
from tui.cli.invocation import Invocation, pass_invocation, shared_options
from tui.cli.output import Strong, many, say, say_json, tell
from tui.cli.progress import meter

if TYPE_CHECKING:
    from index import Index
    from index.mentions import Found


@click.command("mentions")
@shared_options()
@click.argument("id", shell_complete=complete_ids)
@click.option("--link", multiple=True, metavar="ARTICLE", help="Link this article as mentioning it.")
@click.option("--link-all", is_flag=True, help="Link all that are offered, in one act.")
@click.option("--refuse", multiple=True, metavar="ARTICLE", help="This article means another; not offered again.")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, metavar="N", help="How many to print.")
@click.option("--yes", is_flag=True, help="With --link-all: do not ask.")
@click.option("--json", "to_json", is_flag=True, help="Print JSON.")
@pass_invocation
def mentions(
    invocation: Invocation,
    id: str,
    link: tuple[str, ...],
    link_all: bool,
    refuse: tuple[str, ...],
    limit: int,
    yes: bool,
    to_json: bool,
) -> int:
    """List the articles in which a name of an actor or a place stands, and link them.

    Nothing is linked unasked. A name that others have too is said to be ambiguous; a nickname counts only in articles
    that also name what its bearer belongs to. Linking and refusing are acts that can be undone.
    """
    from corpus.records import spellings

    with invocation.open(to_write=bool(link or link_all or refuse)) as archive:
        record = archive.records.find(id)
        if not record.startswith(("p-", "g-")):
            raise click.UsageError("Only actors and places are looked for in articles.")
        for words, decide in ((link, spellings.link_mentions), (refuse, spellings.refuse_mentions)):
            if words:
                articles = [archive.articles.get(archive.articles.find(word)).id for word in words]
                decide(archive.records, record, articles)
        with searching(archive, quiet=to_json) as index:
            found = look_for_mentions(index, quiet=to_json)
        offered = _offered(archive, found, record)
        if link_all:
            return _link_all(archive, record, list(offered), yes=yes)
        _say(archive, found, record, offered, limit, to_json=to_json)
    return 0


def look_for_mentions(index: Index, *, quiet: bool = False) -> Found:
    """The mentions of all actors and places, brought up to date first."""
    told = meter(quiet=quiet)
    try:
        return index.names.mentions(told=lambda done, total: told("looking", done, total))
    finally:
        told.end()


def mention_counts(archive: Archive, record: str) -> dict[str, Any]:
    """In how many articles a name of a record stands, as far as they were looked through; empty if never."""
    from index import Index
    from index.mentions import Found, Patterns, read

    index = Index(archive)
    try:
        state = read(index.folder, archive.uid)
        if not state.patterns:
            return {}
        found = Found(state, Patterns(index.names.records()))
        if tuple(" ".join(pattern) for pattern in found.patterns.texts) != state.patterns:
            return {}
        return {"articles": len(found.articles(record)), "ambiguous": sorted(found.ambiguous(record))}
    finally:
        index.close()


def _offered(archive: Archive, found: Found, record: str) -> dict[str, int]:
    """The ids of articles that are not linked yet, with how often the record is named there, the most first."""
    from tui.names.listing import not_linked

    counts = not_linked(found, archive, record)
    return {row.id: counts[row.n] for row in archive.articles.rows(list(counts))}


def _link_all(archive: Archive, record: str, articles: list[str], *, yes: bool) -> int:
    from corpus.records.spellings import link_mentions

    if not articles:
        tell("There is nothing to link.")
        return 0
    if not yes and not click.confirm(f"Link {many(len(articles), 'article')} to it?", err=True):
        return 1
    link_mentions(archive.records, record, articles)
    say(f"{many(len(articles), 'article')} linked; dateline undo takes it back.")
    return 0


def _say(archive: Archive, found: Found, record: str, offered: dict[str, int], limit: int, *, to_json: bool) -> None:
    ambiguous = found.ambiguous(record)
    if to_json:
        say_json(
            {
                "record": record,
                "ambiguous": {name: list(others) for name, others in ambiguous.items()},
                "offered": [{"article": article, "count": count} for article, count in offered.items()],
            }
        )
        return
    say(Strong(archive.records.get(record).label))
    for name, others in ambiguous.items():
        labels = ", ".join(row.label for row in archive.records.rows(others))
        say(f"“{name}” is ambiguous: also a name of {labels}")
    for article in list(offered)[:limit]:
        row = archive.articles.rows([archive.articles.find(article)])[0]
        say(f"  {offered[article]:4,}  {article}  {row.published or 'undated'}  {row.title}")
    tell(f"{many(len(offered), 'article')} not linked yet: --link-all links them, --refuse keeps one away.")
