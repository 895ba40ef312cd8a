"""Docstrings say what a caller has to know, and links between the repository's pages lead somewhere."""

from __future__ import annotations

import importlib
import inspect
import re
import subprocess
import sys
from pathlib import Path

import attrs
import pytest
from numpydoc.docscrape import ClassDoc
from numpydoc.validate import validate

import greencalc
from greencalc import errors

ROOT = Path(__file__).parents[1]

LEFT_OUT = {
    "ES01": "a summary may say all",
    "SA01": "pages link what belongs together",
    "PR08": "a symbol's meaning starts small, because messages use it inside sentences",
    "RT04": "the same, for results",
    "SS05": "an s at the end is taken for a verb's third person: VOCs, Gas",
}
OF_FUNCTIONS_ALONE = {
    "EX01": "a class and its methods are shown by the examples of the functions that return it",
}
OF_CLASSES_NOT = {
    "PR01": "what a class holds stands under Attributes, which numpydoc does not compare with its parameters",
}


def public_names() -> set[str]:
    """What ``from greencalc import`` finds, what the reference lists beside it, and the errors."""
    listed = set(re.findall(r":: greencalc\.(\S+\.\w+)\n", (ROOT / "docs" / "api.rst").read_text(encoding="utf-8")))
    return {*(set(greencalc.__all__) - {"standards"}), "standards.table_file.standards", *listed} | {
        f"errors.{name}" for name in errors.__all__
    }


def load(name: str) -> object:
    module, _, leaf = f"greencalc.{name}".rpartition(".")
    return getattr(importlib.import_module(module), leaf)


NAMES = sorted(public_names())
CLASSES = [name for name in NAMES if inspect.isclass(load(name))]
FUNCTIONS = [name for name in NAMES if name not in CLASSES]
METHODS = [
    f"{name}.{member}"
    for name in CLASSES
    for member, value in vars(load(name)).items()
    if not member.startswith("_") and (inspect.isfunction(value) or isinstance(value, property))
]


def slips(name: str, *left_out: str) -> list[tuple[str, str]]:
    found = validate(f"greencalc.{name}")["errors"]
    return [(code, text) for code, text in found if code not in {*LEFT_OUT, *left_out}]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_functions_docstring_is_complete(name) -> None:
    assert slips(name) == []


@pytest.mark.parametrize("name", METHODS)
def test_a_methods_docstring_is_complete(name) -> None:
    assert slips(name, *OF_FUNCTIONS_ALONE) == []


@pytest.mark.parametrize("name", CLASSES)
def test_a_classes_docstring_names_its_attributes(name) -> None:
    assert slips(name, *OF_FUNCTIONS_ALONE, *OF_CLASSES_NOT) == []
    cls = load(name)
    docs = [ClassDoc(one, config={"show_class_members": False}) for one in cls.__mro__ if attrs.has(one) or one is cls]
    written = [entry for doc in docs for section in ("Parameters", "Attributes") for entry in doc[section]]
    documented = [part for entry in written for part in entry.name.split(", ")]
    made_of = inspect.signature(cls.__init__).parameters if issubclass(cls, errors.GreencalcError) else ()
    fields = [field.name for field in attrs.fields(cls) if not field.name.startswith("_")] if attrs.has(cls) else []
    held = fields or [*getattr(cls, "_fields", made_of)]
    assert sorted(documented) == sorted(name for name in held if name not in {"self", "args", "kwargs"})
    assert all(entry.type and entry.desc for entry in written)


@pytest.mark.parametrize("name", [*FUNCTIONS, *METHODS])
def test_a_docstring_names_the_errors_that_are_raised(name) -> None:
    owner, _, leaf = name.rpartition(".")
    value = vars(load(owner))[leaf] if name in METHODS else load(name)
    function = value.fget if isinstance(value, property) else value
    if "__formula__" in vars(function):
        raised = {"InputError"}
    else:
        raised = set(re.findall(r"^ +raise (\w+)", inspect.getsource(function), flags=re.MULTILINE))
    documented = (inspect.getdoc(function) or "").partition("Raises\n------\n")[2].partition("\n\n")[0]
    assert raised <= set(re.findall(r"^(?:\w+\.)*(\w+)$", documented, flags=re.MULTILINE))


def links_of(page: Path) -> list[str]:
    return re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_links_to_files_of_the_repository_find_them(name) -> None:
    assert [link for link in links_of(ROOT / name) if not (ROOT / link).exists()] == []


def test_the_readme_has_links() -> None:
    assert {"CONTRIBUTING.md", "examples/plant.toml"} <= set(links_of(ROOT / "README.md"))


CHINESE = [*(ROOT / "docs" / "zh").glob("*.rst"), *(ROOT / "docs" / "tutorials").glob("*_zh.rst")]


@pytest.mark.parametrize("page", CHINESE, ids=lambda page: page.stem)
def test_a_chinese_page_names_the_english_page_that_it_goes_by(page) -> None:
    said = re.search(r"英文(?:首页|页|版见) :doc:`([\w/]+)`", page.read_text(encoding="utf-8"))
    english = ROOT / "docs" / said[1].removeprefix("/") if said[1].startswith("/") else page.parent / said[1]
    assert english.with_suffix(".rst").is_file()


PAGE = '<h1 id="here">Here</h1><a href="{}">there</a><a href="https://example.org/none">elsewhere</a>'


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("other.html#here", ""),
        ("#here", ""),
        ("#", ""),
        ("nowhere.html", "index.html:1: nowhere.html: no such file\n"),
        ("folder/../nowhere.png", "index.html:1: folder/../nowhere.png: no such file\n"),
        ("#nowhere", "index.html:1: #nowhere: no such anchor\n"),
        ("other.html#nowhere", "index.html:1: other.html#nowhere: no such anchor\n"),
    ],
)
def test_a_broken_link_or_anchor_of_the_built_pages_is_found(tmp_path, link, said) -> None:
    (tmp_path / "index.html").write_text(PAGE.format(link), encoding="utf-8")
    (tmp_path / "other.html").write_text(PAGE.format("index.html"), encoding="utf-8")
    command = [sys.executable, str(ROOT / "docs" / "check_links.py"), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    assert (done.returncode, done.stdout) == (1 if said else 0, said)
