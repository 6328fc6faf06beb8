"""Which of the one-byte code pages a text is in: the one in which it reads like the languages written in it.

Arabic, Cyrillic and Latin pages. Each is scored by its letters (are they those of one language, and the frequent
ones), its words (how many are common ones) and its blunders (a capital inside a word, a control character).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from corpus.readers.common_words import WORDS
from corpus.readers.language import language_of, script_of

_ENOUGH = 20_000
_WORD = re.compile(r"[^\W\d_]+")
_TYPOGRAPHY = frozenset("“”‘’„‚«»‹›–—…•·°§©®™€£¥¿¡ºª½¼¾²³µ¶†‡×÷،؛؟ـ№\xa0\xad\u200c\u200d\u200e\u200f´`¨¸¬±")
# Signs in or right before a word, where nobody writes them: capitals and small letters of another page.
_GLUED = re.compile(r"[€¬ƒ√≈∆÷†°¢£§•¶…—–]+(?=[^\W\d_])|(?<=[^\W\d_])[€¬ƒ√≈∆÷†¢£§¶Ђї«“]")
_FREQUENT = {
    "arabic": frozenset("المينرتوبةعهد"),
    "cyrillic": frozenset("оеаинтсрвлкмОЕАИНТСРВЛКМі"),
    "he": frozenset("יוהלארמתבשנ"),
    "el": frozenset("αοιετσνηυρπκμλςίόάέή"),
}
_ALPHABETS = {
    "en": "éèêñçöüïáóäëãåø",
    "fr": "àâæçéèêëîïôœùûüÿ",
    "es": "áéíñóúüªº",
    "de": "äöüßé",
    "it": "àèéìíòóùú",
    "pt": "ãáâàçéêíóôõúü",
    "nl": "ëéïóöüáèê",
    "tr": "çğıöşüâîİi̇û",
    "pl": "ąćęłńóśźż",
    "ro": "ăâîșțşţ",
    "cs": "áčďéěíňóřšťúůýž",
    "hu": "áéíóöőúüű",
    "sv": "åäöéü",
    "da": "æøåéäöü",
    "no": "æøåéòôäö",
    "fi": "äöåšž",
    "id": "é",
    "lt": "ąčęėįšųūž",
    "lv": "āčēģīķļņšūž",
    "ku": "êîûçş",
}
_RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_CYRILLIC = {
    "ru": _RUSSIAN,
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "be": "абвгдеёжзійклмнопрстуўфхцчшыьэюя",
    "bg": "абвгдежзийклмнопрстуфхцчшщъьюя",
    "sr": "абвгдђежзијклљмнњопрстћуфхцчџш",
    "mk": "абвгдѓежзѕијклљмнњопрстќуфхцчџш",
}
_ANY_LATIN = "àáâãäåæçèéêëìíîïñòóôõöøùúûüÿœß"
_PAGES: tuple[tuple[str, str], ...] = (
    ("windows-1252", "latin"),
    ("windows-1256", "arabic"),
    ("windows-1251", "cyrillic"),
    ("koi8-r", "cyrillic"),
    ("koi8-u", "cyrillic"),
    ("iso-8859-5", "cyrillic"),
    ("ibm866", "cyrillic"),
    ("mac-cyrillic", "cyrillic"),
    ("ibm855", "cyrillic"),
    ("iso-8859-6", "arabic"),
    ("windows-1253", "el"),
    ("iso-8859-7", "el"),
    ("windows-1255", "he"),
    ("iso-8859-8", "he"),
    ("iso-8859-15", "latin"),
    ("windows-1254", "latin"),
    ("windows-1250", "latin"),
    ("iso-8859-2", "latin"),
    ("iso-8859-16", "latin"),
    ("windows-1257", "latin"),
    ("mac-roman", "latin"),
    ("cp850", "latin"),
    ("cp852", "latin"),
)
"""Code pages by how common they are: where two give the same score, the first is taken."""


@dataclass(frozen=True, slots=True)
class Page:
    """A code page, how well a text reads in it, and whether that is beyond doubt."""

    name: str
    score: float
    sure: bool


def choose_codepage(data: bytes) -> Page | None:
    """The code page in which bytes read best; None when they read badly in all."""
    high = _high_parts(data)
    if not high:
        return None
    scored: list[tuple[float, str, str]] = []
    for name, script in _PAGES:
        try:
            text = high.decode(name)
        except UnicodeDecodeError:
            continue
        score = (_latin(text) if script == "latin" else _other(text, script)) - _unspaced(text)
        scored.append((score, name, text))
    if not scored:
        return None
    best, name, text = max(scored, key=lambda one: one[0])
    if best <= 0:
        return None
    # Pages that give the same text are no rivals.
    rival = max((score for score, _, other in scored if other != text), default=0.0)
    letters = sum(char > "\x7f" for char in text)
    return Page(name, best, sure=best >= 1.2 and (best - rival) * min(letters, 40) >= 1.5)


def _high_parts(data: bytes) -> bytes:
    """The lines that are not ASCII, up to a bound, so that a long page of mark-up does not hide them."""
    kept, size = [], 0
    for line in data.split(b"\n"):
        if not line.isascii():
            kept.append(line[:_ENOUGH])
            size += len(line)
            if size >= _ENOUGH:
                break
    return b"\n".join(kept)[: _ENOUGH * 2]


def _other(text: str, script: str) -> float:
    """How well a text reads in a script other than Latin: about 2 when it does, below 1 when it does not."""
    chars = Counter(char for char in text if char > "\x7f")
    total = chars.total()
    alphabet = _CYRILLIC.get(language_of(text), _RUSSIAN) if script == "cyrillic" else ""
    letters = sum(
        count
        for char, count in chars.items()
        if char.isalpha() and (script_of(char) == script or char.lower() in alphabet)
    )
    foreign = sum(
        count for char, count in chars.items() if alphabet and char.isalpha() and char.lower() not in alphabet
    )
    if not letters:
        return 0
    bad = sum(count for char, count in chars.items() if not char.isalpha() and char not in _TYPOGRAPHY)
    frequent = sum(count for char, count in chars.items() if char in _FREQUENT[script])
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    odd = sum(_odd_case(word) for word in words)
    common = sum(word.casefold() in WORDS for word in words if len(word) > 1 or script == "cyrillic")
    if script == "arabic":
        common += sum(word.startswith("ال") and len(word) > 4 for word in words)
    mixed = sum(word.encode("ascii", "ignore") != b"" for word in words)
    lonely = 1.0 if sum(map(len, words)) < 2.5 * len(words) else 0.0
    common_share = min(common / len(words), 0.3)
    blunders = 3 * bad / total + foreign / total + (2 * odd + 2 * mixed + len(_GLUED.findall(text))) / len(words)
    reads: float = letters / total * (0.5 + frequent / letters + 2 * common_share) - blunders - lonely
    return reads


def _latin(text: str) -> float:
    """How well a text reads in Latin letters with accents: about 2 when it does."""
    chars = Counter(char for char in text if char > "\x7f")
    total = chars.total()
    language = language_of(text)
    alphabet = frozenset(_ALPHABETS.get(language, _ANY_LATIN))
    known = sum(count for char, count in chars.items() if char.lower() in alphabet or char in alphabet)
    signs = sum(count for char, count in chars.items() if char in _TYPOGRAPHY and char.lower() not in alphabet)
    rare = max(sum(count for char, count in chars.items() if char.lower() in _ANY_LATIN) - known, 0)
    bad = total - known - signs - rare
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    odd = sum(_odd_case(word) or _crowded(word) for word in words)
    spoken = 0.4 if language else 0.0
    blunders = 2 * odd / len(words) if words else 0.0
    # English needs signs more often than accents, which it has in few words.
    of_letter, of_sign = (0.6, 1.0) if language == "en" else (1.0, 0.8)
    return (of_letter * known + of_sign * signs) * 1.5 / total + spoken - 2 * bad / total - blunders


def _unspaced(text: str) -> float:
    """What a text loses for having too few spaces for its length."""
    spaces = sum(map(str.isspace, text))
    return 1.0 if len(text) > 80 and spaces * 40 < len(text) else 0.0


def _odd_case(word: str) -> bool:
    """Whether a capital follows a small letter, or a small beginning precedes capitals, as in no ordinary word."""
    return any(a.islower() and b.isupper() for a, b in pairwise(word))


def _crowded(word: str) -> bool:
    """Whether accented letters stand side by side three in a row, as in no Latin word."""
    run = 0
    for char in word:
        run = run + 1 if char > "\x7f" else 0
        if run == 3:
            return True
    return False
