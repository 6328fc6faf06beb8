"""Learns how sounds correspond from pairs of spellings: the tables that `corpus.names` ships.

Two numbers a pair of units. Meeting: the log odds that they meet in two spellings of one name, against chance, by
 expectation-maximisation over all alignments, with a second model of unrelated pairs so that what is no variant drops
out. Telling: the same alignments weighed by logistic regression against names of other places, pulled towards half of
the first. Nothing but these numbers leaves the data.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from bench.name_data import Place, plain_form
from corpus.names import words
from corpus.names.reading import BARE, Reading, read

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NOTHING = "-"
ROUNDS = 7
FLOOR = -4.0
STRANGERS = 30_000
LOOKED_AT = 400

# What is written for the same sound somewhere: so much is known before any data, and counts as a few pairs of each.
KIN = """
b p ب پ б п
t T th ت ط ث т
d D dh ذ د ض ظ з д
k q c g ق ك گ к г
kh h H خ ح ه х
gh g غ ج گ г
h H ' ح ه ع х
' ع ا а
f v ف в ф
s S z ص س с
z Z s dh ز ذ ظ з
sh ch ش ш
j g zh ch ج ж дж ц
y i ي ی й и
w v u ou و в у
l ل л
m م м
n ن н
r ر р
a A e i ا ai а е э ә
e i I ai ي и е э і
i e y ي и ы і й ї
o u U ou au و о у
u U o ou w و у ю
ou o u au و у о
ai a e i ي ай ей а е
au U o ou w و о ау
@ a ا@ а
ts s ц ص
t t@ ت ت ا@
h@ @ ا@ а
a@ @ ا@ A
ch sh ч تش
x kh ks к х
ya я ا
"""


@dataclass(frozen=True)
class Tables:
    """What was learned: rows and columns are `units`, the last of which is nothing."""

    units: tuple[str, ...]
    meeting: Floats
    telling: Floats

    @property
    def code(self) -> dict[str, int]:
        """Where a unit is."""
        return {unit: at for at, unit in enumerate(self.units)}


@dataclass
class Batch:
    """Pairs of names of one length each, as codes."""

    left: Ints
    right: Ints
    rows: Ints


def batches(pairs: Sequence[tuple[tuple[str, ...], tuple[str, ...]]], code: dict[str, int]) -> list[Batch]:
    """Pairs sorted into batches of one shape."""
    shapes: dict[tuple[int, int], list[tuple[int, list[int], list[int]]]] = {}
    coded = {units: [code[u] for u in units if u in code] for units in {units for pair in pairs for units in pair}}
    for row, (a, b) in enumerate(pairs):
        left, right = coded[a], coded[b]
        if left and right:
            shapes.setdefault((len(left), len(right)), []).append((row, left, right))
    return [
        Batch(
            np.array([x for _, x, _ in rows]), np.array([y for _, _, y in rows]), np.array([row for row, _, _ in rows])
        )
        for rows in shapes.values()
    ]


def best(batch: Batch, scores: Floats) -> tuple[Floats, Floats]:
    """The best sum of scores of an alignment of every pair, and all the sums of beginnings on the way."""
    none = len(scores) - 1
    n, la = batch.left.shape
    lb = batch.right.shape[1]
    sums = np.full((la + 1, lb + 1, n), -1e9)
    sums[0, 0] = 0
    for i in range(la + 1):
        for j in range(lb + 1):
            if i:
                np.maximum(sums[i, j], sums[i - 1, j] + scores[batch.left[:, i - 1], none], out=sums[i, j])
            if j:
                np.maximum(sums[i, j], sums[i, j - 1] + scores[none, batch.right[:, j - 1]], out=sums[i, j])
            if i and j:
                met = scores[batch.left[:, i - 1], batch.right[:, j - 1]]
                np.maximum(sums[i, j], sums[i - 1, j - 1] + met, out=sums[i, j])
    return sums[la, lb], sums


def best_steps(batch: Batch, scores: Floats) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """The steps of the best alignments: the row in the batch, the two units, and where these stand, of every step."""
    none = len(scores) - 1
    _, sums = best(batch, scores)
    n, la = batch.left.shape
    i, j = np.full(n, la), np.full(n, batch.right.shape[1])
    every = np.arange(n)
    rows, lefts, rights, ats, bts = [], [], [], [], []
    while (open_ := (i > 0) | (j > 0)).any():
        u = batch.left[every, np.maximum(i - 1, 0)]
        v = batch.right[every, np.maximum(j - 1, 0)]
        here = sums[i, j, every]
        down = np.where(i > 0, sums[i - 1, j, every] + scores[u, none], -1e18)
        both = np.where((i > 0) & (j > 0), sums[i - 1, j - 1, every] + scores[u, v], -1e18)
        meets = open_ & (np.abs(both - here) < 1e-9)
        drops = open_ & ~meets & (np.abs(down - here) < 1e-9)
        adds = open_ & ~meets & ~drops
        for kind, a, b in ((meets, u, v), (drops, u, np.full(n, none)), (adds, np.full(n, none), v)):
            rows.append(every[kind])
            lefts.append(a[kind])
            rights.append(b[kind])
            ats.append(i[kind] - 1)
            bts.append(j[kind] - 1)
        i = i - (meets | drops)
        j = j - (meets | adds)
    found = [np.concatenate(part) for part in (rows, lefts, rights, ats, bts)]
    return found[0], found[1], found[2], found[3], found[4]


def _expected(batch: Batch, chance: Floats, weight: Floats, prior: float, unrelated: Floats, counts: Floats) -> Floats:
    """Add what an alignment is expected to hold to `counts`; how likely each pair is of one name."""
    none = len(chance) - 1
    left, right = batch.left.T, batch.right.T
    (la, n), lb = left.shape, len(right)
    drop, add = chance[left, none], chance[none, right]
    meet = chance[left[:, None], right[None, :]]
    ahead = np.zeros((la + 1, lb + 1, n))
    ahead[0, 0] = 1
    behind = np.zeros((la + 1, lb + 1, n))
    behind[la, lb] = 1
    for i in range(la + 1):
        if i:
            ahead[i] = ahead[i - 1] * drop[i - 1]
            ahead[i, 1:] += ahead[i - 1, :-1] * meet[i - 1]
        for j in range(lb):
            ahead[i, j + 1] += ahead[i, j] * add[j]
    for i in range(la, -1, -1):
        if i < la:
            behind[i] = behind[i + 1] * drop[i]
            behind[i, :-1] += behind[i + 1, 1:] * meet[i]
        for j in range(lb - 1, -1, -1):
            behind[i, j] += behind[i, j + 1] * add[j]
    whole = ahead[la, lb]
    apart = unrelated[left].prod(axis=0) * unrelated[right].prod(axis=0)
    related = prior * whole / (prior * whole + (1 - prior) * apart + 1e-300)
    share = weight * related / np.maximum(whole, 1e-300)
    size = len(chance)
    parts = (
        (left * size + none, (ahead[:-1] * behind[1:]).sum(1) * drop * share),
        (none * size + right, (ahead[:, :-1] * behind[:, 1:]).sum(0) * add * share),
        (left[:, None] * size + right[None, :], ahead[:-1, :-1] * meet * behind[1:, 1:] * share),
    )
    places = np.concatenate([place.ravel() for place, _ in parts])
    amounts = np.concatenate([amount.ravel() for _, amount in parts])
    counts += np.bincount(places, amounts, minlength=size * size).reshape(size, size)
    return np.asarray(related, np.float64)


def _kin(units: Sequence[str], code: dict[str, int]) -> Floats:
    """A count for every pair of units of one line of `KIN`, and for a unit with itself."""
    found = np.zeros((len(units), len(units)))
    for line in KIN.strip().splitlines():
        known = [code[unit] for unit in line.split() if unit in code]
        for a in known:
            for b in known:
                found[a, b] += 1
    found[np.arange(len(units)), np.arange(len(units))] += 4
    found[-1, -1] = 0
    return found


def meeting(
    batched: list[Batch], weights: Floats, units: Sequence[str], *, symmetric: bool, kin: float = 1.0
) -> tuple[Floats, Floats]:
    """The log odds of two units to meet, and how likely each pair is of one name; one direction, not symmetric."""
    size = len(units)
    code = {unit: at for at, unit in enumerate(units)}
    seen_left, seen_right = np.full(size, 1e-3), np.full(size, 1e-3)
    for batch in batched:
        w = weights[batch.rows]
        np.add.at(seen_left, batch.left.ravel(), np.repeat(w, batch.left.shape[1]))
        np.add.at(seen_right, batch.right.ravel(), np.repeat(w, batch.right.shape[1]))
    if symmetric:
        seen_left = seen_right = (seen_left + seen_right) / 2
    seen_left[-1] = seen_right[-1] = 0
    q_left, q_right = seen_left / seen_left.sum(), seen_right / seen_right.sum()
    known = kin * _kin(units, code) * ((seen_left > 0.5)[:, None] & (seen_right > 0.5)[None, :])
    counts = known * 20 + 1e-3 * seen_left.sum() * np.outer(q_left, q_right)
    counts[:-1, -1] = 0.15 * seen_left[:-1] + 0.1
    counts[-1, :-1] = 0.15 * seen_right[:-1] + 0.1
    unrelated = 0.45 * np.maximum((q_left + q_right) / 2, 1e-9)
    prior, related = 0.8, np.ones(len(weights))
    for _ in range(ROUNDS):
        chance = counts / counts.sum() * 0.92
        counts = known + 0.02 * np.outer(np.sqrt(seen_left), np.sqrt(seen_right)) / size
        counts[:-1, -1] += 0.05 + 0.01 * seen_left[:-1]
        counts[-1, :-1] += 0.05 + 0.01 * seen_right[:-1]
        for batch in batched:
            related[batch.rows] = _expected(batch, chance, weights[batch.rows], prior, unrelated, counts)
        if symmetric:
            counts = (counts + counts.T) / 2
        prior = float(np.clip((related * weights).sum() / weights.sum(), 0.3, 0.98))
    chance = counts / counts.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        odds = np.log(chance / np.outer(np.maximum(q_left, 1e-9), np.maximum(q_right, 1e-9)))
        odds[:-1, -1] = np.log(chance[:-1, -1] / np.maximum(q_left[:-1], 1e-9))
        odds[-1, :-1] = np.log(chance[-1, :-1] / np.maximum(q_right[:-1], 1e-9))
    never = (seen_left < 0.5)[:, None] | (seen_right < 0.5)[None, :]
    never[-1, :-1] = seen_right[:-1] < 0.5
    never[:-1, -1] = seen_left[:-1] < 0.5
    typical = np.where(_kin(units, code) > 0, 2.0, FLOOR)
    typical[-1, :] = typical[:, -1] = -2.5
    odds = np.where(never, typical, odds)
    return np.clip(np.nan_to_num(odds, nan=FLOOR, neginf=FLOOR, posinf=0), FLOOR, 6.0), related


def telling(
    good: Iterable[Batch], bad: Iterable[Batch], weight_good: Floats, scores: Floats, *, pull: float = 2.0
) -> Floats:
    """Scores that tell pairs of one name from pairs of two, by logistic regression on the best alignments' steps."""
    size = len(scores)
    rows, steps, labels, counts = [], [], [], []
    at = 0
    for batched, label in ((good, 1.0), (bad, 0.0)):
        for batch in batched:
            row, u, v, _, _ = best_steps(batch, scores)
            rows.append(row + at)
            steps.append(u * size + v)
            labels.append(np.full(len(batch.left), label))
            counts.append(weight_good[batch.rows] if label else np.ones(len(batch.left)))
            at += len(batch.left)
    row, step = np.concatenate(rows), np.concatenate(steps)
    known, weight = np.concatenate(labels), np.concatenate(counts)
    used, feature = np.unique(step, return_inverse=True)
    centre = 0.5 * scores.ravel()[used]
    theta, intercept = centre.copy(), -2.0
    first, second, t = np.zeros(len(used) + 1), np.zeros(len(used) + 1), 0
    for t in range(1, 161):
        z = np.bincount(row, weights=theta[feature], minlength=at) + intercept
        error = weight * (1 / (1 + np.exp(-np.clip(z, -30, 30))) - known)
        slope = np.append(
            np.bincount(feature, weights=error[row], minlength=len(used)) + pull * (theta - centre), error.sum()
        )
        first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope**2
        step_size = 0.05 * (first / (1 - 0.9**t)) / (np.sqrt(second / (1 - 0.999**t)) + 1e-9)
        theta -= step_size[:-1]
        intercept -= step_size[-1]
    found = 0.5 * scores.copy()
    found.ravel()[used] = theta
    return np.append(found.ravel(), intercept)


def plainest(text: str) -> Reading | None:
    """The first reading of a name, if it can be read."""
    readings = read(text).readings
    return next((reading for reading in readings if reading.script == "bare"), readings[0] if readings else None)


# From places to tables


_LATIN = "a b c d e f g h i j k l m n o p q r s t u v w x y z A I U S T D Z H ' ai au ou th dh kh gh sh ch zh ts @"
_BARE = "a b c d f g h j k l m n p q r s t v w x y z ' th dh kh gh sh t@ h@ a@"
ALPHABETS = {
    "latin": frozenset(_LATIN.split()),
    "bare": frozenset(_BARE.split()),
    "arabic": frozenset("ابتثجحخدذرزسشصضطظعغفقكلمنهويپچژگ") | {"ا@"},
    "cyrillic": frozenset("абвгдежзийклмнопрстуфхцчшщыьэюяіїєў"),
}
"""The units of each script; those of function words come besides."""

_FUNCTIONS = frozenset({words.ARTICLE, words.FATHER, words.SON, words.SERVANT})


def readings_of(place: Place, script: str) -> list[Reading]:
    """How the spellings of a place in a script are read; one that may be bare as bare and as Latin."""
    texts = place.spellings.get("latin" if script == "bare" else script, ())
    return [
        r
        for text in texts
        for r in read(text).readings
        if r.script == script and not r.cost - (script == "bare") * BARE
    ]


def training_pairs(
    places: Sequence[Place], one: str, other: str, extra: Sequence[tuple[str, str]]
) -> tuple[list[tuple[Reading, Reading]], list[float]]:
    """Pairs of spellings of one place each, and what they weigh: a place with many does not drown the others."""
    pairs: list[tuple[Reading, Reading]] = []
    weights: list[float] = []
    for place in places:
        mine, theirs = readings_of(place, one), readings_of(place, other)
        found = list(combinations(mine, 2)) if one == other else [(a, b) for a in mine for b in theirs]
        pairs += found
        weights += [2 * max(1, len(found)) ** -0.5] * len(found)
    for x, y in extra:
        a, b = plainest(x), plainest(y)
        if a and b and a.script == one and b.script == other:
            pairs.append((a, b))
            weights.append(0.3)
    return pairs, weights


def learn_tables(
    places: Sequence[Place], one: str, other: str, extra: Sequence[tuple[str, str]], *, pull: float = 2.0, seed: int = 0
) -> tuple[Tables, float]:
    """The tables of two scripts, and the intercept of the second."""
    pairs, weights = training_pairs(places, one, other, extra)
    units = (*sorted(ALPHABETS[one] | ALPHABETS[other] | _FUNCTIONS), NOTHING)
    code = {unit: at for at, unit in enumerate(units)}
    sequences = [(a.units, b.units) for a, b in pairs]
    batched = batches(sequences, code)
    weight = np.array(weights)
    known = np.zeros(len(pairs), bool)
    for batch in batched:
        known[batch.rows] = True
    scores, related = meeting(batched, weight, units, symmetric=one == other)
    rng = np.random.default_rng(seed)
    bad = batches(_strangers(places, one, other, scores, code, rng), code)
    kept = known & (related > 0.5)
    good = batches([s for s, keep in zip(sequences, kept, strict=True) if keep], code)
    told = telling(good, bad, weight[kept], scores, pull=pull)
    size = len(units)
    second, intercept = told[:-1].reshape(size, size), float(told[-1])
    if one == other:
        scores, second = (scores + scores.T) / 2, (second + second.T) / 2
    return Tables(units, scores, second), intercept


def _strangers(
    places: Sequence[Place], one: str, other: str, scores: Floats, code: dict[str, int], rng: np.random.Generator
) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Pairs of names of different places: many at random, and for every place those that are likest."""
    left = [(p, r) for p in places for r in readings_of(p, one)]
    right = [(p, r) for p in places for r in readings_of(p, other)]
    if not left or not right:
        return []
    found = []
    for i, j in zip(rng.integers(0, len(left), STRANGERS), rng.integers(0, len(right), STRANGERS), strict=True):
        if left[i][0].id != right[j][0].id:
            found.append((left[i][1].units, right[j][1].units))
    sample = [right[k] for k in rng.permutation(len(right))[:LOOKED_AT]]
    forms = {p.id: set(map(plain_form, p.all)) for p in places}
    pairs: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
    owners: list[tuple[int, int]] = []
    for place in places:
        mine = readings_of(place, one)[:2]
        if mine:
            others = [r for p, r in sample if p.id != place.id and not forms[p.id] & forms[place.id]]
            owners.append((len(pairs), len(pairs) + len(others)))
            pairs += [(mine[-1].units, r.units) for r in others]
    sums = np.empty(len(pairs))
    for batch in batches(pairs, code):
        sums[batch.rows] = best(batch, scores)[0] / (batch.left.shape[1] + batch.right.shape[1])
    for first, behind in owners:
        found += [pairs[first + k] for k in np.argsort(-sums[first:behind])[:8]]
    return found
