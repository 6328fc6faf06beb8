"""`dateline new`: records made of what somebody types, in a file, in a pipe or in their editor."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

import click

from corpus.archive import Archive
from corpus.errors import ArchiveError
from tui.cli.invocation import Invocation, pass_invocation, shared_options
from tui.cli.output import is_terminal, say, say_json, tell

if TYPE_CHECKING:
    from corpus.entry.make import Made
    from corpus.records.definition import Kind

KINDS = ("actor", "place", "incident", "link", "passage", "search", "distinction")
LARGEST = 64 << 20


@click.command("new")
@shared_options()
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("file", metavar="[FILE|-]", required=False)
@click.option("--create-named", is_flag=True, help="Make actors and places of names that nobody has yet.")
@click.option("--any-word", is_flag=True, help="Keep words that no vocabulary has, without asking.")
@click.option("--json", "to_json", is_flag=True, help="Print JSON.")
@pass_invocation
def new(invocation: Invocation, kind: str, file: str | None, create_named: bool, any_word: bool, to_json: bool) -> int:
    """Make records of a kind: an actor, a place, an incident, a link, a passage or a saved search.

    FILE holds one record in YAML, or a list of them; - is standard input. Without it, at a terminal, a template opens
    in your editor (VISUAL or EDITOR). Other records are named by id, by the beginning of one, by ref, or by the name of
    an actor or a place that only one of them has. All of one file is one act, or nothing of it is saved.
    """
    from corpus.entry.make import make

    wanted = cast("Kind", kind)
    with invocation.open(to_write=True) as archive:
        made: list[Made] = []

        def take(data: bytes) -> str:
            made.append(make(archive, wanted, data, create_named=create_named, any_word=any_word))
            return "made"

        if file is None and sys.stdin is not None and is_terminal(sys.stdin):
            if not _in_editor(archive, wanted, take):
                return 1
        else:
            take(_data(file or "-"))
    _say(made[-1], to_json)
    return 0


def _in_editor(archive: Archive, kind: Kind, take: Callable[[bytes], str]) -> bool:
    from corpus.entry.shown import template
    from tui.cli.editor import Unchanged, typed

    try:
        typed(archive, template(kind, archive.vocabularies()), take)
    except Unchanged:
        tell("Nothing was typed, and nothing was made.")
        return False
    return True


def _data(file: str) -> bytes:
    """What a file or standard input holds.

    Raises:
        ArchiveError: It cannot be read, or is too large.
    """
    if file == "-":
        data = cast("BinaryIO", sys.stdin.buffer).read(LARGEST + 1)
    else:
        path = Path(file)
        if not path.is_file():
            raise ArchiveError(f"There is no file {path}", hint="For standard input, say -", path=path)
        with path.open("rb") as opened:
            data = opened.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise ArchiveError(f"{file} is larger than what can be typed", hint="Larger amounts come in with import.")
    return data


def _say(made: Made, to_json: bool) -> None:
    if to_json:
        rows = [{"id": row.id, "ref": row.ref, "label": row.label} for row in made.rows]
        named = [{"id": row.id, "ref": row.ref, "label": row.label} for row in made.named]
        say_json({"made": rows, "named": named})
        return
    for row in made.rows:
        say(f"{row.ref}  {row.id}  {row.label}")
    for row in made.named:
        say(f"{row.ref}  {row.id}  {row.label}  (of the name alone)")
    tell("To take this back: dateline undo")
