"""Writes the pages of `docs/reference`, and the outputs that all other pages show.

    python docs/generate.py            write all that is stale
    python docs/generate.py --check    write nothing, say what is stale, and fail if anything is
    python docs/generate.py PAGE…      only these pages

Everything comes from the program itself, so that it cannot say one thing and do another. The same
program gives the same pages.
"""

from __future__ import annotations

import argparse
import difflib
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import sessions

REFERENCE: Final = sessions.ROOT / "docs" / "reference"
NOTE: Final = "<!-- Written by docs/generate.py from the program itself. Do not edit this page. -->"


def reference() -> dict[str, Callable[[], Iterator[str]]]:
    """Return what writes each page of the reference, by its path there without suffix."""
    # Before anything of fpstats is loaded, because the texts of options are chosen then.
    os.environ["FPSTATS_LANG"] = "en"
    import catalogue_pages as data
    import check_pages as checking
    import coverage as covering
    import detection as detecting
    import method_pages as methods
    import peers as agreeing
    import program_pages as program

    return {
        "checks": checking.checks,
        "commands": program.commands,
        "coverage": covering.coverage,
        "detection": detecting.detection,
        "exit-codes": program.exit_codes,
        "formats-and-engines": program.formats_and_engines,
        "indicators": data.indicators,
        "issues": program.issue_codes,
        "items": data.items,
        "layouts": data.layout_pages,
        "peers": agreeing.peers,
        "python": program.python,
        "tables": program.tables,
        **methods.pages(),
    }


def fresh(page: Path) -> str:
    """Return a page as it ought to be now."""
    if page.is_relative_to(REFERENCE):
        title, *lines = reference()[page.relative_to(REFERENCE).with_suffix("").as_posix()]()
        return "\n".join([title, "", NOTE, *lines]).rstrip() + "\n"
    text, steps = sessions.filled(page)
    for step in sessions.unexpected(steps):
        raise SystemExit(
            f"{page}: `{step.code}` ended with {step.status}\n" + "\n".join(step.output)
        )
    return text


def _wanted(named: Sequence[str]) -> list[Path]:
    if named:
        return [Path(name).resolve() for name in named]
    return [*(REFERENCE / f"{name}.md" for name in reference()), *sessions.pages()]


def main() -> int:
    """Write or check the pages."""
    parser = argparse.ArgumentParser(prog="generate.py")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if stale")
    parser.add_argument("page", nargs="*", help="only these pages")
    options = parser.parse_args()
    pages = _wanted(options.page)
    shared = sessions.SHARED in os.environ
    able = [page for page in pages if page.is_relative_to(REFERENCE) or shared
            or not sessions.needs_shared(page)]  # fmt: skip
    for page in (page for page in pages if page not in able):
        print(f"{page.relative_to(sessions.ROOT)}: left as it is, because {sessions.SHARED} "
              "is not set")  # fmt: skip
    stale = 0
    with ThreadPoolExecutor(os.cpu_count()) as workers:
        for page, new in zip(able, workers.map(fresh, able), strict=True):
            old = page.read_text("utf-8") if page.exists() else ""
            if new == old:
                continue
            stale += 1
            name = str(page.relative_to(sessions.ROOT))
            print(f"{name}: {'is stale' if options.check else 'written'}")
            if options.check:
                both = (text.splitlines() for text in (old, new))
                print("\n".join(difflib.unified_diff(*both, "as it is", "as it ought", n=1)))
            else:
                page.parent.mkdir(exist_ok=True)
                page.write_text(new, "utf-8")
    return 1 if options.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
