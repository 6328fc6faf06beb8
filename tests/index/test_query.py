"""The query language as text: what reads as what, what is refused where, and that trees survive being written."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import QueryError
from index.query.parsing import DEEPEST, LONGEST, MOST_WORDS, parse
from index.query.tree import (
    RECORD_FIELDS,
    SET_FIELDS,
    TEXT_FIELDS,
    And,
    Everything,
    Fuzzy,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Value,
    Word,
)

a, b, c = Word("a"), Word("b"), Word("c")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", Everything()),
        (" \t\n", Everything()),
        ("*", Everything()),
        ("a", a),
        ("a b", And((a, b))),
        ("a AND b", And((a, b))),
        ("a OR b c", Or((a, And((b, c))))),
        ("a b OR c", Or((And((a, b)), c))),
        ("(a OR b) c", And((Or((a, b)), c))),
        ("NOT a b", And((Not(a), b))),
        ("NOT a OR b", Or((Not(a), b))),
        ("-a", Not(a)),
        ("a -b", And((a, Not(b)))),
        ("-(a OR b)", Not(Or((a, b)))),
        ("NOT NOT a", a),
        ("NOT (NOT a)", a),
        ("(a (b c))", And((a, b, c))),
        ("a or b", And((a, Word("or"), b))),
        ("a & b", And((a, b))),
        ("a -- b", And((a, b))),
        ("a - b", And((a, b))),
        ("al-quds", Word("al-quds")),
        ("12:30", Word("12:30")),
        ("https://a.example/b-c", Word("https://a.example/b-c")),
        ("colon:text", Word("colon:text")),
        ('"a b"', Phrase("a b")),
        ("“a b” „a c“ «b a» »b c« ”c b”", And(tuple(map(Phrase, ("a b", "a c", "b a", "b c", "c b"))))),
        ("a b a", And((a, b))),
        ("a (b OR b) OR a b", And((a, b))),
        ('“a b"', Phrase("a b")),
        ('"a b"~3', Phrase("a b", slop=3)),
        ('"a b"~٣', Phrase("a b", slop=3)),
        ('"military intell*"', Phrase("military intell", open=True)),
        ('a"b c"d', And((a, Phrase("b c"), Word("d")))),
        ("word~1", Fuzzy("word", 1)),
        ("word~2", Fuzzy("word", 2)),
        ("word~", Fuzzy("word", 1)),
        ("mili*", Prefix("mili")),
        ("al-qu*", Prefix("al-qu")),
        ("title:a", Word("a", "title")),
        ("title: a", Word("a", "title")),
        ("TITLE:a", Word("a", "title")),
        ("title:AND", Word("AND", "title")),
        ("title:-a", Word("-a", "title")),
        ('source:"Call Syria"', Phrase("Call Syria", field="source")),
        ("title:(a OR b)", Or((Word("a", "title"), Word("b", "title")))),
        ("title:(a tag:b)", And((Word("a", "title"), Value("tag", "b")))),
        ("-tag:a/b", Not(Value("tag", "a/b"))),
        ('tag:"big one"', Value("tag", "big one")),
        ("tag:(a OR b)", Or((Value("tag", "a"), Value("tag", "b")))),
        ("tag:air*", Value("tag", "air", open=True)),
        ("published:2020-06-01..2020-06-30", Value("published", "2020-06-01..2020-06-30")),
        ("published:<2020-06", Value("published", "<2020-06")),
        ("deaths.high:>10", Value("deaths.high", ">10")),
        ("name:دير", Value("name", "دير")),
        ("a\u200e OR\u200f b", Or((a, b))),
        ('"צה"ל" a', And((Phrase("צה ל"), a))),
    ],
)
def test_what_reads_as_what(text: str, tree: Node) -> None:
    assert parse(text) == tree


@pytest.mark.parametrize(
    ("text", "start", "end", "expected"),
    [
        ('a "b c', 2, 3, "closing quotation mark"),
        ("a OR", 4, 4, "after OR"),
        ("a AND", 5, 5, "after AND"),
        ("a OR OR b", 5, 7, "after OR"),
        ("OR a", 0, 2, "before OR"),
        ("a NOT", 5, 5, "after NOT"),
        ("(a b", 0, 1, "closing )"),
        ("a b)", 3, 4, "opening ("),
        ("a ()", 2, 3, "within the brackets"),
        ("a (", 2, 3, "within the brackets"),
        ("tag:", 0, 4, "after tag:"),
        ('tag:" "', 4, 7, "after tag:"),
        ("title: OR a", 0, 6, "after title:"),
        ("word~3", 5, 6, "1 or 2"),
        ("word~0", 5, 6, "1 or 2"),
        ("al-quds~1", 0, 9, "one word"),
        ("ab~2", 0, 4, "longer"),
        ('"a b"~', 5, 6, "a number after ~"),
        ('"a b*"~2', 0, 8, "not both"),
        ("w*rd", 1, 2, "at the end of a word"),
        ("*word", 0, 1, "at the end of a word"),
        ("…", 0, 1, "a word or a number"),
        ("title:…", 6, 7, "a word or a number"),
        ("\u200ea OR", 5, 5, "after OR"),
        ("(" * (DEEPEST + 1) + "a", DEEPEST, DEEPEST + 1, f"at most {DEEPEST}"),
        ("a " * (MOST_WORDS + 1), 2 * MOST_WORDS, 2 * MOST_WORDS + 1, f"at most {MOST_WORDS}"),
        ("x" * (LONGEST + 1), LONGEST, LONGEST + 1, "at most 10,000"),
    ],
)
def test_what_is_refused_and_where(text: str, start: int, end: int, expected: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert (caught.value.start, caught.value.end) == (start, end)
    assert expected in caught.value.expected
    assert caught.value.text == text


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ('a "b c', And((a, Phrase("b c")))),
        ('a "mil int', And((a, Phrase("mil int", open=True)))),
        ("a OR", a),
        ("a OR mil", Or((a, Word("mil"), Prefix("mil")))),
        ("a mil", And((a, Or((Word("mil"), Prefix("mil")))))),
        ("a OR mil ", Or((a, Word("mil")))),
        ("OR AND NOT -", Everything()),
        ("(a (b", And((a, b))),
        ("a) b", And((a, b))),
        ("tag:", Everything()),
        ("tag:am", Value("tag", "am", open=True)),
        ("tag:am ", Value("tag", "am")),
        ("word~9 a", And((Fuzzy("word", 2), a))),
        ("w*rd a", And((Word("wrd"), a))),
        ("…", Everything()),
    ],
)
def test_what_is_tolerated_while_typing(text: str, tree: Node) -> None:
    assert parse(text, tolerant=True) == tree


def test_parts_know_where_they_stand() -> None:
    tree = parse('a -title:"b c" (tag:d OR e*)')
    assert isinstance(tree, And)
    first, second, third = tree.items
    assert isinstance(third, Or)
    assert isinstance(third.items[0], Value)
    assert [(n.start, n.end) for n in (first, second, *third.items)] == [(0, 1), (2, 14), (16, 21), (25, 27)]
    assert third.items[0].begin == 20


letters = st.text(alphabet="abcéжد", min_size=1, max_size=5)
bare = st.one_of(
    letters, st.builds("{}-{}".format, letters, letters), st.sampled_from(["and", "a:b", "1,200", "U.S.", "d'a"])
)
text_fields = st.sampled_from(["", *TEXT_FIELDS])
value_fields = st.sampled_from([*SET_FIELDS, *RECORD_FIELDS, "published", "date", "after", "before"])
quoted = st.lists(bare, min_size=1, max_size=4).map(" ".join)
leaves: st.SearchStrategy[Node] = st.one_of(
    st.just(Everything()),
    st.builds(Word, bare, text_fields),
    st.builds(Prefix, bare, text_fields),
    st.builds(Fuzzy, st.text(alphabet="abcж", min_size=3, max_size=5), st.sampled_from([1, 2]), text_fields),
    st.builds(Phrase, quoted, st.none(), st.booleans(), text_fields),
    st.builds(Phrase, quoted, st.integers(0, 99), st.just(False), text_fields),
    st.builds(
        Value, value_fields, st.one_of(bare, quoted, st.sampled_from(["a (b)", 'say "x"', ">=10", "..2020", "*a"]))
    ),
    st.builds(Value, st.just("tag"), quoted, st.booleans()),
)


def _several(kind: type[And] | type[Or], items: list[Node]) -> Node:
    flat: list[Node] = []
    for item in items:
        flat += item.items if isinstance(item, kind) else [item]
    flat = list(dict.fromkeys(flat))
    return flat[0] if len(flat) == 1 else kind(tuple(flat))


def _negated(item: Node) -> Node:
    return item.item if isinstance(item, Not) else Not(item)


def _larger(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    some = st.lists(parts, min_size=2, max_size=4)
    return st.one_of(
        parts.map(_negated),
        some.map(lambda items: _several(And, items)),
        some.map(lambda items: _several(Or, items)),
    )


trees = st.recursive(leaves, _larger, max_leaves=12)


@given(trees)
def test_a_tree_written_and_read_is_the_tree(tree: Node) -> None:
    assert parse(str(tree)) == tree


odd = st.one_of(
    st.text(),
    st.lists(
        st.sampled_from(
            [
                "a",
                "AND",
                "OR",
                "NOT",
                "(",
                ")",
                "-",
                '"',
                "“",
                "»",
                "*",
                "~",
                "~2",
                "title:",
                "tag:",
                " ",
                ":",
                "\u200f",
                "\x00",
                "\ud800",
                "'",
                "é",
            ]
        )
    ).map("".join),
)


def read_or_refused(text: str, tolerant: bool) -> Node | QueryError:
    try:
        return parse(text, tolerant=tolerant)
    except QueryError as error:
        return error


@given(odd, st.booleans())
def test_any_text_is_read_or_refused_in_place(text: str, tolerant: bool) -> None:
    found = read_or_refused(text, tolerant)
    if isinstance(found, QueryError):
        assert not tolerant
        assert 0 <= found.start <= found.end <= len(text)
        assert found.expected
    elif not tolerant:
        assert parse(str(found)) == found


@pytest.mark.parametrize(
    "unit",
    [
        "(",
        ")",
        '"',
        "-",
        "NOT ",
        "OR ",
        "a ",
        "a OR ",
        "title:",
        "tag:(",
        "*",
        "~",
        "a*",
        "\x00",
        "\ud800",
        "'",
        "a-",
        "((a)",
        "U.",
        "1,000,",
        "😀",
        "\u200f",
    ],
)
@pytest.mark.parametrize("tolerant", [False, True])
def test_ten_thousand_characters_never_hang(unit: str, tolerant: bool) -> None:
    text = (unit * LONGEST)[:LONGEST]
    began = time.process_time()
    found = read_or_refused(text, tolerant)
    assert not isinstance(found, QueryError) or 0 <= found.start <= found.end <= len(text)
    # Not a measure of speed: a growth that is not linear would take minutes.
    assert time.process_time() - began < 5
