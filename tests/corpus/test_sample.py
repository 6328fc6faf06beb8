"""The sample archive is what its README and its truth say it is, and can be copied out."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import combinations
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml

from corpus import sample
from corpus.errors import ArchiveError, FolderMissing

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
COUNTS = ("killed", "injured", "abducted", "detained", "released", "displaced")


@cache
def truth() -> dict[str, Any]:
    loaded = yaml.safe_load((files("corpus.sample") / "truth.yaml").read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


@cache
def data(file: str) -> bytes:
    return sample.articles()[PurePosixPath(file)].read_bytes()


@cache
def text(file: str) -> str:
    return data(file).decode(truth()["encodings"].get(file, "utf-8")).replace("\r\n", "\n")


@cache
def body(file: str) -> str:
    """The text without front matter, tags, title and date line."""
    whole = text(file)
    if file.endswith(".md"):
        return whole.split("\n---\n", 1)[1]
    if file.endswith(".html"):
        return re.sub(r"<[^>]*>", " ", whole[whole.index("<article>") : whole.index("</article>")])
    return re.sub(r"\A.*\n+(?:\w{3} \d+, \d{4}|\d{4}-\d\d-\d\d)?\n*", "", whole)


def names() -> list[str]:
    return [str(path) for path in sample.articles()]


def distinct() -> list[str]:
    later = {file for copies in truth()["copies"] for file in copies[1:]}
    return [file for file in names() if file not in later]


def claims() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for incident in truth()["incidents"]:
        for claim in incident["claims"]:
            yield incident, claim


def five_word_set(file: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", body(file).lower())
    return set(zip(*(words[start:] for start in range(5)), strict=False))


def likeness(one: str, other: str) -> float:
    first, second = five_word_set(one), five_word_set(other)
    return len(first & second) / min(len(first), len(second))


def edtf_bounds(edtf: str) -> tuple[str, str]:
    """The first and last possible day as text, for the plain forms that the truth uses."""
    first, _, last = edtf.partition("/")
    last = last or first
    first, last = first.rstrip("~?"), last.rstrip("~?")
    start = "0000" if first == ".." else first
    end = "9999" if last == ".." else last
    return (start + "-01-01")[:10] if len(start) == 4 else (start + "-01")[:10], (end + "-31")[:10]


def test_the_truth_names_every_file_and_no_other() -> None:
    assert sorted(truth()["languages"]) == names()
    assert sorted(truth()["titles"]) == names()
    for part in ("published", "credits", "outlets", "authors", "datelines", "encodings"):
        assert set(truth()[part]) <= set(names()), part
    for part in ("copies", "near_copies", "translations"):
        assert {file for group in truth()[part] for file in group} <= set(names()), part
    assert {claim["file"] for _, claim in claims()} <= set(names())
    assert {stated["file"] for stated in truth()["stated_dates"]} <= set(names())


def test_every_file_tells_of_some_incident() -> None:
    assert {claim["file"] for _, claim in claims()} == set(names())


@pytest.mark.parametrize("part", ["places", "actors"])
def test_every_spelling_is_in_some_article(part: str) -> None:
    everything = "\n".join(text(file) for file in names())
    for name, spellings in truth()[part].items():
        assert len(spellings) == len(set(spellings)), name
        for spelling in spellings:
            assert re.search(rf"(?<!\w){re.escape(spelling)}(?!\w)", everything), f"{name}: {spelling}"


def test_every_spelling_is_in_the_readme() -> None:
    readme = (files("corpus.sample") / "README.md").read_text(encoding="utf-8")
    for part in ("places", "actors"):
        for spellings in truth()[part].values():
            for spelling in spellings:
                assert spelling in readme


def test_no_spelling_is_claimed_by_two() -> None:
    # A state is a place and an actor; within either list a spelling belongs to one.
    for part in ("places", "actors"):
        spellings = [spelling for group in truth()[part].values() for spelling in group]
        assert len(spellings) == len(set(spellings))


def test_main_names_vary_in_latin_and_arabic_script() -> None:
    varied = [
        name
        for part in ("places", "actors")
        for name, spellings in truth()[part].items()
        if sum(spelling.isascii() or "‘" in spelling or "’" in spelling for spelling in spellings) >= 3
        and any("\u0600" <= spelling[0] <= "\u06ff" for spelling in spellings)
    ]
    assert len(varied) >= 14


def test_copies_are_equal_and_nothing_else_is() -> None:
    for group in truth()["copies"]:
        assert len({data(file) for file in group}) == 1, group
    contents = [data(file) for file in distinct()]
    assert len(contents) == len(set(contents))


def test_near_copies_share_half_their_words_and_no_others_do() -> None:
    expected = {frozenset(pair) for pair in truth()["near_copies"]}
    near = {frozenset(pair) for pair in combinations(distinct(), 2) if likeness(*pair) >= 0.5}
    assert near == expected


def test_near_copies_differ_in_their_first_paragraph() -> None:
    for one, other in truth()["near_copies"]:
        assert body(one).split("\n\n")[0] != body(other).split("\n\n")[0]


@pytest.mark.parametrize("file", names())
def test_a_file_says_what_the_truth_says_of_it(file: str) -> None:
    whole = text(file)
    assert truth()["titles"][file] in whole
    if file in truth()["credits"]:
        assert whole.rstrip("\n").rsplit("\n", 1)[1] == "- " + truth()["credits"][file]
    else:
        assert not re.search(r"\n- [^\n]*\n?\Z", whole) or file.endswith("fieldnote-warran-bridge.md")
    for part in ("outlets", "authors"):
        assert truth()[part].get(file, "") in whole
    if file in truth()["datelines"]:
        opening = truth()["datelines"][file]
        day = datetime.date.fromisoformat(opening["date"])
        assert body(file).startswith(f"{opening['place']}, {day:%B} {day.day} (")


@pytest.mark.parametrize("file", names())
def test_a_file_gives_its_date_in_its_head_or_nowhere(file: str) -> None:
    if file not in truth()["published"]:
        assert not re.search(r"\d{4}-\d\d-\d\d|^\w{3} \d+, \d{4}$", text(file), re.MULTILINE)
        return
    day = datetime.date.fromisoformat(truth()["published"][file])
    if file.endswith(".txt"):
        second = text(file).split("\n")[1] or text(file).split("\n")[2]
        assert second in (day.isoformat(), f"{day:%b} {day.day}, {day.year}")
    else:
        assert re.search(rf'(?:published|date|datePublished"): "?{day.isoformat()}', text(file))


@pytest.mark.parametrize("file", names())
def test_a_text_is_short_and_in_its_language(file: str) -> None:
    assert 100 <= len(body(file).split()) <= 350
    arabic = len(re.findall(r"[\u0600-\u06ff]", body(file)))
    latin = len(re.findall(r"[A-Za-z]", body(file)))
    assert truth()["languages"][file] == ("ar" if arabic > latin else "en")


def test_the_encodings_are_what_they_claim_to_be() -> None:
    for file, encoding in truth()["encodings"].items():
        with pytest.raises(UnicodeDecodeError):
            data(file).decode("utf-8")
        assert data(file).startswith(b"\xff\xfe") == (encoding == "utf-16")
        assert "\ufffd" not in text(file)
    assert {"windows-1256", "utf-16"} == set(truth()["encodings"].values())


def test_the_traps_are_set() -> None:
    clipped = text("2031/03/Who shelled the market - The Salt Road Diary.md").split("---\n")[1]
    with pytest.raises(yaml.YAMLError):
        yaml.safe_load(clipped)
    for file in names():
        if file.endswith(".md") and "The Salt Road Diary" not in file:
            assert yaml.safe_load(text(file).split("---\n")[1])["title"] == truth()["titles"][file]
    assert "[/b] [red [/ " in truth()["titles"]["2031/06/sada-tel-sweiran-live.txt"]
    assert b"\r\n" in data("2031/05/tna-port-gathering.txt")
    assert not data("2031/03/sada-rjeim-checkpoint.txt").endswith(b"\n")


def test_claims_are_about_known_people_and_places() -> None:
    actors, ids = set(truth()["actors"]), {incident["id"] for incident in truth()["incidents"]}
    for incident, claim in claims():
        assert incident["place"] in truth()["places"]
        assert {*incident["actors"], *claim["attribution"], *claim.get("denied", ())} <= actors, claim
        assert claim.get("origin", "TNA") in actors
    for link in truth()["links"]:
        assert {link["from"], link["to"]} <= actors | ids, link


def test_counts_are_ranges_and_contradict_each_other() -> None:
    for _, claim in claims():
        for kind in COUNTS:
            if kind in claim:
                assert 0 <= claim[kind]["low"] <= claim[kind].get("high", 10**6)
    tolls = {
        (claim["killed"]["low"], claim["killed"].get("high"))
        for incident, claim in claims()
        if incident["id"] == "market-strike" and "killed" in claim
    }
    assert tolls == {(4, 4), (7, None), (11, 11)}


def test_one_monitor_speaks_through_five_outlets() -> None:
    relayed = {
        truth()["outlets"].get(claim["file"], PurePosixPath(claim["file"]).name.split("-")[0])
        for incident, claim in claims()
        if incident["id"] == "market-strike" and claim.get("origin") == "Ashen Valley Monitor"
    }
    assert len(relayed) == 5


def test_nothing_is_reported_before_it_happened() -> None:
    for incident, claim in claims():
        published = truth()["published"].get(claim["file"])
        if published:
            assert edtf_bounds(claim.get("date", incident["date"]))[0] <= published, claim


def test_stated_dates_stand_in_their_file_and_fall_on_their_weekday() -> None:
    for stated in truth()["stated_dates"]:
        assert stated["stated"] in body(stated["file"]), stated
        named = [weekday for weekday in WEEKDAYS if weekday in stated["stated"]]
        if named:
            assert WEEKDAYS[datetime.date.fromisoformat(stated["edtf"]).weekday()] == named[0], stated


def test_full_dates_in_the_texts_fall_on_the_weekday_beside_them() -> None:
    months = ("January", "February", "March", "April", "May", "June")
    found = 0
    for file in names():
        for weekday, day, month in re.findall(rf"({'|'.join(WEEKDAYS)}) (\d+) ({'|'.join(months)})", body(file)):
            date = datetime.date(2031, months.index(month) + 1, int(day))
            assert WEEKDAYS[date.weekday()] == weekday, file
            found += 1
    assert found >= 5


def test_the_queries_ask_for_words_that_are_there() -> None:
    everything = "\n".join(text(file) for file in names()).lower()
    for query in sample.QUERIES:
        terms = re.findall(r'-?(?:(\w+):)?("[^"]+"|[^\s()"]+)', query)
        assert terms
        for field, word in terms:
            if field != "published" and word not in ("OR", "AND", "NOT"):
                assert word.strip('"').lower() in everything, f"{query}: {word}"


def test_copy_to_makes_exactly_the_sample(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "demo"
    assert sample.copy_to(folder) == folder
    made = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert made == {file: data(file) for file in names()}


def test_copy_to_takes_an_empty_folder_and_its_own_copy(tmp_path: Path) -> None:
    sample.copy_to(tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    sample.copy_to(tmp_path)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_copy_to_completes_a_copy_that_was_cut_off(tmp_path: Path) -> None:
    sample.copy_to(tmp_path)
    (tmp_path / names()[-1]).unlink()
    cut = tmp_path / names()[3]
    cut.write_bytes(cut.read_bytes()[:100])
    sample.copy_to(tmp_path)
    assert cut.read_bytes() == data(names()[3])
    assert (tmp_path / names()[-1]).exists()


def test_copy_to_leaves_an_opened_copy_as_it_is(tmp_path: Path) -> None:
    sample.copy_to(tmp_path)
    (tmp_path / ".dateline").mkdir()
    (tmp_path / "mine.txt").write_text("mine")
    (tmp_path / names()[0]).unlink()
    (tmp_path / names()[1]).write_text("changed")
    sample.copy_to(tmp_path)
    assert not (tmp_path / names()[0]).exists()
    assert (tmp_path / names()[1]).read_text() == "changed"
    assert (tmp_path / "mine.txt").read_text() == "mine"


@pytest.mark.parametrize("stranger", ["mine.txt", "2031/03/mine.txt", ".dateline/archive.db", "2031/04/mine/too.md"])
def test_copy_to_refuses_a_folder_with_something_else(tmp_path: Path, stranger: str) -> None:
    (tmp_path / stranger).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / stranger).write_text("mine")
    with pytest.raises(ArchiveError, match="something other than the sample") as caught:
        sample.copy_to(tmp_path)
    assert caught.value.path == tmp_path
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [tmp_path / stranger]


def test_copy_to_refuses_a_file_of_the_samples_name_with_other_words(tmp_path: Path) -> None:
    sample.copy_to(tmp_path)
    (tmp_path / names()[0]).write_text("mine")
    with pytest.raises(ArchiveError, match="something other than the sample"):
        sample.copy_to(tmp_path)
    assert (tmp_path / names()[0]).read_text() == "mine"


def test_copy_to_does_not_write_through_a_link(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    demo = tmp_path / "demo"
    demo.mkdir()
    (demo / "2031").symlink_to(elsewhere)
    with pytest.raises(ArchiveError, match="something other than the sample"):
        sample.copy_to(demo)
    assert list(elsewhere.iterdir()) == []


def test_copy_to_says_so_when_it_cannot(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("mine")
    with pytest.raises(FolderMissing, match="not a folder"):
        sample.copy_to(file)
    with pytest.raises(ArchiveError, match="cannot be copied"):
        sample.copy_to(file / "below")


def test_the_sample_is_part_of_the_package() -> None:
    package = files("corpus.sample")
    assert (package / "truth.yaml").is_file()
    assert (package / "README.md").is_file()
    assert len(sample.articles()) == 45
    assert all(path.suffix in (".txt", ".md", ".html") for path in sample.articles())
