"""Control charts beside slow loops written from the papers: one month at a time."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from drawn import SEEDS, close, known, months

from fpstats import stats

# Montgomery (2013), chapter 7: p-bar is all defectives over all inspected; the limits of month i
# are p-bar +- 3 sqrt(p-bar (1 - p-bar) / n_i). Laney (2002): times the mean moving range of the
# z-values over 1.128. A moving range needs two neighbours that are both there.


def moving_ranges(z: list[float]) -> float:
    apart = [abs(b - a) for a, b in itertools.pairwise(z) if a == a and b == b]
    return sum(apart) / len(apart) / 1.128


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("reach", [1.0, 3.0])
def test_charts_of_proportions(seed, reach):
    counts, totals = months(seed)
    there = [known(x, n) for x, n in zip(counts, totals, strict=True)]
    some = sum(x for x, at in zip(counts, there, strict=True) if at)
    among = sum(n for n, at in zip(totals, there, strict=True) if at)
    centre = some / among
    error = [math.sqrt(centre * (1 - centre) / n) if at else math.nan
             for n, at in zip(totals, there, strict=True)]  # fmt: skip
    z = [(x / n - centre) / e if at else math.nan
         for x, n, e, at in zip(counts, totals, error, there, strict=True)]  # fmt: skip
    for chart, times in ((stats.p_chart, 1.0), (stats.laney_p_chart, moving_ranges(z))):
        found = chart(counts, totals, reach=reach)
        lower = [max(0.0, centre - reach * times * e) if e == e else e for e in error]
        upper = [min(1.0, centre + reach * times * e) if e == e else e for e in error]
        close(found.lower, lower)
        close(found.upper, upper)
        close(found.centre, [centre if at else math.nan for at in there])


@pytest.mark.parametrize("seed", SEEDS)
def test_charts_of_rates(seed):
    counts, days = months(seed)
    there = [known(x, n) for x, n in zip(counts, days, strict=True)]
    pairs = [(x, n) for x, n, at in zip(counts, days, there, strict=True) if at]
    centre = sum(x for x, _ in pairs) / sum(n for _, n in pairs)
    error = [math.sqrt(centre / n) if at else math.nan for n, at in zip(days, there, strict=True)]
    z = [(x / n - centre) / e if at else math.nan
         for x, n, e, at in zip(counts, days, error, there, strict=True)]  # fmt: skip
    for chart, times in ((stats.u_chart, 1.0), (stats.laney_u_chart, moving_ranges(z))):
        found = chart(counts, days)
        close(found.lower, [max(0.0, centre - 3 * times * e) if e == e else e for e in error])
        close(found.upper, [centre + 3 * times * e for e in error])


# The same of months compared with the same months of other years, each against a mean that it is
# part of: its distance has the variance v (1 / n - 1 / N), N being all of those months together.


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("season", [1, 4])
def test_laneys_sigma_of_the_same_months(seed, season):
    counts, totals = months(seed)
    for method, variance_of in (
        (stats.laney_sigma_of_proportions, lambda share: share * (1 - share)),
        (stats.laney_sigma_of_rates, lambda rate: rate),
    ):
        z = [math.nan] * len(counts)
        for first in range(season):
            same = [at for at in range(first, len(counts), season) if known(counts[at], totals[at])]
            among = sum(totals[at] for at in same)
            centre = sum(counts[at] for at in same) / among if same else math.nan
            for at in same if len(same) > 1 else ():
                variance = variance_of(centre) * (1 / totals[at] - 1 / among)
                if variance > 0:
                    z[at] = (counts[at] / totals[at] - centre) / math.sqrt(variance)
        close(method(counts, totals, season).sigma, moving_ranges(z), rtol=1e-9)


# Lucas and Saccucci (1990): z_t = w x_t + (1 - w) z_(t-1), z_0 the centre; a sum of independent
# parts w (1 - w)^(t - i) x_i, so its variance is the sum of their squares times each variance.


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("weight", [0.05, 0.2, 1.0])
def test_averages_that_remember(seed, weight):
    counts, totals = months(seed)
    there = [known(x, n) for x, n in zip(counts, totals, strict=True)]
    pairs = [(x, n) for x, n, at in zip(counts, totals, there, strict=True) if at]
    centre = sum(x for x, _ in pairs) / sum(n for _, n in pairs)
    for method, variance_of in (
        (stats.ewma_proportion, lambda n: centre * (1 - centre) / n),
        (stats.ewma_rate, lambda n: centre / n),
    ):
        value, error, seen = [], [], []
        for x, n, at in zip(counts, totals, there, strict=True):
            if not at:
                value.append(math.nan)
                error.append(math.nan)
                continue
            seen.append((x / n, variance_of(n)))
            parts = [weight * (1 - weight) ** back for back in range(len(seen))][::-1]
            rest = (1 - weight) ** len(seen)
            value.append(rest * centre + sum(p * y for p, (y, _) in zip(parts, seen, strict=True)))
            error.append(math.sqrt(sum(p * p * v for p, (_, v) in zip(parts, seen, strict=True))))
        found = method(counts, totals, weight=weight)
        close(found.value, value)
        close(found.error, error)
        highest = 1 if method is stats.ewma_proportion else math.inf
        close(found.upper, [min(centre + 3 * e, highest) if e == e else e for e in error])


# Page (1954): the sum since the last time it was at nought, whichever that makes largest.


@pytest.mark.parametrize("seed", SEEDS)
def test_cumulative_sums_are_the_largest_sum_of_any_last_run(seed):
    rng = np.random.default_rng(seed)
    values, slack = rng.normal(0.3, 1, 25).tolist(), 0.5
    found = stats.cusum(values, 0, 1, slack)
    for time in range(25):
        runs = [values[first : time + 1] for first in range(time + 1)]
        for sums, side in ((found.high, 1), (found.low, -1)):
            largest = max(sum(side * value - slack for value in run) for run in runs)
            close(sums[time], max(0.0, largest), atol=1e-12)
