"""Funnels beside slow loops written from the papers: one area, and one count, at a time."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
import scipy.stats
from drawn import SEEDS, areas, close

from fpstats import stats

# Spiegelhalter (2005), appendix A: r is the smallest count whose cumulative probability reaches
# p; the limit is (r - alpha) / n with alpha = (P(R <= r) - p) / P(R = r). In whole numbers.


@pytest.mark.parametrize("total", [1, 2, 7, 40, 300])
@pytest.mark.parametrize("centre", [Fraction(1, 100), Fraction(1, 2), Fraction(19, 20)])
@pytest.mark.parametrize("confidence", [0.5, 0.95, 0.998])
def test_exact_funnels_are_summed_count_by_count(total, centre, confidence):
    tail = Fraction(1 - confidence) / 2
    ways = [math.comb(total, count) for count in range(total + 1)]
    chance = [way * centre**k * (1 - centre) ** (total - k) for k, way in enumerate(ways)]

    def limit(p: Fraction) -> Fraction:
        gathered = Fraction(0)
        for count, each in enumerate(chance):
            gathered += each
            if gathered >= p:
                return (count - (gathered - p) / each) / total
        raise AssertionError

    found = stats.binomial_funnel(total, float(centre), confidence)
    close(found.lower, max(0.0, float(limit(tail))), rtol=1e-9, atol=1e-9)
    close(found.upper, max(0.0, float(limit(1 - tail))), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("expected", [0.05, 1.0, 9.5, 60.0])
@pytest.mark.parametrize("confidence", [0.5, 0.95, 0.998])
def test_exact_funnels_of_rates_are_summed_count_by_count(expected, confidence):
    tail = (1 - confidence) / 2

    def limit(p: float) -> float:
        gathered = 0.0
        for count in itertools.count():
            each = math.exp(count * math.log(expected) - expected - math.lgamma(count + 1))
            gathered += each
            if gathered >= p:
                return (count - (gathered - p) / each) / expected
        raise AssertionError

    found = stats.poisson_funnel(expected, confidence)
    close(found.lower, max(0.0, limit(tail)), rtol=1e-8, atol=1e-8)
    close(found.upper, max(0.0, limit(1 - tail)), rtol=1e-8)


# Spiegelhalter (2005), QSHC 14:347: z_i winsorised at the tenths; phi = sum z^2 / I;
# tau2 = (I phi - (I - 1)) / (sum w - sum w^2 / sum w), at least 0.


@pytest.mark.parametrize("seed", SEEDS)
def test_overdispersion(seed):
    counts, totals = areas(seed, 15)
    common = sum(counts) / sum(totals)
    errors = [math.sqrt(common * (1 - common) / n) for n in totals]
    z = [(x / n - common) / e for x, n, e in zip(counts, totals, errors, strict=True)]
    ordered = sorted(z)

    def quantile(share: float) -> float:
        place = share * (len(z) - 1)
        low = math.floor(place)
        high = min(low + 1, len(z) - 1)
        return ordered[low] + (place - low) * (ordered[high] - ordered[low])

    drawn = [min(max(one, quantile(0.1)), quantile(0.9)) for one in z]
    phi = sum(one * one for one in drawn) / len(z)
    weights = [1 / e**2 for e in errors]
    left = sum(weights) - sum(w * w for w in weights) / sum(weights)
    found = stats.overdispersion(stats.proportion_deviation(counts, totals))
    close(found.phi, phi)
    close(found.tau2, max(0.0, (len(z) * phi - (len(z) - 1)) / left))
    close(found.p, scipy.stats.chi2.sf(len(z) * phi, len(z) - 1), rtol=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("confidence", [0.5, 0.95, 0.9999])
def test_widened_funnels(seed, confidence):
    rng = np.random.default_rng(seed)
    z = scipy.stats.norm.ppf((1 + confidence) / 2)
    for total, centre, tau2 in zip(
        rng.uniform(1, 500, 20), rng.uniform(0, 1, 20), rng.uniform(0, 0.02, 20), strict=True
    ):
        reach = z * math.sqrt(centre * (1 - centre) / total + tau2)
        close(stats.widened_funnel(total, centre, tau2, confidence),
              [max(0.0, centre - reach), min(1.0, centre + reach)])  # fmt: skip
        middle, angle = math.asin(math.sqrt(centre)), z * math.sqrt(1 / (4 * total) + tau2)
        close(stats.widened_arcsine_funnel(total, centre, tau2, confidence),
              [math.sin(max(0.0, middle - angle)) ** 2,
               math.sin(min(math.pi / 2, middle + angle)) ** 2])  # fmt: skip
        close(stats.widened_ratio_funnel(total, tau2, confidence),
              [max(0.0, 1 - angle) ** 2, (1 + angle) ** 2])  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_the_mean_over_areas_that_differ(seed):
    rng = np.random.default_rng(seed)
    values, variances = rng.normal(1, 0.3, 9).tolist(), rng.uniform(0.01, 0.2, 9).tolist()
    weights = [1 / v for v in variances]
    fixed = sum(w * y for w, y in zip(weights, values, strict=True)) / sum(weights)
    q = sum(w * (y - fixed) ** 2 for w, y in zip(weights, values, strict=True))
    left = sum(weights) - sum(w * w for w in weights) / sum(weights)
    tau2 = max(0.0, (q - 8) / left)
    mixed = [1 / (v + tau2) for v in variances]
    mean = sum(w * y for w, y in zip(mixed, values, strict=True)) / sum(mixed)
    i2 = max(0.0, 100 * (q - 8) / q)
    close(stats.dersimonian_laird(values, variances), [tau2, mean, fixed, q, i2])
