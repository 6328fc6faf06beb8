"""A query as text becomes a tree: the whole grammar, written by hand.

    query  = both { "OR" both }
    both   = unary { [ "AND" ] unary }
    unary  = { "NOT" | "-" } term
    term   = "(" query ")" | [ field ":" ] ( word | word"*" | word"~"n | quotation [ "~"n ] ) | "*"

While somebody types, what is not finished is tolerated; a finished query that cannot be read is an error that
points at the place. What the words mean is for `compile`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, replace

from index.errors import QueryError
from index.query.tree import (
    FIELDS,
    NAMED_FIELDS,
    QUOTE_SIGNS,
    QUOTES,
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
from index.words.analysis import pieces

LONGEST = 10_000
"""The longest query that is read, in characters."""

MOST_WORDS = 128
"""The most words that one query may look for."""

MOST_FUZZY = 16
"""The most words with ~, since each is held against all words of the archive."""

DEEPEST = 40
"""The most brackets within brackets."""

_MAY_BE_BEGUN = ("tag", *NAMED_FIELDS)

_DIRECTION_MARKS = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_FIELD = re.compile(r"([A-Za-z]+(?:\.[A-Za-z]+)?):")
_NEAR = re.compile(r"~(\d*)")
_FUZZY = re.compile(r"(.*[^~])~(\d*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Token:
    """One thing in a query; `kind` is the operator or bracket itself, or "field", "bare" or "quoted"."""

    kind: str
    text: str
    start: int
    end: int
    slop: int | None = None
    closed: bool = False


def parse(text: str, *, tolerant: bool = False, fields: Container[str] = FIELDS) -> Node:
    """Read a query.

    Args:
        text: What was typed.
        tolerant: Whether it is still being typed: an open quotation or bracket and a trailing operator are passed
            over, and the last word, if nothing follows it, may be the beginning of one.
        fields: The names before a colon that are fields; what is no text takes a value.

    Raises:
        QueryError: It cannot be read. When tolerant, only because it is too long, or nested too deeply.
    """
    if len(text) > LONGEST:
        raise QueryError(
            text, LONGEST, len(text), f"at most {LONGEST:,} characters", summary="This query is too long to be read"
        )
    plain, place = _without_direction_marks(text)

    def fail(start: int, end: int, expected: str) -> QueryError:
        return QueryError(text, place(start), place(end), expected)

    found = _Parser(plain, fail, tolerant, fields).query()
    return found if plain is text else _moved(found, place)


def _without_direction_marks(text: str) -> tuple[str, Callable[[int], int]]:
    """The text without marks that nobody sees, and what tells where in the original a place in it is."""
    marks = {found.start() for found in _DIRECTION_MARKS.finditer(text)}
    if not marks:
        return text, lambda offset: offset
    kept = sorted(set(range(len(text) + 1)) - marks)
    return _DIRECTION_MARKS.sub("", text), kept.__getitem__


def _moved(node: Node, place: Callable[[int], int]) -> Node:
    """The tree with its places in the text that was typed."""
    if isinstance(node, And | Or):
        node = replace(node, items=tuple(_moved(item, place) for item in node.items))
    elif isinstance(node, Not):
        node = replace(node, item=_moved(node.item, place))
    elif isinstance(node, Value):
        node = replace(node, begin=place(node.begin))
    return replace(node, start=place(node.start), end=place(node.end))


class _Parser:
    """Reads one query; a method that reads a part returns None where there is nothing to look for."""

    def __init__(
        self, text: str, fail: Callable[[int, int, str], QueryError], tolerant: bool, fields: Container[str]
    ) -> None:
        self.text = text
        self.fail = fail
        self.tolerant = tolerant
        self.tokens = list(_Lexer(text, fail, tolerant, fields).tokens())
        self.at = 0
        self.depth = 0
        self.words = 0
        self.fuzzy = 0
        self.field = ""
        self.empty: _Token | None = None

    def query(self) -> Node:
        """The whole query."""
        items: list[Node | None] = []
        while self.at < len(self.tokens):
            items.append(self._either())
            if self._sees(")"):
                stray = self._take()
                if not self.tolerant:
                    raise self.fail(stray.start, stray.end, "an opening ( before this")
        found = _join(And, items)
        if found is None and self.empty and not self.tolerant:
            raise self.fail(self.empty.start, self.empty.end, "a word or a number to look for")
        return found or Everything(start=0, end=len(self.text))

    # The levels of the grammar

    def _either(self) -> Node | None:
        items = [self._both("")]
        while self._sees("OR"):
            items.append(self._both(self._take().text))
        return _join(Or, items)

    def _both(self, after: str) -> Node | None:
        items: list[Node | None] = []
        if not self._begins_term():
            self._missing(after)
        while self._begins_term() or self._sees("AND"):
            if self._sees("AND"):
                operator = self._take()
                if not self._begins_term():
                    self._missing(operator.text)
                    continue
            items.append(self._unary())
        return _join(And, items)

    def _unary(self) -> Node | None:
        start = self.tokens[self.at].start
        negated = False
        while self._sees("NOT", "-"):
            operator = self._take()
            negated = not negated
            if not self._begins_term():
                self._missing(operator.text)
                return None
        item = self._term()
        if item is None or not negated:
            return item
        return item.item if isinstance(item, Not) else Not(item, start=start, end=item.end)

    def _term(self) -> Node | None:
        token = self._take()
        if token.kind == "(":
            return self._group(token, self.field)
        if token.kind == "field":
            return self._of_field(token)
        return self._leaf(token, self.field, token.start)

    def _group(self, opening: _Token, name: str) -> Node | None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.fail(opening.start, opening.end, f"at most {DEEPEST} brackets within brackets")
        if not self.tolerant and not (self._begins_term() or self._sees("AND", "OR")):
            raise self.fail(opening.start, opening.end, "something to look for within the brackets")
        outer, self.field = self.field, name
        found = self._either()
        self.field = outer
        self.depth -= 1
        if self._sees(")"):
            self._take()
        elif not self.tolerant:
            raise self.fail(opening.start, opening.end, "a closing ) for this bracket")
        return found

    def _of_field(self, token: _Token) -> Node | None:
        name = token.text
        if self._sees("("):
            return self._group(self._take(), name)
        if self._sees("bare", "quoted"):
            return self._leaf(self._take(), name, token.start)
        if not self.tolerant:
            raise self.fail(token.start, token.end, f"something to look for after {name}:")
        return None

    # Leaves

    def _leaf(self, token: _Token, name: str, start: int) -> Node | None:
        if name and name not in TEXT_FIELDS:
            return self._value(token, name, start)
        if token.kind == "quoted":
            return self._phrase(token, name, start)
        if token.text == "*" and not name:
            return Everything(start=start, end=token.end)
        return self._word(token, name, start)

    def _value(self, token: _Token, name: str, start: int) -> Node | None:
        text = token.text
        begun = name in _MAY_BE_BEGUN and (text.endswith("*") or self._is_being_typed(token))
        text = text.rstrip("*") if begun else text
        if token.slop is not None and not self.tolerant:
            raise self.fail(token.end - 1, token.end, "~ only after words and quotations of a text")
        if text.strip():
            self._count(token, 1)
            return Value(name, text, begun, start=start, end=token.end, begin=token.start)
        if not self.tolerant:
            raise self.fail(token.start, token.end, f"something to look for after {name}:")
        return None

    def _phrase(self, token: _Token, name: str, start: int) -> Node | None:
        text = "".join(" " if char in QUOTE_SIGNS else char for char in token.text)
        begun = text.endswith("*") or (self._is_being_typed(token) and self._may_be_begun(text))
        text = text.rstrip("*") if begun else text
        if begun and token.slop is not None:
            if not self.tolerant:
                raise self.fail(token.start, token.end, "either * or ~ in a quotation, not both")
            begun = False
        if not self._count_words(token, text):
            return None
        return Phrase(text, token.slop, begun and not text[-1].isspace(), name, start=start, end=token.end)

    def _word(self, token: _Token, name: str, start: int) -> Node | None:
        text = token.text
        fuzzy = _FUZZY.fullmatch(text)
        begun = not fuzzy and text.endswith("*")
        text = fuzzy[1] if fuzzy else text[:-1] if begun else text
        if "*" in text:
            star = token.start + text.index("*")
            if not self.tolerant:
                raise self.fail(star, star + 1, "* only at the end of a word")
            text = text.replace("*", "")
        if not self._count_words(token, text):
            return None
        if fuzzy:
            return self._fuzzy(token, text, fuzzy[2], name, start)
        if begun:
            return Prefix(text, name, start=start, end=token.end)
        word = Word(text, name, start=start, end=token.end)
        if self._is_being_typed(token) and self._may_be_begun(text):
            return Or((word, Prefix(text, name, start=start, end=token.end)), start=start, end=token.end)
        return word

    def _fuzzy(self, token: _Token, text: str, number: str, name: str, start: int) -> Node:
        edits = int(number[:4] or 1)
        if not 1 <= edits <= 2:
            if not self.tolerant:
                raise self.fail(
                    token.end - len(number), token.end, "1 or 2, the number of letters that may differ, after ~"
                )
            edits = 2
        found = [word for piece in pieces(text) for word in piece.words]
        if len(found) == 1 and len(found[0]) > edits:
            self.fuzzy += 1
            if self.fuzzy > MOST_FUZZY:
                raise self.fail(token.start, token.end, f"at most {MOST_FUZZY} words with ~ in one query")
            return Fuzzy(text, edits, name, start=start, end=token.end)
        if not self.tolerant:
            one = "one word before ~" if len(found) > 1 else "a word longer than the letters that may differ"
            raise self.fail(token.start, token.end, one)
        return Word(text, name, start=start, end=token.end)

    def _count_words(self, token: _Token, text: str) -> int:
        found = sum(len(piece.words) for piece in pieces(text))
        if not found:
            self.empty = self.empty or token
        self._count(token, found)
        return found

    def _count(self, token: _Token, words: int) -> None:
        self.words += words
        if self.words > MOST_WORDS:
            raise self.fail(token.start, token.end, f"at most {MOST_WORDS} words in one query")

    # Where we are

    def _is_being_typed(self, token: _Token) -> bool:
        return self.tolerant and token.end == len(self.text) and not token.closed

    @staticmethod
    def _may_be_begun(text: str) -> bool:
        """Whether the last word is long enough to look for all words that begin so."""
        found = pieces(text)
        return bool(found) and len(found[-1].words[-1]) > 1

    def _sees(self, *kinds: str) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at].kind in kinds

    def _begins_term(self) -> bool:
        return self._sees("(", "field", "bare", "quoted", "NOT", "-")

    def _take(self) -> _Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def _missing(self, after: str) -> None:
        """Complain that a term should begin here, unless somebody is typing."""
        if self.tolerant:
            return
        here = self.tokens[self.at] if self.at < len(self.tokens) else None
        if after or here is None:
            place = here.start if here else len(self.text)
            raise self.fail(place, here.end if here else place, f"something to look for after {after}")
        raise self.fail(here.start, here.end, f"something to look for before {here.text}")


def _join(kind: type[And] | type[Or], items: list[Node | None]) -> Node | None:
    """The items as one node, each once: those of the same kind taken in; none if there are none, or the only one."""
    every: list[Node] = []
    for item in items:
        if isinstance(item, kind):
            every += item.items
        elif item is not None:
            every.append(item)
    flat = list(dict.fromkeys(every))
    if len(flat) < 2:
        return flat[0] if flat else None
    return kind(tuple(flat), start=flat[0].start, end=flat[-1].end)


class _Lexer:
    """Cuts a query into tokens."""

    def __init__(
        self, text: str, fail: Callable[[int, int, str], QueryError], tolerant: bool, fields: Container[str]
    ) -> None:
        self.text = text
        self.fail = fail
        self.tolerant = tolerant
        self.fields = fields
        self.at = 0

    def tokens(self) -> Iterator[_Token]:
        """All tokens in order."""
        while self._skip_space():
            field = _FIELD.match(self.text, self.at)
            char = self.text[self.at]
            if char in "()":
                yield self._one(char)
            elif char in QUOTES:
                yield self._quotation()
            elif field and field[1].lower() in self.fields:
                self.at = field.end()
                yield _Token("field", field[1].lower(), field.start(), field.end())
                # What follows at once is the value, whatever it looks like; after a space it may be an operator.
                if self.at < len(self.text) and not self.text[self.at].isspace() and self.text[self.at] not in "()":
                    yield self._quotation() if self.text[self.at] in QUOTES else self._run()
            elif self._negates():
                yield self._one(char)
            else:
                run = self._run()
                yield replace(run, kind=run.text) if run.text in ("AND", "OR", "NOT") else run

    def _skip_space(self) -> bool:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1
        return self.at < len(self.text)

    def _negates(self) -> bool:
        behind = self.text[self.at + 1 : self.at + 2]
        return self.text[self.at] == "-" and bool(behind) and not behind.isspace() and behind not in "-)"

    def _one(self, kind: str) -> _Token:
        self.at += 1
        return _Token(kind, kind, self.at - 1, self.at)

    def _run(self) -> _Token:
        """Everything up to a space, a bracket or a quotation."""
        start = self.at
        while self.at < len(self.text):
            char = self.text[self.at]
            if char.isspace() or char in "()" or (char in QUOTES and not self._is_gershayim(self.at)):
                break
            self.at += 1
        return _Token("bare", self.text[start : self.at], start, self.at)

    def _quotation(self) -> _Token:
        start = self.at
        closing = QUOTES[self.text[start]]
        self.at += 1
        while self.at < len(self.text) and (self.text[self.at] not in closing or self._is_gershayim(self.at)):
            self.at += 1
        text = self.text[start + 1 : self.at]
        if self.at == len(self.text):
            if not self.tolerant:
                raise self.fail(start, start + 1, "a closing quotation mark for this one")
            return _Token("quoted", text, start, self.at)
        self.at += 1
        near = _NEAR.match(self.text, self.at)
        if near is None:
            return _Token("quoted", text, start, self.at, closed=True)
        self.at = near.end()
        if not near[1] and not self.tolerant:
            raise self.fail(near.start(), near.end(), "a number after ~, of the words that may stand between")
        return _Token("quoted", text, start, self.at, int(near[1][:4]) if near[1] else None, closed=True)

    def _is_gershayim(self, at: int) -> bool:
        """Whether a quotation mark is the sign within a Hebrew abbreviation."""
        around = self.text[at - 1 : at] + self.text[at + 1 : at + 2]
        return self.text[at] == '"' and len(around) == 2 and all("א" <= char <= "ת" for char in around)
