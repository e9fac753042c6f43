"""Time the statistics beside statsmodels and scipy, on arrays; README.md says what is fair.

python bench/methods.py [--repeat N]   one Markdown table

Every method is first held to what its peer gives. Nothing else here asks for statsmodels: where it
is not installed its rows are left out, with a word.
"""

from __future__ import annotations

import argparse
import importlib.util
import platform
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy
from scipy import stats as scipy_stats

from fpstats import stats

MILLION = 1_000_000
AREAS = 40_000
SEED = 20241001

Run = Callable[[], Any]


@dataclass(frozen=True, kw_only=True)
class Job:
    """One method of ours, its peers, and how many numbers each of them is given.

    A peer that takes one number at a time is given few, and its time is that of as many as ours.
    """

    name: str
    size: int
    ours: Run
    peers: dict[str, tuple[int, Run]]
    within: float | None = None


def jobs() -> list[Job]:
    """Make the counts, and say what is done with them."""
    random = np.random.default_rng(SEED)
    total = random.integers(1, 2000, MILLION)
    count = random.binomial(total, 0.93)
    events, people = random.poisson(30, MILLION), random.uniform(1e3, 1e5, MILLION)
    other, others = random.binomial(total[::-1], 0.95), total[::-1]
    some, few = slice(20_000), slice(200)
    lower, upper = stats.wilson(count[:AREAS], total[:AREAS], stats.joint_confidence(0.9, AREAS))
    p = random.uniform(size=MILLION)
    births = random.integers(100_000, 20_000_000, MILLION)
    rare = random.binomial(births, 2e-6)

    def binomial() -> Any:
        law = scipy_stats.binom(total[some], 0.95)
        less, greater = law.cdf(count[some]), law.sf(count[some] - 1)
        return np.minimum(1.0, 2 * np.minimum(less, greater))

    def fisher() -> list[float]:
        rows = zip(*(each[few] for each in (count, total, other, others)), strict=True)
        tables = ([[x, n - x], [y, m - y]] for x, n, y, m in rows)
        return [float(scipy_stats.fisher_exact(table).pvalue) for table in tables]

    def garwood() -> tuple[Any, Any]:
        low = scipy_stats.chi2.ppf(0.025, 2 * events) / 2
        high = scipy_stats.chi2.ppf(0.975, 2 * events + 2) / 2
        return np.where(events > 0, low, 0) / people, high / people

    def clopper(count: Any, total: Any) -> tuple[Any, Any]:
        low = scipy_stats.beta.ppf(0.025, count, total - count + 1)
        high = scipy_stats.beta.ppf(0.975, count + 1, total - count)
        return np.where(count > 0, low, 0.0), np.where(count < total, high, 1.0)

    return [
        Job(
            name="Wilson intervals",
            size=MILLION,
            ours=lambda: stats.wilson(count, total),
            peers={"statsmodels": (MILLION, confint(count, total, "wilson"))},
            within=0.1,
        ),
        Job(
            name="exact intervals of proportions",
            size=MILLION,
            ours=lambda: stats.clopper_pearson(count, total),
            peers={
                "scipy": (MILLION, lambda: clopper(count, total)),
                "statsmodels": (MILLION, confint(count, total, "beta")),
            },
            within=3.0,
        ),
        Job(
            name="exact intervals of rare events",
            size=MILLION,
            ours=lambda: stats.clopper_pearson(rare, births),
            peers={
                "scipy": (MILLION, lambda: clopper(rare, births)),
                "statsmodels": (MILLION, confint(rare, births, "beta")),
            },
            within=3.0,
        ),
        Job(
            name="exact intervals of rates",
            size=MILLION,
            ours=lambda: stats.exact_poisson(events, people),
            peers={"scipy": (MILLION, garwood)},
            within=3.0,
        ),
        Job(
            name="exact tests against a value",
            size=20_000,
            ours=lambda: stats.binomial_test(count[some], total[some], 0.95).two_sided,
            peers={"scipy": (20_000, binomial)},
        ),
        Job(
            name="Fisher's tests",
            size=20_000,
            ours=lambda: stats.fisher_test(count[some], total[some], other[some], others[some]),
            peers={"scipy": (200, fisher)},
        ),
        Job(
            name="Benjamini and Hochberg",
            size=MILLION,
            ours=lambda: stats.benjamini_hochberg(p),
            peers={
                "scipy": (MILLION, lambda: scipy_stats.false_discovery_control(p)),
                "statsmodels": (MILLION, adjusted(p)),
            },
        ),
        Job(
            name="rank intervals of areas together",
            size=AREAS,
            ours=lambda: stats.rank_intervals(lower, upper),
            peers={},
            within=1.0,
        ),
    ]


def confint(count: Any, total: Any, method: str) -> Run:
    """Return what statsmodels does for the same interval."""

    def run() -> Any:
        from statsmodels.stats.proportion import proportion_confint

        return proportion_confint(count, total, method=method)

    return run


def adjusted(p: Any) -> Run:
    """Return what statsmodels does for the same adjustment."""

    def run() -> Any:
        from statsmodels.stats.multitest import multipletests

        return multipletests(p, method="fdr_bh")[1]

    return run


def agree(job: Job, name: str, size: int, theirs: Any) -> None:
    """Stop where a peer gives other numbers."""
    ours = np.asarray(job.ours())[..., :size]
    if not np.allclose(ours, np.asarray(theirs), rtol=1e-7, atol=1e-12):
        raise SystemExit(f"{job.name}: {name} gives other numbers")


def seconds(run: Run) -> float:
    """Return the processor's time of one run, which other work on the machine does not lengthen."""
    start = time.process_time()
    run()
    return time.process_time() - start


def main() -> int:
    """Hold every method to its peers, then time them in turn."""
    parser = argparse.ArgumentParser(prog="methods.py")
    parser.add_argument("--repeat", type=int, default=5, help="how often each is run")
    repeat = parser.parse_args().repeat
    absent = {name for name in ("statsmodels",) if importlib.util.find_spec(name) is None}
    for name in absent:
        print(f"{name} is not installed, so it is left out", file=sys.stderr)
    print(f"Python {platform.python_version()}, numpy {np.__version__}, scipy {scipy.__version__}; "
          f"CPU seconds, the least of {repeat} runs, in turn.\n")  # fmt: skip
    print("| what | how many | fpstats | peer | seconds | ratio to fpstats |")
    print("|---|---:|---:|---|---:|---:|")
    said = []
    for job in jobs():
        peers = {name: peer for name, peer in job.peers.items() if name not in absent}
        for name, (size, run) in peers.items():
            agree(job, name, size, run())
        times: dict[str, list[float]] = {name: [] for name in ("", *peers)}
        for _ in range(repeat):
            times[""].append(seconds(job.ours))
            for name, (size, run) in peers.items():
                times[name].append(seconds(run) * job.size / size)
        own = min(times[""])
        for name in peers:
            least = min(times[name])
            print(f"| {job.name} | {job.size:,} | {own:.3g} | {name} | {least:.3g} "
                  f"| {least / own:.1f} |")  # fmt: skip
        if not peers:
            print(f"| {job.name} | {job.size:,} | {own:.3g} | | | |")
        if job.within is not None:
            met = "met" if own <= job.within else "missed"
            said.append(f"- {job.size:,} {job.name}: at most {job.within:g} s; {own:.3g} s: {met}")
    print("", *said, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
