"""How well files are read: `python -m bench.readers [--wrong] [--json FILE]`, on the folder that DATELINE_DATA names.

Pages with what people noted of them are read by us and, in the same run, by bare trafilatura, readability-lxml and
newspaper4k (`page_scores` says how each is scored); files of some forty encodings are decoded by us and by bare
charset-normalizer. English pages are read once more in Arabic and in Cyrillic letters. Every collection is also shown
by its halves, even and odd pages in the order of their names, so that a rule that only fits some pages shows. Rates
are pages a second of processor time.
"""

from __future__ import annotations

import argparse
import logging
import os
import time
import warnings
from pathlib import Path

from bench.encoding_scores import Decoders, score_encodings
from bench.page_cases import Case, encoded, pages
from bench.page_peers import READERS, read_by
from bench.page_scores import FIELDS, Score
from bench.page_scripts import SCRIPTS, in_script
from bench.report import machine, save
from corpus.readers.language import language_of

_BARS = (
    "bars: text F1 ≥ 0.950 on article_extraction_benchmark and ≥ trafilatura's on each; title ≥ 95 %, date ≥ 90 %,"
    " author ≥ 80 %; pages a second ≥ 0.8 × trafilatura's"
)


def scored(cases: list[Case], who: str) -> tuple[Score, Score, Score, float]:
    """One reader's score over some pages, over their even and their odd half, and the seconds it took."""
    whole, even, odd = Score(), Score(), Score()
    seconds = 0.0
    for at, case in enumerate(sorted(cases, key=lambda case: case.name)):
        began = time.process_time()
        told = read_by(who, case)
        seconds += time.process_time() - began
        for score in (whole, odd if at % 2 else even):
            score.add(case, told)
    return whole, even, odd, seconds


def line(who: str, score: Score, seconds: float = 0.0, cases: int = 0) -> str:
    """A score as a line of the table."""
    f1, precision, recall = score.text()
    shares = []
    for name in FIELDS:
        share, of = score.share(name)
        shares.append(f"{share:7.1%} of {of:<4}" if of else f"{'–':>7}        ")
    rate = f"{cases / seconds:6.0f}/s" if seconds else ""
    return f"  {who:20} {f1:.3f}  {precision:.3f}  {recall:.3f}  {'  '.join(shares)} {rate}".rstrip()


def figures(score: Score) -> dict[str, float]:
    """A score for scripts."""
    f1, precision, recall = score.text()
    return {"f1": f1, "precision": precision, "recall": recall, **{n: score.share(n)[0] for n in score.right}}


def by_language(cases: list[Case]) -> dict[str, list[Case]]:
    """The pages whose whole body is known, by its language."""
    groups: dict[str, list[Case]] = {}
    for case in cases:
        if case.text:
            groups.setdefault(language_of(case.text) or "?", []).append(case)
    return groups


def score_pages(collections: dict[str, list[Case]], *, wrong: bool) -> dict[str, object]:
    """Print a table for every collection; gives its figures."""
    kept: dict[str, object] = {}
    heading = f"  {'':20} {'F1':5}  {'prec.':5}  {'recall':6} {'title':>8}{'near':>16}{'date':>16}{'author':>17}"
    for name, cases in collections.items():
        print(f"\n{name}: {len(cases)} pages\n{heading}")
        told: dict[str, object] = {}
        for who in READERS:
            whole, even, odd, seconds = scored(cases, who)
            print(line(who, whole, seconds, len(cases)))
            told[who] = {**figures(whole), "pages_per_second": len(cases) / seconds}
            if who == "dateline":
                print(line("  even half", even))
                print(line("  odd half", odd))
                told["even"], told["odd"] = figures(even), figures(odd)
                for page, field, mine, noted in whole.wrong if wrong else ():
                    print(f"      {field:6} {page}: {mine!r} for {noted!r}")
        kept[name] = told
    every = [case for each in collections.values() for case in each]
    print("\nEnglish pages whose whole body is known, and the same in other letters")
    for name, letters in SCRIPTS.items():
        cases = list(in_script(every, letters))
        if cases:
            whole, _, _, seconds = scored(cases, "dateline")
            print(line(name, whole, seconds, len(cases)))
            kept[name] = figures(whole)
    print("\nby language, where the whole body is known")
    for language, cases in sorted(by_language(every).items()):
        whole, _, _, seconds = scored(cases, "dateline")
        print(line(f"{language} ({len(cases)})", whole, seconds, len(cases)))
        kept[f"language {language}"] = figures(whole)
    return kept


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wrong", action="store_true", help="show every value of ours that is not as noted")
    parser.add_argument("--only", help="one collection alone")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    data = os.environ.get("DATELINE_DATA", "")
    if not data:
        raise SystemExit("needs real data: set DATELINE_DATA to a folder of it")
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    print(", ".join(machine().values()))
    collections = pages(Path(data))
    if asked.only:
        collections = {asked.only: collections[asked.only]}
    kept = score_pages(collections, wrong=asked.wrong)
    print(f"\n{_BARS}")
    if not asked.only:
        decoders: Decoders = score_encodings(encoded(Path(data)), wrong=asked.wrong)
        kept["encodings"] = decoders
    save(asked.json, {"benchmark": "readers", **kept})


if __name__ == "__main__":
    main()
