"""`python -m tests.accuracy`: run all, and print the figures; or one return, to look at."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from pathlib import Path

from tabulate import tabulate

from . import places
from .judge import judge
from .run import DRAWN, Figures, Result, by_fault, by_feature, make, plan_of, plans, run_all, total
from .writing import write


def main() -> int:
    """Run, print, and say by the exit code whether the aims are met."""
    parser = argparse.ArgumentParser(prog="python -m tests.accuracy", description=__doc__)
    parser.add_argument("--count", type=int, default=DRAWN, help="how many returns to draw")
    parser.add_argument("--worst", type=int, default=15, help="how many faulty readings to show")
    parser.add_argument("--seed", type=int, help="one return only")
    parser.add_argument("--keep", type=Path, help="the folder to leave its files in")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many processes")
    given = parser.parse_args()
    if given.seed is not None:
        return _one(given.seed, given.keep)
    started = time.monotonic()
    results = run_all(list(plans(given.count)), given.jobs)
    _print(results, given.worst)
    figures = total(results)
    print(f"\n{len(results)} returns in {time.monotonic() - started:.0f} s")
    exact = _share(figures.exact, figures.sound)
    reported = _share(figures.reported, figures.planted)
    print(f"exact tables of sound returns      {exact}  (aim ≥ 99 %)")
    print(f"planted faults at the right cell   {reported}  (aim ≥ 99 %)")
    print(f"silently wrong cells               {figures.wrong}  (aim 0)")
    alarms = Counter(line.split()[0] for one in results if one.sound for line in one.verdict.alarms)
    print(f"besides: needless warnings and errors by code {dict(alarms.most_common(12))}")
    print(
        f"besides: sound returns refused {figures.refused}, with a needless warning or error "
        f"{figures.alarmed}; unforeseen errors {figures.crashed}; year-to-date cells beside a "
        f"month read {_share(*_extras(results))}"
    )
    met = figures.exact_share >= 0.99 and figures.reported_share >= 0.99 and not figures.wrong
    return 0 if met else 1


def _extras(results: list[Result]) -> tuple[int, int]:
    verdicts = [one.verdict for one in results]
    return sum(one.extra_read for one in verdicts), sum(one.extra_known for one in verdicts)


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} = {part / whole:.1%}" if whole else "none"


def _print(results: list[Result], worst: int) -> None:
    headings = ("feature", "choice", "sound", "exact", "faults", "reported", "wrong", "refused")
    rows = [
        (name if n == 0 else "", choice, *_cells(figures))
        for name, choices in by_feature(results).items()
        for n, (choice, figures) in enumerate(sorted(choices.items()))
    ]
    print(tabulate(rows, headings))
    print()
    print(
        tabulate(
            [
                (name, one.planted, f"{one.reported_share:.1%}")
                for name, one in by_fault(results).items()
            ],
            ("fault", "planted", "reported"),
        )
    )
    for title, chosen in (
        ("silently wrong", [one for one in results if one.verdict.wrong]),
        ("unforeseen errors", [one for one in results if one.verdict.crashed]),
        ("not exact", [one for one in results if one.sound and not one.verdict.exact]),
        ("not reported", [one for one in results if not all(one.verdict.reported.values())]),
    ):
        seeds = " ".join(str(one.seed) for one in chosen[:40])
        print(f"\n{title}: {len(chosen)} returns; seeds {seeds}")
        for one in chosen[:worst]:
            print(f"  seed {one.seed}: {_why(one, title)[:300]}")


def _why(result: Result, title: str) -> str:
    verdict = result.verdict
    missed = [fault for fault, reported in verdict.reported.items() if not reported]
    texts = {
        "silently wrong": verdict.wrong,
        "unforeseen errors": [verdict.crashed.strip().splitlines()[-1]] if verdict.crashed else [],
        "not exact": verdict.differences,
        "not reported": [
            f"{one.name} in {one.file}[{one.sheet}] {sorted(one.cells)[:3]}" for one in missed
        ],
    }[title]
    return texts[0].replace("\n", " ") if texts else ""


def _cells(figures: Figures) -> tuple[object, ...]:
    return (
        figures.sound,
        f"{figures.exact_share:.1%}" if figures.sound else "",
        figures.planted,
        f"{figures.reported_share:.1%}" if figures.planted else "",
        figures.wrong,
        figures.refused,
    )


def _one(seed: int, keep: Path | None) -> int:
    plan = plan_of(seed)
    folder = keep or Path("return-kept")
    folder.mkdir(parents=True, exist_ok=True)
    given = make(plan)
    areas = places.write_all(folder)[given.county.name]
    path = write(given, folder / "case")
    verdict = judge(given, path, areas)
    print(plan)
    print(f"fpstats read {path} --areas {areas}")
    print(f"exact: {verdict.exact}   refused: {verdict.refused}")
    for fault, reported in verdict.reported.items():
        print(f"fault {'reported' if reported else 'NOT reported'}: {fault}")
    for title, lines in (
        ("silently wrong", verdict.wrong),
        ("not exact", verdict.differences),
        ("alarms", verdict.alarms),
    ):
        print(f"{title}: {len(lines)}")
        print("".join(f"  {line}\n" for line in lines[:20]), end="")
    print(verdict.crashed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
