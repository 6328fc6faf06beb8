"""What a user can ask for: one class a command, and what is made from them all."""

from __future__ import annotations

from tui.commands.base import CHAINS, Command, Scope, bindings, does, done_by, perform
from tui.commands.catalogue import ALL, BY_ID, applying

__all__ = ["ALL", "BY_ID", "CHAINS", "Command", "Scope", "applying", "bindings", "does", "done_by", "perform"]
