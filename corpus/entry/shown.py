"""Records as somebody edits them: YAML with notes for the reader around it, and templates for new ones.

Only writes. The first and the last lines are ours, so that no line of an archive is where an editor looks for
settings of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from corpus.bundle.yaml_out import YamlWriter
from corpus.entry.fault import Fault
from corpus.entry.words import KEEP, KEEP_HERE
from corpus.records.definition import DEFINITIONS, Field, Kind
from corpus.store.operation import Json
from corpus.text import fold_spaces, printable
from corpus.vocabulary import Vocabulary

HIDDEN = ("notes", "merged_into", "text_sha256")
"""Fields that are not shown to be edited: others' remarks, and what is worked out or said by commands of their own."""

TOLD = "# dateline: "
"""What a line begins with that tells of something wrong."""

_HEAD = """\
# Save and close to have this taken; close it as it is to leave everything as it was.
# Lines that begin with # are for you, and are left out.
# Records are named by id, ref, or a name that only one of them has.
# A field that is left empty or taken out says nothing.
#
"""
_FOOT = "#\n# dateline takes what stands above.\n#\n#\n#\n"
_ID = re.compile("[a-z]-[0-9a-z]{20,26}")
_LINE = 110


def as_text(kinds: Sequence[Kind], records: Sequence[Mapping[str, Json]], labels: Mapping[str, str]) -> str:
    """Records to be edited: one stands for itself, several are a list.

    Args:
        kinds: The kind of each.
        records: Their values with their ids, as `editable` gives them.
        labels: What to say of the records that they name.
    """
    pieces: list[str] = [_HEAD, *_glossary(records, labels)]
    writer = YamlWriter(pieces.append)
    for kind, values in zip(kinds, records, strict=True):
        if len(records) > 1:
            pieces.append("\n")
            writer.item(values)
        else:
            for name, value in values.items():
                writer.field(name, value)
        rest = [field.name for field in DEFINITIONS[kind].fields if field.name not in (*values, *HIDDEN)]
        if rest:
            pieces.append(f"# not said: {', '.join(rest)}\n")
    return "".join([*pieces, _FOOT])


def editable(kind: Kind, record: str, values: Mapping[str, Json]) -> dict[str, Json]:
    """A record's values as they are edited: what is worked out left out."""
    known = {field.name for field in DEFINITIONS[kind].fields} - set(HIDDEN)
    shown = {name: value for name, value in values.items() if name in known}
    if isinstance(shown.get("quote"), Mapping):
        shown["quote"] = {"exact": shown["quote"].get("exact", "")}
    return {"id": record, **shown}


def named_ids(records: Iterable[Json]) -> list[str]:
    """The ids that stand anywhere in these values."""
    found: dict[str, None] = {}
    for value in records:
        if isinstance(value, str):
            found |= dict.fromkeys([value] if _ID.fullmatch(value) else [])
        elif isinstance(value, Mapping):
            found |= dict.fromkeys(named_ids(value.values()))
        elif isinstance(value, list | tuple):
            found |= dict.fromkeys(named_ids(value))
    return list(found)


def _glossary(records: Sequence[Mapping[str, Json]], labels: Mapping[str, str]) -> list[str]:
    return [f"# {id_} is {_one_line(labels[id_])}\n" for id_ in named_ids(records) if labels.get(id_)]


def _one_line(text: str) -> str:
    line = printable(fold_spaces(text))
    return line if len(line) <= _LINE else line[: _LINE - 1] + "…"


# Templates


def template(kind: Kind, vocabularies: Mapping[str, Vocabulary]) -> str:
    """An empty record of a kind, with what each field says and the words that it offers."""
    lines = [f"# A new {kind}.\n{_HEAD}"]
    for field in DEFINITIONS[kind].fields:
        if field.name not in (*HIDDEN, "ref", "restricted", "basis"):
            lines += [f"# {_about(field, vocabularies)}\n", *_slots(field, vocabularies)]
    lines.append(f"# besides: ref, restricted, basis {{date: resolved}}, notes\n{_FOOT}")
    return "".join(lines)


def _slots(field: Field, vocabularies: Mapping[str, Vocabulary]) -> list[str]:
    named = ", ".join(f"{part.name}: " for part in field.parts)
    offers = [f"#   {part.name}: {words}\n" for part in field.parts if (words := _offered(part, vocabularies))]
    if field.type in ("part", "whole"):
        return [*offers, f"{field.name}:\n", *(f"  {part.name}:\n" for part in field.parts)]
    if field.parts:
        return [*offers, f"{field.name}:\n", f"# - {{{named}}}\n"]
    return [f"{field.name}:\n"]


def _about(field: Field, vocabularies: Mapping[str, Vocabulary]) -> str:
    words = _offered(field, vocabularies)
    return f"{field.meaning}{': ' if words else ''}{words}"


def _offered(field: Field, vocabularies: Mapping[str, Vocabulary]) -> str:
    if field.vocabulary not in vocabularies:
        return ""
    return _short([_one_line(term.word) for term in vocabularies[field.vocabulary].offered()])


def _short(words: list[str]) -> str:
    return " · ".join(words[:24]) + (" · …" if len(words) > 24 else "")


# Faults


def with_faults(text: str, faults: Sequence[Fault]) -> str:
    """A text with everything that is wrong told above the line where it is; `without_faults` takes it out again."""
    lines = text.split("\n")
    told: dict[int, list[str]] = {}
    for fault in faults:
        at = min(max(fault.line - 1, 0), len(lines) - 1)
        words = _folded(f"{fault.field}: {fault.why}" if fault.field else fault.why)
        told.setdefault(at, []).extend(
            TOLD + line for line in (words, *([_folded(_in_editor(fault.hint))] if fault.hint else ()))
        )
    return "\n".join(each for i, line in enumerate(lines) for each in (*told.get(i, ()), line))


def _in_editor(hint: str) -> str:
    return hint.replace(KEEP, KEEP_HERE)


def without_faults(text: str, told: Iterable[str]) -> str:
    """A text without the lines that told what was wrong."""
    gone = set(told)
    return "\n".join(line for line in text.split("\n") if line not in gone)


def told_lines(text: str, faults: Sequence[Fault]) -> set[str]:
    """The lines that `with_faults` puts into a text for these."""
    before = set(text.split("\n"))
    return {line for line in with_faults(text, faults).split("\n") if line.startswith(TOLD) and line not in before}


def _folded(text: str) -> str:
    return printable(fold_spaces(text))
