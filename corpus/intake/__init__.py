"""Intake: what is new, changed, moved or gone in a user's folder, and taking it into the archive.

`walk` looks at the folder, `update` decides and writes, `lock` keeps it to one update at a time. Nothing here
changes a file of the user's.
"""

from __future__ import annotations

from corpus.intake.report import Progress, Report
from corpus.intake.update import update

__all__ = ["Progress", "Report", "update"]
