"""Kinds of files of plants: by the ending of a name, and by what is in a file of another name."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType

from greencalc.errors import FactsError
from greencalc.files.input_file import InputFileError, open_input

KINDS = (".csv", ".parquet", ".arrow")
"""Endings of the files that are read and written."""


def kind_of(path: Path) -> str:
    """Return the ending of a file, by which its kind is known."""
    return path.suffix.lower()


def check_suffix(path: Path, others: Collection[str] = ()) -> None:
    """Refuse a file of a kind that is neither read and written nor among others, and any if there is no polars."""
    if kind_of(path) not in {*KINDS, *others}:
        raise FactsError(str(path), (f"files end in {', '.join(KINDS)}{' or .xlsx' if others else ''}",))
    try:
        import polars as pl  # noqa: F401, PLC0415 (an extra, which is loaded when it is used)
        import pyarrow as pa  # noqa: F401, PLC0415 (as above)
    except ImportError as error:
        raise FactsError(str(path), ("files of plants need more: pip install 'greencalc[files]'",)) from error


def refuse_other_content(path: Path) -> None:
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
    elif found in KINDS:
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
