"""What passages say of a record, side by side, each with its chain of report; and sources counted by origin.

A record's field holds what a coder chose; here is what it was chosen from. Only looks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from corpus.passages.anchor import Placement, Quote, place
from corpus.records.record import Said
from corpus.records.records import Records
from corpus.store.operation import Json
from corpus.store.record_queries import ArticleRow, PassageRow, RecordQueries
from corpus.store.record_tables import fold_name
from corpus.text import fold_spaces

Carriers = Callable[[str], Sequence[ArticleRow]]
"""Gives the articles that carry the text of one, which is named by its id: the first published first, it among them;
none where it is the only one."""

PHASE = "phase of"
PARTS = ("title", "text")
"""The parts of an article that a passage can be in, in their order."""

_NOWHERE = ArticleRow("", "", "", None, "", "")


@dataclass(frozen=True, slots=True)
class Step:
    """One link of a chain of report."""

    who: str
    actor: str
    how: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where something is known from, by the rule that counts sources.

    Attributes:
        key: What is the same for the same origin: an actor's id, else its name without case and signs.
        label: It in words.
        actor: The actor it is, if it is one.
    """

    key: str
    label: str
    actor: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """What one passage says of one field.

    Attributes:
        passage: The passage.
        record: The record that it speaks of.
        path: The path of the field.
        value: The value that it gives; None where it gives none.
        stance: How it stands to that value.
        quote: Its words.
        article: The article that it is of.
        chain: The chain of report, the nearest first.
        origin: Where it is from.
    """

    passage: str
    record: str
    path: str
    value: Json
    stance: str
    quote: str
    article: ArticleRow
    chain: tuple[Step, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Choice:
    """A field of a record, with what was chosen and what it was chosen from.

    Attributes:
        path: The path of the field.
        said: What is in force, by whom and since when; None where nothing was chosen.
        basis: What it rests on, where no source states it.
        claims: What passages say, the oldest article first.
    """

    path: str
    said: Said | None
    basis: str
    claims: tuple[Claim, ...]


@dataclass(slots=True)
class Sources:
    """What tells of a record, counted.

    Attributes:
        passages: How many passages.
        articles: The articles, the oldest first.
        outlets: Who published them and how many articles of each, the most first; "" for nobody named.
        origins: Where it is known from and how many passages go back to each, the most first.
    """

    passages: int = 0
    articles: list[ArticleRow] = field(default_factory=list)
    outlets: list[tuple[str, int]] = field(default_factory=list)
    origins: list[tuple[Origin, int]] = field(default_factory=list)

    def __str__(self) -> str:
        named = len([outlet for outlet, _ in self.outlets if outlet])
        outlets = f"{named} outlet{'' if named == 1 else 's'}"
        return f"{outlets}, {len(self.origins)} origin{'' if len(self.origins) == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class Placed:
    """A passage of an article, and where its words are now; None if they are lost."""

    passage: str
    part: str
    quote: Quote
    where: Placement | None


class Claims:
    """Looks up what passages say.

    Args:
        records: The records.
        queries: The tables derived from the log.
        carriers: Which articles carry one text, and so are one source.
    """

    def __init__(self, records: Records, queries: RecordQueries, carriers: Carriers = lambda _article: ()) -> None:
        self._records = records
        self._queries = queries
        self._carriers = carriers

    def about(self, record: str, path: str = "", *, limit: int = 5000) -> list[Claim]:
        """What passages say of a record, or of one field and what is below it; by path, then by date."""
        return self._claims(self._records.same(record), path, limit)

    def choices(self, record: str) -> list[Choice]:
        """Every field of a record that passages speak of, with what was chosen for it."""
        claims: dict[str, list[Claim]] = {}
        for claim in self.about(record):
            claims.setdefault(claim.path, []).append(claim)
        shown = self._records.get(record)
        return [self._choice(path, shown.said, found) for path, found in claims.items()]

    def choice(self, record: str, path: str) -> Choice:
        """One field of a record: what was chosen, and what all passages say of just it."""
        claims = [claim for claim in self.about(record, path) if claim.path == path]
        return self._choice(path, self._records.get(record).said, claims)

    def sources(self, record: str, *, phases: bool = True) -> Sources:
        """What tells of a record, counted by outlet and by origin.

        Args:
            record: Its id.
            phases: Whether to count, for an incident, what tells of its phases as well.
        """
        wanted = list(self._records.same(record))
        if phases:
            ties = self._queries.ties(wanted, (PHASE,))
            wanted += [each for tie in ties if not tie.outward for each in self._records.same(tie.there)]
        passages = self._queries.passages_about(wanted)
        articles = self._queries.articles([row.article for row in passages.values()])
        origins: dict[str, Origin] = {}
        counts: Counter[str] = Counter()
        for origin in self._origins(passages.values(), articles).values():
            origins[origin.key] = origin
            counts[origin.key] += 1
        known = {article.id: article for article in articles.values()}
        return Sources(
            passages=len(passages),
            articles=sorted(known.values(), key=lambda row: (row.first_day is None, row.first_day or 0, row.id)),
            outlets=Counter(article.outlet or article.credit for article in known.values()).most_common(),
            origins=[(origins[key], n) for key, n in counts.most_common()],
        )

    def passages(self, article: str, *, limit: int = 2000) -> list[Placed]:
        """The passages of an article and where each is in its title or text as it now is, in their order."""
        found, texts = [], {part: self._records.part_text(article, part) for part in PARTS}
        for pointer in self._records.points_to(article, "article", limit):
            values = self._records.values(pointer.source)
            given, part = values.get("quote"), str(values.get("in", PARTS[-1]))
            quote = Quote.read(given) if isinstance(given, Mapping) else Quote("")
            found.append(Placed(pointer.source, part, quote, place(quote, texts.get(part, ""))))
        last = len(texts[PARTS[-1]]) + 1
        return sorted(
            found, key=lambda each: (each.part != PARTS[0], each.where.start if each.where else last, each.passage)
        )

    def _claims(self, records: Sequence[str], path: str, limit: int) -> list[Claim]:
        points = self._queries.points(records, path, limit)
        passages = self._queries.passages(sorted({point.passage for point in points}))
        articles = self._queries.articles([row.article for row in passages.values()])
        origins = self._origins(passages.values(), articles)
        claims = []
        for point in points:
            row = passages[point.passage]
            article, chain = articles.get(row.article, _NOWHERE), chain_of(row.via)
            told = (row.id, point.target, point.path, point.value, point.stance, row.quote, article, chain)
            claims.append(Claim(*told, origins[row.id]))
        return sorted(claims, key=_in_order)

    def _origins(self, passages: Collection[PassageRow], articles: Mapping[str, ArticleRow]) -> dict[str, Origin]:
        """Where each passage is from, by its id.

        Articles that carry one text are one source. Where the chain of a passage names no actor, that of the same
        words in another of them counts; else whoever any of them credits, else the outlet that was first.
        """
        texts = {id_: self._text_of(article) for id_, article in articles.items()}
        origins = Origins(self._records, self._queries, (*articles.values(), *texts.values()))
        chains = {row.id: chain_of(row.via) for row in passages}
        named: dict[str, list[tuple[str, str, tuple[Step, ...]]]] = {}
        for row in passages:
            if row.article in texts and any(step.actor for step in chains[row.id]):
                told = (row.article, fold_spaces(row.quote), chains[row.id])
                named.setdefault(texts[row.article].id, []).append(told)
        found = {}
        for row in passages:
            article, chain = texts.get(row.article, _NOWHERE), chains[row.id]
            if not any(step.actor for step in chain):
                chain = _chain_of_words(row, named.get(article.id, ())) or chain
            found[row.id] = origins.of(chain, article)
        return found

    def _text_of(self, article: ArticleRow) -> ArticleRow:
        """The article that stands for all that carry its text: one that credits somebody, else the first."""
        carriers = self._carriers(article.id)
        named = (each for by in ("credit", "outlet") for each in carriers if getattr(each, by))
        return next(named, carriers[0] if carriers else article)

    @staticmethod
    def _choice(path: str, said: Mapping[str, Said], claims: list[Claim]) -> Choice:
        basis = said.get(f"basis.{path}") or said.get(f"basis.{path.partition('.')[0]}")
        return Choice(path, said.get(path), str(basis.value) if basis else "", tuple(claims))


class Origins:
    """Tells origins, for passages of these articles."""

    def __init__(self, records: Records, queries: RecordQueries, articles: Any) -> None:
        self._records = records
        names = {fold_name(name) for article in articles for name in (article.credit, article.outlet) if name}
        self._actors = queries.named_only(sorted(names))
        self._merging = records.rows_of.merging()
        self._labels: dict[str, str] = {}

    def of(self, chain: Sequence[Step], article: ArticleRow) -> Origin:
        """Where something is from that an article tells by this chain.

        The last of the chain that is an actor, else the credit, else the outlet, else the article alone.
        """
        named = next((step for step in reversed(chain) if step.actor), None)
        if named is not None:
            return self._actor(named.actor)
        text = article.credit or article.outlet
        if not text:
            return Origin(article.id, article.title)
        folded = fold_name(text)
        # A credit that is the name of just one actor is that actor: its bulletin and its credit are one origin.
        return self._actor(self._actors[folded]) if folded in self._actors else Origin(folded, text)

    def _actor(self, actor: str) -> Origin:
        id_ = self._merging.canonical(actor)
        if id_ not in self._labels:
            self._labels[id_] = self._records.rows_of.labels([id_]).get(id_, id_)
        return Origin(id_, self._labels[id_], id_)


def _chain_of_words(row: PassageRow, told: Sequence[tuple[str, str, tuple[Step, ...]]]) -> tuple[Step, ...]:
    """The chain of a passage's words, be they more or fewer of them, in another article that carries them."""
    words = fold_spaces(row.quote)
    same = (chain for article, other, chain in told if article != row.article and (words in other or other in words))
    return next(same, ()) if words else ()


def chain_of(via: Json) -> tuple[Step, ...]:
    """The chain of report that a passage's field holds; what is not as it should be counts as not said."""
    steps = via if isinstance(via, list) else []
    return tuple(
        Step(str(step.get("who", "")), str(step.get("actor", "")), str(step.get("how", "")))
        for step in steps
        if isinstance(step, Mapping)
    )


def _in_order(claim: Claim) -> tuple[Any, ...]:
    """By the day of the article; of one day, those that speak of one value beside each other."""
    day, value = claim.article.first_day, claim.value
    number = value if isinstance(value, int | float) else None
    return (
        claim.path,
        day is None,
        day or 0,
        number is None,
        number or 0,
        str(value),
        claim.stance != "says",
        claim.stance,
        claim.article.id,
        claim.passage,
    )
