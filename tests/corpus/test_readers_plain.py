"""Plain text: the founding article's layout and those near it come out exactly; a guess leaves the text whole."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import FIELDS
from corpus.errors import UnreadableArticle
from corpus.readers import read
from corpus.readers.dateline import find_dateline
from corpus.readers.layout import cleaned
from corpus.readers.lines import byline_of, credit_of, label_of
from corpus.readers.mojibake import mend
from corpus.readers.reader import TITLE_LENGTH, first_words
from corpus.text import clean_body

TITLE = "‘Oak Brigade’ fighters storm Rjeim checkpoint after ambulances are held: residents"
BODY = """Fighters of the ‘Oak Brigade’ on Monday overran a checkpoint at Rjeim, south of the market, it was said.

The wounded came from the grazing land, where a landmine had wrecked the second car of a patrol.
Thereafter the men returned with heavy weapons, killing four of the officers and wounding many others.

In recent days their men have come to blows in the fish market, too."""
ARABIC = """قال سكان من المنطقة إن مسلحين هاجموا الحاجز مساء الاثنين بعد أن أوقف عناصره سيارات إسعاف تقل جرحى من البلدة.

وأضافوا أن أربعة من العناصر قتلوا وأصيب آخرون بجروح، في حين لم يصدر أي تعليق عن الجهات الرسمية حتى مساء اليوم."""
RUSSIAN = """Жители района сообщили, что в понедельник вечером вооружённые люди напали на блокпост, где стояли машины.

По их словам, четверо сотрудников погибли, а несколько человек были ранены; власти пока не делали никаких заявлений."""


def plain(text: str) -> dict[str, object]:
    """The reading of a text as one flat dictionary."""
    reading = read(text.encode(), "cutting.txt")
    assert set(reading.fields) <= set(FIELDS)
    assert set(reading.how) == {*reading.fields, "title"}
    assert reading.reader.startswith("plain/")
    return {"title": reading.title, "text": reading.text, **reading.fields}


def test_the_founding_layout() -> None:
    assert plain(f"{TITLE}\n\nMar 11, 2031\n\n{BODY}\n\n- Sada el-Jabal") == {
        "title": TITLE,
        "text": BODY,
        "published": "2031-03-11",
        "credit": "Sada el-Jabal",
        "language": "en",
    }


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\x85", "\u2028"])
def test_line_ends_of_every_kind(ends: str) -> None:
    text = f"\n{TITLE}\n\nMar 11, 2031\n\n{BODY}\n\n- Sada el-Jabal\n \n".replace("\n", ends)
    assert plain(text)["text"] == BODY


def test_the_founding_article_itself(data: Path) -> None:
    (file,) = (data / "seed").glob("*.txt")
    reading = read(file.read_bytes(), file.name)
    coded = yaml.safe_load((data / "seed" / "coded.yaml").read_text(encoding="utf-8"))
    (article,) = coded["articles"]
    assert reading.title == article["title"]
    assert reading.fields == {key: article[key] for key in ("published", "credit", "language")}
    digest = hashlib.sha256(reading.text.encode()).hexdigest()
    assert digest == "6f08cefbb8a6cee490487676f0a4d17ebee4ae8b67eb2bbfed54b2a6690e2d19"
    assert coded["passages"]
    for passage in coded["passages"]:
        text = {"title": reading.title, "text": reading.text}[passage["in"]]
        quote = passage["quote"]
        start, end = quote["start"], quote["start"] + len(quote["exact"])
        assert text[start:end] == quote["exact"]
        assert text[max(0, start - 32) : start] == quote.get("prefix", "")
        assert text[end : end + 32] == quote.get("suffix", "")


@pytest.mark.parametrize(
    ("head", "fields"),
    [
        ("{t}\n2031-03-11\n\n", {"published": "2031-03-11"}),
        ("{t}\n\n2031-03-11\n", {"published": "2031-03-11"}),
        ("2031-03-11\n{t}\n\n", {"published": "2031-03-11"}),
        ("{t}\n\n", {}),
        ("{t}\n\n\n\n", {}),
        ("{t}\n", {}),
        ("{t}\n=====\n", {}),
        ("{t}\nBy Lamis Haddum\nMar 11, 2031\n\n", {"published": "2031-03-11", "author": "Lamis Haddum"}),
        (
            "{t}\n\nTuesday, 11 March 2031, 18:40\n\nBy: Lamis Haddum\n\n",
            {"published": "2031-03-11", "author": "Lamis Haddum"},
        ),
        ("{t}\nMarch 2031\n\n", {"published": "2031-03"}),
        (
            "{t}\nSource: Harbour Post\nPublished: 11 March 2031\nURL: https://harbourpost.example/1\n\n",
            {"outlet": "Harbour Post", "published": "2031-03-11", "url": "https://harbourpost.example/1"},
        ),
        (
            "Title: {t}\nDate: 2031-03-11\nAuthor: Lamis Haddum\n\n",
            {"published": "2031-03-11", "author": "Lamis Haddum"},
        ),
        ("https://harbourpost.example/1\n{t}\n\n", {"url": "https://harbourpost.example/1"}),
    ],
)
def test_layouts_near_it(head: str, fields: dict[str, str]) -> None:
    expected = {"title": TITLE, "text": BODY, "language": "en", **fields}
    assert plain(head.format(t=TITLE) + BODY) == expected


def test_arabic() -> None:
    title = "مقتل أربعة عناصر في هجوم على حاجز جنوب البلدة"
    text = f"{title}\n\n١١ آذار/مارس ٢٠٣١\n\nبقلم: قسم المتابعة\n\n{ARABIC}\n\n- شرفة تلمارة\n"
    assert plain(text) == {
        "title": title,
        "text": ARABIC,
        "published": "2031-03-11",
        "author": "قسم المتابعة",
        "credit": "شرفة تلمارة",
        "language": "ar",
    }


def test_russian() -> None:
    title = "Четверо сотрудников погибли при нападении на блокпост"
    text = f"{title}\n11 марта 2031 года\nАвтор: Лидия Вересова\n\n{RUSSIAN}\n\nИсточник: Радио Варран"
    assert plain(text) == {
        "title": title,
        "text": RUSSIAN,
        "published": "2031-03-11",
        "author": "Лидия Вересова",
        "credit": "Радио Варран",
        "language": "ru",
    }


def test_a_text_without_a_title_keeps_its_first_words() -> None:
    reading = plain(BODY.split("\n", maxsplit=1)[0])
    assert reading["text"] == BODY.split("\n", maxsplit=1)[0]
    assert reading["title"] == "Fighters of the ‘Oak Brigade’ on Monday overran a checkpoint at Rjeim, south of the…"
    two = "Gunmen attacked the bridge at night. Nobody was hurt.\n\nThe road is open again. Traffic was light."
    assert plain(two)["text"] == two


def test_a_hard_wrapped_text_has_no_title() -> None:
    lines = (
        "Fighters overran a checkpoint on Monday night and held",
        "it until the morning, when they left with two",
        "lorries.",
    )
    wrapped = "\n".join(lines)
    assert plain(wrapped)["text"] == wrapped


def test_a_headline_alone_is_title_and_text() -> None:
    assert plain("Bridge closed\n") == {"title": "Bridge closed", "text": "Bridge closed"}
    assert plain("Mar 11, 2031") == {"title": "Mar 11, 2031", "text": "Mar 11, 2031"}


@pytest.mark.parametrize(
    "closing",
    [
        "- he said.",
        "- a small beginning",
        "- 21 dead",
        "- https://harbourpost.example/1",
        "- It was not clear who had fired first, nor from where it came",
        "- one\n- Two",
        "To be asked:\n- Call Samir",
        "Call Syria",
        "-",
    ],
)
def test_a_closing_line_that_is_no_credit_stays(closing: str) -> None:
    reading = plain(f"{TITLE}\n\n{BODY}\n\n{closing}")
    assert "credit" not in reading
    assert reading["text"] == f"{BODY}\n\n{closing}"


@pytest.mark.parametrize(
    "closing", ["– Vale Monitor", "— Vale Monitor", "-Vale Monitor", "-- Vale Monitor", "(Source: Vale Monitor)"]
)
def test_closing_credits(closing: str) -> None:
    for gap in ("\n\n", "\n"):
        reading = plain(f"{TITLE}\n\n{BODY}{gap}{closing}\n")
        assert (reading["credit"], reading["text"]) == ("Vale Monitor", BODY)


@pytest.mark.parametrize(
    ("line", "who"),
    [
        ("By Lamis Haddum", "Lamis Haddum"),
        ("BY LAMIS HADDUM AND JON FIELD", "LAMIS HADDUM AND JON FIELD"),
        ("by: Lamis Haddum", "Lamis Haddum"),
        ("By Monday evening", ""),
        ("By nightfall", ""),
        ("By then the town had fallen.", ""),
        ("Byline", ""),
    ],
)
def test_bylines(line: str, who: str) -> None:
    assert byline_of(line) == who


def test_labels_are_only_those_known() -> None:
    assert label_of("The mine: at about noon") is None
    assert label_of("Date: some time in March") is None
    assert label_of("Source: two residents, who saw it.") is None


@pytest.mark.parametrize(
    ("opening", "published", "place", "day", "agency"),
    [
        ("DAMASCUS, June 3 (Reuters) - Two shells", "2020-06-03", "DAMASCUS", "2020-06-03", "Reuters"),
        ("MAZHARA, March 12 (Meridian Wire) - A militia", "2031-03-12", "MAZHARA", "2031-03-12", "Meridian Wire"),
        (
            "VELL, Dorsania, June 19 (Meridian Wire) — The",
            "2031-06-19",
            "VELL, Dorsania",
            "2031-06-19",
            "Meridian Wire",
        ),
        ("MAZHARA, Dec 31 (TNA) -- The army", "2031-01-01", "MAZHARA", "2030-12-31", "TNA"),
        ("MAZHARA, 3 JAN 90 -- THE ARMY", "1990-01-03", "MAZHARA", "1990-01-03", ""),
        ("MAZHARA, March 12, 2031 - The army", None, "MAZHARA", "2031-03-12", ""),
        ("MAZHARA, March 12 - The army", None, "MAZHARA", "", ""),
        ("MAZHARA (TNA) – The army", "2031-03-12", "MAZHARA", "", "TNA"),
        ("Mazhara, 12 March (TNA) – The army", "2031-03-12", "Mazhara", "2031-03-12", "TNA"),
        ("مزهرة (شرفة تلمارة) - أعلن الجيش", "2031-03-12", "مزهرة", "", "شرفة تلمارة"),
        ("МАЗХАРА, 12 мар — Радио Варран. Войска", "2031-03-12", "МАЗХАРА", "2031-03-12", ""),
    ],
)
def test_datelines(opening: str, published: str | None, place: str, day: str, agency: str) -> None:
    found = find_dateline(opening, published)
    assert found
    assert (found.place, found.date, found.agency) == (place, day, agency)


@pytest.mark.parametrize(
    "opening",
    [
        "A well-known commander was killed",
        "Two men - both of them drivers - were held",
        "The UN - which has said little - will meet",
        "Hreibsha – the checkpoint on the highway – was attacked",
        "On Monday (a holiday) shells fell",
        "IS-linked men attacked",
        "12 March - the day of the attack",
    ],
)
def test_a_sentence_is_no_dateline(opening: str) -> None:
    assert find_dateline(opening, "2031-03-12") is None


def test_a_dateline_stays_in_the_text() -> None:
    body = "MAZHARA, March 12 (Meridian Wire) - " + BODY
    reading = plain(f"{TITLE}\n\nMar 12, 2031\n\n{body}")
    assert reading["text"] == body
    assert reading["dateline"] == {"place": "MAZHARA", "date": "2031-03-12"}
    assert reading["credit"] == "Meridian Wire"


def test_the_agency_is_no_credit_beside_itself() -> None:
    body = "MAZHARA, March 12 (Meridian Wire) - " + BODY
    reading = plain(f"{TITLE}\nSource: Meridian Wire\n\n{body}")
    assert reading["outlet"] == "Meridian Wire"
    assert "credit" not in reading


@given(st.text(max_size=300))
def test_first_words_fit_a_line(text: str) -> None:
    words = first_words(text)
    assert len(words) <= TITLE_LENGTH + 1
    assert len(words.splitlines()) <= 1
    assert words.removesuffix("…") in " ".join(text.split())


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "",
                " ",
                TITLE,
                "Mar 11, 2031",
                "By Lamis Haddum",
                "- Vale Monitor",
                "Source: TNA",
                "#",
                "---",
                "مقتل أربعة",
            ]
        ),
        st.text(max_size=30),
    ),
    max_size=12,
)


@given(LINES, st.sampled_from(["a.txt", "a.md", "a.html", "", "\udcff.txt", "…/../a"]))
def test_every_text_is_read_or_refused_and_never_invented(lines: list[str], name: str) -> None:
    text = "\n".join(lines)
    try:
        reading = read(text.encode("utf-8", "surrogatepass"), name)
    except UnreadableArticle:
        return
    assert reading.title
    assert len(reading.title.splitlines()) == 1
    assert clean_body(reading.text) == reading.text
    assert not reading.reader.startswith(("plain", "markdown")) or reading.text in cleaned(mend(text).text)
    reading.text.encode("utf-8")


def test_credit_is_found_on_the_last_line_only() -> None:
    found = credit_of(["body", "", "- Vale Monitor", "", ""])
    assert found
    assert (found.value, found.line) == ("Vale Monitor", 2)
    assert credit_of(["- Vale Monitor", "", "body"]) is None
    assert credit_of(["- Vale Monitor"]) is None
    assert credit_of([]) is None
