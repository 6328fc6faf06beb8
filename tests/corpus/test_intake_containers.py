"""Files that hold several articles: mailboxes, archives and packed files, as they come, grow, shrink and go."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from email.message import EmailMessage
from pathlib import Path

import pytest

from corpus.archive import Archive
from corpus.article import article_id, item_id
from corpus.check import check
from corpus.intake import Report, update
from corpus.intake.update import Options
from corpus.purge import purge
from tests.archives import BRIDGE, CHECKPOINT, MARKET, made, write

WORDS = "Drivers who came from {place} in the evening say that the road is closed and that nobody knows for how long."


def mail(number: int, place: str = "Sarn", more: str = "") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Valley Watch <desk@valley.example>"
    message["To"] = "list@valley.example"
    message["Subject"] = f"Bulletin {number} from {place}"
    message["Date"] = f"Tue, {number % 28 + 1:02} Jun 2032 08:00:00 +0000"
    message["Message-ID"] = f"<bulletin-{number}@valley.example>"
    message.set_content(f"{WORDS.format(place=place)} This is bulletin number {number}. {more}\n")
    return message


def mbox(*messages: EmailMessage) -> bytes:
    return b"".join(
        b"From desk@valley.example Tue Jun  1 08:00:00 2032\n" + bytes(message) + b"\n" for message in messages
    )


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(name, content)
    return out.getvalue()


def places(archive: Archive) -> dict[str, list[str]]:
    """Where each article is, by its title; those that are missing are left out."""
    articles = [archive.articles.get(n) for n in archive.articles.order()]
    return {a.title: sorted(p.display for p in a.places if p.present) for a in articles if not a.missing}


def sound(archive: Archive) -> bool:
    return not [found for found in check(archive) if found.wrong]


def counts(report: Report) -> tuple[int, int, int, int]:
    return (report.new, report.changed, report.copies, report.gone)


def test_a_mailbox_is_as_many_articles_as_it_has_mails(tmp_path: Path) -> None:
    with made(tmp_path / "a", {"in.mbox": mbox(mail(1), mail(2, "Tesk"))}) as archive:
        assert places(archive) == {
            "Bulletin 1 from Sarn": ["in.mbox#1"],
            "Bulletin 2 from Tesk": ["in.mbox#2"],
        }
        ids = {archive.articles.get(n).id for n in archive.articles.order()}
        assert ids == {item_id(f"<bulletin-{i}@valley.example>") for i in (1, 2)}
        assert update(archive).unchanged == 1
        assert sound(archive)


def test_a_longer_mailbox_brings_only_what_is_new(tmp_path: Path) -> None:
    with made(tmp_path / "a", {"in.mbox": mbox(mail(1), mail(2))}) as archive:
        position = archive.articles.position()
        write(archive.root, {"in.mbox": mbox(mail(1), mail(2), mail(3))})
        report = update(archive)
        assert counts(report) == (1, 0, 0, 0)
        assert len(archive.articles.changed_since(position, 100)) == 1
        assert places(archive)["Bulletin 3 from Sarn"] == ["in.mbox#3"]


def test_a_mail_gone_from_its_mailbox_is_missing_and_comes_back(tmp_path: Path) -> None:
    with made(tmp_path / "a", {"in.mbox": mbox(mail(1), mail(2), mail(3))}) as archive:
        write(archive.root, {"in.mbox": mbox(mail(1), mail(3))})
        assert update(archive).gone == 1
        assert places(archive) == {"Bulletin 1 from Sarn": ["in.mbox#1"], "Bulletin 3 from Sarn": ["in.mbox#2"]}
        write(archive.root, {"in.mbox": mbox(mail(2), mail(1), mail(3))})
        assert update(archive).returned == 1
        assert len(places(archive)) == 3
        assert sound(archive)


def test_the_same_mail_in_two_files_is_one_article(tmp_path: Path) -> None:
    files = {"in.mbox": mbox(mail(1), mail(2)), "sent.mbox": mbox(mail(2), mail(4)), "kept/one.eml": bytes(mail(1))}
    with made(tmp_path / "a", files) as archive:
        found = places(archive)
        assert found["Bulletin 2 from Sarn"] == ["in.mbox#2", "sent.mbox#1"]
        assert "kept/one.eml" in found["Bulletin 1 from Sarn"]
        assert "in.mbox#1" in found["Bulletin 1 from Sarn"]
        assert len(found) == 3
        (archive.root / "in.mbox").unlink()
        assert update(archive).gone == 0
        assert places(archive)["Bulletin 2 from Sarn"] == ["sent.mbox#1"]
        assert sound(archive)


def test_a_mail_sent_again_with_more_in_it_is_a_new_version(tmp_path: Path) -> None:
    with made(tmp_path / "a", {"in.mbox": mbox(mail(1), mail(2))}) as archive:
        [n] = [n for n in archive.articles.order() if "Bulletin 2" in archive.articles.get(n).title]
        archive.edits.tag([n], ["road"])
        write(archive.root, {"in.mbox": mbox(mail(1), mail(2, more="It was opened again at night."))})
        assert counts(update(archive)) == (0, 1, 0, 0)
        article = archive.articles.get(n)
        assert (len(article.versions), article.tags) == (2, ("road",))
        assert "opened again" in archive.articles.text(n)


def test_one_key_on_two_different_texts_hides_neither(tmp_path: Path) -> None:
    other = mail(1)
    other.set_content(" ".join(f"harbour{i}" for i in range(60)))
    with made(tmp_path / "a", {"1.mbox": mbox(mail(1), mail(2)), "2.mbox": mbox(other, mail(3))}) as archive:
        assert archive.articles.count() == 4
        assert sum("harbour7" in archive.articles.text(n) for n in archive.articles.order()) == 1


def test_a_container_gone_leaves_its_articles_as_missing(tmp_path: Path) -> None:
    with made(tmp_path / "a", {"in.mbox": mbox(mail(1), mail(2)), "x.txt": MARKET}) as archive:
        data = (archive.root / "in.mbox").read_bytes()
        (archive.root / "in.mbox").unlink()
        assert update(archive).gone == 2
        write(archive.root, {"moved.mbox": data})
        assert update(archive).returned == 2
        (archive.root / "moved.mbox").rename(archive.root / "again.mbox")
        report = update(archive)
        assert (report.moved, report.gone, report.new) == (2, 0, 0)
        assert sound(archive)


def test_members_of_an_archive_are_articles_under_their_names(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "2020/market.txt": MARKET,
        "notes/bridge.txt": BRIDGE,
        "in.mbox": mbox(mail(1), mail(2)),
        ".hidden": "x",
    }
    with made(tmp_path / "a", {"all.zip": zipped(files), "bridge.txt.gz": gzip.compress(BRIDGE.encode())}) as archive:
        found = places(archive)
        assert found["Shells fall on the market of Sarn"] == ["all.zip#2020/market.txt"]
        assert found["Bridge at Old Mill reopens"] == ["all.zip#notes/bridge.txt", "bridge.txt.gz#1"]
        assert found["Bulletin 2 from Sarn"] == ["all.zip#in.mbox#2"]
        assert len(found) == 4
        market = archive.articles.get(archive.articles.find(article_id(hashlib.sha256(MARKET.encode()).hexdigest())))
        assert market.title == "Shells fall on the market of Sarn"
        assert sound(archive)


def test_a_changed_member_is_a_version_and_a_shifted_one_is_not(tmp_path: Path) -> None:
    with made(tmp_path / "a", {"all.zip": zipped({"1.txt": MARKET, "2.txt": BRIDGE})}) as archive:
        edited = MARKET + "\nA correction: it was seven shells.\n"
        write(archive.root, {"all.zip": zipped({"1.txt": edited, "2.txt": BRIDGE})})
        assert counts(update(archive)) == (0, 1, 0, 0)
        write(archive.root, {"all.zip": zipped({"1.txt": CHECKPOINT, "2.txt": edited, "3.txt": BRIDGE})})
        report = update(archive)
        assert (report.new, report.changed, report.gone) == (1, 0, 0)
        assert len(places(archive)) == 3
        assert sound(archive)


def test_archives_that_bite_are_listed_with_the_reason(tmp_path: Path) -> None:
    deep = zipped({"a.txt": MARKET})
    for level in range(4):
        deep = zipped({f"{level}.zip": deep})
    slip = zipped({"../../evil.txt": BRIDGE, "/abs/evil.txt": CHECKPOINT, "ok.txt": MARKET})
    files = {
        "bomb.zip": zipped({"zeros.txt": bytes(60 << 20)}),
        "bomb.txt.gz": gzip.compress(b"a" * (60 << 20)),
        "deep.zip": deep,
        "slip.zip": slip,
        "cut.zip": slip[: len(slip) // 2],
    }
    root = tmp_path / "deep" / "er" / "a"
    with made(root, files) as archive:
        reasons = {problem.path: problem.reason for problem in archive.files.all_problems()}
        assert "more than" in reasons["bomb.zip#zeros.txt"]
        assert "larger than" in reasons["bomb.txt.gz"] or "more than" in reasons["bomb.txt.gz"]
        assert "inside 2 others" in reasons["deep.zip#3.zip#2.zip"]
        assert "broken" in reasons["cut.zip"]
        assert {place for found in places(archive).values() for place in found} == {
            "slip.zip#../../evil.txt",
            "slip.zip#/abs/evil.txt",
            "slip.zip#ok.txt",
        }
        assert update(archive).failed == []
    assert not list(tmp_path.rglob("evil.txt"))


def test_what_was_erased_does_not_come_back_with_its_container(tmp_path: Path) -> None:
    with made(tmp_path / "a", {"in.mbox": mbox(mail(1), mail(2))}) as archive:
        [n] = [n for n in archive.articles.order() if "Bulletin 1" in archive.articles.get(n).title]
        purge(archive, archive.articles.get(n).id)
        write(
            archive.root, {"in.mbox": mbox(mail(1), mail(2), mail(3)), "b.mbox": mbox(mail(1, more="Again."), mail(3))}
        )
        update(archive)
        assert sorted(places(archive)) == ["Bulletin 2 from Sarn", "Bulletin 3 from Sarn"]
        assert {p.path for p in archive.files.all_problems()} == {"in.mbox#1", "b.mbox#1"}


def test_a_file_may_become_a_container_and_one_article_again(tmp_path: Path) -> None:
    rows = [{"title": "Market shelled", "text": WORDS.format(place="Sarn"), "id": "r1"}]
    with made(tmp_path / "a", {"x.txt": MARKET, "y.txt": BRIDGE}) as archive:
        write(archive.root, {"x.txt": mbox(mail(1), mail(2))})
        report = update(archive)
        assert (report.new, report.gone) == (2, 1)
        write(archive.root, {"x.txt": MARKET})
        report = update(archive)
        assert (report.returned, report.gone) == (1, 2)
        assert sorted(places(archive)) == ["Bridge at Old Mill reopens", "Shells fall on the market of Sarn"]
        write(archive.root, {"y.txt": json.dumps(rows)})
        update(archive)
        assert sound(archive)


def test_reading_again_with_a_newer_reader_reads_items_too(tmp_path: Path) -> None:
    with made(tmp_path / "a", {"in.mbox": mbox(mail(1), mail(2)), "x.txt": MARKET}) as archive:
        before = [archive.articles.get(n) for n in archive.articles.order()]
        with archive.database.write() as connection:
            connection.execute("UPDATE version SET reader = 'older/0', extracted = '{\"title\": \"?\"}'")
            archive.files.refresh(connection, [a.n for a in before])
        report = update(archive, Options(rebuild=True))
        assert report.reread == 3
        assert [archive.articles.get(n) for n in archive.articles.order()] == before
        assert update(archive, Options(rebuild=True)).reread == 0


@pytest.mark.parametrize("count", [3, 40])
def test_what_an_update_writes_of_a_grown_container_is_in_step_with_what_is_new(tmp_path: Path, count: int) -> None:
    mails = [mail(i) for i in range(count)]
    with made(tmp_path / "a", {"in.mbox": mbox(*mails)}) as archive:
        written: list[str] = []
        archive.database.connection.set_trace_callback(
            lambda statement: written.append(statement) if statement.startswith(("INSERT", "UPDATE")) else None
        )
        write(archive.root, {"in.mbox": mbox(*mails, mail(99))})
        update(archive)
        assert len(written) < 20


def test_reading_again_lists_the_passages_whose_words_are_gone(tmp_path: Path) -> None:
    with made(tmp_path / "a", {"x.txt": MARKET, "y.txt": BRIDGE}) as archive:
        [n] = [n for n in archive.articles.order() if archive.articles.get(n).title.startswith("Shells")]
        id_ = archive.articles.get(n).id
        kept, lost = (
            archive.records.create("passage", {"article": id_, "in": "text", "quote": {"exact": words}})
            for words in ("wounding eleven people, a nurse among them", "both sides accuse each other of it")
        )
        with archive.database.write() as connection:
            connection.execute("UPDATE version SET reader = 'older/0'")
        assert update(archive, Options(rebuild=True)).lost == []
        write(
            archive.root, {"x.txt": MARKET.replace(", and both sides accuse each other of it in their bulletins", "")}
        )
        report = update(archive)
        assert report.changed == 1
        assert report.lost == [(lost, id_)]
        assert archive.records.is_there(kept)
        assert archive.records.is_there(lost)
