"""Work that goes on while what came before is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

One = TypeVar("One")


def ahead(items: Iterator[One]) -> Iterator[One]:
    """Yield items, none of which is None; in a thread the next is made while one is looked at."""
    with ThreadPoolExecutor(max_workers=1) as maker:
        following = maker.submit(next, items, None)
        while (item := following.result()) is not None:
            following = maker.submit(next, items, None)
            yield item
            del item  # so that no more than these two are held
