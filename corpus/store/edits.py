"""What people do to articles: each call is one act, one step of undo, checked before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from corpus.article import CODING_STATES, FIELDS
from corpus.dates.edtf import parse_edtf
from corpus.errors import EditRefused
from corpus.store.database import Database
from corpus.store.log import Log, utc_now
from corpus.store.meta import READ_POSITION, bump
from corpus.store.operation import NOTES, TAGS, Done, Edit, Json, clean_tag, new_id
from corpus.store.tags import Tags
from corpus.vocabulary import VOCABULARIES, Vocabulary

RESTRICTIONS = ("open", "team", "sealed")
"""Who may see a record: everybody, the team, nobody but this archive."""

_AT_ONCE = 500


def many(count: int, one: str = "article") -> str:
    """A count with its noun: `1 article`, `2,000 articles`."""
    return f"{count:,} {one}{'' if count == 1 else 's'}"


class Edits:
    """Writes what people say of articles into the log."""

    def __init__(
        self,
        database: Database,
        log: Log,
        tags: Tags,
        vocabularies: Callable[[], Mapping[str, Vocabulary]] = lambda: VOCABULARIES,
    ) -> None:
        self._db = database
        self._log = log
        self._tags = tags
        self._vocabularies = vocabularies

    def _ids(self, numbers: Sequence[int]) -> list[str]:
        found: dict[int, str] = {}
        for start in range(0, len(numbers), _AT_ONCE):
            part = list(numbers[start : start + _AT_ONCE])
            found |= dict(self._db.rows(f"SELECT n, id FROM article WHERE n IN ({','.join('?' * len(part))})", part))
        return [found[n] for n in numbers if n in found]

    def tag(self, numbers: Sequence[int], add: Sequence[str] = (), remove: Sequence[str] = ()) -> Done:
        """Put tags on articles and take others off.

        Raises:
            EditRefused: A word is no tag; the reason is given and nothing is written.
        """
        plus = [_tag(word) for word in add]
        minus = [_tag(word) for word in remove]
        words = [f"+{tag}" for tag in plus] + [f"-{tag}" for tag in minus]
        edits = [
            Edit(id_, TAGS + tag, value)
            for id_ in self._ids(numbers)
            for tags, value in ((plus, True), (minus, None))
            for tag in tags
        ]
        return self._log.write(edits, f"{many(len(numbers))}: tags {' '.join(words)}")

    def rename_tag(self, old: str, new: str) -> Done:
        """Give a tag, and those below it, another name; with the name of another tag, the two become one.

        Raises:
            EditRefused: The new name is no tag, or nothing carries the old one.
        """
        was, is_ = old.strip().lower(), _tag(new)
        carried = [tag for tag, _ in self._tags.all() if tag == was or tag.startswith(was + "/")]
        if not carried:
            raise EditRefused(f"No article carries the tag {old}", hint="See them all with: dateline tag list")
        off: dict[str, set[str]] = {}
        on: dict[str, set[str]] = {}
        for tag in carried if is_ != was else ():
            rows = self._db.rows("SELECT a.id FROM tagged t JOIN article a ON a.n = t.article WHERE t.tag = ?", (tag,))
            for (id_,) in rows:
                off.setdefault(id_, set()).add(tag)
                on.setdefault(id_, set()).add(is_ + tag[len(was) :])
        # One level up or down, the new name of one tag is the old name of another: that one stays.
        edits = [
            Edit(id_, TAGS + tag, value)
            for id_ in off
            for tags, value in ((off[id_] - on[id_], None), (on[id_], True))
            for tag in sorted(tags)
        ]
        return self._log.write(edits, f"tag {was} renamed to {is_}")

    def set_field(self, numbers: Sequence[int], field: str, value: Json) -> Done:
        """Say what a field of articles is; None goes back to what was read, "" says that there is none.

        Raises:
            EditRefused: There is no such field, or it cannot have this value.
        """
        return self.set_fields(numbers, {field: value})

    def set_fields(self, numbers: Sequence[int], values: Mapping[str, Json], notes: Sequence[str] = ()) -> Done:
        """Say what several fields of articles are, and add notes to them, as one act.

        Args:
            numbers: The articles.
            values: Values by field, as `set_field` takes them.
            notes: Texts of notes, of which each article gets its own.

        Raises:
            EditRefused: As in `set_field` and `add_note`; nothing is written.
        """
        checked: dict[str, Json] = {}
        for field, value in values.items():
            if field not in _CHECKS:
                raise EditRefused(f"An article has no field {field}", hint=f"It has {', '.join(sorted(_CHECKS))}.")
            checked[field] = None if value is None else _CHECKS[field](field, value)
        if checked.get("basis"):
            self._check_basis(checked["basis"])
        said = [f"{field} {_in_words(value)}" for field, value in checked.items()]
        said += ["a note"] * len(notes)
        written = [self._note(text) for text in notes]
        edits = []
        for id_ in self._ids(numbers):
            edits += [Edit(id_, field, value) for field, value in checked.items()]
            edits += [Edit(id_, NOTES + new_id().hex(), note) for note in written]
        return self._log.write(edits, f"{many(len(numbers))}: {', '.join(said)}")

    def _check_basis(self, basis: Mapping[str, str]) -> None:
        words = self._vocabularies()["basis"].terms
        for path, word in basis.items():
            if path.partition(".")[0] not in FIELDS:
                raise EditRefused(f"An article has no field {path}", hint=f"It has {', '.join(FIELDS)}.")
            if word not in words:
                raise EditRefused(
                    f"basis.{path} cannot be {word!r}",
                    hint=f"It is one of: {', '.join(words)}; a codebook may add more.",
                )

    def set_coding(self, numbers: Sequence[int], state: str) -> Done:
        """Say how far the coding of articles is."""
        return self.set_field(numbers, "coding", state)

    def add_note(self, n: int, text: str) -> Done:
        """Add a signed, dated note to an article.

        Raises:
            EditRefused: The note has no text.
        """
        note = self._note(text)
        return self._log.write([Edit(id_, NOTES + new_id().hex(), note) for id_ in self._ids([n])], "a note")

    def _note(self, text: str) -> Json:
        if not text.strip():
            raise EditRefused("A note needs some text")
        return {"text": text.strip("\n"), "at": utc_now(), "who": self._log.who}

    def remove_note(self, n: int, note: str) -> Done:
        """Take a note off an article."""
        return self._log.write([Edit(id_, NOTES + note, None) for id_ in self._ids([n])], "a note removed")

    def mark_read(self, numbers: Sequence[int], read: bool) -> int:
        """Mark articles as read or unread, which is local, not an act and not in the log; how many changed."""
        changed = 0
        with self._db.write() as connection:
            for n in numbers:
                statement = (
                    "INSERT OR IGNORE INTO read_mark (article, at) SELECT n, ? FROM article WHERE n = ?"
                    if read
                    else "DELETE FROM read_mark WHERE ? <> '' AND article = ?"
                )
                changed += connection.execute(statement, (utc_now(), n)).rowcount
            if changed:
                bump(connection, READ_POSITION)
        return changed


def _in_words(value: Json) -> str:
    if isinstance(value, Mapping):
        return " and ".join(f"{name} {part}" for name, part in value.items()) or "none"
    return "as read" if value is None else str(value) or "none"


def _tag(word: str) -> str:
    try:
        return clean_tag(word)
    except ValueError as error:
        raise EditRefused(f"{word!r} cannot be a tag: {error}") from None


def _one_line(field: str, value: Any) -> str:
    if not isinstance(value, str) or "\n" in value:
        raise EditRefused(f"{field} is one line of text")
    return value.strip()


def _date(field: str, value: Any) -> str:
    text = _one_line(field, value)
    return str(parse_edtf(text)) if text else ""


def _one_of(*allowed: str) -> Callable[[str, Any], str]:
    def check(field: str, value: Any) -> str:
        if value not in allowed:
            raise EditRefused(f"{field} cannot be {value!r}", hint=f"It is one of: {', '.join(allowed)}.")
        return str(value)

    return check


def _parts(*names: str) -> Callable[[str, Any], Json]:
    def check(field: str, value: Any) -> Json:
        if value == "":
            return ""
        if not isinstance(value, dict) or not value or set(value) - set(names):
            raise EditRefused(f"{field} has the parts {' and '.join(names)}")
        return {name: _one_line(f"{field}.{name}", value[name]) for name in names if name in value}

    return check


def _basis(field: str, value: Any) -> Json:
    if value == "":
        return ""
    if not isinstance(value, dict):
        raise EditRefused(f"{field} names fields, and for each what its value rests on")
    return {name: _one_line(f"{field}.{name}", word) for name, word in sorted(value.items()) if word}


_CHECKS: dict[str, Callable[[str, Any], Json]] = {
    **dict.fromkeys(FIELDS, _one_line),
    "published": _date,
    "retrieved": _one_line,
    "dateline": _parts("place", "date"),
    "acquired": _parts("by", "from"),
    "ref": _one_line,
    "basis": _basis,
    "coding": _one_of(*CODING_STATES),
    "restricted": _one_of(*RESTRICTIONS),
}
