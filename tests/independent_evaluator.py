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
    if rule["kind"] == "points":
        return on_line(rule, value)
    if rule["kind"] == "steps":
        reaches = "<=" if rule["better"] == "lower" else ">="
        reached = [step["share"] for step in rule["steps"] if stands(value, reaches, step["at"], comparison)]
        return max(map(percent, reached), default=Fraction(0))
    if rule["kind"] == "range":
        ends = ((">=", rule["low"]), ("<=", rule["high"]))
        return Fraction(all(stands(value, operator, end, comparison) for operator, end in ends))
    return Fraction(stands(value, rule["operator"], ends, comparison))


def stands(value: Fraction, operator: str, text: str, comparison: str) -> bool:
    """Whether a value, rounded to the digits of a limit as typed or not, stands to it as an operator says."""
    limit = read(text)
    if comparison == "rounded value":
        places = len(text.split(maxsplit=1)[0].partition(".")[2])
        value = round(value / size_of(limit.unit), places) * size_of(limit.unit)
    return OPERATORS[operator](value, limit.value)


def on_line(rule: dict[str, Any], value: Fraction) -> Fraction:
    """The share on the line through points; at a jump the larger of both, beyond the ends that of the end."""
    way = 1 if rule["better"] == "higher" else -1
    points = [(read(point["at"]).value * way, percent(point["share"])) for point in rule["points"]]
    value *= way
    here = [share for at, share in points if at == value]
    if here:
        return max(here)
    before = [point for point in points if point[0] <= value]
    after = [point for point in points if point[0] > value]
    if not before or not after:
        return before[-1][1] if before else after[0][1]
    (start, low), (end, high) = before[-1], after[0]
    return low + (value - start) / (end - start) * (high - low)


def percent(text: str) -> Fraction:
    return read(text).value


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
    if item["rule"]["kind"] == "best_of":
        if said is not None:
            raise RefusedError(f"{item['id']}: said to be {said}")
        several = [one for one in table["item"] if one["id"] in item["rule"]["items"]]
        return best_of([judge(one, table, plant, comparison) for one in several])
    if "formula" in item["rule"]:
        return judge_amounts(item, said, table, plant, comparison)
    if said == "not applicable" and (item.get("always_applies") or signs(item, table, plant)):
        raise RefusedError(f"{item['id']}: applies")
    return {"met": Fraction(1), "not met": Fraction(0), "unknown": None}.get(said, said)


def best_of(shares: list[Any]) -> Any:
    """The largest share; unknown while an unknown one may be larger."""
    applying = [share for share in shares if share != "not applicable"]
    if not applying:
        return "not applicable"
    return None if None in applying and 1 not in applying else max(share for share in applying if share is not None)


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
    named = [one for one in table["item"] if one["clause"] == item["clause"]]
    others = [one for one in named if one["rule"]["kind"] != "best_of"] or named
    if item not in others:
        return None

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
    levels: list[str | None]
    lower: Fraction
    upper: Fraction
    coverage: Fraction


def evaluate(table: dict[str, Any], plant: dict[str, Any], policy: str | None, comparison: str | None) -> Verdict:
    """Judge a plant by a table: items, then points, groups, score, gate and levels."""
    policy = policy or table["standard"].get("not_applicable")
    comparison = comparison or table["standard"].get("comparison", "full value")
    items = table["item"]
    shares = {item["id"]: judge(item, table, plant, comparison) for item in items}
    statuses = {name: status_of(share) for name, share in shares.items()}
    of = points_possible(table, statuses, policy)
    points = points_of(table, shares, of, policy)
    groups = {}
    for group in table.get("group", []):
        names = [item["id"] for item in items if item.get("group") == group["id"]]
        groups[group["id"]] = (*interval(points, of, names), sum((of[name] for name in names), Fraction(0)))
    gate = {statuses[item["id"]] for item in items if item["kind"] == "mandatory"}
    eligible = False if gate & {"not met", "partly met"} else None if "unknown" in gate else True
    unknown = sum(of[item["id"]] for item in items if points[item["id"]] is None and item["kind"] != "bonus")
    total = capped(table, shares, total_of(table, points, of))
    levels = []
    for level in table.get("level", []):
        asked = list(conditions(level, table, shares, of, policy, total, groups))
        levels.append([all(ends) for ends in zip((eligible is True, eligible is not False), *asked, strict=True)])
    titles = [level["title"] for level in table.get("level", [])]
    return Verdict(
        statuses, points, of, groups, eligible, possible_levels(titles, levels), *total, 1 - Fraction(unknown) / 100
    )


def points_of(table: dict[str, Any], shares: dict[str, Any], of: dict[str, Fraction], policy: str | None) -> Any:
    """What each item earns, None while unknown; what does not apply earns all under "full", if it is no bonus."""
    granted = {item["id"] for item in table["item"] if policy == "full" and item["kind"] != "bonus"}
    return {
        name: of[name] * (name in granted) if share == "not applicable" else share and share * of[name]
        for name, share in shares.items()
    }


def interval(points: dict[str, Fraction | None], of: dict[str, Fraction], names: Any) -> tuple[Fraction, Fraction]:
    """The sum of points: with nothing of what is unknown, and with all of it."""
    ends = [(end, end) if (end := points[name]) is not None else sorted((Fraction(0), of[name])) for name in names]
    lower, upper = (sum((one[place] for one in ends), Fraction(0)) for place in (0, 1))
    return lower, upper


def total_of(
    table: dict[str, Any], points: dict[str, Fraction | None], of: dict[str, Fraction]
) -> tuple[Fraction, Fraction]:
    return interval(points, of, [item["id"] for item in table["item"]])


def capped(
    table: dict[str, Any], shares: dict[str, Any], total: tuple[Fraction, Fraction]
) -> tuple[Fraction, Fraction]:
    lower, upper = total
    for cap in table.get("cap", []):
        share = shares[cap["unless"]] if "unless" in cap else Fraction(0)
        if share not in {1, "not applicable"}:
            lower = min(lower, Fraction(cap["points"]))
            upper = upper if share is None else min(upper, Fraction(cap["points"]))
    return lower, upper


# Levels


def conditions(  # noqa: PLR0913, PLR0917 (they are what a level is of)
    level: dict[str, Any],
    table: dict[str, Any],
    shares: dict[str, Any],
    of: dict[str, Fraction],
    policy: str | None,
    total: tuple[Fraction, Fraction],
    groups: dict[str, tuple[Fraction, Fraction, Fraction]],
) -> Any:
    """Whether each condition of a level holds: for certain, and perhaps."""
    if "counts_from" in level:
        least = percent(level["counts_from"])
        whole = {
            name: share if share is None or isinstance(share, str) else Fraction(share >= least)
            for name, share in shares.items()
        }
        total = capped(table, shares, total_of(table, points_of(table, whole, of, policy), of))
    yield [end >= Fraction(level["points_at_least"]) for end in total]
    with_points = [item["id"] for item in table["item"] if item.get("points") and item["kind"] != "bonus"]
    for asked in level.get("items", []):
        least = percent(asked.get("share", "100 %"))
        for share in (shares[name] for name in asked.get("items", with_points)):
            holds = isinstance(share, str) or (share is not None and share >= least)
            yield [holds, holds or share is None]
    for asked in level.get("groups", []):
        yield [end >= Fraction(asked["points_at_least"]) for end in groups[asked["group"]][:2]]


def possible_levels(titles: list[str], levels: list[list[bool]]) -> list[str | None]:
    """The titles of those that the plant may have, None for none, from the lowest to the highest."""
    found: list[str | None] = []
    for title, (surely, perhaps) in reversed([*zip([None, *titles], [[True, True], *levels], strict=True)]):
        found = [title, *found] if perhaps else found
        if surely:
            break
    return found if titles else []


def status_of(share: Any) -> str:
    if share is None or isinstance(share, str):
        return share or "unknown"
    return "met" if share == 1 else "not met" if share == 0 else "partly met"


def points_possible(table: dict[str, Any], statuses: dict[str, str], policy: str | None) -> dict[str, Fraction]:
    """Each item's points, once those of what does not apply are kept or spread; bonus points stay as they are."""
    weighted = table["standard"].get("scoring") == "weighted"
    weights = {group["id"]: Fraction(group["points"]) for group in table.get("group", [])}
    own = {item["id"]: Fraction(item.get("points", 0)) for item in table["item"]}
    counted = [item for item in table["item"] if own[item["id"]] and item["kind"] != "bonus"]
    of = own | {item["id"]: own[item["id"]] * (weights[item["group"]] / 100 if weighted else 1) for item in counted}
    spared = {name for name, status in statuses.items() if status == "not applicable"}
    if policy is None and any(item["id"] in spared for item in counted):
        raise RefusedError("no policy")
    if policy != "renormalise" or not counted:
        return of
    weights = weights or {None: Fraction(100)}
    left = dict.fromkeys(weights, Fraction(0))
    for item in counted:
        if item["id"] not in spared:
            left[item.get("group")] += of[item["id"]]
    alive = sum(weight for group, weight in weights.items() if left[group])
    if not alive:
        raise RefusedError("nothing with points applies")
    return of | {
        item["id"]: Fraction(0)
        if item["id"] in spared
        else of[item["id"]] * weights[item.get("group")] / left[item.get("group")] * 100 / alive
        for item in counted
    }
