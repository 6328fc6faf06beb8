"""What texts from an archive need before they are kept, compared or shown.

Everything here takes strings and gives strings or sets; nothing reads, prints or draws. How a language is
searched lives in the index, not here.
"""

from __future__ import annotations

import re
import unicodedata

SHINGLE = 5
"""How many words in a row make one element of a text's word set."""

MARKS_A_LETTER = 8
"""How many combining marks may stand on one letter on a screen; no script that is written needs as many."""

_INVISIBLE = "\u200c"
_UNKNOWN = "\ufffd"
_KEPT_FORMATS = frozenset(
    "\u200c\u200d\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
_HARMLESS_FORMATS = frozenset("\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff")

_MARK = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f"
)
_TOO_MANY_MARKS = re.compile(f"(?<=[{_MARK}]{{{MARKS_A_LETTER}}})[{_MARK}]")

# Scripts that put no spaces between words count by the character.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(f"[{_UNSPACED}]|[^\\W{_UNSPACED}]+")

_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")


class _Shown(dict[int, str]):
    """What is shown for a character, found out once for each character that occurs."""

    def __init__(self, newlines: bool) -> None:
        super().__init__({0x7F: "\u2421", 0x85: "\u2424", 0x2028: "\u2424", 0x2029: "\u2424"})
        self.update({code: chr(0x2400 + code) for code in range(0x20)})
        if newlines:
            self.update({0x0A: "\n", 0x09: " "})

    def __missing__(self, code: int) -> str:
        char = chr(code)
        kind = unicodedata.category(char)
        if char in _HARMLESS_FORMATS:
            shown = _INVISIBLE
        elif kind in ("Cc", "Cs", "Co", "Cn") or (kind == "Cf" and char not in _KEPT_FORMATS):
            shown = _UNKNOWN
        else:
            shown = char
        self[code] = shown
        return shown


_ONE_LINE = _Shown(newlines=False)
_LINES = _Shown(newlines=True)


def printable(text: str, *, newlines: bool = False) -> str:
    """The text as it may reach a terminal: nothing in it moves a cursor, turns a line round or hides a word.

    Every character becomes exactly one character, so offsets into the text are offsets into what is shown:

    - a control character becomes its picture (ESC is `␛`, newline `␊`, tab `␉`), those above U+007F, bidi
      embeddings, overrides and isolates, tag characters, private and unassigned characters and lone surrogates
      become `�`;
    - what is invisible and harmless (soft hyphen, zero-width space, direction marks, byte-order mark) becomes a
      zero-width non-joiner, whose width terminals agree on; ZWNJ and ZWJ stay, Persian and Indic need them;
    - the ninth and further combining marks on one letter become `�`, so that no letter grows over other lines.

    Args:
        text: Any string at all, such as a title, a tag or a file name.
        newlines: Whether line feeds stay, as in a body; tabs are then spaces.
    """
    if newlines:  # line by line: few lines of a long text hold anything that is not shown as it is
        return "\n".join([_shown(line, _LINES) for line in text.split("\n")])
    return _shown(text, _ONE_LINE)


def _shown(text: str, table: _Shown) -> str:
    shown = text if text.isprintable() else text.translate(table)
    return shown if shown.isascii() else _TOO_MANY_MARKS.sub(_UNKNOWN, shown)


def fold_spaces(text: str) -> str:
    """The text on one line: every run of white space is one space, none at the ends."""
    return " ".join(text.split())


def well_formed(text: str) -> str:
    """The text with every lone surrogate as `�`, so that it can be written as UTF-8."""
    return text if text.isascii() else _SURROGATE.sub(_UNKNOWN, text)


def clean_body(text: str) -> str:
    r"""The text as it is kept: LF line ends, no NULs, no blank lines at either end; nothing else changes.

    CRLF, CR, NEL (U+0085), U+2028 and U+2029 end a line. White space within and around lines stays, since
    passages are found again by their place in this very text.
    """
    text = _LINE_ENDS.sub("\n", text.replace("\x00", ""))
    last = len(text.rstrip())
    if not last:
        return ""
    begin = text.rfind("\n", 0, len(text) - len(text.lstrip())) + 1
    end = text.find("\n", last)
    return text[begin : end if end >= 0 else len(text)]


def words(text: str) -> list[str]:
    """The words of a text in order, without case; in scripts without spaces, its letters."""
    return _WORD.findall(unicodedata.normalize("NFC", text).casefold())


def word_set(text: str, size: int = SHINGLE) -> frozenset[int]:
    """The set of all runs of `size` words of a text, each as a hash that holds in this process only.

    A text of fewer words than that has one run: all of it. A text without words has none.
    """
    found = words(text)
    if not found:
        return frozenset()
    if len(found) < size:
        return frozenset((hash(tuple(found)),))
    return frozenset(map(hash, zip(*(found[start:] for start in range(size)), strict=False)))


def same_text(a: str, b: str) -> bool:
    """Whether one text is an edited version of the other: they share half the word set of the smaller.

    Texts of fewer than five words are the same when their words are; those without words when they are equal.
    """
    if a == b:
        return True
    first, second = word_set(a), word_set(b)
    smaller = min(len(first), len(second))
    return smaller > 0 and 2 * len(first & second) >= smaller
