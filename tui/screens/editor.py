"""A record as YAML in the user's own editor, while the screens sleep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App, SuspendNotSupported

from corpus.archive import Archive
from corpus.errors import ArchiveError

if TYPE_CHECKING:
    from corpus.store.operation import Done


def edit_record(app: App[int], archive: Archive, record: str) -> str:
    """Have somebody edit a record in their editor, and say what came of it.

    What is wrong comes back as comments above the line; only what was changed is written, as one act.
    """
    from corpus.entry.edit import begin, take
    from tui.cli.editor import Unchanged, typed

    edited = begin(archive, [record])

    def save(data: bytes) -> str:
        done: Done = take(archive, edited, data, create_named=True)
        return f"{done.what[:1].upper()}{done.what[1:]}" if done.changed else "Nothing to change: it was so already."

    try:
        with app.suspend():
            said = typed(archive, edited.text, save)
    except Unchanged:
        said = "Nothing was changed."
    except SuspendNotSupported:
        said = "This terminal cannot be lent to an editor; use: dateline edit"
    except ArchiveError as error:
        said = f"{error.summary}. {error.hint}".strip()
    app.refresh()
    return said
