"""The page of coverage against sums of our own, with scipy's probabilities."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.stats import binom

from fpstats.stats import clopper_pearson, wilson

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
