"""A consumer's code under mypy and pyright: what is right passes, every mistake is found."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

CONSUMER = Path(__file__).parent / "consumer"
CHECKERS = {
    "mypy": [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--no-incremental"],
    "pyright": [sys.executable, "-m", "pyright", "--pythonpath", sys.executable],
}
every_checker = pytest.mark.parametrize("checker", CHECKERS)


def lines_with_errors(checker: str, name: str) -> set[int]:
    done = subprocess.run(  # noqa: S603
        [*CHECKERS[checker], str(CONSUMER / name)], capture_output=True, text=True, check=False
    )
    found = re.findall(rf"{name}:(\d+)[:,].*error", done.stdout)
    assert found or done.returncode == 0, done.stdout + done.stderr
    return {int(line) for line in found}


@every_checker
def test_right_code_passes(checker) -> None:
    assert lines_with_errors(checker, "good.py") == set()


@every_checker
def test_every_mistake_is_found_and_nothing_else(checker) -> None:
    lines = (CONSUMER / "wrong.py").read_text(encoding="utf-8").splitlines()
    wrong = {number for number, line in enumerate(lines, start=1) if line.endswith("# wrong")}
    assert lines_with_errors(checker, "wrong.py") == wrong
