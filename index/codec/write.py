"""Writing a part: what is known of its articles and words, in order, becomes its file."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.codec.blocks import BlockWriter, Numbers
from index.codec.counts import add_counts
from index.codec.forms import forms_of
from index.disk.manifest import ENDING, PartState
from index.schema import FIELDS, SCORED


@dataclass(slots=True)
class Postings:
    """Some words of a field in order, and where they stand.

    Attributes:
        held: For each word, in how many articles it stands.
        stands: For each word, how often it stands in all.
        docs: The articles of each word, ascending.
        counts: For each of `docs`, how often the word stands in it.
        positions: For each of `docs`, where the word stands in it, ascending.
    """

    held: Numbers
    stands: Numbers
    docs: Numbers
    counts: Numbers
    positions: Numbers


class PartWriter:
    """Collects the words of a part in order, field by field, and then writes it.

    Args:
        folder: Where parts are.
        numbers: The articles' numbers, by place.
        lengths: How many words each has, by scored field.
        wide: The width class of each; see `width_classes`.
    """

    def __init__(self, folder: Path, numbers: Numbers, lengths: Mapping[str, Numbers], wide: Numbers) -> None:
        self.id = secrets.token_hex(8)
        self._path = folder / (self.id + ENDING)
        self._numbers, self._lengths, self._wide = numbers, lengths, wide
        self._fields = dict.fromkeys(FIELDS, 0)
        self._words: list[str] = []
        self._pieces: defaultdict[str, list[Numbers]] = defaultdict(list)

    def add(self, field: str, words: Sequence[str], postings: Postings) -> None:
        """Add words; fields in their order, words in the order of their letters."""
        self._fields[field] += len(words)
        self._words += words
        self._keep("held", postings.held, np.uint32)
        self._keep("stands", postings.stands, np.uint32)
        self._keep("docs", postings.docs, np.uint16)
        at = sum(len(piece) for piece in self._pieces["counts"])
        large = np.flatnonzero(postings.counts >= 255)
        self._keep("counts", np.minimum(postings.counts, 255), np.uint8)
        self._keep("counts.at", large + at, np.uint32)
        self._keep("counts+", postings.counts[large], np.uint32)
        self._keep("pos", postings.positions & 0xFF, np.uint8)
        self._keep_far(postings)

    def _keep(self, name: str, numbers: Numbers, kind: type[np.generic]) -> None:
        self._pieces[name].append(numbers.astype(kind))

    def _keep_far(self, postings: Postings) -> None:
        """What of the positions does not fit into a byte, for articles in which any may not."""
        wide = np.repeat(self._wide[postings.docs], postings.counts) if self._wide.any() else np.empty(0, np.uint8)
        ends = np.cumsum(postings.stands)
        for level, name, shift, kind in ((1, "middle", 8, np.uint8), (2, "high", 16, np.uint16)):
            if len(wide):
                is_far = wide >= level
                before = np.concatenate([[0], np.cumsum(is_far)])
                self._keep(f"stands.{name}", np.diff(before[ends], prepend=0), np.uint32)
                self._keep(f"pos.{name}", (postings.positions[is_far] >> shift) & np.iinfo(kind).max, kind)
            else:
                self._keep(f"stands.{name}", np.zeros(len(ends), np.uint32), np.uint32)

    def write(self) -> PartState:
        """Write the file; when this returns, the disk has it."""
        with BlockWriter(self._path) as blocks:
            blocks.add("numbers", self._numbers, np.uint32)
            for name in SCORED:
                blocks.add(f"len.{name}", self._lengths[name], np.uint32)
            blocks.add("wide", self._wide, np.uint8)
            blocks.add("fields", np.array(list(self._fields.values())), np.uint32)
            blocks.add("words", _lines(self._words), np.uint8)
            for name in ("held", "stands", "stands.middle", "stands.high"):
                pieces = self._pieces[name]
                add_counts(blocks, name, np.concatenate(pieces) if pieces else np.empty(0, np.uint32))
            self._write_stems(blocks)
            blocks.add("docs", self._pieces["docs"], np.uint16)
            blocks.add("counts", self._pieces["counts"], np.uint8)
            blocks.add("counts.at", self._pieces["counts.at"], np.uint32)
            blocks.add("counts+", self._pieces["counts+"], np.uint32)
            blocks.add("pos", self._pieces["pos"], np.uint8)
            blocks.add("pos.middle", self._pieces["pos.middle"], np.uint8)
            blocks.add("pos.high", self._pieces["pos.high"], np.uint16)
        return PartState(self.id, len(self._numbers), 0, b"", blocks.size, blocks.crc)

    def _write_stems(self, blocks: BlockWriter) -> None:
        """What leads from a stem to the words of titles and texts that have it, where that is not just itself."""
        ends = np.cumsum([self._fields[name] for name in SCORED]).tolist()
        titles, texts = self._words[: ends[0]], self._words[ends[0] : ends[1]]
        in_texts = set(texts)
        alone = [at for at, word in enumerate(titles) if word not in in_texts]
        places = np.concatenate([np.array(alone, np.int64), np.arange(ends[0], ends[1])])
        forms = forms_of([*(titles[at] for at in alone), *texts], places)
        blocks.add("stems", _lines(forms.stems), np.uint8)
        add_counts(blocks, "stems.n", forms.counts)
        blocks.add("forms", forms.places, np.uint32)


def _lines(words: Sequence[str]) -> Numbers:
    return np.frombuffer(("\n".join(words) + "\n").encode() if words else b"", np.uint8)
