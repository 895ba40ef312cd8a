"""What a sheet's XML says that its values do not: formulas without a value, errors, number formats, merged cells."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from greencalc.files.workbook_parts import WorkbookError, walk_xml

Place = tuple[int, int]
"""Row and column of a cell, counted from 0."""

PERCENT, DATE, MARKED, SCALED = "percent", "date", "marked", "scaled"
"""How a format shows a number otherwise than it is stored."""
NO_VALUE = "its formula has no stored value; open the workbook in Excel or LibreOffice, let it calculate, and save it"

_MOST_ROWS, _MOST_COLUMNS = 2**20, 2**14
_MOST_MERGED = 10_000
_MOST_FORMATS, _LONGEST_FORMAT = 5000, 255
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_PERCENTS = frozenset({9, 10})
_DATES = frozenset({*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)})
_LITERAL = re.compile(r'"([^"]*)"|[\\!](.)|_.|\*.|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]')
_UNSEEN = re.compile(r"[\s()¥￥]*")
_SIGN, _WORDS = "¤", "元"
"""What stands for a text that a format shows: signs such as the dash of an empty account, or letters and digits."""

_GENERAL = re.compile(r"g/通用格式|general|e[+-]", re.IGNORECASE)
_NUMBER = re.compile(r"[\s(¥￥]*[+-]?([0#?, ]*(\.[0#?]*)?,*|[0#?]* *[0#?]+/[0-9#?]+|@)\s*%?[\s)]*")
_SAYS = re.compile(r"(?!_x[0-9A-Fa-f]{4}_)(?<!_x.{4})\S")
"""What surely is no space, nor may be part of one that is escaped."""

_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_SCALES = re.compile(r"[0#?],+(?![0#?,])")


class Scan(NamedTuple):
    """What is odd about the cells of a sheet.

    Attributes
    ----------
    looks : dict
        Of numbers that their format shows otherwise, how.
    flaws : dict
        Of cells that hold nothing that can be used, why.
    formulas : set
        The cells with formulas.
    merged : list
        Merged cells: the first and the last of each.
    rows, columns : int
        How far it is filled.
    cells : int
        How many cells are filled.
    shared : int
        How many letters the texts have that they share, each as often as it stands there.
    hides_keys : bool
        Whether its first column is hidden.
    filled : dict
        How many cells of each row surely hold something, so that whoever reads them can be held to it.
    """

    looks: dict[Place, str]
    flaws: dict[Place, str]
    formulas: set[Place]
    merged: list[tuple[Place, Place]]
    rows: int
    columns: int
    cells: int
    shared: int
    hides_keys: bool
    filled: dict[int, int]


def number_looks(styles: bytes) -> list[str]:
    """Return how each style of a workbook shows numbers; an empty text where that is how they are stored."""
    codes: dict[int, str] = {}
    numbers: list[int] = []
    inside = [False]

    def begins(name: str, given: dict[str, str]) -> None:
        if name == "numFmt":
            codes[int(given["numFmtId"])] = given.get("formatCode", "")
            if len(codes) > _MOST_FORMATS:
                raise WorkbookError(f"it has more than {_MOST_FORMATS} number formats")
        elif name == "cellXfs":
            inside[0] = True
        elif name == "xf" and inside[0]:
            numbers.append(int(given.get("numFmtId", "0")))

    def ends(name: str) -> None:
        inside[0] = inside[0] and name != "cellXfs"

    try:
        walk_xml(styles, begins, ends)
    except KeyError:
        raise WorkbookError("its styles are damaged") from None
    looks = {number: PERCENT if number in _PERCENTS else DATE for number in _PERCENTS | _DATES}
    looks |= {number: look_of(code) for number, code in codes.items()}
    return [looks.get(number, "") for number in numbers]


def text_lengths(strings: bytes) -> tuple[list[int], set[int]]:
    """Return how long each of the texts is that cells share, and which of them surely are not blank.

    Raises
    ------
    WorkbookError
        If it is no list of texts.
    """
    lengths: list[int] = []
    said: set[int] = set()

    def begins(name: str, given: dict[str, str]) -> None:
        del given
        if name == "si":
            lengths.append(0)

    def says(text: str) -> None:
        if lengths:
            lengths[-1] += len(text)
            if _SAYS.search(text):
                said.add(len(lengths) - 1)

    walk_xml(strings, begins, says=says)
    return lengths, said


def look_of(code: str) -> str:
    """Return how a format shows a number; an empty text if it is as it is stored, but for digits.

    Examples
    --------
    >>> [
    ...     look_of(code)
    ...     for code in ("#,##0.00", "0.0%", "yyyy/m/d", '0.0" t"', "0.0,")
    ... ]
    ['', 'percent', 'date', 'marked', 'scaled']
    """
    if len(code) > _LONGEST_FORMAT:  # as no program writes it
        return MARKED
    bare = _GENERAL.sub("", _LITERAL.sub(_literal, code))
    if _ELAPSED.search(code) or re.search(r"[A-Za-z]", bare):
        return DATE
    sections = bare.split(";")[:3]
    in_percent = {"%" in section for section in sections if re.search(r"[0#?]", section)}
    if re.search(r"[^\W\d_]", bare) or not _NUMBER.fullmatch(sections[0]) or len(in_percent) > 1:
        return MARKED
    if True in in_percent:
        return PERCENT
    return SCALED if _SCALES.search(bare) else ""


def _literal(found: re.Match[str]) -> str:
    """Return what stands for a text that a format shows; nothing for spaces, brackets and the sign of the yuan."""
    text = "".join(filter(None, found.groups()))
    if _UNSEEN.fullmatch(text):
        return ""
    return _WORDS if re.search(r"[\w%‰％㎡㎥]", text) else _SIGN


def place_of(reference: str) -> Place:
    """Return row and column of a cell's name.

    Examples
    --------
    >>> place_of("C12"), name_of(11, 2)
    ((11, 2), 'C12')
    """
    found = _REFERENCE.fullmatch(reference)
    column = 0
    for letter in found[1] if found else "":
        column = 26 * column + ord(letter) - 64
    row = int(found[2]) if found else 0
    if not (0 < row <= _MOST_ROWS and 0 < column <= _MOST_COLUMNS):
        raise ValueError(reference)
    return row - 1, column - 1


def name_of(row: int, column: int) -> str:
    """Return the name of a cell."""
    letters, column = "", column + 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row + 1}"


def scan_sheet(content: bytes, looks: list[str], texts: tuple[list[int], set[int]], bounds: tuple[int, int]) -> Scan:
    """Look through a sheet.

    Parameters
    ----------
    content : bytes
        Its XML.
    looks : list
        How the styles of the workbook show numbers.
    texts : (list, set)
        How long the texts are that cells share, and which are not blank.
    bounds : (int, int)
        How many cells may be filled, and how much text they may have that they share.

    Raises
    ------
    WorkbookError
        If it is no sheet, its cells are not in order, or they are too many or too far apart.
    """
    scanner = _Scanner(looks, texts, bounds)
    walk_xml(content, scanner.begins, scanner.ends, scanner.says)
    return Scan(
        scanner.looks,
        scanner.flaws,
        scanner.formulas,
        scanner.merged,
        scanner.rows,
        scanner.columns,
        scanner.cells,
        scanner.shared,
        scanner.hides_keys,
        scanner.filled,
    )


class _Scanner:
    """Goes through the elements of a sheet."""

    def __init__(self, styles: list[str], texts: tuple[list[int], set[int]], bounds: tuple[int, int]) -> None:
        self.styles, (self.lengths, self.said) = styles, texts
        self.most_cells, self.most_shared = bounds
        self.looks: dict[Place, str] = {}
        self.flaws: dict[Place, str] = {}
        self.formulas: set[Place] = set()
        self.merged: list[tuple[Place, Place]] = []
        self.rows = self.columns = self.cells = self.shared = 0
        self.hides_keys = False
        self.filled: dict[int, int] = {}
        self._place: Place = (-1, -1)
        self._kind, self._style, self._has_formula = "n", 0, False
        self._value: list[str] | None = None
        self._is_value = False
        self._begins: dict[str, Callable[[dict[str, str]], None]] = {
            "row": self._row,
            "c": self._cell,
            "f": self._formula,
            "v": self._content,
            "is": self._content,
            "mergeCell": self._merge,
            "col": self._hidden,
        }

    def begins(self, name: str, given: dict[str, str]) -> None:
        begin = self._begins.get(name)
        if begin is not None:
            begin(given)

    def says(self, text: str) -> None:
        if self._is_value and self._value is not None:
            self._value.append(text)

    def ends(self, name: str) -> None:
        if name in {"v", "is"}:
            self._is_value = False
        elif name == "c":
            self._judge()
            self._count()

    def _row(self, given: dict[str, str]) -> None:
        row = int(given["r"]) - 1 if "r" in given else self._place[0] + 1
        if not self._place[0] < row < _MOST_ROWS:
            raise ValueError(row)
        self._place = (row, -1)

    def _cell(self, given: dict[str, str]) -> None:
        row, column = self._place
        place = place_of(given["r"]) if "r" in given else (row, column + 1)
        if place[0] != row or place[1] <= column:
            raise ValueError(place)
        self._place, self._kind, self._style = place, given.get("t", "n"), int(given.get("s", "0"))
        self._value, self._has_formula = None, False

    def _formula(self, given: dict[str, str]) -> None:
        del given
        self._has_formula = True

    def _content(self, given: dict[str, str]) -> None:
        if self._value is not None:
            raise ValueError(given)
        self._value, self._is_value = [], True

    def _merge(self, given: dict[str, str]) -> None:
        first, _, last = given.get("ref", "").partition(":")
        self.merged.append((place_of(first), place_of(last or first)))
        if len(self.merged) > _MOST_MERGED:
            raise WorkbookError(f"a sheet has more than {_MOST_MERGED} merged cells")

    def _hidden(self, given: dict[str, str]) -> None:
        self.hides_keys |= given.get("min") == "1" and given.get("hidden") in {"1", "true"}

    def _judge(self) -> None:
        """Note what is odd about a cell when all of it is read."""
        value = None if self._value is None else "".join(self._value)
        if value is None and not self._has_formula:
            return
        row, column = self._place
        self.cells += 1
        if self._kind == "s" and value:
            self.shared += self.lengths[int(value)]  # which each cell that has the text holds for itself
        if self.shared > self.most_shared:
            raise WorkbookError("the texts of its cells are longer than may be read; leave in it what is needed")
        self.rows, self.columns = max(self.rows, row + 1), max(self.columns, column + 1)
        if self.cells > self.most_cells or self.rows * self.columns > 4 * self.most_cells:
            raise WorkbookError(
                f"a sheet has more cells than may be read, or one far away from the others, {name_of(row, column)}; "
                "leave in it what is needed"
            )
        if self._has_formula:
            self.formulas.add(self._place)
        if self._has_formula and (value is None or (not value and self._kind != "str")):
            self.flaws[self._place] = NO_VALUE
        elif self._kind == "e":
            self.flaws[self._place] = f"it shows the error {(value or '')[:20]}; mend what it is computed from"
        elif self._kind in {"n", "d"}:
            look = DATE if self._kind == "d" else self.styles[self._style] if self._style < len(self.styles) else ""
            if look:
                self.looks[self._place] = look

    def _count(self) -> None:
        """Count a cell that holds something which is read."""
        value = "".join(self._value or ())
        is_said = int(value) in self.said if self._kind == "s" and value else _SAYS.search(value)
        if is_said and self._place not in self.flaws:
            self.filled[self._place[0]] = self.filled.get(self._place[0], 0) + 1
