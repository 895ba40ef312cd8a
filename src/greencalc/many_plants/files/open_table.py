"""A table by its suffix."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from greencalc.files.workbook_parts import SUFFIXES
from greencalc.many_plants.files.csv_rows import CsvRows
from greencalc.many_plants.files.file_kinds import KINDS, check_suffix, kind_of, refuse_other_content
from greencalc.many_plants.files.pieces import TableReader
from greencalc.many_plants.files.typed_rows import ArrowRows, ParquetRows
from greencalc.many_plants.files.workbook_rows import WorkbookRows


def open_table(path: Path) -> TableReader:
    """Open a file by its suffix.

    Raises
    ------
    FactsError
        If it is of another kind, or cannot be read.
    """
    if kind_of(path) not in SUFFIXES:
        refuse_other_content(path)
    check_suffix(path, SUFFIXES)
    return _READERS.get(kind_of(path), WorkbookRows)(path)


_READERS: Mapping[str, type[TableReader]] = MappingProxyType(
    dict(zip(KINDS, (CsvRows, ParquetRows, ArrowRows), strict=True))
)
