"""Reads a table header by header, and keeps what is wrong with each."""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from pint.facets.plain import PlainQuantity

from greencalc.errors import FactsError, PartError, RegistryError, UnitTextError
from greencalc.fault_list import MOST_TOLD
from greencalc.formula.arguments import mass_hint
from greencalc.ledgers.plant_ledgers import LEDGER_NAMES
from greencalc.many_plants.columns.amounts import AmountColumn
from greencalc.many_plants.columns.cells import ColumnTypeError, Constant, as_column, of_one_kind, read_cells
from greencalc.many_plants.columns.headers import ColumnHeader, read_header
from greencalc.many_plants.columns.statuses import CategoryColumn, StatusColumn
from greencalc.many_plants.plant_table import PlantTable
from greencalc.plant.categories import names_of_category
from greencalc.plant.names import MOST_HINTS, amounts_of, hint_for, items_by_key, line_ends, names_of
from greencalc.showing.sheet import listed_text
from greencalc.standards.table import Item, Standard, years_taken
from greencalc.units.pint_registry import unit_of
from greencalc.units.spellings import suggest
from greencalc.units.text import GLYPHS, parse_unit
from greencalc.units.wording import expect, shown

_MOST_ENTRIES = 99
_IN_BRACKETS = re.compile(r"\[[^\[\]]*\]|\([^()]*\)")
_AROUND = " :：.、*"
_AMONG_WORDS = r"(?<![a-z0-9_.]){}(?![./]?_?[a-z])"  # a year or number may follow
_BEFORE_WORDS = r"^\W*(?:条款|第|clause )?\s*{}(?![./]?[\da-z])"
_BEHIND_A_NAME = re.compile(r"[_/,，:：;]+")


class Reader:
    """Reads headers one by one and keeps what is wrong with them."""

    def __init__(self, standard: Standard, units: dict[str, str], nan_is_missing: bool, index: Any) -> None:
        self.standard = standard
        self.index = index
        self.columns: dict[str, Any] = {}
        self.units = units
        self.nan_is_missing = nan_is_missing
        self.arguments = amounts_of(standard)
        self.line_ends = line_ends(standard)
        self.items = items_by_key(standard)
        self.names = names_of(standard)
        self.faults: list[str] = []
        self.rows: dict[str, int] = {}
        self.amounts: dict[str, dict[int, AmountColumn]] = defaultdict(dict)
        self.ends: dict[str, AmountColumn] = {}
        self.statuses: list[StatusColumn] = []
        self.category: CategoryColumn | None = None
        self.unused: list[tuple[str, str]] = []
        self.headers: set[tuple[str, int]] = set()
        self.said: dict[str, list[str]] = defaultdict(list)

    def take(self, text: Any, given: Any) -> None:
        """Take a column."""
        if not isinstance(text, str):
            self.faults.append(f"{text!r}: a header is a text")
            return
        header = read_header(text)
        if f"{header.name}.{header.place}" in self.items:  # a clause, not an amount of a year
            header = ColumnHeader(text, f"{header.name}.{header.place}", None, header.unit)
        self.columns[text] = given
        try:
            if header.name in self.names and (header.name, header.place or 1) in self.headers:
                raise ColumnTypeError("the fact has two columns")  # noqa: TRY301 (listed as all others are)
            self.headers.add((header.name, header.place or 1))
            own_unit = None
            if isinstance(given, PlainQuantity):
                own_unit = str(unit_of(given._REGISTRY, given._units))  # noqa: SLF001 (pint has no public names for them)
                given = given.magnitude if np.ndim(given.magnitude) else Constant(given)
            self._sort(header, as_column(given), own_unit)
        except (ColumnTypeError, UnitTextError, RegistryError) as error:
            self.faults.append(f"{' '.join(text.split())}: {error}")

    def table(self) -> PlantTable:
        """Return the table, or raise what is wrong with it."""
        self.faults += _strangers(self.units, self.headers, set(self.columns))
        self.faults += self._names_in_words()
        if self.index is not None and self.rows:
            self.rows["the index of the series"] = len(self.index)
        lengths = set(self.rows.values())
        if len(lengths) > 1:
            told = ", ".join(f"{name} has {rows}" for name, rows in self.rows.items())
            self.faults.append(f"columns have different numbers of rows: {told}")
        if not lengths and not self.faults:
            strange = [" ".join(text.split()) for text, _ in self.unused]
            mend = f"{listed_text(tuple(strange))}: none is a fact's name, like land_area [m2]"
            no_fact = bool(strange) and len(strange) == len(self.columns)
            self.faults.append(f"no column has rows; {mend if no_fact else 'for one plant use evaluate'}")
        self.faults += self._list_faults()
        if self.faults:
            raise FactsError(f"columns for {self.standard.number} cannot be used", tuple(self.faults))
        amounts = {name: tuple(places[place] for place in sorted(places)) for name, places in self.amounts.items()}
        found = (amounts, self.ends, tuple(self.statuses), self.category, tuple(self.unused))
        return PlantTable(next(iter(lengths)), *found, self.columns, self.index)

    def _sort(self, header: ColumnHeader, column: Any, own_unit: str | None) -> None:
        name = header.name
        if name not in self.names:
            if _spelt_plainly(name).lower() in LEDGER_NAMES:
                raise ColumnTypeError("ledgers are no columns; give the totals, like energy_consumption [tce]")
            self._refuse_what_is_meant(header)
            hint = hint_for(self.standard, name) if len(self.unused) < MOST_HINTS else ""
            self.unused.append((header.text, hint))
            return
        if name in self.arguments or name in self.line_ends:
            taken: AmountColumn | StatusColumn | CategoryColumn | None = self._take_amounts(header, column, own_unit)
        else:
            taken = self._take_words(header, column)
            if header.unit is not None:
                raise ColumnTypeError(
                    f"{name} has no unit; write it without brackets, or rename what is another column"
                )
        if header.place is not None and name not in self.arguments:
            raise ColumnTypeError("it is the same for all years; give one column")
        if not isinstance(column, Constant):
            self.rows[header.text] = len(column)
        elif taken is not None:  # no row could be judged
            self.faults += [f"{fault} It is said of all rows." for fault in taken.faults(0)]

    def _check_twice(self, name: str, items: Sequence[Item]) -> None:
        """Refuse two columns for one item, but for its own beside that of the item that its clause names."""
        ids = {item.id for item in self.standard.items}
        for item in items:
            if any(item.id not in {name, other} or not {name, other} <= ids for other in self.said[item.id]):
                raise ColumnTypeError("two columns speak of the same item")
            self.said[item.id].append(name)

    def _take_words(self, header: ColumnHeader, column: Any) -> StatusColumn | CategoryColumn | None:
        if header.name == "year":
            return None
        column = of_one_kind(column, bool)
        read_cells(column, 0, 1)  # refuses at once what no row of it could be
        if header.name == self.standard.category:
            self.category = CategoryColumn(header, column, self.standard, self.nan_is_missing)
            return self.category
        items = tuple(self.items[header.name])
        self._check_twice(header.name, items)
        self.statuses.append(StatusColumn(header, items, column, self.standard, self.nan_is_missing))
        return self.statuses[-1]

    def _refuse_what_is_meant(self, header: ColumnHeader) -> None:
        """Refuse a header that is a fact's name but for its spelling: left out, the fact would be unknown."""
        bare, unit = _spelt_plainly(header.name), header.unit
        if unit is not None and not _is_unit(unit):
            unit = None
        in_brackets = (part[1:-1] for part in _IN_BRACKETS.findall(header.text.translate(GLYPHS)))
        unit = unit or next(filter(_is_unit, in_brackets), None)
        run_together = bare.lower().replace("_", "")
        known = {
            _spelt_plainly(name).lower().replace("_", ""): name for name in self.names - {"year"}
        }  # it is not read
        meant = [known[run_together]] if run_together in known else []
        meant += [name for name, argument in self.arguments.items() if argument.symbol.meaning_zh == header.name]
        meant += [self.standard.category] if header.name in names_of_category(self.standard) else []
        for separator in _BEHIND_A_NAME.finditer(bare):
            name, rest = bare[: separator.start()].lower(), bare[separator.end() :]
            if name in self.arguments and _is_unit(rest):
                meant, unit = [name], rest
        if meant:
            rest = f"{f'.{header.place}' if header.place else ''}{f' [{unit}]' if unit else ''}"
            raise ColumnTypeError(f"the fact is {' or '.join(meant)}; write its header '{meant[0]}{rest}'")

    def _names_in_words(self) -> Iterator[str]:
        """Find facts that lack a column, or that of a year, whose name stands among other words in an unused header."""
        there = {name for name, _ in self.headers}
        of_years = {name for name, places in self.amounts.items() if any(one.header.place for one in places.values())}
        names = [
            name for name in (self.names - there) | of_years if "_" in name or not name[:1].isalpha()
        ]  # city has a capacity too
        for text, _ in self.unused:
            plain = re.sub(r"\s*/\s*", "/", " ".join(text.translate(GLYPHS).split())).lower()
            joined = re.sub(r"[\s-]+", "_", plain)
            is_numbered = re.search(r"\d", plain) is not None
            known = names if is_numbered else [name for name in names if name not in of_years]  # remarks on a fact
            meant = [name for name in known if name.lower() in plain or joined.startswith(name.lower())]
            for name in sorted(meant, key=len, reverse=True):
                pattern = (_AMONG_WORDS if name[:1].isalpha() else _BEFORE_WORDS).format(re.escape(name.lower()))
                if re.search(pattern, plain) or re.match(pattern, joined):
                    said = read_header(text).unit
                    unit = f" [{said}]" if said and _is_unit(said) else ""
                    numbered = f"'{name}.1{unit}' and on, oldest first"
                    several = f", of several years {numbered}" if is_numbered and name in self.arguments else ""
                    mend = f"write its header '{name}{unit}'{several}"
                    if name in of_years:
                        mend = f"number it with the others, {numbered}"
                    mend += ", or rename what is another column"
                    yield f"{' '.join(text.split())}: the fact is {name}; {mend}"
                    break

    def _take_amounts(self, header: ColumnHeader, column: Any, own_unit: str | None) -> AmountColumn:
        argument = self.arguments.get(header.name) or self.line_ends[header.name]
        said = (header.unit, self.units.get(header.text, self.units.get(header.name)), own_unit)
        units = [unit for unit in said if isinstance(unit, str)]
        parsed = {parse_unit(unit) for unit in units}
        if len(parsed) > 1:
            raise UnitTextError(f"several units are said: {' and '.join(map(repr, units))}")
        for _, unit in parsed:
            if unit.dimension != argument.symbol.unit.dimension:
                expected = f"{argument.symbol.unit.kind}, in {argument.symbol.unit} or alike"
                hint = mass_hint("", units[0], argument.symbol)
                raise UnitTextError(f"{units[0]!r} is {unit.kind}; expected is {expected}. {hint}".rstrip(". "))
        if units:
            column = of_one_kind(of_one_kind(column, float), int)
        taken = AmountColumn(header, argument, column, units[0] if units else None, self.nan_is_missing)
        taken.check()
        if header.name in self.line_ends:
            self.ends[header.name] = taken
        else:
            self.amounts[header.name][header.place or 1] = taken
        return taken

    def _list_faults(self) -> Iterator[str]:
        """Find arguments with several columns that do not go together."""
        for name, places in self.amounts.items():
            if set(places) != set(range(1, len(places) + 1)):
                yield f"{name}: number its columns from .1 on, oldest first"
        for item in self.standard.items:
            formula = self.standard.formula_of(item)
            counts = {name: len(self.amounts.get(name, ())) for name in (formula.arguments if formula else ())}
            several = tuple(name for name, count in counts.items() if count > 1)
            if not several or formula is None:
                continue
            most = years_taken(item, formula) or _MOST_ENTRIES
            single = [name for name in several if formula.over and not formula.arguments[name].symbol.over]
            named = ", ".join(several)
            if len({counts[name] for name in several}) > 1:
                yield f"{named}: each is to have as many columns as the others"
            elif counts[several[0]] > most:
                yield f"{named}: {item.id} takes {most} at most"
            elif single:
                yield f"{', '.join(single)}: {formula.name} takes one column"
            elif formula.over and any(
                formula.arguments[name].symbol.over and count == 1 for name, count in counts.items()
            ):
                yield f"{named}: give {formula.name}'s other amounts year by year too"


def _spelt_plainly(name: str) -> str:
    """Return a name without what is in brackets, in half width, with one sign between words."""
    plain = name.translate(GLYPHS)
    bare = _IN_BRACKETS.sub(" ", plain).strip(_AROUND + "()[]") or plain.strip(_AROUND + "()[]")
    return re.sub(r"[\s-]+", "_", bare)


def _is_unit(text: str) -> bool:
    try:
        parse_unit(text)
    except UnitTextError:
        return False
    return True


def _strangers(units: Mapping[str, str], headers: set[tuple[str, int]], texts: set[str]) -> Iterator[str]:
    """Find units that are said of no column."""
    names = {name for name, _ in headers} | texts
    for place, (name, unit) in enumerate(units.items()):
        if not isinstance(name, str) or not isinstance(unit, str):
            yield f"units: {shown(name)} is {shown(unit)}; give texts"
        elif name not in names:
            near = suggest(name, names) if place < MOST_TOLD else ""
            yield f"units: there is no column {name!r}" + (f"; did you mean {near}?" if near else "")


def read_table(
    standard: Standard, columns: Any, *, units: Mapping[str, str] | None = None, nan_is_missing: bool = False
) -> PlantTable:
    """Sort columns by what a standard needs them for.

    Raises
    ------
    FactsError
        Listing every header that cannot be used.
    """
    if units is not None:
        expect(Mapping, units, "columns", "units", "give them by header or name, as units={'land_area': 'mu'}")
    expect(bool | np.bool_, nan_is_missing, "columns", "nan_is_missing", "give True or False")
    reader = Reader(standard, dict(units or {}), nan_is_missing, index_of(columns))
    for name, times in Counter(names_in(columns)).items():
        if times > 1:
            reader.faults.append(f"{name}: the fact has {times} columns")
        else:
            reader.take(name, columns[name])
    return reader.table()


def names_in(columns: Any) -> list[Any]:
    """Return the headers of a table.

    Raises
    ------
    FactsError
        If it is none.
    """
    for attribute in ("column_names", "columns"):
        if hasattr(columns, "__len__") and hasattr(columns, attribute):
            return list(getattr(columns, attribute))
    if isinstance(columns, Mapping):
        return list(columns)
    raise FactsError("columns", (f"{type(columns).__name__} is no table; give a mapping of columns or a data frame",))


def index_of(columns: Any) -> Any:
    """Return the index of a pandas table, or the one that series have in common.

    Raises
    ------
    FactsError
        If series have different indexes: side by side, their rows would be of different plants.
    """
    pandas = sys.modules.get("pandas")  # who has a pandas table has loaded it
    if pandas is None:
        return None
    if isinstance(columns, pandas.DataFrame):
        return columns.index
    if not isinstance(columns, Mapping):
        return None
    series = [(name, columns[name]) for name in names_in(columns) if isinstance(columns[name], pandas.Series)]
    for name, column in series:
        if not column.index.equals(series[0][1].index):
            mend = "make one data frame of them, or give column.to_numpy() if their rows are in the same order"
            raise FactsError("columns", (f"{series[0][0]} and {name} have different indexes; {mend}",))
    return series[0][1].index if series else None


def plant_facts(
    standard: Standard,
    columns: Any,
    row: int,
    *,
    units: Mapping[str, str] | None = None,
    nan_is_missing: bool = False,
) -> dict[str, Any]:
    """Return one plant of many as the facts that :func:`evaluate` takes, to be explained or packed.

    Parameters
    ----------
    standard : Standard
        What :func:`load_standard` returns.
    columns : mapping, or pandas, polars or Arrow table
        As :func:`score_columns` takes them.
    row : int
        The plant's row, counted from 0.
    units : mapping of str to str, optional
        As :func:`score_columns` takes them.
    nan_is_missing : bool, optional
        As :func:`score_columns` takes it.

    Returns
    -------
    dict
        The facts as typed in the row's cells, with their units.

    Raises
    ------
    FactsError
        If a header or a column as a whole cannot be used, or the row is no whole number.
    PartError
        If there is no such row; it is an IndexError too.

    Examples
    --------
    >>> from greencalc import load_standard, plant_facts
    >>> plants = {"green_paint [t]": [90, 80], "total_paint [kg]": [100000, 100000]}
    >>> plant_facts(load_standard("qct1160_2022"), plants, 1)
    {'green_paint': '80 t', 'total_paint': '100000 kg'}
    """
    expect(Standard, standard, "plant_facts", "the standard", "give what load_standard(...) returns")
    expect(int | np.integer, row, "plant_facts", "row", "give a whole number, counted from 0")
    table = read_table(standard, columns, units=units, nan_is_missing=nan_is_missing)
    if not 0 <= row < table.rows:
        raise PartError(f"there is no row {shown(row)}; there are {table.rows}, counted from 0")
    return table.facts(row)
