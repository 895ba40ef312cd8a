"""Tables of one's own with every kind of rule and item, and plants of any table, drawn by a number."""

from __future__ import annotations

import json
import random
from decimal import Decimal, localcontext
from fractions import Fraction

import independent_evaluator as independent
from greencalc import load_standard
from greencalc.formula import Relation
from independent_amounts import FORMULAS, OWN, SPECS, Amount, listed, read, size_of

POLICIES = ("keep", "full", "renormalise", None)
COMPARISONS = ("full value", "rounded value", None)

# Tables of one's own, with every kind of rule

TYPES = ("passenger car", "truck cab", "bus or chassis")
RATES = ("0.7", "70 %", "70.0 %", "35 %", "999 ‰", "1", "0 %")
LIMITS = {
    "%": RATES,
    "dimensionless": RATES,
    "g/m2": ("20 g/m2", "0.02 kg/m2", "35.0 g/m2", "140 kg/ha", "0 g/m2"),
    "vehicle/m2": ("0.2 vehicle/m2", "2000 辆/ha", "0.200 辆/m2", "0.35 辆/m2"),
    "kgce/vehicle": ("120 kgce/vehicle", "0.19 tce/辆", "7.0 kgce/辆"),
    "tCO2e/vehicle": ("0.3 tCO2e/vehicle", "550 kgCO2e/辆"),
    "kg": ("5 t", "5000.0 kg", "0 kg"),
    "m2": ("1000 m2", "0.1 万㎡", "0.70 ha"),
}
IN_YEARS = ("capacity_utilisation_rate", "green_paint_usage_rate", "solvent_consumption", "wastewater_reuse_rate")
"""Formulas of which no other takes an argument, so that lists of years cannot contradict each other."""
WITHIN_ALL = ("green_paint_usage_rate", "solid_waste_utilisation_rate", "wastewater_reuse_rate")
"""Rates from 0 to 100 %."""
QCT = load_standard("qct1160_2022")
MINE = [name for name in SPECS if name in OWN or name in QCT.formulas]
SAID_BY = {"origin": "user", "source": "me", "title": "It"}


def own_table(chooser: random.Random) -> dict:
    """A table as TOML gives it: up to three groups, all kinds of rules and items, points that come out at 100."""
    groups = [f"Q{number}" for number in range(1, chooser.randint(0, 3) + 1)]
    only_gate = not groups and chooser.random() < 0.2
    years = {name: chooser.randint(1, 3) for name in IN_YEARS if chooser.random() < 0.7}
    items = [own_item(chooser, number, rule, groups) for number, rule in enumerate(own_rules(chooser, years))]
    for group in groups or [None]:  # none is empty
        items.append(own_item(chooser, len(items), {"kind": "yes_no"}, [group], "scoring"))
    items += own_best_of(chooser, items, groups)
    if only_gate:
        items = [item | {"kind": "mandatory"} if item["kind"] == "scoring" else item for item in items]
    of_the_100 = [item for item in items if item["kind"] in {"scoring", "mandatory"}]
    weights = {
        item["id"]: 0
        if only_gate
        else chooser.randint(1, 9)
        if item["kind"] == "scoring"
        else chooser.choice([0, 0, 3])
        for item in of_the_100
    }
    scoring = chooser.choice(["sum", "weighted"]) if groups else "sum"
    whole = {group: sum(weights[item["id"]] for item in of_the_100 if item["group"] == group) for group in groups}
    for item in of_the_100:
        of = whole[item["group"]] if scoring == "weighted" else sum(weights.values())
        if weights[item["id"]]:
            item["points"] = str(Fraction(100 * weights[item["id"]], of))
    points = {group: str(Fraction(100 * whole[group], sum(whole.values()))) for group in groups}
    standard = SAID_BY | {"id": "drawn", "number": "Drawn", "status": "in force", "in_force": "2025-01-01"}
    standard |= {"formulas": "qct1160_2022", "vehicle_types": list(TYPES)}
    standard |= {"scoring": scoring} if scoring == "weighted" or chooser.random() < 0.5 else {}
    for key, values in {"not_applicable": POLICIES, "comparison": COMPARISONS}.items():
        if (value := chooser.choice(values)) is not None:
            standard[key] = value
    table = {
        "standard": standard,
        "group": [SAID_BY | {"id": group, "chapter": group, "points": points[group]} for group in groups],
        "item": [{key: value for key, value in item.items() if value is not None} for item in items],
        "level": [own_level(chooser, number, items, points) for number in range(chooser.randint(0, 3))],
        "cap": [own_cap(chooser, items) for _ in range(chooser.choice([0, 0, 1, 2]))],
    }
    if only_gate:
        table["level"] = [level | {"points_at_least": 0} for level in table["level"]]
        table["cap"] = [cap | {"points": 0} for cap in table["cap"]]
    return {heading: part for heading, part in table.items() if part}


def own_item(chooser: random.Random, number: int, rule: dict, groups: list, kind: str = "") -> dict:
    item = SAID_BY | {
        "id": f"{number}/x",
        "clause": str(number),
        "group": chooser.choice(groups or [None]),
        "rule": rule,
    }
    item |= {"title_zh": "它"} if chooser.random() < 0.5 else {}
    item["kind"] = kind or chooser.choice(["mandatory", "scoring", "scoring", "scoring", "bonus"])
    if item["kind"] == "bonus":
        item |= {"group": None, "points": chooser.choice([5, "5/2", -4, -10])}
    by_type = any("vehicle_type" in limit for limit in rule.get("limits", []))
    if chooser.random() < 0.15 and not by_type:
        item["always_applies"] = True
    elif chooser.random() < 0.2:
        item["applies_with"] = ["total_paint", "capacity"]
    return item


def own_best_of(chooser: random.Random, items: list, groups: list) -> list[dict]:
    """Items that are the best of others: of some that are no more than parts of them, and of some that are."""
    added: list[dict] = []
    for number in range(100, 100 + chooser.randint(0, 2)):
        formula = chooser.choice([name for name in MINE if name not in IN_YEARS])
        rules = [{"kind": "yes_no"}, {"kind": "degree"}, chooser.choice(SCALES)(chooser, formula)]
        parts = [
            SAID_BY
            | {"id": f"{number}/{place}", "clause": chooser.choice([f"{number}", f"{number}.{place}"])}
            | {"kind": "part", "rule": rule}
            for place, rule in enumerate(chooser.sample(rules, chooser.randint(1, 3)))
        ]
        named = [*parts, *chooser.sample(items, 1 if len(parts) == 1 else chooser.choice([0, 0, 1]))]
        rule = {"kind": "best_of", "items": [one["id"] for one in named]}
        best = own_item(chooser, number, rule, groups)
        added += [*parts, {key: one for key, one in best.items() if key not in {"always_applies", "applies_with"}}]
    return added


SHARES = ("100 %", "100 %", "60 %", "50 %", "0.5", "1 %")


def own_level(chooser: random.Random, number: int, items: list, points: dict) -> dict:
    level = {"title": f"level {number}", "points_at_least": chooser.choice([0, 20, 45, "60", "85", 100, "125/2"])}
    level |= {"origin": "user", "source": "me"}
    if chooser.random() < 0.3:
        level["counts_from"] = chooser.choice(SHARES)
    if chooser.random() < 0.5:
        names = [item["id"] for item in chooser.sample(items, chooser.randint(1, 3))]
        asked = [{"items": names}, {"items": names, "share": chooser.choice(SHARES)}, {"share": chooser.choice(SHARES)}]
        level["items"] = [chooser.choice([*asked[:2], *asked]) for _ in range(chooser.randint(1, 2))]
    if points and chooser.random() < 0.4:
        group = chooser.choice(list(points))
        part = Fraction(points[group]) * Fraction(chooser.choice(["1", "1/2", "1/10"]))
        level["groups"] = [{"group": group, "points_at_least": str(part)}]
    return level


def own_cap(chooser: random.Random, items: list) -> dict:
    cap = {"points": chooser.choice([0, 20, "119/2", 100]), "origin": "user", "source": "me"}
    return cap | ({"unless": chooser.choice(items)["id"]} if chooser.random() < 0.8 else {})


def own_rules(chooser: random.Random, years: dict[str, int]) -> list[dict]:
    rules = [
        {"kind": "yes_no"},
        {"kind": "yes_no"},
        {"kind": "degree"},
        {"kind": "share", "formula": chooser.choice(WITHIN_ALL)},
    ]
    rules += [{"kind": "calculated", "formula": chooser.choice(MINE)}]
    rules += [own_line(chooser, chooser.choice(MINE)) for _ in range(2)]
    rules += [own_limit(chooser, chooser.choice([*MINE, *IN_YEARS])) for _ in range(4)]
    rules += [own(chooser, chooser.choice([*MINE, *IN_YEARS])) for own in SCALES]
    rules += [chooser.choice([own_line, own_limit, *SCALES])(chooser, name) for name in years]
    lines = set()
    for rule in rules:
        of = years.get(rule.get("formula", ""))
        if of:
            rule["years"] = {"at_least": chooser.randint(1, of), "of": of}
    kept = []
    for rule in rules:  # the ends of two lines of one formula would be the same facts
        if rule["kind"] == "line" and rule["formula"] in lines:
            continue
        lines |= {rule["formula"]} if rule["kind"] == "line" else set()
        kept.append(rule)
    needed = {"total_paint": "green_paint_usage_rate", "capacity": "capacity_per_land_area"}  # of applies_with
    return kept + [
        {"kind": "calculated", "formula": name}
        | ({"years": {"at_least": 1, "of": years[name]}} if name in years else {})
        for name in needed.values()
    ]


def own_limit(chooser: random.Random, formula: str) -> dict:
    texts = LIMITS[str(SPECS[formula].result.unit)]
    by_type = chooser.random() < 0.4
    types = chooser.sample(TYPES, chooser.randint(1, 3)) if by_type else [None]
    limits = [
        {"value": chooser.choice(texts), "origin": "user", "source": "me"} | ({"vehicle_type": one} if one else {})
        for one in types
    ]
    return {
        "kind": "limit",
        "formula": formula,
        "operator": chooser.choice(list(independent.OPERATORS)),
        "limits": limits,
    }


def own_line(chooser: random.Random, formula: str) -> dict:
    low, high = ordered_ends(chooser, formula)
    better = chooser.choice(["lower", "higher"])
    ends = {"base": low, "leading": high} if better == "higher" else {"base": high, "leading": low}
    kept = {end: text for end, text in ends.items() if chooser.random() < 0.4}
    return {"kind": "line", "formula": formula, "better": better} | kept


def own_steps(chooser: random.Random, formula: str) -> dict:
    better, texts = own_values(chooser, formula)
    shares = [*sorted(chooser.sample(range(0, 100, 5), len(texts) - 1)), 100]
    steps = [{"at": text, "share": f"{share} %"} for text, share in zip(texts, shares, strict=True)]
    return {"kind": "steps", "formula": formula, "better": better, "steps": steps}


def own_points(chooser: random.Random, formula: str) -> dict:
    better, texts = own_values(chooser, formula)
    shares = [chooser.choice([0, 30, 60, 80, 100]) for _ in texts]
    shares[chooser.randrange(len(shares))] = 100
    points = [{"at": text, "share": f"{share} %"} for text, share in zip(texts, shares, strict=True)]
    if chooser.random() < 0.5:  # a jump
        place = chooser.randrange(len(points))
        other = chooser.choice([share for share in (0, 40, 80, 100) if share != shares[place]])
        points.insert(place, {"at": texts[place], "share": f"{other} %"})
    return {"kind": "points", "formula": formula, "better": better, "points": points}


def own_range(chooser: random.Random, formula: str) -> dict:
    low, high = ordered_ends(chooser, formula)
    return {"kind": "range", "formula": formula, "low": low, "high": high}


SCALES = (own_steps, own_points, own_range)


def own_values(chooser: random.Random, formula: str) -> tuple[str, list[str]]:
    """Two or three values of different size, from the worst to the best, and which are better."""
    by_value = {read(text).value: text for text in LIMITS[str(SPECS[formula].result.unit)]}
    values = sorted(chooser.sample(sorted(by_value), min(len(by_value), chooser.randint(2, 3))))
    better = chooser.choice(["lower", "higher"])
    return better, [by_value[value] for value in (reversed(values) if better == "lower" else values)]


def ordered_ends(chooser: random.Random, formula: str) -> list[str]:
    by_value = {read(text).value: text for text in LIMITS[str(SPECS[formula].result.unit)]}
    return [by_value[value] for value in sorted(chooser.sample(sorted(by_value), 2))]


def as_toml(table: dict) -> str:
    def written(value: object) -> str:
        if isinstance(value, dict):
            return "{ " + ", ".join(f"{key} = {written(one)}" for key, one in value.items()) + " }"
        if isinstance(value, list):
            return "[" + ", ".join(map(written, value)) + "]"
        return json.dumps(value, ensure_ascii=False)

    lines = []
    for heading, part in table.items():
        for block in listed(part):
            lines.append(f"[[{heading}]]" if isinstance(part, list) else f"[{heading}]")
            lines += [f"{key} = {written(value)}" for key, value in block.items()]
    return "\n".join(lines).replace('"2025-01-01"', "2025-01-01")


# Plants


UNITS = {
    "m2": ("m2", "㎡", "亩", "ha", "万m2", "km2"),
    "m3": ("m3", "万m3", "L"),
    "m": ("m", "cm"),
    "kg": ("kg", "t", "g"),
    "t": ("t", "kg", "万t"),
    "vehicle": ("vehicle", "辆", "万辆"),
    "kgce": ("kgce", "tce", "万tce"),
    "tCO2e": ("tCO2e", "kgCO2e"),
    "kgce/vehicle": ("kgce/vehicle", "tce/万辆"),
    "tCO2e/vehicle": ("tCO2e/vehicle", "kgCO2e/辆"),
    "万元": ("万元", "元"),
    "%": ("%", "‰", ""),
    "dimensionless": ("",),
}
NUMBERS = (0, 1, 2, 3, 5, 7, 10, 14, 20, 35, 50, 55, 70, 80, 99, 140)
BESIDE = (*(Fraction(0),) * 6, Fraction(1, 10**16), Fraction(-1, 10**16), Fraction(1, 10**3), Fraction(-1, 10**28))
"""By what part of it an amount is moved off the value at which something turns."""


RECOVERED = (Relation(("solvent_recovered",), ("solvent_input",), "else less than nothing is consumed"),)
"""What follows from the bound of a result, not from a relation."""


def turning_points(rule: dict) -> list[Fraction]:
    """Values at which a rule turns: limits, the ties of what is rounded to their digits, ends, nothing and all."""
    ends = [read(rule[end]).value for end in ("base", "leading") if end in rule]
    found = [Fraction(0), Fraction(1), *ends, *ends]
    knots = [knot["at"] for key in ("steps", "points") for knot in rule.get(key, [])]
    knots += [rule[end] for end in ("low", "high") if end in rule]
    for limit in [*knots, *(limit["value"] for limit in rule.get("limits", []))]:
        number, _, unit = limit.partition(" ")
        half = size_of(unit) / 10 ** len(number.partition(".")[2]) / 2
        found += [read(limit).value] * 3 + [read(limit).value - half, read(limit).value + half]
    return found


class Drawn:
    """Plants of one table, and the ways in which its columns are written."""

    def __init__(self, table: dict, seed: int, *, floats: bool, rows: int = 30) -> None:
        self.table, self.chooser, self.floats = table, random.Random(seed), floats
        self.rules = [item["rule"] for item in table["item"] if "formula" in item["rule"]]
        self.symbols = {
            name: argument.symbol for rule in self.rules for name, argument in SPECS[rule["formula"]].arguments.items()
        }
        self.ends = {
            f"{rule['formula']}_{end}": rule
            for rule in self.rules
            for end in ("base", "leading")
            if rule["kind"] == "line" and end not in rule
        }
        names = [*self.symbols, *self.ends]
        self.units = {
            name: self.chooser.choice(UNITS.get(self.canonical(name), (self.canonical(name),))) for name in names
        }
        self.careful = self.chooser.random() < 0.5  # else hardly a plant would pass the gate
        self.left_out = set(self.chooser.sample(names, 0 if self.careful else self.chooser.choice([0, 0, 1, 3])))
        self.empty = 0.003 if self.careful else 0.03
        self.lengths = self.draw_lengths()
        self.by_clause = {item["clause"] for item in table["item"] if self.chooser.random() < 0.1}
        self.plants = [self.plant() for _ in range(rows)]

    def canonical(self, name: str) -> str:
        return str(SPECS[self.ends[name]["formula"]].result.unit if name in self.ends else self.symbols[name].unit)

    def draw_lengths(self) -> dict[str, int]:
        """How many years or entries the arguments have that are given as lists."""
        lengths = {}
        for rule in self.rules:
            spec, years = SPECS[rule["formula"]], rule.get("years")
            length = self.chooser.randint(1, years["of"] if years else 3)
            names = [name for name, argument in spec.arguments.items() if argument.symbol.over]
            if years and not names:
                names = self.chooser.choice([[], [*spec.arguments], [*spec.arguments][:1], [*spec.arguments][:1]])
                length = max(length, self.chooser.randint(1, years["of"]))
            if rule["formula"] not in {known for known, _ in lengths}:
                lengths |= {(rule["formula"], name): length for name in names}
        return {name: length for (_, name), length in lengths.items()}

    def plant(self) -> dict:
        groups = [group["id"] for group in self.table.get("group", [])] or [""]
        self.spared_group = self.chooser.choice(["", "", "", self.chooser.choice(groups)])
        self.kind = self.chooser.choice([*self.table["standard"].get("vehicle_types", []), None])
        values = {
            name: [self.magnitude(symbol) for _ in range(self.lengths.get(name, 1))]
            for name, symbol in self.symbols.items()
        }
        for rule in self.rules:
            if self.chooser.random() < 0.5:
                self.turn(rule, values)
        for item in self.table["item"]:
            if self.careful and item["kind"] == "mandatory" and item["rule"]["kind"] == "limit":
                first = next(iter(SPECS[item["rule"]["formula"]].arguments))
                values[first] = [self.chooser.choice([0, 0, 0, value]) for value in values[first]]
        if self.chooser.random() < 0.95:
            self.keep_relations(values)
        plant = {}
        for name, found in values.items():
            cells = [None if self.chooser.random() < self.empty else self.amount(name, value) for value in found]
            plant[name] = cells if name in self.lengths else cells[0]
        for rule in self.rules:
            plant |= self.ends_of(rule)
        plant = {name: cell for name, cell in plant.items() if name not in self.left_out}
        if "vehicle_types" in self.table["standard"]:
            plant["vehicle_type"] = self.kind
        for item in self.table["item"]:
            name = item["clause"] if item["clause"] in self.by_clause else item["id"]
            plant[name] = self.word(item, plant)
        return plant

    def magnitude(self, symbol: object) -> Fraction:
        value = Fraction(self.chooser.choice(NUMBERS)) * 10 ** self.chooser.choice([0, 0, 1, 3])
        low = symbol.at_least if symbol.above is None else symbol.above + 1
        value = value if low is None else max(value, low)
        value = value if symbol.at_most is None else min(value, symbol.at_most)
        if self.chooser.random() < 0.002:
            value = self.chooser.choice([-value - 1, -value - 1, Fraction(0)])  # wrong for most
        return value * size_of(str(symbol.unit))

    def turn(self, rule: dict, values: dict) -> None:
        """Move one amount so that the value is where something turns, or just beside it."""
        spec = SPECS[rule["formula"]]
        if spec.over:
            return
        target = self.chooser.choice(turning_points(rule))
        name = self.chooser.choice([*spec.arguments][:2])
        place = self.chooser.randrange(len(values[name]))
        of = {key: found[min(place, len(found) - 1)] for key, found in values.items()}

        def at(value: Fraction) -> Fraction:
            return FORMULAS[rule["formula"]](of | {name: value})

        try:
            if at(Fraction(2)) - at(Fraction(1)) == at(Fraction(3)) - at(Fraction(2)):  # a straight line
                new = 1 + (target - at(Fraction(1))) / (at(Fraction(2)) - at(Fraction(1)))
            else:  # the reciprocal is one
                one, two = 1 / at(Fraction(1)), 1 / at(Fraction(2))
                new = 1 + (1 / target - one) / (two - one)
            is_there = at(new) == target
        except ZeroDivisionError:
            return
        if is_there and new >= 0:
            values[name][place] = new * (1 + (not self.symbols[name].whole and self.chooser.choice(BESIDE)))

    def keep_relations(self, values: dict) -> None:
        named = [relation for rule in self.rules for relation in (*SPECS[rule["formula"]].relations, *RECOVERED)]
        for relation in [one for one in named if set(one.larger) <= set(values)] * 2:
            for place in range(max(len(values[name]) for name in (*relation.smaller, *relation.larger))):
                at = {name: min(place, len(values[name]) - 1) for name in (*relation.smaller, *relation.larger)}
                excess = sum(values[name][at[name]] for name in relation.smaller) - sum(
                    values[name][at[name]] for name in relation.larger
                )
                if excess > 0 or (relation.strict and excess == 0):
                    values[relation.larger[0]][at[relation.larger[0]]] += excess + relation.strict

    def amount(self, name: str, value: Fraction) -> Amount:
        """The value in the column's unit: a float, or a decimal of at most 30 digits."""
        unit = self.units[name]
        number = value / size_of(unit)
        if self.floats:
            return Amount(Fraction(repr(float(number))), unit, is_float=True)
        with localcontext(prec=30):
            return Amount(Fraction(Decimal(number.numerator) / Decimal(number.denominator)), unit)

    def ends_of(self, rule: dict) -> dict:
        """What the table leaves to the facts of base and leading value, rarely the wrong way round."""
        names = [name for name, one in self.ends.items() if one is rule]
        if not names:
            return {}
        unit = str(SPECS[rule["formula"]].result.unit)
        texts = LIMITS.get(unit, (f"1 {unit}", f"3 {unit}"))
        base, leading = (
            {read(rule[end]).value} if end in rule else {read(text).value for text in texts}
            for end in ("base", "leading")
        )
        ways = {"higher": 1, "lower": -1}[rule["better"]]
        pairs = [(one, other) for one in base for other in leading if (other - one) * ways > 0]
        base, leading = self.chooser.choice(sorted(pairs))[:: self.chooser.choice([*[1] * 150, -1])]
        given = {f"{rule['formula']}_base": base, f"{rule['formula']}_leading": leading}
        return {name: None if self.chooser.random() < self.empty else self.amount(name, given[name]) for name in names}

    def word(self, item: dict, plant: dict) -> object:
        """What is said of an item, rarely against the amounts."""
        rare = self.chooser.random()
        if item["rule"]["kind"] == "best_of":
            return "met" if rare < 0.002 else None
        if "formula" in item["rule"]:
            if rare < 0.002:
                return self.chooser.choice(["unknown", "not applicable", "met"])
            absent = all(
                one is None for name in SPECS[item["rule"]["formula"]].arguments for one in listed(plant.get(name))
            )
            return self.chooser.choice(["not applicable", "unknown"]) if absent and rare < 0.7 else None
        if self.careful and item["kind"] == "mandatory":
            return "met"
        spared = not (item.get("always_applies") or independent.signs(item, self.table, plant))
        if spared and item.get("group") == self.spared_group:
            return "not applicable"
        words = [
            "met",
            "met",
            "met",
            "not met",
            None,
            "unknown",
            Fraction(self.chooser.randint(1, 99), 100),
            Fraction(1, 10**25),
        ]
        return self.chooser.choice([*words, *["not applicable"] * 3 * spared]) if rare > 0.002 else "not applicable"


# As facts


def number_text(number: Fraction) -> str:
    with localcontext(prec=60):
        return f"{Decimal(number.numerator) / Decimal(number.denominator):f}"


def as_fact(cell: object) -> object:
    if isinstance(cell, list):
        return [as_fact(one) for one in cell]
    if isinstance(cell, Amount):
        return f"{number_text(cell.number)} {cell.unit}".strip()
    if isinstance(cell, Fraction):
        return {"status": "partly met", "share": number_text(cell)}
    return {"status": cell, "reason": "none there"} if cell == "not applicable" else cell
