"""`dateline edit`: records as YAML in the user's editor, and what was changed there written as one act."""

from __future__ import annotations

import click

from tui.cli.finding import complete_ids
from tui.cli.invocation import Invocation, pass_invocation, shared_options
from tui.cli.output import say, tell


@click.command("edit")
@shared_options()
@click.argument("ids", metavar="ID...", nargs=-1, required=True, shell_complete=complete_ids)
@click.option("--create-named", is_flag=True, help="Make actors and places of names that nobody has yet.")
@click.option("--any-word", is_flag=True, help="Keep words that no vocabulary has, without asking.")
@pass_invocation
def edit(invocation: Invocation, ids: tuple[str, ...], create_named: bool, any_word: bool) -> int:
    """Edit records as YAML in your editor (VISUAL or EDITOR).

    What is wrong comes back as comments above the line, and nothing typed is lost. Only what was changed is written, as
    one act. What somebody else changed meanwhile in the same place is told first. The fields of articles are set with
    dateline set.
    """
    from corpus.entry.edit import begin, take
    from corpus.errors import EditRefused
    from tui.cli.editor import Unchanged, typed

    with invocation.open(to_write=True) as archive:
        found = list(dict.fromkeys(archive.records.find(each) for each in ids))
        if any(each.startswith("a-") for each in found):
            raise EditRefused(
                "Articles are not edited as a whole", hint="Set their fields with: dateline set ID FIELD=VALUE"
            )
        edited = begin(archive, found)

        def save(data: bytes) -> str:
            done = take(archive, edited, data, create_named=create_named, any_word=any_word)
            return f"{done.what}." if done.changed else "Nothing to change: it was so already."

        try:
            say(typed(archive, edited.text, save))
        except Unchanged:
            tell("Nothing was changed.")
            return 0
    tell("To take this back: dateline undo")
    return 0
