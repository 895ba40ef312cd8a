"""HTML read back: what its tags enclose, and that each is closed in order."""

from __future__ import annotations

from html.parser import HTMLParser


class Tags(HTMLParser):
    """Fails on a tag that is not closed in order, and gathers the tags and the text."""

    def __init__(self, written: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.text = ""
        self.feed(written)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs) -> None:
        del attrs
        self.seen.add(tag)
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data) -> None:
        self.text += data
