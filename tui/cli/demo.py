"""`dateline demo`: the sample archive, made beside you and opened."""

from __future__ import annotations

from pathlib import Path

import click

from corpus.archive import Archive
from tui.cli.finding import catch_up, searching
from tui.cli.invocation import Invocation, pass_invocation, shared_options
from tui.cli.output import many, say
from tui.cli.progress import meter
from tui.cli.screens import at_terminal, open_screens
from tui.cli.search import say_hit

FOLDER = "dateline-demo"
_HITS = 3


@click.command("demo")
@shared_options()
@pass_invocation
def demo(invocation: Invocation) -> int:
    """Look around in the sample archive: a war that never was, in a country that is not.

    It is copied to ./dateline-demo, or to the folder that -a names, and opened. Where there is no terminal, some
    searches are printed instead. What you do in it stays until you delete the folder.
    """
    from corpus.intake import update
    from corpus.sample import QUERIES, copy_to

    root = copy_to(invocation.folder or Path.cwd() / FOLDER)
    told = meter()
    with Archive.open(root, create=True, who=invocation.who()) as archive:
        update(archive, progress=told.amount)
        told.end()
        if not at_terminal():
            say(f"The sample archive: {many(archive.articles.count(), 'article')} in {root}")
            for query in QUERIES:
                _show_search(archive, query)
            return 0
        from index import Index

        index = Index(archive)
        catch_up(index, told)
        told.end()
        index.close()
    return open_screens(root, invocation.who())


def _show_search(archive: Archive, query: str) -> None:
    with searching(archive, quiet=True) as index:
        results = index.search(query)
        say()
        say(f"dateline search '{query}'")
        say(many(results.total, "article"))
        for place, n in enumerate(results.ns[:_HITS], 1):
            say_hit(archive, place, archive.articles.get(n), results)
