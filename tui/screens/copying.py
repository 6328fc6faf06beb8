"""What leads away from an article: its words, citation or id to the clipboard, its file or an address to a viewer.

What is copied is made printable first: it may be pasted into a terminal. Only files of kinds that are read here, within
the archive's folder, are handed to another program, and only after asking.
"""

from __future__ import annotations

from pathlib import Path

from textual import on

from corpus.article import Article
from corpus.errors import ArchiveError
from corpus.text import fold_spaces, printable
from tui.commands import browsing as commands
from tui.commands import does, panes
from tui.links import address_of
from tui.messages import Copied
from tui.screens.editing import counted
from tui.screens.updating import UpdatingStage
from tui.widgets.reader import ReaderView

MOST_COPIED = 1_000
"""Citations or ids of so many articles are copied at once."""


SHOWN_KINDS = frozenset(
    (
        *(".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".pdf", ".eml", ".mht", ".mhtml"),
        *(".csv", ".tsv", ".json", ".jsonl", ".xml", ".rss", ".atom", ".docx", ".odt", ".rtf", ".epub"),
    )
)
"""Endings of files that viewers show; anything else might be run."""


class NothingToCopy(ArchiveError):
    """What was asked for is not known."""


class CopyingStage(UpdatingStage):
    """A stage from which things are copied."""

    @does(commands.Copy)
    def _copy(self) -> None:
        ns = self.targets()
        if not ns:
            self.say("There is no article here to copy anything of.")
            return
        from tui.screens.dialog import MenuDialog
        from tui.widgets.choices import Choice

        reading = self.reader.has_focus and len(ns) == 1
        text = "the selected passage" if self.reader.picked else "the sentence" if reading else "the whole text"
        many = counted(len(ns)) if len(ns) > 1 else "the article"
        choices = [] if len(ns) > 1 else [Choice("t", f"t   {text}"), Choice("q", f"q   {text}, with its citation")]
        choices += [Choice("h", f"h   headline of {many}"), Choice("c", f"c   citation of {many}")]
        choices += [Choice("a", f"a   address of {many}"), Choice("i", f"i   id of {many}")]
        self.ask(MenuDialog("Copy …", choices, self.glyphs), lambda what: self._give(what, list(ns), reading))

    def _give(self, what: str, ns: list[int], reading: bool) -> None:
        try:
            articles = [self.session.archive.articles.get(n) for n in ns[:MOST_COPIED]]
            text = self._wanted(what, articles, reading)
        except ArchiveError as error:
            self.tell(error)
            return
        self._put_on_clipboard(text)

    def _put_on_clipboard(self, text: str) -> None:
        text = printable(text, newlines=True)
        self.app.copy_to_clipboard(text)
        outside = self.session.outside
        said = fold_spaces(text)
        said = f"{said[:60]}{self.glyphs.ellipsis}" if len(said) > 60 else said
        self.jobs.start(
            "copy", "copying", lambda _: void(self.post_message(Copied(said, outside.copy(text)))), exclusive=False
        )

    def _wanted(self, what: str, articles: list[Article], reading: bool) -> str:
        """The text to copy."""
        if what == "i":
            return "\n".join(article.id for article in articles)
        if what == "h":
            return "\n".join(article.title for article in articles)
        if what == "a":
            found = [str(article.fields["url"]) for article in articles if article.fields.get("url")]
            if not found:
                raise NothingToCopy("No address is known of this", hint="D shows what is known of an article.")
            return "\n".join(found)
        if what == "c":
            return "\n".join(citation(article) for article in articles)
        article = articles[0]
        if reading:
            passage = self.reader.passage
        else:
            passage = self.session.archive.articles.text(article.n) if article.text_sha256 else ""
        return passage if what == "t" else f"“{passage}”\n{citation(article)}"

    # The file, and what it was before

    def here(self) -> Article | None:
        """The article that is read or under the cursor; says so if there is none."""
        n = self.reader.n if self.reader.has_focus and self.reader.n else self.list.current
        if not n:
            self.say("There is no article here.")
            return None
        try:
            return self.session.archive.articles.get(n)
        except ArchiveError as error:
            self.tell(error)
            return None

    @does(panes.FollowLink)
    def _hint_links(self) -> None:
        hints = self.reader.show_hints() if self.reader.n else ()
        if not hints:
            self.say("There is no address in sight.")
            return
        from tui.screens.hints import HintScreen

        if self.is_active:
            self.app.push_screen(HintScreen(hints), lambda label: self.reader.take_hint(label or ""))

    @on(ReaderView.LinkChosen)
    def _link_chosen(self, chosen: ReaderView.LinkChosen) -> None:
        from tui.screens.dialog import MenuDialog
        from tui.widgets.choices import Choice

        address = address_of(chosen.address)
        choices = [
            Choice("c", "c   copy the address"),
            Choice("o", "o   open it in a browser", "uses the network, which dateline never does"),
        ]

        def answered(answer: str) -> None:
            if answer == "c":
                self._put_on_clipboard(address)
            else:
                outside = self.session.outside
                self.jobs.start("open", "opening the address", lambda _: outside.open_address(address))

        # The labels that lead here are still on their way out.
        self.call_after_refresh(self.ask, MenuDialog(printable(address), choices, self.glyphs), answered)

    @does(commands.OpenOriginal)
    def _open_original(self) -> None:
        article = self.here()
        if article is None:
            return
        path = original_of(self.session.archive.root, article)
        if path is None:
            self.say("This article has no file here that another program could show.", warning=True)
            return
        from tui.screens.dialog import PickDialog
        from tui.widgets.choices import Choice

        outside, found = self.session.outside, path
        choices = [Choice("yes", f"Open {path.name}"), Choice("no", "Leave it")]
        title = "Open it in another program? That program may use the network."
        self.ask(
            PickDialog(title, choices, self.glyphs),
            lambda answer: void(
                answer == "yes" and self.jobs.start("open", "opening the file", lambda _: outside.open(found))
            ),
        )

    @on(Copied)
    def _copied(self, copied: Copied) -> None:
        where = f"  (no clipboard tool here: also in {copied.path})" if copied.path else ""
        self.say(f"Copied: {copied.what}{where}")


def original_of(root: Path, article: Article) -> Path | None:
    """The first file of an article that is there, within the archive, and of a kind that only shows something."""
    root = root.resolve()
    for place in article.places:
        path = root / place.display
        try:
            inside = path.resolve().is_relative_to(root) and path.is_file()
        except (OSError, RuntimeError):
            continue
        if place.present and inside and path.suffix.lower() in SHOWN_KINDS:
            return path
    return None


def citation(article: Article) -> str:
    """An article as it is cited: credit or author, title, outlet, date, address, id."""
    fields = article.fields
    outlet = fields.get("outlet") or ""
    by = fields.get("author") or fields.get("credit") or ""
    title = f"“{fold_spaces(article.title)}”" if article.title else ""
    parts = [by if by != outlet else "", title, outlet, fields.get("published") or "undated", fields.get("url")]
    return ". ".join([fold_spaces(str(part)) for part in parts if part] + [article.id])


def void(_: object) -> None:
    """Drop a value."""
