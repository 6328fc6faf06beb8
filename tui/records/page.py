"""The page of a record: its values with what every passage says of them, its ties, and what is known around it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.archive import Archive
from corpus.entry.shown import named_ids
from corpus.passages.anchor import Quote, place
from corpus.passages.claims import Choice, Claim, Sources
from corpus.records.codings import Compared
from corpus.records.record import Record, RecordRow
from corpus.records.views import Neighbour, PlaceNode, Unit
from corpus.store.operation import Json
from tui.coding.form import Line, build
from tui.records.listing import histogram

Sort = Literal["title", "meta", "head", "value", "claim", "differs", "quote", "row", "warning", "blank"]


@dataclass(frozen=True, slots=True)
class PageLine:
    """One line of a page.

    Attributes:
        text: What it says.
        sort: How it is drawn.
        label: What stands before it.
        record: The record that it leads to; of a claim its passage.
        path: Of a claim, the path of the field that it speaks of.
        value: Of a claim, the value that it gives.
        remark: What stands at its end.
        take: Of what another coder says: the incident in which it may be taken over, the other's, and what differs.
    """

    text: str
    sort: Sort = "row"
    label: str = ""
    record: str = ""
    path: str = ""
    value: Json = None
    remark: str = ""
    take: tuple[str, str, Compared] | None = None


def counted(count: int, word: str) -> str:
    """`1 passage`, `40 passages`."""
    return f"{count:,} {word if count == 1 else word + 's'}"


def page(archive: Archive, id_: str, bar: str = "#") -> list[PageLine]:
    """The page of a record.

    Args:
        archive: The archive.
        id_: The record.
        bar: The sign that bars are made of.

    Raises:
        RecordUnknown: There is no such record.
    """
    record = archive.records.get(id_)
    lines = [
        PageLine(archive.records.rows_of.labels([record.id]).get(record.id) or record.id, "title"),
        PageLine(_meta(record), "meta"),
        PageLine("", "blank"),
    ]
    lines += _troubles(record)
    match record.kind:
        case "passage":
            return [*lines, *_passage(archive, record)]
        case "actor":
            lines += _values(archive, record)
            lines += _actor(archive, record, bar)
        case "place":
            lines += _values(archive, record)
            lines += _place(archive, record)
        case "incident":
            lines += _values(archive, record)
            view = archive.profiles.incident(record.id)
            lines += _rows("Phases", view.phases)
            lines += _rows("Phase of", view.whole)
            lines += _ties([each for each in view.neighbours if each.relation not in ("phase of", "has phase")])
            lines += _sources(view.sources)
        case _:
            lines += _values(archive, record)
            lines += _ends(archive, record)
    return [*lines, *_notes(record)]


def _meta(record: Record) -> str:
    more = [str(record.values[name]) for name in ("status", "restricted") if record.values.get(name)]
    return "  ".join([record.kind, record.ref, *more, *(f"#{tag}" for tag in record.values.get("tags", ()))])


def _troubles(record: Record) -> Iterator[PageLine]:
    for each in record.differences:
        by = each.said.who or "somebody"
        yield PageLine(f"People differ on {each.field}: {each.said.value} counts, said by {by}", "warning")
        for other in each.others:
            text = "takes it away" if other.value is None else str(other.value)
            who = other.who or "somebody"
            yield PageLine(text, "differs", path=each.field, value=other.value, remark=f"{who}  {other.at[:10]}")
    for path, word in record.marked:
        yield PageLine(f"{path}: ‘{word}’ is in no vocabulary", "warning")
    for path in record.doubted:
        yield PageLine(f"Taken away by one while another worked on it: {path or 'the record'}", "warning")


def _values(archive: Archive, record: Record) -> list[PageLine]:
    """Every value with what passages say of it."""
    labels = archive.records.rows_of.labels(named_ids([record.values]))
    choices = archive.claims.choices(record.id)
    left = {choice.path: choice for choice in choices}
    found: list[PageLine] = []
    for line in build(record.kind, record.values, lambda each: labels.get(each, each), {}):
        if line.sort != "value":
            continue
        found.append(PageLine(line.text, "value", line.label, line.record, remark=line.basis))
        mine = [path for path in left if _speaks_of(line, path)]
        member = line.path.partition("/")[2]
        for path in mine:
            claims = [c for c in left[path].claims if not member or c.value == member]
            found += _claims(left[path], claims)
        for path in mine:
            if not member:
                del left[path]
    sets = {"names", "weapons", "also", "tags"}
    for path, choice in left.items():
        if path not in sets:
            found.append(PageLine("nothing chosen", "value", path))
            found += _claims(choice, choice.claims)
    return found


def _speaks_of(line: Line, path: str) -> bool:
    """Whether a path of a point is about a line of the form."""
    paths = ["event", "sub_event"] if line.field == "event" else [line.path]
    if "/" in line.path:
        paths.append(line.field)
    return any(path == each or path.startswith(f"{each}.") for each in paths)


def _claims(choice: Choice, claims: Sequence[Claim]) -> Iterator[PageLine]:
    chosen = choice.said.value if choice.said else None
    for claim in claims:
        differs = claim.stance != "says" or (chosen is not None and claim.value is not None and claim.value != chosen)
        chain = " < ".join(step.who or step.actor for step in claim.chain)
        outlet = claim.article.outlet or claim.article.credit or claim.article.title
        value = "" if claim.value is None else f" {claim.value}"
        parts = [f"{claim.stance}{value}", claim.article.published or "undated", outlet, chain]
        text = "  ".join(part for part in parts if part)
        origin = f"origin {claim.origin.label}"
        name = claim.path.rpartition(".")[2] if "." in claim.path else ""
        yield PageLine(text, "differs" if differs else "claim", name, claim.passage, claim.path, claim.value, origin)
        yield PageLine(f"“{' '.join(claim.quote.split())}”", "quote", record=claim.passage)


def _actor(archive: Archive, record: Record, bar: str) -> list[PageLine]:
    profile = archive.profiles.actor(record.id)
    lines: list[PageLine] = []
    if profile.names:
        lines.append(PageLine("Found as", "head"))
    for found in profile.names:
        where = f"{counted(found.passages, 'passage')}, {counted(found.articles, 'article')}"
        lines.append(PageLine(found.text, remark=where))
    years = Counter({str(year or "no date"): sum(roles.values()) for year, roles in profile.by_year.items()})
    if years:
        lines.append(PageLine("Incidents by year", "head"))
        lines += [PageLine(f"{name:<8} {bars}") for name, bars in histogram(years, bar)]
        roles: Counter[str] = Counter()
        for each in profile.by_year.values():
            roles.update(each)
        lines.append(PageLine("Roles", "head"))
        lines += [PageLine(f"{role or 'no role'}", remark=f"{n:,}") for role, n in roles.most_common()]
    if profile.beside:
        lines.append(PageLine("Beside it", "head"))
        lines += [PageLine(label, record=other, remark=f"{n:,}") for other, label, n in profile.beside]
    if profile.above or profile.unit.people or profile.unit.units:
        lines.append(PageLine("Units and people", "head"))
        lines += [PageLine(f"part of {step.label}", record=step.record) for step in profile.above]
        lines += _units(profile.unit)
    lines += _rows("Incidents", profile.incidents, profile.incident_count)
    lines += _ties(profile.neighbours)
    if profile.linked or profile.mentioned:
        lines.append(
            PageLine(f"{profile.linked:,} articles say something of it, {profile.mentioned:,} name it", "meta")
        )
    return lines


def _units(unit: Unit, depth: int = 0) -> Iterator[PageLine]:
    indent = "  " * depth
    for person in unit.people:
        yield PageLine(f"{indent}{person.label}", record=person.record, remark=person.words or person.relation)
    for below in unit.units:
        yield PageLine(f"{indent}{below.label}", record=below.record, remark="part of it")
        yield from _units(below, depth + 1)


def _place(archive: Archive, record: Record) -> list[PageLine]:
    profile = archive.profiles.place(record.id)
    lines: list[PageLine] = []
    if profile.above:
        lines.append(PageLine("Lies in", "head"))
        lines += [PageLine(f"{'  ' * i}{label}", record=id_) for i, (id_, label) in enumerate(profile.above)]
    if profile.within.places:
        lines.append(PageLine("Within it", "head"))
        lines += _nodes(profile.within)
    return [*lines, *_rows("Incidents", profile.incidents, profile.incident_count), *_ties(profile.neighbours)]


def _nodes(node: PlaceNode, depth: int = 0) -> Iterator[PageLine]:
    for below in node.places:
        remark = counted(below.incidents, "incident") if below.incidents else ""
        yield PageLine(f"{'  ' * depth}{below.label}", record=below.record, remark=remark)
        yield from _nodes(below, depth + 1)


def _rows(title: str, rows: Sequence[RecordRow], count: int = 0) -> list[PageLine]:
    if not rows:
        return []
    head = f"{title}: {count:,}" if count else title
    lines = [PageLine(row_words(row), record=row.id, remark=str(row.facts.get("status", ""))) for row in rows]
    more = [PageLine(f"and {count - len(rows):,} more", "meta")] if count > len(rows) else []
    return [PageLine(head, "head"), *lines, *more]


def row_words(row: RecordRow) -> str:
    """A record on one line, in words."""
    facts = [str(row.facts.get("date.edtf", "")), row.label]
    return "  ".join(each for each in facts if each)


def _ties(neighbours: Sequence[Neighbour]) -> list[PageLine]:
    if not neighbours:
        return []
    lines = [PageLine("Ties", "head")]
    for each in neighbours:
        when = "/".join((each.since, each.until)) if each.since or each.until else ""
        remark = ", ".join(part for part in (each.words, when) if part)
        lines.append(PageLine(f"{each.relation} {each.label}", record=each.record, remark=remark))
    return lines


def _ends(archive: Archive, record: Record) -> list[PageLine]:
    ends = [str(record.values.get(name, "")) for name in ("from", "to")]
    labels = archive.records.rows_of.labels(ends)
    return [PageLine("Joins", "head"), *(PageLine(labels.get(each, each), record=each) for each in ends if each)]


def _sources(sources: Sources) -> list[PageLine]:
    if not sources.passages:
        return []
    lines = [PageLine(f"Sources: {counted(sources.passages, 'passage')}, {sources}", "head")]
    for origin, n in sources.origins:
        lines.append(PageLine(origin.label, record=origin.actor, remark=counted(n, "passage")))
    told = [(row, f"{row.published or 'undated'}  {row.title}") for row in sources.articles]
    lines += [PageLine(words, record=row.id, remark=row.outlet or row.credit) for row, words in told]
    return lines


def _notes(record: Record) -> list[PageLine]:
    notes = record.values.get("notes", ())
    if not notes:
        return []
    lines = [PageLine("Notes", "head")]
    for note in notes:
        by = " ".join(str(note[name])[:10] for name in ("at", "who") if note.get(name))
        lines.append(PageLine(str(note.get("text", "")).replace("\n", " "), remark=by))
    return lines


PLACED = {
    "here": "Its words are in the article where they were.",
    "moved": "Its words are in the article, at another place than before.",
    "changed": "The article says something else there now.",
    "lost": "Its words are not in the article any more, or the article is not here.",
}


def _passage(archive: Archive, record: Record) -> list[PageLine]:
    values = record.values
    article, part = str(values.get("article", "")), str(values.get("in", "text"))
    found = place(Quote.read(values.get("quote") or {}), archive.records.part_text(article, part))
    how = found.how if found else "lost"
    labels = archive.records.rows_of.labels([article, *named_ids([values.get("points"), values.get("via")])])
    lines = [
        PageLine(PLACED[how], "meta" if how in ("here", "moved") else "warning"),
        PageLine(f"“{' '.join(str((values.get('quote') or {}).get('exact', '')).split())}”", "quote", record=record.id),
        PageLine(labels.get(article, article), record=article, label="article"),
    ]
    for step in values.get("via", ()):
        who = str(step.get("who") or labels.get(str(step.get("actor")), ""))
        lines.append(PageLine(f"{who} {step.get('how', '')}", label="via", record=str(step.get("actor", ""))))
    if values.get("points"):
        lines.append(PageLine("What it supports", "head"))
    for point in values.get("points", ()):
        target = str(point.get("record", ""))
        value = "" if point.get("value") is None else f" {point['value']}"
        text = f"{labels.get(target, target)}: {point.get('field')}{value}"
        lines.append(PageLine(text, record=target, remark=str(point.get("stance", "says"))))
    return lines
