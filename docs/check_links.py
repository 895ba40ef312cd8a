"""Check that every link inside the built pages finds its file and its anchor; links to other sites are not followed.

Usage: python docs/check_links.py FOLDER
"""

from __future__ import annotations

import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit


class Page(HTMLParser):
    """The anchors of a page, and its links with the lines they stand in."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.anchors = {"", "top"}  # what leads to the top of every page
        self.links: list[tuple[int, str]] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element's anchors and links."""
        for name, value in attrs:
            if name == "id" or (tag == "a" and name == "name"):
                self.anchors.add(value or "")
            elif name in {"href", "src"}:
                self.links.append((self.getpos()[0], value or ""))


def broken_links(folder: Path) -> list[str]:
    """Return each link to a file or an anchor that is not there, with page and line."""
    pages = {path.resolve(): Page(path) for path in sorted(folder.rglob("*.html"))}
    found = []
    for path, page in pages.items():
        for line, link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            where = f"{path.relative_to(folder.resolve())}:{line}: {link}"
            if not target.is_file():
                found.append(f"{where}: no such file")
            elif target in pages and unquote(parts.fragment) not in pages[target].anchors:
                found.append(f"{where}: no such anchor")
    return found


def main(arguments: list[str]) -> int:
    """Print what is broken in a folder, and say whether anything is."""
    if len(arguments) != 1 or not (Path(arguments[0]) / "index.html").is_file():
        print(f"no built pages: {' '.join(arguments)}; build them with nox -s docs")
        return 2
    found = broken_links(Path(arguments[0]))
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
