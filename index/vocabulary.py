"""The words of a part of the index by stem, as one small file: how it is written and read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from index.stems import stems


def to_bytes(words: Iterable[str]) -> bytes:
    """The file: a line for each stem, with a tab and the words that have it, if they are not just the stem itself."""
    forms: defaultdict[str, list[str]] = defaultdict(list)
    for word in sorted(words):
        for stem in stems(word):
            forms[stem].append(word)
    lines = (f"{stem}\t{'' if own == [stem] else ' '.join(own)}" for stem, own in sorted(forms.items()))
    return ("\n" + "\n".join(lines) + "\n").encode()


def by_length(files: Iterable[bytes]) -> dict[int, str]:
    """The words of vocabulary files, by their length, one a line."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    for data in files:
        for line in data.decode("utf-8", "replace").split("\n"):
            stem, _, forms = line.partition("\t")
            for word in forms.split(" ") if forms else (stem,):
                found[len(word)].add(word)
    return {length: "\n".join(sorted(words)) for length, words in found.items() if length}
