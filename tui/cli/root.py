"""The program itself: which commands there are, loaded when used, and the screens where none is named."""

from __future__ import annotations

from importlib import import_module

import click

from tui.cli.invocation import Invocation, pass_invocation, shared_options

COMMANDS = {
    "update": "tui.cli.update:update",
    "search": "tui.cli.search:search",
    "show": "tui.cli.show:show",
    "names": "tui.cli.names:names",
    "mentions": "tui.cli.mentions:mentions",
    "list": "tui.cli.lists:list_",
    "tag": "tui.cli.tag:tag",
    "new": "tui.cli.new:new",
    "set": "tui.cli.fields:set_fields",
    "edit": "tui.cli.edit:edit",
    "export": "tui.cli.bundles:export",
    "import": "tui.cli.bundles:import_",
    "history": "tui.cli.history:history",
    "undo": "tui.cli.history:undo",
    "redo": "tui.cli.history:redo",
    "purge": "tui.cli.purge:purge",
    "check": "tui.cli.check:check",
    "stats": "tui.cli.stats:stats",
    "demo": "tui.cli.demo:demo",
    "completion": "tui.cli.completion:completion",
}
"""Every command and where it lives, in the order in which help shows them."""


class LazyGroup(click.Group):
    """Commands whose modules are imported when they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- as click calls it
        """The names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 -- the same
        """The command of this name, loaded now; None if there is none."""
        where = COMMANDS.get(cmd_name)
        if where is None:
            return None
        module, _, name = where.partition(":")
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)  # noqa: S101 -- the table above says so
        return command


def _say_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"dateline {version('dateline')}")
        context.exit()


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@shared_options(top=True)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_say_version, help="Say the version."
)
@pass_invocation
@click.pass_context
def dateline(context: click.Context, invocation: Invocation) -> int | None:
    """Find and tag what a folder of saved articles says, offline.

    Without a command, dateline opens its screens on the archive you are in, or on the one that -a names. Everything
    the screens do to an archive can be done by these commands as well. Ids may be cut short as long as they name one
    record only, and refs such as RK-0001 serve as ids. Exit codes: 0 done, 1 failed, 2 misuse.
    """
    if context.invoked_subcommand is not None:
        return None
    from tui.cli.screens import browse

    return browse(invocation)
