"""What results and later calls share: mappings, lists and arrays that read as such, and refuse every change."""

from __future__ import annotations

from typing import Any, NoReturn, TypeVar

import numpy as np

K = TypeVar("K")
V = TypeVar("V")


def _refuse(self: Any, *_: Any, **__: Any) -> NoReturn:
    kind = "dict" if isinstance(self, dict) else "list"
    raise TypeError(f"this {kind} is read-only, because others may share it; change a copy of your own: {kind}(...)")


class ReadOnlyDict(dict[K, V]):
    """A dict that refuses every change; other than a view of one, it can be pickled, copied and written as JSON."""

    __slots__ = ()

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[type, tuple[dict[K, V]]]:
        """Pickle and copy as a whole, since nothing can be put in afterwards."""
        return type(self), (dict(self),)


class ReadOnlyList(list[V]):
    """A list that refuses every change."""

    __slots__ = ()

    __setitem__ = __delitem__ = __iadd__ = __imul__ = _refuse
    append = clear = extend = insert = pop = remove = reverse = sort = _refuse

    def __reduce__(self) -> tuple[type, tuple[list[V]]]:
        """Pickle and copy as a whole, since nothing can be put in afterwards."""
        return type(self), (list(self),)


_CHANGEABLE = (dict, list, np.ndarray)


def read_only(value: Any) -> Any:
    """Return a value whose dicts, lists and arrays, at any depth, refuse changes; what was given stays as it is."""
    if not isinstance(value, _CHANGEABLE):
        return value
    if isinstance(value, dict):
        is_done = isinstance(value, ReadOnlyDict)
        return value if is_done else ReadOnlyDict({key: read_only(item) for key, item in value.items()})
    if isinstance(value, list):
        return value if isinstance(value, ReadOnlyList) else ReadOnlyList(map(read_only, value))
    if value.flags.writeable:
        view = value.view()
        view.flags.writeable = False
        return view
    return value
