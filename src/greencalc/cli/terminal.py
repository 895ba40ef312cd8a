"""Who reads what is printed: in which language, on how wide a terminal, and whether it shows colours."""

from __future__ import annotations

import locale
import os
import shutil
import sys
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from greencalc.showing.visible_text import visible

LEAST_WIDTH = 60
_RED, _GREEN, _YELLOW, _BOLD = "1;31", "1;32", "1;33", "1"
COLOURS: Mapping[bool | None, str] = MappingProxyType({True: _GREEN, False: _RED, None: _YELLOW})
"""Of what is good, bad, and not known."""


def language_of(environment: Mapping[str, str]) -> Literal["en", "zh"]:
    """Return the language of messages that the locale asks for, of the two that there are.

    Examples
    --------
    >>> (
    ...     language_of({"LC_ALL": "", "LANG": "zh_CN.UTF-8"}),
    ...     language_of({"LANG": "C"}),
    ... )
    ('zh', 'en')
    """
    named = next(filter(None, map(environment.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), None)
    spoken = named or locale.getlocale()[0] or "C"  # Windows, without a variable, says "Chinese (Simplified)_China"
    return "zh" if spoken.lower().startswith(("zh", "chinese")) else "en"


def terminal_width() -> int | None:
    """Return how wide the terminal is, or COLUMNS says; None where there is none."""
    columns = shutil.get_terminal_size((0, 0)).columns
    return max(columns, LEAST_WIDTH) if columns else None


def show(text: str, end: str = "\n") -> None:
    """Print; names and evidence that somebody else wrote do not steer the terminal."""
    print(visible(text), end=end)


def show_sheet(text: str, colours: Mapping[str, str] | None = None) -> None:
    """Print what a sheet says, with its headings bold, and some in a colour of their own, where colours are shown."""
    if not _shows_colours(os.environ):
        show(text)
        return
    for line in visible(text).split("\n"):
        code = next((code for start, code in (colours or {}).items() if line.startswith(start)), _BOLD)
        print(f"\x1b[{code}m{line}\x1b[0m" if line.strip() == line != "" else line)


def _shows_colours(environment: Mapping[str, str]) -> bool:
    """Tell whether to colour: NO_COLOR forbids it, FORCE_COLOR wants it, and else a terminal that can show it does."""
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR", "0") not in {"", "0"}:
        return True
    is_able = environment.get("TERM") != "dumb" and (os.name != "nt" or "WT_SESSION" in environment)
    return is_able and sys.stdout.isatty()
