"""Unpacking within bounds: what a ZIP or gzip file holds, and never more of it than was asked for.

A size that a file states of itself is not believed: bytes are counted as they come. Nothing is written anywhere, and a
member's name is only a name.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.errors import UnreadableArticle
from corpus.readers.large import Large, as_file
from corpus.readers.reader import one_line

MOST_MEMBERS = 20_000
"""A ZIP file with more members is refused."""

ZIP = b"PK\x03\x04"
"""How a ZIP file begins, and every member in it."""

_MAGIC = b"\x1f\x8b\x08"
_PIECE = 256 * 1024


def gunzip(data: Large, most: int) -> bytes:
    """What a gzip file holds, of all its members one after the other; a file that breaks off gives what there is.

    Args:
        data: The packed bytes.
        most: The most bytes to unpack.

    Raises:
        UnreadableArticle: It holds more than that, or is no gzip at all.
    """
    out = io.BytesIO()
    for piece in gunzip_pieces(data):
        if out.tell() + len(piece) > most:
            raise UnreadableArticle(f"It unpacks to more than {most // 1024 // 1024} MiB")
        out.write(piece)
    if not out.tell():
        raise UnreadableArticle("It is a gzip archive that is broken, or empty")
    return out.getvalue()


def gunzip_pieces(data: Large) -> Iterator[bytes]:
    """What a gzip file holds in pieces of at most 256 KiB; ends where it breaks off."""
    for piece, _ in _pieces(data):
        if piece is None:
            return
        yield piece


def gunzip_members(data: Large, most: int) -> Iterator[tuple[bytes, bool]]:
    """What each member of a gzip file holds, and whether all of it is there; goes on behind one that is broken.

    Args:
        data: The packed bytes.
        most: The most bytes of one member; what it holds beyond is left out, and it counts as broken.
    """
    held = io.BytesIO()
    whole = True
    for piece, ended in _pieces(data, resume=True):
        if piece is None or held.tell() + len(piece) > most:
            whole = False
        else:
            held.write(piece)
        if ended:
            yield held.getvalue(), whole
            held, whole = io.BytesIO(), True


def _pieces(data: Large, *, resume: bool = False) -> Iterator[tuple[bytes | None, bool]]:
    """Pieces of what a gzip file holds, None where it is broken; and whether a member ends with the piece."""
    view = memoryview(data)
    at = begin = 0
    while 0 <= at < len(view):
        begin = at
        unpacker = zlib.decompressobj(wbits=31)
        packed: bytes | memoryview = b""
        while not unpacker.eof:
            if not packed:
                packed = view[at : at + _PIECE]
                at += len(packed)
            try:
                piece = unpacker.decompress(packed, _PIECE)
            except zlib.error:
                packed = b""
                break
            if not piece and not packed:
                break
            packed = unpacker.unconsumed_tail
            if piece:
                yield piece, False
        if unpacker.eof:
            at -= len(unpacker.unused_data)
            yield b"", True
        else:
            yield None, True
            at = data.find(_MAGIC, begin + 1) if resume else -1


def begins_zip_of(head: bytes, *parts: str) -> bool:
    """Whether a file begins as a ZIP file, among whose first members one has a name that begins with one of these."""
    return head.startswith(ZIP) and any(_named(head, at, parts) for at in _headers(head))


def _headers(head: bytes) -> Iterator[int]:
    at = head.find(ZIP)
    while at >= 0:
        yield at
        at = head.find(ZIP, at + 1)


def _named(head: bytes, at: int, parts: tuple[str, ...]) -> bool:
    length = int.from_bytes(head[at + 26 : at + 28], "little")
    return head[at + 30 : at + 30 + length].decode("utf-8", "replace").startswith(parts)


@dataclass(frozen=True, slots=True)
class Zip:
    """A ZIP file, read member by member.

    Attributes:
        unpacked: How many bytes its members say they have; none gives more than it says.
    """

    file: zipfile.ZipFile
    names: tuple[str, ...]
    unpacked: int

    def read(self, name: str, most: int) -> bytes:
        """A member's bytes.

        Raises:
            UnreadableArticle: There is no such member, it holds more than `most` bytes, is encrypted or broken.
        """
        try:
            with self.file.open(name) as member:
                data = member.read(most + 1)
        except KeyError:
            raise UnreadableArticle(f"It has no part named {name}") from None
        except RuntimeError:  # what zipfile raises for a password
            raise UnreadableArticle("It is encrypted; unpack it with its password first") from None
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
            raise UnreadableArticle("It is broken", detail=one_line(str(error))[:120]) from error
        if len(data) > most:
            raise UnreadableArticle(f"It unpacks to more than {most // 1024 // 1024} MiB")
        return data


def open_zip(data: Large) -> Zip:
    """A ZIP file, ready to be read within bounds; folders are left out of its names.

    Raises:
        UnreadableArticle: It is broken, or has more than `MOST_MEMBERS` members.
    """
    try:
        file = zipfile.ZipFile(as_file(data))
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise UnreadableArticle("It is a ZIP archive that is broken", detail=one_line(str(error))[:120]) from error
    infos = file.infolist()
    if len(infos) > MOST_MEMBERS:
        raise UnreadableArticle(f"It is a ZIP archive of more than {MOST_MEMBERS:,} files")
    return Zip(file, tuple(info.filename for info in infos if not info.is_dir()), sum(info.file_size for info in infos))
