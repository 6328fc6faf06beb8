"""Cells of a CSV file: written so that no spreadsheet takes text for a formula, and read back as they were."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from corpus.errors import ArchiveError

Cell = str | int | float | None

BOM = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_GUARD = "'"
LONGEST_CELL = 1_000_000
_SAMPLE = 64 * 1024
_SEPARATORS = ",;\t|"


class TableError(ArchiveError):
    """A table that cannot be read; nothing of it was taken in."""


def guarded(cell: Cell) -> str:
    """A cell as text; one that a spreadsheet would calculate begins with an apostrophe, which keeps it a text."""
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return str(cell)
    text = cell.replace("\x00", "")
    return _GUARD + text if text.startswith((*_FORMULA, _GUARD)) else text


def unguarded(text: str) -> str:
    """What `guarded` was given."""
    return text[1:] if text.startswith(tuple(_GUARD + sign for sign in (*_FORMULA, _GUARD))) else text


def write_rows(out: TextIO, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """Write a table: a byte-order mark, so that spreadsheets take it for UTF-8, a header, a line a row; how many."""
    out.write(BOM)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    count = 0
    for row in rows:
        writer.writerow([guarded(cell) for cell in row])
        count += 1
    return count


def read_rows(data: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table that have something in them, the header first, each with the line on which it begins.

    Raises:
        TableError: It is not UTF-8, has no rows, or is no CSV.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise TableError(f"{name} is not UTF-8", detail=f"line {line}", hint="Save it as CSV UTF-8.") from error
    if "\x00" in text:
        raise TableError(f"{name} is no CSV", detail="It has NUL characters.", hint="Save it as CSV UTF-8.")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    csv.field_size_limit(LONGEST_CELL)
    line, found = 1, False
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                found = True
                yield line, [unguarded(cell.strip()) for cell in row]
            line = reader.line_num + 1
    except csv.Error as error:
        raise TableError(f"{name} is no CSV", detail=f"line {line}: {error}") from error
    if not found:
        raise TableError(f"{name} has no rows", hint="The first line names the columns.")


def _separator(text: str) -> str:
    """What stands between the names of columns: the sign of which the first line has most."""
    first = text[:_SAMPLE].lstrip("\r\n").partition("\n")[0]
    return max(_SEPARATORS, key=first.count)
