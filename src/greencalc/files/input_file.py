"""Opening what other people wrote: regular files alone, and never more of one than its reader can use.

Every input of the library goes through here: plant files, tables, factors, ranges, packs and files of many plants. Only
the standard input, which the command is given on purpose, may be a pipe.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

from greencalc.errors import why_unreadable


class InputFileError(Exception):
    """A file cannot be read, said without its name; callers turn it into an error of their own."""


def open_input(path: Path) -> BinaryIO:
    """Open a file for reading; a pipe, a device or a folder is refused before anything is read of it.

    Raises
    ------
    InputFileError
        If there is no such file, it may not be read, or it is no regular file.
    """
    try:
        file = open(path, "rb", opener=_open_at_once)  # noqa: SIM115 (a path's own open has no opener)
    except OSError as error:
        raise InputFileError(f"cannot be read: {why_unreadable(error)}") from None
    except ValueError:
        why = "there is a zero byte in its path" if "\0" in str(path) else "its name has a sign that no file name has"
        raise InputFileError(f"cannot be read: {why}") from None
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise InputFileError("cannot be read: it is a pipe or a device, not a file; save what it gives as a file")
    return file


def read_input(path: Path, limit: int) -> bytes:
    """Read a whole file of a bounded size; of a file that grows no more than the bound is read, and one byte.

    Raises
    ------
    InputFileError
        If it cannot be opened or read, or is larger.
    """
    with open_input(path) as file:
        if os.fstat(file.fileno()).st_size > limit:
            raise InputFileError(f"is larger than {limit} bytes")
        return read_stream(file, limit)


def read_stream(stream: BinaryIO | None, limit: int) -> bytes:
    """Read a stream to its end; of one without end no more than the bound is read, and one byte.

    Raises
    ------
    InputFileError
        If it is closed, cannot be read, or gives more.
    """
    if stream is None:
        raise InputFileError("cannot be read: it is closed")
    try:
        content = stream.read(limit + 1)
    except OSError as error:
        raise InputFileError(f"cannot be read: {why_unreadable(error)}") from None
    if len(content) > limit:
        raise InputFileError(f"is larger than {limit} bytes")
    return content


def _open_at_once(path: str, flags: int) -> int:
    """Open a file without waiting for somebody to write into a pipe; Windows has no such flag."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
