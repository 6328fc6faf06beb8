"""One run of the command line, from the arguments to the exit code: the one place where every error ends."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence

import click

from tui.cli import errors, output


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command and say how it ended, as the exit code."""
    output.prepare()
    try:
        from tui.cli.root import dateline

        result = dateline.main(args=arguments, prog_name="dateline", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except (BrokenPipeError, SystemExit):  # click makes the one into the other
        # Who read our output wants no more of it, and says so in the only way there is.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno() if sys.__stdout__ else 1)
        return 128 + signal.SIGPIPE
    except (click.Abort, KeyboardInterrupt) as error:
        output.tell("Stopped.")
        return errors.FAILED if isinstance(error.__cause__, EOFError) else 128 + signal.SIGINT
    except click.ClickException as error:
        return errors.show_misuse(error)
    except Exception as error:  # noqa: BLE001 -- here is where whatever nobody foresaw ends
        return errors.show(error)
