"""What each command of ``greencalc`` does; it loads what it needs, and no more."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

from attrs import evolve

from greencalc.assessment import Assessment, evaluate
from greencalc.cli.terminal import COLOURS, show, show_sheet, terminal_width
from greencalc.errors import FactsError, OutputError, PackError, PlantFileError
from greencalc.languages.said import PHRASES, in_both, in_language, joined, say, word
from greencalc.plant.plant_file import STANDARD_INPUT, Plant, load_plant, read_plant
from greencalc.reporting.report import named, report, total_text
from greencalc.reporting.summary import assumed, gate_items, gate_title, summary_text
from greencalc.showing.sheet import Sheet, listed_text, sheet_of
from greencalc.showing.visible_text import visible, visible_json
from greencalc.standards.editions import installed_as
from greencalc.standards.rules import LimitComparison
from greencalc.standards.table import Assumption, Standard
from greencalc.standards.table_file import found_standards, load_standard
from greencalc.units.number_text import decimal_text

DEFAULT_STANDARD = "qct1160_2022"
STDIN = "-"
_PAGES = (".html", ".htm")
_NO_PAGE = "it cannot be written: a report's name ends in .html; open it in a browser, and print it for paper or PDF"
UNMET = 1
DIFFERENT = 1
_MOST_DIGITS = 23  # of points that are typed
_DEPTH = 9  # of the parts of an explanation


def _score(options: argparse.Namespace) -> int:
    plant, assessment = _assess(options.plant, options)
    if options.json:
        data = assessment.to_dict(plant.description)
        print(visible_json(json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False)))
    elif options.assumptions:
        _show_sheet(assumed(assessment), options)
    else:
        told = {"language": options.language, "width": terminal_width()}
        if options.full:
            text = report(assessment, plant.description).to_text(**told)
        else:
            text = summary_text(assessment, plant.description, last=_MORE, **told)
        gate = in_language(gate_title(assessment), options.language)
        show_sheet(text, {gate: COLOURS[assessment.eligible]})
    sys.stdout.flush()  # before what stands on the other stream
    unmet = [*_unmet(options, assessment)]
    for why in unmet:
        print(visible(f"greencalc: {why}"), file=sys.stderr)
    return UNMET if unmet else 0


_MORE = word("--full prints the whole report, --assumptions what is assumed.")


def _unmet(options: argparse.Namespace, assessment: Assessment) -> Iterator[str]:
    """Say what a script asks for and the plant is not, or is not known to be."""
    if options.require_eligible and not assessment.eligible:
        verdict = "undecided" if assessment.eligible is None else "closed"
        ids = listed_text(tuple(f"{one.id} ({one.status})" for one in gate_items(assessment)))
        yield f"--require-eligible: the gate is {verdict}, by {ids}"
    if options.fail_under is not None and assessment.score.exact_lower < options.fail_under:
        least = decimal_text(options.fail_under, _MOST_DIGITS)
        total = total_text(assessment, options.fail_under)
        yield f"--fail-under {least}: the score is {total}; what is unknown does not count"


def _explain(options: argparse.Namespace) -> int:
    _, assessment = _assess(options.plant, options)
    explanation = assessment.explain(options.part)
    sheet, language = sheet_of(explanation), options.language
    if options.format == "html":
        show(sheet.to_html(language=language))
    elif options.format == "latex":
        show(explanation.working.to_latex(language) if explanation.working else "")
    else:
        _show_sheet(sheet, options, depth=_DEPTH)
    return 0


def _gaps(options: argparse.Namespace) -> int:
    _, assessment = _assess(options.plant, options)
    _show_sheet(sheet_of(assessment.gaps()), options)
    return 0


def _compare(options: argparse.Namespace) -> int:
    from greencalc.reporting.comparison import compare

    _refuse_twice(options.first, options.second)
    (first, one), (second, other) = _assess_all(options, options.first, options.second, says_default=False)
    names = (_name(first, options.first), _name(second, options.second))
    _show_sheet(sheet_of(compare(one, other), names), options)
    return 0


def _pack(options: argparse.Namespace) -> int:
    from greencalc.files.output_file import new_file

    plant, assessment = _assess(options.plant, options, says_default=False)  # a replay knows no command
    text = assessment.to_json(plant.description)
    if options.output is None:
        show(text, end="")
    else:
        inputs = (options.plant, options.standard, plant.standard, *options.formulas, options.plausibility)
        with new_file(options.output, inputs) as file:
            file.write(text.encode())
    return 0


def _report(options: argparse.Namespace) -> int:
    from greencalc.files.output_file import check_output, new_file
    from greencalc.report_pages.html_report import html_report

    _refuse_twice(options.plant, options.second)
    if Path(options.output).suffix.lower() not in _PAGES:
        raise OutputError(options.output, (_NO_PAGE,))
    plants = (options.plant,) if options.second is None else (options.plant, options.second)
    (plant, assessment), *rest = _assess_all(options, *plants, says_default=False)  # so that its hashes are the pack's
    other, second = rest[0] if rest else (None, None)
    tables = (plant.standard, None if other is None else other.standard)
    inputs = (options.plant, options.second, options.standard, *tables, *options.formulas, options.plausibility)
    check_output(options.output, inputs)
    text = html_report(
        assessment,
        plant.description,
        second=second,
        second_description=None if other is None else other.description,
        language=options.language,
    )
    with new_file(options.output, inputs) as file:
        file.write(text.encode())
    return 0


def _workbook(options: argparse.Namespace) -> int:
    from greencalc.files.output_file import check_unused
    from greencalc.forms.plant_form import name_of_table
    from greencalc.workbooks.write_workbook import write_workbook

    plant, assessment = _assess(options.plant, options)
    inputs = (options.plant, options.standard, plant.standard, *options.formulas, options.plausibility)
    check_unused(options.output, inputs)
    given = options.standard or plant.standard or DEFAULT_STANDARD
    name = name_of_table(assessment.table, given, Path(options.output))  # as formulas judge, so shall who reads it
    description = {**plant.description, "standard": name or ""}
    write_workbook(assessment, options.output, description, language=options.language)
    return 0


def _replay(options: argparse.Namespace) -> int:
    from greencalc.files.input_file import InputFileError, read_input
    from greencalc.replaying import MOST_BYTES, replay

    try:
        again = replay(read_input(Path(options.pack), MOST_BYTES), _formulas(options))
    except InputFileError as error:
        raise PackError(options.pack, (f"the file {error}",)) from None
    _show_sheet(sheet_of(again), options)
    return 0 if again.agrees else DIFFERENT


def _uncertainty(options: argparse.Namespace) -> int:
    from greencalc.uncertainty.propagate import SAMPLES, propagate

    plant, standard = _read(options.plant, options, _formulas(options), says_default=True)
    found = propagate(
        standard,
        plant.facts,
        samples=SAMPLES if options.samples is None else options.samples,
        seed=options.seed,
        correlation={(one, other): _number(number) for one, other, number in options.correlation},
        mark=options.mark,
        truncate=options.truncate,
        comparison=_comparison(options),
    )
    _show_sheet(sheet_of(found), options)
    return 0


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise FactsError("uncertainty", (f"--correlation: {text!r} is no number from -1 to 1",)) from None


def _batch(options: argparse.Namespace) -> int:
    from greencalc.files.output_file import check_output
    from greencalc.many_plants.files.score_file import file_sheet, score_file

    standard = load_standard(DEFAULT_STANDARD if options.standard is None else options.standard, _formulas(options))
    check_output(options.output, (options.plants, options.standard, *options.formulas))
    with _Progress() as progress:
        done = score_file(
            options.plants,
            options.output,
            standard,
            units=dict(_name_and_unit(text) for text in options.unit),
            nan_is_missing=options.nan_is_missing,
            comparison=_comparison(options),
            with_statuses=options.statuses,
            keep=options.keep,
            progress=progress.show,
        )
    if options.standard is None:
        done = evolve(done, assumptions=(_default_standard("No standard is named", standard), *done.assumptions))
    sheet = file_sheet(done, count_from=done.first_row)
    said = say("{number}: {done}; scores are in {file}", number=standard.number, done=sheet.title, file=options.output)
    _show_sheet(evolve(sheet, title=said), options)
    return 0


def _form(options: argparse.Namespace) -> int:
    from greencalc.forms.write_form import write_form

    given = DEFAULT_STANDARD if options.standard is None else options.standard
    standard = load_standard(given, _formulas(options))
    write_form(standard, given, options.output, options.language, of_table=options.table)
    return 0


def _example(options: argparse.Namespace) -> int:
    from greencalc.forms.write_form import write_examples

    for name in write_examples(options.output):
        show(str(Path(options.output) / name))
    return 0


def _new_standard(options: argparse.Namespace) -> int:
    from greencalc.forms.write_form import write_new_standard

    for name in write_new_standard(options.folder):
        show(str(Path(options.folder) / name))
    return 0


def _name_and_unit(text: str) -> tuple[str, str]:
    name, sign, unit = text.partition("=")
    if not sign:
        raise FactsError("batch", (f"--unit {text}: write it as NAME=UNIT, like land_area=mu",))
    return name.strip(), unit.strip()


def _standards(options: argparse.Namespace) -> int:
    found, broken = found_standards()
    for one in found:
        dates = [say("in force from {date}", date=one.in_force)]
        if one.issued:
            dates.insert(0, say("issued {date}", date=one.issued))
        said = say(
            "{dates}; {status}  table: {origin}",
            dates=joined(dates, PHRASES),
            status=word(one.status),
            origin=word(one.origin),
        )
        package = installed_as(one.id)
        owner = () if package is None else (say("added by {package}", package=f"{package.package} {package.version}"),)
        title = joined((one.id, one.number, in_both(one)), "  ")
        _show_sheet(Sheet(title, (said, *owner)), options)
    for error in broken:
        print(visible(f"greencalc: {error}"), file=sys.stderr)
    return 0


def _completion(options: argparse.Namespace) -> int:
    try:
        import shtab
    except ImportError as error:
        raise FactsError("completion", ("it needs more: pip install 'greencalc[completion]'",)) from error
    print(shtab.complete(options.parser, options.shell))
    return 0


def _show_sheet(sheet: Sheet, options: argparse.Namespace, depth: int = -1) -> None:
    """Print a sheet in the language asked for, as wide as the terminal."""
    show_sheet(sheet.to_text(depth, language=options.language, width=terminal_width()))


def _formulas(options: argparse.Namespace) -> tuple[Callable[..., Any], ...]:
    """Run the files of formulas of one's own, each once."""
    if not options.formulas:
        return ()
    from greencalc.standards.clause_files import load_formulas

    return tuple(one for file in dict.fromkeys(options.formulas) for one in load_formulas(file))


def _assess(path: str, options: argparse.Namespace, *, says_default: bool = True) -> tuple[Plant, Assessment]:
    [assessed] = _assess_all(options, path, says_default=says_default)
    return assessed


def _assess_all(options: argparse.Namespace, *paths: str, says_default: bool) -> list[tuple[Plant, Assessment]]:
    """Judge plants by the same formulas, ranges and choices."""
    from greencalc.plant.plausible_ranges import load_plausibility

    formulas = _formulas(options)
    ranges = None if options.plausibility is None else load_plausibility(options.plausibility)
    assessed = []
    for path in paths:
        plant, standard = _read(path, options, formulas, says_default=says_default)
        judged = evaluate(standard, plant.facts, comparison=_comparison(options), plausibility=ranges)
        assessed.append((plant, judged))
    return assessed


def _read(
    path: str, options: argparse.Namespace, formulas: tuple[Callable[..., Any], ...], *, says_default: bool
) -> tuple[Plant, Standard]:
    """Return a plant and what it is judged by."""
    plant = read_plant(getattr(sys.stdin, "buffer", None)) if path == STDIN else load_plant(path)
    named = plant.standard if options.standard is None else options.standard
    standard = load_standard(DEFAULT_STANDARD if named is None else named, formulas)
    if named is None and says_default:
        assumption = _default_standard("The plant file names no standard", standard)
        standard = evolve(standard, assumptions=(assumption, *standard.assumptions))
    return plant, standard


def _comparison(options: argparse.Namespace) -> LimitComparison | None:
    return None if options.comparison is None else f"{options.comparison} value"  # type: ignore[return-value]


def _default_standard(why: str, standard: Standard) -> Assumption:
    what = say("{why}; it is judged by {number}.", why=word(why), number=standard.number)
    return Assumption(what, "assumed", word("default of the command"))


def _refuse_twice(first: str, second: str | None) -> None:
    """Refuse the standard input for both of two plants."""
    if first == second == STDIN:
        raise PlantFileError(STANDARD_INPUT, ("it can be read once; give one of the two as a file",))


def _name(plant: Plant, path: str) -> str:
    return joined(named(plant.description), PHRASES) or (STANDARD_INPUT if path == STDIN else path)


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
        "report": _report,
        "workbook": _workbook,
        "replay": _replay,
        "uncertainty": _uncertainty,
        "batch": _batch,
        "form": _form,
        "example": _example,
        "new-standard": _new_standard,
        "standards": _standards,
        "completion": _completion,
    }
)
"""By the words that are typed."""
