"""Whole cases made through the records: the founding article as coded by hand, and one of our own of the same shape."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml

from corpus.archive import Archive
from corpus.intake import update
from corpus.passages.anchor import Quote, place
from corpus.records.definition import DEFINITIONS, Kind
from corpus.sample import articles
from tests import archives
from tests.corpus.records_case import Coded, code

FOLDER = PurePosixPath("2031/03")
NAMES = ("avm-bulletin-118.txt", "sada-rjeim-checkpoint.txt")
MADE: tuple[Kind, ...] = ("actor", "place", "incident", "link", "passage")


def open_sample(folder: Path) -> Archive:
    return archives.made(folder, {name: articles()[FOLDER / name].read_bytes() for name in NAMES}, who="RK")


def everything(archive: Archive) -> dict[str, dict[str, Any]]:
    return {id_: dict(archive.records.get(id_).values) for kind in MADE for id_ in archive.records.all(kind)}


def placements(archive: Archive) -> list[str]:
    found: list[str] = []
    for id_ in archive.records.all("passage"):
        values = archive.records.get(id_).values
        placed = place(Quote.read(values["quote"]), archive.records.part_text(values["article"], values["in"]))
        found.append(placed.how if placed else "lost")
    return found


@pytest.fixture
def coded(tmp_path: Path) -> Iterator[Coded]:
    with open_sample(tmp_path) as archive:
        yield code(archive)


def test_our_case_is_one_act_and_every_passage_is_placed(coded: Coded) -> None:
    archive = coded.archive
    assert archive.records.count() == {
        "actor": 9,
        "place": 4,
        "incident": 6,
        "link": 12,
        "passage": 19,
        "search": 0,
        "distinction": 0,
    }
    assert set(placements(archive)) == {"here"}
    assert all(not archive.records.get(id_).marked for id_ in everything(archive))
    archive.history.undo()
    assert sum(archive.records.count().values()) == 0
    archive.history.redo()
    assert archive.records.count()["passage"] == 19


def test_our_case_tells_what_the_two_reports_say(coded: Coded) -> None:
    archive, ids = coded.archive, coded.ids
    whole = archive.profiles.incident(ids["whole"])
    assert [row.label for row in whole.phases] == [
        "Ambulances held",
        "A brawl turns into shots",
        "The militia comes back with heavy weapons",
    ]
    assert str(whole.sources) == "2 outlets, 2 origins"
    toll = archive.claims.choice(ids["whole"], "harm[h2].best")
    assert [(claim.value, claim.origin.label) for claim in toll.claims] == [
        (4, "Sada el-Jabal"),
        (4, "Ashen Valley Monitor"),
    ]
    day = archive.claims.choice(ids["mine"], "date.stated")
    assert [(claim.stance, claim.origin.label) for claim in day.claims] == [
        ("says", "Sada el-Jabal"),
        ("doubts", "Ashen Valley Monitor"),
    ]
    militia = archive.profiles.actor(ids["militia"])
    assert militia.by_year == {2031: {"party": 1, "target": 1}}
    assert {step.label for step in militia.unit.people} == {"Mu‘tasim ad-Dalwani", "Zuhayr ad-Dalwani"}
    assert ("backed by", "Dorsania") in {(step.relation, step.label) for step in militia.neighbours}
    valley = archive.profiles.place(ids["valley"])
    assert [(node.label, node.incidents) for node in valley.within.places] == [("Umm al-Fakhit", 1), ("Rujaym", 3)]


def test_our_case_made_again_from_its_values_is_the_same(coded: Coded, tmp_path: Path) -> None:
    values = everything(coded.archive)
    with open_sample(tmp_path / "again") as again:
        act = again.records.act()
        for kind in MADE:
            for id_ in coded.archive.records.all(kind):
                act.create(kind, values[id_], id_)
        act.commit("again")
        assert everything(again) == values
        assert [list(each) for each in everything(again).values()] == [list(each) for each in values.values()]


def test_a_text_that_changed_leaves_its_passages_findable(coded: Coded) -> None:
    archive = coded.archive
    file = archive.root / "sada-rjeim-checkpoint.txt"
    text = file.read_text().replace("Mar 11, 2031", "Mar 11, 2031\n\nUpdated the next morning by our own people.")
    file.write_text(
        text.replace("killed four of them and wounded many others", "killed five of them and wounded others")
    )
    update(archive)
    file.write_text(file.read_text().replace("two lorries and a heavy machine gun", "much that nobody had seen before"))
    update(archive)
    placed = archive.claims.passages(coded.ids["sada"])
    assert [each.part for each in placed] == ["title"] + ["text"] * 10
    starts = [each.where.start for each in placed[1:] if each.where]
    assert starts == sorted(starts)
    how = placements(archive)
    assert how.count("changed") == 2
    assert how.count("moved") == 8
    assert "lost" not in how


def test_the_founding_case_is_carried_whole(data: Path, tmp_path: Path) -> None:
    seed = data / "seed"
    if not seed.is_dir():
        pytest.skip(f"needs the founding article: {data} has no folder seed")
    shutil.copy(next(seed.glob("*.txt")), tmp_path)
    coded = yaml.safe_load((seed / "coded.yaml").read_text())
    with Archive.open(tmp_path, create=True, who="RK") as archive:
        update(archive)
        act = archive.records.act()
        for kind in MADE:
            for values in coded[DEFINITIONS[kind].plural]:
                act.create(kind, values)
        act.commit("the founding case")
        for kind in MADE:
            assert len(archive.records.all(kind)) == coded["exported"][DEFINITIONS[kind].plural]
            for values in coded[DEFINITIONS[kind].plural]:
                record = archive.records.get(values["id"])
                assert {"id": record.id, **record.values} == {**values, "ref": record.ref}
                assert not record.marked
        assert placements(archive) == ["here"] * len(coded["passages"])
        archive.history.undo()
        assert sum(archive.records.count().values()) == 0
