"""Near-copies as people see them: which articles carry one text, who was first, and from whom it is.

What is a copy of what is worked out in `index.copies` and kept beside the index; nothing here compares texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from corpus.archive import Archive
    from corpus.article import Row
    from index.copies import Copies


class Carried(NamedTuple):
    """Articles that carry one text, and how many of them a list holds."""

    members: tuple[int, ...]
    listed: int


class Member(NamedTuple):
    """An article that carries a text.

    Attributes:
        row: The article.
        share: How much of the smaller text it has in common with the first, 0 to 1.
    """

    row: Row
    share: float


def know_copies(archive: Archive) -> None:
    """Have an archive count articles that carry one text as one source; the copies are looked up when asked for."""

    def copies(n: int) -> Sequence[int]:
        from index.copies import copies_of

        group = copies_of(archive).group(n)
        return group.members if group else ()

    archive.copies = copies


def copies_in(archive: Archive) -> Copies:
    """The copies of an archive, as they were last worked out."""
    from index.copies import copies_of

    return copies_of(archive)


def told(archive: Archive, carried: Carried) -> str:
    """Who carries a text, in a line: `3 outlets, 1 origin: AVM; first Wire, 2031-03-23; 2 of 4 articles`."""
    from corpus.passages.reprints import reprints

    found = reprints(archive, carried.members)
    count, listed = len(found.rows), carried.listed
    here = f"{listed:,} of {count:,} articles" if listed < count else f"{count:,} articles"
    return "; ".join(part for part in (str(found), found.first, here) if part)


def members(archive: Archive, n: int) -> tuple[str, list[Member]]:
    """What is told of the articles that carry the text of one, and they themselves, the first at the top."""
    from corpus.passages.reprints import reprints

    group = copies_in(archive).group(n)
    if group is None:
        return "", []
    share = dict(zip(group.members, group.shares, strict=True))
    found = reprints(archive, group.members)
    return str(found), [Member(row, share[row.n]) for row in found.rows]
