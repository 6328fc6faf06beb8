"""Records made, changed, merged and looked up: each act whole, wrong ones told at the field, and undone at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus.archive import Archive
from corpus.errors import EditRefused, RecordUnknown
from corpus.records.definition import Kind
from corpus.records.problem import RecordError
from corpus.store.record_tables import kept, work_out
from tests import archives


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with archives.made(tmp_path, who="Rana Khoury") as opened:
        yield opened


@pytest.fixture
def article(archive: Archive) -> str:
    return archive.articles.get(archives.number(archive, "Militia attacks")).id


def actor(archive: Archive, name: str, **values: Any) -> str:
    return archive.records.create("actor", {"names": [{"text": name, "kind": "name"}], **values})


def place(archive: Archive, name: str, **values: Any) -> str:
    return archive.records.create("place", {"names": [{"text": name, "kind": "name"}], **values})


def told(archive: Archive, kind: Kind, values: dict[str, Any]) -> str:
    before = (archive.position(), archive.records.count())
    with pytest.raises(RecordError) as refused:
        archive.records.create(kind, values)
    assert (archive.position(), archive.records.count()) == before
    return str(refused.value)


HARM = [
    {"id": "h1", "to": "b", "kind": "killed", "low": 4, "best": 4, "high": 4, "count": "exactly", "stated": "four"},
    {"id": "h2", "to": "b", "kind": "injured", "low": 2, "count": "some"},
]


def test_a_record_is_read_as_it_was_made(archive: Archive) -> None:
    values = {"title": "At the checkpoint", "date": {"edtf": "2020-06-22", "stated": "on Monday"}, "harm": HARM}
    id_ = archive.records.create("incident", values)
    record = archive.records.get(id_)
    assert record.values == {"ref": "RK-0001", **values}
    assert record.label == "At the checkpoint"
    assert record.said["harm[h1].best"].who == "Rana Khoury"
    assert archive.history.undo()[0].what == "new incident"
    with pytest.raises(RecordUnknown):
        archive.records.get(id_)
    archive.history.redo()
    assert archive.records.get(id_).values == {"ref": "RK-0001", **values}


def test_refs_count_up_for_each_coder(archive: Archive) -> None:
    refs = [archive.records.get(actor(archive, name)).ref for name in ("A", "B")]
    assert refs == ["RK-0001", "RK-0002"]
    archive.log.who = ""
    assert archive.records.get(actor(archive, "C")).ref == "X-0001"
    given = actor(archive, "D", ref="Tinker")
    assert archive.records.get(given).ref == "Tinker"
    assert archive.records.find("tinker") == given


def test_a_record_is_found_by_id_by_its_beginning_and_by_ref(archive: Archive, article: str) -> None:
    one, two = actor(archive, "A"), actor(archive, "B")
    assert archive.records.find(one) == one
    assert archive.records.find(one.upper()) == one
    assert archive.records.find("rk-1") == one
    assert archive.records.find("RK-0002") == two
    cut = next(i for i in range(3, 29) if one[:i] != two[:i])
    assert archive.records.find(one[:cut]) == one
    with pytest.raises(RecordUnknown, match="more than one"):
        archive.records.find(one[: cut - 1])
    assert archive.records.find(article[:10]) == article
    for word in ("p-", "p-zz", "RK-9", "nonsense"):
        with pytest.raises(RecordUnknown):
            archive.records.find(word)


def test_two_records_that_share_a_ref_are_asked_for_by_id(archive: Archive) -> None:
    actor(archive, "A", ref="LM-0001")
    actor(archive, "B", ref="LM-0001")
    with pytest.raises(RecordUnknown, match="more than one"):
        archive.records.find("LM-0001")


def test_fields_rows_names_and_words_are_set_added_and_removed(archive: Archive) -> None:
    records = archive.records
    id_ = records.create("incident", {"title": "X", "harm": HARM, "weapons": ["rifle"]})
    records.set(id_, "date.edtf", "2020-06-22~")
    records.set(id_, "harm[h1].high", 6)
    row = records.add(id_, "harm", {"kind": "missing", "low": 1})
    records.add(id_, "weapons", "mortar")
    records.remove(id_, "weapons/rifle")
    records.remove(id_, "harm[h2]")
    records.set(id_, "basis.date.edtf", "resolved")
    records.set(id_, "title", "Y")
    values = records.get(id_).values
    assert values["title"] == "Y"
    assert values["date"] == {"edtf": "2020-06-22~"}
    assert values["basis"] == {"date.edtf": "resolved"}
    assert values["weapons"] == ["mortar"]
    assert [(r["id"], r.get("high")) for r in values["harm"]] == [("h1", 6), (row[5:-1], None)]
    archive.history.undo(8)
    assert records.get(id_).values == {"ref": "RK-0001", "title": "X", "harm": HARM, "weapons": ["rifle"]}


def test_a_note_is_signed_and_dated(archive: Archive) -> None:
    id_ = actor(archive, "A")
    archive.records.add(id_, "notes", "seen twice")
    [note] = archive.records.get(id_).values["notes"]
    assert (note["who"], note["text"]) == ("Rana Khoury", "seen twice")
    assert note["at"].endswith("Z")


def test_putting_a_whole_record_changes_only_what_differs(archive: Archive) -> None:
    id_ = archive.records.create("incident", {"title": "X", "harm": HARM, "status": "to do", "tags": ["a"]})
    wanted = dict(archive.records.get(id_).values)
    assert archive.records.put(id_, wanted).changed == 0
    wanted["harm"] = [{**HARM[0], "best": 4, "stated": "four men"}, {"id": "h9", "kind": "missing", "low": 1}]
    del wanted["status"]
    wanted["tags"] = ["b"]
    assert archive.records.put(id_, wanted).changed == 7
    assert archive.records.get(id_).values == wanted
    archive.history.undo()
    assert archive.records.get(id_).values["harm"] == HARM


def test_a_row_that_was_removed_can_be_put_back(archive: Archive) -> None:
    id_ = archive.records.create("incident", {"title": "X", "harm": HARM})
    archive.records.remove(id_, "harm[h1]")
    archive.records.put(id_, {**archive.records.get(id_).values, "harm": HARM})
    assert archive.records.get(id_).values["harm"] == HARM
    archive.history.undo()
    assert [row["id"] for row in archive.records.get(id_).values["harm"]] == ["h2"]
    archive.history.undo()
    assert archive.records.get(id_).values["harm"] == HARM


def test_one_act_may_make_records_that_speak_of_each_other(archive: Archive) -> None:
    act = archive.records.act()
    one = act.create("actor", {"names": ["The Oak Brigade"]})
    two = act.create("actor", {"names": ["The Third Division"]})
    link = act.create("link", {"from": one, "to": two, "relation": "rival of"})
    assert archive.records.count()["actor"] == 0
    act.commit("rivals")
    assert archive.records.get(link).values["relation"] == "rival of"
    assert [p.source for p in archive.records.points_to(one)] == [link]
    archive.history.undo()
    assert archive.records.count()["link"] == 0


def test_a_deleted_record_is_gone_and_comes_back(archive: Archive) -> None:
    one, two = actor(archive, "A"), actor(archive, "B")
    link = archive.records.create("link", {"from": one, "to": two, "relation": "backs"})
    archive.records.delete(link)
    assert archive.records.points_to(one) == []
    assert archive.records.all("link") == []
    archive.history.undo()
    assert len(archive.records.points_to(one)) == 1


def test_unknown_words_are_kept_and_marked(archive: Archive) -> None:
    id_ = archive.records.create("incident", {"title": "X", "event": "Skirmish", "also": ["theft", "looting"]})
    assert archive.records.get(id_).marked == (("event", "Skirmish"), ("also/theft", "theft"))
    (archive.folder / "codebook.yaml").write_text("event: {add: [{word: Skirmish, meaning: A small fight.}]}")
    assert archive.records.get(id_).marked == (("also/theft", "theft"),)


def test_a_broken_codebook_does_not_close_the_archive(archive: Archive) -> None:
    (archive.folder / "codebook.yaml").write_text("event: [")
    assert archive.records.get(actor(archive, "A")).label == "A"


def test_unknown_fields_are_kept_and_come_last(archive: Archive) -> None:
    values = {"title": "X", "harm": [{"id": "h1", "kind": "killed", "colour": "red"}], "zz": {"a": [1]}}
    record = archive.records.get(archive.records.create("incident", values))
    assert record.values == {"ref": "RK-0001", **values}
    assert list(record.values)[-1] == "zz"


@pytest.mark.parametrize(
    ("kind", "values", "expected"),
    [
        ("incident", {"date": {"edtf": "2020-02-30"}}, "date.edtf: '2020-02-30' is not a date"),
        ("incident", {"date": {"edtf": 2020}}, "date.edtf: is a date"),
        ("incident", {"title": "two\nlines"}, "title: is one line"),
        ("incident", {"harm": [{"id": "h1", "low": 1}]}, "harm[h1].kind: is missing"),
        ("incident", {"harm": [{"id": "h1", "kind": "killed", "low": -1}]}, "harm[h1].low: cannot be -1"),
        ("incident", {"harm": [{"id": "h1", "kind": "killed", "low": "four"}]}, "harm[h1].low: is a whole number"),
        ("incident", {"harm": [{"id": "h1", "kind": "killed", "low": 5, "high": 4}]}, "high is 4, less than low"),
        ("incident", {"harm": [{"id": "h1", "kind": "killed", "best": 5, "high": 4}]}, "high is 4, less than best"),
        ("incident", {"harm": [{"id": "h1", "kind": "killed", "within": "h7"}]}, "harm has no row h7"),
        ("incident", {"harm": [{"id": "h1", "kind": "killed", "within": "h1"}]}, "a part of itself"),
        ("incident", {"harm": [{"id": "h1", "kind": "killed", "to": "p-" + "0" * 26}]}, "there is no actor p-0000"),
        ("incident", {"actors": [{"id": "k1", "role": "target"}]}, "actors[k1].actor: is missing"),
        ("incident", {"actors": [{"id": "k1", "actor": "g-" + "0" * 26}]}, "is not the id of an actor"),
        ("incident", {"basis": {"harm[h1].best": "inferred"}}, "harm has no row h1"),
        ("incident", {"basis": {"harmm": "inferred"}}, "an incident has no field harmm"),
        ("incident", {"restricted": "secret"}, "restricted: cannot be 'secret'"),
        ("actor", {"type": "group"}, "names: at least one name"),
        ("actor", {"names": [{"kind": "name"}]}, "a name needs a text"),
        ("actor", {"names": ["A"], "country": "Syria"}, "country: is a country's two letters"),
        ("place", {"names": ["A"], "latitude": 91, "longitude": 0, "coordinates_from": "x"}, "latitude: is a number"),
        ("place", {"names": ["A"], "latitude": 35.1}, "longitude: coordinates are two"),
        ("place", {"names": ["A"], "latitude": 35.1, "longitude": 40.1}, "coordinates_from: is missing"),
        ("place", {"names": ["A"], "within": "g-" + "0" * 26}, "there is no place"),
        ("link", {"from": "p-" + "0" * 26, "to": "p-" + "1" * 26, "relation": "backs"}, "from: there is no actor"),
        ("link", {"relation": "backs"}, "from: is missing"),
        ("search", {"name": "X"}, "query: is missing"),
        ("passage", {"article": "a-" + "0" * 20, "quote": {"exact": "x"}}, "there is no article"),
        ("article", {"title": "X"}, "articles are made by an update"),
        ("actor", {"id": "p-1", "names": ["A"]}, "p-1 cannot be the id of actor"),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_nothing_is_saved(
    archive: Archive, kind: Kind, values: dict[str, Any], expected: str
) -> None:
    assert expected in told(archive, kind, values)


def test_a_link_joins_two_records_of_kinds_that_fit(archive: Archive) -> None:
    one, two, town = actor(archive, "A"), actor(archive, "B"), place(archive, "T")
    assert "from a record to itself" in told(archive, "link", {"from": one, "to": one, "relation": "backs"})
    assert "backs cannot join place" in told(archive, "link", {"from": town, "to": one, "relation": "backs"})
    late = {"from": one, "to": two, "relation": "backs", "since": "2020-06", "until": "2020-05"}
    assert "until: 2020-05 is before 2020-06" in told(archive, "link", late)
    archive.records.create("link", {"from": town, "to": one, "relation": "guards"})


def test_a_place_does_not_lie_within_itself(archive: Archive) -> None:
    town = place(archive, "Town")
    quarter = place(archive, "Quarter", within=town)
    with pytest.raises(RecordError, match="leads back to the record"):
        archive.records.set(town, "within", quarter)
    with pytest.raises(RecordError, match="the record itself"):
        archive.records.set(town, "within", town)


def test_everything_that_is_wrong_is_told_at_once(archive: Archive) -> None:
    with pytest.raises(RecordError) as refused:
        archive.records.create("incident", {"date": {"edtf": "x"}, "harm": [{"id": "h1", "low": -1}]})
    assert [each.field for each in refused.value.problems] == ["date.edtf", "harm[h1].kind", "harm[h1].low"]


def test_an_old_fault_does_not_stop_other_work(archive: Archive) -> None:
    from corpus.store.operation import Edit

    id_ = archive.records.create("incident", {"title": "X"})
    archive.log.write([Edit(id_, "date.edtf", "nonsense")], "as a bundle may bring it")
    archive.records.set(id_, "status", "done")
    with pytest.raises(RecordError):
        archive.records.set(id_, "date.edtf", "more nonsense")


@pytest.mark.parametrize("path", ["harm[h9]", "harm[h9].best", "harm[h1].id", "nothing", "harm", "title.x"])
def test_a_path_that_leads_nowhere_changes_nothing(archive: Archive, path: str) -> None:
    id_ = archive.records.create("incident", {"title": "X", "harm": HARM})
    before = archive.position()
    with pytest.raises(RecordError):
        archive.records.set(id_, path, "x")
    assert archive.position() == before


def test_what_is_not_there_cannot_be_changed(archive: Archive, article: str) -> None:
    with pytest.raises(RecordUnknown):
        archive.records.set("i-" + "0" * 26, "title", "X")
    with pytest.raises(EditRefused):
        archive.records.set(article, "title", "X")


def test_names_and_words_may_hold_what_paths_are_made_of(archive: Archive) -> None:
    names = ["Oak [sic]", "A/B", "harm[h1].best", "x.y", "لواء"]
    id_ = archive.records.create("actor", {"names": names})
    archive.records.add(id_, "tags", "a/b.c [d]")
    record = archive.records.get(id_)
    assert [name["text"] for name in record.values["names"]] == names
    assert (record.values["tags"], record.doubted) == (["a/b.c [d]"], ())
    for name in names[:-1]:
        archive.records.remove(id_, f"names/{name}")
    assert archive.records.get(id_).values["names"] == [{"text": "لواء"}]
    archive.records.set(id_, "names", ["Sindiyan"])
    assert archive.records.get(id_).label == "Sindiyan"


@pytest.mark.parametrize("name", ["x" * 251, "two\nlines", "\x1b[31mred"])
def test_a_name_is_one_short_line(archive: Archive, name: str) -> None:
    assert "one line of at most 250" in told(archive, "actor", {"names": [name]})


# Merging


def test_a_merged_record_stands_for_both_and_comes_apart_again(archive: Archive) -> None:
    one, two, other = actor(archive, "Abu Ramad"), actor(archive, "Abou Ramad"), actor(archive, "The Front")
    link = archive.records.create("link", {"from": two, "to": other, "relation": "commander of"})
    archive.records.merge(two, one)
    assert archive.records.get(two).id == one
    assert archive.records.get(one).merged == (two,)
    assert [p.source for p in archive.records.points_to(one)] == [link]
    assert archive.records.all("actor") == [one, other]
    assert archive.records.get(two, merged=False).values["names"] == [{"text": "Abou Ramad", "kind": "name"}]
    archive.history.undo()
    assert archive.records.get(two).id == two
    assert archive.records.points_to(one) == []
    assert [p.source for p in archive.records.points_to(two)] == [link]


def test_merges_chain_and_cannot_be_made_twice(archive: Archive) -> None:
    one, two, three = (actor(archive, name) for name in "ABC")
    archive.records.merge(one, two)
    archive.records.merge(two, three)
    assert {archive.records.get(each).id for each in (one, two, three)} == {three}
    assert set(archive.records.same(one)) == {one, two, three}
    with pytest.raises(RecordError, match="one already"):
        archive.records.merge(three, one)
    with pytest.raises(RecordError, match="cannot be merged"):
        archive.records.merge(place(archive, "T"), one)


def test_a_link_between_two_that_became_one_is_a_link_to_itself(archive: Archive) -> None:
    one, two = actor(archive, "A"), actor(archive, "B")
    archive.records.merge(one, two)
    assert "to itself" in told(archive, "link", {"from": one, "to": two, "relation": "backs"})


# Passages


def test_a_passage_of_words_alone_is_anchored(archive: Archive, article: str) -> None:
    id_ = archive.records.create("passage", {"article": article, "quote": {"exact": "killing four"}})
    values = archive.records.get(id_).values
    text = archive.articles.text(archives.number(archive, "Militia attacks"))
    quote = values["quote"]
    assert text[quote["start"] : quote["start"] + 12] == "killing four"
    assert quote["prefix"] == text[quote["start"] - 32 : quote["start"]]
    assert values["in"] == "text"
    assert len(values["text_sha256"]) == 64


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ({"exact": "killing five"}, "quote.exact: these words are not in the text"),
        ({"exact": "the"}, "quote.exact: these words are in the text"),
        ({"exact": ""}, "quote.exact"),
        ({"prefix": "x"}, "quote.exact: is missing"),
    ],
)
def test_a_quote_that_is_not_in_the_article_is_refused(
    archive: Archive, article: str, quote: dict[str, Any], expected: str
) -> None:
    assert expected in told(archive, "passage", {"article": article, "quote": quote})


def test_a_passage_may_be_of_the_title(archive: Archive, article: str) -> None:
    values = {"article": article, "in": "title", "quote": {"exact": "Militia"}}
    assert archive.records.get(archive.records.create("passage", values)).values["quote"]["start"] == 0
    assert "not in the title" in told(archive, "passage", {**values, "quote": {"exact": "killing four"}})


def test_points_name_fields_that_are_there_and_values_that_fit(archive: Archive, article: str) -> None:
    incident = archive.records.create("incident", {"title": "X", "harm": HARM})
    who = actor(archive, "Oak")
    base = {"article": article, "quote": {"exact": "killing four"}}

    def point(field: str, value: Any, record: str = incident) -> dict[str, Any]:
        return {**base, "points": [{"record": record, "field": field, "value": value, "stance": "says"}]}

    for field, value in (
        ("harm[h1].best", 4),
        ("date.edtf", "2020-06-22"),
        ("weapons", "rifle"),
        ("sub_event", "Armed clash"),
        ("harm[h1]", "four"),
    ):
        archive.records.create("passage", point(field, value))
    archive.records.create("passage", point("names", "Oak", who))
    archive.records.create("passage", point("title", None, article))
    assert "harm has no row h9" in told(archive, "passage", point("harm[h9].best", 4))
    assert "harm has no part beste" in told(archive, "passage", point("harm[h1].beste", 4))
    assert "points[1].value: is a whole number" in told(archive, "passage", point("harm[h1].best", "four"))
    assert "points[1].value: 'Monday' is not a date" in told(archive, "passage", point("date.edtf", "Monday"))
    assert "there is no incident" in told(archive, "passage", point("title", "x", "i-" + "0" * 26))
    assert "an actor has no field harm" in told(archive, "passage", point("harm", "x", who))


def test_a_changed_quote_is_anchored_anew(archive: Archive, article: str) -> None:
    id_ = archive.records.create("passage", {"article": article, "quote": {"exact": "killing four"}})
    archive.records.set(id_, "quote", {"exact": "on Monday"})
    values = archive.records.get(id_).values
    assert values["quote"]["exact"] == "on Monday"
    assert values["quote"]["suffix"].startswith(", killing")
    with pytest.raises(RecordError, match="not in the text"):
        archive.records.set(id_, "quote", {"exact": "on Tuesday"})


def test_an_article_is_a_record_to_look_at(archive: Archive, article: str) -> None:
    archive.edits.tag([archives.number(archive, "Militia attacks")], ["ambush"])
    record = archive.records.get(article)
    assert record.label.startswith("Militia attacks")
    assert record.values["tags"] == ["ambush"]
    assert record.values["coding"] == "new"
    archive.records.create("passage", {"article": article, "quote": {"exact": "killing four"}})
    assert [p.slot for p in archive.records.points_to(article)] == ["article"]


# Lists, and the tables they come from


def test_lists_are_sorted_and_their_lines_short(archive: Archive) -> None:
    make = archive.records.create
    old = make("incident", {"title": "B", "date": {"edtf": "2019"}, "tags": ["x/y"], "event": "Battles"})
    none = make("incident", {"title": "C", "event": "Battles"})
    new = make("incident", {"title": "A", "date": {"edtf": "2020-06-22"}, "event": "Riots"})
    records = archive.records
    assert records.all("incident", "newest") == [new, old, none]
    assert records.all("incident", "oldest") == [old, new, none]
    assert records.all("incident", "label") == [new, old, none]
    [row, other] = records.rows([old, "i-" + "0" * 26, none])
    assert (row.label, row.ref, row.facts["date.edtf"], row.tags) == ("B", "RK-0001", "2019", ("x/y",))
    assert other.id == none
    assert records.rows_of.words("incident", "event") == [("Battles", 2), ("Riots", 1)]
    assert records.rows_of.with_word("incident", "event", "Battles") == sorted([old, none])
    assert records.rows_of.with_word("incident", "tags", "x") == [old]


def test_names_are_found_without_case_and_signs(archive: Archive) -> None:
    id_ = actor(archive, "Al-Quds Brigade")
    assert archive.records.rows_of.named("al quds brigade", "actor") == [id_]
    assert archive.records.rows_of.named("al quds brigade", "place") == []


def test_the_tables_are_the_log_applied(archive: Archive, article: str) -> None:
    one, two = actor(archive, "A"), actor(archive, "B")
    archive.records.create("link", {"from": one, "to": two, "relation": "backs"})
    incident = archive.records.create("incident", {"title": "X", "actors": [{"actor": one, "role": "target"}]})
    archive.records.remove(incident, f"actors[{archive.records.get(incident).values['actors'][0]['id']}]")
    archive.records.merge(one, two)
    archive.records.delete(incident)
    archive.history.undo(2)
    connection = archive.database.connection
    for (record,) in archive.database.rows("SELECT DISTINCT record FROM operation"):
        if record != article:
            assert kept(connection, record) == work_out(connection, archive.log, record)


def test_a_record_is_as_restricted_as_what_it_rests_on(archive: Archive, article: str) -> None:
    one, two = actor(archive, "A"), actor(archive, "B", restricted="team")
    link = archive.records.create("link", {"from": one, "to": two, "relation": "backs"})
    passage = archive.records.create("passage", {"article": article, "quote": {"exact": "killing four"}})
    told_of = archive.records.restriction
    assert [told_of(each) for each in (one, two, link, passage)] == ["open", "team", "team", "open"]
    archive.edits.set_field([archives.number(archive, "Militia attacks")], "restricted", "sealed")
    assert (told_of(passage), told_of(article)) == ("sealed", "sealed")
    archive.records.set(link, "restricted", "sealed")
    assert told_of(link) == "sealed"
