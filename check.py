"""Run everything that must pass: lint, spelling, types, tests with branch coverage, doctests, docs and their links.

Usage: python check.py [STEP ...]
"""

from __future__ import annotations

import subprocess
import sys
import time

PYTHON = sys.executable
# what does not depend on the Python or on pint runs on the default Python alone
ON_ONE_PYTHON = """
    batch_tables cell_types cluster consumer csv_file derived_pages documentation doubts factors gap gate_and_years
    in_a_line inputs ledger_balance numbers outputs plant_files polynomials properties read_only schemas tutorials
    words work
"""
ONCE = [f"--ignore=tests/test_{name}.py" for name in ON_ONE_PYTHON.split()]
WRITTEN = [
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "check.py",
    "src",
    "tests",
    "docs",
    "examples",
    "benchmarks",
]
STEPS = {
    "lint": [PYTHON, "-m", "ruff", "check", "."],
    "format": [PYTHON, "-m", "ruff", "format", "--check", "."],
    "spelling": [PYTHON, "-m", "codespell_lib", *WRITTEN],
    "types": [PYTHON, "-m", "mypy"],
    "tests": [PYTHON, "-m", "pytest", "-q", "-n", "2", "--cov", "--cov-report=term"],
    "newer": [PYTHON, "-m", "pytest", "-q", "-n", "2", "--hypothesis-profile=brief", *ONCE],
    "docs": [PYTHON, "-m", "sphinx", "-q", "-W", "-n", "-E", "-b", "html", "docs", "docs/_build/html"],
    "links": [PYTHON, "docs/check_links.py", "docs/_build/html"],
}


EVERYTHING = [name for name in STEPS if name != "newer"]  # that one is for a second Python


def main(names: list[str]) -> int:
    """Run the steps named, or all, and say how each ended."""
    unknown = [name for name in names if name not in STEPS]
    if unknown:
        print(f"no step {', '.join(unknown)}; steps are {', '.join(STEPS)}")
        return 2
    failed = []
    for name in names or EVERYTHING:
        print(f"== {name}: {' '.join(STEPS[name][1:])}", flush=True)
        start = time.monotonic()
        code = subprocess.run(STEPS[name], check=False).returncode
        print(
            f"== {name}: {'passed' if code == 0 else 'FAILED'} in {time.monotonic() - start:.0f} s",
            flush=True,
        )
        if code:
            failed.append(name)
    print(f"== all passed: {', '.join(names or EVERYTHING)}" if not failed else f"== FAILED: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
