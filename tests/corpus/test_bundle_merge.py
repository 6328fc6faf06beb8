"""Taking bundles in: what becomes of what is here and of what came, and what is never done."""

from __future__ import annotations

import hashlib
import io
import re
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus.archive import Archive
from corpus.article import Article
from corpus.bundle import ImportReport, export, import_bundle
from corpus.bundle.yaml_out import YamlWriter
from corpus.errors import BundleError, EditRefused, StoreReadOnly
from corpus.intake import Progress, update
from corpus.purge import purge
from corpus.store.operation import Operation, new_id
from tests.archives import CHECKPOINT, MARKET, made, number, write

HEAD = "dateline: 1\nexported: {at: '%s', profile: team, who: AZ}\n"
EARLY, LATE = "2001-01-01T00:00:00Z", "2099-01-01T00:00:00Z"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with made(tmp_path / "dispatches", who="RK") as opened:
        yield opened


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Archive]:
    """Somebody else's archive of the same files."""
    with made(tmp_path / "theirs", who="AZ") as opened:
        yield opened


def text_of(archive: Archive, **options: Any) -> str:
    out = io.StringIO()
    export(archive, out, **{"profile": "team", **options})
    return out.getvalue()


def take(archive: Archive, text: str, **options: Any) -> ImportReport:
    path = archive.root.parent / "bundle.yaml"
    path.write_text(text, encoding="utf-8", newline="")
    return import_bundle(archive, path, **options)


def market(archive: Archive) -> Article:
    return archive.articles.get(number(archive, "Sarn"))


def said(archive: Archive, fields: str, at: str = LATE) -> str:
    """A bundle written by hand that says something of the market article."""
    found = market(archive)
    return HEAD % at + f"articles:\n- id: {found.id}\n  sha256: {found.current}\n{fields}"


# What differs


def test_what_is_so_already_changes_nothing(archive: Archive) -> None:
    n = market(archive).n
    archive.edits.set_field([n], "author", "L. Haddad")
    archive.edits.tag([n], add=["market"])
    archive.edits.add_note(n, "seen by a nurse")
    before = archive.position()
    report = take(archive, text_of(archive, text=True))
    assert (report.same, report.changed, report.operations, report.batch) == (3, 0, 0, b"")
    assert archive.position() == before
    assert len(archive.log.batches()) == 3


def test_a_field_nobody_spoke_of_takes_what_a_bundle_says(archive: Archive) -> None:
    report = take(archive, said(archive, "  author: NO\n  tags: [market]\n  coding: later\n"))
    found = market(archive)
    assert (found.fields["author"], found.tags, found.coding) == ("NO", ("market",), "later")
    assert (report.changed, report.operations, report.conflicts) == (1, 3, [])
    [batch] = archive.log.batches()
    assert (batch.kind, batch.what, batch.size) == ("import", "import of bundle.yaml by AZ", 3)
    assert {each.who for each in archive.log.batch_operations(batch.id)} == {"AZ"}


@pytest.mark.parametrize(("at", "wins"), [(LATE, "A. Amin"), (EARLY, "L. Haddad")])
def test_two_people_s_words_stand_beside_each_other(archive: Archive, at: str, wins: str) -> None:
    archive.edits.set_field([market(archive).n], "author", "L. Haddad")
    report = take(archive, said(archive, "  author: A. Amin\n", at))
    assert report.conflicts == [(market(archive).id, "author")]
    [conflict] = market(archive).conflicts
    assert conflict.value == market(archive).fields["author"] == wins
    assert {conflict.value, *conflict.others} == {"A. Amin", "L. Haddad"}


def test_the_same_word_from_a_later_bundle_is_not_said_again(archive: Archive) -> None:
    archive.edits.set_field([market(archive).n], "author", "L. Haddad")
    take(archive, said(archive, "  author: A. Amin\n", EARLY))
    assert take(archive, said(archive, "  author: A. Amin\n", LATE)).operations == 0


def test_what_a_reader_found_there_does_not_undo_what_a_person_set_here(archive: Archive, other: Archive) -> None:
    archive.edits.set_field([market(archive).n], "title", "Sarn: six shells on the market")
    report = take(archive, text_of(other, at=LATE))
    assert (report.operations, report.conflicts) == (0, [])
    assert market(archive).title == "Sarn: six shells on the market"


def test_what_a_person_set_there_to_nothing_is_nothing_here(archive: Archive, other: Archive) -> None:
    other.edits.set_field([market(other).n], "credit", "")
    take(archive, text_of(other, profile="share"))
    assert "credit" not in market(archive).fields


def test_what_was_read_of_another_version_is_no_word_on_ours(archive: Archive, other: Archive) -> None:
    write(other.root, {"2020/market.txt": MARKET.replace("Shells fall on", "Eleven hurt at")})
    update(other)
    other.edits.set_field([market(other).n], "author", "A. Amin")
    report = take(archive, text_of(other, text=True))
    found = market(archive)
    assert (found.title, found.fields["author"]) == ("Shells fall on the market of Sarn", "A. Amin")
    assert (report.changed, report.operations, report.texts) == (1, 1, 1)
    theirs = market(other).current
    assert {version.sha256 for version in found.versions} == {found.current, theirs}
    assert "Eleven hurt at" not in archive.articles.text(found.n)
    write(archive.root, {"2020/market.txt": (other.root / "2020/market.txt").read_bytes()})
    update(archive)
    assert market(archive).title == "Eleven hurt at the market of Sarn"
    assert market(archive).id == found.id


def test_notes_keep_their_authors_and_are_never_taken_in_twice(archive: Archive, other: Archive) -> None:
    other.edits.add_note(market(other).n, "seen by a nurse")
    by_hand = said(archive, "  notes: [{who: LH, text: 'the gate was shut'}]\n", EARLY)
    for _ in range(2):
        take(archive, text_of(other))
        take(archive, by_hand)
    assert [(note.who, note.text) for note in market(archive).notes] == [
        ("LH", "the gate was shut"),
        ("AZ", "seen by a nurse"),
    ]


def test_fields_nobody_defined_stay_and_come_out_again(archive: Archive) -> None:
    report = take(archive, said(archive, "  zeal: {b: NO, a: 1.5}\n  colour: 0012\n"))
    assert report.unknown == {"articles.colour": 1, "articles.zeal": 1}
    assert "\n  colour: '0012'\n  zeal: {a: 1.5, b: 'NO'}\n" in text_of(archive)


def test_keys_that_nobody_knows_are_told(archive: Archive) -> None:
    text = HEAD % LATE + f"actors:\n- {{id: p-{'0' * 26}, names: [{{text: River Brigade}}]}}\nplans: [a]\n"
    report = take(archive, text)
    assert (report.left, report.new_records) == ({"plans": 1}, {"actors": 1})
    with pytest.raises(BundleError, match="text is missing"):
        take(archive, text.replace("text:", "word:"))


# Articles that are not here


def test_an_article_comes_with_what_was_said_and_its_file_is_known_when_it_comes(
    tmp_path: Path, other: Archive
) -> None:
    n = market(other).n
    other.edits.set_field([n], "author", "A. Amin")
    other.edits.tag([n], add=["market"])
    folder = tmp_path / "new"
    folder.mkdir()
    with Archive.open(folder, create=True) as archive:
        report = take(archive, text_of(other, text=True, history=True))
        assert (report.new, report.texts, report.operations) == (3, 3, 2)
        came = market(archive)
        assert came.missing
        assert (came.fields, came.tags, came.places) == (market(other).fields, market(other).tags, ())
        assert archive.articles.text(came.n) == other.articles.text(n)
        write(folder, {"saved.txt": MARKET})
        update(archive)
        here = market(archive)
        assert (here.n, here.id, here.missing) == (came.n, came.id, False)
        assert (here.fields["author"], here.tags) == ("A. Amin", ("market",))


def test_a_text_comes_to_an_article_that_had_none_and_goes_with_the_undo(tmp_path: Path, other: Archive) -> None:
    folder = tmp_path / "new"
    folder.mkdir()
    with Archive.open(folder, create=True) as archive:
        take(archive, text_of(other))
        assert archive.articles.text(market(archive).n) == ""
        report = take(archive, text_of(other, text=True))
        assert (report.new, report.changed, report.texts) == (0, 3, 3)
        assert "vegetable market" in archive.articles.text(market(archive).n)
        archive.history.undo()
        assert archive.articles.text(market(archive).n) == ""
        archive.history.undo()
        assert archive.articles.count() == 0


def test_an_article_without_its_hash_is_refused_if_it_is_not_here(archive: Archive) -> None:
    text = said(archive, "  author: A. Amin\n") + f"- id: a-{'0' * 20}\n  title: T\n"
    with pytest.raises(BundleError, match="which bytes") as refused:
        take(archive, text)
    assert (refused.value.line, refused.value.field) == (7, "articles[2].sha256")
    assert "author" not in market(archive).fields
    assert take(archive, re.sub("  sha256: .*\n", "", said(archive, "  author: A. Amin\n"))).operations == 1


# Articles that turn out to be one


def two_of_a_kind(tmp_path: Path) -> tuple[Archive, Archive]:
    """Two archives that first saw one article at different states of its file."""
    ours = made(tmp_path / "ours", {"a.txt": CHECKPOINT}, who="RK")
    theirs = made(tmp_path / "other", {"a.txt": CHECKPOINT.replace("four", "three")}, who="AZ")
    write(theirs.root, {"a.txt": CHECKPOINT})
    update(theirs)
    return ours, theirs


def test_articles_with_bytes_in_common_become_one_under_the_smallest_id(tmp_path: Path) -> None:
    ours, theirs = two_of_a_kind(tmp_path)
    with ours, theirs:
        [mine], [yours] = ours.articles.order(), theirs.articles.order()
        ids = {ours.articles.get(mine).id, theirs.articles.get(yours).id}
        ours.edits.tag([mine], add=["ours"])
        theirs.edits.tag([yours], add=["theirs"])
        before = text_of(ours, history=True, at=LATE)
        report = take(ours, text_of(theirs))
        assert (report.new, report.joined) == (0, 1)
        found = ours.articles.get(mine)
        assert ({found.id, *found.aliases}, found.id) == (ids, min(ids))
        assert found.tags == ("ours", "theirs")
        assert len(found.versions) == 2
        ours.history.undo()
        assert text_of(ours, history=True, at=LATE) == before


def test_an_import_that_joined_articles_is_kept_once_somebody_works_on_them(tmp_path: Path) -> None:
    ours, theirs = two_of_a_kind(tmp_path)
    with ours, theirs:
        take(ours, text_of(theirs))
        before = text_of(ours, history=True, at=LATE)
        record = ours.articles.get(ours.articles.order()[0]).id
        ours.log.receive([Operation(new_id(), 5, EARLY, "LH", record, "tags/later", True, None, new_id())])
        after = text_of(ours, history=True, at=LATE)
        assert after != before
        with pytest.raises(EditRefused, match="later work stands on"):
            ours.history.undo()
        assert text_of(ours, history=True, at=LATE) == after


def test_an_import_can_be_undone_once_later_work_on_it_was_taken_back(archive: Archive) -> None:
    before = text_of(archive, history=True, at=LATE)
    take(archive, said(archive, "  author: A. Amin\n  tags: [market]\n"))
    n = market(archive).n
    for _ in range(2):
        archive.edits.set_field([n], "author", "L. Haddad")
        archive.edits.tag([n], remove=["market"])
        archive.history.undo(2)
    assert market(archive).fields["author"] == "A. Amin"
    archive.history.undo()
    assert text_of(archive, history=True, at=LATE) == before
    assert archive.history.redo() == []
    assert archive.log.batches() == []


def test_an_import_with_later_work_that_was_done_again_stays(archive: Archive) -> None:
    take(archive, said(archive, "  author: A. Amin\n"))
    import_batch = archive.log.batches()[0].id
    archive.edits.set_field([market(archive).n], "author", "L. Haddad")
    archive.history.undo()
    archive.history.redo()
    with archive.database.write() as connection:  # as if what was done again had come from another process
        connection.execute("UPDATE batch SET local = 0 WHERE id <> ?", (import_batch,))
    with pytest.raises(EditRefused, match="later work stands on it"):
        archive.history.undo()
    assert market(archive).fields["author"] == "L. Haddad"


# What was erased


def test_what_was_erased_for_good_stays_away(archive: Archive, other: Archive) -> None:
    other.edits.tag([market(other).n], add=["market"])
    gone = market(archive).id
    purge(archive, gone)
    for options in ({"history": True}, {"text": True}):
        report = take(archive, text_of(other, **options))
        assert (report.purged, report.new) == ([gone], 0)
    assert gone not in text_of(archive, history=True).split("deleted:")[0]
    assert not archive.log.operations(gone)


def test_a_tombstone_travels_but_erases_nothing(tmp_path: Path, archive: Archive, other: Archive) -> None:
    gone = market(archive).id
    with made(tmp_path / "third", {"a.txt": CHECKPOINT}) as third:
        purge(archive, gone)
        report = take(other, text_of(archive))
        assert (report.erased_elsewhere, report.tombstones) == ([gone], 0)
        assert market(other).id == gone
        assert take(third, text_of(archive)).tombstones == 1
        assert take(third, text_of(archive)).tombstones == 0
        assert f"- {{id: {gone}, at: " in text_of(third)
        assert take(third, text_of(other)).purged == [gone]
        third.history.undo(2)
        assert gone not in text_of(third)
        assert take(third, text_of(other)).purged == []


# Histories


def test_what_somebody_wrote_by_hand_into_a_bundle_with_a_history_counts(archive: Archive, other: Archive) -> None:
    n = market(other).n
    other.edits.tag([n], add=["market"])
    other.edits.set_field([n], "author", "A. Amin")
    text = text_of(other, history=True, at=LATE)
    assert take(archive, text.replace("tags: [market]", "tags: [by-hand, market]")).operations == 3
    assert market(archive).tags == ("by-hand", "market")
    assert take(archive, text.replace("author: A. Amin", "author: L. Haddad")).operations == 1
    assert market(archive).fields["author"] == "L. Haddad"


def test_an_operation_that_somebody_changed_is_refused(archive: Archive, other: Archive) -> None:
    other.edits.set_field([market(other).n], "author", "A. Amin")
    text = text_of(other, history=True)
    take(archive, text)
    with pytest.raises(BundleError, match="somebody changed it") as refused:
        take(archive, text.replace("value: A. Amin", "value: B. Amin"))
    assert refused.value.field == "history[1]"


# Whole or not at all


def test_a_bad_last_line_writes_nothing(archive: Archive, other: Archive) -> None:
    other.edits.tag(list(other.articles.order()), add=["theirs"])
    before, texts, acts = text_of(archive, history=True, at=LATE), archive.texts.names(), archive.log.batches()
    with pytest.raises(BundleError):
        take(archive, text_of(other, text=True) + "- id: a-1\n")
    assert (text_of(archive, history=True, at=LATE), archive.texts.names(), archive.log.batches()) == (
        before,
        texts,
        acts,
    )


@pytest.mark.parametrize("records", [1, 5])
def test_an_import_that_is_stopped_writes_nothing(archive: Archive, other: Archive, records: int) -> None:
    other.edits.tag(list(other.articles.order()), add=["theirs"])
    before = text_of(archive, history=True, at=LATE)
    asked = iter(range(100))
    report = take(archive, text_of(other), cancelled=lambda: next(asked) >= records)
    assert report.cancelled
    assert text_of(archive, history=True, at=LATE) == before
    assert archive.log.batches() == []


def test_progress_is_told_in_bytes_of_both_readings(archive: Archive, other: Archive) -> None:
    told: list[Progress] = []
    text = text_of(other, text=True)
    take(archive, text, progress=told.append)
    finished = [each.stage for each in told if each.done == each.total == len(text.encode())]
    assert list(dict.fromkeys(finished)) == ["checking", "taking in"]


def test_an_archive_that_cannot_be_written_to_takes_nothing_in(archive: Archive, other: Archive) -> None:
    text = text_of(other)
    archive.close()
    with Archive.open(archive.root, read_only=True) as frozen, pytest.raises(StoreReadOnly):
        take(frozen, text)


# Size


def test_memory_does_not_grow_with_the_bundle(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    with path.open("w", encoding="utf-8") as file:
        writer = YamlWriter(file.write)
        writer.field("dateline", 1)
        writer.field("exported", {"at": EARLY})
        writer.section("articles")
        for i in range(2_500):
            sha256 = hashlib.sha256(str(i).encode()).hexdigest()
            text = f"Sentence {i} of a text. " * 150
            writer.item({"id": f"a-{sha256[:20]}", "title": f"T {i}", "sha256": sha256, "tags": ["a"], "text": text})
    assert path.stat().st_size > 8_000_000
    folder = tmp_path / "new"
    folder.mkdir()
    with Archive.open(folder, create=True) as archive:
        tracemalloc.start()
        assert import_bundle(archive, path).new == 2_500
        with (tmp_path / "out.yaml").open("w", encoding="utf-8") as out:
            assert export(archive, out, text=True).texts == 2_500
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 4_500_000
