"""The extracted texts, compressed, by the SHA-256 of their UTF-8. Written before anything that names them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from corpus.store.database import Database
from corpus.store.packing import pack, unpack, unpack_text

_AT_ONCE = 400
_PUT = (
    # A damaged text is mended by reading it again; an intact one is not written again.
    "INSERT INTO text (sha256, body) VALUES (?, ?)"
    " ON CONFLICT (sha256) DO UPDATE SET body = excluded.body WHERE body <> excluded.body"
)


def text_hash(text: str) -> str:
    """The name of a text: the SHA-256 of its UTF-8, in hex."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class Texts:
    """Keeps texts by hash; the same text is kept once."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def get(self, sha256: str) -> str:
        """The text of this name; empty if it is not here, or damaged."""
        return self.get_many([sha256]).get(sha256, "")

    def get_many(self, names: Sequence[str]) -> dict[str, str]:
        """The texts of these names, as far as they are here; one that is damaged is as one that is not."""
        found: dict[str, str] = {}
        for start in range(0, len(names), _AT_ONCE):
            keys = [bytes.fromhex(name) for name in names[start : start + _AT_ONCE] if name]
            rows = self.database.rows(
                f"SELECT sha256, body FROM text WHERE sha256 IN ({','.join('?' * len(keys))})", keys
            )
            found |= {key.hex(): text for key, body in rows if (text := unpack_text(body)) is not None}
        return found

    def put(self, texts: Iterable[str]) -> list[str]:
        """Keep texts, in one transaction that is on the disk when this returns; their names."""
        return self.put_packed(pack(text) for text in texts)

    def put_packed(self, packed: Iterable[tuple[bytes, bytes]]) -> list[str]:
        """The same for texts that `corpus.store.packing` has packed already."""
        rows = list(packed)
        with self.database.write() as connection:
            connection.executemany(_PUT, rows)
        return [name.hex() for name, _ in rows]

    def count(self) -> int:
        """How many texts are here."""
        row = self.database.one("SELECT count(*) FROM text")
        return int(row[0]) if row else 0

    def names(self) -> set[str]:
        """The names of all texts that are here."""
        return {row[0].hex() for row in self.database.rows("SELECT sha256 FROM text")}

    def broken(self) -> list[str]:
        """The names of texts that are not what their name says, for `check`."""
        wrong = []
        for name, body in self.database.connection.execute("SELECT sha256, body FROM text"):
            data = unpack(body)
            if data is None or hashlib.sha256(data).digest() != name:
                wrong.append(name.hex())
        return wrong

    def erase(self, names: Iterable[str]) -> None:
        """Remove texts and overwrite where they were; `corpus.store.erase.scrub` sees to older traces."""
        keys = [(bytes.fromhex(name),) for name in names if name]
        connection = self.database.connection
        connection.execute("PRAGMA secure_delete=ON")
        with self.database.write() as transaction:
            transaction.executemany("DELETE FROM text WHERE sha256 = ?", keys)
