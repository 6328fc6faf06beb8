"""Thousands of real files in the three formats: title and date are those that were written."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from pathlib import Path
from subprocess import run
from sys import executable

from corpus.readers import read
from corpus.readers.reader import one_line

FILES = 10_000


def written_title(text: str, kind: str) -> str:
    """The title as the maker of the files wrote it."""
    if kind == "md":
        found = re.search(r"^title: (.*)$", text, re.MULTILINE)
        return one_line(json.loads(found[1])) if found else ""
    if kind == "html":
        found = re.search(r"<title>(.*?)</title>", text, re.DOTALL)
        return one_line(html.unescape(found[1])) if found else ""
    return one_line(text.partition("\n")[0])


def test_titles_and_dates_of_real_articles(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "made"
    maker = data / "B_scale" / "make_archive.py"
    run([executable, maker, folder, "--n", str(FILES), "--format", "mixed"], check=True, capture_output=True)
    wrong: Counter[str] = Counter()
    lines = (tmp_path / "made.index.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == FILES
    for line in lines:
        told = json.loads(line)
        raw = (folder / told["path"]).read_bytes()
        reading = read(raw, told["path"])
        kind = told["path"].rpartition(".")[2]
        assert reading.reader.startswith({"md": "markdown", "html": "html", "txt": "plain"}[kind])
        wrong["title"] += reading.title != written_title(raw.decode(), kind)
        # An article whose own first line is a date has one, though the list of files says nothing of it.
        wrong["date"] += reading.fields.get("published") != told["date"] and not (
            told["date"] is None and reading.how.get("published") == "date line"
        )
    assert wrong["title"] <= FILES / 1000
    assert wrong["date"] <= FILES / 1000
