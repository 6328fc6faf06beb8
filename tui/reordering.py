"""Lines put into the order in which they are seen, for terminals that do not do it themselves.

The part of the Unicode Bidirectional Algorithm (UAX #9) that a line without embeddings needs: the weak and neutral
rules, levels, reversal and mirroring, with isolates as units; and the joined forms of Arabic letters. Pure, a line at a
time, and loaded only where it is wanted. Texts are kept, searched and copied in logical order everywhere else.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from tui.bidi import FSI, LRI, LRM, PDI, RLI, has_rtl, is_rtl

Char = tuple[str, Style | None]
"""A character with the style it is drawn in."""
Cluster = list[Char]
"""A letter with the marks that stand on it, or a whole isolate."""

_STRONG = {"L": "L", "R": "R", "AL": "R"}
_NEUTRAL = frozenset({"B", "S", "WS", "ON", "CS", "ES", "ET", "BN", "LRI", "RLI", "FSI", "PDI"})
_MIRRORED = {
    **dict(zip("()[]{}<>«»", ")(][}{><»«", strict=True)),
    **dict(zip("‹›≤≥⟨⟩⦅⦆", "›‹≥≤⟩⟨⦆⦅", strict=True)),
}


class VisualOrder(LineFilter):
    """Puts every isolate of a drawn line into the order in which it is seen, and takes the isolating marks away."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """The line as it is sent to a terminal that reorders nothing."""
        if not any(FSI in text or RLI in text or LRI in text for text, _, _ in segments):
            return segments
        return _joined(visual_line([(char, style) for text, style, _ in segments for char in text]))


def visual_line(chars: Sequence[Char]) -> list[Char]:
    """A line of the screen with each isolate in it reordered; what stands outside of isolates keeps its place."""
    return [char for cluster in _clusters(chars) for char in cluster]


def visual(text: str, *, rtl: bool) -> str:
    """A text as it is seen from left to right, by its own direction."""
    return "".join(char for char, _ in _ordered([(char, None) for char in text], rtl=rtl))


def _joined(chars: Sequence[Char]) -> list[Segment]:
    """Characters as segments, one for each stretch of one style."""
    segments: list[Segment] = []
    text, style = "", None
    for char, its in chars:
        if its is not style and text:
            segments.append(Segment(text, style))
            text = ""
        text, style = text + char, its
    return [*segments, Segment(text, style)] if text else segments


def _clusters(chars: Sequence[Char]) -> list[Cluster]:
    """Letters with their marks; an isolate is one cluster, and in its own order already."""
    found: list[Cluster] = []
    at = 0
    while at < len(chars):
        char, style = chars[at]
        if char in (FSI, RLI, LRI):
            end = _end_of_isolate(chars, at)
            inside = chars[at + 1 : end]
            words = "".join(each for each, _ in inside)
            rtl = char == RLI or (char == FSI and is_rtl(words))
            found.append(_ordered(inside, rtl=rtl) if rtl or has_rtl(words) else list(inside))
            at = end + 1
        elif char in (PDI, LRM):
            at += 1
        elif found and unicodedata.combining(char) and len(found[-1]) and not has_isolate(found[-1]):
            found[-1].append((char, style))
            at += 1
        else:
            found.append([(char, style)])
            at += 1
    return found


def has_isolate(cluster: Cluster) -> bool:
    """Whether a cluster is more than one letter with its marks."""
    return sum(not unicodedata.combining(char) for char, _ in cluster) > 1


def _end_of_isolate(chars: Sequence[Char], start: int) -> int:
    """Where the mark stands that ends an isolate; the end of the line for one that was cut off."""
    depth = 0
    for at in range(start, len(chars)):
        depth += (chars[at][0] in (FSI, RLI, LRI)) - (chars[at][0] == PDI)
        if depth == 0:
            return at
    return len(chars)


def _ordered(chars: Sequence[Char], *, rtl: bool) -> list[Char]:
    """Characters in the order in which they are seen from left to right."""
    clusters = _clusters(chars)
    bases = [
        "\N{OBJECT REPLACEMENT CHARACTER}" if has_isolate(each) else each[0][0] if each else "" for each in clusters
    ]
    levels = resolved(bases, rtl=rtl)
    joined = shaped(bases)
    for at, cluster in enumerate(clusters):
        if len(cluster) and not has_isolate(cluster):
            base = _MIRRORED.get(bases[at], joined[at]) if levels[at] % 2 else joined[at]
            clusters[at] = [(base, cluster[0][1]), *cluster[1:]]
    spare = _ligated(clusters, bases)
    seen = [char for at in reversed_runs(levels) for char in clusters[at]]
    # What two letters in one cell save stands where the line ends, so that it begins where it did.
    return [*spare, *seen] if rtl else [*seen, *spare]


def _ligated(clusters: list[Cluster], bases: Sequence[str]) -> list[Char]:
    """Put each lam and the alef after it into one, as every hand and font writes them; gives the cells that saves."""
    spare: list[Char] = []
    for at in range(len(clusters) - 1):
        both = _lam_alef().get(bases[at] + bases[at + 1])
        if both is not None:
            (lam, style), *marks = clusters[at]
            form = both["final" if lam == _forms()[bases[at]]["medial"] else "isolated"]
            clusters[at] = [(form, style), *marks, *clusters[at + 1][1:]]
            clusters[at + 1] = []
            spare.append((" ", style))
    return spare


def resolved(bases: Sequence[str], *, rtl: bool) -> list[int]:
    """The level of each letter (UAX #9, rules W1 to I2, L1): odd ones are read from right to left."""
    base = 1 if rtl else 0
    side = "R" if rtl else "L"
    kinds = [unicodedata.bidirectional(char[:1]) or "L" for char in bases]
    _weak(kinds, side)
    _neutral(kinds, side)
    levels = [base + _raised(kind, base) for kind in kinds]
    for at in range(len(bases) - 1, -1, -1):  # L1: white space at the end stays on its side
        if not bases[at].isspace():
            break
        levels[at] = base
    return levels


def _raised(kind: str, base: int) -> int:
    """How far a letter's level is above that of its paragraph (I1, I2)."""
    if base:
        return int(kind in ("L", "EN", "AN"))
    return {"R": 1, "EN": 2, "AN": 2}.get(kind, 0)


def _weak(kinds: list[str], side: str) -> None:
    """Numbers and what belongs to them (W1 to W7)."""
    strong, before = side, side
    for at, kind in enumerate(kinds):
        if kind == "NSM":
            kind = kinds[at] = before
        if kind in _STRONG:
            strong = kind
        elif kind == "EN" and strong == "AL":
            kind = kinds[at] = "AN"
        before = kind
    for at in range(1, len(kinds) - 1):
        around = kinds[at - 1], kinds[at + 1]
        if around == ("EN", "EN") and kinds[at] in ("ES", "CS"):
            kinds[at] = "EN"
        elif around == ("AN", "AN") and kinds[at] == "CS":
            kinds[at] = "AN"
    _signs_of_numbers(kinds)
    strong = side
    for at, kind in enumerate(kinds):
        if kind in _STRONG:
            strong = _STRONG[kind]
            kinds[at] = strong
        elif kind in ("ES", "ET", "CS"):
            kinds[at] = "ON"
        elif kind == "EN" and strong == "L":
            kinds[at] = "L"


def _signs_of_numbers(kinds: list[str]) -> None:
    """Currency and per cent signs beside a number belong to it (W5)."""
    at = 0
    while at < len(kinds):
        if kinds[at] != "ET":
            at += 1
            continue
        end = at
        while end < len(kinds) and kinds[end] == "ET":
            end += 1
        if (at and kinds[at - 1] == "EN") or (end < len(kinds) and kinds[end] == "EN"):
            kinds[at:end] = ["EN"] * (end - at)
        at = end


def _neutral(kinds: list[str], side: str) -> None:
    """What has no direction takes that of its neighbours where these agree, else the paragraph's (N1, N2)."""
    at, before = 0, side
    while at < len(kinds):
        if kinds[at] not in _NEUTRAL:
            before = "L" if kinds[at] == "L" else "R"
            at += 1
            continue
        end = at
        while end < len(kinds) and kinds[end] in _NEUTRAL:
            end += 1
        after = side if end == len(kinds) else "L" if kinds[end] == "L" else "R"
        kinds[at:end] = [before if before == after else side] * (end - at)
        at = end


def reversed_runs(levels: Sequence[int]) -> list[int]:
    """The places of a line in the order in which they are seen (L2)."""
    order = list(range(len(levels)))
    for level in range(max(levels, default=0), 0, -1):
        at = 0
        while at < len(order):
            end = at
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            if end - at > 1:
                order[at:end] = order[at:end][::-1]
            at = max(end, at + 1)
    return order


# The joined forms of Arabic letters


@cache
def _forms() -> dict[str, dict[str, str]]:
    """The forms of each letter, as Unicode knows them: isolated, initial, medial, final."""
    found: dict[str, dict[str, str]] = {}
    for code in (*range(0xFB50, 0xFBB2), *range(0xFBD3, 0xFC00), *range(0xFE80, 0xFEFD)):
        form, _, letters = unicodedata.decomposition(chr(code)).partition("> ")
        if len(letters) == 4:
            found.setdefault(chr(int(letters, 16)), {}).setdefault(form[1:], chr(code))
    return found


@cache
def _lam_alef() -> dict[str, dict[str, str]]:
    """The forms of lam with each alef after it, by the two letters."""
    found: dict[str, dict[str, str]] = {}
    for code in range(0xFEF5, 0xFEFD):
        form, *letters = unicodedata.decomposition(chr(code)).split()
        found.setdefault("".join(chr(int(each, 16)) for each in letters), {})[form[1:-1]] = chr(code)
    return found


def shaped(letters: Sequence[str]) -> list[str]:
    """Letters in logical order, those of Arabic in the form in which they join their neighbours; one for one."""
    forms = _forms()
    shown = []
    for at, letter in enumerate(letters):
        its = forms.get(letter)
        if its is None:
            shown.append(letter)
            continue
        joins_before = at > 0 and _joins_on(letters[at - 1]) and "final" in its
        joins_after = "initial" in its and at + 1 < len(letters) and _joins_back(letters[at + 1])
        form = ("medial" if joins_after else "final") if joins_before else "initial" if joins_after else "isolated"
        shown.append(its.get(form, letter))
    return shown


def _joins_on(letter: str) -> bool:
    """Whether a letter joins the one after it."""
    return letter in ("ـ", "\u200d") or "initial" in _forms().get(letter, {})


def _joins_back(letter: str) -> bool:
    """Whether a letter joins the one before it."""
    return letter in ("ـ", "\u200d") or "final" in _forms().get(letter, {})
