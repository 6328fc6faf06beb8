"""What the palette offers: every command by its name, those that work here first, each with its key."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.worker import Worker

from tui.commands import ALL, Command, Scope
from tui.keymap import Keymap
from tui.screens.ground import Ground


class Palette(CommandPalette):
    """The palette."""

    def run_worker(self, *args: Any, **more: Any) -> Worker[Any]:
        """Begin to look for commands; to be closed before that is done is no error."""
        return super().run_worker(*args, **{**more, "exit_on_error": False})


class CommandProvider(Provider):
    """Offers the commands of the screen in front."""

    @property
    def _stage(self) -> Ground | None:
        return self.screen if isinstance(self.screen, Ground) else None

    def _offered(self) -> Iterator[type[Command]]:
        stage = self._stage
        if stage is None:
            return
        for command in ALL:
            if command.in_palette and {*stage.scopes(), Scope.APP}.intersection(command.scopes):
                yield command

    def _keymap(self) -> Keymap:
        stage = self._stage
        return stage.session.settings.keymap if stage else Keymap({}, {})

    def _named(self, command: type[Command]) -> str:
        keys = self._keymap().shown(command)
        return f"{command.title}  ({keys[0]})" if keys else command.title

    async def discover(self) -> Hits:
        """What an empty box shows: everything that can be done here."""
        for command in self._offered():
            yield DiscoveryHit(
                Content(self._named(command)),
                partial(self._run, command.id()),
                text=command.title,
                help=command.help(),
            )

    async def search(self, query: str) -> Hits:
        """The commands whose name is like what was typed."""
        matcher = self.matcher(query)
        for command in self._offered():
            named = self._named(command)
            if (score := matcher.match(named)) > 0:
                yield Hit(
                    score,
                    matcher.highlight(named),
                    partial(self._run, command.id()),
                    text=command.title,
                    help=command.help(),
                )

    def _run(self, name: str) -> None:
        stage = self._stage
        if stage is not None:
            stage.call_next(stage.run_command, name)
