"""Near-copies: what is one, what is none, who was first, and that looking again finds the same."""

from __future__ import annotations

import random
import tempfile
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Index
from index.copies import FILE, GROUPS, Group, copies_of, find_copies
from index.copies.state import Finder, State, groups, read_state
from index.copies.words import runs, shared, sketch
from tests.index.fakes import FakeArchive, FakeEntry

START = date(2032, 3, 1)


def story(seed: int, words: int = 200) -> str:
    rng = random.Random(seed)
    vocabulary = [f"{a}{b}" for a in ("bar", "kel", "mos", "tar", "vin") for b in ("a", "en", "ith", "o", "ul", "yr")]
    return " ".join(f"{rng.choice(vocabulary)}{rng.randrange(40) or ''}" for _ in range(words))


def entry(n: int, text: str, day: int = 0, outlet: str = "") -> FakeEntry:
    return FakeEntry(n, f"Story {n}", text, outlet=outlet, day=START + timedelta(days=day))


class Archive(FakeArchive):
    """Articles in memory, with a folder of its own on the disk for what is worked out of them."""

    def __init__(self, *entries: FakeEntry) -> None:
        super().__init__(*entries)
        self.folder = Path(tempfile.mkdtemp(dir=_here[0]))


_here: list[Path] = []


@pytest.fixture(autouse=True)
def _folders(tmp_path: Path) -> None:
    _here[:] = [tmp_path]


def found(archive: Archive) -> list[tuple[int, ...]]:
    find_copies(archive)
    return sorted(group.members for group in copies_of(archive).groups)


def test_the_same_words_in_another_layout_are_a_copy_and_the_earlier_one_is_first() -> None:
    text = story(1)
    again = "\n\n".join(part.capitalize() + "." for part in text.split("kel"))
    archive = Archive(entry(1, text, day=4), entry(2, text.upper(), day=2), entry(3, story(2)))
    assert found(archive) == [(2, 1)]
    group = copies_of(archive).group(1)
    assert group is not None
    assert (group.first, list(copies_of(archive).later)) == (2, [1])
    assert copies_of(archive).group(3) is None
    assert again != text


@pytest.mark.parametrize("part", [0.5, 0.8])
def test_a_story_cut_from_its_end_is_a_copy(part: float) -> None:
    words = story(1, 400).split()
    assert found(Archive(entry(1, " ".join(words)), entry(2, " ".join(words[: int(400 * part)]), 1))) == [(1, 2)]


def test_a_paragraph_quoted_in_a_round_up_is_no_copy() -> None:
    words = story(1, 400).split()
    round_up = story(2, 400) + " " + " ".join(words[:100])
    assert found(Archive(entry(1, " ".join(words)), entry(2, round_up, 1), entry(3, " ".join(words[:60]), 2))) == []


def test_the_same_report_of_another_week_is_no_copy() -> None:
    words = story(3, 200).split()
    weeks = []
    for week in (1, 2):
        numbered = list(words)
        for place, value in zip(range(10, 200, 40), (12, 340, 17, 2033, 88), strict=True):
            numbered[place] = f"{value * week}"
        weeks.append(" ".join(word if word.isdigit() else "".join(c for c in word if c.isalpha()) for word in numbered))
    assert found(Archive(entry(1, weeks[0]), entry(2, weeks[1], 7))) == []
    assert found(Archive(entry(1, weeks[0]), entry(2, weeks[0] + " and more", 7))) == [(1, 2)]


def test_texts_of_a_few_words_are_copies_of_nothing() -> None:
    assert (
        found(
            Archive(
                entry(1, "Explosions heard in the north of the town"),
                entry(2, "explosions heard in the north of the town"),
            )
        )
        == []
    )
    from index.copies.state import needed

    assert needed(30) > needed(90) > needed(200)


def test_two_stories_that_one_round_up_carries_do_not_become_one() -> None:
    a, b = story(1, 150), story(2, 150)
    archive = Archive(entry(1, a), entry(2, b, 1), entry(3, f"{a} {b}", 2))
    assert found(archive) == [(1, 3)]


def test_what_changes_is_compared_again_and_what_is_gone_is_left_out() -> None:
    archive = Archive(*(entry(n, story(n)) for n in range(1, 30)))
    assert found(archive) == []
    archive.put(entry(40, story(7), 3))
    assert found(archive) == [(7, 40)]
    archive.put(entry(7, story(99)))
    assert found(archive) == []
    archive.put(entry(7, story(7)))
    archive.put(entry(41, story(7), 1))
    assert found(archive) == [(7, 41, 40)]
    archive.drop(7)
    assert found(archive) == [(41, 40)]
    assert find_copies(archive) == 0


def test_one_text_in_very_many_articles_is_one_group() -> None:
    archive = Archive(*(entry(n, story(1), n) for n in range(1, 80)))
    assert found(archive) == [tuple(range(1, 80))]


def test_a_file_that_is_damaged_or_an_older_copy_is_made_anew() -> None:
    archive = Archive(entry(1, story(1)), entry(2, story(1), 1))
    assert found(archive) == [(1, 2)]
    path = archive.folder / "index-copies" / FILE
    whole = path.read_bytes()
    for data in (b"", b"{}\n", whole[:-3], whole.replace(b'"version": 2', b'"version": 9'), b"\x80" * 300):
        path.write_bytes(data)
        assert read_state(path).position == 0
        assert found(archive) == [(1, 2)]
    path.with_name(GROUPS).write_bytes(b'{"groups": [[1, 2], 3]}')
    assert copies_of(archive).groups == ()
    older = Archive(entry(1, story(1)))
    older.folder = archive.folder
    assert found(older) == []


def test_groups_are_looked_up_by_number_as_they_were_found() -> None:
    archive = Archive(*(entry(n, story(n % 7), n % 5) for n in range(1, 40)), *(entry(n, story(n)) for n in (50, 60)))
    find_copies(archive)
    copies = copies_of(archive)
    assert [copies.at(place) for place in range(len(copies))] == list(copies.groups)
    assert {n: copies.group(n) for group in copies.groups for n in group.members} == {
        n: group for group in copies.groups for n in group.members
    }
    assert [copies.group(n) for n in (0, 50, 60, 9_999)] == [None] * 4
    assert sorted([*copies.later, *(group.first for group in copies.groups)]) == list(range(1, 40))


def test_a_search_for_copies_leaves_one_of_each_story() -> None:
    archive = Archive(entry(1, story(1)), entry(2, story(1), 1), entry(3, story(2)))
    index = Index(archive)
    try:
        assert list(index.search("is:copy").ns) == []
        find_copies(archive)
        assert list(index.search("is:copy").ns) == [2]
        assert sorted(index.search("-is:copy").ns) == [1, 3]
    finally:
        index.close()


def test_stopping_keeps_what_was_known() -> None:
    archive = Archive(entry(1, story(1)), entry(2, story(1), 1))
    assert find_copies(archive, cancelled=lambda: True) == 0
    assert copies_of(archive).groups == ()


texts = st.lists(st.sampled_from(["bara", "kelen", "mosith", "taro", "vinul", "كتيبة", "мост"]), max_size=60).map(
    " ".join
)


@settings(max_examples=60)
@given(texts, texts)
def test_what_two_texts_share_is_what_their_sets_of_runs_share(a: str, b: str) -> None:
    def plain(text: str) -> set[tuple[str, ...]]:
        words = text.split()
        return {tuple(words[i : i + 5]) for i in range(len(words) - 4)}

    assert len(runs(a)) == len(plain(a))
    assert shared(runs(a), runs(b)) == shared(runs(b), runs(a)) == len(plain(a) & plain(b))
    assert set(sketch(runs(a)).tolist()) <= {int(value) & 0xFFFFFFFF for value in runs(a).tolist()}


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), max_size=14),
    st.lists(st.integers(-1, 3), min_size=9, max_size=9),
)
def test_every_article_is_in_one_group_and_its_first_is_the_earliest(
    pairs: list[tuple[int, int]], days: list[int]
) -> None:
    pairs = [(min(p), max(p)) for p in pairs if p[0] != p[1]]
    state = State(
        1,
        {
            "numbers": np.arange(1, 10, dtype="<u4"),
            "days": np.array(days, "<i4"),
            "sizes": np.full(9, 50, "<u4"),
            "sketches": np.zeros(9 * 32, "<u4"),
            "left": np.array([a for a, _ in pairs], "<u4"),
            "right": np.array([b for _, b in pairs], "<u4"),
            "shares": np.ones(len(pairs), "<f4"),
        },
    )
    made = groups(state)
    members = [n for group in made for n in group.members]
    assert len(members) == len(set(members))
    for group in made:
        dated = [(days[n - 1] if days[n - 1] >= 0 else 99, n) for n in group.members]
        assert dated == sorted(dated)
        assert all((min(group.first, n), max(group.first, n)) in pairs for n in group.members[1:])


def test_the_order_in_which_articles_came_does_not_matter(tmp_path: Path) -> None:
    every = [entry(n, story(n % 7), n % 5) for n in range(1, 40)]
    whole, step = Archive(*every), Archive()
    whole_path, step_path = tmp_path / "whole" / FILE, tmp_path / "step" / FILE
    Finder(whole, whole_path).run()
    for one in random.Random(4).sample(every, len(every)):
        step.put(one)
        Finder(step, step_path).run()
    seen: list[list[Group]] = [groups(read_state(path)) for path in (whole_path, step_path)]
    assert seen[0] == seen[1]
    assert sum(len(group.members) - 1 for group in seen[0]) == 39 - 7
