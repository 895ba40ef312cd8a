"""Plant files: TOML as an engineer would write it, read into facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from attrs import frozen

from greencalc.errors import PlantFileError
from greencalc.toml_file import TomlFileError, read_toml

__all__ = ["Plant", "load_plant"]

_DESCRIPTION = "plant"
_FACT_MARKS = frozenset({"value", "status"})


@frozen
class Plant:
    """What a plant file says.

    Attributes
    ----------
    facts : mapping
        Facts by name, as :func:`greencalc.evaluate` takes them.
    description : mapping
        The [plant] table: name, year, the standard to judge by, and whatever else its owner notes.
    """

    facts: Mapping[str, Any]
    description: Mapping[str, Any]

    @property
    def standard(self) -> str | None:
        """The standard that the file names."""
        return self.description.get("standard")


def load_plant(path: str | Path) -> Plant:
    """Read a plant file.

    The file is TOML. The [plant] table describes the plant: ``name``, ``year``, ``standard``,
    ``vehicle_type``. Everything else is facts, under table headings of the writer's choice, which only group
    them.

    Parameters
    ----------
    path : str or Path
        The file.

    Returns
    -------
    Plant
        Facts and description.

    Raises
    ------
    PlantFileError
        If the file cannot be read, a fact is given twice, or a clause is not in quotation marks.

    Examples
    --------
    >>> plant = load_plant("examples/plant.toml")
    >>> plant.facts["land_area"]["value"]
    '1230 mu'
    """
    try:
        content = read_toml(Path(path))
    except TomlFileError as error:
        raise PlantFileError(str(path), (str(error),)) from error
    description = content.pop(_DESCRIPTION, {})
    faults: list[str] = []
    if not isinstance(description, dict):
        faults.append("plant: write a [plant] table")
        description = {}
    faults += [
        f"plant.{key}: {description[key]!r} is not a text"
        for key in ("name", "standard")
        if not isinstance(description.get(key, ""), str)
    ]
    facts: dict[str, Any] = {}
    if "vehicle_type" in description:
        facts["vehicle_type"] = description["vehicle_type"]
    for name, value in _facts(content):
        if name in facts:
            faults.append(f"{name}: the fact is given twice")
        elif name.isdigit():
            faults.append(f'{name}: write a clause in quotation marks, as in "{name}.1" = "met"')
        facts[name] = value
    if faults:
        raise PlantFileError(str(path), tuple(dict.fromkeys(faults)))
    return Plant(MappingProxyType(facts), MappingProxyType(description))


def _facts(table: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield facts; a table that is no fact itself groups others."""
    for name, value in table.items():
        if name.isdigit():
            yield name, None
        elif isinstance(value, dict) and not _FACT_MARKS & set(value):
            yield from _facts(value)
        else:
            yield name, value
