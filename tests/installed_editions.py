"""Packages that add an edition, as a folder of installed packages holds them."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

from greencalc.standards import editions, table_file

EXAMPLE = Path(__file__).parents[1] / "examples" / "made_up_2026"


class Site:
    """A folder of installed packages, behind which the library looks for editions again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add(self, edition: str = "made_up_2026", package: str = "made-up-2026", **texts: str) -> None:
        """Install the made-up standard, or another by its name, with texts of its module and table changed."""
        module = package.replace("-", "_")
        home, about = self.folder / module, self.folder / f"{module}-1.0.dist-info"
        home.mkdir()
        about.mkdir()
        for file, name in (("clauses.py", "clauses"), ("indicators.toml", "indicators")):
            text = (EXAMPLE / file).read_text(encoding="utf-8").replace("made_up_2026", edition)
            (home / file).write_text(texts.get(name, text), encoding="utf-8")
        (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n", encoding="utf-8")
        entry = f"[greencalc.standards]\n{edition} = {module}.clauses\n"
        (about / "entry_points.txt").write_text(entry, encoding="utf-8")
        look_again()


def look_again() -> None:
    editions.installed.cache_clear()
    table_file._edition.cache_clear()
    importlib.invalidate_caches()


def forget(folder: Path) -> None:
    """Unload what came from a folder."""
    for name, module in [*sys.modules.items()]:
        if str(getattr(module, "__file__", "")).startswith(str(folder)):
            del sys.modules[name]
    look_again()
