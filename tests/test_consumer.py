"""A consumer's view: the wheel in an environment of its own, and a project that uses it, run and type-checked there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest
from attrs import frozen
from filelock import FileLock

import greencalc

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "greencalc"
PROJECT = Path(__file__).parent / "consumer"
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}  # no way into the checkout


@frozen
class Consumer:
    """What someone has who installed the wheel, and how the distributions were made."""

    folder: Path

    @property
    def scripts(self) -> Path:
        return Path(sysconfig.get_path("scripts", "venv", vars={"base": str(self.folder / "environment")}))

    @property
    def python(self) -> str:
        return str(self.scripts / "python")

    @property
    def project(self) -> Path:
        return self.folder / "project"

    @property
    def wheel(self) -> Path:
        [wheel] = (self.folder / "dist").glob("*.whl")
        return wheel

    @property
    def sdist(self) -> Path:
        [sdist] = (self.folder / "dist").glob("*.tar.gz")
        return sdist

    def run(self, *command: str) -> str:
        return run(*command, where=self.project)


def run(*command: str, where: Path) -> str:
    done = subprocess.run(  # noqa: S603
        command, cwd=where, env=CLEAN, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def consumer(tmp_path_factory) -> Consumer:
    """Built once, by the first process of a run that asks for it."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    made = Consumer(folder / "consumer")
    with FileLock(folder / "consumer.lock"):
        if not made.folder.exists():
            make(made)
    return made


def make(consumer: Consumer) -> None:
    run(sys.executable, "-m", "hatchling", "build", "-d", str(consumer.folder / "dist"), where=ROOT)
    venv.create(consumer.folder / "environment")
    pip = (sys.executable, "-m", "pip", "--python", consumer.python, "--disable-pip-version-check")
    run(*pip, "install", "--quiet", "--no-compile", f"{consumer.wheel}[testing]", where=consumer.folder)
    shutil.copytree(PROJECT, consumer.project, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "examples" / "plant.toml", consumer.project)


def wheel_files(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as wheel:
        return {name: wheel.read(name) for name in wheel.namelist()}


def test_the_wheel_holds_the_package_with_its_data_and_nothing_else(consumer) -> None:
    files = set(wheel_files(consumer.wheel))
    described = {name for name in files if name.startswith(f"greencalc-{greencalc.__version__}.dist-info/")}
    sources = {path.relative_to(PACKAGE.parent).as_posix() for path in PACKAGE.rglob("*.*") if path.suffix != ".pyc"}
    examples = {
        f"greencalc/{path.relative_to(ROOT).as_posix()}" for path in (ROOT / "examples").rglob("*.*") if path.is_file()
    }
    assert files - described == sources | examples
    kinds = {"py", "pyi", "typed", "csv", "toml", "json", "html", "css"}
    assert {path.rpartition(".")[2] for path in sources} == kinds
    named = ("py.typed", "units/units.csv", "factors/gwp.csv", "standards/qct1160_2022/b_indicators.toml")
    assert {f"greencalc/{name}" for name in named} <= files
    assert any(name.endswith("/licenses/LICENSE") for name in described)


def test_the_source_distribution_builds_the_same_wheel(consumer, tmp_path) -> None:
    with tarfile.open(consumer.sdist) as sdist:
        sdist.extractall(tmp_path, filter="data")
    [unpacked] = tmp_path.iterdir()
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "dist"), where=unpacked)
    [wheel] = (tmp_path / "dist").iterdir()
    assert wheel_files(wheel) == wheel_files(consumer.wheel)


def test_the_environment_has_the_wheel_its_core_dependencies_and_what_testing_needs(consumer) -> None:
    file = consumer.run(consumer.python, "-c", "import greencalc; print(greencalc.__file__)")
    assert Path(file).is_relative_to(consumer.folder / "environment")
    code = "from importlib.util import find_spec; print(find_spec('pandas'), find_spec('pyarrow'))"
    assert consumer.run(consumer.python, "-c", code) == "None None\n"


def test_right_code_runs(consumer) -> None:
    printed = consumer.run(consumer.python, "-X", "utf8", "good.py")
    assert "10.4.5 VOCs emitted per painted area" in printed
    assert printed.endswith("all is right\n")


def test_the_command_runs(consumer) -> None:
    command = str(consumer.scripts / "greencalc")
    assert consumer.run(command, "--version") == f"greencalc {greencalc.__version__}\n"
    scored = consumer.run(command, "score", "plant.toml")
    assert "77.78" in scored
    assert scored == consumer.run(consumer.python, "-m", "greencalc", "score", "plant.toml")


CHECKERS = {
    "mypy": ("--strict", "--config-file=", "--no-incremental", "--python-executable"),
    "pyright": ("--pythonpath",),
}


@pytest.mark.parametrize("checker", CHECKERS)
def test_a_type_checker_finds_every_mistake_and_nothing_else(checker, consumer) -> None:
    files = sorted(path.name for path in consumer.project.glob("*.py"))
    command = [sys.executable, "-m", checker, *CHECKERS[checker], consumer.python, *files]
    done = subprocess.run(  # noqa: S603
        command, cwd=consumer.project, env=CLEAN, capture_output=True, text=True, encoding="utf-8", check=False
    )
    found = {(file, int(line)) for file, line in re.findall(r"(\w+\.py):(\d+)[:,].*error", done.stdout)}
    wrong = {
        (file, number)
        for file in files
        for number, line in enumerate((consumer.project / file).read_text(encoding="utf-8").splitlines(), start=1)
        if line.endswith("# wrong")
    }
    assert len(wrong) > 100
    assert found == wrong, done.stdout + done.stderr
