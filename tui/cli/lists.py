"""`dateline list`: the records of a kind, a line each."""

from __future__ import annotations

from typing import Any, cast

import click

from corpus.archive import Archive
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
    """List the records of a kind: incidents, actors, places, links, passages or searches."""
    wanted: Any = KINDS[kind]
    order = sort or {"incident": "newest", "actor": "label", "place": "label"}.get(wanted, "made")
    with invocation.open() as archive:
        ids = archive.records.all(wanted, cast("Any", order))
        if tag is not None:
            tagged = set(archive.records.rows_of.with_word(wanted, "tags", " ".join(tag.lower().split())))
            ids = [each for each in ids if each in tagged]
        rows = archive.records.rows(ids[:limit])
        ends = _ends(archive, [row.id for row in rows]) if wanted == "link" else {}
    if to_json:
        values = [
            {"id": r.id, "ref": r.ref, "label": r.label, **dict(r.facts), "tags": list(r.tags), **ends.get(r.id, {})}
            for r in rows
        ]
        say_json({"total": len(ids), kind: values})
        return 0
    for row in rows:
        between = ends.get(row.id)
        words = f"{between['from_label']} ▸ {between['to_label']}  " if between else ""
        say(f"{words}{line(row)}  {row.id}")
    if len(ids) > len(rows):
        tell(f"{many(len(ids) - len(rows), 'record')} more: --limit says how many to print.")
    if not ids:
        tell(f"There are no {kind}{' with this tag' if tag else ''}.")
    return 0


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
