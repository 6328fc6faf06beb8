"""What happens to the archive while it is browsed: an update in a process of its own, and what others change.

Also the pages that tell about the archive. What is found and shown is decided by the screen built on this.
"""

from __future__ import annotations

import asyncio

from textual import on

from corpus.errors import ArchiveError
from tui.commands import Scope, does
from tui.commands import browsing as commands
from tui.messages import CaughtUp, UpdateEnded, UpdateProgressed
from tui.screens.editing import EditingStage, counted
from tui.session import Session
from tui.updater import Updater

LOOK_AROUND = 1.0
"""How often it is looked whether somebody changed the archive, in seconds."""
STAGES = {"names": "collecting names", "copies": "looking for near-copies"}
"""What a stage of an update is called here, where its own name is not enough."""
REBUILT = "It is made anew from the archive; nothing is lost."
"""What is said where a search met an index that is damaged."""
IDLE = 5
"""After so many looks at which nothing had changed and nothing ran, the database is tidied up, once."""


class UpdatingStage(EditingStage):
    """A stage that notices what changes."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.updater = Updater(session.updater, self.post_message, session.watcher) if session.updater else None
        self.position = -1
        self._quiet = 0
        self._updating: asyncio.Task[None] | None = None
        self._waiting: asyncio.Task[None] | None = None

    def refresh_all(self) -> None:
        """Show everything as it is now, with the cursor where it is."""
        raise NotImplementedError

    def search_ended(self) -> None:
        """Show that no search goes on any more."""
        raise NotImplementedError

    def begin_updating(self) -> None:
        """Read the folder, if the user wants that at the start, and look around from now on."""
        self.set_interval(LOOK_AROUND, self._look_around)
        if self.updater is not None and self.session.settings.update_at_start:
            self._start_update()
        else:
            self.jobs.catch_up()

    @on(CaughtUp)
    def _caught_up(self, caught: CaughtUp) -> None:
        if self.updater is None or not self.updater.running:
            self.status.set_background("")
        if caught.rebuilt:
            self.notify(REBUILT, title="The index could not be used", markup=False)
            # Where the search was given up meanwhile, the rest of it is taken in now.
            self.jobs.catch_up()
        if caught.count:
            self.refresh_all()

    async def on_unmount(self) -> None:
        """Leave nothing running behind."""
        await self.wind_up()

    async def wind_up(self) -> None:
        """Stop everything, before the program ends."""
        self.jobs.cancel()
        if self.updater is not None:
            await self.updater.end()

    def _look_around(self) -> None:
        """Notice what an update or somebody else changed."""
        try:
            position = self.session.archive.position()
        except ArchiveError as error:
            self.say(error.summary, warning=True)
            return
        if position != self.position:
            self._quiet = 0
            if not self.jobs.busy("search") and not self.jobs.busy("save"):
                self.refresh_all()
        elif self.jobs.idle and not (self.updater is not None and self.updater.running):
            self._quiet += 1
            if self._quiet == IDLE and not self.session.archive.read_only:
                self.jobs.checkpoint()

    # The update

    def _start_update(self) -> None:
        if self.updater is not None:
            # A task and not a worker: a worker is dropped at the end before its process is.
            self._updating = asyncio.create_task(self.updater.run())
            self.status.set_background("looking at the folder …")

    @does(commands.Update)
    def _update(self) -> None:
        if self.updater is None:
            self.say("This archive can only be read, so it cannot be updated.", warning=True)
        elif self.updater.running:
            self.updater.stop()
            self.say("The update is stopped. What it had read stays.")
        else:
            self._start_update()

    @on(UpdateProgressed)
    def _progress(self, told: UpdateProgressed) -> None:
        stage = STAGES.get(told.stage, told.stage)
        if told.total > told.done:
            done = f"{told.done:,} of {told.total:,}"
            filled = min(10, told.done * 10 // told.total)
            bar = self.glyphs.bar * filled + self.glyphs.dot * (10 - filled)
            self.status.set_background(f"{stage} {done} {bar}")
        else:
            # Of all that there is: what still takes a while then is putting it in order.
            self.status.set_background(f"{stage} {told.done:,}" if told.done and not told.total else f"{stage} …")

    @on(UpdateEnded)
    def _update_ended(self, ended: UpdateEnded) -> None:
        self.status.set_background("")
        self.refresh_all()
        if ended.problem:
            self.notify(ended.problem, title="The update failed", severity="error", timeout=12, markup=False)
            self.say("The update failed.", warning=True)
        elif not ended.stopped:
            self.say(update_words(ended.report))
            self._wait_for_changes()

    def _wait_for_changes(self) -> None:
        """Have what is saved into the folder from now on read by itself, if the user wants that."""
        if self.updater is not None and self.session.settings.update_at_start:
            self._waiting = asyncio.create_task(self.updater.wait())

    @does(commands.Interrupt)
    def _interrupt(self) -> None:
        if self.jobs.busy("search"):
            self.jobs.cancel("search")
            self.search_ended()
            self.say("The search is stopped.")
        elif self.updater is not None and self.updater.running:
            self._update()
        else:
            self.say("Nothing is running. Press q or ctrl+q to quit.")

    # Pages

    @does(commands.PaneHelp)
    def _help(self) -> None:
        from tui.manual import help_for
        from tui.screens.pages import TextPage

        if self.is_active:
            scopes = (self.focus_scope(), Scope.BROWSE, Scope.APP)
            document = help_for(scopes, self.session.settings.keymap)
            self.app.push_screen(TextPage("Keys that work here", document, small=True))


def update_words(report: object) -> str:
    """What an update did, in one sentence."""
    if not isinstance(report, dict):
        return ""
    parts = []
    for name, word in (("new", "new"), ("changed", "changed"), ("moved", "moved"), ("gone", "gone")):
        count = report.get(name)
        if isinstance(count, int) and count:
            parts.append(f"{count:,} {word}")
    problems = report.get("problems")
    skipped = len(problems) if isinstance(problems, list) else problems if isinstance(problems, int) else 0
    said = "The folder was read: " + (", ".join(parts) if parts else "nothing new")
    return f"{said}; {counted(skipped, 'file')} could not be read (p shows them)." if skipped else f"{said}."
