"""The tables, one definition a version. A database whose own schema differs from its version's is not ours.

Definitions only: opening, checking and migrating are done in `database`.
"""

from __future__ import annotations

from dataclasses import dataclass

APPLICATION_ID = 0x64746C6E
"""`dtln`, in the header of both databases: what SQLite calls application_id."""


@dataclass(frozen=True, slots=True)
class Schema:
    """What one of the two databases must look like, by version; the newest is written, older ones are migrated."""

    name: str
    ddl: dict[int, str]
    migrations: dict[int, str]
    """SQL that takes a database of version N to N + 1, by N."""

    @property
    def version(self) -> int:
        """The version that this dateline writes."""
        return max(self.ddl)


_ARCHIVE_1 = """
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value NOT NULL
) WITHOUT ROWID;

-- One row an article; the values in force, so that a list needs no other table but the tags.
CREATE TABLE article (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    current TEXT NOT NULL,
    text_sha256 TEXT NOT NULL,
    missing INTEGER NOT NULL,
    title TEXT NOT NULL,
    published TEXT NOT NULL,
    first_day INTEGER,
    last_day INTEGER,
    outlet TEXT NOT NULL,
    credit TEXT NOT NULL,
    author TEXT NOT NULL,
    language TEXT NOT NULL,
    coding TEXT NOT NULL,
    imported_by BLOB
);
CREATE INDEX article_by_day ON article (first_day, n);

-- Ids that were joined into an article, because both named one version's bytes.
CREATE TABLE alias (
    id TEXT PRIMARY KEY,
    article INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX alias_by_article ON alias (article);

CREATE TABLE version (
    sha256 TEXT PRIMARY KEY,
    article INTEGER NOT NULL,
    added INTEGER NOT NULL,
    added_at TEXT NOT NULL,
    size INTEGER NOT NULL,
    file_time TEXT NOT NULL,
    reader TEXT NOT NULL,
    text_sha256 TEXT NOT NULL,
    extracted TEXT NOT NULL,
    how TEXT NOT NULL,
    flags TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX version_by_article ON version (article, added);

-- What holds articles, as it was when last looked at: files, and items of files that hold several, whose path is that
-- of the file, a zero byte and their place in it. `checked` is when their bytes were hashed, in ns.
CREATE TABLE path (
    path BLOB PRIMARY KEY,
    article INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    mtime INTEGER NOT NULL,
    checked INTEGER NOT NULL,
    present INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX path_by_article ON path (article);
CREATE INDEX path_by_hash ON path (sha256);

-- Files that hold several articles, as they were when last looked at.
CREATE TABLE container (
    path BLOB PRIMARY KEY,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    mtime INTEGER NOT NULL,
    checked INTEGER NOT NULL,
    file_time TEXT NOT NULL
) WITHOUT ROWID;

-- What holds no article, or could not be read whole, and why; `sha256` is empty where there were no bytes to hash.
CREATE TABLE problem (
    path BLOB PRIMARY KEY,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    mtime INTEGER NOT NULL,
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    at TEXT NOT NULL
) WITHOUT ROWID;

-- What the index has yet to see: the newest change of each article, dead ones too.
CREATE TABLE article_change (
    article INTEGER PRIMARY KEY,
    position INTEGER NOT NULL
);
CREATE INDEX article_change_by_position ON article_change (position);

-- The log. Everything a person ever said, in order of arrival here.
CREATE TABLE operation (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id BLOB NOT NULL UNIQUE,
    stamp INTEGER NOT NULL,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    record TEXT NOT NULL,
    field TEXT NOT NULL,
    value TEXT,
    prior BLOB,
    batch BLOB NOT NULL,
    -- Local: the operation whose word an undo or redo gives back; x'' where it gives back silence.
    restores BLOB
);
CREATE INDEX operation_by_field ON operation (record, field);
CREATE INDEX operation_by_prior ON operation (prior) WHERE prior IS NOT NULL;
CREATE INDEX operation_by_batch ON operation (batch);
CREATE INDEX operation_by_stamp ON operation (stamp);

-- One act of one person: what undo takes back.
CREATE TABLE batch (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id BLOB NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    what TEXT NOT NULL,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    local INTEGER NOT NULL,
    reverses BLOB,
    reversed INTEGER NOT NULL
);

-- The log applied: the value in force of each field, and whether others stand beside it.
CREATE TABLE value (
    record TEXT NOT NULL,
    field TEXT NOT NULL,
    value TEXT,
    op INTEGER NOT NULL,
    conflicted INTEGER NOT NULL,
    PRIMARY KEY (record, field)
) WITHOUT ROWID;
CREATE INDEX value_conflicted ON value (record) WHERE conflicted = 1;

-- The same for the tags of articles, in the shape a search asks for.
CREATE TABLE tagged (
    tag TEXT NOT NULL,
    article INTEGER NOT NULL,
    PRIMARY KEY (tag, article)
) WITHOUT ROWID;
CREATE INDEX tagged_by_article ON tagged (article, tag);

-- The log applied to records other than articles, in the shapes that lists and searches ask for: one row each, also
-- for the deleted. A ref is kept as its initials and its number.
CREATE TABLE record (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    label TEXT NOT NULL,
    ref_by TEXT NOT NULL,
    ref_number INTEGER NOT NULL,
    first_day INTEGER,
    last_day INTEGER,
    merged_into TEXT NOT NULL,
    deleted INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX record_by_kind ON record (kind, deleted, first_day);
CREATE INDEX record_by_ref ON record (ref_by, ref_number);
CREATE INDEX record_merged ON record (merged_into) WHERE merged_into <> '';

-- Which record names which other one, in which field. `word` says how: the role, the relation, how an event lies to
-- a place; `day` is the first day of the one that names. The index alone answers what names a record.
CREATE TABLE refers (
    source TEXT NOT NULL,
    field TEXT NOT NULL,
    slot TEXT NOT NULL,
    word TEXT NOT NULL,
    day INTEGER,
    target TEXT NOT NULL,
    PRIMARY KEY (source, field)
) WITHOUT ROWID;
CREATE INDEX refers_by_target ON refers (target, slot, word, day);

-- What stands beside a value that a passage gives.
CREATE TABLE passage (
    id TEXT PRIMARY KEY,
    article TEXT NOT NULL,
    part TEXT NOT NULL,
    quote TEXT NOT NULL,
    via TEXT NOT NULL
) WITHOUT ROWID;

-- The points of passages, together by the field that they are about.
CREATE TABLE point (
    target TEXT NOT NULL,
    path TEXT NOT NULL,
    passage TEXT NOT NULL,
    field TEXT NOT NULL,
    article TEXT NOT NULL,
    stance TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (target, path, passage, field)
) WITHOUT ROWID;
CREATE INDEX point_by_passage ON point (passage);

-- The terms and tags of records, for counting and choosing.
CREATE TABLE record_word (
    record TEXT NOT NULL,
    field TEXT NOT NULL,
    word TEXT NOT NULL,
    PRIMARY KEY (record, field, word)
) WITHOUT ROWID;
CREATE INDEX record_word_by_word ON record_word (field, word);

-- The names of actors and places; `folded` is what names that differ only in case and signs have in common.
CREATE TABLE record_name (
    record TEXT NOT NULL,
    text TEXT NOT NULL,
    kind TEXT NOT NULL,
    folded TEXT NOT NULL,
    PRIMARY KEY (record, text)
) WITHOUT ROWID;
CREATE INDEX record_name_by_folded ON record_name (folded);

-- Local and never exported.
CREATE TABLE read_mark (
    article INTEGER PRIMARY KEY,
    at TEXT NOT NULL
);

-- What left this archive, so that a purge can say where copies may be.
CREATE TABLE export (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    profile TEXT NOT NULL,
    target TEXT NOT NULL,
    ids BLOB NOT NULL
);

-- Tombstones without content; `hashes` are of the erased versions, so that they are not read in again.
CREATE TABLE purged (
    id TEXT PRIMARY KEY,
    at TEXT NOT NULL,
    hashes TEXT NOT NULL
) WITHOUT ROWID;
"""

_TEXTS_1 = """
CREATE TABLE text (
    sha256 BLOB PRIMARY KEY,
    body BLOB NOT NULL
);
"""

ARCHIVE = Schema("archive.db", {1: _ARCHIVE_1}, {})
TEXTS = Schema("texts.db", {1: _TEXTS_1}, {})
