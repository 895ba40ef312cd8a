"""Facts about a plant, as people give them: amounts, and statuses of requirements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import numpy as np
from attrs import frozen

from greencalc.boundary import check_argument, exact_argument
from greencalc.errors import FactsError
from greencalc.formula import Argument
from greencalc.standard import Item, Line, Standard, YesNo
from greencalc.unit_text import exact_in, suggest
from greencalc.units import table

__all__ = [
    "MET",
    "NOT_APPLICABLE",
    "NOT_MET",
    "PARTLY_MET",
    "UNKNOWN",
    "Fact",
    "Facts",
    "missing_ends",
    "read_facts",
]

MET, NOT_MET, PARTLY_MET = "met", "not met", "partly met"
NOT_APPLICABLE, UNKNOWN = "not applicable", "unknown"

_STATUS_WORDS: Mapping[Any, str] = MappingProxyType(
    {
        **{status: status for status in (MET, NOT_MET, PARTLY_MET, NOT_APPLICABLE, UNKNOWN)},
        "yes": MET,
        "no": NOT_MET,
        "符合": MET,
        "满足": MET,
        "不符合": NOT_MET,
        "不满足": NOT_MET,
        "部分符合": PARTLY_MET,
        "不适用": NOT_APPLICABLE,
        "未知": UNKNOWN,
        "": UNKNOWN,
    },
)
_WORDS = "met (符合), not met (不符合), partly met (部分符合), not applicable (不适用) or unknown (未知)"
_FACT_KEYS = frozenset({"value", "status", "share", "reason", "evidence"})


@frozen
class Fact:
    """One fact: an amount or a status, with what backs it.

    Attributes
    ----------
    name : str
        The argument's name, the item's id, the clause, or "vehicle_type".
    value : object
        The amount as typed, or None.
    status : str or None
        The status of a requirement, or "unknown" for an amount.
    share : Fraction or None
        The share that a partly met requirement is met by.
    reason, evidence : str
        Why it does not apply; what document shows it.
    """

    name: str
    value: Any = None
    status: str | None = None
    share: Fraction | None = None
    reason: str = ""
    evidence: str = ""


@frozen
class Facts:
    """Facts as one standard needs them.

    Attributes
    ----------
    amounts : mapping of str to Fact
        By argument name; unknown ones are left out.
    ends : mapping of str to Fraction
        Base and leading values that the table leaves to the user, in the unit of the formula's result.
    statuses : mapping of str to Fact
        By item id.
    vehicle_type : str or None
        The plant's vehicle type.
    unused : tuple of (str, str)
        Names that the standard does not need, each with a hint or an empty text.
    """

    amounts: Mapping[str, Fact]
    ends: Mapping[str, Fraction]
    statuses: Mapping[str, Fact]
    vehicle_type: str | None
    unused: tuple[tuple[str, str], ...]


def read_facts(standard: Standard, given: Mapping[str, Any]) -> Facts:
    """Sort facts by what a standard needs them for.

    Raises
    ------
    FactsError
        Listing everything that cannot be used.
    """
    arguments, lines = _arguments(standard), _line_ends(standard)
    items = _items_by_key(standard)
    types = standard.vehicle_types
    amounts: dict[str, Fact] = {}
    ends: dict[str, Fraction] = {}
    statuses: dict[str, Fact] = {}
    unused: list[tuple[str, str]] = []
    faults: list[str] = []
    vehicle_type = None
    for name, value in given.items():
        if not isinstance(name, str):
            faults.append(f"{name!r}: a fact's name is a text")
            continue
        try:
            fact = _fact(name, value)
        except ValueError as error:
            faults.append(f"{name}: {error}")
            continue
        if name in arguments:
            faults += _amount_faults(arguments[name], fact)
            if fact.status is None:
                amounts[name] = fact
        elif name in lines:
            faults += _take_end(lines[name], fact, ends)
        elif name in items:
            faults += _take_status(fact, items[name], statuses, standard)
        elif name == "vehicle_type":
            vehicle_type = fact.value
            faults += _vehicle_type_faults(fact, types)
        else:
            unused.append((name, _hint(standard, name, [*arguments, *lines, "vehicle_type"])))
    if faults:
        raise FactsError(f"facts for {standard.number} cannot be used", tuple(faults))
    return Facts(
        amounts=amounts,
        ends=ends,
        statuses=statuses,
        vehicle_type=vehicle_type,
        unused=tuple(unused),
    )


def _arguments(standard: Standard) -> dict[str, Argument]:
    """Return the arguments of all formulas that items use."""
    formulas = (standard.formula_of(item) for item in standard.items)
    return {name: argument for formula in formulas if formula for name, argument in formula.arguments.items()}


def _line_ends(standard: Standard) -> dict[str, Argument]:
    """Return the base and leading values that the table leaves to the user, as arguments."""
    return {
        name: Argument(name, standard.formulas[item.rule.formula].result, None)
        for item in standard.items
        if isinstance(item.rule, Line)
        for name in missing_ends(item.rule)
    }


def missing_ends(rule: Line) -> tuple[str, ...]:
    """Return the names of the facts that stand in for the base and leading value a table leaves out."""
    ends = (("base", rule.base), ("leading", rule.leading))
    return tuple(f"{rule.formula}_{end}" for end, value in ends if value is None)


def _items_by_key(standard: Standard) -> dict[str, list[Item]]:
    """Return items by id and by clause; a clause may hold several."""
    found: dict[str, list[Item]] = {}
    for item in standard.items:
        for key in {item.id, item.clause}:
            found.setdefault(key, []).append(item)
    return found


def _needed_by(items: list[Item], standard: Standard) -> str:
    """Return the amounts that items are judged from; empty if one of them is judged by a word."""
    formulas = [standard.formula_of(item) for item in items]
    return (
        ", ".join(dict.fromkeys(name for formula in formulas if formula for name in formula.arguments))
        if all(formulas)
        else ""
    )


def _hint(standard: Standard, name: str, amounts: list[str]) -> str:
    """Say what was probably meant by a name that is not known; a clause is never taken for another one."""
    if not name[:1].isdigit() and not name.startswith("A."):
        near = suggest(name, amounts)
        return f"did you mean {near}?" if near else ""
    formulas = [formula for formula in standard.formulas.values() if formula.clause == name]
    inside = [item.id for item in standard.items if item.id.startswith((f"{name}.", f"{name}/"))]
    inside += [item.id for item in standard.items if standard.formula_of(item) in formulas]
    return f"its items are {', '.join(dict.fromkeys(inside))}" if inside else "there is no such clause in the table"


def _status(given: Any) -> str | None:
    """Return the status that a word, a truth value or nothing means; None for an amount."""
    if given is None:
        return UNKNOWN
    if isinstance(given, bool | np.bool_):
        return MET if given else NOT_MET
    return _STATUS_WORDS.get(given.strip().lower()) if isinstance(given, str) else None


def _fact(name: str, given: Any) -> Fact:
    if not isinstance(given, Mapping):
        status = _status(given)
        return Fact(name, value=given if status is None else None, status=status)
    unknown = [str(key) for key in given if key not in _FACT_KEYS]
    if unknown:
        raise ValueError(f"unknown keys {', '.join(unknown)}; a fact has {', '.join(sorted(_FACT_KEYS))}")
    if ("value" in given) == ("status" in given):
        raise ValueError("give either a value or a status")
    simple = _fact(name, given["value"] if "value" in given else given["status"])
    if isinstance(given.get("value", given.get("status")), Mapping):
        raise ValueError("a value or status is no table of its own")  # noqa: TRY004 (its caller lists ValueErrors)
    if simple.status is None and ("share" in given or "reason" in given):
        raise ValueError("share and reason go with a status; an amount has value and evidence")
    if "status" in given and simple.status is None:
        raise ValueError(f"the status {given['status']!r} is not one of {_WORDS}")
    for key in ("reason", "evidence"):
        if not isinstance(given.get(key, ""), str):
            raise ValueError(f"{key} is a text, not {given[key]!r}")  # noqa: TRY004 (its caller lists ValueErrors)
    return Fact(name, simple.value, simple.status, _share(given), given.get("reason", ""), given.get("evidence", ""))


def _share(given: Mapping[str, Any]) -> Fraction | None:
    if "share" not in given:
        return None
    if not isinstance(given["share"], str):
        raise ValueError(f"the share {given['share']!s} is to be a text with its unit, like '60 %'")  # noqa: TRY004 (as above)
    share = exact_in(given["share"], table()["percent"].unit) / 100
    if not 0 <= share <= 1:
        raise ValueError(f"the share {given['share']!r} is not between 0 % and 100 %")
    return share


def _amount_faults(argument: Argument, fact: Fact) -> Iterator[str]:
    if fact.status == UNKNOWN:
        return
    if fact.status is not None:
        yield f"{argument.name}: {fact.status!r} is said of requirements; this is {argument.symbol.unit.kind}"
        return
    for fault in check_argument(argument, fact.value):
        yield str(fault)


def _take_end(argument: Argument, fact: Fact, ends: dict[str, Fraction]) -> Iterator[str]:
    faults = list(_amount_faults(argument, fact))
    yield from faults
    if not faults and fact.status is None:
        value = exact_argument(argument, fact.value)
        if isinstance(value, Fraction):
            ends[argument.name] = value
        else:
            yield f"{argument.name}: give a single amount, not several"


def _vehicle_type_faults(fact: Fact, types: tuple[str, ...]) -> Iterator[str]:
    given = fact.value if fact.status is None else fact.status
    if given != UNKNOWN and (not isinstance(given, str) or (types and given not in types)):
        yield f"vehicle_type: {given!r} is not one of {', '.join(types)}"


def _take_status(fact: Fact, items: list[Item], statuses: dict[str, Fact], standard: Standard) -> Iterator[str]:
    """Give a fact to the items that it is said of: a clause's word goes to each yes/no item in it."""
    if fact.status is None:
        needs = _needed_by(items, standard)
        mend = f"it is judged from amounts: give {needs}" if needs else f"say {_WORDS}"
        yield f"{fact.name}: {fact.value!r} is no status; {mend}"
        return
    if fact.status == NOT_APPLICABLE and not fact.reason.strip():
        yield f"{fact.name}: not applicable needs a reason: {{ status = 'not applicable', reason = '...' }}"
    if (fact.status == PARTLY_MET) != (fact.share is not None):
        yield f"{fact.name}: partly met goes with a share: {{ status = 'partly met', share = '60 %' }}"
    judged = [item for item in items if isinstance(item.rule, YesNo)]
    said_of = items if fact.status in {NOT_APPLICABLE, UNKNOWN} else judged
    if not said_of:
        yield f"{fact.name}: it is judged from amounts, not by a word: give {_needed_by(items, standard)}"
    for item in said_of:
        if item.id in statuses:
            yield f"{fact.name}: {item.id} is given twice, also as {statuses[item.id].name}"
        statuses[item.id] = fact
