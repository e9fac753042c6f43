"""The pages on the funnel say what scipy and a plain sum find in the published births."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy import stats as scipy_stats

import fpstats
from fpstats import stats


@pytest.fixture(scope="module")
def towns(shared):
    months = shared / "data" / "taiwan" / "monthly"
    files = [months / f"{year}-{month:02}.csv" for year in range(2015, 2021)
             for month in range(1, 13)]  # fmt: skip
    found = fpstats.compute(
        files, every="year", indicators="sex_ratio_at_birth", by="township", digests=False
    )
    return pl.DataFrame(found.comparisons)


@pytest.fixture(scope="module")
def years(towns):
    """Give boys, births and the common share of each year."""
    found = {}
    for (year,), group in towns.group_by("period", maintain_order=True):
        boys = group["numerator"].to_numpy()
        births = boys + group["denominator"].to_numpy()
        found[year] = boys, births, boys.sum() / births.sum()
    return found


@pytest.fixture(scope="module")
def pages(root):
    folder = root / "docs" / "how-to"
    return [(folder / name).read_text("utf-8") for name in ("funnel.md", "funnel.zh.md")]


def tail(boys, births, share):
    """Give the smaller tail of each township, from scipy."""
    urn = scipy_stats.binom(births, share)
    return np.minimum(urn.cdf(boys), urn.sf(boys - 1))


def say(pages, *figures):
    for page in pages:
        for figure in figures:
            assert str(figure) in page


def test_the_pages_tell_how_many_lie_outside(years, pages):
    tails = {year: tail(*each) for year, each in years.items()}
    number = sum(map(len, tails.values()))
    assert number == 6 * 368
    usual, strict = (sum((one <= p).sum() for one in tails.values()) for p in (0.025, 0.001))
    say(pages, f"{number:,}", f" {usual} ", f" {strict} ", f" {0.05 * number:.0f} ",
        f"{0.002 * number:.1f}", f"{100 / (1 / years['2016'][2] - 1):.1f}")  # fmt: skip


def test_after_adjusting_none_of_them_stands_out(years, pages):
    least = {}
    for year, each in years.items():
        q = scipy_stats.false_discovery_control(np.minimum(1, 2 * tail(*each)))
        assert q.min() > 0.05
        outside = tail(*each) <= 0.001
        least |= {year: q[outside].min()} if outside.any() else {}
    assert least.keys() == {"2016", "2019"}
    say(pages, *(f"{q:.2f}" for q in least.values()))


def test_no_ranking_pretends_to_tell_them_apart(towns):
    assert towns.filter(pl.col("rank_low") != 1).is_empty()
    assert towns.filter(pl.col("rank_high") != pl.col("rank_of")).is_empty()
    assert towns["rank_of"].unique().to_list() == [368]
    assert towns.group_by("period").agg(pl.col("tier").n_unique())["tier"].to_list() == [1] * 6


def test_townships_differ_by_no_more_than_chance(years):
    for boys, births, share in years.values():
        chi = np.sum((boys - births * share) ** 2 / (births * share * (1 - share)))
        assert scipy_stats.chi2.sf(chi, len(boys) - 1) > 0.05
        found = stats.overdispersion(stats.proportion_deviation(boys, births))
        assert found.phi < 1
        assert found.used == 0


def test_the_limits_that_the_text_names_are_those_of_the_curve(years, pages):
    share = years["2016"][2]
    for births in (40, 4000):
        lower, upper = stats.binomial_funnel(births, share, 0.95)
        low, high = (float(100 * end / (1 - end)) for end in (lower, upper))
        say(pages, f"{low:.0f}", f"{high:.0f}")
    assert max(births.max() for _, births, _ in years.values()) < 6060


def test_the_highest_of_all_is_small(towns, pages):
    (row,) = towns.sort("value", descending=True, nulls_last=True).head(1).to_dicts()
    assert (row["period"], row["numerator"] + row["denominator"]) == ("2017", 8)
    assert row["area"].endswith("烏坵鄉")
    say(pages, f"{row['value']:.0f}", "烏坵鄉")
