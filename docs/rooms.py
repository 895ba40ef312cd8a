"""The rooms of the library as a picture in text: from the contracts in pyproject.toml and each room's charter.

``python docs/rooms.py`` writes it into CONTRIBUTING.md, where a test compares it.
"""

from __future__ import annotations

import ast
import re
import textwrap
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "CONTRIBUTING.md"
BLOCK = re.compile(r"(?<=<!-- rooms -->\n```text\n).*?(?=```\n)", re.DOTALL)


def charter(room: str) -> str:
    """Return the first sentence of a room's or a module's docstring."""
    home = ROOT / "src" / "greencalc" / room
    path = home / "__init__.py" if home.is_dir() else home.with_suffix(".py")
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return " ".join(text.partition("\n\n")[0].split())


def picture() -> str:
    """Return a line for each room, each above those that it may import from."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    lines = []
    for layer in next(contract["layers"] for contract in contracts if contract["type"] == "layers"):
        rooms = layer.split(" | ")
        beside = "|" if len(rooms) > 1 else " "
        for room in rooms:
            lines += textwrap.wrap(
                charter(room), 110, initial_indent=f"{beside} {room:<12} ", subsequent_indent=" " * 15
            )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    GUIDE.write_text(BLOCK.sub(lambda _: picture(), GUIDE.read_text(encoding="utf-8"), count=1), encoding="utf-8")
