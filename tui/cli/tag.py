"""`dateline tag`: tags put on articles, taken off, listed, renamed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from corpus.archive import Archive
from corpus.store.operation import Done
from tui.cli.finding import chosen, complete_ids, complete_tags
from tui.cli.invocation import Invocation, pass_invocation, shared_options
from tui.cli.output import many, say, say_json

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


class OnCommand(click.Command):
    """A command whose `--on` takes every word up to the next option: `--on ID ID ID`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Write `--on` before each of its words, as click wants it."""
        spread: list[str] = []
        on = fresh = False
        for arg in args:
            if arg == "--on":
                on = fresh = True
            elif arg.startswith("-") and arg != "-":
                on = False
                spread.append(arg)
            else:
                spread += ["--on", arg] if on else [arg]
                fresh = False
        if fresh:
            spread.append("--on")
        return super().parse_args(ctx, spread)


@click.group("tag")
@shared_options()
def tag() -> None:
    """Put tags on articles and other records, take them off, list and rename them."""


def _which(command: Decorated) -> Decorated:
    query = click.option("--query", metavar="Q", help="The articles that this query finds.")
    on = click.option("--on", "ids", metavar="ID...", multiple=True, shell_complete=complete_ids, help="These records.")
    return query(on(command))


def _checked(query: str | None, ids: Sequence[str]) -> None:
    if (query is None) == (not ids):
        raise click.UsageError(
            "Say which: articles with --query, or any records with --on.", click.get_current_context()
        )


@tag.command("add", cls=OnCommand)
@shared_options()
@click.argument("tags", metavar="TAG...", nargs=-1, required=True, shell_complete=complete_tags)
@_which
@pass_invocation
def add(invocation: Invocation, tags: tuple[str, ...], query: str | None, ids: tuple[str, ...]) -> int:
    """Put tags on articles, or on records of any kind.

    A / parts the levels of a tag: a search for weapons also finds weapons/mines.
    """
    _checked(query, ids)
    with invocation.open(to_write=True) as archive:
        articles, records = _parted(archive, ids)
        if records:
            _tag_records(archive, records, tags, add=True)
        if articles or not records:
            numbers = chosen(archive, query, articles)
            _say_change(archive, tags, lambda: archive.edits.tag(numbers, add=tags))
    return 0


@tag.command("remove", cls=OnCommand)
@shared_options()
@click.argument("tags", metavar="TAG...", nargs=-1, required=True, shell_complete=complete_tags)
@_which
@pass_invocation
def remove(invocation: Invocation, tags: tuple[str, ...], query: str | None, ids: tuple[str, ...]) -> int:
    """Take tags off articles, or off records of any kind."""
    _checked(query, ids)
    with invocation.open(to_write=True) as archive:
        articles, records = _parted(archive, ids)
        if records:
            _tag_records(archive, records, tags, add=False)
        if articles or not records:
            numbers = chosen(archive, query, articles)
            _say_change(archive, tags, lambda: archive.edits.tag(numbers, remove=tags))
    return 0


def _parted(archive: Archive, ids: Sequence[str]) -> tuple[list[str], list[str]]:
    """The articles and the other records among these ids, all of which must be there."""
    found = [archive.records.find(each) for each in ids]
    return [each for each in found if each.startswith("a-")], [each for each in found if not each.startswith("a-")]


def _tag_records(archive: Archive, records: Sequence[str], tags: Sequence[str], *, add: bool) -> None:
    """Put tags on records other than articles, or take them off, as one act."""
    act = archive.records.act()
    for record in dict.fromkeys(archive.records.rows_of.canonical(each) for each in records):
        for name in tags:
            if add:
                act.add(record, "tags", name)
            else:
                act.remove(record, f"tags/{' '.join(name.lower().split())}")
    sign = "+" if add else "-"
    done = act.commit(f"{many(len(records), 'record')}: tags {' '.join(sign + name for name in tags)}")
    say(f"{done.what}." if done.changed else "Nothing to change: it was so already.")
    if done.changed:
        say("To take this back: dateline undo")


@tag.command("list")
@shared_options()
@click.option("--json", "to_json", is_flag=True, help="Print JSON.")
@pass_invocation
def list_(invocation: Invocation, to_json: bool) -> int:
    """List the tags in use, with how many articles carry each."""
    with invocation.open() as archive:
        tags = archive.tags.all()
    if to_json:
        say_json([{"tag": name, "articles": count} for name, count in tags])
    else:
        width = max((len(f"{count:,}") for _, count in tags), default=0)
        for name, count in tags:
            say(f"{count:>{width},}  {name}")
    return 0


@tag.command("rename")
@shared_options()
@click.argument("old", shell_complete=complete_tags)
@click.argument("new", shell_complete=complete_tags)
@pass_invocation
def rename(invocation: Invocation, old: str, new: str) -> int:
    """Give a tag, and those below it, another name.

    With the name of a tag that is in use, the two become one.
    """
    with invocation.open(to_write=True) as archive:
        _say_change(archive, (old, new), lambda: archive.edits.rename_tag(old, new))
    return 0


def _say_change(archive: Archive, tags: Sequence[str], edit: Callable[[], Done]) -> None:
    """Make a change, and say what it did to each of these tags."""
    before = dict(archive.tags.all())
    done = edit()
    after = dict(archive.tags.all())
    say(f"{done.what}." if done.changed else "Nothing to change: it was so already.")
    for name in dict.fromkeys(" ".join(name.lower().split()) for name in tags):
        say(f"  {name}: on {many(before.get(name, 0), 'article')} before, on {after.get(name, 0):,} now")
    if done.changed:
        say("To take this back: dateline undo")
