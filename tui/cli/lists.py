"""`dateline list`: the records of a kind, a line each."""

from __future__ import annotations

from typing import Any, cast

import click

from corpus.archive import Archive
from corpus.records.record import RecordRow
from tui.cli.invocation import Invocation, pass_invocation, shared_options
from tui.cli.output import many, say, say_json, tell
from tui.cli.show_records import line

KINDS = {
    "incidents": "incident",
    "actors": "actor",
    "places": "place",
    "links": "link",
    "passages": "passage",
    "searches": "search",
    "distinctions": "distinction",
}
_SORTS = ("newest", "oldest", "label", "made")


@click.command("list")
@shared_options()
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.option("--tag", metavar="TAG", help="Only those with this tag, or one below it.")
@click.option("--sort", type=click.Choice(_SORTS), help="In which order; incidents the newest first, others by name.")
@click.option("--limit", type=click.IntRange(1), default=100, show_default=True, metavar="N", help="How many to print.")
@click.option("--json", "to_json", is_flag=True, help="Print JSON.")
@pass_invocation
def list_(invocation: Invocation, kind: str, tag: str | None, sort: str | None, limit: int, to_json: bool) -> int:
    """List the records of a kind: incidents, actors, places, links, passages, searches or distinctions."""
    wanted: Any = KINDS[kind]
    order = sort or {"incident": "newest", "actor": "label", "place": "label"}.get(wanted, "made")
    with invocation.open() as archive:
        ids = archive.records.all(wanted, cast("Any", order))
        if tag is not None:
            tagged = set(archive.records.rows_of.with_word(wanted, "tags", " ".join(tag.lower().split())))
            ids = [each for each in ids if each in tagged]
        rows = archive.records.rows(ids[:limit])
        more = _more(archive, wanted, [row.id for row in rows], quiet=to_json)
    if to_json:
        values = [
            {"id": r.id, "ref": r.ref, "label": r.label, **dict(r.facts), "tags": list(r.tags), **more.get(r.id, {})}
            for r in rows
        ]
        say_json({"total": len(ids), kind: values})
        return 0
    for row in rows:
        say(f"{_before(more.get(row.id, {}))}{line(row)}  {row.id}{_behind(row, more.get(row.id, {}))}")
    if len(ids) > len(rows):
        tell(f"{many(len(ids) - len(rows), 'record')} more: --limit says how many to print.")
    if not ids:
        tell(f"There are no {kind}{' with this tag' if tag else ''}.")
    return 0


def _more(archive: Archive, kind: str, ids: list[str], *, quiet: bool) -> dict[str, dict[str, Any]]:
    """What a line says of a record besides itself: of a link its ends, of a saved search what is new in it."""
    if kind == "link":
        return {link: dict(ends) for link, ends in _ends(archive, ids).items()}
    if kind != "search" or not ids:
        return {}
    from tui.cli.finding import searching
    from tui.cli.saved import news_of, said

    with searching(archive, quiet=quiet) as index:
        return {
            id_: {"total": n.total, "new": n.new, "new_coded": n.coded, "coded": n.coded_of_all, "said": said(n)}
            for id_, n in news_of(archive, index, ids).items()
        }


def _before(more: dict[str, Any]) -> str:
    return f"{more['from_label']} ▸ {more['to_label']}  " if "from_label" in more else ""


def _behind(row: RecordRow, more: dict[str, Any]) -> str:
    query = row.facts.get("query")
    told = more.get("said", "its query cannot be answered")
    return f"\n    {query}: {told}" if row.kind == "search" else ""


def _ends(archive: Archive, links: list[str]) -> dict[str, dict[str, str]]:
    """Both ends of links, with what they are called."""
    rows = archive.records.rows_of
    found: dict[str, dict[str, str]] = {}
    for slot in ("from", "to"):
        for link, _, target in rows.named_by(links, slot):
            found.setdefault(link, {})[slot] = target
    labels = rows.labels({end for ends in found.values() for end in ends.values()})
    return {
        link: {"from": "", "to": "", **ends, **{f"{s}_label": labels.get(ends.get(s, ""), "…") for s in ("from", "to")}}
        for link, ends in found.items()
    }
