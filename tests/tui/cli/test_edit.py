"""Records edited in the user's own editor: faults come back above the line, nothing typed is lost."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from corpus.archive import Archive
from tests.tui.cli.conftest import Cli
from tests.tui.cli.editors import Editor, install


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Editor:
    return install(tmp_path / "editor", monkeypatch)


@pytest.fixture
def clash(cli: Cli, folder: Path, tmp_path: Path) -> str:
    """An incident with two actors; its ref."""
    path = tmp_path / "typed.yaml"
    path.write_text("- names: [River Brigade]\n- names: [Third Division]\n", encoding="utf-8")
    assert cli("--who", "RK", "new", "actor", path).code == 0
    path.write_text(
        "title: At the checkpoint\ndate: 2020-06-22\nevent: Battles\nactors:\n- {id: k1, actor: River Brigade}\n"
        "harm:\n- {id: h1, to: b, kind: killed, low: 4, best: 4}\n",
        encoding="utf-8",
    )
    assert cli("--who", "RK", "new", "incident", path).code == 0
    with Archive.open(folder) as archive:
        assert archive.records.count()["incident"] == 1
    return "RK-0003"


def values(folder: Path, word: str) -> Any:
    with Archive.open(folder, read_only=True) as archive:
        return archive.records.get(archive.records.find(word)).values


def drafts(folder: Path) -> list[Path]:
    return sorted((folder / ".dateline" / "drafts").glob("*"))


def test_what_is_shown_is_whole_and_names_are_explained(cli: Cli, clash: str, folder: Path, editor: Editor) -> None:
    assert cli("edit", clash).code == 0
    [shown] = editor.shown
    brigade = values(folder, "RK-0001")
    assert "title: At the checkpoint" in shown
    assert brigade["names"][0]["text"] == "River Brigade"
    assert " is River Brigade\n" in shown
    assert "# not said: " in shown
    assert drafts(folder) == []


def test_only_what_was_changed_is_written_as_one_act(cli: Cli, clash: str, folder: Path, editor: Editor) -> None:
    editor.will([("low: 4", "low: 3"), ("event: Battles", "event: Battles\nweapons: [mortar]\ntags: [Mines]")])
    ran = cli("--who", "LM", "edit", clash)
    assert ran.code == 0, ran.err
    assert values(folder, clash)["harm"][0] == {"id": "h1", "to": "b", "kind": "killed", "low": 3, "best": 4}
    with Archive.open(folder, read_only=True) as archive:
        newest = archive.log.batches(limit=1)[0]
        written = archive.log.batch_operations(newest.id)
    assert newest.what == "incident edited"
    assert {operation.field for operation in written} == {"harm[h1].low", "weapons/mortar", "tags/mines"}
    cli("undo")
    assert values(folder, clash)["harm"][0]["low"] == 4


def test_rows_are_added_and_taken_out(cli: Cli, clash: str, folder: Path, editor: Editor) -> None:
    row = "{id: h1, to: b, kind: killed, low: 4, best: 4}"
    editor.will([(f"harm: [{row}]", "harm: [{kind: injured, low: 2}]\nplaces:\n")])
    assert cli("edit", clash).code == 0
    assert [(each["kind"], each["low"]) for each in values(folder, clash)["harm"]] == [("injured", 2)]


def test_faults_come_back_above_their_lines_and_what_was_typed_stays(
    cli: Cli, clash: str, folder: Path, editor: Editor
) -> None:
    editor.will(
        [("best: 4", "best: 2"), ("edtf: '2020-06-22'", "edtf: '2020-06-31'"), ("Battles", "Batles # as they say")],
        [
            ("best: 2}", "best: 5}"),
            ("{edtf: '2020-06-31", "{edtf: '2020-06-30"),
            ("event: Batles #", "event: Battles #"),
        ],
    )
    ran = cli("edit", clash)
    assert ran.code == 0, ran.err
    lines = editor.shown[1].splitlines()
    for fault, field in (("is not a date", "date:"), ("is no event", "event:"), ("best is 2", "harm:")):
        at = next(i for i, line in enumerate(lines) if fault in line)
        assert lines[at].startswith("# dateline: ")
        assert next(line for line in lines[at:] if not line.startswith("#")).startswith(field)
    assert "# as they say" in editor.shown[1], "what was typed is all there"
    assert values(folder, clash)["harm"][0]["best"] == 5
    assert values(folder, clash)["date"]["edtf"] == "2020-06-30"
    assert drafts(folder) == []


def test_giving_up_keeps_the_draft_for_its_owner_alone(cli: Cli, clash: str, folder: Path, editor: Editor) -> None:
    before = values(folder, clash)
    editor.will([("best: 4", "best: 2")])
    ran = cli("edit", clash)
    assert ran.code == 1
    [draft] = drafts(folder)
    assert str(draft) in ran.err
    assert "best: 2" in draft.read_text(encoding="utf-8")
    assert draft.stat().st_mode & 0o777 == 0o600
    assert draft.parent.stat().st_mode & 0o777 == 0o700
    assert values(folder, clash) == before


@pytest.mark.parametrize("text", ["title: [x", "title: x\n---\n", "* nothing", "\x07: x"])
def test_text_that_is_not_ours_is_told_too(cli: Cli, clash: str, folder: Path, editor: Editor, text: str) -> None:
    editor.will([("*", text)])
    ran = cli("edit", clash)
    assert ran.code == 1
    assert "# dateline: " in editor.shown[1]
    assert text in "\n".join(line for line in editor.shown[1].split("\n") if not line.startswith("# dateline: "))
    assert len(drafts(folder)) == 1


def test_an_editor_that_fails_changes_nothing_and_loses_nothing(
    cli: Cli, clash: str, folder: Path, editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor.will("fail")
    ran = cli("edit", clash)
    assert ran.code == 1
    assert "ended with code 3" in ran.err
    assert len(drafts(folder)) == 1
    monkeypatch.setenv("EDITOR", "no-such-editor-anywhere")
    assert "There is no editor" in cli("edit", clash).err


def test_what_others_did_meanwhile_is_told_before_it_is_written_over(
    cli: Cli, clash: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = (
        f"import os, sys\nfrom tui.cli import main\n"
        f"sys.exit(main(['--who', 'LM', '-a', {str(folder)!r}, 'set', {clash!r}, 'title=Theirs', 'status=done']))"
    )
    script = tmp_path / "meanwhile.py"
    script.write_text(
        "import pathlib, subprocess, sys\n"
        "path = pathlib.Path(sys.argv[1]); text = path.read_text(encoding='utf-8')\n"
        f"first = '# dateline: ' not in text\n"
        f"if first: subprocess.run([sys.executable, '-c', {other!r}], check=True, stdout=subprocess.DEVNULL)\n"
        f"pathlib.Path({str(tmp_path / 'seen')!r}).write_text(text, encoding='utf-8')\n"
        "new = text.replace('At the checkpoint', 'Ours') if first else text + '# again\\n'\n"
        "path.write_text(new, encoding='utf-8')\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("EDITOR", f"{os.sys.executable} {script}")  # type: ignore[attr-defined]
    ran = cli("edit", clash)
    assert ran.code == 0, ran.err
    seen = (tmp_path / "seen").read_text(encoding="utf-8")
    assert "# dateline: title: LM changed this meanwhile, to Theirs" in seen
    assert values(folder, clash)["title"] == "Ours"
    assert values(folder, clash)["status"] == "done", "what only they changed stays"


def test_several_are_edited_as_one_act(cli: Cli, clash: str, folder: Path, editor: Editor) -> None:
    editor.will([("River Brigade", "Stream Brigade"), ("At the checkpoint", "At the bridge")])
    assert cli("edit", "RK-0001", clash).code == 0
    assert values(folder, "RK-0001")["names"][0]["text"] == "Stream Brigade"
    assert values(folder, clash)["title"] == "At the bridge"
    cli("undo")
    assert values(folder, "RK-0001")["names"][0]["text"] == "River Brigade"
    editor.will([(f"- id: {values_id(folder, clash)}", "- ref: RK-1")])
    assert cli("edit", "RK-0001", clash).code == 1


def values_id(folder: Path, word: str) -> str:
    with Archive.open(folder, read_only=True) as archive:
        return archive.records.find(word)


def test_articles_are_set_and_not_edited(cli: Cli, ids: dict[str, str], editor: Editor) -> None:
    ran = cli("edit", ids["market"])
    assert ran.code == 1
    assert "dateline set" in ran.err
    assert editor.shown == []


def test_a_template_opens_at_a_terminal(
    cli: Cli, clash: str, folder: Path, editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.cli.new.is_terminal", lambda _stream: True)
    assert cli("new", "incident").code == 1, "nothing was typed"
    assert drafts(folder) == []
    [template] = editor.shown
    for field in ("title:", "harm:", "places:", "Armed clash", "civilians"):
        assert field in template
    editor.will(
        [("\ntitle:", "\ntitle: Shells fall"), ("  edtf:", "  edtf: 2020-06-31")],
        [("  edtf: 2020-06-31", "  edtf: 2020-06-30")],
    )
    ran = cli("new", "incident")
    assert ran.code == 0, ran.err
    assert values(folder, "X-0001") == {"ref": "X-0001", "title": "Shells fall", "date": {"edtf": "2020-06-30"}}


@pytest.mark.parametrize("kind", ["actor", "place", "incident", "link", "passage", "search"])
def test_every_template_can_be_read_as_it_is(
    cli: Cli,
    folder: Path,
    tmp_path: Path,
    kind: str,
) -> None:
    from corpus.entry.shown import template
    from corpus.vocabulary import VOCABULARIES

    path = tmp_path / "template.yaml"
    path.write_text(template(kind, VOCABULARIES), encoding="utf-8")  # type: ignore[arg-type]
    ran = cli("new", kind, path)
    assert "has no field" not in ran.err
    assert "YAML" not in ran.err


def test_a_word_outside_the_vocabulary_can_be_kept_from_within_the_editor(
    cli: Cli, clash: str, folder: Path, editor: Editor
) -> None:
    editor.will([("event: Battles", "event: Skirmish")], [("event: Skirmish", "event: Skirmish\n# --any-word")])
    assert cli("edit", clash).code == 0
    assert "# dateline: event: 'Skirmish' is no event" in editor.shown[1]
    assert "write this line as well: # --any-word" in editor.shown[1]
    assert values(folder, clash)["event"] == "Skirmish"
    assert "Skirmish" in cli("show", clash).out


def test_a_record_is_found_by_the_name_that_it_alone_has(cli: Cli, clash: str) -> None:
    assert cli("show", "river brigade").out.startswith("River Brigade")
    ran = cli("show", "somebody else")
    assert (ran.code, "Nothing is called somebody else" in ran.err) == (1, True)
