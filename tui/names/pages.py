"""What is said beside a name in a list: who uses it since when, why two may be one, in which sentences it stands.

Lines for a page, made of what the archive and its index hold. Nothing is decided here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from corpus.archive import Archive
from corpus.article import Row
from tui.names.listing import not_linked
from tui.passages import unit_at
from tui.records.page import PageLine, counted

if TYPE_CHECKING:
    from index.mentions import Found, Span
    from index.names.asking import Answer, Named, Names
    from index.names.candidates import Candidate

EXAMPLES = 5
"""So many articles are told of, with a sentence each."""
LONGEST_SENTENCE = 320
"""Longer sentences are cut around the name, in characters."""


def name_page(names: Names, archive: Archive, text: str, answer: Answer | None = None) -> list[PageLine]:
    """How a spelling is used: since when, by whom, in which sentences; and of which records it may be a name."""
    shown = next((each for each in answer.spellings if each.text == text), None) if answer else None
    lines = [PageLine(text, "title")]
    if shown is not None and answer is not None:
        level = {"match": "matches", "suggest": "may be", "contains": "is a longer form of"}.get(shown.level, "is like")
        lines.append(PageLine(f"{level} {answer.text}: {shown.why}" if shown.why else f"{level} {answer.text}", "meta"))
    table = names.table()
    number = table.number.get(text)
    if number is None:
        lines.append(PageLine("No article holds it.", "meta"))
    else:
        use = table.use(number, names.source, 12)
        since = f", since {date.fromordinal(use.first).isoformat()}" if use.first else ""
        lines.append(PageLine(f"{counted(use.articles, 'article')}{since}", "meta"))
    records = [each for each in names.known_as(text) if text in each.names] or names.known_as(text)
    if records:
        lines += [PageLine("Records", "head"), *(_record(each, text) for each in records)]
    if number is not None:
        lines += [PageLine("Who uses it", "head"), *(PageLine(who, remark=f"{n:,}") for who, n in use.outlets)]
        newest = archive.articles.rows(_newest(archive, table.articles_of(number).tolist()))
        lines += [PageLine("Where", "head"), *_examples(archive, newest, text)]
    return lines


def _record(named: Named, text: str) -> PageLine:
    return PageLine(named.label, record=named.id, remark="a name of it" if text in named.names else "like its name")


def _newest(archive: Archive, numbers: Sequence[int]) -> list[int]:
    columns = archive.articles.columns()
    dated = sorted(numbers, key=lambda n: -columns.day[columns.index[n]] if n in columns.index else 0)
    return dated[:EXAMPLES]


def _examples(archive: Archive, rows: Iterable[Row], text: str) -> Iterator[PageLine]:
    pattern = re.compile(r"\s+".join(map(re.escape, text.split())))
    for row in rows:
        yield article_line(row)
        body = archive.articles.text(row.n)
        if match := pattern.search(body):
            yield PageLine(sentence_at(body, match.start(), match.end()), "quote", record=row.id)


def article_line(row: Row) -> PageLine:
    """An article on one line."""
    return PageLine(f"{row.published or 'undated'}  {row.title}", record=row.id, remark=row.outlet or row.credit)


def sentence_at(text: str, start: int, end: int) -> str:
    """The sentence around a place in a text, in quotes; of a very long one the part around it."""
    first, last = unit_at(text, start, "sentence", (0, len(text)))
    if last - first > LONGEST_SENTENCE:
        first, last = max(first, start - LONGEST_SENTENCE // 2), min(last, end + LONGEST_SENTENCE // 2)
    return f"“{' '.join(text[first:last].split())}”"


def pair_page(names: Names, archive: Archive, pair: Candidate) -> list[PageLine]:
    """Why two records may be one: their names side by side, and the articles that have both."""
    lines = [PageLine(f"{pair.one.label} = {pair.other.label}?", "title")]
    level = "Their names match" if pair.level == "match" else "Their names are alike"
    lines += [PageLine(f"{level}: {' and '.join(pair.names)}: {pair.why}", "warning"), PageLine("", "blank")]
    for each in (pair.one, pair.other):
        lines.append(PageLine(each.label, "head"))
        lines.append(PageLine("its page", record=each.id, remark=_facts(archive, each.id)))
        table = names.table()
        for name in each.names:
            held = table.number.get(name)
            lines.append(PageLine(name, remark=counted(int(table.counts[held]), "article") if held is not None else ""))
    shared = _shared(names, pair)
    both = archive.articles.rows(_newest(archive, shared))
    lines.append(PageLine(f"{counted(len(shared), 'article')} with names of both", "head"))
    lines += [article_line(row) for row in both]
    if shared:
        lines.append(PageLine("Two names that stand side by side are often of two.", "meta"))
    return lines


def _facts(archive: Archive, record: str) -> str:
    row = next(iter(archive.records.rows([record])), None)
    facts = row.facts if row else {}
    return ", ".join(str(facts[name]) for name in ("type", "kind", "country") if facts.get(name))


def _shared(names: Names, pair: Candidate) -> list[int]:
    table = names.table()
    held = [
        {n for name in each.names if (at := table.number.get(name)) is not None for n in table.articles_of(at).tolist()}
        for each in (pair.one, pair.other)
    ]
    return sorted(held[0] & held[1])


def mention_page(found: Found, archive: Archive, record: str, n: int) -> list[PageLine]:
    """In which sentences of an article a record is named, and whether another may be meant."""
    row = archive.articles.rows([n])[0]
    lines = [PageLine(row.title, "title", record=row.id), PageLine(_facts_of(row), "meta")]
    lines += ambiguities(found, archive, record)
    return [*lines, PageLine("", "blank"), *sentences_with(found, archive, record, row)]


def _facts_of(row: Row) -> str:
    return "  ".join(part for part in (row.published or "undated", row.outlet or row.credit) if part)


def sentences_with(found: Found, archive: Archive, record: str, row: Row, most: int = 40) -> list[PageLine]:
    """The sentences of an article in which a record is named."""
    title, text = row.title, archive.articles.text(row.n)
    lines = [
        PageLine(f"“{title}”", "quote", record=row.id, remark="title") for _ in of_record(found, title, record)[:1]
    ]
    told = dict.fromkeys(sentence_at(text, each.start, each.end) for each in of_record(found, text, record))
    return [*lines, *(PageLine(each, "quote", record=row.id) for each in list(told)[:most])]


def not_linked_lines(
    names: Names, archive: Archive, record: str, cancelled: Callable[[], bool] = lambda: False
) -> list[PageLine]:
    """What the page of a record says of articles that name it and are not linked to it: how many, and the first few."""
    found = names.mentions(cancelled=cancelled)
    counts = not_linked(found, archive, record)
    if not counts or cancelled():
        return []
    lines = [PageLine(f"Mentioned, not linked: {counted(len(counts), 'article')}", "head", remark="m lists them")]
    lines += ambiguities(found, archive, record)
    for row in archive.articles.rows(list(counts)[:EXAMPLES]):
        lines.append(article_line(row))
        lines += sentences_with(found, archive, record, row)[:1]
    return lines


def of_record(found: Found, text: str, record: str) -> list[Span]:
    """Where a record is named in a text."""
    return [each for each in found.spans(text) if record in each.records]


def ambiguities(found: Found, archive: Archive, record: str) -> list[PageLine]:
    """The names of a record that others have too."""
    lines = []
    for name, others in found.ambiguous(record).items():
        labels = archive.records.rows_of.labels(others)
        listed = ", ".join(labels.get(other, other) for other in others)
        lines.append(PageLine(f"“{name}” is ambiguous: also a name of {listed}", "warning", record=others[0]))
    return lines
