"""Parts as files: nothing is capped, joining changes nothing, Whoosh reads them, and no byte can be wrong unnoticed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.query import FuzzyTerm, Term
from whoosh.scoring import BM25F
from whoosh.searching import Searcher

from index import Index
from index.answers.evaluate import LENGTH_MATTERS, SATURATION
from index.building.builder import Builder
from index.building.joining import to_join
from index.building.writer import Writer
from index.codec.blocks import BlockWriter
from index.codec.join import join
from index.codec.part import DAMAGE, Part
from index.disk import manifest
from index.disk.manifest import ENDING, PartState
from index.disk.snapshot import Snapshot, living, open_part
from index.words.analysis import words
from index.words.tokens import Tokeniser
from tests.index.fakes import FakeArchive, FakeEntry

_signs = st.sampled_from(
    [*"aAzZ019 '-.,\n\t\x00_\"()«»’·", *"éßæøşйёαάקו״中か한กัى٣ة", "\u00a0", "\u200b", "\u0301", "😀", "\ud800"]
)
_words = st.sampled_from(
    [
        "the",
        "said.",
        "a.b",
        "al-quds",
        "al-Noor's",
        "U.S.",
        "1,200",
        "12\u00a0500",
        "l'armée",
        "القوات",
        "и\u0306",
        "a" * 70,
    ]
)
texts = st.lists(st.one_of(_signs, _words, st.just(" ")), max_size=40).map("".join)


@settings(max_examples=300)
@given(st.lists(texts, min_size=1, max_size=4))
def test_words_in_bulk_are_those_one_by_one(some: list[str]) -> None:
    tokeniser = Tokeniser()
    for _ in range(2):  # as they are met, and as they are remembered
        found = tokeniser.tokens(some)
        start = 0
        for text, length in zip(some, found.lengths.tolist(), strict=True):
            whole, joined = words(text)
            here = (found.joined_at >= start) & (found.joined_at < start + length)
            at, again = found.joined_at[here] - start, found.joined[here]
            assert [tokeniser.known[n] for n in found.words[start : start + length].tolist()] == whole
            assert [(i, tokeniser.known[n]) for i, n in zip(at.tolist(), again.tolist(), strict=True)] == joined
            start += length


def entries(seed: int, count: int) -> list[FakeEntry]:
    rng = random.Random(seed)
    some = ["landmine", "al-quds", "قوات", "town", "towns", "a", "ab", "город", "x" * 64]
    return [
        FakeEntry(
            n, title=rng.choice(some), text=" ".join(rng.choices(some, k=rng.choice([0, 3, 40, 400]))), path=f"{n}.txt"
        )
        for n in range(1, count + 1)
    ]


def built(folder: Path, some: list[FakeEntry], **limits: int) -> list[PartState]:
    builder = Builder(folder, **limits)
    for entry in some:
        builder.add(entry)
    return builder.finish()


def columns(part: Part) -> dict[str, Any]:
    return {name: column.all().tolist() for name, column in part._file._columns.items()}


@pytest.mark.parametrize("at_once", [1, 50, 1_000_000])
def test_joined_parts_are_as_one_that_was_made_at_once(tmp_path: Path, at_once: int) -> None:
    some = entries(1, 60)
    [whole] = built(tmp_path, some)
    parts = built(tmp_path, some, most_articles=7)
    assert len(parts) > 5
    opened = [(open_part(tmp_path, state), living(state)) for state in parts]
    joined = join(tmp_path, opened, at_once=at_once)
    assert joined
    assert columns(open_part(tmp_path, joined)) == columns(open_part(tmp_path, whole))


def test_joining_leaves_out_what_is_deleted(tmp_path: Path) -> None:
    some = entries(2, 40)
    live = np.array([entry.n % 3 > 0 for entry in some])
    [whole] = built(tmp_path, some)
    [rest] = built(tmp_path, [entry for entry in some if entry.n % 3])
    joined = join(tmp_path, [(open_part(tmp_path, whole), live)])
    assert joined
    assert columns(open_part(tmp_path, joined)) == columns(open_part(tmp_path, rest))
    assert join(tmp_path, [(open_part(tmp_path, whole), np.zeros(40, bool))]) is None


def test_nothing_is_capped(tmp_path: Path) -> None:
    long = "often " * 70_000 + "needle in a haystack " + "often " * 300
    archive = FakeArchive(FakeEntry(1, text=long), FakeEntry(2, text="often needle haystack " * 300))
    index = Index(archive, tmp_path)
    index.catch_up()
    for _ in range(2):
        assert list(index.search('"often needle in a haystack often"').ns) == [1]
        assert set(index.search('"haystack needle"~0').ns) == {2}
        found = manifest.read(tmp_path)
        assert found
        part = Snapshot(tmp_path, found, {}).views[0].part
        at = part.find("body", "often")
        assert part.counts(at, at + 1).tolist() == [70_300, 300]
        assert part.positions(at, at + 1).tolist()[70_000] == 70_004
        Writer(tmp_path / "again", archive, step=1).catch_up()
    index.rebuild()


# Whoosh


def test_whoosh_ranks_one_word_in_one_field_as_we_do(tmp_path: Path) -> None:
    archive = FakeArchive(*entries(3, 80))
    index = Index(archive, tmp_path)
    Writer(tmp_path, archive, step=30).catch_up()
    found = manifest.read(tmp_path)
    assert found
    weighting = BM25F(B=LENGTH_MATTERS["title"], K1=SATURATION)
    searcher = Searcher(Snapshot(tmp_path, found, {}).reader(), weighting=weighting)
    for word in ("landmine", "quds", "ab"):
        theirs = searcher.search(Term("title", word), limit=None)
        ours = index.search(f'title:"{word}"')
        assert len(theirs) == ours.total > 1
        scores = {hit["n"]: hit.score for hit in theirs}
        # Whoosh counts lengths by part: within one they must order alike.
        for view in Snapshot(tmp_path, found, {}).views:
            own = set(view.part.numbers.tolist())
            ranked = [(ours.scores[n], scores[n]) for n in ours.ns if n in own]
            assert all(a[1] >= b[1] - 1e-6 for a, b in pairwise(ranked) if a[0] > b[0])


def test_whoosh_goes_through_words_itself(tmp_path: Path) -> None:
    archive = FakeArchive(FakeEntry(1, text="landmine town"), FakeEntry(2, text="landmines"), FakeEntry(3, text="land"))
    Writer(tmp_path, archive, step=2).catch_up()
    found = manifest.read(tmp_path)
    assert found
    reader = Snapshot(tmp_path, found, {}).reader()
    assert list(reader.lexicon("body")) == [b"land", b"landmine", b"landmines", b"town"]
    assert sorted(reader.terms_within("body", "landmin", 1)) == ["landmine"]
    searcher = Searcher(reader)
    near = FuzzyTerm("body", "landmine", maxdist=1)
    assert {searcher.stored_fields(doc)["n"] for doc in near.docs(searcher)} == {1, 2}
    assert searcher.doc_frequency("body", "landmine") == 1
    assert reader.term_info("body", "town").weight() == 1


# Damage

ASKED = ("landmine", "town", '"al quds"', '"town landmine"~9', "al*", "lanmdine~2", "город", "title:قوات -town")


def outcome(index: Index) -> tuple[list[list[int]], bool]:
    """What queries find, and whether the index was made anew for any."""
    found = [index.search(query) for query in ASKED]
    index.complete("la", 2)
    return [list(each.ns) for each in found], any(each.rebuilt for each in found)


@pytest.fixture(scope="module")
def archive() -> FakeArchive:
    return FakeArchive(*entries(4, 50))


@pytest.fixture(scope="module", autouse=True)
def _small_blocks() -> Iterator[None]:
    """Checksums of few bytes each, so that most are looked at late."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.codec.blocks.BLOCK", 256)
        yield


@pytest.fixture(scope="module")
def whole(archive: FakeArchive, _small_blocks: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    Writer(folder, archive).catch_up()
    return folder


@pytest.fixture(scope="module")
def again(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Copies of an index."""

    def copy() -> Path:
        folder = tmp_path_factory.mktemp("copy")
        for path in whole.iterdir():
            (folder / path.name).write_bytes(path.read_bytes())
        return folder

    return copy


@settings(max_examples=60)
@given(st.floats(0, 1, exclude_max=True), st.integers(1, 255), st.sampled_from(["flip", "cut", "swap"]))
def test_a_wrong_byte_gives_the_right_answer_or_a_new_index(
    archive: FakeArchive, whole: Path, again: Callable[[], Path], where: float, change: int, how: str
) -> None:
    good, rebuilt = outcome(Index(archive, whole))
    assert not rebuilt
    folder = again()
    [path] = folder.glob(f"*{ENDING}")
    data = bytearray(path.read_bytes())
    at = int(where * len(data))
    if how == "flip":
        data[at] ^= change
    elif how == "cut":
        del data[at:]
    else:
        data[at:], data[:at] = data[:at], data[at:]
    path.write_bytes(data)
    assert outcome(Index(archive, folder))[0] == good


@settings(max_examples=120)
@given(st.randoms(use_true_random=False))
def test_a_part_made_to_harm_harms_nothing(archive: FakeArchive, again: Callable[[], Path], rng: random.Random) -> None:
    """Checksums are right here, and numbers are not: what is found is of no use, but nothing breaks or hangs."""
    folder = again()
    found = manifest.read(folder)
    assert found
    [state] = found.parts
    arrays = dict(open_part(folder, state)._file._columns)
    name = rng.choice(sorted(arrays))
    evil = arrays[name].all().copy()
    most = np.iinfo(evil.dtype).max
    for _ in range(rng.randint(1, 4)):
        if len(evil):
            evil[rng.randrange(len(evil))] = rng.choice([0, 1, most, most - 1, rng.randint(0, most)])
    if rng.random() < 0.3:
        evil = evil[: rng.randint(0, len(evil))] if rng.random() < 0.5 else np.append(evil, evil[:3])
    made = folder / ("f" * 16 + ENDING)
    with BlockWriter(made) as blocks:
        for each, column in arrays.items():
            blocks.add(each, evil if each == name else column.all(), column.whole.dtype.type)
    part = replace(state, id="f" * 16, size=blocks.size, crc=blocks.crc)
    manifest.write(folder, replace(found, parts=(part,)))
    results, _ = outcome(Index(archive, folder))
    assert all(set(each) <= set(range(1, 51)) for each in results)


def test_files_that_are_no_parts_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.part"
    for data in (b"", b"dateline", bytes(200), b"\xff" * 200):
        path.write_bytes(data)
        with pytest.raises(DAMAGE):
            Part(path, len(data), 0, 1)


# Joining


def test_daily_updates_of_a_year_leave_few_parts() -> None:
    rng = random.Random(0)
    parts = [PartState("big", 50_000, 0, b"", 80_000_000, 0), PartState("big2", 50_000, 0, b"", 80_000_000, 0)]
    rewritten = added = most = 0
    for day in range(365):
        count = rng.choice([1, 3, 20, 60, 200])
        added += count
        parts.append(PartState(f"d{day}", count, 0, b"", count * 1500, 0))
        while groups := to_join(parts, 16_384):
            for group in groups:
                live, size = sum(part.live for part in group), sum(part.size for part in group)
                rewritten += live
                parts = [part for part in parts if part not in group]
                parts.append(PartState(f"{group[0].id}+", live, 0, b"", size, 0))
        most = max(most, len(parts))
    assert sum(part.live for part in parts) == 100_000 + added
    assert most <= 22
    assert rewritten <= 6 * added


def test_a_large_index_is_joined_into_even_parts() -> None:
    parts = [PartState(f"p{i}", 4_000, 0, b"", 6_000_000, 0) for i in range(25)]
    groups = to_join(parts)
    assert [part for group in groups for part in group] == parts
    assert [sum(part.live for part in group) for group in groups] == [52_000, 48_000]
    worn = PartState("worn", 50_000, 30_000, b"\xff" * 3750 + b"\0" * 2500, 80_000_000, 0)
    assert to_join([*groups[0][:2], worn]) == [[worn]]
