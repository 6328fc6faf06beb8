"""What the words of a text are: one analysis for indexing, asking and marking.

A word is a folded surface form: without case, marks, joiners and spelling variants of one letter, but never cut
to a stem and never left out. Offsets always point into the text as it was given. Nothing here knows the index.

How it works: every character is first replaced by exactly one character (its folded letter, a separator, or a
stand-in for "nothing" or for several letters), so that offsets stay true; one expression then finds the words,
and only those that are not plain letters and digits are looked at one by one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Lock
from typing import NamedTuple

VERSION = 2
"""Changes whenever the same text would give other words; an index made by another version is made again."""

LONGEST = 64
"""Words are cut to this many characters; nobody types longer ones, and encoded data is full of them."""

_NOTHING = "\u200b"
_TIGHT_SPACE = "\u00a0"
_BREVE = "\u0306"
_APOSTROPHES = "Ꞌ\u0374'’‘‛`´′ʹʻʼʽʾʿˈˊˋ՚׳״＇ꞌ\u02ee"
_HYPHENS = "-‐‑־֊﹣－"
_TIGHT_SPACES = "\u00a0\u2009\u202f"
_KEPT = "'-.,"

# Scripts that put no spaces between words: each character is a word, and a run of them in a query is a phrase.
_UNSPACED = (
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
    (0x2E80, 0x2FDF),
    (0x3005, 0x3007),
    (0x3040, 0x30FF),
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)

# Letters that Unicode does not take apart, though readers take them for one another.
_LETTERS = {
    **dict(zip("øđłħŧıðŋþǝəɛ", ("o", "d", "l", "h", "t", "i", "d", "n", "th", "e", "e", "e"), strict=True)),
    **{"æ": "ae", "œ": "oe"},
    **{"ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ے": "ي", "ک": "ك", "ڪ": "ك", "ة": "ه", "ۃ": "ه", "ہ": "ه", "ھ": "ه"},
    **{"ە": "ه", "ۀ": "ه", "ۆ": "و", "ـ": "", "й": "й"},
}

# Marks that are not letters: those of the scripts below, and the general ones. Elsewhere they are vowels.
_LOOSE_MARKS = (
    (0x0000, 0x074F),
    (0x08D3, 0x08FF),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
    (0x3099, 0x309A),
    (0xFB1E, 0xFB1E),
    (0xFE00, 0xFE0F),
    (0xFE20, 0xFE2F),
    (0xE0100, 0xE01EF),
)

_ELIDED = re.compile("all|c|d|dall|dell|gl|j|jusqu|l|lorsqu|m|n|nell|puisqu|qu|quelqu|quoiqu|s|sull|t|un")
"""What stands before an apostrophe as a word of its own, as in "l'armée" and "dell'esercito"."""

_TYPED_GERSHAYIM = re.compile('"(?<=[א-ת]")(?=[א-ת])')
"""The sign inside Hebrew abbreviations, which keyboards give as a plain quotation mark."""

_APART = "\U00100000-\U0010ffff"
_LETTER = "[^\\W\\d_]"
_INNER = f"[^ '.,\\-{_TIGHT_SPACE}{_APART}]"
_INITIALS = f"(?<!\\.){_LETTER}(?:\\.{_LETTER})+(?!{_INNER})\\.?"
_GROUPED = f"(?<![0-9][.,'])[1-9][0-9]{{0,2}}(?:[.,'{_TIGHT_SPACE}][0-9]{{3}})+(?![0-9]){_INNER}*"
_UNIT = f"(?:{_INITIALS}|{_GROUPED}|{_INNER}+)"
# The first branch is only for speed: a run that nothing special follows is a word.
_TOKEN = re.compile(f"{_INNER}++(?![.,'\\-{_TIGHT_SPACE}])|{_UNIT}(?:(?:'*-'*|'+){_UNIT})*|[{_APART}]")


Token = tuple[str, int, int, int]
"""A word where it stands: the word, its position among all words, and from where to where it is in the text.

A compound's joined form stands at the positions of its first and its last part.
"""


@dataclass(frozen=True, slots=True)
class Piece:
    """What one run of characters in a query stands for.

    Attributes:
        words: Its words in order; more than one where it is a compound, as `al-quds`.
        joined: The compound written as one word, `alquds`; "" if it is none.
    """

    words: tuple[str, ...]
    joined: str


class _Parts(NamedTuple):
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    joined: str


def _is_among(char: str, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(low <= ord(char) <= high for low, high in ranges)


def _is_loose_mark(char: str) -> bool:
    return unicodedata.category(char) in ("Mn", "Me") and _is_among(char, _LOOSE_MARKS)


def _fold_letter(char: str) -> str:
    """The folded letters and digits of a letter, digit or mark; "" for nothing."""
    if _is_among(char, _UNSPACED):
        # One that stands for several, such as the Thai sara am, is a word as it is: it would not be found as they are.
        plain = unicodedata.normalize("NFKC", char)
        return plain if len(plain) == 1 else char
    whole = unicodedata.normalize("NFKC", char).casefold()
    folded = ""
    for letter in unicodedata.normalize("NFC", whole):
        if letter in _LETTERS:
            folded += _LETTERS[letter]
        elif "가" <= letter <= "힣":
            folded += letter
        else:
            for part in unicodedata.normalize("NFKD", letter):
                folded += "" if _is_loose_mark(part) else _LETTERS.get(part, part)
    kept = (part for part in folded if part.isalnum() or unicodedata.category(part)[0] == "M")
    return "".join(_fold_digit(part) for part in kept if part not in _APOSTROPHES)


def _fold_digit(char: str) -> str:
    value = unicodedata.digit(char, None)
    return char if value is None or char.isascii() else str(value)


def fold(char: str) -> str:
    """What a character counts as: folded letters, "" for nothing, a separator, or one of `'-.,`."""
    if char in _APOSTROPHES:
        return "'"
    if char in _HYPHENS:
        return "-"
    if char in ".,٫٬":
        return {"٫": ".", "٬": ","}.get(char, char)
    if char in _TIGHT_SPACES:
        return _TIGHT_SPACE
    kind = unicodedata.category(char)
    if kind == "Cf":
        return ""
    if kind[0] in "LM" or kind in ("Nd", "Nl"):
        folded = _fold_letter(char)
        return folded if folded or kind[0] == "M" or char == "ـ" else " "
    if kind == "No":
        return _fold_letter(char) if unicodedata.normalize("NFKC", char).isdecimal() else " "
    if kind[0] == "P" or kind == "Zs":
        plain = unicodedata.normalize("NFKC", char)
        return plain if plain != char and plain in _KEPT else " "
    return " "


class _OneToOne(dict[int, str]):
    """What stands for a character while words are looked for: always one character.

    For several letters, and for a character that is a word of its own, that is a private one, which `_FINISH` takes
    back.
    """

    def __init__(self) -> None:
        super().__init__()
        self._several: dict[str, str] = {}
        self._apart: dict[str, str] = {}
        self._lock = Lock()

    def __missing__(self, code: int) -> str:
        folded = fold(chr(code))
        if folded.strip(_KEPT + " ") and _is_among(chr(code), _UNSPACED):
            folded = self._stand_in(folded, self._apart, 0x100000)
        elif len(folded) > 1:
            folded = self._stand_in(folded, self._several, 0xE000)
        self[code] = folded or _NOTHING
        return self[code]

    def _stand_in(self, folded: str, known: dict[str, str], first: int) -> str:
        with self._lock:
            sign = known.setdefault(folded, chr(first + len(known)))
            _FINISH[ord(sign)] = folded
        return sign


# Last step for words that are not plain: stand-ins become what they stand for, and what may not be in a word goes.
_FINISH: dict[int, str | None] = {ord(char): None for char in _KEPT + _NOTHING + _TIGHT_SPACE}
_ALIGNED = _OneToOne()
_parts_of: dict[str, _Parts] = {}
_PARTS_KEPT = 50_000


def prepared(text: str) -> str:
    """The text with those signs put right that count as something else only beside others; as long as the text."""
    if _BREVE in text:
        # The one mark that makes another letter for readers and for stems alike.
        text = text.replace("и" + _BREVE, "й" + _NOTHING).replace("И" + _BREVE, "й" + _NOTHING)
    if '"' in text:
        text = _TYPED_GERSHAYIM.sub("״", text)
    return text


def counts_as(code: int) -> str:
    """The one character that a character of a prepared text counts as; a space where no word reaches over it."""
    return _ALIGNED[code]


def _aligned(text: str) -> str:
    """The text with every character replaced by the one that it counts as; as long as the text itself."""
    return prepared(text).translate(_ALIGNED)


def _clean(raw: str) -> str:
    return raw.translate(_FINISH)[:LONGEST]


def _split(raw: str) -> Iterator[tuple[str, int]]:
    """The parts of a compound with their offsets, without possessive endings."""
    start = 0
    for part in raw.split("-"):
        length = len(part)
        while part.endswith("'s") and len(part) > 2:
            part = part[:-2].rstrip("'")
        head, apostrophe, rest = part.partition("'")
        if apostrophe and _ELIDED.fullmatch(_clean(head)):
            yield head, start
            yield rest.lstrip("'"), start + len(part) - len(rest.lstrip("'"))
        else:
            yield part, start
        start += length + 1


def _plain_parts(raw: str) -> Iterator[tuple[str, int]]:
    """The same where there are only letters, digits and hyphens."""
    start = 0
    for part in raw.split("-"):
        yield part, start
        start += len(part) + 1


def _parts(raw: str) -> _Parts:
    """The words of a token that is not just letters and digits; remembered, since they come again and again."""
    known = _parts_of.get(raw)
    if known is not None:
        return known
    is_plain = raw.replace("-", "").isalnum()
    words, spans = [], []
    for part, start in _plain_parts(raw) if is_plain else _split(raw):
        word = part[:LONGEST] if is_plain else _clean(part)
        if word:
            words.append(word)
            spans.append((start, start + len(part)))
    whole = "".join(words)
    is_compound = 2 <= len(words) <= 5 and len(whole) <= LONGEST and not whole.isdecimal()
    parts = _Parts(tuple(words), tuple(spans), whole if is_compound else "")
    if len(_parts_of) >= _PARTS_KEPT:
        _parts_of.clear()
    _parts_of[raw] = parts
    return parts


def words(text: str) -> tuple[list[str], list[tuple[int, str]]]:
    """The words of a text, each at its position, and the joined forms of compounds with their positions.

    A joined form comes twice, at the positions of its first and its last part, so that phrases with it hold
    towards both sides.
    """
    return words_of(_aligned(text))


def words_of(aligned: str) -> tuple[list[str], list[tuple[int, str]]]:
    """The same of a text, or of what stands between spaces in it, whose characters are what they count as."""
    plain = aligned.strip(".,")
    if plain.isalnum() and len(plain) <= LONGEST:
        return [plain], []
    found = _TOKEN.findall(aligned)
    special = [i for i, raw in enumerate(found) if not raw.isalnum() or len(raw) > LONGEST]
    if not special:
        return found, []
    whole: list[str] = []
    joined: list[tuple[int, str]] = []
    done = 0
    for i in special:
        whole += found[done:i]
        parts = _parts(found[i])
        if parts.joined:
            joined.append((len(whole), parts.joined))
            joined.append((len(whole) + len(parts.words) - 1, parts.joined))
        whole += parts.words
        done = i + 1
    whole += found[done:]
    return whole, joined


def tokens(text: str) -> Iterator[Token]:
    """All words of a text, joined forms too, with their places in this very text, in the order they stand."""
    position = 0
    for match in _TOKEN.finditer(_aligned(text)):
        raw, start = match.group(), match.start()
        if raw.isalnum() and len(raw) <= LONGEST:
            yield raw, position, start, match.end()
            position += 1
            continue
        parts = _parts(raw)
        last = position + len(parts.words) - 1
        if parts.joined:
            begin, end = start + parts.spans[0][0], start + parts.spans[-1][1]
            yield parts.joined, position, begin, end
            yield parts.joined, last, begin, end
        for word, (first, behind) in zip(parts.words, parts.spans, strict=True):
            yield word, position, start + first, start + behind
            position += 1


def pieces(text: str) -> list[Piece]:
    """What the words of a query stand for: the same words that a text would have, a compound's together."""
    found = []
    for raw in _TOKEN.findall(_aligned(text)):
        parts = _parts(raw)
        if parts.words:
            found.append(Piece(parts.words, parts.joined))
    return found
