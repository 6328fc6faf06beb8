"""Commands, and everything that is made from them: keys, help, the manual, docs."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.app import Dateline
from tui.commands import ALL, BY_ID, CHAINS, Command, Scope, applying, bindings, done_by
from tui.keymap import MEANS_ANOTHER, build, clashes, defaults, shown
from tui.manual import help_for, keys_markdown, manual
from tui.screens.browse import BrowseScreen
from tui.screens.coding import CodingScreen
from tui.screens.dialog import PickDialog
from tui.screens.naming import NamesScreen
from tui.screens.note import NoteDialog
from tui.screens.pages import TextPage
from tui.screens.picking import SavedDialog
from tui.screens.records import RecordsScreen
from tui.screens.rename import RenameDialog
from tui.screens.spellings import SpellingsDialog
from tui.widgets.article_list import ArticleList
from tui.widgets.choices import ChoiceList
from tui.widgets.entry import EntryBox
from tui.widgets.facets import FacetPane
from tui.widgets.find_line import FindBox
from tui.widgets.form import RecordForm
from tui.widgets.name_list import NamePage, NameRows
from tui.widgets.reader import ReaderView
from tui.widgets.record_list import RecordList
from tui.widgets.record_page import RecordPage
from tui.widgets.search_box import SearchBox
from tui.widgets.text_view import TextView

DOCS = Path(__file__).parents[2] / "docs" / "keys.md"


@pytest.mark.parametrize("command", ALL, ids=lambda command: command.__name__)
def test_every_command_says_what_it_is(command: type[Command]) -> None:
    assert command.__doc__
    assert command.help().endswith(".")
    assert command.title
    assert command.scopes
    assert command.key or command.in_palette


@pytest.mark.parametrize("command", ALL, ids=lambda command: command.__name__)
def test_no_default_key_is_one_that_terminals_confuse(command: type[Command]) -> None:
    assert not set(command.keys()) & set(MEANS_ANOTHER)
    assert not {"ctrl+s", "ctrl+\\"} & set(command.keys())


def test_no_key_means_two_things_in_one_place() -> None:
    assert clashes(defaults()) == []


PLACES: dict[Scope, type] = {
    Scope.LIST: ArticleList,
    Scope.READER: ReaderView,
    Scope.FACETS: FacetPane,
    Scope.SEARCH: SearchBox,
    Scope.PAGE: TextView,
    Scope.CHOICES: ChoiceList,
    Scope.COMPLETING: RenameDialog,
    Scope.FIND: FindBox,
    Scope.FORM: RecordForm,
    Scope.ENTRY: EntryBox,
    Scope.RECORD_LIST: RecordList,
    Scope.RECORD_PAGE: RecordPage,
    Scope.SPELLINGS: SpellingsDialog,
    Scope.SAVED: SavedDialog,
    Scope.NAME_LIST: NameRows,
    Scope.NAME_PAGE: NamePage,
}


@pytest.mark.parametrize("command", ALL, ids=lambda command: command.__name__)
def test_every_command_is_done_by_somebody(command: type[Command]) -> None:
    if not command.action:
        for scope in command.scopes:
            screen = {Scope.CODING: CodingScreen, Scope.RECORDS: RecordsScreen, Scope.RECORD_PAGE: RecordsScreen}
            screen |= dict.fromkeys((Scope.NAMES, Scope.NAME_LIST, Scope.NAME_PAGE), NamesScreen)
            assert command.id() in {**done_by(screen.get(scope, BrowseScreen)), **done_by(Dateline)}, scope
        return
    where, _, name = command.action.partition("(")[0].rpartition(".")
    for scope in command.scopes:
        if where == "screen":
            place: type = {Scope.DIALOG: PickDialog, Scope.PAGE: TextPage, Scope.NOTE: NoteDialog}[scope]
        else:
            place = Dateline if where == "app" else PLACES[scope]
        assert hasattr(place, f"action_{name}"), (place, command.action)


def test_every_scope_is_in_a_chain() -> None:
    assert {scope for chain in CHAINS for scope in chain} == set(Scope)


def test_ids_are_unique_and_bindings_carry_them() -> None:
    assert len(BY_ID) == len(ALL)
    found = bindings(ALL, *Scope)
    assert {binding.id for binding in found} == {command.id() for command in ALL if command.key}
    assert all(binding.tooltip for binding in found)


def test_the_manual_lists_every_command_with_its_docstring() -> None:
    text = manual().text
    for command in ALL:
        assert f"[{command.id()}]" in text
        assert command.help() in text


@pytest.mark.parametrize("scope", Scope, ids=lambda scope: scope.name)
def test_help_lists_every_command_that_applies_and_has_a_key(scope: Scope) -> None:
    text = help_for([scope], build()).text
    for command in applying(scope):
        if command.key:
            assert command.title in text


def test_the_table_of_keys_in_the_docs_is_up_to_date() -> None:
    assert DOCS.read_text(encoding="utf-8") == keys_markdown(), "make it again: see tui.manual.keys_markdown"


def test_a_wish_is_granted_and_shown() -> None:
    keymap = build({"TagArticles": "ctrl+t", "Export": ["E", "ctrl+e"]})
    assert keymap.complaints == ()
    assert keymap.changed == {"TagArticles": "ctrl+t", "Export": "E,ctrl+e"}
    assert keymap.shown(BY_ID["TagArticles"]) == ("Ctrl+T",)
    assert "Ctrl+T" in manual(keymap).text


@pytest.mark.parametrize(
    ("wishes", "complaint"),
    [
        ({"TagArticels": "z"}, 'did you mean "TagArticles"?'),
        ({"TagArticles": "e"}, 'e is already "Export"'),
        ({"Search": "ctrl+m"}, "cannot tell"),
        ({"TagArticles": 3}, "a key or a list of keys"),
        ({"TagArticles": "not a key"}, "is not a key"),
        ({"LeaveSearch": "x"}, "typed into the search box"),
        ({"NextMatch": "t"}, 't is already "Tag"'),
    ],
)
def test_a_bad_wish_is_named_and_the_default_stays(wishes: dict[str, object], complaint: str) -> None:
    keymap = build(wishes)
    assert complaint in keymap.complaints[0]
    assert keymap.keys == defaults()
    assert not keymap.changed


def test_keys_can_change_places_through_a_free_one() -> None:
    keymap = build({"TagArticles": "ctrl+t", "Export": "t"})
    assert keymap.complaints == ()
    assert keymap.keys["Export"] == ("t",)


@given(st.dictionaries(st.sampled_from(sorted(BY_ID)) | st.text(max_size=8), st.text(max_size=8) | st.integers()))
def test_whatever_is_wished_no_two_commands_share_a_key(wishes: dict[str, object]) -> None:
    assert clashes(build(wishes).keys) == []


@pytest.mark.parametrize(
    ("key", "text"), [("slash", "/"), ("ctrl+p", "Ctrl+P"), ("shift+down", "Shift+Down"), ("f1", "F1"), ("U", "U")]
)
def test_keys_are_shown_as_people_write_them(key: str, text: str) -> None:
    assert shown(key) == text


@pytest.mark.parametrize("key", sorted({key for keys in defaults().values() for key in keys}))
def test_every_key_is_shown_as_a_sign_or_by_its_name_on_a_keyboard(key: str) -> None:
    assert len(shown(key)) == 1 or shown(key)[0].isupper()
