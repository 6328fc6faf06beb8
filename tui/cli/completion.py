"""`dateline completion`: the lines that teach a shell to complete commands, tags and ids."""

from __future__ import annotations

import click

from tui.cli.output import say


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> int:
    """Print what a shell needs to complete commands, tags and ids.

    For bash, put eval "$(dateline completion bash)" into ~/.bashrc; for zsh the same with zsh into ~/.zshrc; for fish,
    dateline completion fish | source into its config.fish.
    """
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    assert kind is not None  # noqa: S101 -- the choices are those that click knows
    made = kind(context.find_root().command, {}, "dateline", "_DATELINE_COMPLETE")
    # Not `source`, which for bash starts whatever the PATH calls bash to ask for its version.
    say(kind.source_template % made.source_vars())
    return 0
