"""Writing a file: it is there whole, or what was there before is."""

from __future__ import annotations

import io
import os
import secrets
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from greencalc.errors import OutputError, why_unreadable

_TRIES = 10
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
Sources = tuple[tuple[str, os.stat_result], ...]

_ALL_RIGHTS = 0o666  # less the umask, as of any new file


def check_output(path: str | Path, inputs: Iterable[str | Path | None] = ()) -> None:
    """Refuse a file that must not be written over.

    Parameters
    ----------
    path : str or Path
        The file to be written.
    inputs : iterable of str or Path, optional
        What is read; what is no file, such as the id of a standard, is passed over.

    Raises
    ------
    OutputError
        If it is a folder, a link, a device, read-only, or one of the inputs under whatever name.
    """
    _rights_of(os.fspath(path) or ".", str(path), _identified(inputs))


def check_unused(path: str | Path, inputs: Iterable[str | Path | None] = ()) -> None:
    """Refuse a file that is there: people type into files of this kind, and nothing would bring that back.

    Raises
    ------
    OutputError
        As `check_output`, or if there is such a file.
    """
    check_output(path, inputs)
    if os.path.lexists(path):
        why = "it is there already, and may hold what somebody typed; give another name, or remove it first"
        raise _refused(str(path), why)


@contextmanager
def new_file(path: str | Path, inputs: Iterable[str | Path | None] = ()) -> Iterator[NewFile]:
    """Open a file to be written, which takes its place when all is done; until then what is there stays as it is.

    The bytes go into a new file of a name of its own in the same folder, which is renamed at the end. If anything
    goes wrong it is removed; only a process that is killed leaves it behind, as ``greencalc-....part``.

    Raises
    ------
    OutputError
        As `check_output`, or if the file cannot be written.
    """
    sources = _identified(inputs)
    file = NewFile(path, _rights_of(os.fspath(path) or ".", str(path), sources))
    try:
        file.open()
        yield file
        file.finish(sources)
    finally:
        file.drop()


class NewFile(io.RawIOBase):
    """Where the bytes go; polars writes into it as into any file.

    Parameters
    ----------
    path : str or Path
        The file whose place it takes.
    rights : int
        The most that it lets others do.
    """

    def __init__(self, path: str | Path, rights: int) -> None:
        self._path = Path(path).absolute()  # the process may go to another folder meanwhile
        self._said = str(path)
        self._rights = rights
        self._part: Any = None
        self._file: Any = None
        self.fault: OutputError | None = None
        self._length = 0

    def open(self) -> None:
        """Create a file that nobody has: a file or link that somebody put in its place is neither used nor changed."""
        for _ in range(_TRIES):
            part = self._path.with_name(f"greencalc-{secrets.token_hex(8)}.part")
            self._part = part  # before it is there, so that it is removed whenever a signal comes
            try:
                self._file = os.fdopen(os.open(part, _NEW, self._rights), "wb")
            except FileExistsError:
                self._part = None
            except FileNotFoundError as error:
                raise self._error(f"{why_unreadable(error)}; make its folder first") from None
            except PermissionError:
                raise self._error("this user has no right to write into its folder") from None
            except OSError as error:
                raise self._error(why_unreadable(error)) from None
            else:
                return
        raise self._error("no free name for a new file was found in its folder")

    def writable(self) -> bool:
        """Say that it can be written into."""
        return True

    def tell(self) -> int:
        """Return how many bytes were written."""
        return self._length

    def write(self, data: Any) -> int:
        """Write bytes; when the file is dropped they go nowhere, since writers close themselves late."""
        if self._file is not None:
            try:
                self._file.write(data)
            except OSError as error:
                raise self._error(why_unreadable(error)) from None
        self._length += len(data)
        return len(data)

    def finish(self, sources: Sources) -> None:
        """Bring the bytes to the disk, and the file to its place."""
        if self.fault is not None:
            raise self.fault
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            _rights_of(self._path, self._said, sources)  # somebody may have put a folder or a link there
            self._part.replace(self._path)
        except OutputError:
            raise
        except OSError as error:
            raise self._error(why_unreadable(error)) from None
        self._part = None
        _sync_folder(self._path.parent)

    def drop(self) -> None:
        """Remove what did not come to its place."""
        file, part = self._file, self._part
        self._file = self._part = None
        try:
            if file is not None:
                with suppress(OSError):
                    file.close()
        finally:  # also if a second Ctrl-C comes
            if part is not None:
                with suppress(OSError):
                    part.unlink()

    def _error(self, why: str) -> OutputError:
        kept = "the file that is there is as it was" if os.path.lexists(self._path) else "nothing was written"
        self.drop()
        self.fault = OutputError(self._said, (f"it cannot be written: {why}; {kept}",))
        return self.fault


def _rights_of(path: str | Path, said: str, sources: Sources) -> int:
    """Return what a new file may let others do: no more than the one that it replaces."""
    try:
        found = os.lstat(path)
    except FileNotFoundError:
        if os.fspath(path).endswith(_separators()):
            raise _refused(said, "it is the name of a folder, not of a file") from None
        return _ALL_RIGHTS
    except OSError as error:
        raise _refused(said, why_unreadable(error)) from None
    except ValueError:
        raise _refused(said, "its name has a character that no file name has") from None
    if stat.S_ISDIR(found.st_mode):
        raise _refused(said, "it is a folder, not a file")
    if stat.S_ISLNK(found.st_mode):
        raise _refused(said, "it is a link to another file; give the name of that file")
    if not stat.S_ISREG(found.st_mode):
        raise _refused(said, "it is a device or a pipe, not a file")
    source = next((name for name, known in sources if os.path.samestat(found, known)), None)
    if source is not None:
        raise OutputError(said, (f"it is the source {source}, which is read; write into another file",))
    if not (found.st_mode & 0o222 and os.access(path, os.W_OK)):
        raise _refused(said, "it is read-only")
    return stat.S_IMODE(found.st_mode) & _ALL_RIGHTS


def _refused(said: str, why: str) -> OutputError:
    return OutputError(said, (f"it cannot be written: {why}",))


def _separators() -> tuple[str, ...]:
    return tuple(sign for sign in (os.sep, os.altsep) if sign)


def _identified(inputs: Iterable[str | Path | None]) -> Sources:
    """Return which files are read, whatever their names."""
    found = []
    for given in inputs:
        # else it is the id of a standard, or a file that its reader will tell of
        with suppress(OSError, ValueError, TypeError):
            found.append((str(given), Path(given).stat()))  # type: ignore[arg-type]
    return tuple(found)


def _sync_folder(folder: Path) -> None:
    """Bring the new name to the disk, where a system can; the file is whole under it in any case."""
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
