"""Arabic and Hebrew as PDF files give it, put into letters and order that can be read and searched.

A PDF holds the shapes of letters where they stand on the page. Shapes (presentation forms) become the letters that
they are shapes of; lines whose letters stand from left to right, as they are drawn, are turned round. Which way a line
stands is told by its words: articles and common words read one way only.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from corpus.readers.common_words import WORDS
from corpus.readers.language import script_of

DOUBTFUL = "the order of its letters is doubtful, as in many Arabic or Hebrew PDF files"

_FORMS = re.compile("[\ufb1d-\ufb4f\ufb50-\ufd3d\ufd50-\ufdff\ufe70-\ufefe]")
_LETTERS = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe]+")
_LEFT_TO_RIGHT = re.compile(
    r"[A-Za-z\u00c0-\u024f\u0370-\u052f0-9\u0660-\u0669\u06f0-\u06f9]"
    r"(?:[^\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\n]*[A-Za-z\u00c0-\u024f\u0370-\u052f0-9\u0660-\u0669\u06f0-\u06f9%])?"
)
_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")
_ARTICLE = "ال"
_NEVER_FIRST = ("ة", "ى", "ء")
_FEWEST = 5
"""How many telling words a text must have for its order to be beyond doubt, if it has 40 words or more."""


@dataclass(frozen=True, slots=True)
class Ordered:
    """A text in order, and whether that is doubtful."""

    text: str
    doubtful: bool


def in_order(text: str) -> Ordered:
    """The text with letters for shapes and with lines turned round that stand the wrong way.

    Texts without Arabic or Hebrew come back as they are.
    """
    if not _LETTERS.search(text):
        return Ordered(text, doubtful=False)
    lines = text.split("\n")
    read = [_told(line) for line in lines]
    forward, backward = sum(one[0] for one in read), sum(one[1] for one in read)
    turned = [
        _turned(line) if (back > ahead or (back == ahead and backward > forward)) and _LETTERS.search(line) else line
        for line, (ahead, back) in zip(lines, read, strict=True)
    ]
    whole = letters("\n".join(turned))
    words = _LETTERS.findall(whole)
    apart = sum(map(len, words)) < 2 * len(words)
    few = len(words) >= 40 and max(forward, backward) < _FEWEST
    split = min(forward, backward) * 4 > max(forward, backward) > 0
    return Ordered(whole, doubtful=few or (apart and len(words) >= 10) or (split and len(words) >= 40))


def reads_right_to_left(text: str) -> bool:
    """Whether a good part of a text's letters are Arabic or Hebrew, or shapes of such."""
    count = sum(map(len, _LETTERS.findall(text)))
    return count > 0 and count * 5 >= sum(map(str.isalpha, text))


def letters(text: str) -> str:
    """The text with every shape of an Arabic or Hebrew letter, and every joined pair, as the letters themselves."""
    return _FORMS.sub(lambda shape: unicodedata.normalize("NFKC", shape[0]).strip(), text)


def _told(line: str) -> tuple[int, int]:
    """How many words tell that a line stands as it is read, and how many that it stands the other way."""
    ahead = back = 0
    for word in _LETTERS.findall(line):
        plain = letters(word)
        turned = letters(word[::-1])
        ahead += _reads(plain)
        back += _reads(turned)
    return ahead, back


def _reads(word: str) -> bool:
    """Whether a word is a common one, has the article, or ends as only words do."""
    if len(word) < 2 or word.startswith(_NEVER_FIRST):
        return False
    if script_of(word[0]) == "he":
        return "he" in WORDS.get(word, ())
    if word.startswith(_ARTICLE) and len(word) > 4:
        return not word.endswith("لا")
    return (len(word) > 2 and word.endswith("ة")) or (bool(WORDS.get(word)) and word != word[::-1])


def _turned(line: str) -> str:
    """A line the other way round, in which numbers and Latin words keep theirs."""
    turned = line[::-1].translate(_MIRRORED)
    return _LEFT_TO_RIGHT.sub(lambda run: run[0][::-1].translate(_MIRRORED), turned)
