"""An archive's own codebook: which terms it offers, which it adds, and how it defines them.

A codebook is words about words and nothing else; it may come from a stranger, so it is read as plain texts, within
bounds, and anything it does not know is an error that names the place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from corpus.errors import ArchiveError
from corpus.text import fold_spaces, printable
from corpus.vocabulary import VOCABULARIES, Relation, Term, Vocabulary

FILE = "codebook.yaml"
LARGEST = 1 << 20
"""A codebook of more bytes is refused."""
DEEPEST = 8

_TERM_KEYS = ("word", "meaning", "example", "under", "inverse")
_CHANGE_KEYS = ("show", "hide", "define", "add")


class CodebookError(ArchiveError):
    """A codebook that cannot be used; the detail says where and why."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a codebook changes in one vocabulary.

    Attributes:
        show: The words to offer, in this order, and no others; empty for all.
        hide: Words not to offer.
        define: Other meanings, by word.
        add: Terms of its own.
    """

    show: tuple[str, ...] = ()
    hide: tuple[str, ...] = ()
    define: Mapping[str, str] = field(default_factory=dict)
    add: tuple[Term, ...] = ()

    def apply(self, vocabulary: Vocabulary) -> Vocabulary:
        """The vocabulary as changed; its words all stay known, so that records keep theirs."""
        terms = {**vocabulary.terms, **{term.word: term for term in self.add}}
        for word, meaning in self.define.items():
            if word in terms:
                terms[word] = replace(terms[word], meaning=meaning)
        first = {word: terms[word] for word in self.show if word in terms}
        hidden = {word for word in terms if (self.show and word not in first) or word in self.hide}
        return Vocabulary(vocabulary.name, vocabulary.meaning, {**first, **terms}, frozenset(hidden))


@dataclass(frozen=True, slots=True)
class Codebook:
    """The changes by the name of their vocabulary; without any, the vocabularies are as they come."""

    changes: Mapping[str, Change] = field(default_factory=dict)

    def vocabularies(self) -> dict[str, Vocabulary]:
        """All vocabularies, as this archive has them."""
        return {
            name: self.changes[name].apply(vocabulary) if name in self.changes else vocabulary
            for name, vocabulary in VOCABULARIES.items()
        }

    def as_data(self) -> dict[str, Any]:
        """The codebook as a bundle carries it; `parse` reads it again."""
        return {name: _change_data(change) for name, change in sorted(self.changes.items())}


def _change_data(change: Change) -> dict[str, Any]:
    added = [{key: value for key in _TERM_KEYS if (value := getattr(term, key, ""))} for term in change.add]
    data = {"show": list(change.show), "hide": list(change.hide), "define": dict(change.define), "add": added}
    return {key: value for key, value in data.items() if value}


def read(path: Path) -> Codebook:
    """The codebook in a file; an empty one if there is no such file.

    Raises:
        CodebookError: It cannot be read, or is none.
    """
    if not path.is_symlink() and not path.exists():
        return Codebook()
    if path.is_symlink() or not path.is_file():
        raise CodebookError(f"{path.name} is no plain file", hint="Put the file itself in its place.", path=path)
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise CodebookError(f"{path.name} cannot be read", detail=error.strerror or "", path=path) from error
    import yaml  # here, as most archives have no codebook and every start would pay for it

    if len(data) > LARGEST:
        raise CodebookError(f"{path.name} is larger than a codebook can be", detail=f"{LARGEST:,} bytes", path=path)
    try:
        return parse(_plain_texts(data.decode("utf-8")))
    except UnicodeDecodeError as error:
        raise CodebookError(f"{path.name} is not UTF-8", detail=f"at byte {error.start}", path=path) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}: " if mark else ""
        reason = getattr(error, "problem", None) or "it cannot be parsed"
        raise CodebookError(f"{path.name} is no YAML", detail=where + str(reason), path=path) from error


def _plain_texts(text: str) -> Any:
    """YAML read with every scalar as text, without aliases, tags or depth, so that nothing in it can surprise."""
    import yaml

    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) or getattr(event, "tag", None):
            raise CodebookError(
                f"{FILE} cannot be used",
                detail=f"line {line}: anchors, aliases and tags have no place in it",
            )
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise CodebookError(f"{FILE} cannot be used", detail=f"line {line}: nested too deep")
    return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 -- BaseLoader makes texts, lists and mappings only


def parse(data: Any) -> Codebook:
    """The codebook that plain data, from a file or a bundle, describes.

    Raises:
        CodebookError: It describes none; says where and why.
    """
    if data in (None, ""):
        return Codebook()
    return Codebook({name: _change(name, value) for name, value in _mapping("", data, tuple(VOCABULARIES)).items()})


def _change(name: str, data: Any) -> Change:
    parts = _mapping(name, data, _CHANGE_KEYS)
    add = tuple(
        _term(f"{name}.add[{i}]", name, each) for i, each in enumerate(_list(f"{name}.add", parts.get("add", [])), 1)
    )
    known = {*VOCABULARIES[name].terms, *(term.word for term in add)}
    show = tuple(_known(f"{name}.show", word, known) for word in _list(f"{name}.show", parts.get("show", [])))
    hide = tuple(_known(f"{name}.hide", word, known) for word in _list(f"{name}.hide", parts.get("hide", [])))
    define = {
        _known(f"{name}.define", word, known): _text(f"{name}.define.{word}", meaning)
        for word, meaning in _mapping(f"{name}.define", parts.get("define", {})).items()
    }
    return Change(show, hide, define, add)


def _term(where: str, name: str, data: Any) -> Term:
    parts = {key: _text(f"{where}.{key}", value) for key, value in _mapping(where, data, _TERM_KEYS).items()}
    if not parts.get("word") or not parts.get("meaning"):
        raise _wrong(where, "a term needs a word and a meaning")
    if name != "relation":
        if "inverse" in parts:
            raise _wrong(where, "only a relation has an inverse")
        return Term(parts["word"], parts["meaning"], parts.get("example", ""), under=parts.get("under", ""))
    inverse = parts.get("inverse", parts["word"])
    return Relation(parts["word"], parts["meaning"], parts.get("example", ""), inverse=inverse)


def _known(where: str, word: Any, known: set[str]) -> str:
    text = _text(where, word)
    if text not in known:
        raise _wrong(where, f"there is no term {printable(text)!r}")
    return text


def _mapping(where: str, data: Any, keys: tuple[str, ...] = ()) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise _wrong(where, "keys with values belong here")
    for key in data:
        if not isinstance(key, str) or (keys and key not in keys):
            raise _wrong(where, f"{printable(str(key))!r} is not one of {', '.join(keys)}")
    return data


def _list(where: str, data: Any) -> list[Any]:
    if not isinstance(data, list):
        raise _wrong(where, "a list belongs here")
    return data


def _text(where: str, data: Any) -> str:
    text = fold_spaces(data) if isinstance(data, str) else ""
    if not text:
        raise _wrong(where, "some text belongs here")
    return text


def _wrong(where: str, why: str) -> CodebookError:
    return CodebookError(f"{FILE} cannot be used", detail=f"{printable(where)}: {why}" if where else why)
