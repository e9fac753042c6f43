"""Adjusted p-values: golden families, their definitions, and what is missing."""

import math
from itertools import groupby, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fpstats.stats import (
    benjamini_hochberg,
    benjamini_yekutieli,
    bonferroni,
    hochberg,
    holm,
)

METHODS = {
    "bh": benjamini_hochberg,
    "by": benjamini_yekutieli,
    "holm": holm,
    "hochberg": hochberg,
    "bonferroni": bonferroni,
}
methods = pytest.mark.parametrize("method", METHODS.values(), ids=METHODS.keys())
probabilities = st.lists(st.floats(0, 1), min_size=1, max_size=30)


@pytest.mark.parametrize("name", METHODS)
def test_every_family_of_the_golden_file(golden, agree, name):
    for _, family in groupby(golden("fdr"), key=lambda row: row["sid"]):
        rows = list(family)
        adjusted = METHODS[name]([float(row["p"]) for row in rows])
        agree("fdr", adjusted, [row[name] for row in rows])


def test_benjamini_and_hochberg_reject_four_of_their_fifteen(golden):
    p = [float(row["p"]) for row in golden("fdr") if row["sid"] == "bh1995"]
    assert np.count_nonzero(benjamini_hochberg(p) <= 0.05) == 4
    assert np.count_nonzero(bonferroni(p) <= 0.05) == 3


@given(probabilities, st.floats(0.001, 0.5))
def test_the_step_up_rule_itself(p, level):
    adjusted = benjamini_hochberg(p)
    ordered, number = sorted(p), len(p)
    # The largest place whose p-value lies at or below its share of the level.
    near = any(math.isclose(q * number / i, level) for i, q in enumerate(ordered, 1))
    places = [i for i, q in enumerate(ordered, 1) if q * number / i <= level]
    if not near:
        assert np.count_nonzero(adjusted <= level) == max(places, default=0)


@given(probabilities)
def test_the_sharper_never_exceeds_the_blunter(p):
    sharp = [benjamini_hochberg(p), hochberg(p), holm(p), bonferroni(p)]
    for one, other in pairwise(sharp):
        assert np.all(one <= other * (1 + 1e-12))
    assert np.all(sharp[0] >= np.array(p) * (1 - 1e-12))
    assert np.all(benjamini_yekutieli(p) >= sharp[0])


@methods
@given(p=probabilities, data=st.data())
def test_the_order_does_not_matter_and_what_is_missing_does_not_count(method, p, data):
    order = data.draw(st.permutations(range(len(p))))
    plain = method(p)
    np.testing.assert_array_equal(method(np.array(p)[order]), plain[order])
    with_gap = method([math.nan, *p, None, 1.5, -0.1])
    assert np.isnan(with_gap).tolist() == [True, *[False] * len(p), True, True, True]
    np.testing.assert_array_equal(with_gap[1:-3], plain)


@methods
def test_families_lie_along_an_axis(method):
    p = np.array([[0.01, 0.2, math.nan], [0.5, 0.03, 0.04]])
    along = [method(row) for row in p]
    np.testing.assert_array_equal(method(p), along)
    np.testing.assert_array_equal(method(p.T, axis=0), np.transpose(along))
    np.testing.assert_array_equal(method(p[:, None], axis=2)[:, 0], along)


@methods
def test_no_family_and_a_family_of_none(method):
    assert method([]).shape == (0,)
    assert np.isnan(method([math.nan, math.nan])).all()
    assert method(np.zeros((3, 0))).shape == (3, 0)
