"""How an error looks on the command line: what failed, on what, what to do; and the exit code that goes with it.

A mistake of dateline's own is one sentence here. Where it happened goes to a log for its owner alone, without the
values at hand and without any text of an article.
"""

from __future__ import annotations

import click

from corpus.errors import ArchiveError
from corpus.text import printable
from tui.cli.output import tell

FAILED = 1
MISUSE = 2


def show(error: Exception) -> int:
    """Say what went wrong, and with which exit code to leave."""
    if isinstance(error, ArchiveError):
        return _show_known(error)
    if isinstance(error, OSError):
        name = f"{error.filename!s}: " if error.filename else ""
        tell(f"dateline: the disk or the system refused: {name}{error.strerror or type(error).__name__}")
        return FAILED
    if type(error).__module__ == "sqlite3":
        tell(f"dateline: the database could not be read or written: {error}")
        tell("  Look at the disk and at the permissions of .dateline, then run: dateline check")
        return FAILED
    return _show_bug(error)


def _show_known(error: ArchiveError) -> int:
    tell(f"dateline: {error.summary}")
    text, start = getattr(error, "text", None), getattr(error, "start", 0)
    if isinstance(text, str):
        _point(text, start)
    for part in (error.detail, f"expected: {error.hint}" if isinstance(text, str) and error.hint else error.hint):
        for line in part.splitlines():
            tell(f"  {line}")
    return MISUSE if isinstance(text, str) else FAILED


def _point(text: str, start: int) -> None:
    """Show a query with the place of the mistake, in words and, where every character is one cell, with a caret."""
    where = f"at character {start + 1}" if start < len(text) else "at its end"
    tell(f"  {where}: {text}")
    if text.isascii():
        tell("  " + " " * (len(where) + 2 + start) + "^")


def _show_bug(error: Exception) -> int:
    from tui.errors import report

    path = report(error)
    where = f" A report without any text of your articles is in {path}." if path else ""
    tell(f"dateline: something went wrong inside dateline ({type(error).__name__}). What was saved stays saved.{where}")
    return FAILED


def show_misuse(error: click.ClickException) -> int:
    """Say how a command was misused."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is not None:
        tell(context.get_usage())
    tell(f"dateline: {printable(error.format_message())}")
    if context is not None:
        tell(f"  See: {context.command_path} --help")
    return error.exit_code if isinstance(error, click.UsageError) else FAILED
