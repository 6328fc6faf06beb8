"""All commands in the order in which help lists them, and what may be asked about them as a whole.

No command is written here.
"""

from __future__ import annotations

from types import ModuleType

from tui.commands import boxes, browsing, coding, moving, names, panes, records
from tui.commands.base import Command, Scope


def _of(module: ModuleType) -> list[type[Command]]:
    return [
        value
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Command) and value.__module__ == module.__name__
        if value.title
    ]


ALL: tuple[type[Command], ...] = (
    *_of(browsing),
    *_of(coding),
    *_of(records),
    *_of(names),
    *_of(moving),
    *_of(panes),
    *_of(boxes),
)
"""All commands, in the order in which they are written."""

BY_ID: dict[str, type[Command]] = {command.id(): command for command in ALL}
"""All commands by the names that settings use."""


def applying(*scopes: Scope) -> list[type[Command]]:
    """The commands that apply in any of these scopes."""
    wanted = set(scopes)
    return [command for command in ALL if wanted.intersection(command.scopes)]
