"""What bytes are that are not one article, by how they begin or by their name, so that a refusal says so in words."""

from __future__ import annotations

import re

from corpus.readers.reader import head_text

_ARCHIVE = "{}: unpack it, and its files are read"
_UNREAD = "{}, which no reader takes: save it as {}"
_SEVERAL = "{}, not one article"
_NO_TEXT = "{}: listed and hashed, it has no text to read"
_PICTURE = _NO_TEXT.format("a picture ({})")
_SOUND = _NO_TEXT.format("a sound file ({})")
_VIDEO = _NO_TEXT.format("a video ({})")

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", _ARCHIVE.format("a ZIP archive")),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x1f\x8b", _ARCHIVE.format("a gzip archive")),
    (b"BZh", _ARCHIVE.format("a bzip2 archive")),
    (b"\xfd7zXZ\x00", _ARCHIVE.format("an xz archive")),
    (b"7z\xbc\xaf\x27\x1c", _ARCHIVE.format("a 7-Zip archive")),
    (b"Rar!\x1a\x07", _ARCHIVE.format("a RAR archive")),
    (b"\x28\xb5\x2f\xfd", _ARCHIVE.format("a Zstandard archive")),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        _UNREAD.format("an old Office document or an Outlook mail", "DOCX, XLSX or EML"),
    ),
    (b"{\\rtf", _UNREAD.format("a Rich Text document", "DOCX")),
    (b"\xff\xd8\xff", _PICTURE.format("JPEG")),
    (b"\x89PNG\r\n\x1a\n", _PICTURE.format("PNG")),
    (b"GIF87a", _PICTURE.format("GIF")),
    (b"GIF89a", _PICTURE.format("GIF")),
    (b"II*\x00", _PICTURE.format("TIFF")),
    (b"MM\x00*", _PICTURE.format("TIFF")),
    (b"OggS", _NO_TEXT.format("a sound or a video (Ogg)")),
    (b"ID3", _SOUND.format("MP3")),
    (b"fLaC", _SOUND.format("FLAC")),
    (b"\x1aE\xdf\xa3", _VIDEO.format("Matroska or WebM")),
    (b"FLV\x01", _VIDEO.format("Flash")),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x7fELF", "a program (ELF)"),
    (b"\xca\xfe\xba\xbe", "a program (Java or macOS)"),
    (b"\xcf\xfa\xed\xfe", "a program (macOS)"),
    (b"\x00asm", "a program (WebAssembly)"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"bplist00", "a macOS property list"),
)
_RIFF = {b"WEBP": _PICTURE.format("WebP"), b"WAVE": _SOUND.format("WAV"), b"AVI ": _VIDEO.format("AVI")}
_MARKUP: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:rss|feed|rdf:RDF)\b", re.DOTALL),
        _SEVERAL.format("a feed"),
    ),
    (
        re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<svg\b", re.DOTALL | re.IGNORECASE),
        _NO_TEXT.format("a drawing (SVG)"),
    ),
    (
        re.compile(
            r"\s*<\?xml\b(?![^>]*>\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html)\b)", re.DOTALL | re.IGNORECASE
        ),
        "XML data of a kind that no reader takes",
    ),
    (re.compile(r"\s*WARC/[01]\.[0-9]\b"), _SEVERAL.format("a web archive (WARC)")),
    (re.compile(r"filedesc://"), _SEVERAL.format("a web archive (ARC)")),
    (re.compile(r"From \S+.*\r?\n[\w-]+:"), _SEVERAL.format("a mailbox")),
    (
        re.compile(
            r"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,40}?"
            r"(?:MIME-Version|Message-ID|Return-Path|Received|DKIM-Signature|Content-Transfer-Encoding):",
            re.IGNORECASE,
        ),
        _SEVERAL.format("a mail"),
    ),
)
_NAMED = {
    **dict.fromkeys((".json", ".jsonl", ".ndjson", ".geojson"), _SEVERAL.format("JSON data")),
    **dict.fromkeys((".csv", ".tsv"), _SEVERAL.format("a table")),
    **dict.fromkeys((".yaml", ".yml"), "YAML data; a bundle is taken in with `dateline import`"),
    **dict.fromkeys((".css", ".js", ".mjs", ".map"), "a part of a web page, not an article"),
    **dict.fromkeys((".sqlite", ".db"), "a database"),
}


def what_it_is(head: bytes, name: str) -> str:
    """What a file is, in words, when it is nothing that a reader takes; `""` when one may.

    Args:
        head: The file's first bytes, a few thousand.
        name: The file's name, which is asked only about text.
    """
    what = _binary(head) or _text(head_text(head), name)
    return f"It is {what}" if what else ""


def _binary(head: bytes) -> str:
    """What bytes are that are no text."""
    for magic, words in _MAGIC:
        if head.startswith(magic):
            return words
    if head.startswith(b"RIFF") and head[8:12] in _RIFF:
        return _RIFF[head[8:12]]
    if head[4:8] == b"ftyp":
        picture = head[8:11].lower() in (b"hei", b"mif", b"avi")
        return _PICTURE.format("HEIF or AVIF") if picture else _VIDEO.format("MP4 or QuickTime")
    if head.startswith(b"BM") and len(head) > 14 and head[6:10] == b"\x00\x00\x00\x00":
        return _PICTURE.format("BMP")
    if head.startswith(b"MZ") and b"\x00" in head[:64]:
        return "a program (Windows)"
    return ""


def _text(head: str, name: str) -> str:
    """What a text is that is no article, by how it begins and then by its name."""
    for beginning, words in _MARKUP:
        if beginning.match(head):
            return words
    suffix = name[name.rfind(".") :].lower() if "." in name else ""
    return _NAMED.get(suffix, "")
