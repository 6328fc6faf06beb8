"""What is written is read back equal by parsers of YAML 1.1 and of YAML 1.2, whatever it is."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from corpus.bundle.yaml_out import YamlWriter

WORDS = r"""
no NO n y Yes on OFF true null ~ = << 1_000 0x1F 0o17 0b1 1e5 1.5e+5 .5 .inf -.INF .nan 190:20:30 12:30 0012 +1 -1
2020-06-22 2020-06-22T10:00:00Z ? : - -- --- ... , [a] {a a] a,b a:b :: # #x a# & * ! | > % @ ` ' " '' \ \x 4th x: k
http://a.example/b?c=d#e 9b1c0e 12e34 1/2 1.2.3
"""
NASTY = (
    *WORDS.split(),
    "",
    " ",
    " a",
    "a ",
    "a\tb",
    "a: b",
    "a #b",
    "- a",
    "? a",
    "> a",
    "a\n",
    "a\n\n",
    "\na",
    " a\nb",
    "\ta\nb",
    "a\n  \nb",
    "a\n\tb",
    "a\n ",
    "a\n---\nb",
    "a\n...\n",
    "#a\nb",
    "a\n#b",
    "a\r\nb",
    "a\rb",
    "\n",
    " \n ",
    "a\x85b\nc",
    "a\u2028b",
    "\ufeffa\nb",
    "\ufffe",
    "\x1b[31m\nred",
    "\u202eabc\n\u2066",
    "\x00",
    "\x7f",
    "لواء القدس",
    "نیم\u200cفاصله\nدو",
    "😀\n😀",
    "a\u00a0b",
    "k" * 600,
    "k" * 2000 + "\n",
)
texts = st.one_of(
    st.sampled_from(NASTY),
    st.text(max_size=12),
    st.text(alphabet="ab \n\t:#-'\"|>{}[],?&*!%@`~=<.0123456789eExXoO_+\\\r\x85\u2028é", max_size=12),
)
values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), texts),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(texts, inner, max_size=4)),
    max_leaves=12,
)


def written(fields: Mapping[str, Any], items: list[dict[str, Any]], room: int = 0) -> str:
    out = io.StringIO()
    writer = YamlWriter(out.write)
    for name, value in fields.items():
        writer.field(name, value)
    if items:
        writer.section("items")
        for item in items:
            writer.item(item, room=room)
    return out.getvalue()


def readers() -> list[tuple[str, Any]]:
    found = [("1.1", lambda text: yaml.load(text, Loader=yaml.SafeLoader))]
    if hasattr(yaml, "CSafeLoader"):
        found.append(("1.1 in C", lambda text: yaml.load(text, Loader=yaml.CSafeLoader)))
    return [*found, ("1.2", YAML(typ="safe", pure=True).load)]


@settings(max_examples=150)
@given(
    fields=st.dictionaries(texts.filter(lambda name: name != "items"), values, min_size=1, max_size=4),
    items=st.lists(st.dictionaries(texts, values, max_size=4), max_size=3),
    room=st.sampled_from((0, 80)),
)
def test_everything_is_read_back_equal_by_both_versions_of_yaml(
    fields: dict[str, Any], items: list[dict[str, Any]], room: int
) -> None:
    text = written(fields, items, room)
    expected = {**fields, **({"items": items} if items else {})}
    for version, read in readers():
        # Their texts, as 1 == 1.0 == True and -0.0 == 0.0.
        assert repr(read(text)) == repr(expected), (version, text)


@pytest.mark.parametrize("text", NASTY)
def test_each_trap_is_read_back_equal_everywhere_it_can_stand(text: str) -> None:
    deep = {text: text, "list": [text, [text]], "map": {"key": text, text: [{text: text}]}}
    for version, read in readers():
        assert read(written(deep, [deep])) == {**deep, "items": [deep]}, version


def test_names_hashes_and_headlines_stand_without_quotes() -> None:
    plain = {
        "a": "Call Syria",
        "b": "9b1c0e",
        "c": "لواء القدس",
        "d": "‘Quoted’ by us",
        "e": "4th Division",
        "f": "a-1b",
    }
    assert written(plain, []) == "".join(f"{name}: {value}\n" for name, value in plain.items())


def test_what_fits_stands_on_one_line_and_what_does_not_a_line_each() -> None:
    short = {"date": {"edtf": "2020-06-22", "stated": "on Monday"}, "tags": ["a", "b, c"]}
    assert written(short, []) == "date: {edtf: '2020-06-22', stated: on Monday}\ntags: [a, 'b, c']\n"
    long = {"tags": ["x" * 70, "y" * 70]}
    assert written(long, []) == f"tags:\n- {'x' * 70}\n- {'y' * 70}\n"


def test_printable_texts_of_several_lines_stand_as_they_are() -> None:
    assert written({}, [{"text": "One.\n\n Two."}]) == "items:\n- text: |-\n    One.\n\n     Two.\n"


@pytest.mark.parametrize("value", ["\ud800", "a\n\udfff", float("nan"), float("inf"), object(), b"bytes"])
def test_what_cannot_be_written_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="cannot be written"):
        written({"a": [value]}, [])
