"""The user's own keys laid over the default ones, with every clash found before it can hurt.

Pure: nothing here reads a file or touches a screen. A change that would give one key two meanings in the same place is
left out and reported; the default stays.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tui.commands import ALL, BY_ID, CHAINS, Command, Scope

KEY = re.compile(r"(?:(?:ctrl|alt|shift|super)\+)*(?:[a-z_0-9]+|[A-Z]|[^\s,])\Z")
"""What a key may look like: `t`, `U`, `ctrl+p`, `shift+down`, `f1`, `left_square_bracket`."""

MEANS_ANOTHER = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+j": "enter", "ctrl+h": "backspace", "ctrl+[": "escape"}
"""Keys that most terminals cannot tell from another one."""

SHOWN = {
    "slash": "/",
    "question_mark": "?",
    "colon": ":",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "left_curly_bracket": "{",
    "right_curly_bracket": "}",
    "less_than_sign": "<",
    "left_parenthesis": "(",
    "right_parenthesis": ")",
    "apostrophe": "'",
    "full_stop": ".",
    "greater_than_sign": ">",
    "asterisk": "*",
    "minus": "-",
    "equals_sign": "=",
    "at": "@",
    "delete": "Delete",
    "escape": "Esc",
    "enter": "Enter",
    "space": "Space",
    "tab": "Tab",
    "backspace": "Backspace",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "up": "Up",
    "down": "Down",
    "left": "Left",
    "right": "Right",
}


@dataclass(frozen=True, slots=True)
class Keymap:
    """Which keys run which command.

    Attributes:
        keys: The keys of each command, by its id.
        changed: What differs from the defaults, by command id, as Textual wants it.
        complaints: What of the user's wishes was not done, in words.
    """

    keys: Mapping[str, tuple[str, ...]]
    changed: Mapping[str, str]
    complaints: tuple[str, ...] = ()

    def shown(self, command: type[Command]) -> tuple[str, ...]:
        """The keys of a command as a person writes them."""
        return tuple(shown(key) for key in self.keys.get(command.id(), ()))


def shown(key: str) -> str:
    """A key as a person writes it: `/` for `slash`, `Ctrl+P` for `ctrl+p`."""
    *modifiers, last = key.split("+")
    if not modifiers:
        return SHOWN.get(key, key.upper() if re.fullmatch(r"f\d+", key) else key)
    return "+".join([*(each.capitalize() for each in modifiers), SHOWN.get(last, last.upper())])


def clashes(keys: Mapping[str, tuple[str, ...]]) -> list[tuple[str, str, str]]:
    """Every key that means two things in one place, as (key, command id, other command id)."""
    found: dict[tuple[str, str, str], None] = {}
    for chain in CHAINS:
        owner: dict[str, str] = {}
        for command in ALL:
            if not set(chain).intersection(command.scopes):
                continue
            for key in keys.get(command.id(), ()):
                other = owner.setdefault(key, command.id())
                if other != command.id():
                    found[key, other, command.id()] = None
    return list(found)


def defaults() -> dict[str, tuple[str, ...]]:
    """The default keys of every command."""
    return {command.id(): command.keys() for command in ALL}


def build(wishes: Mapping[str, object] | None = None) -> Keymap:
    """Lay a user's wishes over the default keys.

    Args:
        wishes: Keys by command id, a string with commas or a list of strings, as the settings file gives them.

    Returns:
        The keys to use; a wish that is not understood or that clashes is left out, and `complaints` says so.
    """
    keys = defaults()
    changed: dict[str, str] = {}
    complaints: list[str] = []
    for name, wish in (wishes or {}).items():
        command = BY_ID.get(name)
        if command is None:
            complaints.append(f"keys.{name}: there is no such command{nearest(name, BY_ID)}")
            continue
        wanted = _wanted(wish)
        problem = _problem(command, wanted, keys)
        if problem:
            complaints.append(f"keys.{name}: {problem}; the default key stays")
            continue
        keys[name] = wanted
        changed[name] = ",".join(wanted)
    return Keymap(keys, changed, tuple(complaints))


def nearest(word: str, known: Mapping[str, object] | tuple[str, ...]) -> str:
    """`; did you mean "x"?` for the known word that is most like this one, empty if none is."""
    import difflib

    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f'; did you mean "{close[0]}"?' if close else ""


def _wanted(wish: object) -> tuple[str, ...]:
    found = wish.split(",") if isinstance(wish, str) else wish
    if not isinstance(found, list) or not all(isinstance(key, str) for key in found):
        return ()
    return tuple(key.strip() for key in found if key.strip())


def _problem(command: type[Command], wanted: tuple[str, ...], keys: Mapping[str, tuple[str, ...]]) -> str:
    """Why these keys cannot be given to a command, empty if they can."""
    if not wanted:
        return "a key or a list of keys is expected"
    for key in wanted:
        if not KEY.match(key):
            return f'"{key}" is not a key'
        if key in MEANS_ANOTHER:
            return f"terminals cannot tell {shown(key)} from {shown(MEANS_ANOTHER[key])}"
    if command.scopes == (Scope.SEARCH,) and any(len(key) == 1 for key in wanted):
        return "a letter is typed into the search box"
    tried = {**keys, command.id(): wanted}
    for key, first, second in clashes(tried):
        if command.id() in (first, second) and key in wanted:
            other = BY_ID[second if first == command.id() else first]
            return f'{shown(key)} is already "{other.title}"'
    return ""
