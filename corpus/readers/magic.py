"""What a file is when it is not text: known by its first bytes, so that a refusal can say so in words."""

from __future__ import annotations

import codecs

_NO_READER = "{} (no reader for it yet)"
_PICTURE = "a picture ({})"

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", _NO_READER.format("a PDF document")),
    (b"PK\x03\x04", _NO_READER.format("a ZIP archive or an Office document")),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x1f\x8b", _NO_READER.format("a gzip archive")),
    (b"BZh", _NO_READER.format("a bzip2 archive")),
    (b"\xfd7zXZ\x00", _NO_READER.format("an xz archive")),
    (b"7z\xbc\xaf\x27\x1c", _NO_READER.format("a 7-Zip archive")),
    (b"Rar!\x1a\x07", _NO_READER.format("a RAR archive")),
    (b"\x28\xb5\x2f\xfd", _NO_READER.format("a Zstandard archive")),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _NO_READER.format("an old Office document or Outlook mail")),
    (b"{\\rtf", _NO_READER.format("a Rich Text document")),
    (b"\xff\xd8\xff", _PICTURE.format("JPEG")),
    (b"\x89PNG\r\n\x1a\n", _PICTURE.format("PNG")),
    (b"GIF87a", _PICTURE.format("GIF")),
    (b"GIF89a", _PICTURE.format("GIF")),
    (b"II*\x00", _PICTURE.format("TIFF")),
    (b"MM\x00*", _PICTURE.format("TIFF")),
    (b"OggS", "a sound or video file (Ogg)"),
    (b"ID3", "a sound file (MP3)"),
    (b"fLaC", "a sound file (FLAC)"),
    (b"\x1aE\xdf\xa3", "a video (Matroska or WebM)"),
    (b"FLV\x01", "a video (Flash)"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x7fELF", "a program (ELF)"),
    (b"\xca\xfe\xba\xbe", "a program (Java or macOS)"),
    (b"\xcf\xfa\xed\xfe", "a program (macOS)"),
    (b"\x00asm", "a program (WebAssembly)"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"bplist00", "a macOS property list"),
)
_RIFF = {b"WEBP": _PICTURE.format("WebP"), b"WAVE": "a sound file (WAV)", b"AVI ": "a video (AVI)"}
_UNICODE_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
_CONTROLS = bytes(set(range(0x20)) - {0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1A, 0x1B, 0x0E, 0x0F, 0x07, 0x08})


def what_it_is(head: bytes) -> str:
    """What a file that begins like this is, in words, when it holds no text; `""` when it may."""
    for magic, words in _MAGIC:
        if head.startswith(magic):
            return f"It is {words}"
    if head.startswith(b"RIFF") and head[8:12] in _RIFF:
        return f"It is {_RIFF[head[8:12]]}"
    if head[4:8] == b"ftyp":
        picture = head[8:11].lower() in (b"hei", b"mif", b"avi")
        return f"It is {_PICTURE.format('HEIF or AVIF') if picture else 'a video (MP4 or QuickTime)'}"
    if head.startswith(b"BM") and len(head) > 14 and head[6:10] == b"\x00\x00\x00\x00":
        return f"It is {_PICTURE.format('BMP')}"
    if head.startswith(b"MZ") and b"\x00" in head[:64]:
        return "It is a program (Windows)"
    return ""
