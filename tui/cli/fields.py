"""`dateline set`: what a person says of a record's fields; of an article's, over what was read."""

from __future__ import annotations

from typing import Any

import click

from corpus.archive import Archive
from corpus.store.operation import Done
from tui.cli.finding import complete_ids
from tui.cli.invocation import Invocation, pass_invocation, shared_options
from tui.cli.output import say

_NOTES = "notes"
_PARTED = ("dateline", "acquired", "basis")


@click.command("set")
@shared_options()
@click.argument("id", shell_complete=complete_ids)
@click.argument("assignments", metavar="FIELD=VALUE...", nargs=-1)
@click.option("--as-read", metavar="FIELD", multiple=True, help="Of an article: go back to what was read.")
@click.option("--create-named", is_flag=True, help="Make actors and places of names that nobody has yet.")
@click.option("--any-word", is_flag=True, help="Keep words that no vocabulary has, without asking.")
@pass_invocation
def set_fields(
    invocation: Invocation,
    id: str,
    assignments: tuple[str, ...],
    as_read: tuple[str, ...],
    create_named: bool,
    any_word: bool,
) -> int:
    """Say what the fields of a record are; all of one call is one act.

    FIELD is a path: title, date.edtf, harm[h1].best, basis.date. An empty value takes away. What has several entries is
    added to with += and taken from with -=, as in names+=TEXT, tags-=TAG, notes+=TEXT, places+={place: ID, how: at};
    entries without an id have a number, as in points[2].stance=denies. deleted=true deletes the record, merged_into=ID
    says that it is the same as another. For an article, what is said stands over what was read from its file: title,
    published, outlet, credit, author, dateline.place, dateline.date, url, retrieved, acquired.by, acquired.from,
    language, translation_of, coding, restricted, ref and basis.FIELD; notes are added with notes+=TEXT.
    """
    if not assignments and not as_read:
        raise click.UsageError("Say what to set, as in: published=2020-06-23", click.get_current_context())
    with invocation.open(to_write=True) as archive:
        record = archive.records.find(id)
        if record.startswith("a-"):
            done = _set_article(archive, record, assignments, as_read)
        elif as_read:
            raise click.UsageError("--as-read is for articles alone.", click.get_current_context())
        else:
            done = _set_record(archive, record, assignments, create_named, any_word)
        say(f"{done.what}." if done.changed else "Nothing to change: it was so already.")
        if done.changed:
            say("To take this back: dateline undo")
    return 0


def _set_record(
    archive: Archive, record: str, assignments: tuple[str, ...], create_named: bool, any_word: bool
) -> Done:
    from corpus.entry.assign import assign
    from corpus.entry.naming import Naming

    own = ("merged_into", "deleted")
    if not any(each.startswith(own) for each in assignments):
        record = archive.records.rows_of.canonical(record)
    act = archive.records.act()
    naming = Naming(archive.records, act, create=create_named)
    assign(act, record, assignments, naming, None if any_word else archive.vocabularies())
    label = archive.records.rows([record])[0]
    done = act.commit()
    return Done(done.batch, done.changed, f"{label.ref or record}: {done.what}")


def _set_article(archive: Archive, record: str, assignments: tuple[str, ...], as_read: tuple[str, ...]) -> Done:
    values, notes = read_assignments(assignments)
    values |= dict.fromkeys(as_read)
    n = archive.articles.find(record)
    here = dict(archive.records.get(record).values)
    return archive.edits.set_fields([n], _whole(here, values), notes)


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
