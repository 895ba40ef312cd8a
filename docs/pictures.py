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
SHOTS = {  # size of the window, and what is left away: the home page has small pictures that can be read
    "report": (1000, 1250, ""),
    "front_report": (520, 640, "header dl > :nth-child(n + 3)"),
    "front_indicators": (520, 640, "main > :not(#indicators), #indicators > p"),
}
ITEMS_PAGE = "2"  # of the printed workbook, where the plant's page is the first


def run(*command: str | Path) -> None:
    """Run a program that writes a file."""
    subprocess.run([str(part) for part in command], check=True, capture_output=True)  # noqa: S603 (its own commands)


def small(picture: Path, target: Path) -> None:
    """Write a picture without its margins, in few colours."""
    run("convert", picture, "-trim", "-bordercolor", "white", "-border", "12", "-colors", "48", "-strip", target)


def main() -> None:
    """Write pictures of the report, of its indicators and of the workbook in each language."""
    plant = load_plant(ROOT / "examples" / "plant.toml")
    assessment = evaluate(load_standard("qct1160_2022"), plant.facts)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for language in LANGUAGES:
            report = html_report(assessment, plant.description, language=language)
            for name, (width, height, hidden) in SHOTS.items():
                text = report.replace("</style>", f"{hidden or 'nothing'} {{ display: none; }}</style>", 1)
                page, shot = work / "report.html", work / "report.png"
                page.write_text(text, encoding="utf-8")
                size = (f"--window-size={width},{height}", "--hide-scrollbars", f"--user-data-dir={work / 'chromium'}")
                run("chromium", *QUIET, *size, f"--screenshot={shot}", page.as_uri())
                small(shot, PICTURES / f"{name}_{language}.png")
            write_workbook(assessment, work / "plant.xlsx", plant.description, language=language)
            profile = f"-env:UserInstallation={(work / 'office').as_uri()}"
            run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", work, work / "plant.xlsx")
            for name, number in (("plant", "1"), ("items", ITEMS_PAGE)):
                printed = ("-r", "90", "-f", number, "-l", number, "-png", "-singlefile")
                run("pdftoppm", *printed, work / "plant.pdf", work / name)
                small(work / f"{name}.png", PICTURES / f"workbook_{name}_{language}.png")
            cut = ("-crop", "x640+0+0", "+repage")
            run(
                "convert",
                PICTURES / f"workbook_plant_{language}.png",
                *cut,
                PICTURES / f"front_workbook_{language}.png",
            )
            print(f"{language}: done")


if __name__ == "__main__":
    main()
