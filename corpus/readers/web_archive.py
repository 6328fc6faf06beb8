"""Web archives: WARC and ARC, packed or not, and WACZ, a ZIP file of them. A page, text or PDF in one is an article.

warcio reads the records. One that breaks off is read as far as it goes, and said. What else a crawl brings along
(pictures, scripts, redirects, pages of errors) is counted and listed at the end, in one line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import unquote, urlsplit

from corpus.article import Reading
from corpus.errors import UnreadableArticle
from corpus.readers.bounded import ZIP, begins_zip_of, gunzip_members, gunzip_pieces, open_zip
from corpus.readers.encodings import decode_as
from corpus.readers.item import Item, left_out
from corpus.readers.large import Large, as_file
from corpus.readers.layout import Found
from corpus.readers.reader import MAX_BYTES, MAX_CONTAINER_BYTES, one_line, signature
from corpus.readers.single import read_single

BREAKS_OFF = "the web archive breaks off within it"

_BEGIN = re.compile(rb"\s*(?:WARC/[01]\.[0-9]|filedesc://)")
_TYPES = re.compile(
    r"text/html|application/xhtml\+xml|application/pdf|text/plain|text/markdown"
    r"|application/vnd\.openxmlformats-officedocument\.wordprocessingml\.document",
    re.IGNORECASE,
)
_KINDS = (
    ("image/", "picture|s"),
    ("video/", "video|s"),
    ("audio/", "sound|s"),
    ("font/", "font|s"),
    ("text/css", "style sheet|s"),
)
_SCRIPTS = re.compile(r"javascript|ecmascript|json", re.IGNORECASE)
_SUFFIX = {"application/pdf": ".pdf", "text/plain": ".txt", "text/markdown": ".md"}
_TOLD = 10
_LATEST = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})")


class WebArchiveReader:
    """WARC and ARC files."""

    name = "warc"
    version = 1

    def accepts(self, head: bytes, _name: str, /) -> bool:
        """Whether a file, unpacked if need be, begins as a web archive."""
        if head.startswith(b"\x1f\x8b"):
            head = next(gunzip_pieces(head), b"")
        return bool(_BEGIN.match(head))

    def items(self, data: Large, _name: str, /) -> Iterator[Item]:
        """The pages, texts and documents of the archive.

        Raises:
            UnreadableArticle: There is not one record in it.
        """
        yield from read_records(data, "")


class WaczReader:
    """WACZ files: web archives with their list of pages, in a ZIP file."""

    name = "wacz"
    version = 1

    def accepts(self, head: bytes, name: str, /) -> bool:
        """Whether a ZIP file is named as a WACZ file, or begins with what such files hold."""
        named = head.startswith(ZIP) and name.lower().endswith(".wacz")
        return named or begins_zip_of(head, "datapackage.json", "indexes/index.", "pages/pages.jsonl")

    def items(self, data: Large, _name: str, /) -> Iterator[Item]:
        """The articles of all web archives in the file.

        Raises:
            UnreadableArticle: It is broken, or holds no web archive.
        """
        packed = open_zip(data)
        inside = [name for name in packed.names if name.startswith("archive/") and ".warc" in name.lower()]
        if not inside:
            raise UnreadableArticle("It is a WACZ file without a web archive in it")
        for name in inside:
            label = one_line(name.removeprefix("archive/"))
            try:
                yield from read_records(packed.read(name, MAX_CONTAINER_BYTES), label)
            except UnreadableArticle as error:
                yield Item(None, b"", error, label)


def read_records(data: Large, label: str) -> Iterator[Item]:
    """The articles among the records of a web archive, then a line that says what else there was.

    Args:
        data: The archive's bytes.
        label: What stands before the number of a record in its label.

    Raises:
        UnreadableArticle: There is not one record in it.
    """
    left: Counter[str] = Counter()
    broken: list[str] = []
    articles = 0
    for count, record in enumerate(_records(data, broken), 1):
        item = _item(record, left, one_line(f"{label} record {count}"))
        if item:
            articles += 1
            yield item
    if not articles and not left:
        raise UnreadableArticle("It is a web archive without a page, text or PDF", detail="; ".join(broken[:3]))
    if broken:
        reason = UnreadableArticle("Parts of it are broken", detail="; ".join(broken[:_TOLD]))
        yield Item(None, b"", reason, f"{label} the rest".strip())
    if left:
        yield Item(None, b"", UnreadableArticle(f"No articles: {left_out(left)}"), f"{label} left out".strip())


def _records(data: Large, broken: list[str]) -> Iterator[Any]:
    """The records of a web archive; what is broken is added to a list.

    One that is packed is taken member by member, so that one packed as a whole is read too, and one that is damaged
    behind the damage too.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    packed = data[:2] == b"\x1f\x8b"
    count = 0
    members: Iterable[tuple[Large, bool]] = gunzip_members(data, MAX_CONTAINER_BYTES) if packed else ((data, True),)
    for member, whole in members:
        if not whole:
            broken.append(f"what is packed behind record {count:,}")
        archive = ArchiveIterator(as_file(member), arc2warc=False)
        archive.INC_RECORD = ""  # what it would print of a record that ends too early
        try:
            for record in archive:
                count += 1
                yield record
                if _cut(record):
                    broken.append(f"record {count:,} is shorter than it says")
        except (ArchiveLoadFailed, EOFError, OSError, ValueError, LookupError, TypeError, AttributeError) as error:
            broken.append(f"behind record {count:,}: {one_line(str(error))[:120] or type(error).__name__}")


def _item(record: Any, left: Counter[str], label: str) -> Item | None:
    """The article that a record holds; None, and counted, if it holds none."""
    what, kind, charset = _content(record)
    if what:
        if what != "-":
            left[what] += 1
        return None
    address = _address(record)
    payload = record.content_stream().read(MAX_BYTES + 1)
    cut = _cut(record)
    label = one_line(f"{label} {address}")[:300]
    outcome: Reading | UnreadableArticle
    try:
        outcome = _told(_read(payload, kind, charset, address), record, address, cut=cut)
    except UnreadableArticle as error:
        outcome = error
    key = (record.rec_headers.get_header("WARC-Record-ID") or "").strip()
    return Item(key or None, payload, outcome, label)


def _cut(record: Any) -> bool:
    """Whether a record is shorter than it says of itself; reads it to its end."""
    while record.raw_stream.read(64 * 1024):
        continue
    return bool(getattr(record.raw_stream, "limit", 0) > 0)


def _content(record: Any) -> tuple[str, str, str]:
    """What a record is if it is no article (`-` for one that nobody misses), the type of its content, its charset."""
    if record.rec_type in ("warcinfo", "request", "metadata", "arc_header"):
        return "-", "", ""
    if record.rec_type not in ("response", "resource", "conversion"):
        named = one_line(record.rec_type or "")[:60]
        return f"{named} record|s" if named else "record|s that do not say what they are", "", ""
    heads = record.http_headers
    status = heads.get_statuscode() if heads and record.rec_type == "response" else ""
    if status and status[:1] == "3":
        return "redirect|s", "", ""
    if status and not (status.startswith("2") and status != "204") and status.isdigit():
        return "error page|s", "", ""
    if not _address(record).startswith(("http://", "https://")):
        return "record|s of the program that made it", "", ""
    source = heads or record.rec_headers
    told = source.get_header("Content-Type") or ""
    kind, _, rest = told.partition(";")
    kind = kind.strip().lower()
    if kind and not _TYPES.fullmatch(kind):
        return _named(kind), "", ""
    if urlsplit(_address(record)).path == "/robots.txt":
        return "-", "", ""
    charset = re.search(r"charset=[\"']?([\w.:-]{2,40})", rest, re.IGNORECASE)
    return "", kind, charset[1] if charset else ""


def _named(kind: str) -> str:
    """What content of a type is, in words."""
    if _SCRIPTS.search(kind):
        return "script|s or data of scripts"
    return next((words for begin, words in _KINDS if kind.startswith(begin)), f"of the type {one_line(kind)[:60]}")


def _read(payload: bytes, kind: str, charset: str, address: str) -> Reading:
    """What a record's content says, by the encoding that its server named unless the content knows better."""
    if charset and not kind.startswith("application/") and not payload.startswith((b"%PDF", b"PK")):
        payload = decode_as(payload, charset).text.encode("utf-8", "replace") if payload else payload
    name = unquote(urlsplit(address).path.rpartition("/")[2]) or "page"
    suffix = _SUFFIX.get(kind, ".html")
    return read_single(payload, name if name.lower().endswith(suffix) else name + suffix)


def _told(reading: Reading, record: Any, address: str, *, cut: bool) -> Reading:
    """A reading with what the record says of where and when it was taken."""
    found = Found(fields=dict(reading.fields), how=dict(reading.how), flags=list(reading.flags))
    if address.startswith(("http://", "https://")):
        found.fields.pop("url", None)
        found.put("url", address, "web archive")
    heads = record.rec_headers
    day = _LATEST.match(heads.get_header("WARC-Date") or heads.get_header("archive-date") or "")
    found.put_date("-".join(day.groups()) if day else "", "web archive", "retrieved")
    if cut:
        found.flags.append(BREAKS_OFF)
    reader = f"{reading.reader} in {signature(WebArchiveReader())}"
    return replace(reading, fields=found.fields, how=found.how, flags=tuple(found.flags), reader=reader)


def _address(record: Any) -> str:
    heads = record.rec_headers
    return one_line(heads.get_header("WARC-Target-URI") or heads.get_header("uri") or "").strip("<>")
