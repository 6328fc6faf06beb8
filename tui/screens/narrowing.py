"""Narrowing what is shown while browsing: facets, filters, the order and the groups of the list.

Each of these is a place of its own, so that going back undoes it.
"""

from __future__ import annotations

from dataclasses import replace

from textual import on

from tui.commands import browsing as commands
from tui.commands import does, panes
from tui.query_terms import toggled
from tui.screens.saving import SavingStage
from tui.view import FILTERS, GROUPS, Filter, Group
from tui.widgets.facets import FacetPane

FILTER_WORDS: dict[Filter, str] = {
    "unread": "not opened yet",
    "read": "opened",
    "tagged": "with any tag",
    "untagged": "without tags",
    "missing": "whose file is gone",
    "changed": "whose file changed since it was first read",
}


GROUP_WORDS: dict[Group, str] = {
    "": "In no groups",
    "day": "In groups by day",
    "outlet": "In groups by outlet",
    "copies": "Near-copies together, who was first at the top",
}


class NarrowingStage(SavingStage):
    """A stage whose list is narrowed and put in order."""

    # Facets

    @does(panes.ShowFacets)
    def _show_facets(self) -> None:
        if self.facets.has_focus:
            self.leave_facets()
            self.set_focus(self.list)
            return
        if not self.facets.line_count():
            self.say("No tag, outlet or year is known of what is found.")
            return
        self.show_panes(faceting=True)
        self.set_focus(self.facets)
        if not self.is_wide:
            self.say("Enter narrows, - leaves out, once more takes that back; Esc shows the list.")

    def leave_facets(self) -> bool:
        """Show the list again where the facets stood in its place; says whether they did."""
        stood = self.is_faceting and not self.is_wide
        self.show_panes(faceting=False)
        if stood:
            self.set_focus(self.list)
        return stood

    @on(FacetPane.Chosen)
    def _facet(self, chosen: FacetPane.Chosen) -> None:
        query = toggled(self.view.query, chosen.term)
        self.go(replace(self.view, query=query, focus=0, pane="list"))

    # Order and filters

    @does(commands.CycleSort)
    def _cycle_sort(self) -> None:
        orders = ["newest", "oldest", *(["relevance"] if self.view.query.strip() else [])]
        at = orders.index(self.view.sort) if self.view.sort in orders else -1
        following = next(each for each in ("newest", "oldest", "relevance") if each == orders[(at + 1) % len(orders)])
        self.go(replace(self.view, sort=following, focus=self.list.current))

    @does(commands.GroupList)
    def _group(self) -> None:
        following = GROUPS[(GROUPS.index(self.view.group) + 1) % len(GROUPS)]
        self.go(replace(self.view, group=following, focus=self.list.current))
        self.say(GROUP_WORDS[following])

    @does(commands.FilterList)
    def _filter(self) -> None:
        from tui.screens.dialog import PickDialog
        from tui.widgets.choices import Choice

        choices = [
            Choice(each, each, FILTER_WORDS[each], "on" if each in self.view.filters else "off") for each in FILTERS
        ]
        self.ask(PickDialog("Show only what is …", choices, self.glyphs), self._toggle_filter)

    def _toggle_filter(self, key: str) -> None:
        condition = next(each for each in FILTERS if each == key)
        self.go(replace(self.view.toggled(condition), focus=self.list.current))
