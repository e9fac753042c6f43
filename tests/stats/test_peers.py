"""The page of peers against what others print and sums of our own."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

import pytest
from scipy.stats import binom

from fpstats.stats import METHODS

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def page():
    sys.path.insert(0, str(DOCS))
    try:
        yield runpy.run_path(str(DOCS / "peers.py"))
    finally:
        sys.path.remove(str(DOCS))


def test_the_page_names_methods(page):
    assert {name for names, _, _ in page["AGREED"] for name in names.split()} <= set(METHODS)


def test_how_often_a_normal_funnel_accuses_the_innocent(page):
    """Of 50 at 99 % the lower limit is 0.99 - 1.96 * sqrt(0.99 * 0.01 / 50) = 0.9624: 48, fewer."""
    assert page["flagged"](50, 0.025)[0] == pytest.approx(binom.cdf(48, 50, 0.99), rel=1e-9)


def test_byar_of_epitools(page):
    """Byar's form with x + 1/2 at both ends, worked out once more."""
    lower, upper = page["byar_of_epitools"](4)
    middle = 4.5
    for limit, sign in ((lower, -1), (upper, 1)):
        root = 1 - 1 / (9 * middle) + sign * 1.959963984540054 / 3 / middle**0.5
        assert limit == pytest.approx(middle * root**3, rel=1e-12)
