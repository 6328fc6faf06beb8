"""What an update tells while it goes on, and when it is done."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an update is: `done` of `total` files in a stage (`looking`, `reading`)."""

    stage: str
    done: int
    total: int


@dataclass(slots=True)
class Report:
    """What an update found and did, in files and articles.

    Attributes:
        read: Files whose bytes were looked at.
        new: New articles.
        changed: Files, or items in them, that hold a new version of their article.
        moved: Articles found elsewhere or under another name.
        copies: Further places of an article already here.
        returned: Articles that were missing and are here again.
        gone: Articles that no file holds any more.
        unchanged: Files that are as they were.
        reread: Articles that were read again and say something else now, as after a change of the readers.
        problems: What holds no article or cannot be read, known from before too.
        failed: (path, reason) of what was found to hold no article, or could not be read, in this update.
        held: Folders that are suddenly empty, and how many files each held; they were not taken as deletions.
        lost: (passage, article) of quotes that are in no text of their article any more, since it was read again.
        cancelled: Whether it was stopped; what was done until then is kept.
    """

    read: int = 0
    new: int = 0
    changed: int = 0
    moved: int = 0
    copies: int = 0
    returned: int = 0
    gone: int = 0
    unchanged: int = 0
    reread: int = 0
    problems: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)
    held: list[tuple[str, int]] = field(default_factory=list)
    lost: list[tuple[str, str]] = field(default_factory=list)
    seconds: float = 0.0
    cancelled: bool = False
