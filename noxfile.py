"""Everything that must pass: ``nox`` runs all of it, ``nox -s STEP`` one step, ``nox -l`` lists them.

The steps use the environment that they are started in, so that nothing is installed twice.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import nox

PYTHON = sys.executable
WRITTEN = [
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "noxfile.py",
    "src",
    "tests",
    "docs",
    "examples",
    "benchmarks",
]
PYTEST = (PYTHON, "-m", "pytest", "-q", "-n", "2", "--dist=worksteal")  # neighbours share what is made once for them
LIST_FONTS = (PYTHON, "-c", "import matplotlib.font_manager")  # which it keeps, and tells if it takes long
SITE = "docs/_build/html"
# what depends on Python or on pint
ON_PYTHON = [
    "src",
    "tests/units",
    "tests/formula",
    "tests/standards/test_clause_files.py",
    "tests/standards/test_installed_editions.py",
    "tests/testing",
    "tests/ledgers/test_ledgers.py",
    "tests/judging/test_judge.py",
    "tests/judging/test_ties.py",
    "tests/reporting/test_pack.py",
    "tests/many_plants/test_cells.py",
    "tests/many_plants/test_scorer.py",
    "tests/test_command.py",
    "tests/test_hostile_calls.py",
    "tests/test_package.py",
    "tests/test_threads.py",
]

nox.options.default_venv_backend = "none"
nox.options.sessions = ["lint", "spelling", "types", "rooms", "tests", "docs"]


@nox.session
def lint(session: nox.Session) -> None:
    """Find what is wrong by ruff's rules, or not formatted."""
    session.run(PYTHON, "-m", "ruff", "check", ".")
    session.run(PYTHON, "-m", "ruff", "format", "--check", ".")


@nox.session
def spelling(session: nox.Session) -> None:
    """Find misspelt words."""
    session.run(PYTHON, "-m", "codespell_lib", *WRITTEN)


@nox.session
def types(session: nox.Session) -> None:
    """Check the types of the library."""
    session.run(PYTHON, "-m", "mypy")


@nox.session
def rooms(session: nox.Session) -> None:
    """Check that rooms import only from those below, and that nothing imports in a circle."""
    session.run(str(Path(PYTHON).with_name("lint-imports")))


@nox.session
def tests(session: nox.Session) -> None:
    """Run all tests and doctests: with branch coverage, which takes twice the time, those that run every line."""
    session.run(*LIST_FONTS)
    session.run(*PYTEST, "-m", "covering", "--cov", "--cov-report=term", *session.posargs)
    session.run(*PYTEST, "-m", "not covering", *session.posargs)


@nox.session
def newer(session: nox.Session) -> None:
    """Test what depends on Python or on pint, with fewer examples: for a second Python."""
    session.run(*LIST_FONTS)
    session.run(*PYTEST, "--hypothesis-profile=brief", "-m", "not walk", *ON_PYTHON)


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation, warnings as errors, and check its links."""
    shutil.rmtree(f"{SITE}/_modules", ignore_errors=True)  # their links back would be those of an older reference
    session.run(PYTHON, "-m", "sphinx", "-q", "-W", "-n", "-E", "-b", "html", "docs", SITE)
    session.run(PYTHON, "docs/check_links.py", SITE)
