"""Reading bundles: what people write by hand is read as they mean it, and what is wrong is told with line and field."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from corpus.article import FIELDS
from corpus.bundle.read import Item, open_bundle
from corpus.bundle.schema import EXPORTED, SCHEMA_FILE, SECTIONS, json_schema, schema_text
from corpus.errors import BundleError
from corpus.records.definition import DEFINITIONS

HEAD = "dateline: 1\nexported: {at: '2026-11-22T10:00:00Z'}\n"
HASH = "9b" * 32
ARTICLE = f"articles:\n- id: a-{'9b' * 10}\n  sha256: {HASH}\n"


def read(folder: Path, text: str, *, fast: bool = True) -> list[Item]:
    path = folder / "bundle.yaml"
    path.write_text(text, encoding="utf-8", newline="")
    with open_bundle(path) as bundle:
        bundle.check(lambda _bytes: None, lambda: False, fast=fast)
        return list(bundle.items(fast=fast))


def article(folder: Path, fields: str) -> dict[str, Any]:
    [item] = read(folder, HEAD + ARTICLE + fields)
    return item.values


# What people write


def test_a_text_is_what_its_letters_are(tmp_path: Path) -> None:
    found = article(
        tmp_path,
        "  title: 12:30\n  outlet: NO\n  credit: 0012\n  author: true\n  language: no\n  url: 1e5\n"
        "  published: 2020-06-22\n  retrieved: 2020-06-22 10:00\n  tags: [2020, yes, Old Mill]\n",
    )
    assert {name: found[name] for name in ("title", "outlet", "credit", "author", "language", "url")} == {
        "title": "12:30",
        "outlet": "NO",
        "credit": "0012",
        "author": "true",
        "language": "no",
        "url": "1e5",
    }
    assert (found["published"], found["retrieved"]) == ("2020-06-22", "2020-06-22 10:00")
    assert found["tags"] == ["2020", "yes", "old mill"]


@pytest.mark.parametrize("nothing", ["", " ~", " null", " # later"])
def test_what_is_left_empty_says_nothing(tmp_path: Path, nothing: str) -> None:
    assert "credit" not in article(tmp_path, f"  credit:{nothing}\n")
    assert article(tmp_path, "  credit: ''\n")["credit"] == ""
    assert article(tmp_path, "  credit: 'null'\n")["credit"] == "null"
    assert article(tmp_path, "  credit: Null\n")["credit"] == "Null"


def test_fields_nobody_defined_are_kept_noticed_and_last(tmp_path: Path) -> None:
    path = tmp_path / "bundle.yaml"
    path.write_text(
        HEAD + ARTICLE + "  zeal: 1.50\n  colour: {b: NO, a: [1, 0012, 1.5, 1e5, true, ~]}\n  title: T\n"
        "  dateline: {mood: grim, place: Sarn}\nplans:\n- a\n- b\n",
        encoding="utf-8",
    )
    with open_bundle(path) as bundle:
        [item] = list(bundle.items())
        assert bundle.noticed == {"articles.colour": 1, "articles.zeal": 1, "articles.dateline.mood": 1}
        assert bundle.left == {"plans": 2}
    assert list(item.values) == ["id", "title", "dateline", "sha256", "colour", "zeal"]
    # What a number's letters would not survive is a text.
    assert item.values["zeal"] == "1.50"
    assert item.values["colour"] == {"b": "NO", "a": [1, "0012", 1.5, "1e5", True, None]}
    assert list(item.values["dateline"]) == ["place", "mood"]


def test_the_order_of_keys_and_sections_does_not_matter(tmp_path: Path) -> None:
    text = HEAD + "links: []\nhistory:\n" + ARTICLE
    assert [item.section for item in read(tmp_path, text)] == ["articles"]


# What is wrong

OPERATION = "history:\n- {id: %s, stamp: %s, at: '2026-01-01T00:00:00Z', record: %s, field: %s, value: %s}\n"
ID32, A = "ab" * 16, "a-" + "9b" * 10

WRONG: dict[str, tuple[str, int, str, str]] = {
    "no version": ("articles: []\n", 1, "", "begins with the line"),
    "a newer version": ("dateline: 2\n", 1, "dateline", "version 2"),
    "no version 0": ("dateline: 0\n", 1, "dateline", "no version 0"),
    "a version in words": ("dateline: one\n", 1, "dateline", "whole number"),
    "no header": ("dateline: 1\narticles: []\n", 2, "exported", "exported"),
    "no moment": ("dateline: 1\nexported: {profile: share}\n", 2, "exported", "at is missing"),
    "an empty header": ("dateline: 1\nexported:\n", 2, "exported", "at is missing"),
    "no such moment": ("dateline: 1\nexported:\n  at: 2026-13-01T00:00:00Z\n", 3, "exported.at", "moment"),
    "another zone": ("dateline: 1\nexported:\n  at: 2026-11-01T00:00:00+02:00\n", 3, "exported.at", "moment"),
    "no such profile": (HEAD.replace("{", "{profile: all, "), 2, "exported.profile", "one of: share, team"),
    "not a list": (HEAD + "articles: {a: b}\n", 3, "articles", "should be a list"),
    "not a record": (HEAD + "articles:\n- text\n", 4, "articles[1]", "should have fields"),
    "nothing": (HEAD + ARTICLE + "-\n", 6, "articles[2]", "Nothing stands here"),
    "no id": (HEAD + "articles:\n- title: T\n", 4, "articles[1]", "id is missing"),
    "a wrong id": (HEAD + "articles:\n- id: p-1\n", 4, "articles[1].id", "id of an article"),
    "the same id twice": (HEAD + ARTICLE + ARTICLE.split("\n", 1)[1], 6, "articles[2].id", "same id"),
    "a short hash": (HEAD + ARTICLE.replace(HASH, "9b"), 5, "articles[1].sha256", "SHA-256"),
    "an impossible date": (HEAD + ARTICLE + "  published: 2020-02-31\n", 6, "articles[1].published", ""),
    "an ambiguous date": (HEAD + ARTICLE + "  published: 06/07/2020\n", 6, "articles[1].published", ""),
    "a list for a text": (HEAD + ARTICLE + "  title: [a]\n", 6, "articles[1].title", "should be a text"),
    "a text for a list": (HEAD + ARTICLE + "  tags: a\n", 6, "articles[1].tags", "should be a list"),
    "no tag": (HEAD + ARTICLE + "  tags:\n  - a\n  - a//b\n", 8, "articles[1].tags[2]", "cannot be a tag"),
    "an empty tag": (HEAD + ARTICLE + "  tags:\n  - a\n  -\n", 8, "articles[1].tags[2]", "Nothing stands here"),
    "no such state": (HEAD + ARTICLE + "  coding: half\n", 6, "articles[1].coding", "one of: new, coding"),
    "no such restriction": (HEAD + ARTICLE + "  restricted: me\n", 6, "articles[1].restricted", "one of: open"),
    "a note of nothing": (HEAD + ARTICLE + "  notes: [{who: RK}]\n", 6, "articles[1].notes[1]", "text is missing"),
    "two notes in one": (
        HEAD + ARTICLE + "  notes: [{id: a, text: b}, {id: a, text: c}]\n",
        4,
        "articles[1].notes",
        "same id",
    ),
    "a field that is none": (HEAD + ARTICLE + "  tags/a: true\n", 6, "articles[1].tags/a", "no such field"),
    "a deletion": (HEAD + ARTICLE + "  deleted: true\n", 6, "articles[1].deleted", "no such field"),
    "a digit too many": (HEAD + ARTICLE + f"  colour: {'9' * 400}\n", 6, "articles[1].colour", "300 digits"),
    "fewer than it says": (
        HEAD.replace("{", "{articles: 2, ") + ARTICLE,
        0,
        "exported.articles",
        "2 articles, and holds 1",
    ),
    "more than it says": (
        HEAD.replace("{", "{articles: 0, ") + ARTICLE,
        0,
        "exported.articles",
        "0 articles, and holds 1",
    ),
    "a stamp in words": (HEAD + OPERATION % (ID32, "'1'", A, "title", "a"), 4, "history[1].stamp", "whole number"),
    "a stamp beyond time": (HEAD + OPERATION % (ID32, 10**18, A, "title", "a"), 4, "history[1].stamp", "whole number"),
    "an operation of nobody": (HEAD + OPERATION % ("ab", 1, A, "title", "a"), 4, "history[1].id", "32 hexadecimal"),
    "an operation on nothing": (HEAD + OPERATION % (ID32, 1, "x-1", "title", "a"), 4, "history[1].record", "id of"),
    "a title in parts": (HEAD + OPERATION % (ID32, 1, A, "title", "{a: b}"), 4, "history[1].value", "Title is a text"),
    "a date that is none": (HEAD + OPERATION % (ID32, 1, A, "published", "soon"), 4, "history[1].value", "date"),
    "a tag that is none": (HEAD + OPERATION % (ID32, 1, A, "'tags/A b,'", "true"), 4, "history[1].value", "tag"),
    "a note that is none": (HEAD + OPERATION % (ID32, 1, A, "notes/1", "a"), 4, "history[1].value", "note"),
    "a word that opens": (HEAD + OPERATION % (ID32, 1, A, "restricted", "opn"), 4, "history[1].value", "restricted"),
    "a negative number": (
        HEAD + f"incidents:\n- id: i-{'0' * 26}\n  harm:\n  - {{id: h1, kind: killed, low: -1}}\n",
        6,
        "incidents[1].harm[1].low",
        "whole number",
    ),
    "half a link": (HEAD + f"links:\n- {{id: l-{'0' * 26}, from: {A}}}\n", 4, "links[1]", "to is missing"),
    "a latitude in words": (
        HEAD + f"places:\n- {{id: g-{'0' * 26}, names: [{{text: Sarn}}], latitude: north}}\n",
        4,
        "places[1].latitude",
        "number from",
    ),
}


@pytest.mark.parametrize("fast", [True, False], ids=["C", "Python"])
@pytest.mark.parametrize("case", list(WRONG), ids=str)
def test_what_is_wrong_is_told_with_its_line_and_field(tmp_path: Path, case: str, fast: bool) -> None:
    text, line, field, says = WRONG[case]
    with pytest.raises(BundleError) as refused:
        read(tmp_path, text, fast=fast)
    assert (refused.value.line, refused.value.field) == (line, field)
    assert says.lower() in refused.value.summary.lower()
    assert refused.value.path == tmp_path / "bundle.yaml"


def test_a_file_that_is_none_or_cannot_be_read_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.yaml", tmp_path):
        with pytest.raises(BundleError, match=re.escape(path.name)), open_bundle(path):
            pass


def test_a_bundle_that_changes_meanwhile_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bundle.yaml"
    path.write_text(HEAD + ARTICLE, encoding="utf-8")
    with open_bundle(path) as bundle:
        path.write_text(HEAD + ARTICLE + "  title: T\n", encoding="utf-8")
        with pytest.raises(BundleError, match="changed while it was read"):
            list(bundle.items())


def test_whoever_only_writes_bundles_loads_no_parser() -> None:
    heavy = "('yaml', 'jsonschema', 'corpus.readers')"
    code = f"import sys, corpus.bundle; sys.exit(any(name in sys.modules for name in {heavy}))"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=Path(__file__).parents[2]).returncode == 0


# The definitions


def test_the_schema_file_is_what_the_definitions_say() -> None:
    told = (
        "the definitions changed: write it anew with\n  python -c "
        "'from corpus.bundle.schema import *; SCHEMA_FILE.write_text(schema_text(), encoding=\"utf-8\")'"
    )
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text(), told
    jsonschema.Draft202012Validator.check_schema(json_schema())


def test_every_record_has_its_section_and_articles_their_fields_in_order() -> None:
    assert list(SECTIONS)[: len(DEFINITIONS)] == [each.plural for each in DEFINITIONS.values()]
    known = list(SECTIONS["articles"].record.known)
    assert [name for name in known if name in FIELDS] == list(FIELDS)
    assert known[-1] == "text"


def documented() -> Iterator[tuple[str, str]]:
    for name in EXPORTED.known:
        yield "exported", name
    for section in SECTIONS.values():
        for name in section.record.known:
            yield section.name, name


def test_the_manual_names_every_section_and_field() -> None:
    manual = (Path(__file__).parents[2] / "docs" / "bundle.md").read_text(encoding="utf-8")
    missing = [f"{section}.{name}" for section, name in documented() if f"`{name}`" not in manual]
    missing += [section for section in SECTIONS if f"`{section}`" not in manual]
    assert not missing


def test_the_founding_article_coded_by_hand_is_read_whole(data: Path) -> None:
    path = data / "seed" / "coded.yaml"
    with open_bundle(path) as bundle:
        found = list(bundle.items())
        assert bundle.counts == {"articles": 1, "actors": 17, "places": 7, "incidents": 8, "links": 22, "passages": 23}
        assert not bundle.noticed
        assert not bundle.left
    whole = yaml.safe_load(path.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(json_schema()).validate(whole)
    for section in bundle.counts:
        assert [item.values for item in found if item.section == section] == whole[section]
