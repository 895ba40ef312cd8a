"""The facts of rows as a query has them: columns by headers, of which no more is known than what cells they have."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Literal, Protocol

from attrs import field, frozen

from greencalc.formula.computation import default_reading
from greencalc.formula.declaration import Symbol
from greencalc.many_plants.columns.amounts import AmountColumn
from greencalc.many_plants.columns.cells import Constant
from greencalc.many_plants.columns.headers import read_header
from greencalc.many_plants.columns.statuses import CategoryColumn, StatusColumn
from greencalc.many_plants.plant_table import PlantTable
from greencalc.plant.categories import category_words, defined_type
from greencalc.plant.status_words import NOT_APPLICABLE, STATUS_OF_WORD, UNKNOWN
from greencalc.standards.table import Same, Standard
from greencalc.table_plan.inputs import UNSAID, Inputs, Words, key_of
from greencalc.table_plan.tongues.blocks import SAID
from greencalc.table_plan.tongues.queries.terms import Language, Scaled, is_known, joins_of

Cells = Literal["float", "number", "truth", "text"]
"""What a column has: floats, other numbers, truth values, or text."""

_MOST_WHOLE = 2.0**53  # whole numbers up to it are floats
_REASON = "x"  # any will do
_SEPARATORS = (":", "：")
_STATUSES = MappingProxyType({code: status for status, code in SAID.items()})
_ByMeaning = dict[tuple[tuple[tuple[str, int], ...], bool], list[str]]


class ColumnLanguage(Language, Protocol):
    """A language that has columns too."""

    def column(self, header: str, cells: Cells) -> Any:
        """Return a column."""

    def number_in(self, text: Any) -> Any:
        """Return the number that a text is; nothing if it is none."""

    def is_missing(self, column: Any) -> Any:
        """Return which cells are empty."""

    def without_nan(self, number: Any) -> Any:
        """Return numbers, nothing where they are NaN."""

    def is_among(self, column: Any, words: Sequence[str]) -> Any:
        """Return which cells are one of some texts."""

    def begins(self, column: Any, words: Sequence[str], separators: Sequence[str]) -> Any:
        """Return which cells are one of some words, a separator, and a letter or digit, in a single line."""

    def is_whole(self, number: Any) -> Any:
        """Return which numbers are whole."""


class ColumnFacts:
    """The facts of rows.

    Parameters
    ----------
    standard : Standard
        The table of indicators.
    table : PlantTable
        Its columns, whose cells are of no meaning, and what all rows have.
    cells : mapping of str to str
        What the columns have, by header.
    filled : container of str
        The headers of columns that have no empty cells.
    texts : mapping of str to collection of str
        The only texts that columns have, where that is known, by header.
    language : ColumnLanguage
        The language.
    """

    def __init__(  # noqa: PLR0913, PLR0917 (each is something else that is known)
        self,
        standard: Standard,
        table: PlantTable,
        cells: Mapping[str, Cells],
        filled: frozenset[str],
        texts: Mapping[str, Collection[str]],
        language: ColumnLanguage,
    ) -> None:
        self.standard = standard
        self.table = table
        self.cells = cells
        self.filled = filled
        self.texts = texts
        self.language = language
        self._some, self._every, self._denied = joins_of(language)
        self.doubts: list[Any] = []
        self.sure: list[Any] = []
        self._typed: dict[str, Any] = {}
        self._short: dict[str, Any] = {}
        self._amounts: dict[str, tuple[Any, Any]] = {
            key: self._amount(key, column) for key, column in table.by_key.items()
        }
        self._said: dict[str, list[dict[int, Any]]] = {}
        for column in sorted(table.statuses, key=self._is_of_clause):
            self._note(column)
        self._categories = None if table.category is None else self._categories_of(table.category)

    @property
    def inputs(self) -> Inputs:
        """What the rows' plan is made for."""
        counts = {name: len(columns) for name, columns in self.table.amounts.items()}
        counts |= dict.fromkeys(self.table.ends, 1)
        gaps = frozenset(key for key, (_, gap) in self._amounts.items() if gap is not False)
        words = {name: self._words(several) for name, several in self._said.items()}
        if self._categories is None:
            return Inputs(counts, gaps, words, "none")
        return Inputs(counts, gaps, words, "known" if self._categories[-1] is False else "some")

    # Amounts

    def _amount(self, key: str, column: AmountColumn) -> tuple[Any, Any]:
        """Return an amount in its argument's unit, and whether it is unknown."""
        language, header = self.language, column.header.text
        if column.constant is not None:
            exact = column.exact(0)
            return exact, exact is None
        name = key if len(self.table.amounts.get(column.argument.name, ())) > 1 else column.header.name
        cells = self.cells[header]
        typed = raw = language.column(header, cells)
        if cells == "text":
            raw = self._number_in_text(raw, column, name)
        elif cells == "float" and column.nan_is_missing:
            typed = raw = language.without_nan(raw)
        elif cells == "number":
            raw = language.as_floats(raw)
        factor = Fraction(1) if column.factor is None else column.factor
        if language.names_steps:
            raw, factor = language.named("facts", name, Scaled(raw, factor, language).plain), Fraction(1)
        self._typed[key] = typed
        most = min(column.sure.most, _MOST_WHOLE * float(column.factor or 1)) if cells == "number" else column.sure.most
        least, most = (language.literal(end / float(factor)) for end in (column.sure.least, most))
        sure = language.between(raw, least, most)
        if column.sure.zero:
            sure = language.some([sure, raw == 0.0])
        if column.sure.whole:
            sure = language.every([sure, language.is_whole(Scaled(raw, factor, language).plain)])
        self.sure.append(sure)
        may_lack = header not in self.filled or cells == "text" or (cells == "float" and column.nan_is_missing)
        return Scaled(raw, factor, language), language.is_missing(raw) if may_lack else False

    def _number_in_text(self, text: Any, column: AmountColumn, name: str) -> Any:
        """Return the numbers among texts; amounts with a unit of their own, and other words, are in doubt."""
        language = self.language
        text = language.named("facts", f"{name} as typed", text)
        number = language.as_floats(language.literal(None)) if column.factor is None else language.number_in(text)
        number = language.named("facts", f"{name} as number", number)
        is_word = language.denied(language.is_among(language.otherwise(text, ""), [""]))
        self.doubts.append(language.every([is_word, language.is_missing(number)]))
        return number

    def amount(self, key: str) -> Any:
        """Return an amount in its argument's unit, or what stands in for it."""
        number, gap = self._amounts[key]
        argument = self.table.by_key[key].argument
        if gap is False or argument.default is None or len(self.table.amounts.get(argument.name, ())) > 1:
            return number
        default: Fraction = default_reading(argument).exact(argument.symbol.unit)
        return (
            default
            if gap is True
            else Scaled(self.language.otherwise(number.plain, float(default)), Fraction(1), self.language)
        )

    def given(self, name: str) -> Iterator[tuple[Any, Any]]:
        """Yield the amounts of a fact, one a year, as they are given, and whether each is unknown."""
        yield from (self._amounts[key_of(name, place)] for place in range(len(self.table.amounts.get(name, ()))))

    def symbol_of(self, name: str) -> Symbol:
        """Return what the amounts of a fact are."""
        return self.table.amounts[name][0].argument.symbol

    def gap(self, key: str) -> Any:
        """Return whether an amount is unknown."""
        return self._amounts[key][1]

    def is_of_floats(self, key: str) -> bool:
        """Tell whether an amount is a float, which stands for its rounding."""
        return self.cells.get(self.table.by_key[key].header.text) == "float"

    def alike(self, key: str, other: str) -> tuple[Any, Any] | None:
        """Return two amounts as they are typed, if they have the same unit and comparing them so is exact."""
        one, two = (self.table.by_key.get(name) for name in (key, other))
        if one is None or two is None or one.factor != two.factor:
            return None
        cells = {self.cells.get(column.header.text) for column in (one, two)}
        if cells not in ({"float"}, {"number"}):
            return None
        found = (self.language.named("facts", f"{name} as typed", self._typed[name]) for name in (key, other))
        return next(found), next(found)

    def short(self, key: str) -> tuple[Any, Fraction, Any] | None:
        """Return an amount as typed, in which unit, and whether it is short; None of what nobody asks so."""
        column = self.table.by_key.get(key)
        if column is None or self.cells.get(column.header.text) not in {"float", "number"}:
            return None
        typed = self._typed[key]
        if key not in self._short:
            short = self.language.is_short(typed)
            if short is False:
                return None
            short = short if self.gap(key) is False else self.language.otherwise(short, value=False)
            self._short[key] = self.language.named("facts", f"{key} is short", short)
        return typed, Fraction(1) if column.factor is None else column.factor, self._short[key]

    # Words

    def _is_of_clause(self, column: StatusColumn) -> bool:
        """Tell whether a column speaks of items that are not its own; those come after what is said of them alone."""
        return not any(item.id == column.header.name for item in column.items) or len(column.items) > 1

    def _note(self, column: StatusColumn) -> None:
        """Take what a column says of each of its items: where each code is said."""
        language = self.language
        if isinstance(column.column, Constant):
            codes = column.codes_of(column.cell(0)) or {}
            for item in column.items:
                code = codes.get(item.id, SAID[UNSAID])
                self._said.setdefault(item.id, []).append({code: True})
            return
        header, cells = column.header.text, self.cells[column.header.text]
        said = language.named("facts", column.header.name, language.column(header, cells))
        empty = False if header in self.filled else language.is_missing(said)
        found = [
            (self._told(header, where, codes), codes, holds)
            for where, codes, holds in self._meanings(column, said, cells)
        ]
        if cells != "truth" or len(found) < len((True, False)):
            self.sure.append(self._some([empty, *(where for where, *_ in found)]))
        own = [self._said[item.id][0].get(SAID[UNSAID], False) for item in column.items if item.id in self._said]
        alone = [where for where, codes, holds_of_each in found if holds_of_each]
        if own and len(alone) < len(found):  # whether such a word can be said depends on which items have their own
            self.sure.append(self._some([empty, *alone, self._every(own)]))
        for item in column.items:
            by_code: dict[int, list[Any]] = {SAID[UNSAID]: [empty]}
            for where, codes, _ in found:
                by_code.setdefault(codes.get(item.id, SAID[UNSAID]), []).append(where)
            self._said.setdefault(item.id, []).append({code: self._some(places) for code, places in by_code.items()})

    def _meanings(self, column: StatusColumn, said: Any, cells: Cells) -> Iterator[tuple[Any, Mapping[str, int], bool]]:
        """Yield where something is said that has a meaning, the codes of items, and whether each has its own alone."""
        language, header = self.language, column.header.text
        if cells == "truth":
            for truth in (True, False):
                codes = column.codes_of(truth)
                where = said if truth else language.denied(said)
                if codes is not None:
                    yield where, codes, column.says_of_each(truth, codes)
            return
        if cells != "text":
            return
        only = None if header not in self.texts else tuple(self.texts[header])
        key = (Same(self.standard), column.header.name, tuple(item.id for item in column.items), only)
        by_meaning, begun = _words_by_meaning(_Asked(key, column, only))
        for (meaning, holds), words in by_meaning.items():
            yield self._among(header, said, words), dict(meaning), holds
        for (meaning, holds), words in begun.items():
            yield language.begins(said, words, _SEPARATORS), dict(meaning), holds

    def _told(self, header: str, where: Any, codes: Mapping[str, int]) -> Any:
        """Return where something is said, which is nowhere in empty cells, by a name."""
        where = where if header in self.filled else self.language.otherwise(where, value=False)
        statuses = " or ".join(dict.fromkeys(_STATUSES[code] for code in codes.values())) or UNSAID
        return self.language.named("facts", f"{read_header(header).name} says {statuses}", where)

    def _words(self, several: list[dict[int, Any]]) -> Words:
        """Return what may be said of an item."""
        [first, *others] = several
        if others or any(first.get(SAID[status], False) is not False for status in (UNKNOWN, NOT_APPLICABLE)):
            return "words"
        return "yes or no" if first.get(SAID[UNSAID], False) is False else "yes, no or nothing"

    def says(self, item: str, status: str) -> Any:
        """Return whether a status is said of an item: by its own word, or else by that of its clause."""
        found: Any = False
        for where in reversed(self._said[item]):
            unsaid, here = where.get(SAID[UNSAID], False), where.get(SAID[status], False)
            if status == UNSAID:
                found = unsaid if where is self._said[item][-1] else self._every([unsaid, found])
            else:
                found = self._some([here, self._every([unsaid, found])])
        return found

    def _among(self, header: str, said: Any, words: Iterable[str]) -> Any:
        """Return which cells of a column are one of some texts."""
        only = self.texts.get(header)
        found = [word for word in dict.fromkeys(words) if only is None or word in only]
        return self.language.is_among(said, found) if found else False

    # Categories

    def _categories_of(self, column: CategoryColumn) -> tuple[Any, ...]:
        """Return where the category is that of each place in the table's list, and last where it is unknown."""
        listed, language = self.standard.categories, self.language
        if isinstance(column.column, Constant):
            places, _ = column.block(0, 1)
            return tuple(place == int(places[0]) for place in (*range(len(listed)), -1))
        header, cells = column.header.text, self.cells[column.header.text]
        said = language.named("facts", self.standard.category, language.column(header, cells))
        by_name: dict[str, list[str]] = {name: [] for name in listed}
        for word, meant in (category_words(self.standard) | {name: name for name in listed}).items():
            if defined_type(word, self.standard):
                continue  # who reads such a word says by what definition
            by_name[meant] += [one for one in _spellings([word]) if column.category_in(one) == meant]
        unknown = [word for word in _spellings(STATUS_OF_WORD) if STATUS_OF_WORD[word.lower()] == UNKNOWN]
        unknown = [word for word in unknown if column.category_in(word) == ""]
        is_text = cells == "text"
        found = [self._among(header, said, by_name[name]) if is_text else False for name in listed]
        empty = False if header in self.filled else language.is_missing(said)
        untold = self._some([empty, self._among(header, said, unknown) if is_text else False])
        self.sure.append(self._some([untold, *found]))
        if empty is not False:
            found = [one if is_known(one) else language.otherwise(one, value=False) for one in found]
        found = [
            one if is_known(one) else language.named("facts", f"is {name}", one)
            for one, name in zip(found, listed, strict=True)
        ]
        return (*found, untold)

    def is_of_category(self, place: int) -> Any:
        """Return whether the category is that of a place in the table's list."""
        return False if self._categories is None else self._categories[place]

    def uncategorised(self) -> Any:
        """Return whether the category is unknown."""
        return True if self._categories is None else self._categories[-1]


@frozen
class _Asked:
    """A column whose words are asked for, the only ones that it has if that is known, and what tells it from others."""

    key: tuple[Any, ...]
    column: StatusColumn = field(eq=False)
    only: Sequence[str] | None = field(eq=False)


@lru_cache(maxsize=1024)
def _words_by_meaning(asked: _Asked) -> tuple[_ByMeaning, _ByMeaning]:
    """Return words by the codes of items that they say, and whether each has its own alone; and those with a reason.

    A file may have new texts in each part, and there are thousands of words to be looked up.
    """
    column, only = asked.column, asked.only
    by_meaning: _ByMeaning = {}
    begun: _ByMeaning = {}
    for word in _spellings(STATUS_OF_WORD) if only is None else only:
        codes = column.codes_of(word)
        if codes is not None:
            by_meaning.setdefault((tuple(codes.items()), column.says_of_each(word, codes)), []).append(word)
        with_reason = f"{word}: {_REASON}"
        codes = column.codes_of(with_reason) if word and only is None else None
        if codes is not None and SAID[NOT_APPLICABLE] in codes.values():
            begun.setdefault((tuple(codes.items()), column.says_of_each(with_reason, codes)), []).append(word)
    return by_meaning, begun


def _spellings(words: Any) -> list[str]:
    """Return words as people write them: in small letters, in capitals, or with a capital at the beginning."""
    texts = [word for word in words if isinstance(word, str)]
    return list(dict.fromkeys(one for text in texts for one in (text, text.upper(), text.capitalize())))
