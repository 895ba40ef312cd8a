"""A second evaluator, written from the documentation alone, for the library's own to be held to: slow and plain.

It reads a table as TOML gives it and knows nothing of how the library judges. A plant is a mapping of names to amounts
or lists of them, None where unknown, and of clauses or ids to "met", "not met", "not applicable", "unknown", None or
the share to which an item is met. ``RefusedError`` is raised for facts that nothing may be scored on.
"""

from __future__ import annotations

from fractions import Fraction
from operator import ge, gt, le, lt
from typing import Any, NamedTuple

from independent_amounts import SPECS, RefusedError, bounded, listed, read, size_of, values_of

OPERATORS = {">=": ge, ">": gt, "<=": le, "<": lt}

# Rules: the share of its points that a value earns


def share_of(rule: dict[str, Any], value: Fraction, ends: Any, comparison: str) -> Fraction:
    if rule["kind"] == "calculated":
        return Fraction(1)
    if rule["kind"] == "share":
        return value
    if rule["kind"] == "line":
        base, leading = ends
        if base == leading or (base < leading) != (rule["better"] == "higher"):
            raise RefusedError(f"{rule}: ends")
        return min(max((value - base) / (leading - base), Fraction(0)), Fraction(1))
    limit = read(ends)
    if comparison == "rounded value":
        places = len(ends.split()[0].partition(".")[2])
        value = round(value / size_of(limit.unit), places) * size_of(limit.unit)
    return Fraction(OPERATORS[rule["operator"]](value, limit.value))


def ends_of(rule: dict[str, Any], plant: dict[str, Any], types: list[str]) -> Any:
    """What a value is compared with: a limit, two ends, or nothing; None while unknown, () where there is no limit."""
    if rule["kind"] == "limit":
        by_type = {limit.get("vehicle_type"): limit["value"] for limit in rule["limits"]}
        kind = plant.get("vehicle_type")
        if kind is not None and kind not in types:
            raise RefusedError(kind)
        return by_type[None] if None in by_type else by_type.get(kind, () if kind else None)
    if rule["kind"] != "line":
        return "nothing"
    ends = []
    for end in ("base", "leading"):
        amount = read(rule[end]) if end in rule else plant.get(f"{rule['formula']}_{end}")
        ends.append(amount and bounded(SPECS[rule["formula"]].result, amount.value, amount.rounding))
    return None if None in ends else ends


def judge(item: dict[str, Any], table: dict[str, Any], plant: dict[str, Any], comparison: str) -> Any:
    """The share of an item's points, "not applicable", or None while unknown."""
    said = word_for(item, table, plant)
    if "formula" in item["rule"]:
        return judge_amounts(item, said, table, plant, comparison)
    if said == "not applicable" and (item.get("always_applies") or signs(item, table, plant)):
        raise RefusedError(f"{item['id']}: applies")
    return {"met": Fraction(1), "not met": Fraction(0), "unknown": None}.get(said, said)


def judge_amounts(
    item: dict[str, Any], said: Any, table: dict[str, Any], plant: dict[str, Any], comparison: str
) -> Any:
    rule = item["rule"]
    values, of = values_of(rule, plant)
    ends = ends_of(rule, plant, table["standard"].get("vehicle_types", []))
    known = [value for value in values if value is not None]
    may_be_unknown = not known or (rule["kind"] == "limit" and not ends)  # no limit, or none is known
    if said not in {None, "unknown", "not applicable"} or (said == "unknown" and not may_be_unknown):
        raise RefusedError(f"{item['id']}: said to be {said}")
    if ends == () and said != "unknown":
        return "not applicable"
    if said == "not applicable":
        some_have_none = ends is None and rule["kind"] == "limit" and leaves_out_some(rule, table)
        if item.get("always_applies") or (not some_have_none and (known or signs(item, table, plant))):
            raise RefusedError(f"{item['id']}: applies")
        return said
    if not known or not ends:
        return None
    shares = [share_of(rule, value, ends, comparison) for value in known]
    at_least = rule["years"]["at_least"] if of > 1 else 1
    missing = of - len(known)  # all of them best or all worst must come to the same
    found = {sorted([*shares, *[Fraction(end)] * missing], reverse=True)[at_least - 1] for end in (0, 1)}
    return found.pop() if len(found) == 1 else None


def leaves_out_some(rule: dict[str, Any], table: dict[str, Any]) -> bool:
    return bool(set(table["standard"]["vehicle_types"]) - {limit.get("vehicle_type") for limit in rule["limits"]})


def signs(item: dict[str, Any], table: dict[str, Any], plant: dict[str, Any]) -> bool:
    """Whether amounts are given that only a plant has to which the item applies."""
    used = {one["rule"]["formula"] for one in table["item"] if "formula" in one["rule"]} - {item["rule"].get("formula")}
    shared = {name for formula in used for name in SPECS[formula].arguments}
    own = SPECS[item["rule"]["formula"]].arguments if "formula" in item["rule"] else ()
    names = [*item.get("applies_with", []), *(name for name in own if name not in shared)]
    return any(one is not None and one.value for name in names for one in listed(plant.get(name)))


def word_for(item: dict[str, Any], table: dict[str, Any], plant: dict[str, Any]) -> Any:
    """What is said of an item under its id, or under its clause if it can be said of it."""
    said = plant.get(item["id"])
    if said is not None:
        return said
    said = plant.get(item["clause"])
    others = [one for one in table["item"] if one["clause"] == item["clause"]]

    def can_be_said(one: dict[str, Any]) -> bool:
        return not one.get("always_applies") if said == "not applicable" else "formula" not in one["rule"]

    return said if can_be_said(item) or not any(map(can_be_said, others)) else None


# Points


class Verdict(NamedTuple):
    statuses: dict[str, str]
    points: dict[str, Fraction | None]
    of: dict[str, Fraction]
    groups: dict[str, tuple[Fraction, Fraction, Fraction]]
    eligible: bool | None
    lower: Fraction
    upper: Fraction
    coverage: Fraction


def evaluate(table: dict[str, Any], plant: dict[str, Any], policy: str | None, comparison: str | None) -> Verdict:
    """Judge a plant by a table: items, then points, groups, score and gate."""
    policy = policy or table["standard"].get("not_applicable")
    comparison = comparison or table["standard"].get("comparison", "full value")
    items = table["item"]
    shares = {item["id"]: judge(item, table, plant, comparison) for item in items}
    statuses = {name: status_of(share) for name, share in shares.items()}
    of = points_possible(table, statuses, policy)
    points = {
        name: (of[name] if policy == "full" else Fraction(0))
        if share == "not applicable"
        else share and share * of[name]
        for name, share in shares.items()
    }
    groups = {}
    for group in table["group"]:
        names = [item["id"] for item in items if item.get("group") == group["id"]]
        lower = sum((points[name] or Fraction(0) for name in names), Fraction(0))
        unknown = sum((of[name] for name in names if points[name] is None), Fraction(0))
        groups[group["id"]] = (lower, lower + unknown, sum((of[name] for name in names), Fraction(0)))
    gate = {statuses[item["id"]] for item in items if item["kind"] == "mandatory"}
    eligible = False if gate & {"not met", "partly met"} else None if "unknown" in gate else True
    lower, upper, _ = (sum(column) for column in zip(*groups.values(), strict=True))
    return Verdict(statuses, points, of, groups, eligible, lower, upper, 1 - (upper - lower) / 100)


def status_of(share: Any) -> str:
    if share is None or isinstance(share, str):
        return share or "unknown"
    return "met" if share == 1 else "not met" if share == 0 else "partly met"


def points_possible(table: dict[str, Any], statuses: dict[str, str], policy: str | None) -> dict[str, Fraction]:
    """Each item's points, once those of what does not apply are kept or spread."""
    weighted = table["standard"]["scoring"] == "weighted"
    weights = {group["id"]: Fraction(group["points"]) for group in table["group"]}
    of = {}
    for item in table["item"]:
        own = Fraction(item.get("points", 0))
        of[item["id"]] = own * weights[item["group"]] / 100 if weighted and own else own
    spared = {name for name, status in statuses.items() if status == "not applicable"}
    if policy is None and any(of[name] for name in spared):
        raise RefusedError("no policy")
    if policy != "renormalise":
        return of
    left = {group: Fraction(0) for group in weights}
    for item in table["item"]:
        if item["id"] not in spared and of[item["id"]]:
            left[item["group"]] += of[item["id"]]
    alive = sum(weight for group, weight in weights.items() if left[group])
    if not alive:
        raise RefusedError("nothing with points applies")
    return {
        item["id"]: Fraction(0)
        if item["id"] in spared or not of[item["id"]]
        else of[item["id"]] * weights[item["group"]] / left[item["group"]] * 100 / alive
        for item in table["item"]
    }
