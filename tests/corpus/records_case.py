"""A case coded whole, of the same shape as the founding one, from two texts of the sample: made through the records.

A militia storms a checkpoint; before that, at a date told in two ways, a mine hit its patrol, and its ambulances were
held; a nickname, a nephew, two backers; two spellings of each town; two reports with their own tolls.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from corpus.archive import Archive
from corpus.records.act import Act
from tests import archives

MONITOR, SADA = "Bulletin 118", "storms Rjeim checkpoint"


@dataclass
class Coded:
    """What was made, by short names of our own."""

    archive: Archive
    act: Act
    ids: dict[str, str] = field(default_factory=dict)

    def actor(self, key: str, *names: tuple[str, str], **values: Any) -> None:
        named = [{"text": text, "kind": kind} for text, kind in names]
        self.ids[key] = self.act.create("actor", {"names": named, **values})

    def place(self, key: str, *names: str, within: str = "", **values: Any) -> None:
        named = [{"text": text, "kind": "alias" if i else "name"} for i, text in enumerate(names)]
        inside = {"within": self.ids[within]} if within else {}
        self.ids[key] = self.act.create("place", {"names": named, **inside, **values})

    def link(self, one: str, relation: str, other: str, **values: Any) -> None:
        ends = {"from": self.ids[one], "to": self.ids[other], "relation": relation}
        self.ids[f"{one} {relation} {other}"] = self.act.create("link", {**ends, **values})

    def incident(self, key: str, **values: Any) -> None:
        self.ids[key] = self.act.create("incident", values)

    def passage(
        self, article: str, words: str, *points: tuple[str, str, Any], via: tuple[Any, ...] = (), **more: Any
    ) -> None:
        made = [
            {"record": self.ids[record], "field": path, "value": value, "stance": more.get("stance", "says")}
            for record, path, value in points
        ]
        chain = [{"who": who, "how": how, **({"actor": self.ids[a]} if a else {})} for who, a, how in via]
        values = {"article": self.ids[article], "in": more.get("part", "text"), "quote": {"exact": words}}
        self.ids[words] = self.act.create("passage", {**values, "via": chain, "points": made})


def code(archive: Archive) -> Coded:
    """Code both articles, in one act."""
    made = Coded(archive, archive.records.act())
    for key, title in (("monitor", MONITOR), ("sada", SADA)):
        made.ids[key] = archive.articles.get(archives.number(archive, title)).id
    _people_and_places(made)
    _incidents(made)
    _ties(made)
    _from_sada(made)
    _from_the_monitor(made)
    made.act.commit("coded two reports")
    return made


def _people_and_places(made: Coded) -> None:
    made.actor(
        "militia", ("Liwa as-Sindiyan", "name"), ("Liwa el-Sindian", "alias"), type="group", kind="Political Militias"
    )
    made.actor("directorate", ("Directorate of Public Safety", "name"), type="organisation", kind="State Forces")
    made.actor(
        "tinsmith",
        ("Mu‘tasim ad-Dalwani", "name"),
        ("as-Samkari", "nickname"),
        ("el-Samkari", "nickname"),
        type="person",
    )
    made.actor("nephew", ("Zuhayr ad-Dalwani", "name"), ("Zuheir", "alias"), type="person")
    made.actor("halvern", ("Halvern", "name"), type="state", kind="External/Other Forces")
    made.actor("dorsania", ("Dorsania", "name"), type="state", kind="External/Other Forces")
    made.actor("nobody", ("whoever laid the mine", "description"), type="unidentified")
    made.actor("avm", ("Ashen Valley Monitor", "name"), type="monitor")
    made.actor("sada paper", ("Sada el-Jabal", "name"), type="media")
    made.place("valley", "Wadi ar-Ramad", "Wadi el-Ramad", kind="area")
    made.place("pasture", "Umm al-Fakhit", "Umm el-Fakhet", within="valley", kind="settlement")
    made.place("post", "Rujaym", "Rjeim", within="valley", kind="checkpoint")
    made.place("road", "the highway from Mezhara to Ain el-Zafra", kind="road")


def _incidents(made: Coded) -> None:
    ids = made.ids
    both = [
        {"id": "k1", "actor": ids["militia"], "role": "party", "side": "a", "attribution": "reported"},
        {"id": "k2", "actor": ids["directorate"], "role": "party", "side": "b", "attribution": "reported"},
    ]
    at_post = [{"id": "s1", "place": ids["post"], "how": "at"}]
    clash = {"event": "Battles", "sub_event": "Armed clash"}
    made.incident(
        "mine",
        title="A mine hits a patrol near Umm al-Fakhit",
        date={"edtf": "2031-03-09/2031-03-10", "stated": "on Sunday night"},
        event="Explosions/Remote violence",
        sub_event="Remote explosive/landmine/IED",
        scope="single",
        places=[{"id": "s1", "place": ids["pasture"], "how": "near", "stated": "on the track east of Umm al-Fakhit"}],
        actors=[
            {"id": "k1", "actor": ids["nobody"], "role": "attacker", "attribution": "unknown"},
            {"id": "k2", "actor": ids["militia"], "role": "target", "side": "a", "attribution": "reported"},
            {"id": "k3", "actor": ids["nephew"], "role": "casualty", "attribution": "reported", "outcome": "injured"},
        ],
        harm=[
            {"id": "h1", "to": ids["militia"], "kind": "killed", "low": 2, "best": 2, "high": 2, "count": "exactly"},
            {"id": "h2", "to": ids["militia"], "kind": "injured", "low": 5, "best": 5, "high": 5, "count": "exactly"},
        ],
        basis={"date.edtf": "resolved"},
        assessment={"grade": "contested", "why": "Sunday rests on one account, which was withdrawn"},
    )
    made.incident(
        "whole",
        title="Fighting at the Rujaym checkpoint",
        date={"edtf": "2031-03-10", "stated": "on Monday 10 March"},
        **clash,
        scope="single",
        places=[*at_post, {"id": "s2", "place": ids["road"], "how": "along"}],
        actors=both,
        harm=[
            {"id": "h1", "kind": "killed", "low": 5, "count": "at least", "stated": "At least five people"},
            {
                "id": "h2",
                "to": "b",
                "kind": "killed",
                "low": 4,
                "best": 4,
                "high": 4,
                "count": "exactly",
                "within": "h1",
            },
            {"id": "h3", "to": "civilians", "kind": "killed", "low": 1, "best": 1, "high": 1, "within": "h1"},
        ],
        status="ready for review",
    )
    made.incident(
        "ambulances",
        title="Ambulances held",
        date={"edtf": "2031-03-10"},
        event="Strategic developments",
        sub_event="Other",
        also=["obstruction of medical transport"],
        scope="phase",
        places=at_post,
        actors=[
            {"id": "k1", "actor": ids["directorate"], "role": "stopping party", "side": "b", "attribution": "reported"},
            {"id": "k2", "actor": ids["militia"], "role": "target", "side": "a", "attribution": "reported"},
        ],
        objects=[{"id": "o1", "what": "ambulance", "number": 2, "effect": "held for ninety minutes"}],
    )
    made.incident(
        "brawl", title="A brawl turns into shots", date={"edtf": "2031-03-10"}, **clash, scope="phase", actors=both
    )
    made.incident(
        "attack",
        title="The militia comes back with heavy weapons",
        date={"edtf": "2031-03-10", "time": "around 19:00"},
        **clash,
        scope="phase",
        places=at_post,
        actors=[{**both[0], "role": "attacker"}, {**both[1], "role": "target"}],
        harm=[{"id": "h1", "to": "b", "kind": "killed", "low": 4, "best": 4, "high": 4, "count": "exactly"}],
        weapons=["heavy machine gun"],
        objects=[{"id": "o1", "what": "huts", "number": 6, "effect": "burned"}],
    )
    made.incident(
        "others",
        title="Blows in two towns",
        date={"edtf": "../2031-03-11", "stated": "In recent days"},
        **clash,
        scope="aggregate",
    )


def _ties(made: Coded) -> None:
    made.link("tinsmith", "commander of", "militia")
    made.link("nephew", "family", "tinsmith", **{"as": "nephew"})
    made.link("nephew", "member of", "militia", basis={"relation": "inferred"})
    made.link("halvern", "backs", "directorate", **{"as": "trains and pays"})
    made.link("dorsania", "backs", "militia")
    made.link("post", "near", "road", **{"as": "on"})
    made.link("mine", "led to", "ambulances")
    made.link("ambulances", "led to", "brawl")
    made.link("brawl", "came before", "attack")
    for phase in ("ambulances", "brawl", "attack"):
        made.link(phase, "phase of", "whole")


def _from_sada(made: Coded) -> None:
    told = (("Sada el-Jabal", "sada paper", "reports"), ("residents", "", "told it"))
    made.passage(
        "sada",
        "‘Liwa el-Sindian’ storms Rjeim checkpoint",
        ("militia", "names", "Liwa el-Sindian"),
        ("post", "names", "Rjeim"),
        part="title",
    )
    made.passage(
        "sada",
        "on Monday overran a checkpoint",
        ("whole", "date.edtf", "2031-03-10"),
        ("attack", "actors[k1].role", "attacker"),
        via=told,
    )
    made.passage(
        "sada",
        "on the highway from Mezhara to Ain el-Zafra",
        ("post near road", "as", "on"),
        ("whole", "places[s2].how", "along"),
        via=told,
    )
    made.passage(
        "sada",
        "a landmine wrecked the second car of a militia patrol on Sunday night",
        ("mine", "date.stated", "on Sunday night"),
        ("mine", "sub_event", "Remote explosive/landmine/IED"),
        via=told,
    )
    made.passage(
        "sada",
        "Several of its men were killed or hurt",
        ("mine", "harm[h1].count", "some"),
        ("mine", "harm[h2].count", "some"),
        via=told,
    )
    made.passage(
        "sada",
        "Zuheir, a nephew of the militia’s leader",
        ("nephew family tinsmith", "as", "nephew"),
        ("mine", "actors[k3].outcome", "injured"),
        via=told,
    )
    made.passage(
        "sada",
        "A quarrel turned into a brawl, and the brawl into a gunfight",
        ("ambulances led to brawl", "relation", "led to"),
        ("brawl", "sub_event", "Armed clash"),
        via=told,
    )
    made.passage(
        "sada",
        "killed four of them and wounded many others",
        ("attack", "harm[h1].best", 4),
        ("whole", "harm[h2].best", 4),
        via=told,
    )
    made.passage("sada", "two lorries and a heavy machine gun", ("attack", "weapons", "heavy machine gun"), via=told)
    made.passage(
        "sada", "Halvern trains and pays the Directorate", ("halvern backs directorate", "as", "trains and pays")
    )
    made.passage(
        "sada", "the militia’s weapons cross the border from Dorsania", ("dorsania backs militia", "relation", "backs")
    )


def _from_the_monitor(made: Coded) -> None:
    made.passage(
        "monitor",
        "At least five people were killed on Monday 10 March",
        ("whole", "harm[h1].low", 5),
        ("whole", "date.edtf", "2031-03-10"),
    )
    made.passage(
        "monitor",
        "four officers of the Directorate of Public Safety",
        ("whole", "harm[h2].best", 4),
        ("directorate", "names", "Directorate of Public Safety"),
    )
    made.passage(
        "monitor", "Two fighters died and five were hurt", ("mine", "harm[h1].best", 2), ("mine", "harm[h2].best", 5)
    )
    made.passage("monitor", "nobody can say whose mine it was", ("mine", "actors[k1].attribution", "unknown"))
    made.passage(
        "monitor",
        "Reports that this happened on Sunday night rest on one account",
        ("mine", "date.stated", "on Sunday night"),
        stance="doubts",
    )
    made.passage(
        "monitor", "let go after some ninety minutes", ("ambulances", "objects[o1].effect", "held for ninety minutes")
    )
    made.passage(
        "monitor",
        "denies that any ambulance was stopped",
        ("ambulances", "actors[k1].role", "stopping party"),
        via=(("‘Abd al-Qayyum Sarhan", "", "told it"),),
        stance="denies",
    )
    made.passage("monitor", "burned six huts", ("attack", "objects[o1].number", 6))
