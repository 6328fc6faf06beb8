"""Keys that come faster than screens do: none is lost, and each finds done what the keys before it asked for.

While a dialog is put up, has decided and goes, or has its answer on the way, keys are kept in order. To a box that is
typed in, and to a dialog, a key is handed only after the key before has gone all its way: through the box, up through
those around it to the app, and what these told each other of it. What any key does is decided elsewhere.
"""

from __future__ import annotations

import asyncio
from time import monotonic

from textual import events
from textual.app import App
from textual.message_pump import MessagePump
from textual.widgets import Input

from tui.screens.ground import Ground

LOOK = 0.005
"""How often it is looked whether the screen in front takes keys, in seconds."""
PATIENCE = 30.0
"""After how long keys are handed on even so, in seconds: a dialog that never takes any must not make them all wait."""
AT_ONCE, MOST_ROUNDS = 200, 5_000
"""How often it is looked without a pause whether a widget is done with what it was sent, and how often at all."""
ROUNDS = 2
"""How often those around a box are asked for what they heard: of the key, and of what came of it."""
PAUSE = 0.001
"""How long it is waited between two looks then, in seconds."""


class TypingAhead(App[int], inherit_bindings=False):
    """An app that keeps what is typed ahead."""

    def __init__(self) -> None:
        super().__init__()
        self._early: list[events.Key] = []
        self._waits_since = 0.0
        self._rounds = 0

    @property
    def has_early_keys(self) -> bool:
        """Whether keys came that were not done yet."""
        return bool(self._early)

    async def on_event(self, event: events.Event) -> None:
        """Take a key when whoever it is meant for can, in the order of the keys."""
        if not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
            return
        self._early.append(event)
        if len(self._early) == 1:
            await self._hand_over()

    async def _hand_over(self) -> None:
        """Hand the keys that wait to whoever takes them, one after the other, as far as they are taken now."""
        while self._early and self.screen_stack:
            if self._goes_around():
                for node in (self.focused or self.screen, *(self.focused or self.screen).ancestors_with_self):
                    if node is not self:
                        await _done(node)
                if self._rounds < ROUNDS:
                    # What has come up to the app from there is heard before this goes on.
                    self._rounds += 1
                    self.call_later(self._hand_over)
                    return
            elif (typed_out := getattr(self.focused, "typed_out", None)) is not None:
                await typed_out()
            if not self._takes_keys():
                self._waits_since = self._waits_since or monotonic()
                if monotonic() - self._waits_since < PATIENCE:
                    self.set_timer(LOOK, self._hand_over)
                    return
            self._waits_since, self._rounds = 0.0, 0
            try:
                await super().on_event(self._early[0])
            finally:
                self._early.pop(0)

    def _goes_around(self) -> bool:
        """Whether keys go through a box or a dialog and come back, instead of being done at once."""
        if hasattr(self.focused, "typed_out"):
            return False
        return not isinstance(self.screen, Ground) or isinstance(self.focused, Input)

    def _takes_keys(self) -> bool:
        """Whether the screen in front can take keys.

        A dialog can from when a part of it has the focus, if any can have it, until it has decided; a whole screen
        from when it shows its place, unless the answer of a dialog is on its way to it.
        """
        screen = self.screen
        if isinstance(screen, Ground):
            return screen.is_mounted and not screen.is_answered
        if getattr(screen, "is_finished", False):
            return False
        return screen.focused is not None or (screen.is_mounted and not screen.focus_chain)


async def _done(pump: MessagePump) -> None:
    """Wait until a widget has heard every message that was on its way to it; one that goes is not waited for."""
    heard = asyncio.Event()
    if not pump.call_later(heard.set):
        return
    for at in range(MOST_ROUNDS):
        if heard.is_set() or not pump.is_running:
            return
        await asyncio.sleep(0 if at < AT_ONCE else PAUSE)
