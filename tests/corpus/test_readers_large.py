"""Files larger than what is held in memory: read through a map, item by item, and the same as from memory."""

from __future__ import annotations

import gzip
import json
import mmap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus.article import Reading
from corpus.errors import UnreadableArticle
from corpus.readers import read_large
from corpus.readers.large import as_file, lines
from corpus.readers.large_json import LongList
from corpus.reading import child
from corpus.reading.exchange import Answer, Ask
from corpus.reading.unpack import contents
from tests.corpus.reader_files import packed, record, zipped

TEXT = "The ferry over the salt lake runs again after ten weeks, with one boat and at twice the old fare."
PAGES = [
    record(
        "response",
        f"http://salt.example/{n}",
        f"<html><head><title>Day {n}</title></head><body><p>{TEXT} {n}</p></body></html>".encode(),
    )
    for n in range(3)
]
MAILS = "".join(
    f"From a@b Mon Jan  1 00:00:00 2031\nFrom: A <a@b.example>\nMessage-ID: <m{n}@b.example>\nSubject: Day {n}\n"
    f"\n{TEXT}\n\n"
    for n in range(3)
)
ROWS = [{"title": f"Day {n}", "date": f"2031-02-0{n + 1}", "text": f"{TEXT}\n«{n}»"} for n in range(3)]
CHAT = {
    "name": "Salt Lake",
    "type": "public_channel",
    "id": 7,
    "messages": [
        *(
            {"id": n, "type": "message", "date": f"2031-02-0{n}T10:00:00", "from": "A", "text": f"{TEXT} {n}"}
            for n in (1, 2)
        ),
        {
            "id": 3,
            "type": "message",
            "date": "2031-02-03T10:00:00",
            "from": "A",
            "text": [TEXT, {"type": "bold", "text": "3"}],
        },
    ],
}
FILES: dict[str, bytes] = {
    "box.mbox": MAILS.encode(),
    "crawl.warc": b"".join(PAGES),
    "crawl.warc.gz": packed(PAGES),
    "crawl.wacz": zipped({"datapackage.json": "{}", "archive/data.warc.gz": packed(PAGES)}),
    "rows.jsonl": "\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS).encode(),
    "rows.csv": b"title,date,text\r\n" + "".join(f'{r["title"]},{r["date"]},"{r["text"]}"\r\n' for r in ROWS).encode(),
    "old.csv": (
        "title;date;text\n" + "".join(f'Tag {n};2031-02-01;"Über {n} Brücken: {TEXT}"\n' for n in range(3))
    ).encode("cp1252"),
    "folder.zip": zipped({f"{n}.txt": f"Day {n}\n\n2031-02-01\n\n{TEXT}\n" for n in range(3)}),
    "box.mbox.gz": gzip.compress(MAILS.encode()),
}


@pytest.fixture
def mapped(tmp_path: Path) -> Iterator[Callable[[bytes], mmap.mmap]]:
    """Makes a map of a file with these bytes."""
    maps: list[mmap.mmap] = []

    def make(data: bytes) -> mmap.mmap:
        path = tmp_path / f"file{len(maps)}"
        path.write_bytes(data)
        with path.open("rb") as file:
            maps.append(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        return maps[-1]

    yield make
    for each in maps:
        each.close()


@pytest.mark.parametrize("name", FILES)
def test_what_is_read_through_a_map_is_what_is_read_from_memory(
    name: str, mapped: Callable[[bytes], mmap.mmap]
) -> None:
    data = FILES[name]
    whole = list(contents(data, name))
    assert sum(isinstance(item.outcome, Reading) for _, item in whole) == 3
    assert list(contents(mapped(data), name)) == whole


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("long.txt", TEXT.encode() * 3, "It is larger than 128 MiB"),
        ("film.mp4", b"\0\0\0\x18ftypmp42" + bytes(50), "It is a video"),
        ("whole.json", json.dumps({"places": {"a": ROWS}}, indent=1).encode(), "It is JSON of more than 32 MiB"),
        ("numbers.json", json.dumps([*range(90)]).encode(), "It is JSON data without articles"),
        ("rows.csv", "title,text\n".encode("utf-16"), "It is larger than 32 MiB and in UTF-16"),
    ],
)
def test_what_cannot_be_read_so_says_why(
    name: str, data: bytes, reason: str, mapped: Callable[[bytes], mmap.mmap]
) -> None:
    with pytest.raises(UnreadableArticle) as refused:
        next(read_large(mapped(data), name))
    assert refused.value.summary.startswith(reason)


def test_lines_are_decoded_one_by_one_and_a_map_is_a_file(mapped: Callable[[bytes], mmap.mmap]) -> None:
    data = "\ufeffعين\r\nBrücke\n\nlast".encode()
    assert list(lines(mapped(data))) == list(lines(data)) == ["عين\r\n", "Brücke\n", "\n", "last"]
    assert list(lines(mapped("eins\nzwei über drei und fünf\n".encode("cp1252")))) == [
        "eins\n",
        "zwei über drei und fünf\n",
    ]
    for each in (mapped(data), data):
        file = as_file(each)
        assert (file.seek(-4, 2), file.read(), file.seek(3), file.read(2)) == (len(data) - 4, b"last", 3, data[3:5])
        assert file.seek(1, 1) == 6


@pytest.mark.parametrize("name", ["box.mbox", "folder.zip", "crawl.warc"])
def test_a_reading_process_takes_a_large_file_as_it_takes_a_small_one(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / name).write_bytes(FILES[name])
    monkeypatch.setattr(child, "_give_time", lambda: None)  # which would hold this process to its bounds

    def answers() -> list[Answer]:
        ask = Ask(str(tmp_path).encode(), name.encode())
        return [answer for answer in child._answers(1, ask) if answer != Answer(1)]

    small = answers()
    monkeypatch.setattr(child, "MAX_CONTAINER_BYTES", 100)
    monkeypatch.setattr(child, "_CHUNK", 64)
    large = answers()
    assert [answer.pieces for answer in large] == [answer.pieces for answer in small]
    assert [answer.facts.sha256 for answer in large if answer.facts] == [
        small[0].facts.sha256 if small[0].facts else ""
    ]
    assert sum(len(answer.pieces) for answer in large) == 3


def test_a_list_that_breaks_off_gives_what_there_is_and_says_so(mapped: Callable[[bytes], mmap.mmap]) -> None:
    data = json.dumps([*ROWS, *ROWS]).encode()
    items = list(read_large(mapped(data[: -len(json.dumps(ROWS[0])) - 30]), "rows.json"))
    assert sum(isinstance(item.outcome, Reading) for item in items) == 4
    assert isinstance(items[-1].outcome, UnreadableArticle)
    assert items[-1].outcome.summary == "The rest of it is broken"


def test_things_longer_than_what_is_looked_at_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    things = [{"title": "x" * n, "n": n, "deep": [[n]]} for n in (1, 50, 7, 300, 0, 1000)]
    for size in (3, 16, 64, 10_000):
        monkeypatch.setattr("corpus.readers.large_json._CHUNK", size)
        for whole, name in ((things, ""), ({"a": 12, "b": {"c": [1]}, "items": things}, "items")):
            found = LongList(json.dumps(whole).encode(), ("items",))
            assert (found.name, list(found)) == (name, things)
