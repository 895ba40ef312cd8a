"""Files that are written: whole or as before, whatever happens; and what of other people's text gets into them."""

from __future__ import annotations

import ast
import io
import json
import os
import pickle
import re
import runpy
import secrets
import signal
import stat
import subprocess
import sys
import tempfile
import types
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import csv, ipc, parquet

import greencalc
import greencalc.cli.commands
from greencalc import GreencalcError, OutputError, load_standard, score_file
from greencalc.cli import main
from greencalc.errors import why_unreadable
from greencalc.files.output_file import check_output, new_file
from greencalc.showing.visible_text import visible, visible_json

PACKAGE = Path(greencalc.__file__).parent
STANDARD = load_standard("qct1160_2022")
KINDS = ("csv", "parquet", "arrow")
OLD = "of yesterday"
NEW = b"of today " * 10_000
SIGNAL = 9


def write(path: Path, data: bytes = NEW, inputs=()) -> None:
    with new_file(path, inputs) as file:
        file.write(data)


def refusal(path, inputs=()) -> str:
    with pytest.raises(OutputError) as caught:
        write(path, inputs=inputs)
    assert isinstance(caught.value, GreencalcError)
    assert isinstance(caught.value, OSError)
    [said] = caught.value.faults
    assert not re.search(r"Errno|No such|denied|\.part", said)
    return said


@pytest.fixture
def old(tmp_path) -> Path:
    path = tmp_path / "out" / "scores.csv"
    path.parent.mkdir()
    path.write_text(OLD, encoding="utf-8")
    return path


@pytest.fixture
def plants(tmp_path) -> Path:
    path = tmp_path / "plants.csv"
    path.write_text("plant,land_area [mu]\nA,1\nB,2\n", encoding="utf-8")
    return path


@pytest.fixture
def plant(tmp_path) -> Path:
    path = tmp_path / "plant.toml"
    path.write_text('land_area = "5 ha"\n', encoding="utf-8")
    return path


def is_as_before(path: Path) -> bool:
    return list(path.parent.iterdir()) == [path] and path.read_text(encoding="utf-8") == OLD


# One function writes

WRITERS = re.compile(
    r"write_(text|bytes|table|batch|dataset|feather|csv|parquet)|to_(csv|parquet|feather|ipc|excel|hdf|pickle)|sink_\w+|tofile|savetxt|save|savez|dump|mkstemp|"
    r"mkdtemp|\w*TemporaryFile|copy|copy2|copyfile|move|rename|unlink|symlink|symlink_to|link|truncate|mkdir|makedirs|"
    r"touch|chmod|remove|rmtree|OSFile|FileOutputStream|open_output_stream|memory_map"
)
NO_FILES = {"copy", "remove", "dump"}  # of dicts, lists and arrays too; counted where they are called of a module
ALLOWED = {
    "output_file.py": {"os.open", "os.fdopen", "part.unlink", "file.open"},
    "input_file.py": {"os.open"},  # to read, without waiting for the writer of a pipe
    "command_line.py": {"os.open"},  # of the null device, when nobody reads on
    # into a new file
    "writers.py": {
        "as_csv_cells(empty).write_csv",
        "as_csv_cells(frame).write_csv",
        "_lazy(empty, rows).sink_parquet",
        "_lazy(empty, rows).sink_ipc",
    },
}


def is_writing(call: ast.Call) -> bool:
    name = ast.unparse(call.func).split(".")[-1]
    if name in {"open", "fdopen"}:
        modes = [*call.args, *(word.value for word in call.keywords if word.arg == "mode")]
        texts = [mode.value for mode in modes if isinstance(mode, ast.Constant) and isinstance(mode.value, str)]
        reads = bool(texts) and not set("wax+") & set("".join(texts))
        return not reads
    of_module = ast.unparse(call.func).split(".")[0] in {"os", "shutil", "json", "pickle", "np", "numpy"}
    return bool(WRITERS.fullmatch(name)) and (of_module or name not in NO_FILES)


def test_nothing_but_one_function_opens_a_file_to_write_it() -> None:
    for path in PACKAGE.rglob("*.py"):
        calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
        found = {ast.unparse(call.func) for call in calls if is_writing(call)}
        assert found <= ALLOWED.get(path.name, set()), path


NOTED = """
import os, sys
opened = []
def note(event, given):
    is_of_a_name = event == "open" and isinstance(given[0], (str, bytes))
    if is_of_a_name and (given[2] or 0) & (os.O_WRONLY | os.O_RDWR):
        opened.append(os.path.basename(os.fsdecode(given[0])))
from greencalc.cli import main
sys.addaudithook(note)
assert main(["pack", sys.argv[1], "-o", "pack.json"]) == 0
for kind in ("csv", "parquet", "arrow"):
    assert main(["batch", sys.argv[2], "-o", "scores." + kind]) == 0
print(*opened, file=sys.stderr)
"""


def test_what_the_command_opens_to_write_has_a_name_of_its_own(plant, plants, tmp_path) -> None:
    command = [sys.executable, "-B", "-c", NOTED, str(plant), str(plants)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)  # noqa: S603
    names = done.stderr.split()
    assert len(set(names)) == 4
    assert all(re.fullmatch(r"greencalc-[0-9a-f]{16}\.part", name) for name in names)
    outputs = {"pack.json", "scores.csv", "scores.parquet", "scores.arrow"}
    assert {path.name for path in tmp_path.iterdir()} == {"plant.toml", "plants.csv", *outputs}


def test_a_new_file_has_what_was_written_and_the_usual_rights(tmp_path) -> None:
    before = os.umask(0o027)
    try:
        write(tmp_path / "new.json")
    finally:
        os.umask(before)
    assert (tmp_path / "new.json").read_bytes() == NEW
    assert stat.S_IMODE((tmp_path / "new.json").stat().st_mode) == 0o640


def test_a_file_that_is_replaced_is_not_opened_to_others(old) -> None:
    old.chmod(0o600)
    write(old)
    assert old.read_bytes() == NEW
    assert stat.S_IMODE(old.stat().st_mode) == 0o600


def test_the_folder_may_change_meanwhile(old, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(old.parent)
    with new_file(old.name) as file:
        assert (file.writable(), file.tell()) == (True, 0)
        assert (file.write(NEW), file.tell()) == (len(NEW), len(NEW))
        monkeypatch.chdir(tmp_path)
    assert old.read_bytes() == NEW
    assert not (tmp_path / old.name).exists()


# What is there is looked at first


def test_a_folder(tmp_path) -> None:
    for folder in (tmp_path, f"{tmp_path}/", ".", "..", ""):
        assert "it is a folder, not a file" in refusal(folder)
    assert "it is the name of a folder" in refusal(f"{tmp_path}/new.json/")
    assert not list(tmp_path.iterdir())


def test_a_link_is_neither_followed_nor_replaced(old, tmp_path) -> None:
    (tmp_path / "dangling.csv").symlink_to(tmp_path / "nowhere.csv")
    (tmp_path / "folder.csv").symlink_to(old.parent)
    (tmp_path / "link.csv").symlink_to(old)
    for name in ("dangling.csv", "folder.csv", "link.csv"):
        assert "it is a link to another file" in refusal(tmp_path / name)
        assert (tmp_path / name).is_symlink()
    assert not (tmp_path / "nowhere.csv").exists()
    assert is_as_before(old)


def test_a_folder_that_is_reached_by_a_link_is_a_folder(old, tmp_path) -> None:
    (tmp_path / "link").symlink_to(old.parent)
    write(tmp_path / "link" / old.name)
    assert old.read_bytes() == NEW


def test_devices_and_pipes(tmp_path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", os.devnull):
        assert "it is a device or a pipe" in refusal(path)
    assert Path(os.devnull).is_char_device()


def test_a_read_only_file(old) -> None:
    old.chmod(0o444)
    assert "it is read-only" in refusal(old)
    assert is_as_before(old)


@contextmanager
def as_nobody():
    """Without the rights of the superuser, who may write anywhere."""
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)


def test_a_folder_that_may_not_be_written_into() -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "scores.csv"
        path.write_text(OLD, encoding="utf-8")
        path.chmod(0o666)
        path.parent.chmod(0o555)
        try:
            with as_nobody():
                said = refusal(path)
            assert "no right to write into its folder; the file that is there is as it was" in said
            assert is_as_before(path)
        finally:
            path.parent.chmod(0o755)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("nowhere/scores.csv", "there is no such file or folder; make its folder first; nothing was written"),
        ("file/scores.csv", "a part of its path is a file"),
        ("a\0b", "a character that no file name has"),
        ("\ud800", "a character that no file name has"),
        ("x" * 300, "its name is too long"),
    ],
    ids=range(5),
)
def test_names_that_are_no_files(name, says, tmp_path) -> None:
    (tmp_path / "file").touch()
    assert says in refusal(tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_name_as_long_as_names_may_be(tmp_path) -> None:
    write(tmp_path / f"{'x' * 251}.csv")
    assert [len(path.name) for path in tmp_path.iterdir()] == [255]


def test_an_input_is_no_output_whatever_its_name(old, tmp_path, monkeypatch) -> None:
    os.link(old, tmp_path / "hard.csv")
    (tmp_path / "soft.csv").symlink_to(old)
    monkeypatch.chdir(old.parent)
    for output, source in (
        (old, old),
        (old.name, old),
        (old.parent / ".." / "out" / old.name, old.name),
        (tmp_path / "hard.csv", old),
        (old, tmp_path / "hard.csv"),
        (old, tmp_path / "soft.csv"),
    ):
        for inputs in ([source], ["qct1160_2022", None, tmp_path / "nowhere", "a\0b", source]):
            assert f"it is the source {source}" in refusal(output, inputs)
    assert is_as_before(old)
    check_output(old, [tmp_path / "another"])


def test_a_pack_is_not_written_over_what_it_is_made_of(plant, tmp_path, capsys) -> None:
    table = tmp_path / "table.toml"
    table.write_bytes((Path(__file__).parents[1] / "data" / "yes_no_table.toml").read_bytes())
    ranges = tmp_path / "ranges.csv"
    ranges.write_bytes((PACKAGE / "plant" / "plausible_ranges.csv").read_bytes())
    for file in (plant, table, ranges):
        os.link(file, tmp_path / f"{file.stem}.json")
    plant_of_table = tmp_path / "other.toml"
    plant_of_table.write_text('"1" = "met"\n[plant]\nstandard = "table.toml"\n', encoding="utf-8")
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    for output, *given in (
        (plant, plant),
        (tmp_path / "plant.json", plant),
        (ranges, plant, "--plausibility", ranges),
        (tmp_path / "ranges.json", plant, "--plausibility", ranges),
        (table, plant_of_table, "--standard", table),
        (table, plant_of_table),
        (tmp_path / "table.json", plant_of_table),
    ):
        assert main(["pack", *map(str, given), "-o", str(output)]) == 2
        assert re.fullmatch(r"greencalc: \S+:\n  it is the source \S+, which is read; .*\n", capsys.readouterr().err)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_scores_are_not_written_over_what_they_are_made_of(plants, tmp_path, capsys) -> None:
    os.link(plants, tmp_path / "same.csv")
    table = tmp_path / "table.csv"
    table.write_bytes((Path(__file__).parents[1] / "data" / "yes_no_table.toml").read_bytes())
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    for output, choices in ((plants, []), (tmp_path / "same.csv", []), (table, ["--standard", str(table)])):
        assert main(["batch", str(plants), "-o", str(output), *choices]) == 2
        assert "it is the source" in capsys.readouterr().err
    with pytest.raises(OutputError, match="it is the source"):
        score_file(plants, tmp_path / "same.csv", STANDARD)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_what_comes_meanwhile_is_looked_at_too(old) -> None:
    def swap() -> None:
        with new_file(old) as file:
            file.write(NEW)
            old.rename(old.with_name("kept"))
            old.symlink_to("kept")

    with pytest.raises(OutputError, match="it is a link"):
        swap()
    assert sorted(path.name for path in old.parent.iterdir()) == ["kept", old.name]
    assert old.read_text(encoding="utf-8") == OLD


def test_an_input_that_comes_to_the_outputs_place_meanwhile_is_kept(old) -> None:
    new = old.with_name("new.csv")

    def link() -> None:
        with new_file(new, [old]) as file:
            file.write(NEW)
            os.link(old, new)

    with pytest.raises(OutputError, match="it is the source"):
        link()
    assert new.samefile(old)
    assert sorted(old.parent.iterdir()) == [new, old]
    assert old.read_text(encoding="utf-8") == OLD


# Names beside it


def test_two_runs_to_one_output_do_not_mix(old) -> None:
    with new_file(old) as first:
        first.write(b"first " * 10_000)
        write(old, b"second")
        assert old.read_bytes() == b"second"
        first.write(b"end")
    assert old.read_bytes() == b"first " * 10_000 + b"end"
    assert list(old.parent.iterdir()) == [old]


@pytest.mark.parametrize("kind", KINDS)
def test_two_scored_files_to_one_output_do_not_mix(kind, plants, tmp_path) -> None:
    target = tmp_path / f"scores.{kind}"
    other = tmp_path / "other.csv"
    other.write_text("plant,land_area [mu]\nC,3\n", encoding="utf-8")
    score_file(plants, target, STANDARD, keep=["plant"])
    whole = target.read_bytes()
    score_file(
        plants, target, STANDARD, keep=["plant"], progress=lambda _: score_file(other, target, STANDARD) and None
    )
    assert target.read_bytes() == whole


def test_many_at_once(old) -> None:
    texts = [bytes([number]) * 100_000 for number in range(32)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda text: write(old, text), texts))
    assert old.read_bytes() in texts
    assert list(old.parent.iterdir()) == [old]


def test_somebodys_part_file_is_kept(old, plants) -> None:
    mine = old.with_name(f"{old.name}.part")
    mine.write_text("mine", encoding="utf-8")
    write(old)
    score_file(plants, old, STANDARD)
    assert mine.read_text(encoding="utf-8") == "mine"
    assert sorted(old.parent.iterdir()) == [old, mine]


def test_a_planted_link_or_file_is_left_alone(old, tmp_path, monkeypatch) -> None:
    names = iter(["a", "b", "c", "d"])
    monkeypatch.setattr(secrets, "token_hex", lambda _: next(names))
    victim = tmp_path / "victim"
    victim.write_text("theirs", encoding="utf-8")
    (old.parent / "greencalc-a.part").symlink_to(victim)
    (old.parent / "greencalc-b.part").symlink_to(tmp_path / "nowhere")
    (old.parent / "greencalc-c.part").write_text("theirs", encoding="utf-8")
    write(old)
    assert old.read_bytes() == NEW
    assert victim.read_text(encoding="utf-8") == "theirs"
    assert not (tmp_path / "nowhere").exists()
    assert (old.parent / "greencalc-c.part").read_text(encoding="utf-8") == "theirs"
    assert not (old.parent / "greencalc-d.part").exists()


def test_a_folder_of_planted_names_only(old, monkeypatch) -> None:
    monkeypatch.setattr(secrets, "token_hex", lambda _: "a")
    planted = old.parent / "greencalc-a.part"
    planted.symlink_to(old)
    assert "no free name for a new file was found" in refusal(old)
    assert planted.is_symlink()
    planted.unlink()
    assert is_as_before(old)


# Faults on the way


def failing(step: str, error: BaseException):
    """Patch of the open file: one step fails."""

    class File(io.BufferedWriter):
        def write(self, data) -> int:
            if step == "write":
                raise error
            return super().write(data)

        def flush(self) -> None:
            if step == "flush":
                raise error
            super().flush()

        def close(self) -> None:
            super().close()
            if step == "close":
                raise error

    return lambda number, mode: File(io.FileIO(number, mode))


STEPS = ("open", "write", "flush", "fsync", "close", "replace")
FULL = OSError(28, "No space left on device")


def fail_at(step: str, error: BaseException, monkeypatch) -> None:
    def stop(*_: object) -> None:
        raise error

    real = os.open
    if step in {"fsync", "replace"}:
        monkeypatch.setattr(os, step, stop)
    elif step == "open":
        monkeypatch.setattr(os, "open", lambda path, *a: stop() if str(path).endswith(".part") else real(path, *a))
    else:
        monkeypatch.setattr(os, "fdopen", failing(step, error))


@pytest.mark.parametrize("step", STEPS)
def test_a_full_disk_leaves_what_was_there(step, old, monkeypatch) -> None:
    fail_at(step, FULL, monkeypatch)
    assert refusal(old) == (
        "it cannot be written: there is no space left on the disk; the file that is there is as it was"
    )
    assert is_as_before(old)
    assert refusal(old.with_name("new.csv")) == (
        "it cannot be written: there is no space left on the disk; nothing was written"
    )
    assert is_as_before(old)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_full_disk_under_scores(kind, step, plants, monkeypatch, capsys) -> None:
    folder = plants.parent / "out"
    folder.mkdir()
    target = folder / f"scores.{kind}"
    target.write_text(OLD, encoding="utf-8")
    with monkeypatch.context() as patch:
        fail_at(step, FULL, patch)
        assert main(["batch", str(plants), "-o", str(target)]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err.count("there is no space left on the disk")) == ("", 1)
    assert "Traceback" not in said.err
    assert is_as_before(target)
    assert main(["batch", str(plants), "-o", str(target)]) == 0
    assert list(folder.iterdir()) == [target]


@pytest.mark.parametrize("step", STEPS)
def test_a_full_disk_under_a_pack(step, plant, old, monkeypatch, capsys) -> None:
    fail_at(step, FULL, monkeypatch)
    assert main(["pack", str(plant), "-o", str(old)]) == 2
    assert capsys.readouterr().err.count("there is no space left on the disk") == 1
    assert is_as_before(old)


@pytest.mark.parametrize("step", STEPS)
def test_an_interruption_at_any_step_leaves_what_was_there(step, old, monkeypatch) -> None:
    fail_at(step, KeyboardInterrupt(), monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        write(old)
    assert is_as_before(old)


def test_a_failure_that_somebody_swallows_is_told_at_the_end(old, monkeypatch) -> None:
    monkeypatch.setattr(os, "fdopen", failing("write", FULL))

    def swallow() -> None:
        with new_file(old) as file:
            with suppress(OSError):
                file.write(NEW)
            assert file.write(NEW) == len(NEW)

    with pytest.raises(OutputError, match="no space left"):
        swallow()
    assert is_as_before(old)


def test_what_cannot_be_removed_hides_no_fault(old, monkeypatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "unlink", refuse)
    fail_at("fsync", FULL, monkeypatch)
    assert "no space left" in refusal(old)
    assert old.read_text(encoding="utf-8") == OLD


def test_an_error_of_somebody_else_stays_his(old, plants) -> None:
    def stop(_: float) -> None:
        raise BlockingIOError

    with pytest.raises(BlockingIOError):
        score_file(plants, old, STANDARD, progress=stop)
    assert is_as_before(old)


def test_a_folder_that_cannot_be_synced_is_no_fault(old, monkeypatch) -> None:
    real = os.fsync

    def files_only(number: int) -> None:
        if stat.S_ISDIR(os.fstat(number).st_mode):
            raise OSError(22, "Invalid argument")
        real(number)

    monkeypatch.setattr(os, "fsync", files_only)
    write(old)
    assert old.read_bytes() == NEW


def test_bytes_are_on_the_disk_before_the_name(old, monkeypatch) -> None:
    done = []
    for name in ("fsync", "replace"):
        real = getattr(os, name)
        monkeypatch.setattr(os, name, lambda *given, name=name, real=real: (done.append(name), real(*given))[1])
    write(old)
    assert done == ["fsync", "replace", "fsync"]


@pytest.mark.parametrize(
    ("number", "says"), [(27, "larger than files may be"), (30, "the disk is read-only"), (40, "lead in a circle")]
)
def test_why_a_file_cannot_be_written(number, says) -> None:
    assert says in why_unreadable(OSError(number, os.strerror(number)))


def test_errors_of_outputs_cross_processes(tmp_path) -> None:
    with pytest.raises(OutputError) as caught:
        write(tmp_path)
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301
    assert (str(again), again.where, again.faults) == (str(caught.value), str(tmp_path), caught.value.faults)


# The process ends

CHILD = """
import io, os, signal, sys
from greencalc.files.output_file import new_file
step, number, target = sys.argv[1], int(sys.argv[2]), sys.argv[3]
def end(): os.kill(os.getpid(), number)
def ending(function, before):
    def run(*given):
        if before: end()
        made = function(*given)
        end()
        return made
    return run
class File(io.BufferedWriter):
    def write(self, data):
        if step == "write":
            super().write(data[: len(data) // 2])
            super().flush()
            end()
        return super().write(data)
    def flush(self):
        super().flush()
        if step == "flush": end()
    def close(self):
        super().close()
        if step == "close": end()
os.fdopen = lambda fd, mode: File(io.FileIO(fd, mode))
if step in ("open", "fsync", "replace"): setattr(os, step, ending(getattr(os, step), False))
if step == "before fsync": os.fsync = ending(os.fsync, True)
if step == "before replace": os.replace = ending(os.replace, True)
with new_file(target) as file:
    file.write(b"of today " * 10_000)
"""
KILLED_AT = ("open", "write", "flush", "before fsync", "fsync", "close", "before replace", "replace")


@pytest.mark.parametrize("step", KILLED_AT)
def test_a_kill_at_any_step_leaves_the_old_file_or_the_new_one(step, old) -> None:
    fresh = old.with_name("fresh.csv")
    for target in (old, fresh):
        done = subprocess.run([sys.executable, "-c", CHILD, step, str(SIGNAL), str(target)], check=False)  # noqa: S603
        assert done.returncode == -SIGNAL
    if step == "replace":
        assert (old.read_bytes(), fresh.read_bytes()) == (NEW, NEW)
    else:
        assert old.read_text(encoding="utf-8") == OLD
        assert not fresh.exists()
    left = [path.name for path in old.parent.iterdir() if path not in {old, fresh}]
    assert all(re.fullmatch(r"greencalc-[0-9a-f]{16}\.part", name) for name in left)
    write(old)
    assert old.read_bytes() == NEW


@pytest.mark.parametrize("step", KILLED_AT)
def test_ctrl_c_at_any_step_leaves_nothing_behind(step, old) -> None:
    command = [sys.executable, "-c", CHILD, step, str(int(signal.SIGINT)), str(old)]
    done = subprocess.run(command, check=False, stderr=subprocess.DEVNULL)  # noqa: S603
    assert done.returncode == -signal.SIGINT
    assert list(old.parent.iterdir()) == [old]
    assert old.read_bytes() == (NEW if step == "replace" else OLD.encode())


STOPPED = """
import os, signal, sys
from greencalc.cli import main
real = os.fsync
def stop(number):
    os.kill(os.getpid(), int(sys.argv[1]))
    real(number)
os.fsync = stop
sys.exit(main(["pack", sys.argv[2], "-o", sys.argv[3]]))
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_stopped_command_says_so_in_a_sentence(number, plant, old) -> None:
    command = [sys.executable, "-c", STOPPED, str(int(number)), str(plant), str(old)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 128 + number
    assert done.stderr == "greencalc: it was stopped before it was done; no file is left half written\n"
    assert is_as_before(old)


LIMITED = """
import resource, sys
from greencalc.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
sys.exit(main(["pack", sys.argv[1], "-o", sys.argv[2]]))
"""


def test_a_file_that_grows_too_large_is_not_cut_off(plant, old) -> None:
    command = [sys.executable, "-B", "-c", LIMITED, str(plant), str(old)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 2
    assert "it would be larger than files may be here; the file that is there is as it was" in done.stderr
    assert is_as_before(old)


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_signals_are_the_commands_while_it_runs_alone(number, status, plant, monkeypatch, capsys) -> None:
    monkeypatch.setattr(greencalc.cli.commands, "load_plant", lambda _: signal.raise_signal(number))
    before = [signal.getsignal(kind) for kind in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)]
    assert main(["score", str(plant)]) == status
    assert [signal.getsignal(kind) for kind in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)] == before
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)


def test_the_command_runs_in_any_thread(plant, capsys) -> None:
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(main, ["score", str(plant)]).result() == 0
    assert "QC/T 1160-2022" in capsys.readouterr().out


def test_signals_that_are_ignored_stay_so(plant, monkeypatch) -> None:
    seen = []
    real = greencalc.cli.commands.load_plant

    def look(path: str):
        seen.append(signal.getsignal(signal.SIGHUP))
        return real(path)

    monkeypatch.setattr(greencalc.cli.commands, "load_plant", look)
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        assert main(["score", str(plant)]) == 0
    finally:
        signal.signal(signal.SIGHUP, before)
    assert seen == [signal.SIG_IGN]


class Loading(types.ModuleType):
    """A module that Ctrl-C meets while it loads."""

    def __getattr__(self, name: str):
        raise KeyboardInterrupt


def test_ctrl_c_while_the_library_loads(monkeypatch, capsys) -> None:
    monkeypatch.setitem(sys.modules, "greencalc.cli", Loading("greencalc.cli"))
    monkeypatch.delitem(sys.modules, "greencalc.__main__", raising=False)
    with pytest.raises(SystemExit) as caught:
        runpy.run_module("greencalc.__main__")
    assert caught.value.code == 130
    assert capsys.readouterr().err == "greencalc: it was stopped while it was loading; nothing was done\n"


def test_the_script_is_the_module_that_minds_ctrl_c() -> None:
    assert 'greencalc = "greencalc.__main__:main"' in Path("pyproject.toml").read_text(encoding="utf-8")


# Spreadsheets

RUN = [
    "=1+1",
    '=HYPERLINK("http://x")',
    "+cmd",
    "-2+3",
    "-5 t",
    "@SUM(A1)",
    "\t=1",
    "\ttext",
    "\rtext",
    " =1",
    "\u00a0 @x",
    "\u3000+x",
    "\u200b=1",
    "\ufeff=1",
    "＝1+1",
    "－x",
    "\n=1",
    "-",
    "+86 10 6655",
    "=\u4e00",
    "-1e",
    "--1",
]
QUOTED = ["'=1", "''-x", "' =1", "'-5"]
PLAIN = [
    "-5",
    "+3.5e-2",
    "-.5",
    "-0",
    "+86",
    "A-1",
    "a=b",
    "江岸工厂",
    "'s Gravenhage",
    "''",
    "'",
    "x\ty",
    "(=1)",
    "1=1",
]


def unquoted(cell: str) -> str:
    """A cell as it was, by what the documentation says."""
    return re.sub(r"^'(?='*[\s\u200b\ufeff]*[=+\-@＝＋－＠\t\r\n])", "", cell)


def kept_cells(path: Path, header: str) -> list[str | None]:
    if path.suffix == ".csv":
        options = csv.ConvertOptions(column_types={header: pa.string()}, strings_can_be_null=True)
        parsed = csv.ParseOptions(newlines_in_values=True)
        return csv.read_csv(path, parse_options=parsed, convert_options=options)[header].to_pylist()
    table = parquet.read_table(path) if path.suffix == ".parquet" else ipc.open_file(path.read_bytes()).read_all()
    return table[header].to_pylist()


def text_columns(cells: list[str | None]) -> list[pa.Array]:
    plain = pa.array(cells, pa.string())
    return [
        plain,
        plain.cast(pa.large_string()),
        pa.array(cells, pa.string_view()),
        plain.dictionary_encode(),
        plain.cast(pa.binary()),
        plain.cast(pa.large_binary()),
    ]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("place", range(6))
def test_what_a_spreadsheet_would_run_is_text_in_csv_alone(place, kind, tmp_path) -> None:
    cells = [*RUN, *QUOTED, *PLAIN, None]
    column = text_columns(cells)[place]
    if kind != "arrow" and pa.types.is_string_view(column.type) and int(pa.__version__.partition(".")[0]) < 21:
        pytest.skip("Arrow writes string views to other files from 21 on")
    source = tmp_path / "plants.arrow"
    table = pa.table({"plant": column, "land_area [mu]": [1.0] * len(cells)})
    with ipc.new_file(source, table.schema) as file:
        file.write_table(table)
    target = tmp_path / f"scores.{kind}"
    score_file(source, target, STANDARD, keep=["plant"])
    kept = [cell.decode() if isinstance(cell, bytes) else cell for cell in kept_cells(target, "plant")]
    if kind == "csv":
        assert kept == [*(f"'{cell}" for cell in [*RUN, *QUOTED]), *PLAIN, None]
        kept = [cell and unquoted(cell) for cell in kept]
    assert kept == cells


def test_words_of_a_fixed_length_are_text_too(tmp_path) -> None:
    source = tmp_path / "plants.parquet"
    parquet.write_table(
        pa.table({"plant": pa.array([b"=1+1", b"abcd"], pa.binary(4)), "land_area [mu]": [1, 2]}), source
    )
    score_file(source, tmp_path / "scores.csv", STANDARD, keep=["plant"])
    assert kept_cells(tmp_path / "scores.csv", "plant") == ["'=1+1", "abcd"]


def test_bytes_that_are_no_text_are_refused_in_csv(tmp_path) -> None:
    source = tmp_path / "plants.parquet"
    parquet.write_table(pa.table({"plant": [b"=\xff"], "land_area [mu]": [1]}), source)
    with pytest.raises(GreencalcError, match="it cannot be written"):
        score_file(source, tmp_path / "scores.csv", STANDARD, keep=["plant"])
    assert list(tmp_path.iterdir()) == [source]


def test_numbers_and_numbered_words_stay_as_they_are(tmp_path) -> None:
    source = tmp_path / "plants.parquet"
    words = pa.array(["a", "b"]).dictionary_encode()
    table = pa.table({"lost": [-5.5, -1e-9], "year": [-1, 2], "word": words, "land_area [mu]": [1, 2]})
    parquet.write_table(table, source)
    score_file(source, tmp_path / "scores.csv", STANDARD, keep=["lost", "year", "word"])
    lines = (tmp_path / "scores.csv").read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[:3] for line in lines[1:]] == [["-5.5", "-1", "a"], ["-1e-9", "2", "b"]]


def test_headers_and_reasons_are_text_too(tmp_path) -> None:
    source = tmp_path / "plants.csv"
    source.write_text("=cmd,-5,'=x,land_area [mu]\na,b,c,=1\n", encoding="utf-8")
    score_file(source, tmp_path / "scores.csv", STANDARD, keep=["=cmd", "-5", "'=x"])
    table = csv.read_csv(tmp_path / "scores.csv")
    assert table.column_names[:3] == ["'=cmd", "-5", "''=x"]
    score_file(source, tmp_path / "scores.parquet", STANDARD, keep=["=cmd"])
    assert parquet.read_schema(tmp_path / "scores.parquet").names[0] == "=cmd"


# Terminals

HOSTILE = "A\u202eB\x1b[2J\x07\x9b1m\r\u2066\u200f\u061c\u2028Z"
SHOWN = "A[U+202E]B[U+001B][2J[U+0007][U+009B]1m"
UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def is_clean(text: str) -> bool:
    return not [sign for sign in text if sign != "\n" and unicodedata.category(sign) in UNSEEN]


def test_every_sign_that_is_not_seen_is_shown() -> None:
    signs = "".join(map(chr, range(sys.maxunicode + 1)))
    assert is_clean(visible(signs))
    kept = [sign for sign in signs if visible(sign) == sign]
    assert len(kept) > 1_100_000
    assert {"\n", " ", "A", "厂", "✔", "\ufe0f"} <= set(kept)


def test_json_is_the_same_data_with_them_escaped() -> None:
    for sign in (HOSTILE, "\U000e0041", "\x7f", "\ud800"):
        text = visible_json(json.dumps({sign: sign}, ensure_ascii=False))
        assert is_clean(text)
        assert json.loads(text) == {sign: sign}


def hostile_plant(folder: Path) -> Path:
    said = json.dumps(HOSTILE)
    path = folder / "hostile.toml"
    path.write_text(
        f"[plant]\nname = {said}\nnotes = {said}\n[a]\n"
        f'land_area = {{ value = "5 ha", evidence = {said} }}\nbuilding_area = "5 ha"\nstructure_area = "0 m2"\n'
        f'"5.1.6" = {{ status = "met", evidence = {said} }}\n'
        f'"5.1.5" = {{ status = "not applicable", reason = {said} }}\n',
        encoding="utf-8",
    )
    return path


@pytest.mark.parametrize(
    "arguments",
    [
        ["score"],
        ["score", "--json"],
        ["explain"],
        ["explain", "10.2.1"],
        ["explain", "--format", "html"],
        ["explain", "--format", "latex"],
        ["explain", HOSTILE],
        ["score", "--standard", HOSTILE],
        ["gaps"],
        ["pack"],
        ["score", f"--{HOSTILE}"],
    ],
    ids=range(11),
)
def test_no_command_lets_other_peoples_text_steer_a_terminal(arguments, tmp_path, capsys) -> None:
    command, *choices = arguments
    with ExitStack() as stack:
        if choices and choices[0].startswith("--A"):
            stack.enter_context(pytest.raises(SystemExit))
        main([command, str(hostile_plant(tmp_path)), *choices])
    said = capsys.readouterr()
    assert said.out + said.err
    assert is_clean(said.out)
    assert is_clean(said.err)


def test_names_and_evidence_are_shown_with_what_is_in_them(tmp_path, capsys) -> None:
    path = str(hostile_plant(tmp_path))
    main(["score", path])
    assert f"\n  {SHOWN}" in capsys.readouterr().out
    main(["score", path, "--full"])
    assert f"Plant: {SHOWN}" in capsys.readouterr().out
    main(["explain", path, "10.2.1"])
    assert f"evidence: {SHOWN}" in capsys.readouterr().out
    main(["compare", path, path])
    assert is_clean(capsys.readouterr().out)
    main(["score", path, "--json"])
    assert json.loads(capsys.readouterr().out)["plant"]["name"] == HOSTILE


def test_packs_and_their_differences(tmp_path, capsys) -> None:
    path = tmp_path / "pack.json"
    assert main(["pack", str(hostile_plant(tmp_path)), "-o", str(path)]) == 0
    text = path.read_text(encoding="utf-8")
    assert is_clean(text)
    assert json.loads(text)["plant"]["name"] == HOSTILE
    assert main(["replay", str(path)]) == 0
    tampered = json.loads(text)
    tampered["results"]["items"][0]["title"] = HOSTILE
    tampered["versions"][HOSTILE] = HOSTILE
    path.write_text(json.dumps(tampered), encoding="utf-8")
    capsys.readouterr()
    assert main(["replay", str(path)]) == 1
    out = capsys.readouterr().out
    assert SHOWN in out
    assert is_clean(out)


def test_scored_files_and_their_names(tmp_path, capsys) -> None:
    source = tmp_path / "plants\x1b[2J.csv"
    source.write_text(
        f"{HOSTILE.replace(chr(13), '')},land_area [mu]\u202e x,6.6,4.1\na,5,{SHOWN}\x1b[2J,\u2066x\n", encoding="utf-8"
    )
    target = tmp_path / "scores\u202e.csv"
    main(["batch", str(source), "-o", str(target)])
    said = capsys.readouterr()
    assert is_clean(said.out)
    assert is_clean(said.err.replace("\r", ""))
    assert main(["batch", str(tmp_path / f"{HOSTILE}.csv"), "-o", str(target)]) == 2
    err = capsys.readouterr().err
    assert SHOWN in err
    assert is_clean(err)
