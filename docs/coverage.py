"""How often intervals hold what is true: added up over every count that can come, without chance.

For each true value the probabilities of all counts whose interval contains it are added up. Nothing
is drawn, so there is no seed.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from typing import Final

import numpy as np
from coverage_joint import joint
from markdown import table
from numpy.typing import NDArray

from fpstats import stats
from fpstats.stats.densities import binomial_log, poisson_log

Numbers = NDArray[np.float64]
Method = Callable[..., stats.Interval]

PROPORTIONS: Final[Mapping[str, Method]] = {
    "wilson": stats.wilson,
    "clopper_pearson": stats.clopper_pearson,
    "jeffreys": stats.jeffreys,
}
RATES: Final[Mapping[str, Method]] = {
    "poisson": stats.poisson,
    "byar": stats.byar,
    "exact_poisson": stats.exact_poisson,
    "poisson_score": stats.poisson_score,
}
TOTALS: Final = (4, 11, 40, 215, 1000)
SHARES: Final = np.arange(1, 1000) / 1000
MEANS: Final = ((0.05, 1), (1, 3), (3, 10), (10, 30), (30, 100))
LEVELS: Final = (0.95, 0.998)
STEPS: Final = 400
CELLS: Final = ((4, 7), (40, 60), (215, 180))


def of_proportion(method: Method, total: int, confidence: float) -> Numbers:
    """Return the probability, at each true share, that the interval holds it."""
    lower, upper = method(np.arange(total + 1.0), total, confidence)
    held = (lower <= SHARES[:, None]) & (SHARES[:, None] <= upper)
    return np.sum(_chances(total), axis=1, where=held)


@functools.cache
def _chances(total: int) -> Numbers:
    """Return the probability of each count of so many, a row a true share."""
    return np.exp(binomial_log(np.arange(total + 1.0), total, SHARES[:, None]))


def of_rate(method: Method, means: Numbers, confidence: float) -> Numbers:
    """Return the probability, at each true mean of events, that the interval holds it."""
    counts = np.arange(np.ceil(means.max() + 12 * np.sqrt(means.max())) + 20)
    lower, upper = method(counts, 1, confidence)
    chance = np.exp(poisson_log(counts, means[:, None]))
    # A limit that does not exist leaves nothing out.
    inside = ~(lower > means[:, None]) & ~(means[:, None] > upper)
    return np.sum(chance, axis=1, where=inside)


def of_sample(method: Method, sample: int, frame: int, confidence: float) -> Numbers:
    """Return the probability, for each number of errors in a frame, that the interval holds it."""
    counts, marked = np.arange(sample + 1.0), np.arange(frame + 1.0)
    share = marked[:, None] / frame
    lower, upper = method(counts, sample, frame, confidence)
    chance = np.array([[_drawn(k, sample, m, frame) for k in counts] for m in marked])
    near = 1e-12
    return np.sum(chance, axis=1, where=(lower - near <= share) & (share <= upper + near))


def of_difference(total1: int, total2: int, method: Method, confidence: float) -> Numbers:
    """Return the probability, at each pair of a grid of true shares, that it holds both."""
    x1, x2 = np.arange(total1 + 1.0)[:, None], np.arange(total2 + 1.0)[None, :]
    lower, upper = method(x1, total1, x2, total2, confidence)
    found = []
    for share1 in np.arange(0.05, 1, 0.1):
        for share2 in np.arange(0.05, 1, 0.1):
            chance = np.exp(binomial_log(x1, total1, share1))
            chance = chance * np.exp(binomial_log(x2, total2, share2))
            inside = (lower <= share1 - share2) & (share1 - share2 <= upper)
            found.append(float(np.sum(chance, where=inside)))
    return np.array(found)


def _drawn(count: float, sample: int, marked: float, frame: int) -> float:
    """Return the probability of so many among the sample, in whole numbers."""
    from math import comb

    k, m = int(count), int(marked)
    if k > m or sample - k > frame - m:
        return 0.0
    return comb(m, k) * comb(frame - m, sample - k) / comb(frame, sample)


def _told(covered: Numbers) -> tuple[str, str]:
    """Return the mean and the least, in per cent; the least is never rounded up."""
    return f"{100 * covered.mean():.1f}", f"{np.floor(1000 * covered.min()) / 10:.1f}"


def coverage() -> Iterator[str]:
    """Yield the tables of coverage."""
    yield from (
        "# Coverage of the intervals",
        "",
        "How often an interval holds the true value, in per cent: the mean over a grid of true",
        "values, and the least on it. Nothing is drawn but for shrunken values: for each true",
        "value the probabilities of all counts that can come, and whose interval holds it, are",
        "added up.",
        "An exact interval is never below its confidence, and pays for it with width; the others",
        "lie near it on average and below it in places. `docs/coverage.py` makes this page.",
        "",
        "## Proportions",
        "",
        "True proportions from 0.1 to 99.9 %, by how many are counted.",
        "",
    )
    heading = ("method", "confidence", *(f"of {total}: mean | least" for total in TOTALS))
    yield from table(
        tuple(cell.replace(" | ", ", ") for cell in heading),
        (
            (
                f"[`{name}`](methods/{name}.md)",
                f"{100 * level:g}",
                *(", ".join(_told(of_proportion(method, n, level))) for n in TOTALS),
            )
            for name, method in PROPORTIONS.items()
            for level in LEVELS
        ),
    )
    yield from ("## Rates", "", "True means of events, by their range.", "")
    yield from table(
        ("method", "confidence", *(f"{low:g}–{high}: mean, least" for low, high in MEANS)),
        (
            (
                f"[`{name}`](methods/{name}.md)",
                f"{100 * level:g}",
                *(
                    ", ".join(_told(of_rate(method, np.linspace(*ends, STEPS), level)))
                    for ends in MEANS
                ),
            )
            for name, method in RATES.items()
            for level in LEVELS
        ),
    )
    yield from (
        "## Samples of a known number",
        "",
        "Fifty records drawn from 215, for every number of wrong ones among them.",
        "",
    )
    sampled = {"hypergeometric": stats.hypergeometric, "wilson_finite": stats.wilson_finite}
    yield from table(
        ("method", "confidence", "mean", "least"),
        (
            (f"[`{name}`](methods/{name}.md)", f"{100 * level:g}",
             *_told(of_sample(method, 50, 215, level)))
            for name, method in sampled.items()
            for level in LEVELS
        ),
    )  # fmt: skip
    yield from (
        "## Differences of two proportions",
        "",
        "A grid of hundred pairs of true proportions, from 5 to 95 %, by both totals.",
        "",
    )
    differences = {
        "newcombe": stats.newcombe,
        "miettinen_nurminen": stats.miettinen_nurminen,
    }
    yield from table(
        ("method", "confidence", *(f"{one} and {other}: mean, least" for one, other in CELLS)),
        (
            (f"[`{name}`](methods/{name}.md)", "95",
             *(", ".join(_told(of_difference(*pair, method, 0.95))) for pair in CELLS))
            for name, method in differences.items()
        ),
    )  # fmt: skip
    yield from joint()
