"""The store of texts: what is damaged there is as if it were not there, is named, and stops nothing."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from corpus.archive import Archive
from corpus.check import check
from corpus.intake import update
from corpus.intake.update import Options
from corpus.store import packing
from tests.archives import MARKET, made, number

SOUND = zlib.compress(b"A text that is sound.")


def damage(archive: Archive, body: object) -> str:
    """Put something else in the place of an article's text; its name."""
    name = archive.articles.get(number(archive, "market")).text_sha256
    with archive.texts.database.write() as connection:
        connection.execute("UPDATE text SET body = ? WHERE sha256 = ?", (body, bytes.fromhex(name)))
    return name


@pytest.mark.parametrize(
    "body",
    [b"\x00\x11\x22\x33", b"", SOUND[:-6], zlib.compress(b"\xff\xfe"), "no bytes"],
    ids=["garbled", "empty", "cut short", "not UTF-8", "of another type"],
)
def test_a_damaged_text_is_not_here_is_named_and_stops_nothing(tmp_path: Path, body: object) -> None:
    with made(tmp_path / "dispatches") as archive:
        name = damage(archive, body)
        n = number(archive, "market")
        assert archive.texts.get(name) == archive.articles.text(n) == ""
        entries = {entry.n: entry.text for entry in archive.articles.for_index(list(archive.articles.order()))}
        assert len(entries) == 3
        assert [each for each, text in entries.items() if not text] == [n]
        assert archive.texts.broken() == [name]
        assert [f.subject for f in check(archive) if "damaged" in f.reason] == [archive.articles.get(n).id]
        (archive.root / "2020/market.txt").write_text(MARKET + "\nMore came later.\n", encoding="utf-8")
        report = update(archive)
        assert (report.new + report.changed, report.unchanged) == (1, 2)


def test_a_text_that_unpacks_to_more_than_any_text_is_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with made(tmp_path / "dispatches") as archive:
        name = damage(archive, zlib.compress(bytes(100_000)))
        assert len(archive.texts.get(name)) == 100_000
        monkeypatch.setattr(packing, "LIMIT", 10_000)
        assert archive.texts.get(name) == ""
        assert archive.texts.broken() == [name]


def test_reading_everything_again_mends_a_damaged_text(tmp_path: Path) -> None:
    with made(tmp_path / "dispatches") as archive:
        damage(archive, b"\x00\x11")
        update(archive, Options(rebuild=True))
        assert archive.texts.broken() == []
        assert archive.articles.text(number(archive, "market")).startswith("Six shells")
