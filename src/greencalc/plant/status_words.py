"""Words for statuses, as people type them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

MET, NOT_MET, PARTLY_MET = "met", "not met", "partly met"
NOT_APPLICABLE, UNKNOWN = "not applicable", "unknown"
STATUSES = (MET, NOT_MET, PARTLY_MET, UNKNOWN, NOT_APPLICABLE)
STATUS_OF_WORD: Mapping[Any, str] = MappingProxyType(
    {
        **{status: status for status in STATUSES},
        **dict.fromkeys(["yes", "y", "true", "符合", "满足", "是", "有", "合格", "通过", "达标", *"√✓✔"], MET),
        **dict.fromkeys(["no", "n", "false", "不符合", "不满足", "否", "无", "不合格", *"×✕✖✗✘"], NOT_MET),
        **dict.fromkeys(["不通过", "未通过", "不达标", "未达标"], NOT_MET),
        "部分符合": PARTLY_MET,
        "部分满足": PARTLY_MET,
        "不适用": NOT_APPLICABLE,
        "未知": UNKNOWN,
        "": UNKNOWN,
    },
)
STATUS_WORDS = "met (符合), not met (不符合), partly met (部分符合), not applicable (不适用) or unknown (未知)"
_HALF_WIDTH: Mapping[int, int | str] = MappingProxyType(
    {**{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}, 0xFE0E: "", 0xFE0F: ""}  # and no wish for a colour
)


def status_of(given: Any) -> str | None:
    """Return the status that a word, a truth value, nothing, or a list of nothing means; None for an amount."""
    if isinstance(given, str):
        return STATUS_OF_WORD.get(bare(given))
    if given is None:
        return UNKNOWN
    if isinstance(given, bool | np.bool_):
        return MET if given else NOT_MET
    if isinstance(given, list | tuple):  # of years
        return UNKNOWN if given and all(map(is_unknown, given)) else None
    return None


def bare(word: str) -> str:
    """Return a word in half width and lower case, with single spaces between its parts."""
    return " ".join(word.translate(_HALF_WIDTH).lower().split())


def is_unknown(entry: Any) -> bool:
    """Tell whether an entry of a list says that its year is not known."""
    return not isinstance(entry, list | tuple) and status_of(entry) == UNKNOWN
