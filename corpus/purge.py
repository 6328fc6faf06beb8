"""Erasing an article or another record for good, for the safety of somebody it names.

It goes from the store, its log, its texts and our backups.

The user's own file is never touched. The index is derived and stands above this room: who purges lets it be made anew.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from corpus.archive import Archive
from corpus.errors import RecordUnknown
from corpus.intake.lock import update_lock
from corpus.records.definition import kind_of
from corpus.store import erase
from corpus.store.backup import erase_backups, save_backup
from corpus.store.database import Database
from corpus.text import same_text

DRAFTS = "drafts"
"""The folder, in dateline's own, of what was begun to be written and is not saved."""


@dataclass(slots=True)
class Purged:
    """What a purge erased, and what is out of its reach.

    Attributes:
        id: The article, or the record.
        records: The records that went with it: the passages of an article, and the links of either.
        named_by: The records that still name it.
        versions: How many versions of it were erased.
        operations: How many operations on it were erased from the log.
        backups: How many of our own backups were removed; a clean one was made in their place.
        files: The user's files that still hold it.
        shared: Other articles with one of its texts, who keep that text.
        exports: The bundles that carried it.
        drafts: How many drafts that named it were removed.
        kept_drafts: Drafts that do not name it, and may tell of it.
        again: Whether it had been erased before and only traces were looked for.
    """

    id: str
    records: list[str] = field(default_factory=list)
    named_by: list[str] = field(default_factory=list)
    versions: int = 0
    operations: int = 0
    backups: int = 0
    files: list[str] = field(default_factory=list)
    shared: list[str] = field(default_factory=list)
    exports: list[erase.Export] = field(default_factory=list)
    drafts: int = 0
    kept_drafts: list[Path] = field(default_factory=list)
    again: bool = False


def is_purged(archive: Archive, id_: str) -> bool:
    """Whether an article or a record was erased for good."""
    return id_ in erase.tombstones(archive.database)


def purge(archive: Archive, id_: str) -> Purged:
    """Erase an article or another record for good. Cut off at any point, it is completed by calling it again.

    With an article go its passages, whose quotes are its words; with any record, its links and what passages say of
    it.

    Args:
        archive: The archive, open for writing.
        id_: Its full id, or the id of one that was erased before, to remove traces left by a cut.

    Raises:
        RecordUnknown: There is and was no such article or record.
        StoreLocked: An update is running, or another process has the archive open: then what is left to do is said.
    """
    database, texts = archive.database, archive.texts.database
    with update_lock(archive.folder):
        if is_purged(archive, id_) and not archive.records.is_there(id_):
            report = Purged(id_, again=True, exports=erase.exports_of(database, [id_]))
        elif kind_of(id_) not in (None, "article"):
            report = _erase_record(archive, id_)
        else:
            report = _erase(archive, archive.articles.find(id_))
        erase.scrub(texts)
        erase.scrub(database)
        _clear_drafts(archive, report)
        report.backups = _clean_backups(database) + len(erase_backups(texts.path))
    return report


def _erase(archive: Archive, n: int) -> Purged:
    database = archive.database
    ids = erase.ids_of(database, n)
    own, shared = erase.texts_of(database, n)
    resting = [*erase.passages_of(database, ids), *erase.links_of(database, ids)]
    report = Purged(
        archive.articles.get(n).id,
        records=resting,
        versions=len(erase.hashes_of(database, n)),
        files=erase.paths_of(database, n),
        shared=shared,
        exports=erase.exports_of(database, [*ids, *resting]),
    )
    # The article's row goes last: as long as it is there, a purge that was cut off can be asked for again by its id.
    archive.texts.erase([*own, *_left_behind(archive, n)])
    report.operations = erase.erase_article(database, archive.log, n)
    report.named_by = sorted({each.source for each in archive.records.rows_of.pointing(ids)})
    return report


def _erase_record(archive: Archive, id_: str) -> Purged:
    database = archive.database
    if not archive.records.rows_of.is_known(id_):
        raise RecordUnknown(f"There is no record {id_}", hint="Give its full id.")
    links = erase.links_of(database, [id_])
    report = Purged(id_, records=links, exports=erase.exports_of(database, [id_, *links]))
    report.operations = erase.erase_records(database, archive.log, [*links, id_])
    report.named_by = sorted({each.source for each in archive.records.rows_of.pointing([id_])})
    return report


def _left_behind(archive: Archive, n: int) -> list[str]:
    """Texts that no version names any more and that are like one of this article's: what an older reader made of it."""
    mine = [archive.articles.text(n, sha256) for sha256 in erase.hashes_of(archive.database, n)]
    unnamed = sorted(archive.texts.names() - erase.named_texts(archive.database))
    return [name for name in unnamed if any(same_text(archive.texts.get(name), text) for text in mine)]


def _clear_drafts(archive: Archive, report: Purged) -> None:
    """Take away what was begun to be written of it, and name the other drafts."""
    names = [id_.encode() for id_ in (report.id, *report.records)]
    for path in sorted((archive.folder / DRAFTS).rglob("*")):
        if path.is_symlink() or not path.is_file():
            continue
        data = path.read_bytes()
        if any(name in data for name in names):
            path.unlink()
            report.drafts += 1
        else:
            report.kept_drafts.append(path)


def _clean_backups(database: Database) -> int:
    """Replace the backups, which hold what was erased, by one that does not."""
    gone = erase_backups(database.path)
    if gone:
        save_backup(database.connection, database.path, "purge")
    return len(gone)
