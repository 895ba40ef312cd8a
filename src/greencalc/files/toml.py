"""Reading TOML files that a stranger may have written: bounded in size, in the parser's steps, and in depth.

Nothing here reads ahead of the parser to find out what it will do: what is counted before can only be too much, and
depth is counted in what it made. Of a file that shows no sign of being what was asked for, no line is ever quoted.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from greencalc.errors import UnitTextError
from greencalc.files.input_file import InputFileError, read_input
from greencalc.units.text import parse_number

MAX_BYTES = 1 << 20
MAX_LINES = 20_000
MAX_LINE = 2000
MAX_KEY_STEPS = 2_000_000
MAX_DEPTH = 16
MAX_TABLES = 8  # in each other: a heading of four parts, a key of four, and a table in braces

_TEXT_OR_COMMENT = re.compile(
    r'"""(?:[^\\]|\\.)*?"""|' + r"'''.*?'''|" + r'"(?:[^"\\\n]|\\.)*"|' + r"'[^'\n]*'|#[^\n]*",
    re.DOTALL,
)
_HALF_WIDTH = {
    **dict(zip("＝：，、＃［］【】｛｝", "==,,#[][]{}", strict=True)),
    **dict.fromkeys("“”„＂‘’＇「」『』", '"'),
}
_TOO_DEEP = f"brackets are nested deeper than {MAX_DEPTH}"
_BROKEN = (
    (r"^\[{1,2}[^\[\]=]*\S\s+\S[^\[\]=]*\]{1,2}$", "a name is one word; write _ for the space, or quotes around it"),
    (rf"(?:[\[{{][^\[\]{{}}]*+){{{MAX_DEPTH + 1}}}", _TOO_DEEP),
    (r"^\[", "a heading stands alone on its line, as [name] or [[name]]"),
    (r"^[^=\s]+\s+[^=\s]+\s*=", "a name is one word; write _ for the space, or quotes around it"),
    (r"[\[{].*(text\s+text|;)", "commas stand between what is in brackets or braces"),
    (r"==", "a name and its value have one = between them"),
    (r"^[^=]*:", "a name and its value have = between them, not a colon"),
    (r"=\s*[+-]?\d+,\d", "a decimal number has a point, not a comma; amounts stand in straight quotes with their unit"),
    (r"=\s*\d{4}[-/.]\d", "this is no date that there is; write it as 2024-12-31, or any text in straight quotes"),
    (r"\{[^}]*$", "what stands in braces { } stands on one line; write it on one line, or below a heading of its own"),
    (r",\s*\}", "a comma stands before the closing brace; take it out"),
    (r"=\s*$", "nothing stands behind the =; write the value there, or take the line out"),
    (
        r"=\s*text\s*[^\s,}\]]",
        "something stands behind the text; the whole value stands in one pair of straight quotes",
    ),
    (r"^[^=]*$", "there is no = between a name and its value; lists have a comma between entries"),
)
"""What a line looks like, texts and comments taken out, and what is wrong with it then."""


class TomlFileError(Exception):
    """A file is no TOML that can be read; callers turn it into an error of their own."""


def read_toml(path: Path, is_known: Callable[[str], bool], *, with_dates: bool = True) -> dict[str, Any]:
    """Read a TOML file; decimal numbers become exact fractions.

    Parameters
    ----------
    path : Path
        The file.
    is_known : callable
        Tells whether a key is one that only such a file has. A line that cannot be read is quoted only where one
        stands before it, or in front of it; of any other file the message gives the line's number alone.
    with_dates : bool, optional
        Whether dates and times are read as such; else they stay text, since nothing that such a file says is one.

    Raises
    ------
    TomlFileError
        If the file cannot be read or is too large, too long in a line, or nested too deep.
    """
    try:
        content = read_input(path, MAX_BYTES)
    except InputFileError as error:
        raise TomlFileError(f"the file {error}") from None
    return read_toml_bytes(content, is_known, with_dates=with_dates)


def read_toml_bytes(content: bytes, is_known: Callable[[str], bool], *, with_dates: bool = True) -> dict[str, Any]:
    """Read what a TOML file of at most MAX_BYTES holds, as `read_toml` does.

    Raises
    ------
    TomlFileError
        If it cannot be read, is too long in a line, or nested too deep.
    """
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise TomlFileError(
            f"the file is not UTF-8 text: byte {error.start} cannot be read; save it as UTF-8"
        ) from None
    parsed = toml_of(text, is_known)
    return parsed if with_dates or not _DATE_OR_TIME.search(text) else _without_dates(parsed)


def toml_of(text: str, is_known: Callable[[str], bool]) -> dict[str, Any]:
    """Read a TOML text, as `read_toml` reads that of a file.

    Raises
    ------
    TomlFileError
        If it cannot be read, or is too long in a line, or nested too deep.
    """
    _bound_steps(text)
    try:
        parsed = _parsed(text)
    except tomllib.TOMLDecodeError as error:
        raise TomlFileError(_fault(str(error), text, is_known)) from None
    except RecursionError:
        raise TomlFileError(_TOO_DEEP) from None
    if _is_deep(parsed, dict | list, MAX_DEPTH):
        raise TomlFileError(_TOO_DEEP)
    if _is_deep(parsed, dict, MAX_TABLES):
        raise TomlFileError(
            f"tables are nested deeper than {MAX_TABLES}, as by a key of more than 4 parts below a heading of as many"
        )
    return parsed


def _without_dates(value: Any) -> Any:
    """Return what a file holds with dates and times as text."""
    if isinstance(value, dict):
        return {name: _without_dates(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_without_dates(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date | dt.time) else value


_DATE_OR_TIME = re.compile(r"\d-\d\d-\d|\d:\d\d:\d")


def _parsed(text: str) -> dict[str, Any]:
    return tomllib.loads(text, parse_float=_number_or_text)


def _bound_steps(text: str) -> None:
    """Refuse what the parser takes too many steps for; each part of a key is looked up behind all before it.

    A key and its heading have no more parts than their line has dots, so that the count is never too low.
    """
    lines = text.split("\n")
    if len(lines) > MAX_LINES:
        raise TomlFileError(f"the file has {len(lines)} lines; it may have {MAX_LINES}")
    for number, line in enumerate(lines, start=1):
        if len(line) > MAX_LINE:
            raise TomlFileError(f"line {number} has {len(line)} characters; a line has at most {MAX_LINE}")
    parts = [line.count(".") + 1 for line in lines]
    heads = (count for count, line in zip(parts, lines, strict=True) if line.lstrip(" \t").startswith("["))
    heading = max(heads, default=0)
    if sum(count * (count + heading) for count in parts) > MAX_KEY_STEPS:
        raise TomlFileError("its lines have too many dots: a key of many parts takes long to read")


def _is_deep(content: Any, kind: Any, most: int) -> bool:
    """Tell whether things of a kind stand in each other deeper than that."""
    level = [content]
    for _ in range(most + 1):
        level = [item for part in level for item in (part.values() if isinstance(part, dict) else part)]
        level = [item for item in level if isinstance(item, kind)]
    return bool(level)


def _fault(message: str, text: str, is_known: Callable[[str], bool]) -> str:
    """Say which line the parser refuses, what is wrong with it and how to mend it; its own words are not shown."""
    found = re.search(r"at line (\d+)", message)
    number = int(found[1]) if found else _last_open_line(text)
    lines = text.split("\n")
    line, above = lines[number - 1].strip(" \t\r"), _without_texts("\n".join(lines[: number - 1]))
    said = _visible(line) if _is_of_its_kind(lines[:number], is_known) else "it"
    if "=" in line and above.count("[") > above.count("]"):
        return f"line {number}: {said}; a list above it is not closed: write ] after its last entry"
    cause = _cause(message, line)
    return f"line {number}: {said}{' cannot be read' if said == 'it' and cause.startswith(';') else ''}{cause}"


def _is_of_its_kind(lines: list[str], is_known: Callable[[str], bool]) -> bool:
    """Tell whether the last line may be quoted: it begins with a known name, or one is read in the lines before it."""
    name = _NAME.match(lines[-1])
    if name and is_known(name[1]):
        return True
    # where the line is part of a list, what stands before the list can be read
    starts = [number for number, line in enumerate(lines[:-1]) if _BEGINS.match(line)][-1:]
    for end in (len(lines) - 1, *starts):
        try:
            level: list[Any] = [_parsed("\n".join(lines[:end]))]
        except (tomllib.TOMLDecodeError, RecursionError):
            continue
        for _ in range(MAX_DEPTH):
            tables = [table for table in level if isinstance(table, Mapping)]
            if any(is_known(key) for table in tables for key in table):
                return True
            level = [value for table in tables for value in table.values()]
    return False


_NAME = re.compile(r"[\s\ufeff]*(\w+)")
_BEGINS = re.compile(r"[ \t]*(?:\[|[\w\".-]+[ \t]*=)")


def _last_open_line(text: str) -> int:
    """Return the line where what goes on to the end of the file begins, or else the last one."""
    lists: list[int] = []
    for token in _TOKEN.finditer(text):
        if token.lastgroup == "open":
            return text.count("\n", 0, token.start()) + 1
        if token[0] == "[":
            lists.append(token.start())
        elif token[0] == "]" and lists:
            lists.pop()
    end = lists[-1] if lists else len(text.rstrip())
    return text.count("\n", 0, end) + 1


# each alternative takes whatever it went over, so that no text is gone over twice
_TOKEN = re.compile(
    r'"""(?:[^\\"]|\\.|"{1,2}(?!"))*+"{3,5}'
    r"|'''(?:[^']|'{1,2}(?!'))*+'{3,5}"
    r"|(?P<open>(?:\"\"\"|''').*+)"
    r'|"(?:[^"\\\n]|\\[^\n])*+"?'
    r"|'[^'\n]*+'?|#[^\n]*+|[\[\]]",
    re.DOTALL,
)


def _cause(message: str, line: str) -> str:
    """Return what is wrong with a line."""
    if re.search("overwrite|twice|[Dd]uplicate|mutate|redefine", message):
        return " gives a name for the second time; keep one of the two"
    bare = _without_texts(line)
    wide = [f"{plain} for {mark!r}" for mark, plain in _HALF_WIDTH.items() if mark in bare]
    if wide:
        return f"; marks outside of a text are of half width (半角): write {', '.join(wide)}"
    unseen = dict.fromkeys(mark for mark in bare if _is_unseen(mark)) or dict.fromkeys(
        mark for mark in line if unicodedata.category(mark) == "Cc" and mark != "\t"
    )
    if unseen:
        mends = [
            f"{'a plain space for' if unicodedata.category(mark) == 'Zs' else 'nothing for'} the {_name(mark)}"
            for mark in unseen
        ]
        return f"; it has characters that cannot be seen: write {', '.join(mends)}"
    if "\\" in line and re.search("escape|hex|Unicode", message):
        return r"; a \ in double quotes stands for something else; write the text in single quotes, as 'C:\plants'"
    if '"' in bare or "'" in bare:
        return f"; a quote is missing: a text has one at its start and one at its end{_EXAMPLE}"
    if not bare.partition("=")[0].isascii():
        return "; a heading in Chinese stands in straight quotes, and facts have the library's names"
    if message.endswith("(at end of document)") and "[" in bare:
        return "; its list is not closed: write ] after the last entry"
    for looks, cause in _BROKEN:
        if re.search(looks, bare.strip()):
            return f"; {cause}"
    return f"; texts, amounts and statuses stand in straight quotes{_EXAMPLE}"


_EXAMPLE = ', as in land_area = "45 公顷"'


def _is_unseen(mark: str) -> bool:
    return mark not in " \t" and unicodedata.category(mark) in {"Zs", "Zl", "Zp", "Cf", "Cc"}


def _name(mark: str) -> str:
    name = _NAMES.get(mark) or unicodedata.name(mark, "control character").lower()
    return f"{name} (U+{ord(mark):04X})"


_NAMES = {"\u00a0": "unbreakable space", "\u3000": "full-width space", "\ufeff": "byte order mark"}


def _visible(line: str) -> str:
    """Return a line in quotes, with the names of characters that cannot be seen."""
    return "'" + "".join(f"‹{_name(mark)}›" if _is_unseen(mark) else mark for mark in line) + "'"


def _without_texts(text: str) -> str:
    """Take comments out, and what texts say."""
    return _TEXT_OR_COMMENT.sub(lambda match: "" if match[0].startswith("#") else "text", text)


def _number_or_text(text: str) -> Any:
    """Read a decimal number exactly; what is none, such as inf, stays text, to be refused where it is used."""
    try:
        return parse_number(text)
    except UnitTextError:
        return text
