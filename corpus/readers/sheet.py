"""Spreadsheets of articles (XLSX), a row an article. openpyxl reads them, a row at a time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from itertools import islice
from typing import Any
from xml.etree.ElementTree import ParseError

from corpus.errors import UnreadableArticle
from corpus.readers.bounded import ZIP, begins_zip_of, open_zip
from corpus.readers.csv_file import HINT, NOT_OF_ARTICLES
from corpus.readers.item import Item
from corpus.readers.reader import one_line
from corpus.readers.rows import ROW_LIMIT, is_article, row_item

MOST_UNPACKED = 96 * 1024 * 1024
"""A spreadsheet whose parts are longer than this together, unpacked, is refused."""

_SHEETS = 50
_HEADER_WITHIN = 10
_COLUMNS = 200
_FAILS = (
    *(zipfile.BadZipFile, ParseError, KeyError, ValueError, TypeError, AttributeError, IndexError, EOFError, OSError),
    *(NotImplementedError, OverflowError),
)


class SheetReader:
    """Spreadsheets of the kind that Excel and LibreOffice write."""

    name = "xlsx"
    version = 1

    def accepts(self, head: bytes, name: str, /) -> bool:
        """Whether a file begins as a spreadsheet, or is a ZIP file that is named as one."""
        return begins_zip_of(head, "xl/") or (head.startswith(ZIP) and name.lower().endswith((".xlsx", ".xlsm")))

    def items(self, data: bytes, _name: str, /) -> Iterator[Item]:
        """The rows of all sheets whose first rows name columns that articles have.

        Raises:
            UnreadableArticle: It is broken, too large unpacked, or no sheet holds articles.
        """
        if open_zip(data).unpacked > MOST_UNPACKED:
            raise UnreadableArticle(f"It is a spreadsheet that unpacks to more than {MOST_UNPACKED // 1024**2} MiB")
        import openpyxl

        try:
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        except _FAILS as error:
            raise UnreadableArticle("It is a spreadsheet that is broken", detail=type(error).__name__) from error
        none = True
        for sheet in book.worksheets[:_SHEETS]:
            for item in self._sheet(sheet):
                none = False
                yield item
        if none:
            raise UnreadableArticle(NOT_OF_ARTICLES.replace("a table", "a spreadsheet"), hint=HINT)

    def _sheet(self, sheet: Any) -> Iterator[Item]:
        """The rows of one sheet, none when it is of something else."""
        rows = enumerate(islice(sheet.iter_rows(values_only=True, max_col=_COLUMNS), ROW_LIMIT), 1)
        columns: list[str] = []
        label = one_line(str(sheet.title))
        try:
            for number, row in rows:
                if not columns:
                    names = [str(cell or "") for cell in row]
                    if is_article(names):
                        columns = names
                    elif number >= _HEADER_WITHIN:
                        return
                elif any(cell not in (None, "") for cell in row):
                    values = {name: value for name, value in zip(columns, row, strict=False) if name}
                    yield row_item(values, f"{label}, row {number}", self)
        except _FAILS as error:
            reason = UnreadableArticle("The sheet is broken here", detail=type(error).__name__)
            yield Item(None, b"", reason, f"{label}, the rest")
