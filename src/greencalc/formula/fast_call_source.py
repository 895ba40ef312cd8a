"""The Python text of a formula's fast call."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from greencalc.expression import Arithmetic
from greencalc.formula.checks import SureRange
from greencalc.formula.declaration import Formula
from greencalc.formula.terms import NEAR, size_of_terms

FUNCTIONS = """
def call(*positional, {parameters}, **others):
    known = last[0]
    kind, {known}, up, down, units = known
    if {same_units} and not positional and not others:
        {numbers} = {magnitudes}
        if {floats}:
            {conversions}
            if {good}:
                try:
                    result = body({keywords}) * up / down
                    if {sound}:
                        quantity = new(kind)
                        quantity._magnitude = result
                        quantity._units = units
                        return quantity
                except Exception:
                    pass
        return other_way(known, positional, others, {names})
    return other_way(None, positional, others, {names})


def compute(known, room, {numbers}):
    kind, {known}, up, down, units = known
    {conversions}
    if {good_with_room}:
        result = body({keywords}) * up / down
        if {sound_with_room}:
            return result
    return None
"""
WORDS = frozenset({*re.findall(r"\w+", FUNCTIONS), "number", "type", "float"})


def is_arithmetic(body: Callable[..., Any]) -> bool:
    """Tell whether a body names nothing but its arguments: no function, attribute or constant of elsewhere."""
    code = getattr(body, "__code__", None)
    inner = () if code is None else [const for const in code.co_consts if hasattr(const, "co_code")]
    return code is not None and not (inner or code.co_names or code.co_freevars)


def parts(
    declaration: Formula, ranges: Mapping[str, SureRange], sound_range: SureRange, defaults: Mapping[str, float]
) -> dict[str, str]:
    """Write what the function of one formula has of its own: good ranges of arguments and result, and defaults."""
    names = list(declaration.arguments)
    number = {name: f"number_{place}" for place, name in enumerate(names)}
    same_units, magnitudes = [], []
    for place, name in enumerate(names):
        same = f"type({name}) is kind and {name}._units is units_{place}"
        magnitude = f"{name}._magnitude"
        if name in defaults:
            same = f"(units_{place} is None if {name} is MISSING else {same})"
            magnitude = f"({defaults[name]!r} if {name} is MISSING else {magnitude})"
        same_units.append(same)
        magnitudes.append(magnitude)
    good = [ranges[name].test(number[name]) for name in names]
    with_room = list(good)
    for relation in declaration.relations:
        smaller, larger = (
            " + ".join(number[name] for name in side) or "0.0" for side in (relation.smaller, relation.larger)
        )
        sign = "<" if relation.strict else "<="
        good.append(f"{smaller} {sign} {larger}")
        with_room.append(f"{smaller} {sign} ({larger}) * room")
    sound = [sound_range.test("result"), *_not_near(declaration, number)]
    return {
        "name": declaration.name,
        "names": ", ".join(names),
        "parameters": ", ".join(f"{name}=MISSING" for name in names),
        "known": ", ".join(f"units_{place}, up_{place}, down_{place}" for place, _ in enumerate(names)),
        "same_units": " and ".join(same_units),
        "numbers": ", ".join(number.values()),
        "magnitudes": ", ".join(magnitudes),
        "floats": " and ".join(f"type({one}) is float" for one in number.values()),
        "conversions": "; ".join(
            f"{one} = {one} * up_{place} / down_{place}" for place, one in enumerate(number.values())
        ),
        "good": " and ".join(good),
        "good_with_room": " and ".join(with_room),
        "keywords": ", ".join(f"{name}={one}" for name, one in number.items()),
        "sound": " and ".join(sound),
        "sound_with_room": " and ".join([*sound, f"result <= {sound_range.most!r} * room"]),
    }


def _not_near(declaration: Formula, number: Mapping[str, str]) -> Iterator[str]:
    """Write the tests that a result is no difference of nearly equal terms at a bound."""
    sized = size_of_terms(declaration)
    absolute = {name: _Text(f"abs({one})") for name, one in number.items()}
    as_text = Arithmetic(lambda value: _Text(repr(float(value))), total=_Text, exceeds=lambda one, _: one)
    size = None if sized is None else as_text.work_out(sized, absolute).text
    result = declaration.result
    if size is not None and result.at_least is not None:
        yield f"result - {float(result.at_least)!r} > {NEAR!r} * {size} * up / down"
    if size is not None and result.at_most is not None:
        yield f"{float(result.at_most)!r} - result > {NEAR!r} * {size} * up / down"


class _Text:
    """A part of an expression, as text."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __add__(self, other: _Text) -> _Text:
        return _Text(f"({self.text} + {other.text})")

    def __mul__(self, other: _Text) -> _Text:
        return _Text(f"({self.text} * {other.text})")

    def __truediv__(self, other: _Text) -> _Text:
        return _Text(f"({self.text} / {other.text})")
