"""Every command says what it does, in its help and on the page that is made from it."""

from __future__ import annotations

import click
import pytest

from tests.architecture.source import ROOT
from tui.cli.reference import commands, page

EVERY = [(context.command_path, command) for context, command in commands()]
NAMES = {"update", "search", "show", "tag", "set", "export", "import", "history", "undo", "redo", "purge", "check"}
NAMES |= {"stats", "demo", "completion", "new", "edit", "list", "names", "mentions"}


def test_every_command_is_there() -> None:
    assert {path.split()[1] for path, _ in EVERY if " " in path} == NAMES


@pytest.mark.parametrize(("path", "command"), EVERY, ids=[path for path, _ in EVERY])
def test_every_command_and_option_says_what_it_does(path: str, command: click.Command) -> None:
    assert command.help
    first = command.help.split("\n", 1)[0]
    assert first.endswith((".", ".\b")), "the first line is a sentence, for lists of commands"
    for parameter in command.params:
        if isinstance(parameter, click.Option) and not parameter.hidden:
            assert parameter.help, parameter.name
            assert parameter.help.endswith("."), parameter.name


def test_the_page_is_as_the_commands_say() -> None:
    assert (ROOT / "docs" / "commands.md").read_text(encoding="utf-8") == page(), (
        "stale: python -m tui.cli.reference > docs/commands.md"
    )
