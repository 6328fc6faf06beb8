"""Two real articles on one attack coded by commands, from values kept here; their words stay where the data is."""

from __future__ import annotations

import csv
import hashlib
import io
from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus.archive import Archive
from corpus.records.definition import Kind
from tests.archives import made
from tests.tui.cli.conftest import Cli

CASE = Path(__file__).with_name("syria_case.yaml")
KINDS: tuple[Kind, ...] = ("actor", "place", "incident", "link", "passage")


class _AsWritten(yaml.SafeLoader):
    """Leaves dates the letters that they are."""

    yaml_implicit_resolvers = {
        first: [each for each in known if each[0] != "tag:yaml.org,2002:timestamp"]
        for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def the_case() -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(CASE.read_text(encoding="utf-8"), Loader=_AsWritten)
    return found


def sources(data: Path, case: dict[str, Any]) -> dict[str, dict[str, str]]:
    """The two articles of the collection, by the names that the case gives them."""
    path = data / "A_fakes_syria" / "FA-KES-part.csv"
    if not path.is_file():
        pytest.skip("needs real data: DATELINE_DATA has no A_fakes_syria")
    rows = csv.DictReader(io.StringIO(path.read_bytes().decode("cp1252", "replace")))
    by_unit = {row["unit_id"]: row for row in rows}
    if any(unit not in by_unit for unit in case["articles"].values()):
        pytest.skip("needs real data: this part of A_fakes_syria has not both articles")
    return {name: by_unit[unit] for name, unit in case["articles"].items()}


def as_file(row: dict[str, str]) -> str:
    month, day, year = row["date"].split("/")
    date = f"{year}-{int(month):02}-{int(day):02}"
    front = f'title: "{row["article_title"]}"\ndate: {date}\nsource: {row["source"]}'
    return f"---\n{front}\n---\n\n{row['article_content']}\n"


def quoted(place: dict[str, str], text: str) -> str:
    """The words that a quote stands for, which must be the ones that were meant."""
    start = int(place["start"])
    words = text[start : start + int(place["length"])]
    assert hashlib.sha256(words.encode()).hexdigest().startswith(place["sha256"])
    return words


@pytest.fixture(scope="module")
def template(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of both articles."""
    root = tmp_path_factory.mktemp("syria") / "archive"
    made(root, {f"{name}.md": as_file(row) for name, row in sources(data, the_case()).items()}).close()
    return root


@pytest.fixture
def coded(data: Path, folder: Path, tmp_path: Path, cli: Cli) -> Path:
    """The archive with everything coded by `new` and `set`."""
    case = the_case()
    texts = sources(data, case)
    ids = {}
    with Archive.open(folder) as archive:
        for n in archive.articles.order():
            article = archive.articles.get(n)
            ids[Path(article.places[0].display).stem] = article.id
    for passage in case["passages"]:
        passage["quote"] = quoted(passage["quote"], texts[passage["article"]]["article_content"])
        passage["article"] = ids[passage["article"]]
    for kind in KINDS:
        file = tmp_path / f"{kind}.yaml"
        file.write_text(yaml.safe_dump(case[f"{kind}s"], allow_unicode=True, width=10**6), encoding="utf-8")
        ran = cli("--who", "RK", "new", kind, file)
        assert ran.code == 0, ran.err
    ran = cli("--who", "LM", "set", "SY-1", "harm[h1].best=32", "basis.harm[h1].best=inferred")
    assert ran.code == 0, ran.err
    return folder


def test_three_tolls_stand_side_by_side_with_the_choice_among_them(cli: Cli, coded: Path) -> None:
    shown = cli("show", "SY-1", "--json").json
    toll = next(each for each in shown["choices"] if each["path"] == "harm[h1].best")
    assert (toll["said"]["value"], toll["said"]["who"], toll["basis"]) == (32, "LM", "inferred")
    assert toll["said"]["at"]
    says = {each["value"]: each for each in toll["claims"] if each["stance"] == "says"}
    assert {value: (each["article"]["outlet"], each["origin"]["label"]) for value, each in says.items()} == {
        15: ("trt", "TRT World"),
        32: ("ahram", "Syrian Observatory for Human Rights"),
        50: ("ahram", "Islamic State"),
    }
    assert {value: [step["who"] for step in each["chain"]] for value, each in says.items()} == {
        15: ["TRT World"],
        32: ["Ahram", "the Observatory"],
        50: ["Ahram", "IS in a statement"],
    }
    assert {each["article"]["published"] for each in says.values()} == {"2016-08-15"}
    assert {(each["value"], each["stance"]) for each in toll["claims"]} - {(value, "says") for value in says} == {
        (15, "corrects"),
        (32, "doubts"),
    }


def test_the_page_says_so_in_words(cli: Cli, coded: Path) -> None:
    page = cli("show", "SY-1").out.splitlines()
    begin = next(i for i, line in enumerate(page) if line.startswith("  harm[h1].best: 32, LM "))
    assert page[begin].endswith(", inferred")
    block = [line for line in page[begin + 1 :][:10] if line.startswith("    ") and " · " in line]
    assert [line.split(" · ")[0].strip() for line in block] == [
        "says 15",
        "corrects 15",
        "says 32",
        "doubts 32",
        "says 50",
    ]
    assert all(line.split(" · ")[1] == "2016-08-15" and "origin: " in line for line in block)
    assert any(line.startswith("Sources: 10 passages of 2 articles, 2 outlets, 5 origins") for line in page)


def test_every_passage_is_placed_and_the_whole_comes_back_the_same(cli: Cli, coded: Path, tmp_path: Path) -> None:
    with Archive.open(coded, read_only=True) as archive:
        assert archive.records.count() == {
            "actor": 12,
            "place": 5,
            "incident": 7,
            "link": 5,
            "passage": 20,
            "search": 0,
            "distinction": 0,
        }
        assert all(not archive.records.get(id_).marked for kind in KINDS for id_ in archive.records.all(kind))
    first, again, other = tmp_path / "first.yaml", tmp_path / "again.yaml", tmp_path / "other"
    assert cli("export", "--all", "--text", "-o", first).code == 0
    other.mkdir()
    assert cli("import", "-a", other, first).code == 0
    assert cli("export", "-a", other, "--all", "--text", "-o", again).code == 0
    told, back = (yaml.safe_load(path.read_text(encoding="utf-8")) for path in (first, again))
    assert {**told, "exported": None} == {**back, "exported": None}
    assert cli("check", "-a", other).code == 0
