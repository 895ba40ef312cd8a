"""Amounts as people type them: a closed grammar that reads a text in one way or refuses it.

An amount is an ASCII decimal number, an optional 万 (10^4) or 亿 (10^8), and a unit: listed names with
powers 2 and 3, at most one slash, and behind it one name or a product in parentheses. Nothing here reaches
pint's parser.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cache, lru_cache

from greencalc.errors import UnitTextError
from greencalc.rounding import decimal_text
from greencalc.units import Unit, combine, read_csv, table

__all__ = [
    "GLYPHS",
    "MAX_LENGTH",
    "exact_in",
    "last_digit",
    "parse_amount",
    "parse_number",
    "parse_unit",
    "split_amount",
    "suggest",
]

MAX_LENGTH = 100
"""Characters that an amount may have: enough for any, and a bound on the work."""

GLYPHS = str.maketrans(
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
_GLYPH_BEHIND_A_LETTER = re.compile(r"[^\W\d_万亿kN][㎡㎥㎢㎏㎎㎞㎝㎜㎖㏊]")
# Powers are read behind a letter only: 10² is no 102.
_POWER = re.compile(r"(?<=[^\W\d_])(?:\*\*|\^)?([23²³])(?=/|$)")
_AMOUNT = re.compile(r"([+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,2})?) ?(.*)")
_LENGTH = (("length", 1),)
_THOUSANDS = {"万": 10_000, "亿": 100_000_000}


def parse_amount(text: str) -> tuple[Fraction, Unit]:
    """Read an amount such as ``45 万㎡`` exactly.

    Parameters
    ----------
    text : str
        Number, optional 万 or 亿, unit. A number alone is a pure number.

    Returns
    -------
    Fraction
        The number, 万 and 亿 multiplied out.
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


def split_amount(text: str) -> tuple[str, str]:
    """Return the number and the unit, with its 万 or 亿, of an amount that can be read."""
    match = _AMOUNT.fullmatch(_plain(text))
    assert match is not None  # noqa: S101 (it has been read before)
    return match[1], match[2]


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
        What 万 and 亿 multiply by, else 1.
    Unit
        The unit.

    Raises
    ------
    UnitTextError
        If the unit is not listed or could mean two things.
    """
    return _read_unit(_plain(text), text)


def suggest(word: str, known: Iterable[str]) -> str:
    """Return the known word nearest to one that is not, or an empty text."""
    names = list(known)
    alike = [name for name in names if name.lower() == word.lower()]
    near = alike or difflib.get_close_matches(word[:MAX_LENGTH], names, n=1, cutoff=0.65)
    return near[0] if near else ""


def _plain(text: str) -> str:
    if len(text) > MAX_LENGTH:
        raise UnitTextError(f"{text[:20]!r}... has {len(text)} characters; an amount has at most {MAX_LENGTH}")
    if _GLYPH_BEHIND_A_LETTER.search(text):
        raise UnitTextError(f"{text!r} has a letter before a unit of one sign; write it out, like mm2")
    plain = re.sub(r" *([/]) *", r"\1", text.translate(GLYPHS).replace("CO₂", "CO2").strip(" "))
    return re.sub(r"(?<=[0-9万亿]) +(?=[^\d])", " ", plain)


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
    unknown = "" if re.search(r"[0-9]", plain) else "; what is not known is left away"
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
    factor, unit = _read_named(above)
    if not below:
        return Fraction(factor), unit
    parts = [(unit, 1)]
    divisor = 1
    for name in _divisors(below[0]):
        multiplier, part = _read_named(name)
        divisor *= multiplier
        parts.append((part, -1))
    return Fraction(factor, divisor), combine(parts)


def _divisors(text: str) -> list[str]:
    """Return the names behind the slash: one, or those of a product in parentheses."""
    product = re.fullmatch(r"\((.*[*·].*)\)", text)
    return re.split(r" *[*·] *", product[1].strip(" ")) if product else [text]


def _read_named(text: str) -> tuple[int, Unit]:
    if text in _spellings():  # 万元 is a unit of its own
        return 1, _spellings()[text]
    factor = _THOUSANDS.get(text[:1], 1)
    name = _POWER.sub(_plain_power, text[1:].lstrip(" ") if factor > 1 else text)
    if not name:
        raise UnitTextError("the unit is missing; write it out, as in 45 万m2")
    unit = _spellings().get(name)
    if unit is not None:
        return factor, unit
    if name in refused():
        raise UnitTextError(refused()[name])
    stem, power = name[:-1], name[-1]
    if power in "23" and stem in _spellings() and _spellings()[stem].dimension == _LENGTH:
        return factor, combine([(_spellings()[stem], int(power))])
    near = suggest(name, _spellings())
    raise UnitTextError(f"{name!r} is no unit this library reads" + (f"; did you mean {near}?" if near else ""))


def _plain_power(match: re.Match[str]) -> str:
    return {"²": "2", "³": "3"}.get(match[1], match[1])


@cache
def _spellings() -> Mapping[str, Unit]:
    return {spelling: row.unit for row in table().values() for spelling in row.spellings}


@cache
def refused() -> Mapping[str, str]:
    """Return the spellings that are refused, each with what to write instead."""
    return {row["spelling"]: row["question"] for row in read_csv("refused_units.csv")}
