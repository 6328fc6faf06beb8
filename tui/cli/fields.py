"""`dateline set`: what a person says of an article's fields, over what was read."""

from __future__ import annotations

from typing import Any

import click

from tui.cli.finding import complete_ids
from tui.cli.invocation import Invocation, pass_invocation, shared_options
from tui.cli.output import say

_NOTES = "notes"
_PARTED = ("dateline", "acquired")


@click.command("set")
@shared_options()
@click.argument("id", shell_complete=complete_ids)
@click.argument("assignments", metavar="FIELD=VALUE...", nargs=-1)
@click.option("--as-read", metavar="FIELD", multiple=True, help="Go back to what was read from the file.")
@pass_invocation
def set_fields(invocation: Invocation, id: str, assignments: tuple[str, ...], as_read: tuple[str, ...]) -> int:
    """Say what the fields of an article are, over what was read from its file.

    Fields are title, published, outlet, credit, author, dateline.place, dateline.date, url, retrieved, acquired.by,
    acquired.from, language, translation_of, coding and restricted. An empty value says that there is none. A note is
    added with notes+=TEXT; notes are signed and dated. All of one call is one step of undo.
    """
    values, notes = read_assignments(assignments)
    values |= dict.fromkeys(as_read)
    if not values and not notes:
        raise click.UsageError("Say what to set, as in: published=2020-06-23", click.get_current_context())
    with invocation.open(to_write=True) as archive:
        n = archive.articles.find(id)
        done = archive.edits.set_fields([n], _whole(dict(archive.articles.get(n).fields), values), notes)
        say(f"{done.what}." if done.changed else "Nothing to change: it was so already.")
        if done.changed:
            say("To take this back: dateline undo")
    return 0


def read_assignments(assignments: tuple[str, ...]) -> tuple[dict[str, Any], list[str]]:
    """The values by field, and the notes, that `FIELD=VALUE` words say.

    Raises:
        click.UsageError: A word is no assignment, or cannot be one.
    """
    values: dict[str, Any] = {}
    notes: list[str] = []
    for assignment in assignments:
        name, sign, value = assignment.partition("=")
        if not sign or not name:
            raise click.UsageError(f"{assignment!r} is not FIELD=VALUE.", click.get_current_context())
        if name == f"{_NOTES}+":
            notes.append(value)
        elif name.endswith("+"):
            raise click.UsageError(f"Only notes can be added to, not {name[:-1]}.", click.get_current_context())
        elif name == _NOTES:
            raise click.UsageError("Notes are added, as in: notes+=TEXT", click.get_current_context())
        elif name == "tags":
            raise click.UsageError("Tags are set with: dateline tag add TAG --on ID", click.get_current_context())
        else:
            values[name] = value
    return values, notes


def _whole(fields: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    """The values with parts such as `dateline.place` laid into the whole that is in force."""
    whole: dict[str, Any] = {}
    for name, value in values.items():
        field, dot, part = name.partition(".")
        if not dot or field not in _PARTED:
            whole[name] = value
            continue
        now = whole.get(field) or fields.get(field)
        parts = {**(now if isinstance(now, dict) else {}), part: value}
        whole[field] = {name: said for name, said in parts.items() if said} or ""
    return whole
