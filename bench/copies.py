"""Whether near-copies are found, and nothing else: `python -m bench.copies [--articles N] [--show N] [--json FILE]`.

Real wire stories from DATELINE_DATA, else made ones. Copies as editors make them (cut from the end, a new headline and
first paragraph, words replaced, another agency's lines put in) are planted among them: the pairs that are planted are
known, so what is found of them and what is found besides can be counted. `--show` prints groups that were found among
the untouched stories, for the eye.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import re
import sys
import tempfile
import time
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.report import save, show
from index.copies.state import Finder, groups, read_state
from index.copies.words import runs, shared

LEAST_WORDS = 60
"""Planted copies are made of stories of at least so many words."""


@dataclass(frozen=True)
class Story:
    """A story, as the finder sees articles."""

    n: int
    text: str
    day: int


@dataclass
class _Columns:
    day: array[int]
    index: dict[int, int]


@dataclass(frozen=True)
class _Change:
    position: int
    n: int
    exists: bool = True


@dataclass
class Archive:
    """Stories in memory, where the finder expects an archive."""

    stories: Mapping[int, Story]
    numbers: list[int] = field(default_factory=list)

    @property
    def articles(self) -> Archive:
        """The stories themselves."""
        return self

    def position(self) -> int:
        """How many there are."""
        return len(self.numbers)

    def changed_since(self, position: int, limit: int) -> Sequence[_Change]:
        """What came after a position."""
        return [_Change(place, n) for place, n in enumerate(self.numbers, 1) if place > position][:limit]

    def for_index(self, numbers: Sequence[int]) -> Iterator[Story]:
        """These stories."""
        return (self.stories[n] for n in numbers)

    def text(self, n: int) -> str:
        """The text of one."""
        return self.stories[n].text

    def columns(self) -> _Columns:
        """Their days."""
        return _Columns(
            array("i", [self.stories[n].day for n in self.numbers]), {n: i for i, n in enumerate(self.numbers)}
        )


def real_texts(data: Path) -> Iterator[tuple[str, str]]:
    """(collection, text) of all real stories that there are."""
    for name, file, key in (
        ("reuters", "A_reuters21578/docs.jsonl", "text"),
        ("timeline17", "A_timeline17/articles.jsonl", "text"),
        ("wce", "B_wce/items.jsonl", "text"),
    ):
        path = data / file
        for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
            value = json.loads(line)
            yield name, str(value.get(key) or value.get("body") or "")
    path = data / "A_fakes_syria" / "FA-KES-part.csv"
    if path.is_file():
        csv.field_size_limit(10**8)
        with path.open(encoding="utf-8", errors="replace", newline="") as table:
            for row in csv.DictReader(table):
                yield "fakes", row.get("article_content") or ""


def made_texts(count: int) -> Iterator[tuple[str, str]]:
    """Stories of one language's worth of words, so that no two share a run by more than chance."""
    rng = random.Random(0)
    words = ["".join(rng.choices("abcdefghiklmnoprstuvwyz", k=rng.randint(2, 11))) for _ in range(20_000)]
    for _ in range(count):
        text = [words[int(rng.paretovariate(0.6)) % len(words)] for _ in range(rng.randint(80, 500))]
        yield "made", "\n\n".join(" ".join(text[i : i + 60]).capitalize() + "." for i in range(0, len(text), 60))


# What editors do to a story


def cut(text: str, rng: random.Random) -> str:
    """Its first half or more."""
    words = text.split(" ")
    return " ".join(words[: int(len(words) * rng.uniform(0.5, 0.9))])


def retouched(text: str, rng: random.Random) -> str:
    """A word in thirty is another one."""
    words = text.split(" ")
    return " ".join(rng.choice(words) if rng.random() < 1 / 30 else word for word in words)


def relaid(text: str, rng: random.Random) -> str:
    """A first paragraph of their own, and the last one gone."""
    words = text.split(" ")
    lead = " ".join(rng.sample(words, min(25, len(words))))
    return f"{lead}.\n\n" + " ".join(words[len(words) // 10 : len(words) * 9 // 10])


def respaced(text: str, rng: random.Random) -> str:
    """Other line breaks, quotes and capitals, and a line of credit."""
    text = re.sub(r"\s+", " ", text).replace('"', "“" if rng.random() < 0.5 else "'")
    return text.replace(". ", ".\n\n").replace(" The ", " THE ") + "\n\n- Another outlet, with agencies"


def quoted(text: str, rng: random.Random) -> str:
    """Not a copy: a fifth of it within another story's words."""
    words = text.split(" ")
    start = rng.randrange(max(1, len(words) * 4 // 5))
    return " ".join(words[start : start + len(words) // 5])


EDITS = {"cut": cut, "retouched": retouched, "new lead": relaid, "new layout": respaced}


def planted(
    stories: list[Story], count: int
) -> tuple[dict[int, Story], dict[tuple[int, int], str], set[tuple[int, int]]]:
    """Stories with copies among them; the pairs that are copies, by how they were edited; and pairs that are none."""
    rng = random.Random(1)
    every = {story.n: story for story in stories}
    fit = [story for story in stories if len(story.text.split()) >= LEAST_WORDS]
    truth: dict[tuple[int, int], str] = {}
    lures: set[tuple[int, int]] = set()
    n = max(every) + 1
    for story in rng.sample(fit, min(count, len(fit))):
        how = rng.choice(list(EDITS))
        every[n] = Story(n, EDITS[how](story.text, rng), story.day + 1)
        truth[(story.n, n)] = how
        other = rng.choice(fit)
        every[n + 1] = Story(
            n + 1, quoted(story.text, rng) + "\n\n" + other.text[: len(other.text) // 2], story.day + 1
        )
        lures.add((story.n, n + 1))
        n += 2
    return every, truth, lures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--planted", type=int, default=1_000)
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    data = os.environ.get("DATELINE_DATA", "")
    texts = list(real_texts(Path(data))) if data else list(made_texts(asked.articles))
    texts = [each for each in texts if each[1]][: asked.articles]
    stories = [Story(n, text, n // 20) for n, (_, text) in enumerate(texts, 1)]
    every, truth, lures = planted(stories, asked.planted)
    with tempfile.TemporaryDirectory() as name:
        archive = Archive(every, sorted(every))
        finder: Any = archive
        started = time.process_time()
        Finder(finder, Path(name) / "copies" / "state").run()
        seconds = time.process_time() - started
        path = Path(name) / "copies" / "state"
        state, size = read_state(path), path.stat().st_size
        started = time.perf_counter()
        found = groups(state)
        grouping = time.perf_counter() - started
        archive.numbers.append(archive.numbers[-1] + 1)
        archive.stories = {**every, archive.numbers[-1]: Story(archive.numbers[-1], stories[0].text, 99_999)}
        started = time.perf_counter()
        Finder(finder, path).run()
        one = time.perf_counter() - started
    _report(asked, every, stories, truth, lures, found, (seconds, grouping, one, size), texts)


def _report(
    asked: argparse.Namespace,
    every: Mapping[int, Story],
    stories: list[Story],
    truth: Mapping[tuple[int, int], str],
    lures: set[tuple[int, int]],
    found: Sequence[Any],
    cost: tuple[float, float, float, int],
    texts: Sequence[tuple[str, str]],
) -> None:
    group_of = {n: group.first for group in found for n in group.members}
    hit = Counter(how for (a, b), how in truth.items() if a in group_of and group_of[a] == group_of.get(b))
    asked_for = Counter(truth.values())
    caught = sum(1 for a, b in lures if a in group_of and group_of[a] == group_of.get(b))
    seconds, grouping, one, size = cost
    old = {story.n for story in stories}
    among = [group for group in found if len(old & set(group.members)) > 1]
    rows = [(f"planted, {how}: found", f"{hit[how]:,} of {asked_for[how]:,}", "") for how in EDITS]
    rows += [
        ("a fifth quoted in another story: wrongly grouped", f"{caught:,} of {len(lures):,}", ""),
        ("groups among untouched stories", f"{len(among):,}", ""),
        ("one article more", f"{1000 * one:.0f} ms", ""),
        ("all of them", f"{seconds:.1f} s ({1e6 * seconds / len(every):.0f} µs an article)", ""),
        ("grouping; on disk", f"{1000 * grouping:.0f} ms; {size / 1e6:.1f} MB", ""),
    ]
    show(f"Near-copies among {len(every):,} stories ({', '.join(sorted({name for name, _ in texts}))})", rows)
    for group in random.Random(2).sample(among, min(asked.show, len(among))):
        members = [n for n in group.members if n in old][:2]
        a, b = (every[n] for n in members)
        first, second = runs(a.text), runs(b.text)
        sys.stdout.write(
            f"\n=== {members} of {len(group.members)}:"
            f" {len(first)} and {len(second)} runs, {shared(first, second)} shared\n"
        )
        for each in (a, b):
            sys.stdout.write("  | " + " ".join(each.text.split())[:330] + "\n")
    save(
        asked.json,
        {
            "benchmark": "copies",
            "articles": len(every),
            "found": dict(hit),
            "planted": dict(asked_for),
            "lures_grouped": caught,
            "lures": len(lures),
            "groups_among_untouched": len(among),
            "seconds": seconds,
            "one_more_seconds": one,
            "bytes": size,
        },
    )


if __name__ == "__main__":
    main()
