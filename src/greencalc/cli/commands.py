"""What each command of ``greencalc`` does; it loads what it needs, and no more."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Self

from attrs import evolve

from greencalc.assessment import Assessment, evaluate
from greencalc.errors import FactsError, PackError
from greencalc.plant.plant_file import Plant, load_plant
from greencalc.showing.sheet import Sheet
from greencalc.showing.visible_text import visible, visible_json
from greencalc.standards.table import Assumption, Standard
from greencalc.standards.table_file import load_standard, standards

DEFAULT_STANDARD = "qct1160_2022"
DIFFERENT = 1


def _show(text: str, end: str = "\n") -> None:
    """Print; names and evidence that somebody else wrote do not steer the terminal."""
    print(visible(text), end=end)


def _score(options: argparse.Namespace) -> int:
    plant, assessment = _assess(options.plant, options)
    if options.json:
        data = assessment.to_dict(plant.description)
        print(visible_json(json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False)))
    else:
        _show(assessment.to_text(plant.description))
    return 0


def _explain(options: argparse.Namespace) -> int:
    _, assessment = _assess(options.plant, options)
    explanation = assessment.explain(options.part)
    written = {"text": explanation.to_text, "latex": explanation.to_latex, "html": explanation.to_html}[options.format]
    _show(written())
    return 0


def _gaps(options: argparse.Namespace) -> int:
    _, assessment = _assess(options.plant, options)
    _show(str(assessment.gaps()))
    return 0


def _compare(options: argparse.Namespace) -> int:
    from greencalc.reporting.comparison import compare

    (first, one), (second, other) = (
        _assess(path, options, says_default=False) for path in (options.first, options.second)
    )
    names = (_name(first, options.first), _name(second, options.second))
    _show(compare(one, other).to_text(names))
    return 0


def _pack(options: argparse.Namespace) -> int:
    from greencalc.files.output_file import new_file

    plant, assessment = _assess(options.plant, options, says_default=False)  # a replay knows no command
    text = assessment.to_json(plant.description)
    if options.output is None:
        _show(text, end="")
    else:
        inputs = (options.plant, options.standard, plant.standard, options.plausibility)
        with new_file(options.output, inputs) as file:
            file.write(text.encode())
    return 0


def _workbook(options: argparse.Namespace) -> int:
    from greencalc.files.output_file import check_output
    from greencalc.workbooks.write_workbook import write_workbook

    plant, assessment = _assess(options.plant, options)
    check_output(options.output, (options.plant, options.standard, plant.standard, options.plausibility))
    write_workbook(assessment, options.output, plant.description, language=options.language)
    return 0


def _replay(options: argparse.Namespace) -> int:
    from greencalc.files.input_file import InputFileError, read_input
    from greencalc.replaying import MOST_BYTES, replay

    try:
        again = replay(read_input(Path(options.pack), MOST_BYTES))
    except InputFileError as error:
        raise PackError(options.pack, (f"the file {error}",)) from None
    _show(str(again))
    return 0 if again.agrees else DIFFERENT


def _batch(options: argparse.Namespace) -> int:
    from greencalc.files.output_file import check_output
    from greencalc.many_plants.files.score_file import file_sheet, score_file

    standard = load_standard(DEFAULT_STANDARD if options.standard is None else options.standard)
    check_output(options.output, (options.plants, options.standard))
    with _Progress() as progress:
        done = score_file(
            options.plants,
            options.output,
            standard,
            units=dict(_name_and_unit(text) for text in options.unit),
            nan_is_missing=options.nan_is_missing,
            comparison=None if options.comparison is None else f"{options.comparison} value",  # type: ignore[arg-type]
            with_statuses=options.statuses,
            keep=options.keep,
            progress=progress.show,
        )
    if options.standard is None:
        done = evolve(done, assumptions=(_default_standard("No standard is named", standard), *done.assumptions))
    sheet = file_sheet(done, count_from=1)
    _show(evolve(sheet, title=f"{standard.number}: {sheet.title}; scores are in {options.output}").to_text())
    return 0


def _name_and_unit(text: str) -> tuple[str, str]:
    name, sign, unit = text.partition("=")
    if not sign:
        raise FactsError("batch", (f"--unit {text}: write it as NAME=UNIT, like land_area=mu",))
    return name.strip(), unit.strip()


def _standards(options: argparse.Namespace) -> int:
    del options
    for standard in standards():
        issued = f"issued {standard.issued}, " if standard.issued else ""
        dates = f"{issued}in force from {standard.in_force}; {standard.status}  table: {standard.origin}"
        _show(Sheet(f"{standard.id}  {standard.number}  {standard.title} {standard.title_zh}", (dates,)).to_text())
    return 0


def _assess(path: str, options: argparse.Namespace, *, says_default: bool = True) -> tuple[Plant, Assessment]:
    from greencalc.plant.plausible_ranges import load_plausibility

    plant = load_plant(path)
    named = plant.standard if options.standard is None else options.standard
    standard = load_standard(DEFAULT_STANDARD if named is None else named)
    comparison = None if options.comparison is None else f"{options.comparison} value"
    ranges = None if options.plausibility is None else load_plausibility(options.plausibility)
    if named is None and says_default:
        assumption = _default_standard("The plant file names no standard", standard)
        standard = evolve(standard, assumptions=(assumption, *standard.assumptions))
    return plant, evaluate(standard, plant.facts, comparison=comparison, plausibility=ranges)  # type: ignore[arg-type]


def _default_standard(why: str, standard: Standard) -> Assumption:
    return Assumption(f"{why}; it is judged by {standard.number}.", "assumed", "default of the command")


def _name(plant: Plant, path: str) -> str:
    from greencalc.reporting.report import named

    return ", ".join(named(plant.description)) or path


class _Progress:
    """A bar on a terminal, and nothing elsewhere."""

    def __enter__(self) -> Self:
        try:
            from tqdm import tqdm
        except ImportError as error:
            raise FactsError("batch", ("files of plants need more: pip install 'greencalc[files]'",)) from error
        self.bar = tqdm(total=1.0, disable=None, bar_format="{l_bar}{bar}| {elapsed} < {remaining}")
        return self

    def show(self, done: float) -> None:
        """Show the part that is done."""
        self.bar.update(done - self.bar.n)

    def __exit__(self, *_: object) -> None:
        self.bar.close()


COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = MappingProxyType(
    {
        "score": _score,
        "explain": _explain,
        "gaps": _gaps,
        "compare": _compare,
        "pack": _pack,
        "workbook": _workbook,
        "replay": _replay,
        "batch": _batch,
        "standards": _standards,
    }
)
"""By the words that are typed."""
