"""The parts of a workbook's file, bounded before they are unpacked; what is no such file is named for what it is."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from attrs import frozen

from greencalc.files.input_file import InputFileError, read_input

SUFFIXES = frozenset({".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".et"})
"""What the names of workbooks end in; the first alone is read."""

_MOST_PARTS = 2000
_DEEPEST = 64
_OLDER = b"\xd0\xcf\x11\xe0"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_SAVE = "save it as 'Excel Workbook (.xlsx)'"
_PASSWORD = f"it is protected by a password; open it, take the password off, and {_SAVE}"
_OPEN_AND_SAVE = f"open it in Excel, and {_SAVE}"
_DAMAGED = f"it is damaged or cut off; {_OPEN_AND_SAVE}"
_ENCODING = f"it is written in UTF-16, and no spreadsheet program does so; {_OPEN_AND_SAVE}"
_BEGINNING = 8
_TEXTS = frozenset({"v", "t"})
_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "xl/workbook.bin": f"it is a binary workbook (.xlsb); {_SAVE}",
        "xl/vbaProject.bin": f"it holds macros (.xlsm); {_SAVE}, which has none",
        "content.xml": f"it is an OpenDocument table (.ods); {_SAVE}",
    }
)
_ROOT = "_rels/.rels"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


class WorkbookError(Exception):
    """A file is no workbook that can be read; callers turn it into an error of their own."""


@frozen
class Bounds:
    """How large a workbook may be: its file, what is unpacked of it, and the cells of its sheets."""

    file_bytes: int
    unpacked_bytes: int
    cells: int


@frozen
class Parts:
    """What is read of a workbook.

    Attributes
    ----------
    styles, strings : bytes
        What the sheets share, empty where they share none.
    sheets : mapping of str to bytes
        The sheets by their names, in order.
    is_1904 : bool
        Whether dates are counted from 1904.
    """

    styles: bytes
    strings: bytes
    sheets: Mapping[str, bytes]
    is_1904: bool

    def packed(self) -> io.BytesIO:
        """Return a workbook of these parts alone, so that nobody reads others than were looked at."""
        numbered = {f"worksheets/sheet{number}.xml": name for number, name in enumerate(self.sheets, start=1)}
        shared = {
            name: content for name, content in (("styles", self.styles), ("sharedStrings", self.strings)) if content
        }
        names = (f"<sheet name={quoteattr(name)} r:id={quoteattr(part)}/>" for part, name in numbered.items())
        workbook = (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINK}"><workbookPr date1904="{self.is_1904:d}"/>'
            f"<sheets>{''.join(names)}</sheets></workbook>"
        )
        links = [("worksheet", part) for part in numbered] + [(kind, f"{kind}.xml") for kind in shared]
        parts = {
            _ROOT: _links_text([("officeDocument", "xl/workbook.xml")]).encode(),
            "xl/workbook.xml": workbook.encode(),
            "xl/_rels/workbook.xml.rels": _links_text(links).encode(),
            **{f"xl/{kind}.xml": content for kind, content in shared.items()},
            **{f"xl/{part}": self.sheets[name] for part, name in numbered.items()},
        }
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
        file.seek(0)
        return file


def _links_text(links: list[tuple[str, str]]) -> str:
    """Write links, each with the part's name as its key."""
    written = (f'<Relationship Id="{part}" Type="{_LINK}/{kind}" Target="{part}"/>' for kind, part in links)
    home = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{home}">{"".join(written)}</Relationships>'


def read_parts(path: Path, bounds: Bounds) -> Parts:
    """Read the parts of a workbook that hold its cells.

    Raises
    ------
    WorkbookError
        If the file cannot be read, is no workbook, or is larger than it may be, packed or not.
    """
    try:
        content = read_input(path, bounds.file_bytes)
    except InputFileError as error:
        raise WorkbookError(f"the file {error}") from None
    _refuse_others(content)
    if content.count(b"PK\x01\x02") > _MOST_PARTS:
        raise WorkbookError(f"it has more than {_MOST_PARTS} parts")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _parts(archive, bounds.unpacked_bytes)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError):
        raise WorkbookError(_DAMAGED) from None


def walk_xml(
    content: bytes,
    begins: Callable[[str, dict[str, str]], object],
    ends: Callable[[str], object] | None = None,
    says: Callable[[str], object] | None = None,
) -> None:
    """Tell each element of a part, by its name without a namespace; a part that defines anything is refused.

    Raises
    ------
    WorkbookError
        If it is no XML in UTF-8, defines entities, has elements in each other deeper than any workbook, or texts that
        are not plain.
    """
    depth, name_now = 0, ""

    def start(name: str, given: dict[str, str]) -> None:
        nonlocal depth, name_now
        depth += 1
        name_now = name.rpartition(" ")[2]
        if depth > _DEEPEST:
            raise WorkbookError(f"its elements are nested deeper than {_DEEPEST}")
        begins(name_now, given)

    def end(name: str) -> None:
        nonlocal depth, name_now
        depth -= 1
        name_now = ""
        if ends is not None:
            ends(name.rpartition(" ")[2])

    def unusual(*_: object) -> None:
        if name_now in _TEXTS:  # whoever reads the cells may lose a part of such a text
            raise WorkbookError(f"a text in it has parts that no spreadsheet program writes; {_OPEN_AND_SAVE}")

    if b"\0" in content[:_BEGINNING]:
        raise WorkbookError(_ENCODING)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.CommentHandler = parser.ProcessingInstructionHandler = parser.StartCdataSectionHandler = unusual
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = says
    parser.StartDoctypeDeclHandler = _refuse_definitions
    try:
        parser.Parse(content, True)  # noqa: FBT003 (the whole part)
    except (expat.ExpatError, ValueError, IndexError):  # such as a number that is none
        raise WorkbookError(_DAMAGED) from None


def _refuse_definitions(*_: object) -> None:
    raise WorkbookError("it defines XML entities, which no workbook needs; nothing of it is read")


def _refuse_others(content: bytes) -> None:
    """Refuse by its content, whatever its name, a file that is none of the workbooks that are read."""
    if not content:
        raise WorkbookError("the file is empty")
    if content.startswith(_OLDER):
        raise WorkbookError(_PASSWORD if _LOCKED in content else f"it is a workbook of the older kind (.xls); {_SAVE}")
    if not content.startswith(b"PK"):
        what = "it is no workbook" if b"\0" in content[:1000] else "it is a text file, such as CSV, and no workbook"
        raise WorkbookError(f"{what}, whatever its name; open it in Excel, and {_SAVE}")


def _parts(archive: zipfile.ZipFile, left: int) -> Parts:
    names = set(archive.namelist())
    for name, fault in _KINDS.items():
        if name in names:
            raise WorkbookError(fault)
    done: dict[str, bytes] = {}

    def unpack(name: str) -> bytes:
        nonlocal left
        if name not in done:
            done[name] = _unpacked(archive, name, left)
            left -= len(done[name])
        return done[name]

    if _ROOT not in names:
        raise WorkbookError(f"it is an archive and no workbook; open the workbook in Excel, and {_SAVE}")
    home = next((part for kind, part in _links(unpack(_ROOT), "").values() if kind == "officeDocument"), "")
    folder, name = posixpath.split(home)
    links = _links(unpack(f"{folder}/_rels/{name}.rels"), folder)
    listed, is_1904 = _sheets(unpack(home))
    named = [(name, links[key][1]) for name, key in listed if links.get(key, ("", ""))[0] == "worksheet"]
    sheets = {name: unpack(part) for name, part in named}
    if not sheets or len({part for _, part in named}) < len(named) or len(sheets) < len(named):
        raise WorkbookError(_DAMAGED)
    shared = {kind: unpack(part) for kind, part in links.values() if kind in {"styles", "sharedStrings"}}
    return Parts(shared.get("styles", b""), shared.get("sharedStrings", b""), sheets, is_1904)


def _unpacked(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    """Unpack a part, no more of it than may be."""
    try:
        part = archive.getinfo(name)
    except KeyError:
        raise WorkbookError(_DAMAGED) from None
    if part.flag_bits & 1:
        raise WorkbookError(_PASSWORD)
    if part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise WorkbookError(_DAMAGED)
    if part.file_size > limit:
        raise WorkbookError("its sheets are larger than may be read when they are unpacked; leave in it what is needed")
    return archive.read(part)  # which stops at the size that the part states


def _links(content: bytes, folder: str) -> dict[str, tuple[str, str]]:
    """Return what a part links to, by key: the kind, and the part's name."""
    found: dict[str, tuple[str, str]] = {}

    def link(element: str, given: dict[str, str]) -> None:
        if element == "Relationship":
            kind = given.get("Type", "").rpartition("/")[2]
            target = posixpath.normpath(posixpath.join("/", folder, given.get("Target", ""))).lstrip("/")
            found[given.get("Id", "")] = (kind, target)

    walk_xml(content, link)
    return found


def _sheets(workbook: bytes) -> tuple[list[tuple[str, str]], bool]:
    """Return the names of the sheets in order, each with the key of its part, and whether dates begin in 1904."""
    found: list[tuple[str, str]] = []
    is_1904 = [False]

    def begins(element: str, given: dict[str, str]) -> None:
        if element == "sheet":
            key = next((value for name, value in given.items() if name.endswith("relationships id")), "")
            found.append((given.get("name", ""), key))
        elif element == "workbookPr":
            is_1904[0] = given.get("date1904") in {"1", "true"}

    walk_xml(workbook, begins)
    return found, is_1904[0]
