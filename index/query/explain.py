"""What was understood, in words: a query tree as a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from corpus.text import fold_spaces, printable
from index.errors import QueryError
from index.query.grouping import ASKING, together
from index.query.tree import (
    DEATHS_FIELDS,
    NAMED_FIELDS,
    RECORD_FIELDS,
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
from index.query.values import Context, coding, days, is_date, state
from index.records.values import numbers
from index.words.analysis import pieces

_STATES = {
    "read": "read by you",
    "unread": "not read by you",
    "tagged": "with any tag",
    "untagged": "without tags",
    "uncoded": "not yet coded",
    "linked": "linked to an incident",
    "unlinked": "linked to no incident",
    "missing": "whose file is gone",
    "changed": "whose file changed",
    "copy": "that are near-copies of an earlier one",
}
_RECORD_STATES = {
    "linked": "that have to do with articles or incidents",
    "unlinked": "that have to do with no article or incident",
    "tagged": "with any tag",
    "untagged": "without tags",
}
_MOST_FORMS = 8


def explain(
    tree: Node,
    *,
    today: date,
    forms: Mapping[Word, tuple[str, ...]] | None = None,
    tolerant: bool = False,
    kind: str = "article",
) -> str:
    """A query as a sentence.

    Args:
        tree: The query.
        today: What relative dates count from.
        forms: The forms of plain words that the index holds, to name them.
        tolerant: Whether it is still being typed, so that a value may mean nothing yet.
        kind: What is looked for: "article", "incident", "actor" or "place".

    Raises:
        QueryError: A value means nothing.
    """
    return printable(fold_spaces(_Speaker(Context(str(tree), today), forms or {}, tolerant, kind).say(tree, "")))


class _Speaker:
    def __init__(self, context: Context, forms: Mapping[Word, tuple[str, ...]], tolerant: bool, kind: str) -> None:
        self.context = context
        self.forms = forms
        self.tolerant = tolerant
        self.kind = kind
        self.fields = ASKING.get(kind, RECORD_FIELDS)
        self.in_incident = kind == "incident"

    def say(self, node: Node, around: str) -> str:
        """A part of a query; `around` is the word that joins it to its neighbours."""
        if isinstance(node, Not):
            return f"not {self.say(node.item, 'not')}"
        if isinstance(node, And | Or):
            joint = "and" if isinstance(node, And) else "or"
            if isinstance(node, And) and not self.in_incident:
                grouped, others = together(node.items, self.fields)
                if isinstance(grouped, And):
                    parts = [*(self.say(item, joint) for item in others), self._one_incident(grouped)]
                    return f"({' and '.join(parts)})" if around and len(parts) > 1 else " and ".join(parts)
            said = f" {joint} ".join(self.say(item, joint) for item in node.items)
            return f"({said})" if around else said
        if isinstance(node, Value):
            try:
                return self._value(node)
            except QueryError:
                if self.tolerant:
                    return f"{node} (not finished)"
                raise
        if isinstance(node, Everything):
            return "all articles"
        name = "title or name" if node.field == "title" and self.kind != "article" else TEXT_FIELDS.get(node.field)
        where = f" in the {name}" if name else ""
        return self._text(node) + where

    def _one_incident(self, node: Node) -> str:
        """What is asked of one and the same incident."""
        self.in_incident = True
        said = self.say(node, "")
        self.in_incident = False
        return f"one incident with ({said})"

    def _text(self, node: Word | Prefix | Fuzzy | Phrase) -> str:
        if isinstance(node, Prefix):
            return f"words that begin with “{node.text}”"
        if isinstance(node, Fuzzy):
            return f"words at most {node.edits} letter{'s' if node.edits > 1 else ''} from “{node.text}”"
        if isinstance(node, Phrase):
            if node.slop is None:
                return f"the phrase “{node.text}{'…' if node.open else ''}”"
            others = {0: "no other word", 1: "at most one other word"}.get(
                node.slop, f"at most {node.slop} other words"
            )
            return f"the words “{node.text}” in any order with {others} among them"
        found = pieces(node.text)
        apart = " ".join(word for piece in found for word in piece.words)
        if " " in apart:
            joined = f" or “{found[0].joined}”" if len(found) == 1 and found[0].joined else ""
            return f"“{apart}”{joined}"
        forms = [form for form in self.forms.get(node, ()) if form != apart]
        others = ", ".join(forms[:_MOST_FORMS]) + (" …" if len(forms) > _MOST_FORMS else "")
        return f"“{node.text}”" + (f" (also {others})" if forms else "")

    def _value(self, value: Value) -> str:
        if value.field == "name":
            return f"the name “{value.text}” in any spelling"
        if value.field in self.fields and value.field != "incident" and not self.in_incident:
            return f"an incident with {self._of_incident(value)}"
        if value.field in RECORD_FIELDS or (is_date(value) and self.kind != "article"):
            return self._of_incident(value)
        if is_date(value):
            return f"published {days(value, self.context).said}"
        if value.field == "tag":
            return f"tags that begin with “{value.text}”" if value.open else f"the tag “{value.text.lower()}”"
        if value.field == "is":
            word = state(value, self.context)
            return _STATES[word] if self.kind == "article" else _RECORD_STATES.get(word, word)
        if value.field == "coding":
            return f"coding “{coding(value, self.context)}”"
        if value.field == "id":
            return f"the {self.kind} {value.text}"
        return str(value)

    def _of_incident(self, value: Value) -> str:
        """A value that asks for incidents, or for an actor or a place itself."""
        if value.field in DEATHS_FIELDS:
            which = {"deaths.best": "the number chosen", "deaths.high": "the highest number"}.get(value.field)
            return f"{numbers(value, self.context)} killed ({which or 'the lowest number'})"
        if value.field in NAMED_FIELDS:
            return f"the {value.field} “{value.text}{'…' if value.open else ''}”"
        return f"happened {days(value, self.context).said}"
