"""Tables of articles as text: CSV, TSV and their like, a row an article."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import chain

from corpus.errors import UnreadableArticle
from corpus.readers.encodings import decode
from corpus.readers.item import Item
from corpus.readers.large import Large, lines
from corpus.readers.reader import MAX_BYTES, head_text
from corpus.readers.rows import ROW_LIMIT, is_article, known, row_item

_NAMES = (".csv", ".tsv", ".tab")
_DELIMITERS = ",;\t|"
_LONGEST_CELL = 8 * 1024 * 1024

NOT_OF_ARTICLES = "It is a table without columns for the title or the text of articles"
HINT = "A table of incidents or places is taken in with: dateline import FILE"


class CsvReader:
    """CSV, TSV and tables parted by semicolons or bars."""

    name = "csv"
    version = 1

    def accepts(self, head: bytes, name: str, /) -> bool:
        """Whether a file is named as a table, or begins with the names of columns that articles have."""
        if name.lower().endswith(_NAMES):
            return True
        text = head_text(head)
        first, end, rest = text.partition("\n")
        delimiter = _delimiter(first)
        if not (end and delimiter and rest.strip()) or first.count(delimiter) < 2:
            return False
        columns = first.rstrip("\r").split(delimiter)
        return is_article(columns) and len(known(columns)) >= 3 and all(len(one) < 60 for one in columns)

    def items(self, data: Large, _name: str, /) -> Iterator[Item]:
        """The rows.

        Raises:
            UnreadableArticle: It is no table, or has no columns that articles have.
        """
        small = isinstance(data, bytes) and len(data) <= MAX_BYTES
        text: Iterator[str] = io.StringIO(decode(data[:]).text, newline="") if small else lines(data)
        text = (line.replace("\x00", "") for line in text)
        first = next(text, "")
        csv.field_size_limit(_LONGEST_CELL)
        rows = csv.reader(chain((first,), text), delimiter=_delimiter(first.rstrip("\r\n")) or ",")
        try:
            columns = next((row for row in rows if any(cell.strip() for cell in row)), [])
        except csv.Error as error:
            raise UnreadableArticle("It is a table that is broken", detail=str(error)) from error
        if not is_article(columns):
            raise UnreadableArticle(NOT_OF_ARTICLES, detail=f"Its columns: {', '.join(columns[:12])[:300]}", hint=HINT)
        yield from self._rows(rows, columns)

    def _rows(self, rows: Iterator[list[str]], columns: list[str]) -> Iterator[Item]:
        for count in range(1, ROW_LIMIT):
            try:
                row = next(rows, None)
            except csv.Error as error:
                yield Item(None, b"", UnreadableArticle("The table is broken here", detail=str(error)), f"row {count}")
                return
            if row is None:
                return
            if any(cell.strip() for cell in row):
                yield row_item(dict(zip(columns, row, strict=False)), f"row {count}", self)


def _delimiter(line: str) -> str:
    """What parts the columns of a line, `""` if nothing does."""
    best = max(_DELIMITERS, key=line.count)
    return best if best in line else ""
