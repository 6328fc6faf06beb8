"""`dateline names`: every spelling of a name in the archive, and what people decide of spellings."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from corpus.archive import Archive
from tui.cli.finding import complete_ids, searching
from tui.cli.invocation import Invocation, pass_invocation, shared_options
from tui.cli.output import Strong, many, say, say_json, tell

if TYPE_CHECKING:
    from index.names.asking import Answer, Names, Shown

_HEADS = {"match": "Spelled", "suggest": "Perhaps also", "contains": "Longer forms"}


@click.command("names")
@shared_options()
@click.argument("text", nargs=-1)
@click.option(
    "--as",
    "sort",
    type=click.Choice(["any", "place", "person", "group"]),
    default="any",
    show_default=True,
    help="What it is a name of.",
)
@click.option("--of", "record", metavar="ID", shell_complete=complete_ids, help="The actor or place to decide for.")
@click.option("--accept", multiple=True, metavar="SPELLING", help="With --of: take this spelling as an alias.")
@click.option(
    "--refuse",
    multiple=True,
    metavar="SPELLING",
    help="With --of: this is no name of it, for good. With a name: this is not that name, for good.",
)
@click.option("--no-name", is_flag=True, help="Say that the name means no actor and no place, for good.")
@click.option("--same", is_flag=True, help="List actors, and places, that may be one.")
@click.option("--apart", nargs=2, metavar="ID ID", help="Say that these two are not one, for good.")
@click.option("--new", is_flag=True, help="List frequent names that no actor or place has.")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, metavar="N", help="How many to print.")
@click.option("--json", "to_json", is_flag=True, help="Print JSON.")
@pass_invocation
def names(
    invocation: Invocation,
    text: tuple[str, ...],
    sort: Any,
    record: str | None,
    accept: tuple[str, ...],
    refuse: tuple[str, ...],
    no_name: bool,
    same: bool,
    apart: tuple[str, str] | None,
    new: bool,
    limit: int,
    to_json: bool,
) -> int:
    """Show every spelling of a name, in any script, with how many articles use it, since when, and who.

    What is listed under "Spelled" is what name: finds in a search. What is only alike stands under "Perhaps also", and
    nothing is done with it until you accept it. With --same: actors, and places, whose names are alike, with why;
    merge two with dateline set ID merged_into=ID, or say --apart. All decisions are kept in the log, can be undone,
    and travel with the records.
    """
    decides_alone = bool(text) and (no_name or bool(refuse)) and record is None and not accept
    asked = bool(text) + same + new + bool(apart) + bool((accept or refuse) and not decides_alone)
    of_record = bool(accept or refuse) and not decides_alone
    if asked != 1 or of_record != (record is not None) or (no_name and (not text or refuse)):
        raise click.UsageError("Give a name, or one of --same, --new, --apart, or --of ID with --accept or --refuse.")
    if decides_alone:
        return _tell_apart(invocation, " ".join(text), refuse)
    if accept or refuse or apart:
        return _decide(invocation, record, accept, refuse, apart)
    with invocation.open() as archive, searching(archive, quiet=to_json) as index:
        known = index.names
        if known.behind():
            known.catch_up()
        if same:
            _say_same(archive, known, limit, to_json=to_json)
        elif new:
            _say_new(known, limit, to_json=to_json)
        else:
            answer = known.ask(" ".join(text), sort)
            if to_json:
                say_json(answer_values(known, answer))
            else:
                _say(known, answer, limit)
    return 0


def _tell_apart(invocation: Invocation, name: str, refuse: tuple[str, ...]) -> int:
    from corpus.records import spellings

    with invocation.open(to_write=True) as archive:
        for spelling in refuse or ("",):
            spellings.distinguish(archive.records, name, spelling)
    said = f"not {name}, and not offered for it again" if refuse else "no name, and not offered as one again"
    say(f"{', '.join(refuse) or name}: {said}.")
    return 0


def _decide(
    invocation: Invocation,
    record: str | None,
    accept: tuple[str, ...],
    refuse: tuple[str, ...],
    apart: tuple[str, str] | None,
) -> int:
    from corpus.records import spellings

    with invocation.open(to_write=True) as archive:
        if apart:
            one, other = (archive.records.find(each) for each in apart)
            spellings.keep_apart(archive.records, one, other)
            say("Kept apart; they are not offered as one again.")
            return 0
        id_ = archive.records.find(record or "")
        for spelling in accept:
            spellings.accept(archive.records, id_, spelling)
        for spelling in refuse:
            spellings.refuse(archive.records, id_, spelling)
        label = archive.records.get(id_).label
    if accept:
        say(f"{', '.join(accept)}: now an alias of {label}.")
    if refuse:
        say(f"{', '.join(refuse)}: no name of {label}, and not offered for it again.")
    return 0


def answer_values(known: Names, answer: Answer) -> dict[str, Any]:
    """All spellings of a name, as `--json` prints them."""
    return {
        "name": answer.text,
        "records": [{"id": each.id, "label": each.label, "names": list(each.names)} for each in answer.records],
        "spellings": [_shown_values(known, each) for each in answer.spellings],
    }


def _shown_values(known: Names, shown: Shown) -> dict[str, Any]:
    use = known.use(shown.text)
    return {
        **asdict(shown),
        "first": date.fromordinal(use.first).isoformat() if use and use.first else "",
        "outlets": [list(each) for each in use.outlets] if use else [],
    }


def _say(known: Names, answer: Answer, limit: int) -> None:
    if not answer.spellings:
        tell(_nothing(answer.text))
        return
    for each in answer.records:
        say(f"{each.label}  {each.id}")
    for level, head in _HEADS.items():
        found = [each for each in answer.spellings if each.level == level]
        if not found:
            continue
        say(Strong(head))
        for shown in found[:limit]:
            say(f"  {shown.articles:6,}  {shown.text}   {shown.why}{_told(known, shown)}")
        if len(found) > limit:
            say(f"          and {len(found) - limit:,} more")


def _nothing(text: str) -> str:
    """Why there is no spelling of a name."""
    from corpus.names.letters import LONGEST
    from corpus.names.reading import read

    if len(text) > LONGEST:
        return f"This is too long for a name: at most {LONGEST} characters are read."
    if not read(text).readings:
        return f"“{text}” is no name that can be read: two letters at least, in Latin, Arabic or Cyrillic."
    return f"No name in this archive is like {text}."


def _told(known: Names, shown: Shown) -> str:
    use = known.use(shown.text)
    if use is None:
        return ""
    since = f"  since {date.fromordinal(use.first).isoformat()}" if use.first else ""
    who = ", ".join(f"{outlet} {count:,}" for outlet, count in use.outlets[:3])
    return since + (f"  {who}" if who else "")


def _say_same(archive: Archive, known: Names, limit: int, *, to_json: bool) -> None:
    from corpus.records.spellings import apart
    from index.names.candidates import may_be_one

    found = may_be_one(known, apart(archive.records))
    if to_json:
        say_json(
            [
                {
                    "one": each.one.id,
                    "other": each.other.id,
                    "names": list(each.names),
                    "level": each.level,
                    "why": each.why,
                    "shared_articles": each.shared,
                }
                for each in found
            ]
        )
        return
    for each in found[:limit]:
        sure = "" if each.level == "match" else "perhaps: "
        shared = f"; {many(each.shared, 'article')} with both" if each.shared else ""
        say(f"{sure}{each.names[0]}  {each.one.id}")
        say(f"  and {each.names[1]}  {each.other.id}")
        say(f"  {each.why}{shared}")
    tell(f"{many(len(found), 'pair')} that may be one." if found else "No two actors or places have names alike.")


def _say_new(known: Names, limit: int, *, to_json: bool) -> None:
    from index.names.candidates import unrecorded

    found = unrecorded(known, limit)
    if to_json:
        say_json([{"name": text, "articles": count} for text, count in found])
        return
    for text, count in found:
        say(f"  {count:6,}  {text}")
    if not found:
        tell("Every frequent name is one of an actor or a place.")
