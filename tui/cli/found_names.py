"""What `dateline search` says of names: the spellings that `name:` found, and those that a plain query leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui.cli.output import say

if TYPE_CHECKING:
    from index import Index, Results
    from index.names.asking import Answer

_LISTED = 12


def name_values(index: Index, results: Results) -> dict[str, Any]:
    """The same for `--json`; nothing where no name was asked for."""
    from index.names.spelled import offer

    if results.named:
        return {
            "names": [
                {
                    "name": answer.text,
                    "found": [[each.text, each.articles] for each in answer.at("match")],
                    "suggested": [[each.text, each.articles] for each in answer.at("suggest")],
                }
                for answer in results.named
            ]
        }
    found = offer(results.query, index.names)
    return {"also_spelled": [[each.text, each.articles] for each in found.others]} if found else {}


def say_names(index: Index, results: Results) -> None:
    """Say which spellings were found and which only may be of the name; or which others a plain query has."""
    from index.names.spelled import offer

    for answer in results.named:
        _say_answer(answer)
    if not results.named and (found := offer(results.query, index.names)):
        say(f"{found}: {found.query} finds them too")


def _say_answer(answer: Answer) -> None:
    for what, shown in (("spelled", answer.at("match")), ("perhaps also", answer.at("suggest"))):
        if shown:
            listed = ", ".join(f"{each.text} {each.articles:,}" for each in shown[:_LISTED])
            more = f" and {len(shown) - _LISTED:,} more" if len(shown) > _LISTED else ""
            say(f"{what}: {listed}{more}")
