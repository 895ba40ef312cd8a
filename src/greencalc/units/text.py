"""Amounts as people type them: a closed grammar that reads a text in one way or refuses it.

An amount is an ASCII decimal number, an optional 千, 万, 百万, 亿 or alike, and a unit: listed names with
powers 2 and 3, at most one slash, and behind it one name or a product in parentheses. Nothing here reaches
pint's parser.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType

from greencalc.errors import UnitTextError
from greencalc.languages.said import say, word
from greencalc.units.number_text import decimal_text
from greencalc.units.spellings import MAX_LENGTH, near_spelling, refused, spellings
from greencalc.units.unit_table import Unit, combine, table

GLYPHS: Mapping[int, str] = MappingProxyType(
    str.maketrans(
        {
            **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
            "．": ".",
            "／": "/",
            "％": "%",
            "−": "-",
            "－": "-",
            "＋": "+",
            "（": "(",
            "）": ")",
            "\u3000": " ",
            "\u00a0": " ",
            "㎡": "m2",
            "㎥": "m3",
            "㎢": "km2",
            "㎏": "kg",
            "㎎": "mg",
            "㎞": "km",
            "㎝": "cm",
            "㎜": "mm",
            "㎖": "mL",
            "㏊": "ha",
            "ℓ": "L",
        },
    )
)
_GLYPH_BEHIND_A_LETTER = re.compile(r"[^\W\d_十百千万亿kN][㎡㎥㎢㎏㎎㎞㎝㎜㎖㏊]")
# Powers are read behind a letter only: 10² is no 102.
_POWER = re.compile(r"(?<=[^\W\d_])(?:\*\*|\^)?([23²³])(?=/|$)")
_AMOUNT = re.compile(r"([+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,2})?) ?(.*)")
_LENGTH = (("length", 1),)
_MEASURES_OF_FUEL = frozenset({"an energy", "a mass", "a volume", "an amount of gas"})
_POWERS_OF_TEN = {"十": 1, "百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8, "十亿": 9, "百亿": 10}
_MULTIPLIERS = {word: 10**power for word, power in (_POWERS_OF_TEN | {"千亿": 11, "万亿": 12}).items()}
_MULTIPLIER = re.compile("|".join(sorted(_MULTIPLIERS, key=len, reverse=True)))
_SUBSTANCES = {
    "co2_equivalent": r"(?:(?i:CO2)|二氧化碳)(?: ?\(?[- ]?(?:(?i:eq?)|当量)\)?)?",
    "standard_coal": "标准煤|标煤|ce",
    "sulfur_dioxide": "SO2|二氧化硫",
    "nitrogen_oxides": "NO[xX]|氮氧化物",
    "oxygen_demand": "COD(?:Cr|cr)?|化学需氧量",
    "ammonia_nitrogen": "NH3-?N|氨氮",
    "particulate_matter": "PM|颗粒物",
    "volatile_organic_compounds": "VOCs?|挥发性有机物",
}
_MASSES_OF = {dimension: re.compile(rf"(.*?)(?: ?[-·] ?| )?(?:{names})") for dimension, names in _SUBSTANCES.items()}
_OF_CARBON = re.compile(r"(.*?) ?(?:C|碳)")
_OF_SUBSTANCE = re.compile(
    r"(.*?)[ -]?(?:SO[3x]|NO2?|N2O|CH4|CO|SF6|NF3|HFCs?|PFCs?|TVOCs?|NMHC|CODMn|BOD5?|NH3|T?[NP]|PM(?:10|2\.5)|TSP|"
    r"dust|H2O|水|总磷|总氮|烟尘|粉尘|烟粉尘|原煤|煤|油|天然气|涂料|油漆|废水|固废|危废|甲烷|氨)"
)
_PREFIXED = re.compile(r"([kKMGTPEw]) ?(.+)")


@lru_cache(maxsize=2048)
def parse_amount(text: str) -> tuple[Fraction, Unit]:
    """Read an amount such as ``45 万㎡`` exactly.

    Parameters
    ----------
    text : str
        Number, optional 千, 万, 亿 or alike, unit. A number alone is a pure number.

    Returns
    -------
    Fraction
        The number, 千, 万, 亿 and alike multiplied out.
    Unit
        The unit, without them.

    Raises
    ------
    UnitTextError
        If the text cannot be read, or could be read in two ways.

    Examples
    --------
    >>> number, unit = parse_amount("45 万㎡")
    >>> number, str(unit)
    (Fraction(450000, 1), 'm2')
    """
    plain = _plain(text)
    match = _AMOUNT.fullmatch(plain)
    if match is None or (match[2] and not _starts_a_unit(match[2])):
        raise UnitTextError(f"{text!r} is not an amount: {_what_is_wrong(plain)}")
    multiplier, unit = _read_unit(match[2], text)
    return Fraction(match[1]) * multiplier, unit


def is_amount(text: str) -> bool:
    """Tell whether a text can be read as an amount."""
    try:
        parse_amount(text)
    except UnitTextError:
        return False
    return True


def exact_in(text: str, unit: Unit) -> Fraction:
    """Read an amount into a unit exactly.

    Raises
    ------
    UnitTextError
        If the text cannot be read or has another dimension.
    """
    number, given = parse_amount(text)
    if given.dimension != unit.dimension:
        raise UnitTextError(f"{text!r} is {given.kind}, not {unit.kind} in {unit}")
    if unit.powers and not given.powers and number > 1:
        raise UnitTextError(f"{text!r} is {decimal_text(number / unit.size, 15)} {unit}; write '{text} {unit}'")
    return number * given.size / unit.size


def share_in(text: str) -> Fraction:
    """Read a share such as ``60 %`` exactly.

    Raises
    ------
    UnitTextError
        If the text cannot be read, or is no share between nothing and all.
    """
    share = exact_in(text, table()["percent"].unit) / 100
    if not 0 <= share <= 1:
        raise UnitTextError(f"the share {text!r} is not between 0 % and 100 %")
    return share


def split_amount(text: str) -> tuple[str, str]:
    """Return the number and the unit, with its 万, 亿 or alike, of an amount that can be read."""
    match = _AMOUNT.fullmatch(_plain(text))
    assert match is not None  # noqa: S101 (it has been read before)
    return match[1], match[2]


def amount_as_typed(text: str) -> str:
    """Return an amount that can be read as it was typed, and so that its unit can be said in Chinese.

    Examples
    --------
    >>> amount_as_typed("0.2 vehicle/m2").in_language("zh")
    '0.2 辆/m2'
    """
    number, unit = split_amount(text)
    said = say("{number} {unit}", number=number, unit=word(unit))
    return said if said == text else text


def last_digit(text: str, unit: Unit) -> Fraction:
    """Return what the last digit of an amount is worth, in a unit.

    Examples
    --------
    >>> (
    ...     last_digit("0.70", parse_unit("dimensionless")[1]),
    ...     last_digit("2 万m2", parse_unit("m2")[1]),
    ... )
    (Fraction(1, 100), Fraction(10000, 1))
    """
    number, typed_unit = split_amount(text)
    digits, exponent = re.fullmatch(r"[+-]?([0-9.]+)(.*)", number).groups()  # type: ignore[union-attr]
    one = re.sub(r"[0-9]", "0", digits)[:-1] + "1"
    return exact_in(f"{one}{exponent} {typed_unit}", unit)


def parse_number(text: str) -> Fraction:
    """Read a plain decimal number or a fraction of whole numbers such as ``20/3``, exactly.

    Raises
    ------
    UnitTextError
        If the text is neither.
    """
    above, slash, below = _plain(text).partition("/")
    match = _AMOUNT.fullmatch(above)
    if match is None or match[2] or (slash and not re.fullmatch(r"[0-9]*[1-9][0-9]*", below)):
        raise UnitTextError(f"{text!r} is not a number: write it like 12.5 or 20/3")
    return Fraction(match[1]) / Fraction(below or 1)


@lru_cache(maxsize=512)
def parse_unit(text: str) -> tuple[Fraction, Unit]:
    """Read a unit such as ``g/m2`` or ``万kWh``.

    Returns
    -------
    Fraction
        What 千, 万, 亿 and alike multiply by, else 1.
    Unit
        The unit.

    Raises
    ------
    UnitTextError
        If the unit is not listed or could mean two things.
    """
    return _read_unit(_plain(text), text)


def with_mass_as(text: str, names: Mapping[str, str]) -> str:
    """Return a unit that can be read with the mass in front of it under another name; an empty text if it has none.

    Examples
    --------
    >>> with_mass_as("万吨/辆", {"metric_ton": "tCO2"})
    '万tCO2/辆'
    """
    above, slash, below = _plain(text).partition("/")
    multiplier = "" if above in spellings() else getattr(_MULTIPLIER.match(above), "group", str)()
    unit = spellings().get(above.removeprefix(multiplier).lstrip(" "))
    name = "" if unit is None else names.get(unit.powers[0][0], "")
    return f"{multiplier}{name}{slash}{below}" if name else ""


def _plain(text: str) -> str:
    if len(text) > MAX_LENGTH:
        raise UnitTextError(f"{text[:20]!r}... has {len(text)} characters; an amount has at most {MAX_LENGTH}")
    if _GLYPH_BEHIND_A_LETTER.search(text):
        raise UnitTextError(f"{text!r} has a letter before a unit of one sign; write it out, like mm2")
    plain = re.sub(r" *([/]) *", r"\1", _of_formulas(text.translate(GLYPHS)).strip(" "))
    return re.sub(r"(?<=[0-9十百千万亿]) +(?=[^\d])", " ", plain)


def _of_formulas(text: str) -> str:
    """Return a text with the indices of chemical formulas in line: CO₂, NOₓ and NH₃."""
    return text.replace("O₂", "O2").replace("Oₓ", "Ox").replace("H₃", "H3")


def _starts_a_unit(text: str) -> bool:
    starts = text[0].isalpha() or text[0] in "%‰$-°℃"
    return starts and re.match(r"x ?10", text) is None and "," not in text


def _what_is_wrong(plain: str) -> str:
    if not plain:
        return "it is empty. Leave the line away, or say unknown"
    thousands = re.match(r"[+-]?[0-9]+(?:,[0-9]{3})+(?![0-9])", plain)
    if thousands:
        number = thousands[0]
        other = f" or {number.replace(',', '.')}" if number.count(",") == 1 else ""
        return f"{number} could be {number.replace(',', '')}{other}. Write it without commas"
    if re.match(r"[+-]?[0-9.]+[,，]", plain):
        parts = re.match(r"([+-]?[0-9]+)[,，]([0-9]+)(?![0-9.,，])", plain)
        mend = "{0}.{1} or {0}{1}".format(*parts.groups()) if parts else "a decimal point and no other mark"
        return f"a comma could be a decimal point or part thousands. Write {mend}"
    if re.match(r"[+-]?[0-9]+[ '_][0-9]", plain):
        return "it could be one number with its thousands apart, or two. Write the digits together"
    if re.match(r"[+-]?[0-9.]+ ?[x×*·] ?10", plain) or re.match(r"10\^", plain):
        return "powers of ten are written 12e4, or 12 万"
    if re.match(r"[+-]?\.[0-9]|[+-]?[0-9]+\.(?![0-9])", plain):
        return "write digits on both sides of the decimal point"
    if _is_listed(plain):
        return f"the number is missing. Write it like 12 {plain}"
    unknown = "" if re.search(r"[0-9]", plain) else "; what is not known is left away, or said to be unknown"
    return f"write a decimal number and a unit, like 12.5 t{unknown}"


def _is_listed(text: str) -> bool:
    try:
        _read_listed(text)
    except UnitTextError:
        return False
    return bool(text)


def _read_unit(plain: str, typed: str) -> tuple[Fraction, Unit]:
    try:
        return _read_listed(plain)
    except UnitTextError as error:
        raise UnitTextError(f"{typed!r}: {error}") from None


@lru_cache(maxsize=512)
def _read_listed(plain: str) -> tuple[Fraction, Unit]:
    if plain in refused():
        raise UnitTextError(refused()[plain])
    above, *below = plain.split("/")
    if len(below) > 1:
        raise UnitTextError("a unit has one slash at most; write g/m2, not g/m/m, and kJ/(kg*K), not kJ/kg/K")
    if plain in {"", "dimensionless"}:
        return Fraction(1), combine(())
    divisor = 1
    parts: list[tuple[Unit, int]] = []
    for name in _divisors(below[0]) if below else ():
        multiplier, part = _read_named(name)
        divisor *= multiplier
        parts.append((part, -1))
    factor, unit = _read_named(_carbon_as_mass(above, parts))
    return Fraction(factor, divisor), combine([(unit, 1), *parts]) if parts else unit


def _carbon_as_mass(above: str, below: list[tuple[Unit, int]]) -> str:
    """Return t for the tC of a carbon content such as tC/TJ, which can be nothing else than a mass."""
    carbon = _OF_CARBON.fullmatch(above)
    is_content = len(below) == 1 and below[0][0].kind in _MEASURES_OF_FUEL
    return carbon[1] if carbon and is_content and _is_mass(carbon[1]) else above


def _divisors(text: str) -> list[str]:
    """Return the names behind the slash: one, or those of a product in parentheses."""
    product = re.fullmatch(r"\((.*[*·].*)\)", text)
    return re.split(r" *[*·] *", product[1].strip(" ")) if product else [text]


def _read_named(text: str) -> tuple[int, Unit]:
    if text in {"", *_MULTIPLIERS}:
        raise UnitTextError("the unit is missing; write it out, as in 45 万m2")
    name = _POWER.sub(_plain_power, text)
    unit = _unit_named(name)  # 万元 and 千米 are units of their own
    if unit is not None:
        return 1, unit
    multiplier = _MULTIPLIER.match(text)
    if multiplier:
        name = _POWER.sub(_plain_power, text[multiplier.end() :].lstrip(" "))
        unit = _unit_named(name)
        if unit is not None and multiplier[0] in "十百千" and re.fullmatch(r"[^\W\d_a-zA-Z]+[23]", name):
            raise UnitTextError(f"{text!r} may be a power of {multiplier[0]}{name[:-1]}: write 平方米 or 立方米")
        if unit is not None:
            return _MULTIPLIERS[multiplier[0]], unit
    if name in refused():
        raise UnitTextError(refused()[name])
    raise UnitTextError(_not_read(name))


def _unit_named(name: str) -> Unit | None:
    """Return a unit that the table has, a power of a length, or a mass of a substance that has units of its own."""
    if name in spellings():
        return spellings()[name]
    stem, power = name[:-1], name[-1:]
    if power in {"2", "3"} and stem in spellings() and spellings()[stem].dimension == _LENGTH:
        return combine([(spellings()[stem], int(power))])
    for substance, pattern in _MASSES_OF.items():
        match = pattern.fullmatch(name)
        if match and _is_mass(match[1]):
            grams = spellings()[match[1]].size * 1000
            alike = [row.unit for row in table().values() if row.unit.dimension == ((substance, 1),)]
            return next((unit for unit in alike if unit.size == grams), None)
    return None


def _is_mass(name: str) -> bool:
    return name in spellings() and spellings()[name].dimension == (("mass", 1),)


def _not_read(name: str) -> str:
    """Say that a unit is not read; nothing that would change its size or kind is suggested."""
    told = f"{name!r} is no unit this library reads"
    carbon = _OF_CARBON.fullmatch(name)
    if carbon and _is_mass(carbon[1]):
        return refused()["tC"]
    substance = _OF_SUBSTANCE.fullmatch(name)
    if substance and _is_mass(substance[1]):
        return f"{told}: what it is of is said by the fact's name, not by the unit; write {substance[1]}"
    prefixed = _PREFIXED.fullmatch(name)
    if prefixed and _unit_named(prefixed[2]):
        return (
            f"{told}: {prefixed[1]!r} may multiply the number or belong to the unit; "
            f"write the number out, in {prefixed[2]}"
        )
    near = near_spelling(name)
    return f"{told}; did you mean {near}?" if near else told


def _plain_power(match: re.Match[str]) -> str:
    return {"²": "2", "³": "3"}.get(match[1], match[1])
