"""A table by its suffix; Parquet and Arrow files are read here block by block, CSV files in ``csv_rows``."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from greencalc.errors import FactsError
from greencalc.files.input_file import InputFileError, open_input
from greencalc.files.workbook_parts import SUFFIXES
from greencalc.many_plants.files.csv_rows import CsvRows
from greencalc.many_plants.files.pieces import Part, TableReader, arrow, kind_of, whole
from greencalc.many_plants.files.workbook_rows import WorkbookRows

if TYPE_CHECKING:
    import pyarrow as pa

ROWS = 10_240
"""Rows that are read at a time."""


class _Parquet(TableReader):
    def _open(self) -> list[str]:
        from pyarrow import parquet  # noqa: PLC0415 (an extra)

        # anything else would keep whole row groups
        self.file = parquet.ParquetFile(
            self.path, memory_map=False, buffer_size=2**16, pre_buffer=False, page_checksum_verification=True
        )
        return list(self.file.schema_arrow.names)

    def empty(self) -> pa.Table:
        return self.file.schema_arrow.empty_table()

    def _parts(self, names: list[str], numbers: Collection[str], *, nan_is_missing: bool) -> Iterator[Part]:
        del numbers, nan_is_missing
        done = 0
        for batch in self.file.iter_batches(batch_size=ROWS, columns=names, use_threads=False):
            done += batch.num_rows
            # "5.2" is taken for a group too, and brings "5.2.1" along
            yield whole(arrow().table(batch).select(names), done / self.file.metadata.num_rows)


class _Arrow(TableReader):
    def _open(self) -> list[str]:
        self.file = arrow().ipc.open_file(arrow().memory_map(str(self.path)))
        return list(self.file.schema.names)

    def empty(self) -> pa.Table:
        return self.file.schema.empty_table()

    def _parts(self, names: list[str], numbers: Collection[str], *, nan_is_missing: bool) -> Iterator[Part]:
        del numbers, nan_is_missing
        batches = self.file.num_record_batches
        for number in range(batches):
            batch = arrow().table(self.file.get_batch(number)).select(names)
            for start in range(0, batch.num_rows, ROWS):
                part = batch.slice(start, ROWS)
                yield whole(part, (number + (start + part.num_rows) / batch.num_rows) / batches)


def open_table(path: Path) -> TableReader:
    """Open a file by its suffix.

    Raises
    ------
    FactsError
        If it is of another kind, or cannot be read.
    """
    if kind_of(path) not in SUFFIXES:
        _refuse_other_files(path)
    check_suffix(path, (*_READERS, *SUFFIXES))
    return _READERS.get(kind_of(path), WorkbookRows)(path)


def _refuse_other_files(path: Path) -> None:
    """Refuse by its content, whatever its name, a file that is no table which is read; a workbook by its name too."""
    start = b""
    try:
        with open_input(path) as file, suppress(OSError):  # said by whoever reads it
            start = file.read(8)
    except InputFileError as error:
        check_suffix(path)
        raise FactsError(str(path), (f"it {error}",)) from None
    found = next((kind for sign, kind in _CONTENTS.items() if start.startswith(sign)), None)
    if found == "workbook" or (found == "zip" and _is_workbook(path)):
        fault = "it is a workbook; let its name end in .xlsx, and save it as such if it is of another kind"
    elif found in _READERS:
        fault = "" if found == kind_of(path) else f"it holds a table as {found} files do; let its name end in {found}"
    else:
        fault = f"it is compressed ({found}); unpack it, and give the table in it" if found else ""
    if fault:
        raise FactsError(str(path), (fault,))


def _is_workbook(path: Path) -> bool:
    import zipfile  # noqa: PLC0415 (seldom needed)

    try:
        names = zipfile.ZipFile(path).namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        names = []
    return any(name in {"[Content_Types].xml", "content.xml"} for name in names)


def check_suffix(path: Path, kinds: Collection[str] = ()) -> None:
    """Refuse a file of a kind that is not read or written, and any if there is no Arrow."""
    if kind_of(path) not in (kinds or _READERS):
        raise FactsError(str(path), (f"files end in {', '.join(_READERS)}{' or .xlsx' if kinds else ''}",))
    try:
        arrow()
    except ImportError as error:
        raise FactsError(str(path), ("files of plants need Arrow: pip install 'greencalc[files]'",)) from error


_CONTENTS: Mapping[bytes, str] = MappingProxyType(
    {
        b"PK\x03\x04": "zip",
        b"\xd0\xcf\x11\xe0": "workbook",  # of the kind that ends in .xls
        b"\x1f\x8b": "gzip",
        b"BZh": "bzip2",
        b"\xfd7zXZ": "xz",
        b"\x28\xb5\x2f\xfd": "zstd",
        b"7z\xbc\xaf": "7z",
        b"Rar!": "rar",
        b"PAR1": ".parquet",
        b"ARROW1": ".arrow",
    }
)
_READERS: Mapping[str, type[TableReader]] = MappingProxyType({".csv": CsvRows, ".parquet": _Parquet, ".arrow": _Arrow})
