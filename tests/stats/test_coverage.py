"""The page of coverage against sums of our own, with scipy's probabilities."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.stats import binom, hypergeom, norm, poisson

from fpstats.stats import METHODS, chapman, clopper_pearson, wilson

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "coverage.md"
SHARES = np.arange(1, 1000) / 1000


def covered(method, total, confidence):
    counts = np.arange(total + 1)
    lower, upper = method(counts, total, confidence)
    chances = binom.pmf(counts, total, SHARES[:, None])
    return (chances * ((lower <= SHARES[:, None]) & (SHARES[:, None] <= upper))).sum(axis=1)


@pytest.mark.parametrize("confidence", [0.95, 0.998])
@pytest.mark.parametrize("total", [4, 11, 40, 215])
def test_an_exact_interval_holds_the_truth_at_least_as_often_as_it_says(total, confidence):
    assert covered(clopper_pearson, total, confidence).min() >= confidence


@pytest.mark.parametrize(("place", "total"), list(enumerate([4, 11, 40, 215, 1000])))
@pytest.mark.parametrize("method", [wilson, clopper_pearson])
def test_the_page_says_what_sums_of_our_own_say(method, place, total):
    found = covered(method, total, 0.95)
    lines = PAGE.read_text("utf-8").splitlines()
    line = next(one for one in lines if one.startswith(f"| [`{method.__name__}`]"))
    mean, least = line.split(" | ")[2 + place].rstrip(" |").split(", ")
    assert float(mean) == pytest.approx(100 * found.mean(), abs=0.05001)
    assert float(least) == pytest.approx(100 * found.min() - 0.05, abs=0.05001)


def of_page(method, column):
    """Return the mean and the least that the page has for a method at 95 %."""
    lines = PAGE.read_text("utf-8").splitlines()
    line = next(one for one in lines if one.startswith(f"| [`{method}`]"))
    mean, least = line.split(" | ")[2 + column].rstrip(" |").split(", ")
    return float(mean), float(least)


def agrees(page, found):
    assert page[0] == pytest.approx(100 * np.mean(found), abs=0.05001)
    assert page[1] == pytest.approx(100 * np.min(found) - 0.05, abs=0.05001)


@pytest.mark.parametrize(("column", "births"), list(enumerate([11, 40, 215])))
def test_sex_ratios_on_the_page(column, births):
    boys = np.arange(births + 1)
    # Wilson's limits of the share, by the definition: |k - n p| = z sqrt(n p (1 - p)).
    z = norm.ppf(0.975)
    found = []
    for ratio in np.linspace(50, 200, 301):
        share = ratio / (100 + ratio)
        reach = z * np.sqrt(births * share * (1 - share))
        found.append(binom.pmf(boys, births, share)[np.abs(boys - births * share) <= reach].sum())
    agrees(of_page("sex_ratio", column), found)


@pytest.mark.parametrize(("column", "ends"), list(enumerate([(1, 5), (5, 20), (20, 100)])))
def test_differences_of_rates_on_the_page(column, ends):
    means, counts = np.linspace(*ends, 10), np.arange(300)
    first, second = counts[:, None], counts[None, :]
    reach = norm.ppf(0.975) * np.sqrt(first + second)
    found = [
        np.sum(
            np.outer(poisson.pmf(counts, one), poisson.pmf(counts, other)),
            where=np.abs(first - second - (one - other)) <= reach * (1 + 1e-12) + 1e-9,
        )
        for one in means
        for other in means
    ]
    # Of no event on either side the limits of Wald are both nought, or unknown.
    none = [np.exp(-one - other) for one in means for other in means]
    page = of_page("poisson_wald_difference", column)
    equal = np.array([one == other for one in means for other in means])
    at_most = np.array(found) + np.where(equal, 0, none)
    assert 100 * np.mean(found) - 0.06 <= page[0] <= 100 * np.mean(at_most) + 0.06
    assert 100 * np.min(found) - 0.11 <= page[1] <= 100 * np.min(at_most) + 0.01


@pytest.mark.parametrize(("column", "total"), list(enumerate([50, 200, 1000])))
def test_two_lists_on_the_page(column, total):
    sizes = [round(total * share) for share in (0.5, 0.8, 0.95)]
    found = []
    for first in sizes:
        for second in sizes:
            both = np.arange(max(0, first + second - total), min(first, second) + 1)
            limits = chapman(first, second, both)
            out = (limits.lower > total + 1e-6) | (limits.upper < total - 1e-6)
            found.append(1 - hypergeom.pmf(both, total, first, second)[out].sum())
    agrees(of_page("chapman", column), found)


def test_every_interval_has_its_rows_on_the_page():
    page = PAGE.read_text("utf-8")
    intervals = [
        name
        for name, method in METHODS.items()
        if method.family in ("interval", "difference") and name not in ("poisson_method",)
    ]
    assert len(intervals) > 15
    for name in (*intervals, "chapman", "fay_feuer", "marshall_interval", "beta_binomial"):
        assert page.count(f"| [`{name}`]") >= 1, name
