"""How a bundle is told from an article, by its first lines alone; reading one is `corpus.bundle`'s."""

from __future__ import annotations

import re

_HEAD = 4096
_SKIPPED = re.compile(rb"\s*(?:#.*)?")
_FIRST = re.compile(rb"dateline: \d+\s*")


def looks_like_bundle(data: bytes) -> bool:
    """Whether a file is a bundle: the first line that says something is `dateline:` and a number.

    Args:
        data: The file, or its beginning; blank lines and comments are passed over, within the first 4 KiB.
    """
    for line in data[:_HEAD].splitlines():
        if not _SKIPPED.fullmatch(line):
            return _FIRST.fullmatch(line) is not None
    return False
