"""The parts of a judged plant by what they are called, and what is said where there is none."""

from __future__ import annotations

from typing import NoReturn

from greencalc.errors import PartError
from greencalc.judging.judged_plant import JudgedPlant
from greencalc.judging.results import ItemResult
from greencalc.units.spellings import suggest
from greencalc.units.wording import expect, shown


def items_of(plant: JudgedPlant, part: object) -> list[ItemResult]:
    """Return the items that an id, a clause or a formula stands for."""
    for key in ("id", "clause"):
        found = [result for result in plant.items if getattr(result, key) == part]
        if found:
            return found
    formulas = {result.id: plant.table.formula_of(result.item) for result in plant.items}
    return [one for one in plant.items if (by := formulas[one.id]) is not None and part in (by.clause, by.name)]


def parts_of(plant: JudgedPlant) -> list[str]:
    """Return whatever can be explained: items, clauses, groups and formulas."""
    return [
        *(name for result in plant.items for name in (result.id, result.clause)),
        *(group.id for group in plant.groups),
        *(name for by in plant.table.formulas.values() for name in (by.clause, by.name)),
    ]


def refuse_group(plant: JudgedPlant, group_id: str) -> NoReturn:
    """Say that there is no such group, and what was probably meant."""
    names = [result.id for result in plant.groups]
    expect(str, group_id, plant.table.number, "the group", f"its groups are {', '.join(names)}")
    near = suggest(group_id, names)
    is_item = any(result.id == group_id for result in plant.items)
    mend = f"did you mean {near}?" if near else f"its groups are {', '.join(names)}"
    mend = "it is an item: ask for it by item(...)" if is_item else mend
    raise PartError(f"{plant.table.number} has no group {group_id!r}; {mend}")


def refuse_item(plant: JudgedPlant, item_id: str) -> NoReturn:
    """Say that there is no such item; a formula decides items that have ids of their own."""
    meant = items_of(plant, item_id) if isinstance(item_id, str) else []
    if meant and meant[0].clause != item_id:
        ids = ", ".join(result.id for result in meant)
        raise PartError(f"{plant.table.number} has no item {item_id!r}; this formula decides {ids}")
    refuse_part(plant, item_id, [result.id for result in plant.items])


def refuse_part(plant: JudgedPlant, part: str, names: list[str]) -> NoReturn:
    """Say that there is no such part, and what was probably meant of these names."""
    alike = ", ".join(result.id for result in plant.items if result.clause.startswith(shown(part).strip("'")))
    mend = "write its id as text, in quotation marks" + (f": {alike}" if alike else "")
    expect(str, part, plant.table.number, "the item", mend)
    near = suggest(part, names)
    groups = [group.id for group in plant.groups]
    if part in groups:
        mend = "it is a group: ask for it by group(...)"
    else:
        mend = (
            f"it has {alike}" if alike else f"did you mean {near}?" if near else f"its groups are {', '.join(groups)}"
        )
    raise PartError(f"{plant.table.number} has no item {part!r}; {mend}")
