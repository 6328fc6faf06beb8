"""Near-copies of articles, on the command line: found after an update, and told of beside an article."""

from __future__ import annotations

import contextlib
from typing import Any

from corpus.archive import Archive
from tui.cli.output import many, say
from tui.cli.progress import Meter, Stopped
from tui.copies import copies_in

_LISTED = 20


def look_for_copies(archive: Archive, told: Meter, stopped: Stopped) -> int:
    """Find the copies among what changed; how many copies there are now, besides the first of each."""
    from index.copies import find_copies
    from index.errors import IndexBusy

    with contextlib.suppress(IndexBusy):  # another process is at it, and will find ours too
        find_copies(archive, lambda done, total: told("comparing", done, total), stopped)
    return len(copies_in(archive).later)


def copies_values(archive: Archive, n: int) -> dict[str, Any]:
    """The copies of an article, as the values that `--json` prints; none if there are none."""
    from corpus.passages.reprints import reprints

    group = copies_in(archive).group(n)
    if group is None:
        return {}
    found = reprints(archive, group.members)
    share = dict(zip(group.members, group.shares, strict=True))
    return {
        "outlets": list(found.outlets),
        "origin": found.origin,
        "told": str(found),
        "members": [
            {
                "id": row.id,
                "published": row.published,
                "outlet": row.outlet or row.credit,
                "title": row.title,
                "share": share[row.n],
            }
            for row in found.rows
        ],
    }


def say_copies(archive: Archive, n: int, id_: str) -> None:
    """Tell of the copies of an article, who published first at the top."""
    values = copies_values(archive, n)
    if not values:
        return
    members = values["members"]
    say(f"{many(len(members) - 1, 'near-copy', 'near-copies')} of it here; {values['told']}")
    for place, member in enumerate(members[:_LISTED]):
        known = " ".join(part for part in (member["published"], member["outlet"]) if part) or "undated"
        here = ", this one" if member["id"] == id_ else ""
        how = "first" if place == 0 else f"{100 * member['share']:.0f} % the same"
        say(f"  {member['id']}  {known}  {how}{here}")
    if len(members) > _LISTED:
        say(f"  and {len(members) - _LISTED:,} more")


def hit_copies(archive: Archive, n: int) -> dict[str, Any]:
    """What is told beside a hit of the articles that carry its text; nothing if no other does."""
    from corpus.passages.reprints import reprints

    group = copies_in(archive).group(n)
    if group is None:
        return {}
    found = reprints(archive, group.members)
    return {
        "articles": len(found.rows),
        "outlets": len(found.outlets),
        "origin": found.origin,
        "first": found.rows[0].id,
        "told": str(found),
    }
