"""The command ``greencalc``: what may be typed and how it ends (command_line), what each command does (commands).

Who reads what it prints, and how wide, in which language and colour, is known by terminal.
"""

from greencalc.cli.command_line import main

__all__ = ["main"]
