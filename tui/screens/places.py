"""Which screen shows the place where the user is, and travelling from one to another.

Screens are loaded when they are first gone to, since the first paint needs one of them alone.
"""

from __future__ import annotations

from textual.app import App

from tui.screens.ground import Ground
from tui.session import Session
from tui.view import NAME_PLACES


def show_place(app: App[int], session: Session) -> None:
    """Have the screen in front that the view names, and let it show where the user is."""
    place = session.history.now.place
    browse = next(screen for screen in app.screen_stack if isinstance(screen, Ground))
    wanted: type[Ground] = type(browse)
    if place == "coding":
        from tui.screens.coding import CodingScreen

        wanted = CodingScreen
    elif place in NAME_PLACES:
        from tui.screens.naming import NamesScreen

        wanted = NamesScreen
    elif place != "articles":
        from tui.screens.records import RecordsScreen

        wanted = RecordsScreen
    while app.screen is not browse and not isinstance(app.screen, wanted):
        app.pop_screen()
    if isinstance(app.screen, wanted):
        app.screen.arrive()
    else:
        app.push_screen(wanted(session))
