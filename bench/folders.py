"""Folders of articles to measure on: real ones from DATELINE_DATA where it is set, else made ones of the same shape."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

WORDS = 400
VOCABULARY = 60_000


def make_folder(target: Path, articles: int, form: str = "mixed") -> str:
    """Fill a folder with this many article files, and say where their text comes from.

    Args:
        target: The folder; made if it is not there.
        articles: How many files.
        form: `txt`, `md`, `html` or `mixed`, for real ones.
    """
    data = os.environ.get("DATELINE_DATA", "")
    script = Path(data) / "B_scale" / "make_archive.py"
    if data and script.is_file():
        subprocess.run(
            [sys.executable, str(script), str(target), "--n", str(articles), "--format", form],
            check=True,
            capture_output=True,
        )
        return "real articles"
    _made(target, articles)
    return f"made articles of {WORDS} words (DATELINE_DATA is not set)"


def _made(target: Path, articles: int) -> None:
    rng = random.Random(0)
    words = ["".join(rng.choices("abcdefghiklmnoprstuvwyz", k=rng.randint(2, 11))) for _ in range(VOCABULARY)]
    weights = [1 / (rank + 3) for rank in range(VOCABULARY)]
    cumulative = [0.0]
    for weight in weights:
        cumulative.append(cumulative[-1] + weight)
    for i in range(articles):
        year, month, day = 2010 + i % 12, 1 + i % 11, 1 + i % 28
        text = rng.choices(words, cum_weights=cumulative[1:], k=WORDS)
        paragraphs = "\n\n".join(" ".join(text[j : j + 80]).capitalize() + "." for j in range(0, WORDS, 80))
        title = " ".join(text[:9]).capitalize()
        folder = target / f"{year}" / f"{month:02}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{i:07}.txt").write_text(
            f"{title}\n\n{year}-{month:02}-{day:02}\n\n{paragraphs}\n\n- Outlet {i % 40}\n", encoding="utf-8"
        )
