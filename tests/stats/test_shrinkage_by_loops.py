"""Shrunken values, ranks and samples beside slow loops from the papers: one area at a time."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
import scipy.optimize
import scipy.stats
from drawn import SEEDS, areas, close

from fpstats import stats

# Marshall (1991): m = sum x / sum n; s2 = sum n (r - m)^2 / sum n; A = s2 - m / mean n, at least 0;
# the estimate is m + A (r - m) / (A + m / n).


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("confidence", [0.5, 0.95, 0.9999])
def test_marshall(seed, confidence):
    counts, exposures = areas(seed)
    common = sum(counts) / sum(exposures)
    seen = sum(n * (x / n - common) ** 2 for x, n in zip(counts, exposures, strict=True))
    between = seen / sum(exposures) - common / (sum(exposures) / len(exposures))
    found = stats.marshall(counts, exposures)
    between = max(0.0, between)
    close([found.common, found.between], [common, between])
    close(found.value, [
        common + between * (x / n - common) / (between + common / n)
        for x, n in zip(counts, exposures, strict=True)
    ])  # fmt: skip
    limits = stats.marshall_interval(counts, exposures, common, between, confidence)
    for at, (x, n) in enumerate(zip(counts, exposures, strict=True)):
        if between == 0:
            assert math.isnan(limits.lower[at])
            continue
        shape, rate = common**2 / between, common / between
        mine = scipy.stats.gamma(shape + x, scale=1 / (rate + n))
        close(mine.mean(), found.value[at], rtol=1e-9)
        close(mine.cdf(limits.lower[at]), (1 - confidence) / 2, rtol=1e-7)
        close(mine.sf(limits.upper[at]), (1 - confidence) / 2, rtol=1e-7)


# Martuzzi and Elliott (1996), as rounded fractions: nothing is lost before the last division.


@pytest.mark.parametrize("seed", SEEDS)
def test_martuzzi_elliott(seed):
    counts, totals = areas(seed)
    pairs = [(Fraction(x), Fraction(n)) for x, n in zip(counts, totals, strict=True)]
    over = sum(n for _, n in pairs)
    common, mean = sum(x for x, _ in pairs) / over, over / len(pairs)
    seen = sum(n * (x / n - common) ** 2 for x, n in pairs) / over
    found = stats.martuzzi_elliott(counts, totals)
    for at, (x, n) in enumerate(pairs):
        above = n * seen - n / mean * common * (1 - common)
        below = (n - 1) * seen + (mean - n) / mean * common * (1 - common)
        weight = min(max(above / below if below > 0 else Fraction(0), Fraction(0)), Fraction(1))
        close(found.value[at], float(common + weight * (x / n - common)))


@pytest.mark.parametrize("seed", SEEDS)
def test_no_beta_that_a_search_finds_is_likelier(seed):
    counts, totals = areas(seed)
    fit = stats.beta_binomial_fit(counts, totals)

    def less(at) -> float:
        a, b = math.exp(at[0]), math.exp(at[1])
        pairs = zip(counts, totals, strict=True)
        return -sum(scipy.stats.betabinom.logpmf(x, n, a, b) for x, n in pairs)

    found = scipy.optimize.minimize(less, [1.0, 0.0], method="Nelder-Mead",
                                    options={"xatol": 1e-8, "fatol": 1e-10})  # fmt: skip
    assert float(fit.log_likelihood) >= -found.fun - 1e-7
    if math.isfinite(fit.alpha):
        close(-less([math.log(fit.alpha), math.log(fit.beta)]), fit.log_likelihood, rtol=1e-9)


@pytest.mark.parametrize("confidence", [0.5, 0.9, 0.998, 0.9999])
def test_likely_true_proportions_are_a_beta_distribution(confidence):
    counts, totals = areas(3)
    mean, limits = stats.beta_binomial(counts, totals, 2.5, 0.7, confidence)
    for at, (x, n) in enumerate(zip(counts, totals, strict=True)):
        mine = scipy.stats.beta(2.5 + x, 0.7 + n - x)
        close(mean[at], (2.5 + x) / (3.2 + n))
        close(mine.cdf(limits.lower[at]), (1 - confidence) / 2, rtol=1e-8)
        close(mine.sf(limits.upper[at]), (1 - confidence) / 2, rtol=1e-8)


# Goldstein and Spiegelhalter (1996): an area has place k where k - 1 of the others are truly
# better. Over every choice of those, integrated over what the area itself may be.


@pytest.mark.parametrize("highest", [True, False])
@pytest.mark.parametrize("seed", range(3))
def test_rank_probabilities_are_an_integral_over_every_choice_of_the_better(seed, highest):
    rng = np.random.default_rng(seed)
    alpha, beta = rng.uniform(0.5, 30, 4), rng.uniform(0.5, 30, 4)
    shape, rate = rng.uniform(0.5, 30, 4), rng.uniform(5, 20, 4)
    nodes, weights = np.polynomial.legendre.leggauss(400)
    for found, mine in (
        (stats.beta_rank_probabilities(alpha, beta, highest_first=highest),
         [scipy.stats.beta(a, b) for a, b in zip(alpha, beta, strict=True)]),
        (stats.gamma_rank_probabilities(shape, rate, highest_first=highest),
         [scipy.stats.gamma(a, scale=1 / b) for a, b in zip(shape, rate, strict=True)]),
    ):  # fmt: skip
        for area, place in itertools.product(range(4), range(4)):
            others = [one for one in range(4) if one != area]

            # By the quantiles of the area itself, so that its density has no end to run off.
            values = mine[area].ppf((nodes + 1) / 2)
            expected = 0.0
            for better in itertools.combinations(others, place):
                each = weights / 2
                for one in others:
                    wins = mine[one].sf(values) if highest else mine[one].cdf(values)
                    each = each * (wins if one in better else 1 - wins)
                expected += each.sum()
            close(found[area, place], expected, rtol=0, atol=2e-6)
        close(stats.expected_rank(found),
              [sum((place + 1) * row[place] for place in range(4)) for row in found])  # fmt: skip


# Kish (1965): the variance of a ratio of sums over clusters (Cochran 1977, 6.3), over that of a
# simple random sample as it is estimated from one, p (1 - p) / (n - 1).


@pytest.mark.parametrize("seed", SEEDS)
def test_the_design_effect_of_clusters(seed):
    counts, totals = areas(seed, 9, 40)
    clusters, share = len(counts), Fraction(sum(counts), sum(totals))
    apart = sum((x - share * n) ** 2 for x, n in zip(counts, totals, strict=True))
    between = Fraction(clusters, clusters - 1) * apart / sum(totals) ** 2
    plain = share * (1 - share) / (sum(totals) - 1)
    close(stats.design_effect(counts, totals), float(between / plain))


# Chapman (1951); the variance of Seber (1970): (n1+1)(n2+1)(n1-m)(n2-m) / ((m+1)^2 (m+2)).
# Chao (1987): the unseen between f0 / C and f0 C, C = exp(z sqrt(log(1 + var / f0^2))).


@pytest.mark.parametrize("counts", [(215, 230, 210), (3, 2, 0), (10, 10, 9), (5000, 40, 39)])
@pytest.mark.parametrize("confidence", [0.5, 0.95, 0.998])
def test_two_lists(counts, confidence):
    first, second, both = counts
    total = Fraction((first + 1) * (second + 1), both + 1) - 1
    variance = Fraction((first + 1) * (second + 1) * (first - both) * (second - both),
                        (both + 1) ** 2 * (both + 2))  # fmt: skip
    seen = first + second - both
    unseen, z = float(total - seen), scipy.stats.norm.ppf((1 + confidence) / 2)
    wide = math.exp(z * math.sqrt(math.log(1 + float(variance) / unseen**2)))
    close(stats.chapman(*counts, confidence),
          [float(total), float(variance), seen + unseen / wide, seen + unseen * wide])  # fmt: skip
    close(stats.chapman(*counts, confidence, limits="normal")[2:],
          [float(total) + side * z * math.sqrt(variance) for side in (-1, 1)])  # fmt: skip
