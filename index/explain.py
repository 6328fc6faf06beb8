"""What was understood, in words: a query tree as a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from corpus.text import fold_spaces, printable
from index.analysis import pieces
from index.errors import QueryError
from index.tree import (
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
from index.values import Context, check_available, coding, days, is_date, state

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
    "copy": "that are copies",
}
_MOST_FORMS = 8


def explain(
    tree: Node, *, today: date, forms: Mapping[Word, tuple[str, ...]] | None = None, tolerant: bool = False
) -> str:
    """A query as a sentence.

    Args:
        tree: The query.
        today: What relative dates count from.
        forms: The forms of plain words that the index holds, to name them.
        tolerant: Whether it is still being typed, so that a value may mean nothing yet.

    Raises:
        QueryError: A value means nothing.
    """
    return printable(fold_spaces(_Speaker(Context(str(tree), today), forms or {}, tolerant).say(tree, "")))


class _Speaker:
    def __init__(self, context: Context, forms: Mapping[Word, tuple[str, ...]], tolerant: bool) -> None:
        self.context = context
        self.forms = forms
        self.tolerant = tolerant

    def say(self, node: Node, around: str) -> str:
        """A part of a query; `around` is the word that joins it to its neighbours."""
        if isinstance(node, Not):
            return f"not {self.say(node.item, 'not')}"
        if isinstance(node, And | Or):
            joint = "and" if isinstance(node, And) else "or"
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
        where = f" in the {TEXT_FIELDS[node.field]}" if node.field else ""
        return self._text(node) + where

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
        check_available(value, self.context)
        if is_date(value):
            return f"published {days(value, self.context).said}"
        if value.field == "tag":
            return f"tags that begin with “{value.text}”" if value.open else f"the tag “{value.text.lower()}”"
        if value.field == "is":
            return _STATES[state(value, self.context)]
        if value.field == "coding":
            return f"coding “{coding(value, self.context)}”"
        if value.field == "id":
            return f"the article {value.text}"
        return str(value)
