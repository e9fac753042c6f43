"""The run: all returns of the generator, made, written, read and judged, and the figures."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from shutil import rmtree
from typing import Final

from . import faults, places
from .judge import Verdict, judge
from .plan import Plan, draw, settled, singles
from .shapes import build
from .sheets import Return
from .writing import write

DRAWN: Final = 2000
SINGLES_FROM: Final = 100_000
FAULTS_FROM: Final = 200_000


@dataclass(slots=True)
class Result:
    """One return with its seed and verdict."""

    seed: int
    features: dict[str, str]
    sound: bool
    verdict: Verdict


def plans(drawn: int = DRAWN, *, systematic: bool = True) -> Iterator[Plan]:
    """Yield the plans: every oddity alone, every fault in every container, and drawn ones."""
    if systematic:
        yield from singles(SINGLES_FROM)
        yield from _single_faults()
    for seed in range(drawn):
        yield plan_of(seed)


def _single_faults() -> Iterator[Plan]:
    seed = FAULTS_FROM
    for name in faults.NAMES:
        for container in ("xlsx", "xlsx_openpyxl", "xls", "csv"):
            seed += 1
            if container in faults.ONLY_IN.get(name, (container,)):
                yield _faulty(settled(Plan(seed, container=container)), (name,))


def plan_of(seed: int) -> Plan:
    """Return the plan of a seed, whichever part of the run it belongs to."""
    if seed >= FAULTS_FROM:
        return next(one for one in _single_faults() if one.seed == seed)
    if seed >= SINGLES_FROM:
        return next(one for one in singles(SINGLES_FROM) if one.seed == seed)
    rng = Random(f"faults {seed}")
    names = tuple(rng.sample(faults.NAMES, rng.choice([1, 1, 2]))) if seed % 3 == 0 else ()
    return _faulty(draw(seed), names)


def _faulty(plan: Plan, names: tuple[str, ...]) -> Plan:
    plan = replace(plan, faults=names)
    return faults.prepared(plan, Random(f"prepared {plan.seed}")) if names else plan


def make(plan: Plan) -> Return:
    """Make a return with its faults."""
    given = build(plan)
    faults.plant(given, plan.faults, Random(f"planted {plan.seed}"))
    return given


def run(chosen: Iterable[Plan]) -> list[Result]:
    """Make, write, read and judge."""
    results = []
    with tempfile.TemporaryDirectory(prefix="returns") as name:
        folder = Path(name)
        areas = places.write_all(folder)
        for plan in chosen:
            given = make(plan)
            path = write(given, folder / "case")
            verdict = judge(given, path, areas[given.county.name])
            rmtree(folder / "case")
            results.append(Result(plan.seed, given.features, given.sound, verdict))
    return results


def run_all(chosen: list[Plan], jobs: int) -> list[Result]:
    """Run in several processes; the results are the same, in the order of the seeds."""
    if jobs == 1:
        return run(chosen)
    with ProcessPoolExecutor(jobs) as pool:
        parts = pool.map(run, [chosen[n::jobs] for n in range(jobs)])
        return sorted((one for part in parts for one in part), key=lambda one: one.seed)


@dataclass(slots=True)
class Figures:
    """The figures of some returns."""

    sound: int = 0
    exact: int = 0
    planted: int = 0
    reported: int = 0
    wrong: int = 0
    refused: int = 0
    crashed: int = 0
    alarmed: int = 0

    def add(self, result: Result) -> None:
        """Count one return."""
        verdict = result.verdict
        self.sound += result.sound
        self.exact += result.sound and verdict.exact
        self.planted += len(verdict.reported)
        self.reported += sum(verdict.reported.values())
        self.wrong += len(verdict.wrong)
        self.refused += result.sound and bool(verdict.refused)
        self.crashed += bool(verdict.crashed)
        self.alarmed += result.sound and bool(verdict.alarms)

    @property
    def exact_share(self) -> float:
        """The share of sound returns that are read exactly."""
        return self.exact / self.sound if self.sound else 1.0

    @property
    def reported_share(self) -> float:
        """The share of planted faults that are reported at their cell."""
        return self.reported / self.planted if self.planted else 1.0


def total(results: Iterable[Result]) -> Figures:
    """Count all returns."""
    figures = Figures()
    for result in results:
        figures.add(result)
    return figures


def by_feature(results: Iterable[Result]) -> dict[str, dict[str, Figures]]:
    """Count the returns that have a feature, by the feature's name and choice."""
    found: dict[str, dict[str, Figures]] = {}
    for result in results:
        for name, choice in result.features.items():
            found.setdefault(name, {}).setdefault(choice, Figures()).add(result)
    return found


def by_fault(results: Iterable[Result]) -> dict[str, Figures]:
    """Count the planted faults by kind."""
    found: dict[str, Figures] = {}
    for result in results:
        for fault, reported in result.verdict.reported.items():
            figures = found.setdefault(fault.name, Figures())
            figures.planted += 1
            figures.reported += reported
    return found
