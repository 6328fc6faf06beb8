"""What a command is, and how one becomes a key binding.

A command is a class: its docstring says what it does, `title` is its short name, `key` its default key and `scopes`
where it applies. Bindings, the key line, the palette, help, the manual and `docs/keys.md` all come from these classes.
Running a command posts an instance of it; the pane, screen or app that can do it handles the message. No command lives
here.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from enum import Enum
from typing import ClassVar

from textual.binding import Binding
from textual.message import Message


class Scope(Enum):
    """Where a command applies; the value is how help calls the place."""

    APP = "Everywhere"
    BROWSE = "While browsing"
    LIST = "In the list"
    READER = "In the article"
    FACETS = "In the facets"
    SEARCH = "In the search box"
    DIALOG = "In a dialog"
    CHOICES = "In a list of choices"
    PAGE = "On a page"


CHAINS: tuple[tuple[Scope, ...], ...] = (
    (Scope.BROWSE, Scope.LIST, Scope.APP),
    (Scope.BROWSE, Scope.READER, Scope.APP),
    (Scope.BROWSE, Scope.FACETS, Scope.APP),
    (Scope.DIALOG, Scope.CHOICES, Scope.APP),
    (Scope.PAGE, Scope.APP),
    (Scope.SEARCH, Scope.APP),
)
"""The scopes that are in force together; within one of these, a key may mean one thing only."""


class Command(Message):
    """Something a user can ask for. Subclasses say what in their docstring, in one sentence."""

    title: ClassVar[str] = ""
    """The short name that the palette and the manual show."""
    key: ClassVar[str] = ""
    """Default keys, separated by commas; empty for a command of the palette only."""
    scopes: ClassVar[tuple[Scope, ...]] = (Scope.BROWSE,)
    """Where it applies."""
    footer: ClassVar[str] = ""
    """One word for the key line, empty if the command is not shown there."""
    action: ClassVar[str] = ""
    """A pane's own action that does it; by default the command is posted as a message."""
    priority: ClassVar[bool] = False
    """Whether the key is taken before the pane in focus sees it."""
    in_palette: ClassVar[bool] = True

    def __init_subclass__(cls) -> None:
        """Keep the names of handlers apart from those of Textual's own messages."""
        super().__init_subclass__(namespace="command")

    @classmethod
    def id(cls) -> str:
        """The name by which settings and key maps call the command."""
        return cls.__name__

    @classmethod
    def help(cls) -> str:
        """What the command does, in words."""
        return inspect.getdoc(cls) or ""

    @classmethod
    def keys(cls) -> tuple[str, ...]:
        """The default keys, one by one."""
        return tuple(key.strip() for key in cls.key.split(",") if key.strip())

    @classmethod
    def binding(cls) -> Binding:
        """The binding that runs the command."""
        return Binding(
            cls.key,
            cls.action or f"app.command({cls.id()!r})",
            cls.title,
            id=cls.id(),
            show=bool(cls.footer),
            tooltip=cls.help(),
            priority=cls.priority,
        )


def bindings(commands: Iterable[type[Command]], *scopes: Scope) -> list[Binding]:
    """The bindings of the commands that apply in these scopes and have a key."""
    wanted = set(scopes)
    return [command.binding() for command in commands if command.key and wanted.intersection(command.scopes)]
