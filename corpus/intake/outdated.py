"""Which files must be read again though they are as they were: their texts are lost, or older readers made them."""

from __future__ import annotations

from corpus.archive import Archive
from corpus.store.files import BUNDLE_READER
from corpus.store.paths import file_of


def older_readers(archive: Archive) -> dict[str, int]:
    """The readers, by name and version, that made readings here and are not the ones of today: how many of each."""
    from corpus.readers.choose import is_current

    rows = archive.database.rows(
        "SELECT v.reader, count(*) FROM path p JOIN version v ON v.sha256 = p.sha256 WHERE p.present = 1"
        " AND v.reader <> ? GROUP BY v.reader",
        (BUNDLE_READER,),
    )
    return {reader: count for reader, count in rows if not is_current(reader)}


def to_read_again(archive: Archive, *, everything: bool, problems: bool) -> tuple[set[bytes], set[str]]:
    """The files to read again, and the names of the texts that are lost or damaged.

    Args:
        archive: The archive.
        everything: Whether to look for damaged texts and older readers too, and not only for lost texts.
        problems: Whether to try those again that could not be read whole.
    """
    names = _lost_texts(archive)
    if everything:
        names |= set(archive.texts.broken())
    again = set()
    if names:
        again |= {path for path, name in _places(archive, "text_sha256") if name in names}
    if everything:
        older = set(older_readers(archive))
        again |= {path for path, reader in _places(archive, "reader") if reader in older}
    if everything or problems:
        again |= set(archive.files.problems())
    return {file_of(path) for path in again}, names


def _places(archive: Archive, column: str) -> list[tuple[bytes, str]]:
    return archive.database.rows(
        f"SELECT p.path, v.{column} FROM path p JOIN version v ON v.sha256 = p.sha256 WHERE p.present = 1"
    )


def _lost_texts(archive: Archive) -> set[str]:
    """The names of texts that are not here though versions name them, as after `texts.db` was deleted."""
    row = archive.database.one("SELECT count(DISTINCT text_sha256) FROM version WHERE text_sha256 <> ''")
    if row is None or archive.texts.count() >= row[0]:
        return set()
    named = {name for (name,) in archive.database.rows("SELECT DISTINCT text_sha256 FROM version") if name}
    return named - archive.texts.names()
