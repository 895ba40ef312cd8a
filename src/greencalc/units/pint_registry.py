"""Pint registries: what this library adds to them, and how it checks what they say.

A registry's unit is used only if the registry and this library's own table convert it alike. The check is
made once for a unit and registry; from then on no conversion asks the registry, so that no redefinition,
context or other thread can move a number.

Registries are built, added to and asked behind one lock, so that threads that meet in their first call see none
that is half made. What is known already is found without it.
"""

from __future__ import annotations

import math
import os
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any
from weakref import WeakKeyDictionary, WeakSet

import numpy as np
import pint
from pint.facets.plain import PlainQuantity, PlainUnit
from pint.registry import ApplicationRegistry

from greencalc.errors import RegistryError, UnitTextError
from greencalc.units.notebooks import show_as_tables_do, shows_as_tables_do
from greencalc.units.text import is_amount, parse_amount, parse_unit
from greencalc.units.unit_table import BASE_UNITS, Unit, UnitRow, as_typed, scale, table, table_unit
from greencalc.units.wording import instead_of, is_plain_array, is_uncertain, repr_of, type_name

lock = threading.RLock()
"""What holds other threads back while a registry is built, added to or asked."""

# a process forked while another thread holds the lock would wait for ever; Windows forks none
getattr(os, "register_at_fork", dict)(before=lock.acquire, after_in_parent=lock.release, after_in_child=lock.release)

_WAIT, _WAITS = 0.01, 3000
_registered: WeakSet[Any] = WeakSet()
_checked: WeakKeyDictionary[Any, dict[Any, Unit]] = WeakKeyDictionary()


def Q(value: Any, unit: str | PlainUnit | None = None) -> PlainQuantity[Any]:  # noqa: N802 (pint's habit)
    """Make a quantity in pint's application registry, from text or from a value and a unit.

    Parameters
    ----------
    value : str, number, list or array
        An amount such as ``"45 万㎡"`` when `unit` is left out; else the number or numbers.
    unit : str or pint.Unit, optional
        A unit as people in this field type it, e.g. ``"mu"``, ``"万kWh"``, ``"g/m2"``.

    Returns
    -------
    pint.Quantity
        The quantity; 万, 亿 and alike are multiplied out, but for 万元, a unit of its own. The value is copied.

    Raises
    ------
    UnitTextError
        If the text is ambiguous or cannot be read, or a number comes without a unit.
    RegistryError
        If the unit belongs to another pint registry than the application's.

    Examples
    --------
    >>> print(Q("45 万㎡"))
    450000.0 meter ** 2
    >>> print(Q(60, "mu").to("hectare"))
    4.0 hectare
    >>> Q("3 ton")
    Traceback (most recent call last):
        ...
    greencalc.errors.UnitTextError: '3 ton': a ton may be 1000 kg or the American 907.185 kg or the British
    1016.05 kg: write t for 1000 kg
    """
    registry = application_registry()
    if isinstance(unit, pint.Unit):
        if unit._REGISTRY is not registry:  # noqa: SLF001 (pint has no public name for it)
            raise RegistryError("the unit belongs to another pint registry than the application's; give it as text")
        return registry.Quantity(_number(value, Fraction(1), unit), unit)
    if unit is None:
        number, parsed = parse_amount(_text(value))
        return make_quantity(registry, float(number), parsed)
    if isinstance(value, str):
        raise UnitTextError(f"Q({value!r}, {unit!r}) has a text for its number: write {_without_text(value, unit)}")
    if not isinstance(unit, str):
        raise UnitTextError(f"{repr_of(unit)} is no unit: write it as text, like 'm2', or give a pint.Unit")
    multiplier, parsed = parse_unit(unit)
    return make_quantity(registry, _number(value, multiplier, unit), parsed)


def application_registry() -> Any:
    """Return pint's application registry with this library's units added."""
    registry = pint.get_application_registry().get()  # type: ignore[no-untyped-call]
    register_units(registry)
    if registry is pint._DEFAULT_REGISTRY and not shows_as_tables_do(registry):  # noqa: SLF001 (it has no other name)
        show_as_tables_do(registry)  # by two threads at once it would be done twice, to the same end
    return registry


def register_units(registry: pint.UnitRegistry[Any]) -> None:
    """Add the units that pint lacks to a registry, and change nothing else in it.

    Added are vehicle (product), person, gce, kgce and tce, gCO2e, kgCO2e and tCO2e (CO2 as alias), the like of SO2,
    NOx, COD, NH3N, PM and VOCs, kgoe, yuan and ten_thousand_yuan (万元), 亩, Nm3 and m3_20C.

    Parameters
    ----------
    registry : pint.UnitRegistry
        The registry to add them to. Adding twice does nothing.

    Raises
    ------
    RegistryError
        If the registry already gives one of the names another meaning; nothing is then added.

    Examples
    --------
    >>> import pint
    >>> ureg = pint.UnitRegistry()
    >>> register_units(ureg)
    >>> print(ureg("3 tce").to("kgce"))
    3000.0 kilogram_coal_equivalent
    """
    # the application's stands for another one
    registry = registry.get() if isinstance(registry, ApplicationRegistry) else registry
    if isinstance(registry, pint.UnitRegistry) and registry in _registered:
        return
    with lock:
        _build(registry)
        if registry in _registered:  # by a thread that was first
            return
        _refuse_context(registry, "units are added")
        rows = {name: row for name, row in table().items() if row.defined_as}
        known = {name: _names_known(registry, name, row) for name, row in rows.items()}
        for name, row in rows.items():
            if known[name]:
                _check(registry, row.unit)
        for name, row in rows.items():
            if not known[name]:
                registry.define(" = ".join([name, row.meaning, *row.defined_as]))
        for row in rows.values():
            _check(registry, row.unit)
        _registered.add(registry)


def unit_of(registry: Any, container: Mapping[str, Any]) -> Unit:
    """Return the exact unit behind a registry's unit container, checked against the registry once.

    Raises
    ------
    RegistryError
        If the registry and this library disagree, or the unit has an offset or is logarithmic.
    """
    checked = _checked.setdefault(registry, {})
    unit = checked.get(container)
    if unit is None:
        with lock:
            unit = table_unit(container)
            unit = _foreign_unit(registry, container) if unit is None else _check(registry, unit)
            checked[container] = unit
    return unit


def make_quantity(registry: Any, magnitude: Any, unit: Unit) -> PlainQuantity[Any]:
    """Make a quantity of a registry that is known to have the unit.

    Raises
    ------
    RegistryError
        If the registry lacks one of the unit's names.
    """
    container = registry.UnitsContainer(dict(unit.powers))
    unit_of(registry, container)
    return registry.Quantity(magnitude, container)  # type: ignore[no-any-return]


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple) or is_plain_array(value):
        raise UnitTextError("the numbers have no unit: write Q(numbers, 'm2')")
    if not _is_number(value):
        raise _no_number(value, "m2")
    if isinstance(value, float | np.floating | Decimal) and not math.isfinite(value):
        raise UnitTextError(f"{value} is no amount: write a number with its unit, as Q(12.5, 'm2')")
    number = _number_text(value)
    raise UnitTextError(f"{number} has no unit: write Q({number}, 'm2')")


def _number_text(value: Any) -> str:
    try:
        return str(value)
    except ValueError:  # Python refuses to write whole numbers of more than 4300 digits
        return repr_of(value)


def _without_text(value: str, unit: object) -> str:
    """Return the call that was meant by one with a text for its number."""
    for text, meant in ((f"{unit} {value}", f"Q({unit}, {value!r})"), (f"{value} {unit}", f"Q('{value} {unit}')")):
        if is_amount(text):
            return meant
    has_unit = any(map(str.isalpha, value)) and is_amount(value)
    return f"Q({value!r})" if has_unit else "the number as a number, as Q(12.5, 'm2')"


def _number(value: Any, multiplier: Fraction, unit: object) -> Any:
    """Refuse what is no number, copy arrays, and multiply 万 out exactly."""
    if isinstance(value, list | tuple):
        value = _array(value, unit)
    if is_plain_array(value):
        with np.errstate(over="ignore"):
            scaled = scale(value.astype(float), multiplier)
        if np.any(np.isinf(scaled) & np.isfinite(value)):
            raise _too_large(unit)
        return scaled
    if not (_is_number(value) or is_uncertain(value)):
        raise _no_number(value, unit)
    if multiplier == 1:
        return value
    if isinstance(value, float | np.floating):
        try:
            return float(as_typed(value) * multiplier) if math.isfinite(value) else float(value)
        except OverflowError:
            raise _too_large(unit) from None
    if isinstance(value, Decimal) and not value.is_finite():
        return float("nan")
    if isinstance(value, int | np.integer):
        number = int(value) * multiplier
        return int(number) if number.denominator == 1 else number
    return value * float(multiplier) if is_uncertain(value) else Fraction(value) * multiplier


def _too_large(unit: object) -> UnitTextError:
    return UnitTextError(f"a number of {unit} is larger than a float can be, about 1.8e308, when it is multiplied out")


def _is_number(value: Any) -> bool:
    numbers = int | float | Fraction | Decimal | np.integer | np.floating
    return isinstance(value, numbers) and not isinstance(value, bool | np.timedelta64)


def _array(values: Sequence[Any], unit: object) -> Any:
    """Make an array of a list, whose entries numpy would coerce: True to 1, a quantity or a mask to its bare number."""
    try:
        for entry in _entries(values):
            if isinstance(entry, Fraction | Decimal) or not (_is_number(entry) or is_plain_array(entry)):
                raise _no_number(entry, unit, "in a list ")
        return np.array(values, dtype=float)
    except UnitTextError:
        raise
    except (ValueError, OverflowError, RecursionError) as error:
        raise UnitTextError(
            "the list is no array of floats: its rows differ in length, or a number is too large for one"
        ) from error


def _entries(values: Sequence[Any]) -> Iterator[Any]:
    for value in values:
        if isinstance(value, list | tuple):
            yield from _entries(value)
        else:
            yield value


def _no_number(value: Any, unit: object, where: str = "") -> UnitTextError:
    """Say what was given to Q in place of a number, and what to give."""
    if isinstance(value, PlainQuantity):
        mend = "It has a unit already; give formulas the quantity, or a list of quantities, as it is."
    else:
        mend = instead_of(value).format(unit=unit) or "Q takes a number, a list or an array with a unit, or a text."
    held = f" of {value.dtype}" if isinstance(value, np.ndarray) else ""
    return UnitTextError(f"a value of type {type_name(value)}{held} {where}is no plain number. {mend}")


def _build(registry: Any) -> None:
    """Make a lazy registry real, as its first attribute does, and wait while a thread of pint's own makes it so."""
    getattr(registry, "define", None)
    if not isinstance(registry, pint.UnitRegistry):
        raise RegistryError(f"a value of type {type_name(registry)} is no pint.UnitRegistry; give one to add units to")
    for _ in range(_WAITS):
        if vars(registry).get("_initialized"):
            return
        time.sleep(_WAIT)
    raise RegistryError("another thread has begun to build this pint registry, and does not end; make one of your own")


def _foreign_unit(registry: Any, container: Mapping[str, Any]) -> Unit:
    """Convert a unit that the table lacks (an acre) by its registry."""
    if "ton" in container:
        raise RegistryError(
            "pint's ton is the American one of 907.185 kg; write t for 1000 kg, or convert it to kg first"
        )
    name = " * ".join(f"{unit} ** {power}" if power != 1 else unit for unit, power in container.items())
    # before and after, since another thread may leave or enter a context meanwhile
    _refuse_context(registry, f"{name} is met for the first time")
    try:
        dimension = _dimension(registry, container)
        if any(base not in BASE_UNITS or exponent != int(exponent) for base, exponent in dimension):
            return Unit(((name, 1),), Fraction(1), dimension)
        size = _probe(registry, container, dimension)
    except (pint.PintError, AttributeError, KeyError, ArithmeticError, ValueError) as error:
        raise RegistryError(
            f"the registry cannot convert {name} to base units; convert the amount, as with .to('kg'), or give text"
        ) from error
    _refuse_context(registry, f"{name} is met for the first time")
    if size is None:
        raise RegistryError(f"{name} has an offset or is logarithmic, so that amounts of it cannot be multiplied")
    return Unit(((name, 1),), Fraction(repr(size)), dimension)


def _check(registry: Any, unit: Unit) -> Unit:
    """Return the unit if the registry gives it the size and dimension that the table gives it."""
    container = registry.UnitsContainer(dict(unit.powers))
    try:
        dimension = _dimension(registry, container)
        size = _probe(registry, container, unit.dimension) if dimension == unit.dimension else None
    except (pint.PintError, AttributeError, KeyError) as error:
        raise RegistryError(
            f"this pint registry does not know {unit} as {unit.kind}; call greencalc.register_units(registry) first",
        ) from error
    if size is None or not math.isclose(size, unit.size, rel_tol=1e-9):
        raise RegistryError(
            f"this pint registry makes 1 {unit} = {size} in base units where greencalc makes it {float(unit.size)}: "
            "the registry redefines the unit; use another registry or text",
        )
    return unit


def _refuse_context(registry: Any, when: str) -> None:
    """Refuse to learn from a registry while a context may change what its units mean."""
    if getattr(getattr(registry, "_active_ctx", None), "contexts", ()):
        raise RegistryError(f"{when} while a pint context is active; leave the context first")


def _dimension(registry: Any, container: Any) -> tuple[tuple[str, int], ...]:
    """Return the dimension that a registry gives a unit; asked for base units too, which convert unasked."""
    return tuple(sorted((name.strip("[]"), power) for name, power in registry.get_dimensionality(container).items()))


def _probe(registry: Any, container: Any, dimension: Iterable[tuple[str, int]]) -> float | None:
    """Return how many base units one of a unit is, or None if it is not multiplicative."""
    base = registry.UnitsContainer({BASE_UNITS[name]: power for name, power in dimension})
    size = float(registry.convert(1, container, base))
    for value in (0, 2, -1):
        if not math.isclose(float(registry.convert(value, container, base)), value * size, rel_tol=1e-12):
            return None
    return size


def _names_known(registry: Any, name: str, row: UnitRow) -> bool:
    """Tell whether all names of a unit are known; some alone would be a clash of meaning."""
    names = [name, *(alias for alias in row.defined_as if alias != "_")]
    known = [registry.parse_unit_name(alias) for alias in names]
    for alias, found in zip(names, known, strict=True):
        if found and found[0][:2] != ("", name):
            raise RegistryError(
                f"this pint registry already uses {alias!r} for {found[0][0]}{found[0][1]}: "
                "greencalc's units cannot be added to it",
            )
    return bool(known[0])
