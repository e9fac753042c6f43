"""Takes the pictures of the README from a page that fpstats writes, in both languages.

    python docs/make_pictures.py

Needs `chromium` and a Chinese font, such as `apt-get install chromium fonts-noto-cjk` gives;
nothing else in the project does. The page is that of the demo: one indicator of one statistical
year, whose returns alone are read, so that the table is narrow enough for a picture.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
SAMPLES: Final = ROOT / "data" / "samples"
PICTURES: Final = ROOT / "docs" / "pictures"
SIZES: Final = {"zh": "1275,809", "en": "1745,809"}
"""Language → width and height: the whole table, and none of what stands below it."""

YEAR: Final = [
    SAMPLES / "gbk" / f"{month}.csv"
    for month in (
        "2023-10",
        "2023-11",
        "2023-12",
        *(f"2024-{number:02d}" for number in range(1, 10)),
    )
]
OPTIONS: Final = (
    "--areas", SAMPLES / "areas.csv", "--targets", SAMPLES / "targets.csv", "--year-start", "10",
    "--period", "2024", "-i", "policy_compliance_rate", "--by", "township", "--quiet",
)  # fmt: skip


def take(language: str, chromium: str, folder: Path) -> None:
    """Write the page in one language, and take its picture."""
    page, picture = folder / f"{language}.html", PICTURES / f"demo.{language}.png"
    fpstats = Path(sys.executable).with_name("fpstats")
    subprocess.run(  # noqa: S603 - our own command
        [fpstats, "compute", *YEAR, *OPTIONS, "--lang", language, "-o", page], check=True
    )
    subprocess.run(  # noqa: S603 - found on the path
        [
            chromium, "--headless=new", "--disable-gpu", "--disable-lcd-text",
            "--disable-font-subpixel-positioning",
            "--hide-scrollbars", "--force-device-scale-factor=0.85",
            f"--window-size={SIZES[language]}", f"--screenshot={picture}",
            *(["--no-sandbox"] if os.geteuid() == 0 else []), page.as_uri(),
        ],
        check=True,
        stderr=subprocess.DEVNULL,  # it complains of everything that a desktop has
    )  # fmt: skip


def main() -> None:
    """Take all pictures."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("chromium is not installed")
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for language in SIZES:
            take(language, chromium, Path(folder))


if __name__ == "__main__":
    main()
