"""The command ``greencalc``: what may be typed and how it ends (command_line), what each command does (commands)."""

from greencalc.cli.command_line import main

__all__ = ["main"]
