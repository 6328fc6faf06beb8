"""`dateline stats`: an archive in numbers."""

from __future__ import annotations

from collections import Counter
from typing import Any

import click

from corpus.archive import Archive
from corpus.article import CODING_STATES
from tui.cli.invocation import Invocation, pass_invocation, shared_options
from tui.cli.output import say, say_json


@click.command("stats")
@shared_options()
@click.option("--json", "to_json", is_flag=True, help="Print JSON.")
@pass_invocation
def stats(invocation: Invocation, to_json: bool) -> int:
    """Count what is in the archive."""
    with invocation.open() as archive:
        values = archive_values(archive)
    if to_json:
        say_json(values)
    else:
        for name, value in values.items():
            if isinstance(value, dict):
                value = ", ".join(f"{key} {count:,}" for key, count in value.items()) or "none"
            shown = f"{value:,}" if isinstance(value, int) else value
            say(f"{name.replace('_', ' ')}: {shown or 'none'}")
    return 0


def archive_values(archive: Archive) -> dict[str, Any]:
    """An archive in numbers, as `--json` prints them."""
    from datetime import date

    columns = archive.articles.columns()
    days = [day for day in columns.day if day > 0]
    years = Counter(year for year in columns.year if year)
    files = list(archive.files.known())
    coding = {state: len(archive.articles.where(f"coding:{state}")) for state in CODING_STATES}
    return {
        "articles": archive.articles.count(),
        "files": sum(1 for known in files if known.present),
        "missing": len(archive.articles.where("missing")),
        "changed": len(archive.articles.where("changed")),
        "unreadable_files": len(archive.files.problems()),
        "read": len(archive.articles.where("read")),
        "tagged": len(archive.articles.where("tagged")),
        "tags": len(archive.tags.all()),
        "sources": sum(1 for source in columns.sources if source),
        "first_published": date.fromordinal(min(days)).isoformat() if days else "",
        "last_published": date.fromordinal(max(days)).isoformat() if days else "",
        "undated": archive.articles.count() - len(archive.articles.between(None, None)),
        "conflicts": len(archive.log.conflicts()),
        "store_bytes": sum(path.stat().st_size for path in archive.folder.glob("*.db")),
        "coding": {state: count for state, count in coding.items() if count},
        "years": {str(year): count for year, count in sorted(years.items())},
    }
