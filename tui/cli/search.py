"""`dateline search`: the hits of a query or of a saved search, for people or as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from corpus.archive import Archive
from corpus.article import Article
from corpus.errors import RecordUnknown
from tui.cli.copies import hit_copies
from tui.cli.finding import searching
from tui.cli.found_names import name_values, say_names
from tui.cli.invocation import Invocation, pass_invocation, shared_options
from tui.cli.output import Strong, emphasised, many, say, say_json

if TYPE_CHECKING:
    from index import Index, Results

_FACETS = {"tag": "Tags", "outlet": "Outlets", "year": "Years"}
_INCIDENT_FACETS = {"event": "Events", "place": "Places", "actor": "Actors", "role": "Roles", "status": "Statuses"}
_FACET_VALUES = 12


class WordsCommand(click.Command):
    """A command after whose name only what begins with `--` is an option: `search -landmine` is a query."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the options first and everything else behind a `--`, where click takes it as it is."""
        takes_value = {
            name
            for p in self.params
            if isinstance(p, click.Option) and not p.is_flag and not p.count
            for name in p.opts
        }
        options: list[str] = []
        words: list[str] = []
        waiting = iter(args)
        for arg in waiting:
            if arg == "--":
                words += waiting
            elif arg.startswith("--"):
                options.append(arg)
                if arg in takes_value:
                    options += [value for value in [next(waiting, None)] if value is not None]
            else:
                words.append(arg)
        return super().parse_args(ctx, [*options, "--", *words])


@click.command("search", cls=WordsCommand, context_settings={"help_option_names": ["--help"]})
@shared_options(short=False)
@click.argument("query", nargs=-1)
@click.option(
    "--in",
    "kind",
    type=click.Choice(["articles", "incidents", "actors", "places"]),
    default="articles",
    show_default=True,
    help="What to search.",
)
@click.option("--saved", metavar="NAME", help="Search as a saved search says, and tell what is new in it.")
@click.option("--mark-seen", is_flag=True, help="With --saved: from now on, only what comes later is new.")
@click.option(
    "--sort",
    type=click.Choice(["relevance", "newest", "oldest"]),
    default="relevance",
    show_default=True,
    help="The order of the hits.",
)
@click.option(
    "--limit", type=click.IntRange(0), default=20, show_default=True, metavar="N", help="How many hits to print."
)
@click.option(
    "--facets",
    is_flag=True,
    help="Count tags, outlets, years of all hits; events, actors, roles of their incidents.",
)
@click.option("--explain", is_flag=True, help="Say how the query was understood.")
@click.option("--json", "to_json", is_flag=True, help="Print JSON.")
@pass_invocation
def search(
    invocation: Invocation,
    query: tuple[str, ...],
    kind: str,
    saved: str | None,
    mark_seen: bool,
    sort: Any,
    limit: int,
    facets: bool,
    explain: bool,
    to_json: bool,
) -> int:
    """Find articles, incidents, actors or places.

    All words must occur, in any form; OR and NOT in capitals, parentheses, a minus for what must not occur. Quotes make
    a phrase, though the shell eats them unless they are quoted themselves: dateline search '"no survivors" -rumour'.
    Fields are title: source: author: path: lang: tag: coding: id: is: and, with dates, published: after: before:. Those
    that ask for incidents are actor: role: place: event: status: incident: deaths: happened:; side by side they ask for
    one incident. name:"deir ezzor" finds every spelling of a name. Since a minus may begin a query, only what begins
    with two is an option here.
    """
    text = " ".join(query)
    _check_usage(query, kind, saved, mark_seen)
    with invocation.open() as archive:
        if kind != "articles":
            from tui.cli.search_records import search_records

            search_records(archive, text, kind, sort=sort, limit=limit, facets=facets, explain=explain, to_json=to_json)
            return 0
        with searching(archive, quiet=to_json) as index:
            if saved is not None:
                search_saved(archive, index, saved, mark_seen, sort=sort, limit=limit, to_json=to_json)
                return 0
            results = index.search(text, sort=sort)
            if to_json:
                say_json(result_values(archive, results, limit, facets=facets) | name_values(index, results))
            else:
                say_names(index, results)
                _say(archive, results, limit, facets=facets, explain=explain)
    return 0


def _check_usage(query: tuple[str, ...], kind: str, saved: str | None, mark_seen: bool) -> None:
    if saved is None and not query:
        raise click.UsageError("Missing argument 'QUERY...'; for everything, search '*'.")
    if saved is not None and query:
        raise click.UsageError("--saved brings its own query.")
    if saved is not None and kind != "articles":
        raise click.UsageError("A saved search says itself what it looks among.")
    if mark_seen and saved is None:
        raise click.UsageError("--mark-seen goes with --saved.")


def search_saved(
    archive: Archive, index: Index, name: str, mark_seen: bool, *, sort: Any, limit: int, to_json: bool
) -> None:
    """Search as a saved search says, and mark the new hits.

    Raises:
        RecordUnknown: There is no such search.
    """
    from index.saved import news
    from tui.cli.saved import ARTICLES, find_saved, news_values, said, told

    found = find_saved(archive, name)
    if found.among != ARTICLES:
        from tui.cli.search_records import search_saved_records

        search_saved_records(archive, index, found, mark_seen, sort=sort, limit=limit, to_json=to_json)
        return
    newest = archive.seen_up_to.newest()
    results = index.search(found.query, sort=sort)
    new = news(results.ns, archive.articles, found.seen)
    if to_json:
        values = result_values(archive, results, limit)
        numbers = {article.id for article, _ in _articles(archive, results, limit) if article.n > found.seen}
        for hit in values["hits"]:
            hit["new"] = hit["id"] in numbers
        say_json({"saved": news_values(found, told(new)), **values})
    else:
        say(Strong(found.name), f"  {found.query}")
        say(said(told(new)))
        fresh = set(new.new)
        for place, (article, _) in enumerate(_articles(archive, results, limit), 1):
            say()
            say_hit(archive, place, article, results, new=article.n in fresh)
    if mark_seen:
        archive.seen_up_to.mark(found.id, newest)


def _articles(archive: Archive, results: Results, limit: int) -> list[tuple[Article, float]]:
    found = []
    for n in results.ns[:limit]:
        try:
            found.append((archive.articles.get(n), results.scores.get(n, 0.0)))
        except RecordUnknown:
            continue  # erased a moment ago
    return found


def result_values(archive: Archive, results: Results, limit: int, *, facets: bool = False) -> dict[str, Any]:
    """What a search found, as the values that `--json` prints; with `facets`, those of the incidents too."""
    kinds = (*_FACETS, *_INCIDENT_FACETS) if facets else tuple(_FACETS)
    return {
        "query": results.query,
        "understood": results.understood,
        "total": results.total,
        "took_ms": round(results.took_ms, 2),
        "hits": [
            {
                "id": article.id,
                "path": article.places[0].display if article.places else "",
                "title": article.title,
                "published": str(article.fields.get("published", "")),
                "outlet": str(article.fields.get("outlet", "")),
                "credit": str(article.fields.get("credit", "")),
                "score": round(score, 4),
                "snippet": results.snippet(article.n).text,
                "tags": list(article.tags),
                **({"copies": copies} if (copies := hit_copies(archive, article.n)) else {}),
            }
            for article, score in _articles(archive, results, limit)
        ],
        "facets": {kind: [list(each) for each in values] for kind, values in results.facets(kinds).items()},
    }


def _say(archive: Archive, results: Results, limit: int, *, facets: bool, explain: bool) -> None:
    if explain:
        say(f"Understood: {results.understood}")
    shown = min(limit, results.total)
    first = f", the first {shown:,}" if 0 < shown < results.total else ""
    say(f"{many(results.total, 'article')}{first} ({results.took_ms:.1f} ms)")
    if results.advice:
        for sentence in results.advice.sentences:
            say(sentence)
    if facets:
        say_facets(results)
    for place, (article, _) in enumerate(_articles(archive, results, limit), 1):
        say()
        say_hit(archive, place, article, results)


def say_facets(results: Results) -> None:
    """Write how often each tag, outlet, year and what else can be counted occurs, the most frequent of each."""
    names = _FACETS | _INCIDENT_FACETS
    for kind, values in results.facets(tuple(names)).items():
        if values:
            listed = ", ".join(f"{value} {count:,}" for value, count in values[:_FACET_VALUES])
            more = f" and {len(values) - _FACET_VALUES:,} more" if len(values) > _FACET_VALUES else ""
            say(f"{names[kind]}: {listed}{more}")


def say_hit(archive: Archive, place: int, article: Article, results: Results, *, new: bool = False) -> None:
    """Write one hit: its title, where it is from, who else carries its text, and the passage that the query matches."""
    say(f"{place:>3}. ", Strong(article.title), "  (new)" if new else "")
    facts = [str(article.fields.get(name, "")) for name in ("published", "outlet", "credit")]
    say("     ", ", ".join(fact for fact in (*facts, article.id) if fact))
    if copies := hit_copies(archive, article.n):
        first = "this one first" if copies["first"] == article.id else f"first {copies['first']}"
        say(f"     {copies['told']}; {many(copies['articles'], 'article')}, {first}")
    if article.tags:
        say("     tags: ", ", ".join(article.tags))
    snippet = results.snippet(article.n)
    if snippet.text:
        say("     ", *emphasised(" ".join(snippet.text.split("\n")), snippet.spans))
