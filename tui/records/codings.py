"""Several codings of one article beside each other: which events the coders have, and where they differ on one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from corpus.archive import Archive
from corpus.entry.shown import named_ids
from corpus.records.codings import Compared, Event
from corpus.store.operation import Json
from tui.coding.form import title
from tui.coding.harm import shown_harm
from tui.coding.rows import Labeller, shown_row
from tui.records.listing import Key, Listing
from tui.records.page import PageLine, counted

NOTHING = "nothing said"


def listing(archive: Archive, n: int) -> Listing:
    """The events of an article by who has them; without an article, the articles that several people coded."""
    if not n:
        return _articles(archive)
    events = archive.codings.events(archive.articles.get(n).id)
    groups: dict[str, list[Key]] = {}
    for event in events:
        coders = list(event.codings)
        words = " and ".join(coders) if len(coders) > 1 else f"{coders[0]} alone"
        groups.setdefault(words, []).append(event.base)
    return _grouped(groups)


def _articles(archive: Archive) -> Listing:
    groups: dict[str, list[Key]] = {}
    for id_, coders in archive.codings.several().items():
        n = archive.articles.number(id_)
        if n is not None:
            groups.setdefault("Coded by " + " and ".join(coders), []).append(n)
    return _grouped(groups)


def _grouped(groups: Mapping[str, list[Key]]) -> Listing:
    keys: list[Key] = []
    heads: dict[int, str] = {}
    for words, found in groups.items():
        heads[len(keys)] = f"{words}: {len(found):,}"
        keys += found
    return Listing(keys, heads, len(keys))


def page(archive: Archive, n: int, incident: str) -> list[PageLine]:
    """An event as each coder has it: what the first of them says, and below that what others say otherwise.

    Args:
        archive: The archive.
        n: The article.
        incident: An incident of any of the coders.
    """
    codings = archive.codings
    event = codings.event_of(archive.articles.get(n).id, incident) or Event({codings.coder(incident): incident})
    mine = next(iter(event.codings))
    values = {coder: archive.records.values(each) for coder, each in event.codings.items()}
    labels = archive.records.rows_of.labels([*event.codings.values(), *named_ids([*values.values()])])
    lines = [PageLine(labels.get(event.base, event.base), "title")]
    for coder, coded in event.codings.items():
        ref, status = (str(values[coder].get(name, "")) for name in ("ref", "status"))
        lines.append(PageLine(f"{ref}  {labels.get(coded, '')}", record=coded, remark=f"{coder}  {status}".strip()))
    if not event.others:
        lines.append(PageLine("Nobody else coded this event. M ties it to an incident that means the same.", "meta"))
        return lines

    def label(record: str) -> str:
        return labels.get(record, record)

    found = [(coder, each, codings.compare(event.base, each)) for coder, each in event.others]
    differ = sum(not each.alike for _, _, compared in found for each in compared)
    alike = sum(each.alike for _, _, compared in found for each in compared)
    lines.append(PageLine(f"{counted(differ, 'difference')}, {alike:,} alike", "meta"))
    lines.append(PageLine("", "blank"))
    for coder, other, compared in found:
        if any(not each.alike for each in compared):
            lines.append(PageLine(f"Where {mine} and {coder} differ", "head"))
        for each in compared:
            if not each.alike:
                lines += _difference(archive, event.base, other, mine, coder, each, label)
    for coder, _, compared in found:
        if any(each.alike for each in compared):
            lines.append(PageLine(f"Where {mine} and {coder} say the same", "head"))
        lines += [_value(each, each.mine, label) for each in compared if each.alike]
    return lines


def _difference(
    archive: Archive, one: str, other: str, mine: str, coder: str, each: Compared, label: Labeller
) -> Iterator[PageLine]:
    value = _value(each, each.mine, label)
    yield PageLine(value.text, "value", value.label, remark=mine)
    yield from _quotes(archive, one, each, each.path, each.mine)
    theirs = _value(each, each.theirs, label)
    yield PageLine(theirs.text, "differs", remark=coder, take=(one, other, each))
    yield from _quotes(archive, other, each, each.other_path, each.theirs)


def _value(each: Compared, said: Json, label: Labeller) -> PageLine:
    """What one coder says, as it is typed; of a part of a row, with what the row is about before it."""
    name = title(each.field.name)
    if said is None:
        text = NOTHING
    elif each.part is None and each.field.type == "elements":
        text = shown_harm(said, label) if each.field.name == "harm" else shown_row(each.field, said, label)
    else:
        text = label(str(said)) if isinstance(said, str) else str(said)
    if each.part is not None:
        row = each.about
        whole = shown_harm(row, label) if each.field.name == "harm" and row else ""
        about = whole or next((label(str(row[part.name])) for part in each.field.parts if part.name in row), "")
        part = each.part.name.replace("_", " ")
        text = f"{about.partition(',')[0]}: {part} {text}" if about else f"{part} {text}" if part != "edtf" else text
    return PageLine(text, "value", name)


def _quotes(archive: Archive, incident: str, each: Compared, path: str, said: Json) -> Iterator[PageLine]:
    """The words that a coder rests on what he says."""
    if said is None or not path:
        return
    wanted = each.field.name if each.field.type in ("words", "part") else path.partition(".")[0]
    quotes: dict[str, str] = {}
    for claim in archive.claims.about(incident, wanted):
        if each.field.type != "words" or claim.value == said:
            quotes.setdefault(" ".join(claim.quote.split()), claim.passage)
    for words, passage in list(quotes.items())[:2]:
        yield PageLine(f"“{words}”", "quote", record=passage)
