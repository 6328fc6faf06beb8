"""Words near each other, looked for in arrays, beside the same looked for one article at a time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.answers.near import rows, windows
from index.answers.nearness import rows as plain_rows
from index.answers.nearness import windows as plain_windows
from index.answers.standing import Standing
from index.building.builder import Builder
from index.codec.part import Part
from index.disk.manifest import ENDING
from index.words.analysis import words
from index.words.spelling import distances
from tests.index.fakes import FakeEntry
from tests.index.naive import edit_distance

_texts = st.lists(st.sampled_from(["a", "a", "a", "b", "b", "c", "d", "e-a"]), max_size=40).map(" ".join)
_wanted = st.lists(st.sampled_from(["a", "b", "ea", "d"]), min_size=2, max_size=4)


@pytest.fixture(
    params=[(1 << 14, 1 << 11, 30_000), (2, 1, 0), (2, 1, 30_000)], ids=["as it is", "by bits", "by halving"]
)
def thresholds(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each way of finding places, whatever their number."""
    for name, value in zip(("_OFTEN", "_MANY", "_FEW"), request.param, strict=True):
        monkeypatch.setattr(f"index.answers.standing.{name}", value)


@pytest.mark.usefixtures("thresholds")
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_texts, min_size=1, max_size=5), _wanted, st.integers(0, 30), st.sampled_from([0, 300, 70_000]))
def test_places_are_those_of_each_article(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], wanted: list[str], slop: int, before: int
) -> None:
    folder = tmp_path_factory.mktemp("parts")
    builder = Builder(folder)
    texts = [*texts, "z " * before + texts[0]] if before else texts
    for n, text in enumerate(texts):
        builder.add(FakeEntry(n, text=text))
    [state] = builder.finish()
    part = Part(folder / (state.id + ENDING), state.size, state.crc, state.count)
    expected_rows, expected_windows = [0] * len(texts), [0] * len(texts)
    for n, text in enumerate(texts):
        whole, joined = words(text)
        places = [[i for i, each in [*enumerate(whole), *joined] if each == word] for word in wanted]
        expected_rows[n] = len(plain_rows(places))
        expected_windows[n] = len(plain_windows(wanted, places, slop))
    found = [part.find("body", word) for word in wanted]
    if min(found) < 0:
        assert not any(expected_rows)
        assert not any(expected_windows)
        return
    standing = Standing()
    everywhere = np.ones(len(part), bool)
    lists = [standing.places(part, "body", (at, at + 1), everywhere, 1) for at in found]
    bases = standing.bases(part, "body")
    assert np.diff(np.searchsorted(rows(lists), bases)).tolist() == expected_rows
    first, last = windows(wanted, lists, slop)
    docs = np.searchsorted(bases, first, "right") - 1
    assert np.bincount(docs[last < bases[docs + 1]], minlength=len(part)).tolist() == expected_windows


@settings(max_examples=150)
@given(st.text("abcл", min_size=1, max_size=7), st.lists(st.text("abcл", max_size=9), max_size=12), st.integers(1, 2))
def test_distances_are_those_by_the_book(word: str, others: list[str], most: int) -> None:
    near = [each for each in others if each and abs(len(each) - len(word)) <= most]
    width = len(word) + most
    letters = np.array([[ord(char) for char in each.ljust(width, "\0")] for each in near], np.uint32)
    found = distances(
        np.array([ord(char) for char in word], np.uint32),
        letters.reshape(len(near), width).T,
        np.array([len(each) for each in near], np.int64),
        most,
    )
    for each, far in zip(near, found.tolist(), strict=True):
        exact = edit_distance(word, each)
        assert far == exact if exact <= most else far > most
