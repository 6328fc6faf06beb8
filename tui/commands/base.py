"""What a command is, and how one becomes a key binding.

A command is a class: its docstring says what it does, `title` is its short name, `key` its default key and `scopes`
where it applies. Bindings, the key line, the palette, help, the manual and `docs/keys.md` all come from these classes.
The pane, screen or app that can do a command says so with `does`. No command lives here.

Keys run their commands at once, while the app looks at the key, and not by messages: keys that come in one burst must
find the pane in focus that the key before them asked for.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from typing import Any, ClassVar, TypeVar

from textual.binding import Binding


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
    COMPLETING = "While a word is completed"
    NOTE = "In a note"
    FIND = "While finding in the article"
    PAGE = "On a page"
    CODING = "While coding"
    FORM = "In the form of a record"
    ENTRY = "While a line is filled"
    RECORDS = "Among records"
    RECORD_LIST = "In a list of records"
    RECORD_PAGE = "On the page of a record"
    SPELLINGS = "Among the spellings of a name"
    SAVED = "Among saved searches"
    NAMES = "Among names"
    NAME_LIST = "In a list of names"
    NAME_PAGE = "On the page of a name"


CHAINS: tuple[tuple[Scope, ...], ...] = (
    (Scope.BROWSE, Scope.LIST, Scope.APP),
    (Scope.BROWSE, Scope.READER, Scope.APP),
    (Scope.BROWSE, Scope.FACETS, Scope.APP),
    (Scope.DIALOG, Scope.CHOICES, Scope.COMPLETING, Scope.APP),
    (Scope.DIALOG, Scope.NOTE, Scope.APP),
    (Scope.FIND, Scope.APP),
    (Scope.PAGE, Scope.APP),
    (Scope.SEARCH, Scope.APP),
    (Scope.CODING, Scope.FORM, Scope.APP),
    (Scope.ENTRY, Scope.APP),
    (Scope.RECORDS, Scope.RECORD_LIST, Scope.APP),
    (Scope.RECORDS, Scope.RECORD_PAGE, Scope.APP),
    (Scope.DIALOG, Scope.CHOICES, Scope.SPELLINGS, Scope.APP),
    (Scope.DIALOG, Scope.CHOICES, Scope.SAVED, Scope.APP),
    (Scope.NAMES, Scope.NAME_LIST, Scope.APP),
    (Scope.NAMES, Scope.NAME_PAGE, Scope.APP),
)
"""The scopes that are in force together; within one of these, a key may mean one thing only."""


WHOLE = (Scope.BROWSE, Scope.CODING, Scope.RECORDS, Scope.NAMES)
"""The scopes of whole screens."""

AT_ONCE = frozenset(
    {
        *(*WHOLE, Scope.LIST, Scope.READER, Scope.FACETS, Scope.FORM),
        *(Scope.RECORD_LIST, Scope.RECORD_PAGE, Scope.NAME_LIST, Scope.NAME_PAGE),
    }
)
"""Where no text is typed, so that a key is taken before any pane sees it."""


class Command:
    """Something a user can ask for. Subclasses say what in their docstring, in one sentence."""

    title: ClassVar[str] = ""
    """The short name that the palette and the manual show."""
    key: ClassVar[str] = ""
    """Default keys, separated by commas; empty for a command of the palette only."""
    scopes: ClassVar[tuple[Scope, ...]] = (Scope.BROWSE,)
    """Where it applies."""
    footer: ClassVar[str] = ""
    """One word for the key line, empty if the command is not shown there."""
    is_spare: ClassVar[bool] = False
    """Whether the key line leaves it out first where not all fit."""
    action: ClassVar[str] = ""
    """A pane's own action that does it; by default the method that `does` it."""
    always: ClassVar[bool] = False
    """Whether the key works even where text is typed."""
    in_palette: ClassVar[bool] = True

    @classmethod
    def id(cls) -> str:
        """The name by which settings and key maps call the command."""
        return cls.__name__

    @classmethod
    def help(cls) -> str:
        """What the command does, in words."""
        words = cls.__doc__ or ""
        return inspect.cleandoc(words) if "\n" in words else words

    @classmethod
    def keys(cls) -> tuple[str, ...]:
        """The default keys, one by one."""
        return tuple(key.strip() for key in cls.key.split(",") if key.strip())

    @classmethod
    def binding(cls) -> Binding:
        """The binding that runs the command."""
        where = "app" if Scope.APP in cls.scopes else "screen"
        return Binding(
            cls.key,
            cls.action or f"{where}.command({cls.id()!r})",
            cls.title,
            id=cls.id(),
            show=bool(cls.footer),
            tooltip=cls.help(),
            priority=cls.always or bool(AT_ONCE.intersection(cls.scopes)),
        )


def bindings(commands: Iterable[type[Command]], *scopes: Scope) -> list[Binding]:
    """The bindings of the commands that apply in these scopes and have a key."""
    wanted = set(scopes)
    return [command.binding() for command in commands if command.key and wanted.intersection(command.scopes)]


Doing = TypeVar("Doing", bound=Callable[..., None])


def does(*commands: type[Command]) -> Callable[[Doing], Doing]:
    """Mark a method as the one that does these commands."""

    def mark(method: Doing) -> Doing:
        vars(method)["commands"] = commands
        return method

    return mark


_DONE_BY: dict[type[Any], Mapping[str, str]] = {}


def done_by(kind: type[Any]) -> Mapping[str, str]:
    """The methods of a class that do commands, by the command's id; looked for once a class."""
    if kind in _DONE_BY:
        return _DONE_BY[kind]
    found: dict[str, str] = {}
    for name in dir(kind):
        for command in getattr(getattr(kind, name, None), "commands", ()):
            if isinstance(command, type) and issubclass(command, Command):
                found[command.id()] = name
    _DONE_BY[kind] = found
    return found


def perform(doer: object, name: str) -> bool:
    """Let an object do a command, by its id; says whether it can."""
    method = done_by(type(doer)).get(name)
    if method is not None:
        getattr(doer, method)()
    return method is not None
