"""Clause files: the formulas that a Python file declares, which is run when somebody names it, and else never."""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import greencalc
from greencalc.errors import DeclarationError, GreencalcError, StandardError
from greencalc.files.input_file import InputFileError, read_input
from greencalc.formula.declaration import Formula, spec
from greencalc.units.wording import PATH, expect, listed, shown

MOST_BYTES = 1 << 20


def load_formulas(path: str | Path) -> tuple[Callable[..., Any], ...]:
    """Run a Python file, and return the formulas that it declares, for :func:`load_standard` and :func:`replay`.

    A file runs like any program that you start: name none that you do not trust.

    Parameters
    ----------
    path : str or Path
        The file, whose name ends in .py.

    Returns
    -------
    tuple of callable
        What its ``FORMULAS`` lists; if it has none, all that are declared at its top level, in their order.

    Raises
    ------
    StandardError
        If it cannot be read or run, with the line; if it declares no formula, or two of one name.

    Examples
    --------
    >>> from greencalc import load_formulas, load_standard, spec
    >>> own = load_formulas("examples/made_up_2026/clauses.py")
    >>> [spec(one).clause for one in own]
    ['5.2', '6.1']
    >>> load_standard("examples/made_up_2026/indicators.toml", formulas=own).id
    'made_up_2026'
    """
    mend = "give the path of a Python file, as 'clauses.py'"
    expect(PATH, path, "load_formulas", "path", mend, error=StandardError)
    path = Path(path)
    if path.suffix.lower() != ".py":
        fault = "it is no Python file, whose name ends in .py; a table is given as the standard"
        raise StandardError(str(path), (fault,))
    module, written = _run(_read(path), path)
    formulas = _declared(module, path)
    faults = (*_written_twice(written, formulas), *_named_twice(formulas))
    if faults:
        raise StandardError(str(path), faults)
    return formulas


def _read(path: Path) -> bytes:
    try:
        content = read_input(path, MOST_BYTES)
    except InputFileError as error:
        raise _refused(path, f"the file {error}") from None
    if b"\0" in content:
        raise _refused(path, "it is no Python: there is a zero byte in it")
    return content


def _run(content: bytes, path: Path) -> tuple[ModuleType, ast.Module]:
    """Run a file under its path as its name, which no import of anything else has."""
    module = ModuleType(str(path.resolve()))
    module.__file__ = module.__name__
    with greencalc.loading:
        sys.modules[module.__name__] = module
        try:
            written = ast.parse(content, str(path))
            exec(compile(written, str(path), "exec", dont_inherit=True), vars(module))  # noqa: S102 (what it is for)
        except (Exception, SystemExit) as error:
            del sys.modules[module.__name__]
            raise _refused(path, _told(error, path)) from error
    return module, written


def _told(error: BaseException, path: Path) -> str:
    """Say what went wrong, and in which line of the file."""
    if isinstance(error, SyntaxError) and error.filename == str(path):
        text = f": {shown(error.text.strip())}" if error.text else ""
        return f"line {error.lineno}: it is no Python: {error.msg}{text}"
    said = str(error) if isinstance(error, GreencalcError) else f"{type(error).__name__}: {error}"
    line = _line_of(error, path)
    return f"line {line}: {said}" if line else said


def _line_of(error: BaseException, path: Path) -> int:
    """Return the line of the file that an error comes from, or comes through."""
    lines, trace = [0], error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == str(path):
            lines.append(trace.tb_lineno)
        trace = trace.tb_next
    return lines[-1]


def _declared(module: ModuleType, path: Path) -> tuple[Callable[..., Any], ...]:
    """Return the formulas of a file; what it imports is none of its own, unless it lists it."""
    named = vars(module).get("FORMULAS")
    if named is None:
        own = (value for value in vars(module).values() if _is_own(value, module.__name__))
        found = tuple({id(value): value for value in own}.values())
    else:
        found = listed(named, str(path), "FORMULAS", "give a tuple of formulas", error=StandardError)
    if not found:
        raise _refused(path, "no formula is declared in it; declare one with @formula of greencalc.formula")
    try:
        [*map(spec, found)]
    except DeclarationError as error:
        raise _refused(path, f"FORMULAS: {error}") from None
    return found


def _is_own(value: Any, module: str) -> bool:
    """Tell whether a value is a formula declared in a module, or one that it takes over under a clause of its own."""
    declared = isinstance(getattr(value, "__formula__", None), Formula)
    return isinstance(value, Formula) or (declared and value.__module__ == module)


def _written_twice(written: ast.Module, formulas: tuple[Callable[..., Any], ...]) -> Iterator[str]:
    """Find formulas that a later one of the same name hides."""
    lines: dict[str, list[int]] = {}
    for node in written.body:
        if isinstance(node, ast.FunctionDef):
            lines.setdefault(node.name, []).append(node.lineno)
    for name in {spec(one).name for one in formulas}:
        if len(lines.get(name, ())) > 1:
            first, *_, last = lines[name]
            yield f"line {last}: {name} is declared already, in line {first}; give one of them another name"


def _named_twice(formulas: tuple[Callable[..., Any], ...]) -> Iterator[str]:
    for name, count in Counter(spec(one).name for one in formulas).items():
        if count > 1:
            yield f"{count} formulas have the name {name}; give each a name of its own"


def _refused(path: Path, fault: str) -> StandardError:
    return StandardError(str(path), (fault,))
