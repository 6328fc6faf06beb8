"""`dateline show`: everything that is known of a record; of an article, with its text."""

from __future__ import annotations

from typing import Any

import click

from corpus.archive import Archive
from corpus.article import Article
from tui.cli.copies import copies_values, say_copies
from tui.cli.finding import complete_ids
from tui.cli.invocation import Invocation, pass_invocation, shared_options
from tui.cli.output import Strong, many, say, say_json


@click.command("show")
@shared_options()
@click.argument("id", shell_complete=complete_ids)
@click.option("--json", "to_json", is_flag=True, help="Print JSON.")
@pass_invocation
def show(invocation: Invocation, id: str, to_json: bool) -> int:
    """Show a record of any kind whole, with what points to it.

    Of an article: its fields, each with how it was found or that a person set it, then tags, notes, files, versions,
    near-copies and who published first, what people disagree on, the text, and the incidents and passages in it. Of an
    incident: what was chosen for each field beside what every passage says of it, with its chain of report; its
    sources by origin; its phases. Of an actor: its profile. Of a place: what lies within it. Of a passage: its words
    where they stand.
    """
    from tui.cli.show_records import article_records, record_values, say_article_records, say_record

    with invocation.open() as archive:
        record = archive.records.find(id)
        if not record.startswith("a-"):
            if to_json:
                say_json(record_values(archive, record))
            else:
                say_record(archive, record)
            return 0
        article = archive.articles.get(archive.articles.find(record))
        if to_json:
            passages, incidents = article_records(archive, article.id)
            own = {"passages": [row.id for row in passages], "incidents": [row.id for row in incidents]}
            copies = copies_values(archive, article.n)
            say_json({**article_values(archive, article), **own, **({"copies": copies} if copies else {})})
        else:
            _say(archive, article)
            say_article_records(archive, article.id)
    return 0


def _how(article: Article) -> dict[str, str]:
    """How each field came to be: a person set it, or how the reader found it."""
    read = next((dict(v.how) for v in article.versions if v.sha256 == article.current), {})
    return {name: "edited" if name in article.edited else read.get(name, "") for name in article.fields}


def _said(archive: Archive, article: Article) -> dict[str, Any]:
    """What people alone say of an article: its ref, and what its values rest on."""
    values = archive.records.article_values(article.id)
    return {name: values[name] for name in ("ref", "basis") if name in values}


def article_values(archive: Archive, article: Article) -> dict[str, Any]:
    """An article whole, as the values that `--json` prints."""
    return {
        "id": article.id,
        "fields": dict(article.fields),
        "how": {name: how for name, how in _how(article).items() if how},
        "coding": article.coding,
        "restricted": article.restricted,
        **_said(archive, article),
        "missing": article.missing,
        "read": article.read,
        "tags": list(article.tags),
        "notes": [{"text": note.text, "at": note.at, "who": note.who} for note in article.notes],
        "paths": [
            {"path": place.display, "sha256": place.sha256, "present": place.present} for place in article.places
        ],
        "versions": [
            {
                "sha256": version.sha256,
                "current": version.sha256 == article.current,
                "size": version.size,
                "file_time": version.file_time,
                "added": version.added,
                "reader": version.reader,
                "text_sha256": version.text_sha256,
                "flags": list(version.flags),
            }
            for version in article.versions
        ],
        "conflicts": [
            {"field": conflict.field, "value": conflict.value, "others": list(conflict.others)}
            for conflict in article.conflicts
        ],
        "aliases": list(article.aliases),
        "text": archive.articles.text(article.n),
    }


def _say(archive: Archive, article: Article) -> None:
    say(Strong(article.title))
    say(f"id: {article.id}")
    how = _how(article)
    for name, value in article.fields.items():
        if name != "title" or how[name]:
            say(f"{name}: {_flat(value)}", f"  ({how[name]})" if how[name] else "")
    say(f"coding: {article.coding}")
    if article.restricted != "open":
        say(f"restricted: {article.restricted}")
    for name, value in _said(archive, article).items():
        say(f"{name}: {_flat(value)}")
    say(f"tags: {', '.join(article.tags) or 'none'}")
    for note in article.notes:
        say(f"note, {' '.join(part for part in (note.at, note.who) if part)}: {note.text}")
    for place in article.places:
        say(f"file: {place.display}", "" if place.present else "  (gone)")
    if article.aliases:
        say(f"also known as: {', '.join(article.aliases)}")
    _say_versions(article)
    say_copies(archive, article.n, article.id)
    for conflict in article.conflicts:
        say(f"people differ on {conflict.field}: {_flat(conflict.value)} counts;", " others say ")
        for other in conflict.others:
            say(f"  {_flat(other)}")
    say()
    say(archive.articles.text(article.n) or "The text of this article is not here; dateline update reads it again.")


def _say_versions(article: Article) -> None:
    for version in article.versions:
        current = ", shown here" if len(article.versions) > 1 and version.sha256 == article.current else ""
        say(f"version: {version.sha256[:12]}, {many(version.size, 'byte')}, added {version.added}{current}")
        for flag in version.flags:
            say(f"  {flag}")


def _flat(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_flat(part)}" for name, part in value.items())
    return "nothing" if value is None else str(value)
