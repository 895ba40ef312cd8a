"""Every error that a caller of the library may catch."""

from __future__ import annotations

import errno
from collections.abc import Iterable

from attrs import frozen

from greencalc.fault_list import told

__all__ = [
    "DeclarationError",
    "FactorError",
    "FactsError",
    "Fault",
    "GreencalcError",
    "InputError",
    "OutputError",
    "PackError",
    "PartError",
    "PlantFileError",
    "RegistryError",
    "StandardError",
    "UnitTextError",
    "why_unreadable",
]


class GreencalcError(Exception):
    """The parent of every error that the library raises on purpose."""


class UnitTextError(GreencalcError, ValueError):
    """A text is not an amount or a unit that can be read in one way only."""


class RegistryError(GreencalcError, ValueError):
    """A pint registry lacks a unit, or gives it another meaning than this library."""


class FactorError(GreencalcError, LookupError):
    """A conversion factor is not in the tables, or must not be used, or a table of factors is wrong."""


class PartError(GreencalcError, KeyError, IndexError):
    """There is no item, group, formula or row of that name or number; it is a KeyError and an IndexError too."""

    def __str__(self) -> str:
        """Return what is said, not its repr, as a KeyError would."""
        return str(self.args[0])


class DeclarationError(GreencalcError, TypeError):
    """A formula is declared wrongly: found when its module is imported or at its first use."""


@frozen
class Fault:
    """What is wrong with one argument of a formula.

    Attributes
    ----------
    kind : str
        One of "type", "bare number", "unit text", "registry", "dimension", "not finite", "bounds",
        "shape", "relation".
    argument : str
        The argument's name; for a result, the formula's name; for a relation, the names it joins.
    symbol : str
        Its symbol in the formula.
    given : str
        What was given, as typed.
    expected : str
        What is expected.
    mend : str
        How to mend it.
    """

    kind: str
    argument: str
    symbol: str
    given: str
    expected: str
    mend: str = ""

    def __str__(self) -> str:
        """One sentence: argument, symbol, given, expected, mend."""
        mend = f" {self.mend}" if self.mend else ""
        return f"{self.argument} ({self.symbol}): given {self.given}; expected {self.expected}.{mend}"


def sentences_of(formula: str, clause: str, faults: Iterable[Fault]) -> tuple[str, ...]:
    """Return each fault in a sentence that says of what formula it is, and of what clause."""
    return tuple(f"{fault} [{formula}, {clause}]" for fault in faults)


class InputError(GreencalcError, ValueError):
    """A formula was given something it cannot use.

    Attributes
    ----------
    formula : str
        The formula's name.
    clause : str
        The standard and clause that print it.
    faults : tuple of Fault
        Everything that is wrong, not only the first; the message tells fifty.
    """

    def __init__(self, formula: str, clause: str, faults: tuple[Fault, ...]) -> None:
        self.formula = formula
        self.clause = clause
        self.faults = faults
        lines = "".join(f"\n  {line}" for line in told(f"[{fault.kind}] {fault}" for fault in faults))
        super().__init__(f"{formula} ({clause}) cannot be computed:{lines}")

    @property
    def sentences(self) -> tuple[str, ...]:
        """Each fault in a sentence that says of what formula it is, and of what clause."""
        return sentences_of(self.formula, self.clause, self.faults)

    def __reduce__(self) -> tuple[type, tuple[str, str, tuple[Fault, ...]]]:
        """Pickle by what the error was made of, so that it crosses processes."""
        return type(self), (self.formula, self.clause, self.faults)


class _ListError(GreencalcError, ValueError):
    """An error that lists everything wrong with one source; the message tells the first of it."""

    def __init__(self, where: str, faults: tuple[str, ...]) -> None:
        self.where = where
        self.faults = faults
        super().__init__(f"{where}:" + "".join(f"\n  {line}" for line in told(faults)))

    def __reduce__(self) -> tuple[type, tuple[str, tuple[str, ...]]]:
        return type(self), (self.where, self.faults)


class StandardError(_ListError):
    """A standard's table cannot be used.

    Attributes
    ----------
    where : str
        The file or table.
    faults : tuple of str
        Everything that is wrong, with the item; the message tells fifty.
    """


class PlantFileError(_ListError):
    """A plant file cannot be read.

    Attributes
    ----------
    where : str
        The file.
    faults : tuple of str
        Everything that is wrong; the message tells fifty.
    """


class PackError(_ListError):
    """An audit pack cannot be read.

    Attributes
    ----------
    where : str
        What was read.
    faults : tuple of str
        Everything that is wrong; the message tells fifty.
    """


class FactsError(_ListError):
    """Facts about a plant cannot be used.

    Attributes
    ----------
    where : str
        What they were for.
    faults : tuple of str
        Everything that is wrong, not only the first; of the lines of a ledger, fifty faults and how many
        more there are. The message tells fifty.
    """


class OutputError(FactsError, OSError):
    """A file cannot be written: it is there as it was before, or not at all.

    Attributes
    ----------
    where : str
        The file.
    faults : tuple of str
        Why, in one sentence.
    """


def why_unreadable(error: OSError) -> str:
    """Say why a file cannot be read or written, in words that are no machine's.

    Parameters
    ----------
    error : OSError
        What the system raised.

    Returns
    -------
    str
        The reason, to stand behind a colon.

    Examples
    --------
    >>> from greencalc.errors import why_unreadable
    >>> why_unreadable(IsADirectoryError())
    'it is a folder, not a file'
    """
    kinds = {
        FileNotFoundError: "there is no such file or folder",
        IsADirectoryError: "it is a folder, not a file",
        NotADirectoryError: "a part of its path is a file, not a folder",
        PermissionError: "this user has no right to",
        FileExistsError: "there is one already",
    }
    numbers = {
        getattr(errno, "EDQUOT", errno.ENOSPC): "there is no space left on the disk for this user",
        errno.ENOSPC: "there is no space left on the disk",
        errno.EFBIG: "it would be larger than files may be here",
        errno.EROFS: "the disk is read-only",
        errno.ENAMETOOLONG: "its name is too long",
        errno.ELOOP: "the links in its path lead in a circle",
        errno.ENXIO: "it is no file that can be read",
    }
    if error.errno in numbers:
        return numbers[error.errno]
    return next(
        (words for kind, words in kinds.items() if isinstance(error, kind)), "the disk or the system refuses it"
    )
