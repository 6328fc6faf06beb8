"""Answers to queries by looking at every article, word by word: slow, short, and obviously right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import product

from corpus.dates import parse_query_date
from index.query import tree
from index.words.analysis import pieces, words
from index.words.stems import stems
from tests.index.fakes import FakeArchive, FakeEntry

Places = list[tuple[int, str]]


class Naive:
    """All articles of an archive as lists of words with positions, by field."""

    def __init__(self, archive: FakeArchive, today: date) -> None:
        self.archive = archive
        self.today = today
        self.fields = {n: _fields(entry) for n, entry in archive.articles.entries.items()}
        self.everything = set(self.fields)
        self.vocabulary = {
            word for fields in self.fields.values() for name in ("title", "body") for _, word in fields[name]
        }

    def answer(self, node: tree.Node) -> set[int]:
        match node:
            case tree.Everything():
                return self.everything
            case tree.Not(item):
                return self.everything - self.answer(item)
            case tree.And(items):
                return set.intersection(*map(self.answer, items))
            case tree.Or(items):
                return set.union(*map(self.answer, items))
            case tree.Value():
                return {n for n in self.everything if self.has_value(self.archive.articles.entries[n], node)}
        names = (node.field,) if node.field else ("title", "body")
        return {n for n in self.everything if any(self.holds(self.fields[n][name], node, name) for name in names)}

    def has_value(self, entry: FakeEntry, value: tree.Value) -> bool:
        match value.field:
            case "tag":
                if value.open:
                    return any(tag.startswith(value.text) for tag in entry.tags)
                return any(tag == value.text or tag.startswith(value.text + "/") for tag in entry.tags)
            case "is":
                return value.text in entry.states
            case "published":
                wanted = parse_query_date(value.text, self.today)
                return bool(entry.day) and (wanted.first or date.min) <= (entry.day or date.max) <= (
                    wanted.last or date.max
                )
        raise AssertionError(value.field)

    def holds(self, places: Places, node: tree.TextLeaf, name: str) -> bool:
        found = pieces(node.text)
        apart = [word for piece in found for word in piece.words]
        joined = [word for piece in found for word in ([piece.joined] if piece.joined else piece.words)]
        here = {word for _, word in places}
        match node:
            case tree.Fuzzy(edits=edits):
                return any(edit_distance(apart[0], word) <= edits for word in here)
            case tree.Phrase(slop=int(slop)):
                return any(in_window(places, wanted, slop) for wanted in (apart, joined))
            case tree.Phrase(open=is_open):
                return any(in_row(places, wanted, is_open) for wanted in (apart, joined))
            case tree.Prefix():
                return any(in_row(places, wanted, True) for wanted in (apart, joined))
        if len(apart) > 1:
            return any(in_row(places, wanted, False) for wanted in (apart, joined))
        if name not in ("title", "body"):
            return apart[0] in here
        return any(self.is_form(word, apart[0]) for word in here)

    def is_form(self, word: str, of: str) -> bool:
        surest, *others = stems(of)
        wanted = {surest, *(stem for stem in others if stem in self.vocabulary)}
        return word == of or bool(wanted & set(stems(word)))


def _fields(entry: FakeEntry) -> dict[str, Places]:
    texts = {"title": [entry.title], "body": [entry.text], "source": [entry.outlet, entry.credit]}
    texts |= {"author": [entry.author], "path": [entry.path], "lang": [entry.language]}
    fields: dict[str, Places] = {}
    for name, parts in texts.items():
        fields[name] = []
        for i, part in enumerate(parts):
            whole, joined = words(part)
            fields[name] += [(1000 * i + place, word) for place, word in [*enumerate(whole), *joined]]
    return fields


def in_row(places: Places, wanted: Sequence[str], is_open: bool) -> bool:
    here = set(places)

    def stands(word: str, place: int, is_last: bool) -> bool:
        if is_last and is_open:
            return any(at == place and own.startswith(word) for at, own in here)
        return (place, word) in here

    return any(
        all(stands(word, start + i, i == len(wanted) - 1) for i, word in enumerate(wanted)) for start, _ in places
    )


def in_window(places: Places, wanted: Sequence[str], slop: int) -> bool:
    """Whether some choice of a place for each word, no place twice for the same word, is narrow enough."""
    kinds = Counter(wanted)
    choices = [sorted({place for place, own in places if own == word}) for word in wanted]
    for chosen in product(*choices):
        by_word: dict[str, set[int]] = {}
        for word, place in zip(wanted, chosen, strict=True):
            by_word.setdefault(word, set()).add(place)
        apart = all(len(by_word[word]) == count for word, count in kinds.items())
        if apart and max(chosen) - min(chosen) + 1 - len(wanted) <= slop:
            return True
    return False


def edit_distance(a: str, b: str) -> int:
    """Optimal string alignment, by the book."""
    table = {(i, -1): i + 1 for i in range(-1, len(a))} | {(-1, j): j + 1 for j in range(-1, len(b))}
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            table[i, j] = min(table[i - 1, j] + 1, table[i, j - 1] + 1, table[i - 1, j - 1] + (x != y))
            if i and j and x == b[j - 1] and a[i - 1] == y:
                table[i, j] = min(table[i, j], table[i - 2, j - 2] + 1)
    return table[len(a) - 1, len(b) - 1]
