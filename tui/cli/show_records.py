"""How `dateline show` prints records other than articles: each with what it rests on and what points to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from corpus.archive import Archive
from tui.cli.output import Strong, many, say

if TYPE_CHECKING:
    from corpus.passages.claims import Choice, Claim, Sources
    from corpus.records.record import Pointer, Record, RecordRow
    from corpus.records.views import Neighbour, PlaceNode, Unit

POINTERS = 200
_OWN_PAGE = ("tags", "notes", "names", "points", "via", "quote")


def record_values(archive: Archive, id_: str) -> dict[str, Any]:
    """A record whole, as the values that `--json` prints."""
    record = archive.records.get(id_)
    return {
        "id": record.id,
        "kind": record.kind,
        "label": record.label,
        "values": dict(record.values),
        "said": {path: {"who": said.who, "at": said.at} for path, said in record.said.items()},
        "differences": [asdict(each) for each in record.differences],
        "outside_vocabularies": [{"field": path, "word": word} for path, word in record.marked],
        "merged": list(record.merged),
        "pointing": [asdict(each) for each in archive.records.points_to(record.id, limit=POINTERS)],
        **_more_values(archive, record),
    }


def _more_values(archive: Archive, record: Record) -> dict[str, Any]:
    from tui.cli.mentions import mention_counts

    sources = {"sources": _sources_values(archive.claims.sources(record.id))}
    choices = {"choices": [_choice_values(each) for each in archive.claims.choices(record.id)]}
    match record.kind:
        case "incident":
            view = archive.profiles.incident(record.id)
            return {
                **choices,
                **sources,
                "phases": [_row_values(row) for row in view.phases],
                "whole": [_row_values(row) for row in view.whole],
                "neighbours": [asdict(each) for each in view.neighbours],
            }
        case "actor":
            profile = archive.profiles.actor(record.id)
            return {
                **choices,
                **sources,
                "names_found": [{**asdict(n), "published": _span(n.published)} for n in profile.names],
                "seen": _span(profile.seen),
                "told": _span(profile.told),
                "by_year": {str(year): dict(roles) for year, roles in profile.by_year.items()},
                "incidents": [_row_values(row) for row in profile.incidents],
                "incident_count": profile.incident_count,
                "beside": [{"id": other, "label": label, "incidents": n} for other, label, n in profile.beside],
                "above": [asdict(each) for each in profile.above],
                "unit": asdict(profile.unit),
                "neighbours": [asdict(each) for each in profile.neighbours],
                "linked": profile.linked,
                "mentioned": profile.mentioned,
                "named_in": mention_counts(archive, record.id),
            }
        case "place":
            place = archive.profiles.place(record.id)
            return {
                **choices,
                **sources,
                "above": [{"id": other, "label": label} for other, label in place.above],
                "within": asdict(place.within),
                "incidents": [_row_values(row) for row in place.incidents],
                "incident_count": place.incident_count,
                "neighbours": [asdict(each) for each in place.neighbours],
                "named_in": mention_counts(archive, record.id),
            }
        case "passage":
            placed = _placed(archive, record.values)
            return {"placed": placed[0], "start": placed[1], "end": placed[2]}
        case _:
            return {**choices, **sources}


def _row_values(row: RecordRow) -> dict[str, Any]:
    return {"id": row.id, "ref": row.ref, "label": row.label, **dict(row.facts), "tags": list(row.tags)}


def _sources_values(sources: Sources) -> dict[str, Any]:
    return {
        "passages": sources.passages,
        "articles": [asdict(each) for each in sources.articles],
        "outlets": [{"outlet": outlet, "articles": n} for outlet, n in sources.outlets],
        "origins": [{"label": origin.label, "actor": origin.actor, "passages": n} for origin, n in sources.origins],
    }


def _choice_values(choice: Choice) -> dict[str, Any]:
    return {**asdict(choice), "claims": [asdict(claim) for claim in choice.claims]}


def _span(span: Any) -> list[str]:
    return [each.isoformat() if each else "" for each in (span.first, span.last)]


# For people


def say_record(archive: Archive, id_: str) -> None:
    """Print a record, for people."""
    record = archive.records.get(id_)
    labels = _labels(archive, record)
    say(Strong(record.label or record.id))
    say(f"{record.kind} {record.ref}  {record.id}")
    if record.merged:
        say(f"stands also for: {', '.join(record.merged)}")
    _say_values(record, labels)
    _say_troubles(record)
    match record.kind:
        case "incident":
            _say_incident(archive, record)
        case "actor":
            _say_actor(archive, record)
        case "place":
            _say_place(archive, record)
        case "passage":
            _say_passage(archive, record, labels)
        case "link" | "search" | "distinction":
            _say_choices(archive, record)
    _say_pointers(archive, record)


def _labels(archive: Archive, record: Record) -> Mapping[str, str]:
    from corpus.entry.shown import named_ids

    return archive.records.rows_of.labels(named_ids([record.values]))


def _named(id_: str, labels: Mapping[str, str]) -> str:
    return f"{labels[id_]} ({id_})" if labels.get(id_) else id_


def _say_values(record: Record, labels: Mapping[str, str]) -> None:
    for name in record.values.get("names", ()):
        more = ", ".join(str(name[part]) for part in ("kind", "lang") if name.get(part))
        say(f"name: {name['text']}", f"  ({more})" if more else "")
    for field, value in record.values.items():
        if field in _OWN_PAGE or field == "ref":
            continue
        if isinstance(value, list) and value and isinstance(value[0], Mapping):
            say(f"{field}:")
            for row in value:
                say(f"  {_flat(row, labels)}")
        else:
            say(f"{field}: {_flat(value, labels)}")
    if record.values.get("tags"):
        say(f"tags: {', '.join(record.values['tags'])}")
    for note in record.values.get("notes", ()):
        say(f"note, {' '.join(str(note[p]) for p in ('at', 'who') if note.get(p))}: {note.get('text', '')}")


def _flat(value: Any, labels: Mapping[str, str]) -> str:
    if isinstance(value, Mapping):
        own = f"[{value['id']}] " if "id" in value else ""
        return own + ", ".join(f"{name} {_flat(part, labels)}" for name, part in value.items() if name != "id")
    if isinstance(value, list | tuple):
        return ", ".join(_flat(each, labels) for each in value)
    return _named(value, labels) if isinstance(value, str) else str(value)


def _say_troubles(record: Record) -> None:
    for difference in record.differences:
        say(f"people differ on {difference.field}: {difference.said.value} counts; others say ")
        for other in difference.others:
            say(f"  {other.value}", f", {other.who}" if other.who else "")
    for path, word in record.marked:
        say(f"outside the vocabularies: {path} {word}")
    for path in record.doubted:
        say(f"taken away by one while another worked on it, and kept: {path or 'the record'}")


def _say_incident(archive: Archive, record: Record) -> None:
    view = archive.profiles.incident(record.id)
    _say_rows("phases", view.phases)
    _say_rows("phase of", view.whole)
    _say_neighbours([each for each in view.neighbours if each.relation not in ("phase of", "has phase")])
    _say_choices(archive, record)
    _say_sources(view.sources)


def _say_choices(archive: Archive, record: Record) -> None:
    """Every field that passages speak of: what was chosen, and what each of them says."""
    choices = archive.claims.choices(record.id)
    if choices:
        say()
        say("What passages say")
    for choice in choices:
        chosen = "nothing chosen"
        if choice.said is not None:
            by = f", {choice.said.who}" if choice.said.who else ""
            chosen = f"{_flat(choice.said.value, {})}{by} {choice.said.at[:10]}".rstrip()
        basis = f", {choice.basis}" if choice.basis else ""
        say("  ", Strong(choice.path), f": {chosen}{basis}" if choice.said or basis else "")
        for claim in choice.claims:
            say(f"    {_claim(claim)}")
            say(f"      “{claim.quote}”  {claim.passage}")


def _claim(claim: Claim) -> str:
    value = "" if claim.value is None else f" {_flat(claim.value, {})}"
    chain = " ◂ ".join(f"{step.who or step.actor}{f' ({step.how})' if step.how else ''}" for step in claim.chain)
    outlet = claim.article.outlet or claim.article.credit or claim.article.title
    parts = [f"{claim.stance}{value}", claim.article.published or "undated", outlet, chain]
    return " · ".join([*(part for part in parts if part), f"origin: {claim.origin.label}"])


def _say_sources(sources: Sources) -> None:
    if sources.passages:
        say()
        count = f"{many(sources.passages, 'passage')} of {many(len(sources.articles), 'article')}"
        say(f"Sources: {count}, {sources}")
        for origin, n in sources.origins:
            say(f"  {many(n, 'passage')} from {origin.label}")
        for row in sources.articles:
            outlet = row.outlet or row.credit
            say(f"  {row.published or 'undated'}  {row.title}", f"  ({outlet})" if outlet else "", f"  {row.id}")


def _say_rows(title: str, rows: list[RecordRow], count: int = 0) -> None:
    if rows:
        say()
        say(f"{title[0].upper()}{title[1:]}", f": {many(count, 'incident')}" if count else "")
    for row in rows:
        say(f"  {line(row)}")
    if count > len(rows):
        say(f"  … and {count - len(rows):,} more")


def line(row: RecordRow) -> str:
    """A record on one line."""
    facts = [str(row.facts.get("date.edtf", "")), row.ref, row.label]
    more = [str(row.facts[name]) for name in ("sub_event", "type", "kind", "country", "status") if row.facts.get(name)]
    scope = row.facts.get("scope")
    if scope and scope != "single":
        more.insert(0, str(scope))
    return "  ".join(each for each in facts if each) + (f"  ({', '.join(more)})" if more else "")


def _say_neighbours(neighbours: list[Neighbour]) -> None:
    if neighbours:
        say()
        say("Ties")
    for each in neighbours:
        when = "/".join((each.since, each.until)) if each.since or each.until else ""
        more = ", ".join(part for part in (each.words, when) if part)
        say(f"  {each.relation} {each.label}", f" ({more})" if more else "", f"  {each.link}")


def _say_actor(archive: Archive, record: Record) -> None:
    profile = archive.profiles.actor(record.id)
    for found in profile.names:
        say(f"found as: {found.text}  ({many(found.passages, 'passage')}, {many(found.articles, 'article')})")
    for words, span in (("seen", profile.seen), ("told of", profile.told)):
        first, last = _span(span)
        if first or last:
            say(f"{words}: {first or '…'} to {last or '…'}")
    if profile.linked or profile.mentioned:
        say(f"articles: {profile.linked:,} say something of it, {profile.mentioned:,} only name it")
    _say_mentions(archive, record.id)
    for year, roles in profile.by_year.items():
        counts = ", ".join(f"{role or 'no role'} {n}" for role, n in roles.items())
        say(f"{year or 'undated'}: {counts}")
    for step in profile.above:
        say(f"part of: {step.label}  {step.record}")
    unit = list(_unit_lines(profile.unit))
    if unit:
        say()
        say("Units and people")
        for each in unit:
            say(f"  {each}")
    _say_rows("incidents", profile.incidents, profile.incident_count)
    if profile.beside:
        say()
        say("Beside it")
        for other, label, n in profile.beside:
            say(f"  {n:>3}  {label}  {other}")
    _say_neighbours(profile.neighbours)
    _say_choices(archive, record)


def _say_mentions(archive: Archive, id_: str) -> None:
    """In how many articles a name of it stands, if they were looked through."""
    from tui.cli.mentions import mention_counts

    counts = mention_counts(archive, id_)
    if counts:
        say(f"named in {many(counts['articles'], 'article')}: dateline mentions {id_}")
        for name in counts["ambiguous"]:
            say(f"“{name}” is also a name of another")


def _unit_lines(unit: Unit, depth: int = 0) -> Iterator[str]:
    indent = "  " * depth
    for person in unit.people:
        yield f"{indent}{person.label}: {person.words or person.relation}"
    for below in unit.units:
        yield f"{indent}{below.label}"
        yield from _unit_lines(below, depth + 1)


def _say_place(archive: Archive, record: Record) -> None:
    profile = archive.profiles.place(record.id)
    if profile.above:
        say(f"lies in: {' ◂ '.join(label for _, label in profile.above)}")
    _say_mentions(archive, record.id)
    inside = list(_place_lines(profile.within))
    if inside:
        say()
        say("Within it")
        for each in inside:
            say(f"  {each}")
    _say_rows("incidents", profile.incidents, profile.incident_count)
    _say_neighbours(profile.neighbours)
    _say_choices(archive, record)


def _place_lines(node: PlaceNode, depth: int = 0) -> Iterator[str]:
    for below in node.places:
        yield f"{'  ' * depth}{below.label}" + (f"  ({many(below.incidents, 'incident')})" if below.incidents else "")
        yield from _place_lines(below, depth + 1)


def _placed(archive: Archive, values: Mapping[str, Any]) -> tuple[str, int, int]:
    """Whether a passage's quote is still where it was: `here`, `moved`, `changed` or `lost`, and where it is."""
    from corpus.passages.anchor import Quote, place

    quote, article = values.get("quote"), str(values.get("article", ""))
    if not isinstance(quote, Mapping) or not archive.records.is_article(article):
        return ("lost", 0, 0)
    text = archive.records.part_text(article, str(values.get("in", "text")))
    found = place(Quote.read(quote), text)
    return (found.how, found.start, found.end) if found else ("lost", 0, 0)


_PLACED = {
    "here": "It is in the article where it was.",
    "moved": "It is in the article, at another place than before.",
    "changed": "The article now says something else there.",
    "lost": "It is not in the article any more, or the article is not here.",
}


def _say_passage(archive: Archive, record: Record, labels: Mapping[str, str]) -> None:
    how, start, end = _placed(archive, record.values)
    say(_PLACED[how])
    say()
    if how == "lost":
        quote = record.values.get("quote") or {}
        say(f"…{quote.get('prefix', '')}", Strong(str(quote.get("exact", ""))), f"{quote.get('suffix', '')}…")
    else:
        text = archive.records.part_text(str(record.values["article"]), str(record.values.get("in", "text")))
        low, high = max(0, start - 200), end + 200
        before, after = text[low:start], text[end:high]
        say("…" if low else "", before, Strong(text[start:end]), after, "…" if high < len(text) else "")
    for i, step in enumerate(record.values.get("via", ()), 1):
        say(f"via {i}: {_flat(step, labels)}")
    for i, point in enumerate(record.values.get("points", ()), 1):
        value = "" if point.get("value") is None else f" {_flat(point['value'], labels)}"
        target = _named(str(point.get("record", "")), labels)
        say(f"point {i}: {point.get('stance', 'says')} {point.get('field')}{value}  of {target}")


def _say_pointers(archive: Archive, record: Record) -> None:
    """What names the record, by where it is named; points and ties are shown above already."""
    pointers = archive.records.points_to(record.id, limit=POINTERS)
    shown_above = {"points", "from", "to"} if record.kind != "passage" else set()
    if record.kind in ("actor", "place"):
        shown_above |= {"actors", "places"} if record.kind == "actor" else {"places", "within"}
    left = [each for each in pointers if each.slot not in shown_above]
    if left:
        say()
        say("Named by")
    for each in left:
        say(f"  {_pointer(each)}")
    if len(pointers) == POINTERS:
        say("  … and more")


def _pointer(each: Pointer) -> str:
    word = f" ({each.word})" if each.word else ""
    return f"{each.kind} {each.label}: {each.slot}{word}  {each.source}"


def say_article_records(archive: Archive, article: str) -> None:
    """Print what was recorded of an article: the incidents told in it, and its passages."""
    passages, incidents = article_records(archive, article)
    if incidents:
        say()
        say("Incidents told in it")
        for row in incidents:
            say(f"  {line(row)}  {row.id}")
    if passages:
        say()
        say(f"{many(len(passages), 'passage')}")
        for row in passages:
            say(f"  {row.ref}  “{row.label}”  {row.id}")


def article_records(archive: Archive, article: str) -> tuple[list[RecordRow], list[RecordRow]]:
    """The passages of an article, and the incidents that they speak of."""
    rows = archive.records.rows_of
    passages = rows.naming(archive.records.same(article), "article")
    told = {rows.canonical(target) for _, _, target in rows.named_by(passages, "points") if target.startswith("i-")}
    return archive.records.rows(passages), archive.records.rows(sorted(told))
