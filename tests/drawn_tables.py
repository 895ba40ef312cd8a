"""Tables that are drawn: any rules on formulas of every shape, with groups or none, bonus items, caps and levels."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy as np
from attrs import evolve

from greencalc import load_standard, spec
from greencalc.standards.levels import Cap, Level, RequiredPoints, RequiredShare
from greencalc.standards.rules import (
    BestOfRule,
    CalculatedRule,
    DegreeRule,
    LimitRule,
    LimitValue,
    LineRule,
    ShareRule,
    Years,
    YesNoRule,
)
from greencalc.standards.scales.points import PointsRule
from greencalc.standards.scales.scale import ShareAt
from greencalc.standards.scales.steps import StepsRule
from greencalc.standards.scales.within import RangeRule
from greencalc.units.number_text import decimal_text
from own_formula import bare_part, greened_after

BASIS = load_standard("tests/data/level_table.toml")
FORMULAS = BASIS.formulas | {one.__name__: spec(one) for one in (greened_after, bare_part)}
NAMES = (
    "floor_area_ratio",
    "capacity_utilisation_rate",
    "green_paint_usage_rate",
    "vocs_per_painted_area",
    "wastewater_reuse_rate",
    "energy_per_vehicle",
    "greened_after",
    "bare_part",
)
SHARES = ("0 %", "10 %", "25 %", "33.3 %", "50 %", "60 %", "75 %", "80 %", "90 %", "100 %")
RATES = {"green_paint_usage_rate", "wastewater_reuse_rate"}
WHOLES = (1, 1, 2, 4, 5, 10)
PARTS = (0, 0.5, 1, 2, 3, 5, 7, 8, 10, 12)


def texts_of(chooser, count, unit, *, least=0):
    """Values of so many, from the lowest to the highest, as somebody might type them, some with a digit more."""
    size = {"%": 10, "dimensionless": Fraction(1, 2)}.get(str(unit), 1)
    values = sorted(chooser.sample(range(least, 16), count))
    written = [decimal_text(Fraction(value) * size, 9) for value in values]
    digits = [chooser.choice(["", "", ".0" if "." not in text else "0"]) for text in written]
    name = "" if str(unit) == "dimensionless" else f" {unit}"
    return [f"{text}{more}{name}" for text, more in zip(written, digits, strict=True)]


def rule_of(chooser, name):
    """A rule on a formula."""
    unit = FORMULAS[name].result.unit
    kinds = [
        "steps",
        "points",
        "range",
        "limit",
        "line",
        "steps",
        "points",
        *(["share"] * (name in RATES)),
        "calculated",
    ]
    kind, better = chooser.choice(kinds), chooser.choice(["higher", "lower"])
    years = Years(*chooser.choice([(1, 2), (2, 3), (2, 2)])) if chooser.random() < 0.2 else None
    years = None if "land_area" in FORMULAS[name].arguments else years
    if kind == "share":
        return ShareRule(name, years=years)
    if kind == "calculated":
        return CalculatedRule(name)
    if kind == "range":
        return RangeRule(name, *texts_of(chooser, 2, unit), years=years)
    if kind == "limit":
        return LimitRule(
            name,
            chooser.choice([">=", ">", "<=", "<"]),
            (LimitValue(*texts_of(chooser, 1, unit), "user", "me"),),
            years=years,
        )
    texts = texts_of(chooser, 2 if kind == "line" else chooser.choice([1, 2, 3, 4]), unit)[
        :: 1 if better == "higher" else -1
    ]
    if kind == "line":
        return LineRule(name, better, *texts, years=years)
    if kind == "steps":
        shares = chooser.choices(SHARES, k=len(texts))
        shares[chooser.randrange(len(texts))] = "100 %"
        return StepsRule(name, better, tuple(map(ShareAt, texts, shares)), years=years)
    if chooser.random() < 0.5:
        place = chooser.randrange(len(texts))
        texts.insert(place, texts[place])  # a jump
    shares = chooser.choices(SHARES, k=len(texts))
    shares[chooser.randrange(len(texts))] = "100 %"
    rule = PointsRule(name, better, tuple(map(ShareAt, texts, shares)), years=years)
    return rule_of(chooser, name) if list(rule.faults(unit)) else rule


def parts_of(chooser, whole, count):
    """So many numbers that add up to a whole, some with thirds in them."""
    by = chooser.choice([1, 1, 2, 3])
    cuts = sorted(chooser.sample(range(1, int(whole * by)), count - 1))
    return [Fraction(high - low, by) for low, high in pairwise([0, *cuts, int(whole * by)])]


def table(chooser):
    """A table."""
    base = next(item for item in BASIS.items if item.id == "plus")
    names = chooser.sample(NAMES, chooser.choice([2, 3, 4]))
    rules = [rule_of(chooser, name) for name in names] + [YesNoRule(), DegreeRule()]
    chooser.shuffle(rules)
    items = [evolve(base, id=f"i{place}", clause=f"i{place}", rule=rule) for place, rule in enumerate(rules)]
    best = chooser.sample(items, 2) if chooser.random() < 0.7 else []
    is_part = chooser.random() < 0.5
    made = [evolve(item, kind="part", points=Fraction(0)) if item in best and is_part else item for item in items]
    if best:
        rule = BestOfRule(tuple(item.id for item in best))
        made.append(evolve(base, id="best", clause="best", rule=rule))
    free = [item for item in made if item.kind != "part"]
    chooser.shuffle(free)
    gates = [evolve(item, kind="mandatory", points=Fraction(0)) for item in free[: chooser.choice([0, 1])]]
    bonus = [
        evolve(item, kind="bonus", points=Fraction(chooser.choice(["5", "-3", "2.5", "-20"])))
        for item in free[len(gates) : len(gates) + chooser.choice([0, 1, 2])]
    ]
    rest = free[len(gates) + len(bonus) :]
    groups = ()
    scoring = "sum"
    if len(rest) > 1 and chooser.random() < 0.6:
        cut = chooser.randrange(1, len(rest))
        scoring = chooser.choice(["sum", "weighted"])
        sizes = parts_of(chooser, 100, 2)
        groups = tuple(evolve(BASIS.groups[0], id=f"Q{place}", points=size) for place, size in enumerate(sizes))
        rest = [
            evolve(item, kind="scoring", group=group.id, points=points)
            for group, several in zip(groups, (rest[:cut], rest[cut:]), strict=True)
            for item, points in zip(
                several,
                shared(chooser, Fraction(100) if scoring == "weighted" else group.points, len(several)),
                strict=True,
            )
        ]
    elif rest:
        points = parts_of(chooser, 100, len(rest))
        rest = [evolve(item, kind="scoring", points=one) for item, one in zip(rest, points, strict=True)]
    changed = {item.id: item for item in (*gates, *bonus, *rest)}
    items = tuple(changed.get(item.id, item) for item in made)
    return evolve(
        BASIS,
        formulas=FORMULAS,
        scoring=scoring,
        groups=groups,
        items=items,
        levels=tuple(level_of(chooser, items, groups, place) for place in range(chooser.choice([1, 2, 3]))),
        caps=tuple(cap_of(chooser, items) for _ in range(chooser.choice([0, 1, 2]))),
    )


def shared(chooser, whole, count):
    """Points of a group's items."""
    weights = [chooser.randrange(1, 5) for _ in range(count)]
    return [whole * weight / sum(weights) for weight in weights]


def cap_of(chooser, items):
    unless = chooser.choice([None, *(item.id for item in items)])
    return Cap(Fraction(chooser.choice(["50", "59.5", "90"])), "user", "me", unless)


def level_of(chooser, items, groups, place):
    asked = [RequiredShare(chooser.choice(SHARES[1:]), (chooser.choice(items).id,))] if chooser.random() < 0.4 else []
    asked += [RequiredShare(chooser.choice(SHARES[1:5]))] if chooser.random() < 0.1 else []
    return Level(
        f"level {place}",
        Fraction(chooser.choice(["0", "10", "25", "40", "59.5", "100/3", "50", "75", "90", "100"])),
        "user",
        "me",
        counts_from=chooser.choice([None, None, None, "60 %", "100 %"]),
        items=tuple(asked),
        groups=tuple(
            RequiredPoints(group.id, group.points * chooser.choice([1, 2, 3]) / 4)
            for group in groups
            if chooser.random() < 0.3
        ),
    )


def near(chooser, value):
    """A number, or a float beside it."""
    beside = chooser.random()
    return value if beside < 0.8 or not value else float(np.nextafter(value, 0.0 if beside < 0.9 else np.inf))


def columns(standard, chooser, rows=24):
    """Columns of plants of a table."""
    found = {}
    gaps = chooser.choice([0, 0, 0.1])
    for item in standard.items:
        formula = standard.formula_of(item)
        if formula is None:
            continue
        years = item.rule.years.of if item.rule.years else 1
        below = [name for name, one in formula.arguments.items() if one.symbol.above is not None]
        for name, argument in formula.arguments.items():
            pool = WHOLES if name in {*below, "water_discharged"} else PARTS
            for year in range(years):
                header = f"{name}.{year + 1}" if years > 1 else name
                cells = [
                    None if chooser.random() < gaps else near(chooser, float(chooser.choice(pool))) for _ in range(rows)
                ]
                found[f"{header} [{argument.symbol.unit}]"] = cells if None in cells else np.array(cells)
    for item in standard.items:
        if isinstance(item.rule, YesNoRule) and chooser.random() < 0.95:
            words = [True, False, "met"]
            words += ["partly met: 60 %", "partly met: 33.3 %", "partly met: 90 %"]
            words += ["not applicable: none"] if chooser.random() < 0.6 else []
            words += [None, "unknown"] if chooser.random() < 0.5 else []
            found[item.id] = chooser.choices(words, k=rows)
    return found
