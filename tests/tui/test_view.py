"""Views and the history of them: pure values, with laws."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from tui.view import FILTERS, LONGEST_HISTORY, PANES, SORTS, History, View

VIEWS = st.builds(
    View,
    query=st.text(max_size=20),
    sort=st.sampled_from(SORTS),
    focus=st.integers(0, 10**6),
    pane=st.sampled_from(PANES),
    filters=st.sets(st.sampled_from(FILTERS)).map(lambda found: tuple(sorted(found))),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
)


@given(VIEWS)
def test_a_view_survives_being_kept(view: View) -> None:
    assert View.from_json(json.loads(json.dumps(view.to_json()))) == view


@given(JSON)
def test_nothing_that_a_file_may_hold_hurts(value: object) -> None:
    assert isinstance(View.from_json(value), View)
    assert History.from_json(value).now is not None
    assert History.from_json({"at": value, "views": [value]}).now is not None


@given(st.lists(VIEWS, min_size=1, max_size=20))
def test_going_back_and_forward_comes_to_the_same_place(views: list[View]) -> None:
    history = History(views[0])
    for view in views[1:]:
        history.visit(view)
    end, places = history.now, history.views
    steps = 0
    while history.can_back:
        history.back()
        steps += 1
    assert history.now == views[0]
    for _ in range(steps):
        history.forward()
    assert (history.now, history.views) == (end, places)


@given(VIEWS, VIEWS, VIEWS)
def test_a_visit_after_going_back_forgets_what_lay_ahead(first: View, second: View, third: View) -> None:
    history = History(first)
    history.visit(second)
    history.back()
    history.visit(third)
    assert not history.can_forward or third == first
    assert history.now == third


def test_amending_makes_no_new_place() -> None:
    history = History(View("a"))
    history.amend(View("b"))
    assert history.views == (View("b"),)
    assert not history.can_back


def test_the_ends_are_quiet() -> None:
    history = History(View("a"))
    assert history.back() == history.forward() == View("a")


def test_the_oldest_places_are_forgotten() -> None:
    history = History()
    for i in range(LONGEST_HISTORY * 2):
        history.visit(View(str(i)))
    assert len(history.views) == LONGEST_HISTORY
    assert history.now == View(str(LONGEST_HISTORY * 2 - 1))
    assert History.from_json(history.to_json()).now == history.now


@given(VIEWS, st.sampled_from(FILTERS))
def test_turning_a_filter_over_twice_changes_no_filter(view: View, condition: str) -> None:
    chosen = next(each for each in FILTERS if each == condition)
    assert view.toggled(chosen).toggled(chosen).filters == view.filters
    assert not view.toggled(chosen).same_list(view)
