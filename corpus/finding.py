"""What a check of an archive finds: a plain value, and what can be done about it in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["file", "store", "record", "index"]

UPDATE = "Run: dateline update"
RESTORE = "Bring it back from a copy of yours, or take the change as it is with: dateline update --rebuild"
REREAD = "If its file is still there: dateline update --rebuild"
MEND = "Run: dateline check --fix"
BACKUP = "Close dateline, and put the newest file of .dateline/backups/ in its place."


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a check found.

    Attributes:
        kind: Whether it is about the user's files, the store, what records say, or the index, which those above check.
        subject: Which file, record (and field of it) or table.
        reason: What is wrong, in words.
        hint: What can be done; may be empty.
        wrong: Whether it is a fault; false for what is merely worth knowing.
        derived: Whether `corpus.check.mend` can mend it.
    """

    kind: Kind
    subject: str
    reason: str
    hint: str = ""
    wrong: bool = True
    derived: bool = False
