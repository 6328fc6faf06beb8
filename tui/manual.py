"""The manual and the tables of keys, made from the commands: for the screen, and for `docs/keys.md`."""

from __future__ import annotations

from collections.abc import Iterable

from tui.commands import ALL, Command, Scope
from tui.keymap import Keymap, build
from tui.widgets.document import Document, Kind, plain

Parts = list[tuple[Kind, str]]

KEY_WIDTH = 22

WORDS: tuple[tuple[str, str], ...] = (
    (
        "What dateline does",
        "It reads the articles in a folder of yours, finds anything in them, and keeps what you say about them: tags, "
        "notes, how far coding has come. Your files are never changed. What you say is saved at once, and every "
        "change can be undone.",
    ),
    (
        "Searching",
        'Press / and type: words, "a phrase", tag:ambush, title:convoy, source:"Meridian Wire", published:2020-06, '
        "-word to leave something out, OR between words. Results come while you type. Enter reads the query strictly "
        "and points at a mistake. F goes to the facets, the tags, outlets and years of what is found: Enter on a value "
        "narrows to it, - leaves it out, and the same key takes that back.",
    ),
    (
        "Selecting and tagging",
        "Space selects an article, v begins and ends a range, * takes all that the list holds. Then t tags all of "
        "them at once; the dialog says how many. Without a selection, commands mean the article under the cursor. "
        "u takes any of it back, in one step.",
    ),
    (
        "Taking a subset away",
        "e writes the selection, the list or everything to one YAML file. The profile share leaves out notes, paths "
        "and whatever is not open; team takes them along.",
    ),
    (
        "Marks in the list",
        "A dot is an article that you have not opened, a cross one whose file is gone from the folder, a tick one "
        "that is selected. The bar at the left is the cursor.",
    ),
    (
        "Your own keys and colours",
        'Write them to settings.toml in your configuration folder: theme = "light", measure = 72, and under [keys] a '
        'line for each command, such as TagArticles = "ctrl+t". A key that is taken is refused and named at the '
        "start. The names of the commands stand in brackets below.",
    ),
)


def key_text(command: type[Command], keymap: Keymap) -> str:
    """The keys of a command as a person writes them."""
    return "  ".join(keymap.shown(command))


def _table(commands: Iterable[type[Command]], keymap: Keymap, *, names: bool) -> Parts:
    parts: Parts = []
    for command in commands:
        keys = key_text(command, keymap) or "(palette)"
        name = f"  [{command.id()}]" if names else ""
        pad = " " * max(1, KEY_WIDTH - len(keys))
        parts.append(("body", f"{keys}{pad}{command.title}{name}"))
    return parts


def help_for(scopes: Iterable[Scope], keymap: Keymap) -> Document:
    """The keys that work in these places, with what they do."""
    parts: Parts = []
    for scope in scopes:
        commands = [command for command in ALL if scope in command.scopes and keymap.shown(command)]
        if not commands:
            continue
        if parts:
            parts.append(("blank", ""))
        parts.append(("heading", scope.value))
        parts += _table(commands, keymap, names=False)
    return plain(parts)


def manual(keymap: Keymap | None = None) -> Document:
    """The whole manual."""
    keymap = keymap or build()
    parts: Parts = [("title", "dateline: the manual"), ("blank", "")]
    for heading, words in WORDS:
        parts += [("heading", heading), ("body", words), ("blank", "")]
    parts.append(("heading", "Every command"))
    for scope in Scope:
        commands = [command for command in ALL if scope in command.scopes]
        parts += [("blank", ""), ("heading", scope.value)]
        for command in commands:
            parts += _table([command], keymap, names=True)
            parts.append(("meta", " " * KEY_WIDTH + command.help()))
    return plain(parts)


def keys_markdown() -> str:
    """The table of all default keys, for `docs/keys.md`."""
    keymap = build()
    lines = [
        "# Keys",
        "",
        "Made from the commands themselves. To change a key, write it under `[keys]` in your `settings.toml`, by the",
        "name in the last column.",
    ]
    for scope in Scope:
        lines += ["", f"## {scope.value}", "", "| key | what it does | name |", "|---|---|---|"]
        for command in ALL:
            if scope in command.scopes:
                keys = " ".join(f"`{key}`" for key in keymap.shown(command)) or "palette"
                lines.append(f"| {keys} | {command.title}: {command.help()} | `{command.id()}` |")
    return "\n".join(lines) + "\n"
