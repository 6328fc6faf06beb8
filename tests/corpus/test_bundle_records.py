"""Bundles with records of every kind: the founding case whole, what is refused, kept beside ours, or stays away."""

from __future__ import annotations

import io
import shutil
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from corpus.archive import Archive
from corpus.bundle import ImportReport, export, import_bundle
from corpus.bundle.schema import json_schema
from corpus.errors import BundleError
from corpus.intake import update
from corpus.purge import purge
from corpus.records.definition import DEFINITIONS
from tests.archives import made, number
from tests.corpus.bundle_cases import below

AT = "2031-03-11T10:00:00Z"
HEAD = f"dateline: 1\nexported: {{at: '{AT}', profile: team, who: AZ}}\n"
P, Q, G, INCIDENT, LINK, E = (f"{letter}-{'0' * 25}{n}" for n, letter in enumerate("ppgile"))
ACTORS = f"actors:\n- {{id: {P}, names: [{{text: River Brigade}}]}}\n- {{id: {Q}, names: [{{text: Third Division}}]}}\n"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with made(tmp_path / "dispatches", who="RK") as opened:
        yield opened


def text_of(archive: Archive, **options: Any) -> str:
    out = io.StringIO()
    export(archive, out, **{"profile": "team", "at": AT, **options})
    return out.getvalue()


def parsed(archive: Archive, **options: Any) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(text_of(archive, **options))
    return found


def take(archive: Archive, text: str, **options: Any) -> ImportReport:
    path = archive.root.parent / "bundle.yaml"
    path.write_text(text, encoding="utf-8", newline="")
    return import_bundle(archive, path, **options)


def passage(archive: Archive, words: str) -> str:
    article = archive.articles.get(number(archive, "checkpoint")).id
    return f"passages:\n- {{id: {E}, article: {article}, quote: {{exact: {words}}}}}\n"


def test_the_founding_case_comes_in_and_goes_out_unchanged(data: Path, tmp_path: Path) -> None:
    seed = data / "seed"
    if not seed.is_dir():
        pytest.skip(f"needs the founding article: {data} has no folder seed")
    shutil.copy(next(seed.glob("*.txt")), tmp_path)
    coded = yaml.safe_load((seed / "coded.yaml").read_text(encoding="utf-8"))
    with Archive.open(tmp_path, create=True, who="RK") as archive:
        update(archive)
        report = import_bundle(archive, seed / "coded.yaml")
        assert (report.moved, report.lost, report.waiting, report.doubts, report.conflicts) == (0, [], 0, [], [])
        made = [each.plural for each in DEFINITIONS.values() if each.kind not in ("article", "search", "distinction")]
        assert report.new_records == {name: len(coded[name]) for name in made}
        out = parsed(archive, profile="share")
        for each in DEFINITIONS.values():
            assert out.get(each.plural) == coded.get(each.plural)
        assert out["exported"] == {**coded["exported"], "at": AT}
        assert import_bundle(archive, seed / "coded.yaml").batch == b""
        archive.history.undo()
        assert sum(archive.records.count().values()) == 0


@pytest.mark.parametrize(
    ("text", "line", "field", "says"),
    [
        (f"links:\n- {{id: {LINK}, from: {P}, to: p-{'9' * 26}, relation: backs}}\n", 7, "links[1].to", "no actor"),
        (f"incidents:\n- {{id: {INCIDENT}, actors: [{{id: k1, actor: {G}}}]}}\n", 7, "incidents[1].actors", "id of a"),
        (f"incidents:\n- {{id: {INCIDENT}, basis: {{speed: inferred}}}}\n", 7, "incidents[1].basis.speed", "no field"),
        (
            f"incidents:\n- {{id: {INCIDENT}, harm: [{{id: 'a[', kind: killed}}]}}\n",
            7,
            "incidents[1].harm[1].id",
            "no id",
        ),
        (f'searches:\n- {{id: s-{"0" * 26}, name: "a\\nb", query: x}}\n', 7, "searches[1].name", "one line"),
        ("codebook: {event: {hide: [Parades]}}\n", 6, "codebook.event.hide", "codebook"),
        ("codebook: []\n", 6, "codebook", "fields"),
    ],
)
def test_what_cannot_be_is_refused_where_it_stands(
    archive: Archive, text: str, line: int, field: str, says: str
) -> None:
    with pytest.raises(BundleError) as refused:
        take(archive, HEAD + ACTORS + text)
    assert refused.value.line == line
    assert str(refused.value.field).startswith(field)
    assert says in refused.value.summary
    assert archive.records.count()["actor"] == 0
    assert archive.log.batches() == []


@pytest.mark.parametrize("field", ["speed", "harm[h1].speed", "harm.best", "title/x"])
def test_a_point_that_leads_nowhere_is_refused(archive: Archive, field: str) -> None:
    point = f"points: [{{record: {INCIDENT}, field: '{field}', value: a, stance: says}}]"
    text = passage(archive, "killing four").replace("}}\n", f"}}, {point}}}\n")
    with pytest.raises(BundleError) as refused:
        take(archive, HEAD + f"incidents:\n- {{id: {INCIDENT}, title: T}}\n" + text)
    assert refused.value.field == "passages[1].points[1].field"


def test_what_does_not_fit_together_is_told_and_kept(archive: Archive) -> None:
    report = take(
        archive,
        HEAD + f"incidents:\n- {{id: {INCIDENT}, harm: [{{id: h1, kind: killed, low: 5, best: 3}}], event: Brawls}}\n",
    )
    [(record, field, why)] = report.doubts
    assert (record, field) == (INCIDENT, "harm[h1].best")
    assert "less than low" in why
    assert archive.records.get(INCIDENT).marked == (("event", "Brawls"),)


def test_words_of_two_people_stand_side_by_side_and_rows_come_together(archive: Archive) -> None:
    take(archive, HEAD + f"incidents:\n- {{id: {INCIDENT}, harm: [{{id: h1, kind: killed, best: 4}}], title: T}}\n")
    archive.records.set(INCIDENT, "harm[h1].best", 5)
    report = take(
        archive,
        HEAD.replace("03-11", "04-11")
        + f"incidents:\n- {{id: {INCIDENT}, harm: [{{id: h1, kind: killed, best: 6}}, {{id: h2, kind: injured}}]}}\n",
    )
    assert report.changed_records == {"incidents": 1}
    assert report.conflicts == [(INCIDENT, "harm[h1].best")]
    found = archive.records.get(INCIDENT)
    assert found.values["title"] == "T"
    assert [row["id"] for row in found.values["harm"]] == ["h1", "h2"]
    [difference] = found.differences
    assert {difference.said.value, *(each.value for each in difference.others)} == {5, 6}


def test_passages_are_looked_for_in_the_text_that_is_here(archive: Archive) -> None:
    assert take(archive, HEAD + passage(archive, "killing four")).lost == []
    quote = archive.records.get(E).values["quote"]
    assert (quote["exact"], quote["suffix"][:8]) == ("killing four", ".\nBefore")
    assert take(archive, HEAD + passage(archive, "killing four")).batch == b""
    lost = take(archive, HEAD + passage(archive, "nobody ever wrote this sentence").replace(E, "e-" + "1" * 26))
    assert lost.lost == ["e-" + "1" * 26]
    article = archive.articles.get(number(archive, "checkpoint")).id
    far = passage(archive, "killing four").replace(E, "e-" + "2" * 26).replace(article, "a-" + "0" * 20)
    report = take(archive, HEAD + far)
    assert (report.waiting, report.lost, archive.records.is_there("e-" + "2" * 26)) == (1, [], True)
    assert "e-" + "2" * 26 not in text_of(archive)


def test_a_withheld_actor_takes_its_row_and_what_is_said_of_it_along(archive: Archive) -> None:
    point = f"points: [{{record: {INCIDENT}, field: 'actors[k1].role', value: target}}, {{record: {Q}, field: names}}]"
    rows = f"[{{id: k1, actor: {P}, role: target}}, {{id: k2, actor: {Q}}}]"
    take(
        archive,
        HEAD
        + ACTORS
        + f"incidents:\n- {{id: {INCIDENT}, title: T, actors: {rows}, basis: {{'actors[k1].role': inferred}}}}\n"
        + passage(archive, "killing four").replace("}}\n", f"}}, via: [{{who: AVM, actor: {P}}}], {point}}}\n"),
    )
    archive.records.set(P, "restricted", "sealed")
    for options in ({"profile": "share"}, {"profile": "team", "history": True}):
        text = text_of(archive, **options)
        assert P not in text
        assert "k1" not in text
        assert "River Brigade" not in text
        assert yaml.safe_load(text)["exported"]["withheld"] == 1
        assert [row["id"] for row in yaml.safe_load(text)["incidents"][0]["actors"]] == ["k2"]


def test_a_selection_holds_what_it_stands_on_and_nothing_else(archive: Archive) -> None:
    market = archive.articles.get(number(archive, "market"))
    checkpoint = archive.articles.get(number(archive, "checkpoint"))
    point = f"points: [{{record: {INCIDENT}, field: title, value: T}}]"
    told = passage(archive, "killing four").replace("}}\n", f"}}, {point}}}\n")
    other = told.split("\n", 1)[1].replace(E, "e-" + "1" * 26).replace(checkpoint.id, market.id)
    take(
        archive,
        HEAD
        + ACTORS
        + f"places:\n- {{id: {G}, names: [{{text: Sarn}}]}}\n"
        + f"incidents:\n- {{id: {INCIDENT}, title: T, actors: [{{id: k1, actor: {P}}}]}}\n"
        + f"links:\n- {{id: {LINK}, from: {P}, to: {Q}, relation: rival of}}\n"
        + told
        + other.replace("killing four", "Nobody claimed"),
    )
    shared = parsed(archive, profile="share", numbers=[checkpoint.n])
    assert {name: len(each) for name, each in shared.items() if isinstance(each, list)} == {
        "articles": 1,
        "actors": 1,
        "incidents": 1,
        "passages": 1,
    }
    team = parsed(archive, numbers=[checkpoint.n], text=True)
    assert [each["id"] for each in team["articles"]] == sorted([checkpoint.id, market.id])
    assert [each["id"] for each in team["articles"] if "text" in each] == [checkpoint.id]
    assert len(team["passages"]) == 2


def test_the_codebook_travels_and_goes_with_the_undo(archive: Archive) -> None:
    text = HEAD + "codebook: {event: {hide: [Riots]}, role: {define: {party: whoever fights}}}\n"
    assert take(archive, text).codebook == ["event", "role"]
    assert parsed(archive)["codebook"] == yaml.safe_load(text)["codebook"]
    assert take(archive, text).batch == b""
    assert "Riots" in archive.vocabularies()["event"].hidden
    (archive.folder / "codebook.yaml").write_text("event: {hide: [Protests]}\n")
    assert parsed(archive)["codebook"]["event"] == {"hide": ["Protests"]}
    archive.history.undo()
    assert parsed(archive)["codebook"] == {"event": {"hide": ["Protests"]}}


def test_what_somebody_deleted_stays_here_in_doubt_and_elsewhere_away(tmp_path: Path, archive: Archive) -> None:
    take(archive, HEAD + ACTORS)
    with made(tmp_path / "theirs", {}, who="AZ") as other:
        take(other, HEAD + ACTORS)
        archive.records.delete(P)
        bundle = text_of(archive)
        assert [each["id"] for each in yaml.safe_load(bundle)["deleted"]] == [P]
        assert "deleted" not in parsed(archive, profile="share")
        report = take(other, bundle)
        assert report.deleted_elsewhere == [P]
        assert other.records.get(P).doubted == ("",)
        assert take(other, bundle).batch == b""


def test_what_was_erased_for_good_takes_its_passages_and_points_along(archive: Archive) -> None:
    point = f"points: [{{record: {P}, field: names, value: River Brigade}}, {{record: {Q}, field: names}}]"
    bundle = HEAD + ACTORS + passage(archive, "killing four").replace("}}\n", f"}}, {point}}}\n")
    take(archive, bundle)
    purge(archive, P)
    report = take(archive, bundle)
    assert report.purged == [P]
    assert [each["record"] for each in archive.records.get(E).values["points"]] == [Q]


def test_the_example_of_the_manual_is_a_bundle_with_something_of_each_kind(archive: Archive) -> None:
    manual = (Path(__file__).parents[2] / "docs" / "bundle.md").read_text(encoding="utf-8")
    example = textwrap.dedent(manual[manual.index("    dateline: 1\n") : manual.index("## The file")])
    jsonschema.Draft202012Validator(json_schema()).validate(yaml.safe_load(example))
    report = take(archive, example)
    assert (report.new, report.unknown, report.left, report.doubts) == (1, {}, {}, [])
    assert list(report.new_records) == [each.plural for each in DEFINITIONS.values()][1:]
    out = below(text_of(archive, numbers=[archive.articles.find("a-9b1c0e55d2e0a1b2c3d4")]))
    assert out.startswith(below(example).split("searches:")[0])
