"""The log case by case: conflicts and how they are settled, undo that leaves others' work, deletion."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.archive import Archive
from corpus.article import Reading
from corpus.errors import ArchiveError, EditRefused, RecordUnknown, StoreReadOnly
from corpus.store.files import Seen
from corpus.store.log import Log
from corpus.store.operation import Edit, Operation, clean_tag, new_id


def add(archive: Archive, name: str, title: str = "A title", **fields: str) -> int:
    """An article as an update would add it."""
    body = f"The body of {name}."
    [text] = archive.texts.put([body])
    sha256 = (name.encode().hex() * 64)[:64]
    seen = Seen(name.encode(), sha256, len(body), 1, 2, "2031-03-01T00:00:00Z")
    with archive.database.write() as connection:
        n = archive.files.add_article(connection, seen, Reading(title, body, fields, reader="plain/1"), text)
        archive.files.hold(connection, seen, n)
        archive.files.refresh(connection, [n])
    return n


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path, create=True, who="RK") as opened:
        yield opened


def theirs(record: str, field: str, value: object, stamp: int = 5) -> Operation:
    return Operation(new_id(), stamp, "2031-01-01T00:00:00Z", "LM", record, field, value, None, new_id())


def test_a_person_s_word_overlays_what_was_read(archive: Archive) -> None:
    n = add(archive, "x", outlet="Radio Kesh")
    archive.edits.set_field([n], "outlet", "Kesh Radio")
    article = archive.articles.get(n)
    assert article.fields["outlet"] == "Kesh Radio"
    assert article.edited == {"outlet"}
    archive.edits.set_field([n], "outlet", "")
    assert "outlet" not in archive.articles.get(n).fields
    archive.edits.set_field([n], "outlet", None)
    assert archive.articles.get(n).fields["outlet"] == "Radio Kesh"


def test_words_that_did_not_see_each_other_conflict_and_the_later_wins(archive: Archive) -> None:
    n = add(archive, "x")
    id_ = archive.articles.get(n).id
    archive.edits.set_field([n], "title", "Ours")
    archive.log.receive([theirs(id_, "title", "Theirs")])
    article = archive.articles.get(n)
    assert article.title == "Ours"
    assert [(c.field, c.value, c.others) for c in article.conflicts] == [("title", "Ours", ("Theirs",))]


def test_words_that_say_the_same_do_not_conflict(archive: Archive) -> None:
    n = add(archive, "x")
    id_ = archive.articles.get(n).id
    archive.edits.tag([n], ["ambush"])
    archive.log.receive([theirs(id_, "tags/ambush", True)])
    assert archive.articles.get(n).conflicts == ()


def test_setting_a_field_settles_its_conflict_and_undo_brings_it_back(archive: Archive) -> None:
    n = add(archive, "x")
    id_ = archive.articles.get(n).id
    archive.edits.set_field([n], "title", "Ours")
    archive.log.receive([theirs(id_, "title", "Theirs")])
    archive.edits.set_field([n], "title", "Theirs")
    assert archive.articles.get(n).conflicts == ()
    assert archive.articles.get(n).title == "Theirs"
    archive.history.undo()
    assert archive.articles.get(n).title == "Ours"
    assert archive.articles.get(n).conflicts[0].others == ("Theirs",)


def test_undo_leaves_and_names_what_was_changed_since(archive: Archive) -> None:
    one, two = add(archive, "x"), add(archive, "y")
    archive.edits.tag([one, two], ["ambush"])
    id_ = archive.articles.get(one).id
    mine = archive.log.heads(id_, "tags/ambush")
    assert mine is not None
    later = Operation(
        new_id(),
        mine.winner.stamp + 10,
        "2031-01-01T00:00:00Z",
        "LM",
        id_,
        "tags/ambush",
        "sure",
        mine.winner.id,
        new_id(),
    )
    archive.log.receive([later])
    [undone] = archive.history.undo()
    assert undone.undone == 1
    assert undone.left == (f"{id_} tags/ambush",)
    assert archive.tags.all() == [("ambush", 1)]


def test_undo_works_from_another_process_s_point_of_view(tmp_path: Path) -> None:
    with Archive.open(tmp_path, create=True) as first:
        n = add(first, "x")
        first.edits.tag([n], ["ambush"])
    with Archive.open(tmp_path) as second:
        assert second.history.undo()[0].what == "1 article: tags +ambush"
        assert second.tags.all() == []
        assert second.history.undo() == []


def test_nothing_can_be_redone_after_a_new_edit(archive: Archive) -> None:
    n = add(archive, "x")
    archive.edits.tag([n], ["one"])
    archive.history.undo()
    archive.edits.tag([n], ["two"])
    assert archive.history.redo() == []


def test_a_deletion_that_did_not_see_an_edit_leaves_the_record_visible(archive: Archive) -> None:
    log = archive.log
    log.write([Edit("i-1", "title", "One")], "new")
    log.write([log.deletion("i-1")], "delete")
    assert log.is_deleted("i-1")
    log.receive([theirs("i-1", "event", "Battles")])
    assert not log.is_deleted("i-1")
    assert log.deletion_in_doubt("i-1")


def test_a_deletion_that_is_redone_with_what_it_deletes_counts_again(archive: Archive) -> None:
    log = archive.log
    log.write([Edit("i-1", "title", "One")], "new")
    log.write([Edit("i-1", "title", "Two")], "changed")
    log.write([log.deletion("i-1")], "delete")
    archive.history.undo(3)
    assert not log.is_deleted("i-1")
    archive.history.redo(3)
    assert log.is_deleted("i-1")
    assert not log.deletion_in_doubt("i-1")


def test_a_deletion_counts_where_less_is_known_than_it_had_seen(archive: Archive, tmp_path: Path) -> None:
    log = archive.log
    log.write([Edit("i-1", "title", "One"), Edit("i-1", "event", "Battles")], "new")
    log.write([Edit("i-1", "title", "Two")], "changed")
    log.write([log.deletion("i-1")], "delete")
    said = log.operations("i-1")
    for i in range(3):  # one of the words stays untold, as where it names what is restricted
        with Archive.open(_folder(tmp_path / str(i)), create=True) as other:
            other.log.receive([o for o in said if o is not said[i]])
            assert other.log.is_deleted("i-1")


def test_a_deletion_does_not_swallow_an_older_word_that_somebody_gave_back_meanwhile(archive: Archive) -> None:
    log = archive.log
    log.write([Edit("i-1", "title", "One")], "new")
    log.write([Edit("i-1", "title", "Two")], "changed")
    log.write([log.deletion("i-1")], "delete")
    changed = log.operations("i-1", "title")[-1]
    log.receive([replace(theirs("i-1", "title", "One"), prior=changed.id)])
    assert log.deletion_in_doubt("i-1")


def test_two_deletions_have_seen_what_either_had_seen(archive: Archive) -> None:
    log = archive.log
    log.write([Edit("i-1", "title", "One")], "new")
    seen = log.deletion("i-1")
    log.receive([theirs("i-1", "event", "Battles")])
    log.receive([replace(theirs("i-1", seen.field, seen.value), stamp=2**52), theirs("i-1", *_all_seen(log))])
    assert log.is_deleted("i-1")


def _all_seen(log: Log) -> tuple[str, object]:
    deletion = log.deletion("i-1")
    return deletion.field, deletion.value


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def test_an_undone_import_takes_its_articles_with_it(archive: Archive) -> None:
    with archive.database.write() as connection:
        batch = archive.log.start_import(connection, "import of x.yaml")
        archive.files.make_row(connection, "a-33333333333333333333", batch)
        archive.log.receive([theirs("a-33333333333333333333", "title", "Came with it")], batch=batch)
    assert archive.articles.count() == 1
    [undone] = archive.history.undo()
    assert undone.undone == 1
    assert archive.articles.count() == 0
    assert archive.log.values("a-33333333333333333333") == {}


def test_an_import_with_later_work_on_it_is_not_undone(archive: Archive) -> None:
    with archive.database.write() as connection:
        batch = archive.log.start_import(connection, "import of x.yaml")
        n = archive.files.make_row(connection, "a-33333333333333333333", batch)
        archive.log.receive([theirs("a-33333333333333333333", "title", "Came with it")], batch=batch)
    archive.edits.tag([n], ["mine"])
    tagging = archive.log.batches()[0].id
    with archive.database.write() as connection:
        connection.execute("UPDATE batch SET reversed = 1 WHERE id = ?", (tagging,))
    with pytest.raises(EditRefused) as refused:
        archive.history.undo()
    assert "later work" in refused.value.summary
    assert archive.tags.all() == [("mine", 1)]


@pytest.mark.parametrize("word", ["", "  ", "a//b", "/a", "-x", "a,b", 'a"b', "a\x1bb", "x" * 101])
def test_what_is_no_tag_is_refused_and_nothing_is_written(archive: Archive, word: str) -> None:
    n = add(archive, "x")
    with pytest.raises(EditRefused):
        archive.edits.tag([n], ["fine", word])
    assert archive.tags.all() == []


def test_tags_are_lower_case_with_single_spaces() -> None:
    assert clean_tag("  Deir  ez-Zor / North ") == "deir ez-zor/north"
    assert clean_tag("كمين") == "كمين"


def test_a_tag_finds_those_below_it_and_renaming_moves_them(archive: Archive) -> None:
    one, two, three = (add(archive, name) for name in "xyz")
    archive.edits.tag([one], ["attack"])
    archive.edits.tag([two], ["attack/ied"])
    archive.edits.tag([three], ["attack2", "raid"])
    assert list(archive.tags.articles("attack")) == [one, two]
    archive.edits.rename_tag("attack", "raid")
    assert archive.tags.all() == [("attack2", 1), ("raid", 2), ("raid/ied", 1)]
    archive.history.undo()
    assert archive.tags.all() == [("attack", 1), ("attack/ied", 1), ("attack2", 1), ("raid", 1)]


@pytest.mark.parametrize(
    ("tags", "old", "new", "then"),
    [
        (["x/b", "x/b/b"], "x/b", "x", ("x", "x/b")),
        (["y", "y/b"], "y", "y/b", ("y/b", "y/b/b")),
        (["z", "z/b"], "z", "z", ("z", "z/b")),
    ],
)
def test_a_tag_renamed_by_one_level_loses_none_below_it(
    archive: Archive, tags: list[str], old: str, new: str, then: tuple[str, ...]
) -> None:
    one, two = add(archive, "x"), add(archive, "y")
    archive.edits.tag([one], tags)
    archive.edits.tag([two], tags[:1])
    archive.edits.rename_tag(old, new)
    assert archive.articles.get(one).tags == then
    assert archive.articles.get(two).tags == (new,)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("published", "2020-02-30"),
        ("coding", "finished"),
        ("nonsense", "x"),
        ("title", "two\nlines"),
        ("dateline", "x"),
    ],
)
def test_a_field_refuses_what_it_cannot_be(archive: Archive, field: str, value: str) -> None:
    n = add(archive, "x")
    with pytest.raises(ArchiveError):
        archive.edits.set_field([n], field, value)
    assert archive.log.batches() == []


def test_rows_come_in_the_order_asked_for_and_the_undated_last(archive: Archive) -> None:
    old = add(archive, "old", published="2019")
    undated = add(archive, "undated")
    new = add(archive, "new", published="2020-06-23")
    assert list(archive.articles.order("newest")) == [new, old, undated]
    assert list(archive.articles.order("oldest")) == [old, new, undated]
    assert [row.n for row in archive.articles.rows([undated, 99, old])] == [undated, old]


def test_ids_may_be_cut_as_long_as_one_article_s_begins_so(archive: Archive) -> None:
    n, other = add(archive, "x"), add(archive, "xy")
    id_, second = archive.articles.get(n).id, archive.articles.get(other).id
    assert archive.articles.find(id_) == n
    assert archive.articles.find(id_[2:8]) == n
    shared = next(i for i in range(3, 22) if id_[:i] != second[:i]) - 1
    with pytest.raises(RecordUnknown, match="More than one"):
        archive.articles.find(id_[:shared])
    with pytest.raises(RecordUnknown, match="No article"):
        archive.articles.find("a-zzz")
    with pytest.raises(RecordUnknown):
        archive.articles.find("a-")


def test_read_marks_are_no_act(archive: Archive) -> None:
    n = add(archive, "x")
    assert archive.edits.mark_read([n], True) == 1
    assert archive.edits.mark_read([n], True) == 0
    assert archive.articles.get(n).read
    assert archive.history.undo() == []
    assert archive.edits.mark_read([n], False) == 1


def test_an_archive_open_for_reading_refuses_edits(tmp_path: Path) -> None:
    with Archive.open(tmp_path, create=True) as opened:
        n = add(opened, "x")
    with Archive.open(tmp_path, read_only=True) as opened:
        assert opened.articles.get(n).title == "A title"
        with pytest.raises(StoreReadOnly):
            opened.edits.tag([n], ["x"])


def test_an_import_can_be_undone_after_the_file_it_spoke_of_arrived(tmp_path: Path) -> None:
    from corpus.bundle import export_file, import_bundle
    from corpus.intake import update

    words = "Shelling near Ostrel\n\nMar 3, 2031\n\nTwo shells fell on the road at noon, drivers said.\n"
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    (tmp_path / "one" / "a.txt").write_text(words, encoding="utf-8")
    with Archive.open(tmp_path / "one", create=True) as first:
        update(first)
        first.edits.set_field([1], "title", "Two shells, says the monitor")
        export_file(first, tmp_path / "bundle.yaml")
    with Archive.open(tmp_path / "two", create=True) as second:
        import_bundle(second, tmp_path / "bundle.yaml")
        (tmp_path / "two" / "a.txt").write_text(words, encoding="utf-8")
        update(second)
        [n] = second.articles.order()
        assert second.articles.get(n).title == "Two shells, says the monitor"
        assert len(second.history.undo()) == 1
        assert second.articles.get(n).title == "Shelling near Ostrel"
        assert second.history.undo() == []


def test_an_article_has_a_ref_to_speak_of_it_and_says_what_its_values_rest_on(archive: Archive) -> None:
    n = add(archive, "x", published="2031-03-10")
    archive.edits.set_fields([n], {"ref": "RK-0007", "basis": {"published": "inferred", "dateline.date": "resolved"}})
    id_ = archive.articles.get(n).id
    assert archive.records.find("rk-7") == id_
    basis = archive.records.article_values(id_)["basis"]
    assert basis == {"published": "inferred", "dateline.date": "resolved"}
    for wrong in ({"publshed": "inferred"}, {"published": "gessed"}, "inferred"):
        with pytest.raises(EditRefused):
            archive.edits.set_field([n], "basis", wrong)
    archive.history.undo()
    assert not {"ref", "basis"} & archive.records.article_values(id_).keys()
