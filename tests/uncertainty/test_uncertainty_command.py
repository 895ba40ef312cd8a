"""The command ``greencalc uncertainty``."""

from __future__ import annotations

import io
import sys

import pytest

from greencalc.cli import main

PLANT = """\
[plant]
vehicle_type = "passenger car"
[coating]
painted_area = "2400 万㎡ ± 3 %"
vocs_emitted = { value = "420 t", uncertainty = "15 %", coverage = "one standard deviation" }
vehicles_produced = "24 万辆"
[[energy]]
carrier = "diesel"
quantity = "10000 t ± 5 %"
"""


@pytest.fixture
def plant(tmp_path):
    path = tmp_path / "plant.toml"
    path.write_text(PLANT, encoding="utf-8")
    return str(path)


def run(capsys, *arguments):
    status = main(["uncertainty", *arguments, "--language", "en"])
    printed = capsys.readouterr()
    return status, printed.out, printed.err


def test_it_prints_what_samples_say(capsys, plant) -> None:
    status, out, err = run(capsys, plant, "--samples", "2048", "--seed", "3", "--mark", "5")
    assert (status, err) == (0, "")
    assert out.startswith("QC/T 1160-2022: what uncertain amounts make of the score\n")
    assert "The gate is open, and the total reaches 5" in out
    assert "2048 Sobol points, in 16 sets that are scrambled anew, seed 3." in out
    assert run(capsys, plant, "--samples", "2048", "--seed", "3", "--mark", "5")[1] == out
    assert main(["uncertainty", plant, "--language", "zh", "--samples", "1024"]) == 0
    assert "Sobol 点 1024 个" in capsys.readouterr().out


def test_it_takes_as_many_samples_as_propagate_if_nobody_says(capsys, plant) -> None:
    assert "65536 Sobol points" in run(capsys, plant)[1]


def test_correlations_are_given_by_names(capsys, plant) -> None:
    _, out, _ = run(capsys, plant, "--samples", "1024", "--correlation", "energy.1", "vocs_emitted", "-0.5")
    assert "energy.1 and vocs_emitted are correlated by -0.5." in out
    status, _, err = run(capsys, plant, "--correlation", "energy.1", "vocs_emitted", "much")
    assert (status, "--correlation: 'much' is no number from -1 to 1" in err) == (2, True)
    status, _, err = run(capsys, plant, "--correlation", "energy.9", "vocs_emitted", "1")
    assert (status, "'energy.9' is no amount that may be off and is needed; did you mean energy.1?" in err) == (2, True)


def test_settings_of_judging_and_truncation_are_taken(capsys, monkeypatch) -> None:
    text = 'vocs_emitted = "4 t ± 4 t"\npainted_area = "1 万㎡"\n'

    def given(*arguments):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        return run(capsys, "-", "--samples", "1024", *arguments)

    status, _, err = given("--standard", "qct1160_2022", "--comparison", "rounded")
    assert (status, "say truncate=True" in err) == (2, True)
    status, out, _ = given("--standard", "qct1160_2022", "--comparison", "rounded", "--truncate")
    assert (status, "out of bounds and left out: vocs_emitted" in out) == (0, True)
