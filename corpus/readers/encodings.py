"""Bytes to text: which encoding a file is in, and how sure that is.

In this order: a byte-order mark, UTF-8 that is valid throughout, what the file itself declares, UTF-16 and UTF-32
without a mark, the escapes of ISO-2022, and then a choice by what the text would look like (`codepages`), for other
families of languages by charset-normalizer. A choice is always said to the user, as the encoding or as a doubt.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from corpus.errors import UnreadableArticle
from corpus.readers.codepages import choose_codepage
from corpus.readers.mojibake import mend

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})|<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})",
    re.IGNORECASE,
)
_LABELS = {
    **dict.fromkeys(("latin1", "latin-1", "us-ascii", "ascii", "iso8859-1"), "iso-8859-1"),
    **dict.fromkeys(("gb_2312-80", "x-gbk"), "gbk"),
    **dict.fromkeys(("shift-jis", "sjis", "x-sjis", "ms_kanji"), "shift_jis"),
    **dict.fromkeys(("windows-31j", "x-ms-cp932"), "cp932"),
    **dict.fromkeys(("ks_c_5601-1987", "ksc5601"), "euc-kr"),
    **dict.fromkeys(("windows-949", "uhc"), "cp949"),
    **dict.fromkeys(("windows-874", "iso-8859-11"), "cp874"),
    **dict.fromkeys(("utf8", "unicode-1-1-utf-8"), "utf-8"),
    **dict.fromkeys(("x-mac-cyrillic", "x-mac-ukrainian"), "mac-cyrillic"),
    **dict.fromkeys(("macintosh", "x-mac-roman"), "mac-roman"),
    "x-x-big5": "big5",
    "iso-8859-8-i": "iso-8859-8",
}
# Files that name the left one often use what only the right one has.
_WIDER = {
    "iso-8859-1": "windows-1252",
    "iso-8859-9": "windows-1254",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    "big5": "big5-hkscs",
}
_HIGH_CONTROLS = re.compile("[\x80-\x84\x86-\x9f]")
_TEXT_ENCODINGS = re.compile(
    r"windows-125[0-8]|iso-8859-(?:[1-9]|1[03-6])|koi8-[ru]|utf-8|gb(?:2312|k|18030)|shift_jis|cp932|euc-jp"
    r"|iso-2022-(?:jp|kr)|euc-kr|cp949|johab|tis-620|cp874|big5(?:-hkscs)?|mac-(?:roman|cyrillic)"
    r"|(?:ibm|cp)(?:437|850|852|855|862|864|866)"
)
_NOT_TEXT = bytes(set(range(0x20)) - set(b"\x07\x08\t\n\x0b\x0c\r\x0e\x0f\x1a\x1b"))
_IDEOGRAPHS = re.compile("[\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef\\s\x20-\x7e]")
_SAMPLE = 128 * 1024
_READS_WELL = 1.2
"""The score from which a code page is taken without asking charset-normalizer, which knows more families."""

_BINARY = 0.02
_BINARY_IN_UTF8 = 0.1
"""The shares of control characters from which bytes are not text; more are borne where all else is valid UTF-8."""

_MOSTLY = 8
"""How many valid characters beyond ASCII must stand against each broken byte for a text to be broken UTF-8."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding that it was in, and a doubt in words, empty when there is none."""

    text: str
    encoding: str
    doubt: str = ""


def decode(data: bytes) -> Decoded:
    """The text of a file's bytes.

    Raises:
        UnreadableArticle: No encoding makes text of them.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _replacing(data[len(mark) :], name)
    # Latin in UTF-16 is half zero bytes; Arabic and Cyrillic is half control characters, and valid UTF-8 too.
    wide = _without_mark(data) if b"\x00" in data[:4096] and _controls(data) > 0.25 else None
    if wide:
        return wide
    controls = _controls(data) if data else 0.0
    try:
        text = data.decode("utf-8")
        if controls < _BINARY_IN_UTF8:
            return _escaped(data) or _mended(text)
    except UnicodeDecodeError:
        pass
    if controls > _BINARY:
        unspaced = _ideographs(data)
        if unspaced:
            return unspaced
        raise UnreadableArticle("It is binary data, not text")
    return _declared(data) or _broken_utf8(data) or _guess(data)


def _mended(text: str) -> Decoded:
    """Valid UTF-8, decoded once more if what it holds was decoded wrongly before."""
    found = mend(text)
    doubt = f"decoded wrongly before it was saved, and mended; it read: {found.was}" if found.was else ""
    return Decoded(found.text, "utf-8", doubt)


def decode_as(data: bytes, charset: str) -> Decoded:
    """The text of bytes whose encoding is told from outside, as by a mail's or a server's head, if they bear it out.

    Args:
        data: Bytes of a text, or of a part of one.
        charset: The name that was told; `""` and names that we do not take leave it to the bytes.

    Raises:
        UnreadableArticle: No encoding makes text of them.
    """
    label = charset.strip().strip("\"'").lower()
    name = _LABELS.get(label, label.replace("cp125", "windows-125"))
    if data.isascii() or not _TEXT_ENCODINGS.fullmatch(name) or name == "utf-8":
        return decode(data)
    for each in ("utf-8", _WIDER.get(name, name)):
        try:
            text = data.decode(each)
        except UnicodeDecodeError:
            continue
        return _mended(text) if each == "utf-8" else Decoded(text, each)
    return decode(data)


def declared_encoding(data: bytes) -> str:
    """The encoding that a page's or an XML file's own head names, as Python calls it; `""` for none that we take."""
    found = _DECLARED.search(data, 0, 4096)
    if not found:
        return ""
    label = (found[1] or found[2]).decode("ascii", "replace").lower()
    name = _LABELS.get(label, label.replace("cp125", "windows-125"))
    return name if _TEXT_ENCODINGS.fullmatch(name) else ""


def _declared(data: bytes) -> Decoded | None:
    """The text in the encoding that the file declares, if it is valid in it, or nearly so."""
    name = declared_encoding(data)
    if not name or name == "utf-8":
        return None
    wide = _WIDER.get(name, name)
    try:
        text = data.decode(name)
        if name == wide or not _HIGH_CONTROLS.search(text):
            return Decoded(text, name)
    except UnicodeDecodeError:
        pass
    found = _replacing(data, wide)
    return found if found.text.count("\ufffd") * 200 < len(found.text) else None


def _replacing(data: bytes, name: str, doubt: str = "") -> Decoded:
    """The text with what is not valid in the encoding as `�`, and how much that was."""
    try:
        return Decoded(data.decode(name), name, doubt)
    except UnicodeDecodeError:
        text = data.decode(name, "replace")
        broken = f"{text.count(chr(0xFFFD))} characters are broken in {name}"
        return Decoded(text, name, f"{doubt}; {broken}" if doubt else broken)


def _without_mark(data: bytes) -> Decoded | None:
    """UTF-16 or UTF-32 without a byte-order mark, known by where its zero bytes are."""
    head = data[:4096]
    quarters = [head[start::4].count(0) * 4 / len(head) for start in range(4)]
    if quarters[0] < 0.3 and min(quarters[2:]) > 0.9:
        name = "utf-32-le"
    elif quarters[3] < 0.3 and min(quarters[:2]) > 0.9:
        name = "utf-32-be"
    else:
        even, odd = head[::2].count(0), head[1::2].count(0)
        if min(even, odd) * 4 >= max(even, odd) or max(even, odd) * 40 < len(head):
            return None
        name = "utf-16-le" if odd > even else "utf-16-be"
    cut = data[: len(data) - len(data) % (4 if "32" in name else 2)]
    try:
        text = cut.decode(name)
    except UnicodeDecodeError:
        return None
    # Zeros lie so in pictures and programs too; those have no spaces between letters.
    begin = text[:2000]
    letters, spaces = sum(map(str.isalnum, begin)), sum(map(str.isspace, begin))
    enough = "32" in name or spaces * 50 > len(begin)
    return Decoded(text, name) if enough and letters + spaces > 0.6 * len(begin) else None


def _ideographs(data: bytes) -> Decoded | None:
    """UTF-16 without a mark and without zero bytes, as Chinese is: all of it ideographs and their punctuation."""
    if len(data) % 2:
        return None
    for name in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if len(_IDEOGRAPHS.findall(text)) >= 0.98 * len(text):
            return Decoded(text, name, f"decoded as {name}, unsure")
    return None


def _escaped(data: bytes) -> Decoded | None:
    """ISO-2022 for Japanese or Korean, whose bytes are ASCII with escapes; never a terminal's own escapes."""
    if b"\x1b$" not in data or not data.isascii():
        return None
    for name in ("iso2022_jp", "iso2022_kr"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if not text.isascii() and "\x1b" not in text:
            return Decoded(text, name)
    return None


def _controls(data: bytes) -> float:
    """The share of bytes that no text has, at the beginning, middle and end of a file."""
    middle = len(data) // 2
    sample = data[:4096] + data[middle : middle + 4096] + data[-4096:]
    return (len(sample) - len(sample.translate(None, _NOT_TEXT))) / len(sample)


def _broken_utf8(data: bytes) -> Decoded | None:
    """UTF-8 in which some bytes are broken, if most of what is not ASCII is valid."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    valid = len(text) - len(text.encode("ascii", "ignore")) - broken
    if valid < _MOSTLY * broken:
        return None
    return _replacing(data, "utf-8")


def _guess(data: bytes) -> Decoded:
    """The text in the encoding that makes the best sense of it."""
    sample = _telling(data)
    page = choose_codepage(sample)
    if page and page.score >= _READS_WELL:
        return _replacing(data, page.name, "" if page.sure else f"decoded as {page.name}, unsure")
    other = _by_normalizer(sample)
    name = other or (page.name if page else "")
    if not name:
        raise UnreadableArticle("Its encoding is not known, or it is not text")
    return _replacing(data, name, f"decoded as {name}, unsure")


def _telling(data: bytes) -> bytes:
    """The lines of a file that are not ASCII, up to a bound: only they tell an encoding."""
    if len(data) <= _SAMPLE:
        return data
    kept, size = [], 0
    for start in range(0, len(data), 4096):
        piece = data[start : start + 4096]
        if not piece.isascii():
            kept.append(piece)
            size += len(piece)
            if size >= _SAMPLE:
                break
    return b"".join(kept)


def _by_normalizer(sample: bytes) -> str:
    """The encoding that charset-normalizer finds, `""` when it finds none."""
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    return best.encoding if best else ""
