"""Mailboxes (mbox): mails one after the other, each begun by a line `From `."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.errors import UnreadableArticle
from corpus.readers.item import Item
from corpus.readers.large import Large
from corpus.readers.mail import parse, read_mail
from corpus.readers.reader import MAX_BYTES

_BEGIN = re.compile(rb"(?:\A|(?<=\n))From [^\n]{1,500}\n(?=[!-9;-~]{1,80}:)")
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)


class MailboxReader:
    """Files of mails."""

    name = "mbox"
    version = 1

    def accepts(self, head: bytes, _name: str, /) -> bool:
        """Whether a file begins as a mailbox."""
        return bool(_BEGIN.match(head))

    def items(self, data: Large, _name: str, /) -> Iterator[Item]:
        """The mails and what is attached to them."""
        begin = _BEGIN.match(data)
        count = 0
        while begin:
            following = _BEGIN.search(data, begin.end())
            end = following.start() if following else len(data)
            count += 1
            yield from self._mail(data[begin.end() : end], f"message {count}")
            begin = following

    def _mail(self, data: bytes, label: str) -> Iterator[Item]:
        """One mail: its bytes as they were before the box quoted its lines."""
        data = _QUOTED.sub(rb"\1", data)
        data = data.removesuffix(b"\n") if data.endswith(b"\n\n") else data
        if len(data) > MAX_BYTES:
            reason = UnreadableArticle(f"It is a mail of more than {MAX_BYTES // 1024 // 1024} MiB")
            yield Item(None, data, reason, label)
            return
        yield from read_mail(parse(data), data, label)
