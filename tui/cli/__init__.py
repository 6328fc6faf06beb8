"""The command line: `main` is what the command `dateline` calls.

A module a command, loaded when that command is used; what is said to people goes through `output`, what failed
through `errors`. Nothing here draws a screen, speaks SQL or knows a search engine.
"""

from __future__ import annotations

import os
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: What follows the program's name; what the shell gave by default.

    Returns:
        The exit code: 0 done, 1 failed, 2 misuse, 128 and the signal's number where a signal stopped it.
    """
    # Archives come from strangers: no child that is started inside of one may import a module from there.
    os.environ["PYTHONSAFEPATH"] = "1"
    from tui.cli.run import run

    return run(arguments)
