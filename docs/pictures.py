"""The pictures of the tutorials, from the example plant: ``python docs/pictures.py`` writes them into docs/pictures.

It needs Chromium, LibreOffice, poppler's pdftoppm, ImageMagick's convert, and fonts with Chinese signs.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from greencalc import evaluate, html_report, load_plant, load_standard, write_workbook

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
LANGUAGES = ("en", "zh")
QUIET = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
ITEMS_PAGE = "2"  # of the printed workbook, where the plant's page is the first


def run(*command: str | Path) -> None:
    """Run a program that writes a file."""
    subprocess.run([str(part) for part in command], check=True, capture_output=True)  # noqa: S603 (its own commands)


def small(picture: Path, target: Path) -> None:
    """Write a picture without its margins, in few colours."""
    run("convert", picture, "-trim", "-bordercolor", "white", "-border", "12", "-colors", "48", "-strip", target)


def main() -> None:
    """Write a picture of the report and of the workbook in each language."""
    plant = load_plant(ROOT / "examples" / "plant.toml")
    assessment = evaluate(load_standard("qct1160_2022"), plant.facts)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for language in LANGUAGES:
            page = work / "report.html"
            page.write_text(html_report(assessment, plant.description, language=language), encoding="utf-8")
            shot = work / "report.png"
            size = ("--window-size=1000,1250", "--hide-scrollbars", f"--user-data-dir={work / 'chromium'}")
            run("chromium", *QUIET, *size, f"--screenshot={shot}", page.as_uri())
            small(shot, PICTURES / f"report_{language}.png")
            write_workbook(assessment, work / "plant.xlsx", plant.description, language=language)
            profile = f"-env:UserInstallation={(work / 'office').as_uri()}"
            run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", work, work / "plant.xlsx")
            for name, number in (("plant", "1"), ("items", ITEMS_PAGE)):
                printed = ("-r", "90", "-f", number, "-l", number, "-png", "-singlefile")
                run("pdftoppm", *printed, work / "plant.pdf", work / name)
                small(work / f"{name}.png", PICTURES / f"workbook_{name}_{language}.png")
            print(f"{language}: done")


if __name__ == "__main__":
    main()
