"""One article coded by two people, each on their own, the work of one brought to the other as a bundle."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from corpus.archive import Archive
from corpus.bundle import export_file, import_bundle
from tests import archives

FILES = {"checkpoint.txt": archives.CHECKPOINT}
WORDS = "attacked a checkpoint of the Third Division near Old Mill on Monday, killing four"
LANDMINE = "a landmine had hit a patrol"


def coded(archive: Archive, *, killed: int, day: str, brigade: str, more: bool) -> dict[str, str]:
    """What one coder makes of it; the ids by short names."""
    act = archive.records.act()
    ids = {
        "brigade": act.create("actor", {"names": [{"text": brigade, "kind": "name"}]}),
        "division": act.create("actor", {"names": [{"text": "Third Division", "kind": "name"}]}),
        "mill": act.create("place", {"names": [{"text": "Old Mill", "kind": "name"}]}),
    }
    roles = [("k1", "brigade", "attacker"), ("k2", "division", "target" if more else "party")]
    values: dict[str, Any] = {
        "title": f"Attack, as {brigade} has it",
        "date": {"edtf": day, "stated": "on Monday"},
        "event": "Battles",
        "sub_event": "Armed clash",
        "places": [{"id": "s1", "place": ids["mill"], "how": "near"}],
        "actors": [{"id": id_, "actor": ids[who], "role": role} for id_, who, role in roles],
        "harm": [{"id": "h1", "to": ids["division"], "kind": "killed", "low": killed, "best": killed, "high": killed}],
        **({"weapons": ["mortars"]} if more else {}),
    }
    ids["attack"] = act.create("incident", values)
    ids["mine"] = act.create("incident", {"title": "Mine", "event": "Explosions/Remote violence"}) if more else ""
    article = archive.articles.get(archive.articles.order()[0]).id
    points = [("harm[h1].best", killed), ("date.edtf", day), *([("weapons", "mortars")] if more else [])]
    said = [{"record": ids["attack"], "field": path, "value": value, "stance": "says"} for path, value in points]
    ids["passage"] = act.create("passage", {"article": article, "quote": {"exact": WORDS}, "points": said})
    if more:
        point = {"record": ids["mine"], "field": "event", "value": "Explosions/Remote violence", "stance": "says"}
        act.create("passage", {"article": article, "quote": {"exact": LANDMINE}, "points": [point]})
    act.commit()
    return ids


def both(folder: Path) -> tuple[Archive, dict[str, str], dict[str, str]]:
    """The archive of RK, to which the work of LM came; the ids of what each made. Close it."""
    mine = archives.made(folder / "mine", FILES, who="RK")
    ours = coded(mine, killed=4, day="2020-06-22", brigade="River Brigade", more=False)
    with archives.made(folder / "theirs", FILES, who="LM") as archive:
        theirs = coded(archive, killed=5, day="2020-06-22", brigade="the River Brigade", more=True)
        export_file(archive, folder / "theirs.yaml", numbers=archive.articles.order())
    import_bundle(mine, folder / "theirs.yaml")
    return mine, ours, theirs
