"""The key of a grid factor as people type it: the year as a number, and scopes by their Chinese names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from greencalc.factors.tables import Factors
from greencalc.ledgers.steps import LineError
from greencalc.units.wording import shown

_PARTS = ("scope", "vintage", "basis")
_EXAMPLE = "['national', '2023', 'location']"
GRID_KEY = f"[{', '.join(_PARTS)}], as in {_EXAMPLE}"
"""How the key of a grid factor is written."""
_PROVINCES = {
    "北京": "beijing",
    "天津": "tianjin",
    "河北": "hebei",
    "山西": "shanxi",
    "内蒙古": "inner-mongolia",
    "辽宁": "liaoning",
    "吉林": "jilin",
    "黑龙江": "heilongjiang",
    "上海": "shanghai",
    "江苏": "jiangsu",
    "浙江": "zhejiang",
    "安徽": "anhui",
    "福建": "fujian",
    "江西": "jiangxi",
    "山东": "shandong",
    "河南": "henan",
    "湖北": "hubei",
    "湖南": "hunan",
    "广东": "guangdong",
    "广西": "guangxi",
    "海南": "hainan",
    "重庆": "chongqing",
    "四川": "sichuan",
    "贵州": "guizhou",
    "云南": "yunnan",
    "陕西": "shaanxi",
    "甘肃": "gansu",
    "青海": "qinghai",
    "宁夏": "ningxia",
    "新疆": "xinjiang",
}
_REGIONS = {
    "华北": "north-china",
    "东北": "northeast",
    "华东": "east-china",
    "华中": "central-china",
    "西北": "northwest",
    "南方": "south-china",
    "西南": "southwest",
}
GRID_SCOPES: Mapping[str, str] = MappingProxyType(
    {
        "全国": "national",
        **{name: f"region:{scope}" for name, scope in _REGIONS.items()},
        **{name: f"province:{scope}" for name, scope in _PROVINCES.items()},
    }
)
"""The scopes of grid factors by their Chinese names."""
_ENDING = re.compile(r"(省|市|(壮族|回族|维吾尔)?自治区|(区域)?电网|区域|地区)$")


def grid_key(name: str, given: Any) -> tuple[str, ...]:
    """Return scope, vintage and basis as text.

    Raises
    ------
    LineError
        If it is no list of the three, or naming the one that is no text.
    """
    if not isinstance(given, list | tuple) or len(given) != len(_PARTS):
        raise LineError(f"{name}: write a list of scope, vintage and basis, as in {_EXAMPLE}, not {shown(given)}")
    key = []
    for what, part in zip(_PARTS, given, strict=True):
        is_year = what == "vintage" and isinstance(part, int | np.integer) and not isinstance(part, bool)
        if not is_year and (not isinstance(part, str) or not part.strip()):
            raise LineError(
                f"{name}: its {what} {shown(part)} is no text; write it in quotation marks, as in {_EXAMPLE}"
            )
        key.append(str(part).removesuffix("年"))
    return tuple(key)


def known_key(factors: Factors, key: tuple[str, ...]) -> tuple[str, ...]:
    """Return a key with the scope that a Chinese name means, unless the table has that name itself.

    Raises
    ------
    LineError
        If the scope is a Chinese name of none.
    """
    name = key[0].strip()
    if name.isascii() or factors.called("grid_factor", name):
        return key
    scope = GRID_SCOPES.get(name) or GRID_SCOPES.get(_ENDING.sub("", name))
    if scope is None:
        raise LineError(f"there is no grid factor of {name}; there are {', '.join(GRID_SCOPES)}")
    return (scope, *key[1:])
