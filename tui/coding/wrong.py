"""What is wrong with a line that somebody typed, and where in it."""

from __future__ import annotations

from corpus.errors import EditRefused


class TypedWrong(EditRefused):
    """A typed line that cannot be understood; nothing was saved.

    Attributes:
        column: The character of the line that is wrong.
    """

    def __init__(self, column: int, why: str, hint: str = "") -> None:
        super().__init__(why[:1].upper() + why[1:], hint=hint)
        self.column = column
