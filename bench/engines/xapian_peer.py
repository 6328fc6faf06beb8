"""Xapian as a process of its own, for a Python that has its module: `python bench/xapian_peer.py DATABASE`.

It imports nothing of this project. Each line of standard input is a question in JSON, each line of standard output its
answer, with the seconds of CPU and of the clock that it took. `bench.engines.Xapian` speaks to it.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from typing import Any

import xapian

DAY, OUTLET, YEAR = 0, 1, 2
_TITLE_WEIGHS = 6
_FLUSH = 50_000


class Peer:
    """A database that is written and asked.

    Args:
        path: Where it is.
        top: How many hits are named.
    """

    def __init__(self, path: str, top: int) -> None:
        self._top = top
        self._written = xapian.WritableDatabase(path, xapian.DB_CREATE_OR_OPEN)
        self._generator = xapian.TermGenerator()
        self._generator.set_stemmer(xapian.Stem("en"))
        self._stale = True

    def put(self, items: list[dict[str, Any]]) -> int:
        """Take articles in, in the place of those with the same number."""
        for item in items:
            document = xapian.Document()
            self._generator.set_document(document)
            self._generator.set_termpos(0)
            self._generator.index_text(item["title"], _TITLE_WEIGHS)
            self._generator.increase_termpos(100)
            self._generator.index_text(item["text"])
            document.add_value(DAY, xapian.sortable_serialise(item["day"]))
            document.add_value(OUTLET, item["outlet"])
            document.add_value(YEAR, str(item["day"] // 365))
            document.set_data(str(item["n"]))
            name = f"Q{item['n']}"
            document.add_boolean_term(name)
            self._written.replace_document(name, document)
        return len(items)

    def commit(self) -> int:
        """Have the disk hold what was taken in."""
        self._written.commit()
        self._stale = True
        return int(self._written.get_doccount())

    def _open(self, path: str) -> None:
        if self._stale:
            self._read = xapian.Database(path)
            self._parser = xapian.QueryParser()
            self._parser.set_database(self._read)
            self._parser.set_stemmer(xapian.Stem("en"))
            self._parser.set_stemming_strategy(xapian.QueryParser.STEM_SOME)
            self._stale = False

    def ask(self, path: str, kind: str, words: list[str], days: list[int]) -> int | None:
        """Count all hits and name the best; None for what Xapian cannot be asked."""
        self._open(path)
        a, *rest = words
        texts = {
            "both": " AND ".join(words),
            "any": " OR ".join(words),
            "not": f"{a} AND NOT {' '.join(rest)}",
            "phrase": f'"{" ".join(words)}"',
            "near": " NEAR/6 ".join(words),
            "prefix": f"{a}*",
            "typing": f"{a} AND {' '.join(rest)}*",
        }
        if kind.startswith("fuzzy"):
            return None
        flags = xapian.QueryParser.FLAG_DEFAULT | xapian.QueryParser.FLAG_WILDCARD
        query = self._parser.parse_query(texts.get(kind, a), flags)
        if kind == "dated":
            within = xapian.Query(xapian.Query.OP_VALUE_RANGE, DAY, *map(xapian.sortable_serialise, days))
            query = xapian.Query(xapian.Query.OP_FILTER, query, within)
        enquire = xapian.Enquire(self._read)
        enquire.set_query(query)
        if kind == "newest":
            enquire.set_sort_by_value(DAY, True)
        spies = [xapian.ValueCountMatchSpy(slot) for slot in (OUTLET, YEAR)] if kind == "facets" else []
        for spy in spies:
            enquire.add_matchspy(spy)
        found = enquire.get_mset(0, self._top, self._read.get_doccount())
        for hit in found:
            hit.document.get_data()
        for spy in spies:
            list(spy.values())
        return int(found.get_matches_estimated())


def main() -> None:
    """Answer until nobody asks any more."""
    path, top = sys.argv[1], int(sys.argv[2])
    peer = Peer(path, top)
    waiting = 0
    for line in sys.stdin:
        asked = json.loads(line)
        wall, cpu = time.perf_counter(), time.process_time()
        answer: int | None
        if "put" in asked:
            answer = peer.put(asked["put"])
            waiting += answer
            if waiting >= _FLUSH:
                answer, waiting = peer.commit(), 0
        elif "commit" in asked:
            answer, waiting = peer.commit(), 0
        else:
            answer = peer.ask(path, asked["kind"], asked["words"], asked["days"])
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        told = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu, "peak_mb": peak}
        sys.stdout.write(json.dumps({"answer": answer, **told}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
