"""Ids: of records (a prefix and a ULID in lower case), of rows and points within them; and refs to speak of records."""

from __future__ import annotations

import hashlib
import re
import secrets
import threading
import time
from collections.abc import Callable

from corpus.records.definition import DEFINITIONS, Kind
from corpus.store.operation import Json, dump

_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"
_ULID = re.compile("[0-9a-z]{26}")
_ELEMENT = re.compile(r"[^\[\]\x00-\x1f\x7f]{1,80}")
_REF = re.compile(r"(.+)-([0-9]{1,15})")
_RANDOM_BITS = 80


def _base32(number: int, length: int) -> str:
    return "".join(_DIGITS[(number >> shift) & 31] for shift in range(5 * (length - 1), -1, -5))


class Ulids:
    """Makes ULIDs; those made later sort later, also within one millisecond and when the clock is set back.

    Args:
        clock: Milliseconds since 1970.
    """

    def __init__(self, clock: Callable[[], int] = lambda: time.time_ns() // 1_000_000) -> None:
        self._clock = clock
        self._guard = threading.Lock()
        self._last = 0

    def new(self) -> str:
        """A ULID in lower case."""
        with self._guard:
            made = (self._clock() << _RANDOM_BITS) | secrets.randbits(_RANDOM_BITS)
            later = made >> _RANDOM_BITS > self._last >> _RANDOM_BITS
            self._last = made if later else self._last + 1 + secrets.randbits(32)
            return _base32(self._last, 26)


_ULIDS = Ulids()


def new_record_id(kind: Kind) -> str:
    """An id for a new record of a kind other than article."""
    return DEFINITIONS[kind].prefix + _ULIDS.new()


def is_record_id(kind: Kind, text: object) -> bool:
    """Whether a text can be the id of a record of this kind, other than an article."""
    prefix = DEFINITIONS[kind].prefix
    return isinstance(text, str) and text.startswith(prefix) and _ULID.fullmatch(text[len(prefix) :]) is not None


def new_element_id(letter: str) -> str:
    """An id for a new row of a list: a letter and eight random digits of base 32."""
    return letter + _base32(secrets.randbits(40), 8)


def is_element_id(text: object) -> bool:
    """Whether a text can be the id of a row; those that came with an import are kept as they are."""
    return isinstance(text, str) and _ELEMENT.fullmatch(text) is not None


def point_key(point: Json) -> str:
    """The key of a point in the set of its passage's: the same point has the same key wherever it is made."""
    return hashlib.sha256(dump(point).encode("utf-8", "surrogatepass")).hexdigest()[:20]


def initials(who: str) -> str:
    """The initials that refs of somebody's records begin with, X for nobody's."""
    words = "".join(c if c.isalnum() else " " for c in who).split()
    letters = words[0] if len(words) == 1 and len(words[0]) <= 3 else "".join(word[0] for word in words[:4])
    return letters.upper() or "X"


def make_ref(by: str, number: int) -> str:
    """A ref as it is written."""
    return f"{by}-{number:04}"


def split_ref(ref: str) -> tuple[str, int]:
    """The initials and the number of a ref, or what somebody uses for one and -1."""
    found = _REF.fullmatch(ref.strip())
    return (found[1].upper(), int(found[2])) if found else (ref.strip().upper(), -1)
