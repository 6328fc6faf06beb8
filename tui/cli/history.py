"""`dateline history`, `undo` and `redo`: what was done, taken back, and done again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click

from corpus.archive import Archive
from corpus.store.operation import Batch, Operation, Undone
from tui.cli.finding import complete_ids
from tui.cli.invocation import Invocation, pass_invocation, shared_options
from tui.cli.output import many, say, say_json, tell

_KINDS = {"edit": "", "undo": "taken back: ", "redo": "done again: ", "import": "imported: ", "merged": "brought: "}


@click.command("history")
@shared_options()
@click.argument("id", shell_complete=complete_ids, required=False)
@click.option(
    "--limit", type=click.IntRange(1), default=50, show_default=True, metavar="N", help="How many acts to print."
)
@click.option("--json", "to_json", is_flag=True, help="Print JSON.")
@pass_invocation
def history(invocation: Invocation, id: str | None, limit: int, to_json: bool) -> int:
    """List what was done, newest first; with an id, what was said of that record."""
    with invocation.open() as archive:
        record = archive.records.find(id) if id else ""
        batches = archive.log.batches(record, limit)
        said = _said_of(archive, record) if record else {}
    if to_json:
        say_json([_values(batch, said.get(batch.id, [])) for batch in batches])
        return 0
    for batch in batches:
        who = f"  {batch.who}" if batch.who else ""
        taken_back = "  (taken back)" if batch.reversed else ""
        say(f"{batch.at}{who}  {_KINDS.get(batch.kind, '')}{batch.what}{taken_back}")
        for operation in said.get(batch.id, []):
            say(f"  {operation.field}: {_value(operation.value)}")
    if not batches:
        tell("Nothing was done yet.")
    return 0


def _said_of(archive: Archive, record: str) -> dict[bytes, list[Operation]]:
    said: dict[bytes, list[Operation]] = {}
    for operation in archive.log.operations(record):
        said.setdefault(operation.batch, []).append(operation)
    return said


def _values(batch: Batch, operations: Iterable[Operation]) -> dict[str, Any]:
    values: dict[str, Any] = {
        "id": batch.id.hex(),
        "kind": batch.kind,
        "what": batch.what,
        "at": batch.at,
        "who": batch.who,
        "local": batch.local,
        "taken_back": batch.reversed,
        "operations": batch.size,
    }
    fields = [{"field": operation.field, "value": operation.value} for operation in operations]
    return {**values, "fields": fields} if fields else values


def _value(value: Any) -> str:
    if value is None:
        return "as read, or nothing"
    if isinstance(value, dict):
        return str(value.get("text") or ", ".join(f"{name} {part}" for name, part in value.items()))
    return "yes" if value is True else str(value)


@click.command("undo")
@shared_options()
@click.argument("n", type=click.IntRange(1), default=1)
@pass_invocation
def undo(invocation: Invocation, n: int) -> int:
    """Take the last act back, or the last N.

    What somebody changed since is left as it is, and named. Updates and purges cannot be taken back.
    """
    with invocation.open(to_write=True) as archive:
        return _say("Taken back", archive.history.undo(n), n)


@click.command("redo")
@shared_options()
@click.argument("n", type=click.IntRange(1), default=1)
@pass_invocation
def redo(invocation: Invocation, n: int) -> int:
    """Do again what was taken back last, or the last N, unless something was done since."""
    with invocation.open(to_write=True) as archive:
        return _say("Done again", archive.history.redo(n), n)


def _say(verb: str, acts: list[Undone], wanted: int) -> int:
    for act in acts:
        say(f"{verb}: {act.what} ({many(act.undone, 'field')})")
        for left in act.left:
            say(f"  left as it is, since it was changed later: {left}")
    if not acts:
        tell(f"Nothing to be {verb.lower()}.")
        return 1
    if len(acts) < wanted:
        tell(f"There was no more to be {verb.lower()}.")
    return 0
