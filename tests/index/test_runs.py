"""Stretches of bytes as numbers: each has one of its own, whatever its length, and keeps it."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.words.runs import PADDING, Runs

pieces = st.lists(st.text("abé", min_size=1, max_size=60), max_size=60)


class Numbered(list[str]):
    def number(self, piece: str) -> int:
        self.append(piece)
        return len(self) - 1


def numbers(runs: Runs, some: list[str]) -> list[int]:
    raw = [piece.encode() for piece in some]
    ends = np.cumsum([len(piece) for piece in raw], dtype=np.int64)
    starts = ends - np.array([len(piece) for piece in raw], np.int64)
    found: list[int] = runs.numbers(np.frombuffer(b"".join(raw) + bytes(PADDING), np.uint8), starts, ends).tolist()
    return found


@given(st.lists(pieces, max_size=4))
def test_every_stretch_keeps_a_number_of_its_own(batches: list[list[str]]) -> None:
    met = Numbered()
    runs = Runs(met.number)
    for batch in batches:
        assert [met[number] for number in numbers(runs, batch)] == batch
    assert len(runs) == len(met) == len(set(met)) == len({piece for batch in batches for piece in batch})


def test_many_are_kept_apart_as_the_table_grows() -> None:
    met = Numbered()
    runs = Runs(met.number)
    for size in (10, 5_000, 20_000):
        some = [f"{i:x}" * (1 + i % 9) for i in range(size)]
        assert [met[number] for number in numbers(runs, some)] == some
    assert len(met) == len(set(met))
