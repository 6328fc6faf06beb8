"""A query tree becomes a query of Whoosh's kind, with what the archive itself knows as sets of articles in it.

Also says what of a text the query marks. Answering is `evaluate`'s business.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from whoosh.query import And, DisjunctionMax, Every, Not, NullQuery, Or, Query

from corpus.errors import RecordUnknown
from index.answers.filters import Filters
from index.answers.queries import Among, Beginning, Forms, Near
from index.disk.snapshot import Snapshot
from index.errors import QueryError, SearchCancelled
from index.found.marks import Marks, Sought
from index.query import tree
from index.query.grouping import together
from index.query.values import DECIDED, Context, coding, days, is_date, state
from index.schema import SCORED
from index.source import Source
from index.words.analysis import Piece, pieces
from index.words.stems import stems

if TYPE_CHECKING:
    from index.records.table import RecordTable

OTHER_FORM = 0.5
"""How much another form of a word counts, beside the word itself."""


@dataclass(slots=True)
class Compiled:
    """A query ready to be answered.

    Attributes:
        query: For the evaluation.
        marks: What of a text it marks.
        forms: The forms of its plain words that the index holds.
        reads_text: Whether any word is looked for; else only the archive is asked.
    """

    query: Query
    marks: Marks
    forms: dict[tree.Word, tuple[str, ...]] = field(default_factory=dict)
    reads_text: bool = False


def compile_tree(
    node: tree.Node,
    text: str,
    source: Source,
    snapshot: Callable[[], Snapshot],
    today: date,
    *,
    table: Callable[[], RecordTable] | None = None,
    filters: Filters | None = None,
    tolerant: bool = False,
    cancelled: Callable[[], bool] | None = None,
) -> Compiled:
    """Make a query of a tree.

    Args:
        node: The tree.
        text: What was typed, for errors to point into.
        source: The archive.
        snapshot: Gives the index; called only if words are looked for.
        today: What relative dates count from.
        table: Gives the records of the archive, where they are kept in memory; called only if they are asked for.
        filters: What the archive knows, where it is kept in memory.
        tolerant: Whether it is still being typed: a value that means nothing yet is passed over.
        cancelled: Asked now and then whether to stop.

    Raises:
        QueryError: A value means nothing, or this archive cannot answer it.
        SearchCancelled: As asked.
    """
    known = filters or Filters(source)
    compiler = _Compiler(
        source,
        known,
        snapshot,
        table or (lambda: _records(source)),
        Context(text, today),
        tolerant,
        cancelled or (lambda: False),
    )
    query = compiler.node(node, marked=True)
    return Compiled(query, Marks(tuple(compiler.sought)), compiler.forms, compiler.reads_text)


def _records(source: Source) -> RecordTable:
    from index.records.table import RecordTable  # only where records are asked for

    return RecordTable(source.record_sets)


class _Compiler:
    def __init__(
        self,
        source: Source,
        filters: Filters,
        snapshot: Callable[[], Snapshot],
        table: Callable[[], RecordTable],
        context: Context,
        tolerant: bool,
        cancelled: Callable[[], bool],
    ) -> None:
        self.source = source
        self.filters = filters
        self.snapshot = snapshot
        self.table = table
        self.context = context
        self.tolerant = tolerant
        self.cancelled = cancelled
        self.sought: list[Sought] = []
        self.term = 0
        self.forms: dict[tree.Word, tuple[str, ...]] = {}
        self.reads_text = False

    def node(self, node: tree.Node, *, marked: bool) -> Query:
        """A part of the tree; what is negated is not marked."""
        if isinstance(node, tree.Everything):
            return Every()
        if isinstance(node, tree.Not):
            return Not(self.node(node.item, marked=not marked))
        if isinstance(node, tree.And):
            grouped, others = together(node.items, tree.RECORD_FIELDS)
            queries = [self.node(item, marked=marked) for item in others]
            if isinstance(grouped, tree.Value):
                queries.append(self._value(grouped))
            elif grouped is not None:
                queries.append(self._telling_of(grouped, tolerant=self.tolerant))
            return And(queries)
        if isinstance(node, tree.Or):
            return Or([self.node(item, marked=marked) for item in node.items])
        if isinstance(node, tree.Value):
            return self._value(node)
        self._check()
        self.reads_text = True
        query, sought = self._text(node)
        if marked:
            self.sought += sought
            self.term += 1
        return query

    def _check(self) -> None:
        if self.cancelled():
            raise SearchCancelled

    # Words

    def _text(self, node: tree.TextLeaf) -> tuple[Query, list[Sought]]:
        fields = (node.field,) if node.field else SCORED
        found = pieces(node.text)
        words = tuple(word for piece in found for word in piece.words)
        if isinstance(node, tree.Fuzzy):
            from index.words.spelling import similar  # seldom asked for

            near = similar(self.snapshot(), words[0], node.edits, fields, self._check)
            return self._forms(fields, [(form, 1.0) for form in near])
        if isinstance(node, tree.Phrase):
            return self._phrase(fields, found, node.slop, node.open)
        if isinstance(node, tree.Prefix):
            return self._phrase(fields, found, None, True)
        if len(words) > 1:
            return self._phrase(fields, found, None, False)
        forms = self._all_forms(words[0]) if set(fields) <= set(SCORED) else words
        self.forms[node] = forms
        return self._forms(fields, [(form, 1.0 if form == words[0] else OTHER_FORM) for form in forms])

    def _all_forms(self, word: str) -> tuple[str, ...]:
        """The word, and the words of the index that share its stem."""
        snapshot = self.snapshot()
        surest, *others = stems(word)
        forms = snapshot.forms(surest)
        for stem in others:
            if snapshot.holds(stem):
                forms |= snapshot.forms(stem)
        return (word, *sorted(forms - {word}))

    def _phrase(
        self, fields: tuple[str, ...], found: list[Piece], slop: int | None, is_open: bool
    ) -> tuple[Query, list[Sought]]:
        """Words in a row or near each other; and, where compounds are among them, the same with them joined."""
        apart = tuple(word for piece in found for word in piece.words)
        joined = tuple(word for piece in found for word in ((piece.joined,) if piece.joined else piece.words))
        queries, sought = [], []
        for words in dict.fromkeys((apart, joined)):
            sought.append(Sought(fields, words, slop, is_open, self.term))
            if len(words) > 1:
                queries.append(Near(fields, words, slop, is_open))
            elif is_open:
                queries.append(Beginning(fields, words[0]))
            else:
                queries.append(Forms(fields, [(words[0], 1.0)]))
        # Two ways to write one thing: an article where both are read counts once.
        return (queries[0] if len(queries) == 1 else DisjunctionMax(queries)), sought

    def _forms(self, fields: tuple[str, ...], words: list[tuple[str, float]]) -> tuple[Query, list[Sought]]:
        return Forms(fields, words), [Sought(fields, (word,), None, False, self.term) for word, _ in words]

    # What the archive knows

    def _telling_of(self, node: tree.Node, *, tolerant: bool = False) -> Query:
        """The articles that tell of the incidents that a tree asks for."""
        from index.records.query import RecordQuery  # only where records are asked for

        table = self.table()
        with table.guard:
            table.refresh()
            asked = RecordQuery(table, self.context, tolerant=tolerant, cancelled=self.cancelled)
            return Among(table.numbers(asked.incidents(node)))

    def _value(self, value: tree.Value) -> Query:
        try:
            return self._known(value)
        except QueryError:
            if self.tolerant:
                return Every()
            raise

    def _known(self, value: tree.Value) -> Query:
        known = self.filters
        if value.field in tree.RECORD_FIELDS:
            return self._telling_of(value)
        if is_date(value):
            range_ = days(value, self.context)
            return Among(known.between(range_.first, range_.last))
        if value.field == "tag":
            name = value.text.strip().lower()
            if not value.open:
                return Among(known.tagged(name))
            return Or(
                [Among(known.tagged(tag)) for tag, _ in self.source.tags.all() if tag.startswith(name)] or [NullQuery]
            )
        if value.field == "coding":
            return Among(known.where(f"coding:{coding(value, self.context)}"))
        if value.field == "id":
            try:
                return Among([self.source.articles.find(value.text)])
            except RecordUnknown as error:
                raise QueryError(
                    self.context.text, value.begin, value.end, error.hint, summary=error.summary, detail=error.detail
                ) from error
        word = state(value, self.context)
        if word in ("linked", "unlinked"):
            table = self.table()
            with table.guard:
                table.refresh()
                linked = Among(table.numbers(table.everything("incident")))
            return linked if word == "linked" else Not(linked)
        if word == "copy":
            from index.copies import copies_of  # seldom asked for

            return Among(copies_of(self.source).later)
        if word == "uncoded":
            return Not(Or([Among(known.where(f"coding:{name}")) for name in DECIDED]))
        return Among(known.where(word))
