"""The page `docs/commands.md`, made from what the commands say of themselves: `python -m tui.cli.reference`."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator

import click

HEAD = """\
# Commands

Everything the screens do to an archive can be done without them: plain text to read, `--json` to parse. Exit codes are
0 done, 1 failed, 2 misuse; a command that a signal stopped ends with 128 and the signal's number. Results go to
standard output, and everything about the run to standard error. Where a command works on an archive, that is the
nearest folder upwards that is one, or the one that `-a` names. Edits are signed with `--who`, else with `DATELINE_WHO`,
else with `who` in the file `settings.toml` of your configuration folder, else not at all.

This page is made from the commands' own help by `python -m tui.cli.reference`.
"""


def commands() -> Iterator[tuple[click.Context, click.Command]]:
    """Every command that is not hidden, groups before what is in them, each with its context."""
    from tui.cli.root import dateline

    yield from _below(click.Context(dateline, info_name="dateline", **dateline.context_settings), dateline)


def _below(context: click.Context, command: click.Command) -> Iterator[tuple[click.Context, click.Command]]:
    yield context, command
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            if found is not None and not found.hidden:
                yield from _below(click.Context(found, context, info_name=name, **found.context_settings), found)


def page() -> str:
    """The whole page, as Markdown."""
    return "\n".join([HEAD, *(_section(context, command) for context, command in commands())])


def _section(context: click.Context, command: click.Command) -> str:
    parts = [
        f"## {context.command_path}",
        "    " + " ".join([context.command_path, *command.collect_usage_pieces(context)]),
    ]
    parts.append(inspect.cleandoc(command.help or ""))
    options = [
        record
        for parameter in command.get_params(context)
        if isinstance(parameter, click.Option) and (record := parameter.get_help_record(context)) is not None
    ]
    parts.append("\n".join(f"- `{names}`: {_sentence(says)}" for names, says in options))
    return "\n\n".join(parts) + "\n"


def _sentence(text: str) -> str:
    return " ".join(text.split())


if __name__ == "__main__":
    sys.stdout.write(page())
