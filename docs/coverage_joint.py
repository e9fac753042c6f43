"""How often intervals made of more than one count hold what is true.

Added up over all pairs of counts that can come, as for a single count; only for shrunken values,
whose intervals lean on all areas of a county, are counties drawn, from a fixed seed.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import comb
from typing import Final

import numpy as np
from markdown import table
from numpy.typing import NDArray

from fpstats import stats
from fpstats.stats.densities import binomial_log, poisson_log

Numbers = NDArray[np.float64]
Method = Callable[..., stats.Interval]
Pair = Callable[[Numbers, Numbers, float], stats.Interval]
Fit = tuple[Numbers, Numbers]

RATIOS: Final = np.linspace(50, 200, 301)
BIRTHS: Final = (11, 40, 215, 1000)
MEANS: Final = ((1, 5), (5, 20), (20, 100))
STEPS: Final = 10
LEVELS: Final = (0.95, 0.998)
LISTED: Final = (50, 200, 1000)
SHARES: Final = (0.5, 0.8, 0.95)
WEIGHTS: Final = (1, 3)
"""Of two groups, the second counts three times the first."""

SEED: Final = 20240930
COUNTIES: Final = 400
AREAS: Final = 40
SPREAD: Final = 0.2
"""How much the true rates of the areas of a county differ: the standard deviation over the mean."""

EVENTS: Final = (5, 20, 100)


def of_ratio(method: Method, births: int, confidence: float) -> Numbers:
    """Return the probability, at each true ratio of boys to 100 girls, that the interval holds it.

    Of births of one sex only no ratio is known; a limit that does not exist leaves nothing out.
    """
    boys = np.arange(births + 1.0)
    lower, upper = method(boys, births - boys, confidence)
    return _held(_chances(births), lower, upper, RATIOS[:, None])


@functools.cache
def _chances(births: int) -> Numbers:
    """Return the probability of each number of boys, a row a true ratio."""
    share = RATIOS / (100 + RATIOS)
    return np.exp(binomial_log(np.arange(births + 1.0), births, share[:, None]))


def of_pair(method: Pair, truth: Pair, ends: tuple[float, float], confidence: float) -> Numbers:
    """Return the probability, at pairs of true means of events, that the interval holds `truth`."""
    means = np.linspace(*ends, STEPS)
    counts = np.arange(np.ceil(means[-1] + 10 * np.sqrt(means[-1])) + 20)
    first, second = np.meshgrid(counts, counts, indexing="ij")
    lower, upper = method(first, second, confidence)
    each = np.exp(poisson_log(counts, means[:, None]))
    found = []
    for one, mean1 in zip(each, means, strict=True):
        for other, mean2 in zip(each, means, strict=True):
            true = truth(mean1, mean2, confidence)
            found.append(float(np.sum(_held(np.outer(one, other), lower, upper, true))))
    return np.array(found)


def of_lists(method: Callable[..., stats.TwoSources], total: int, confidence: float) -> Numbers:
    """Return the probability that the limits hold the true number, for lists of several sizes.

    How many are on both is what chance leaves to two lists that are independent.
    """
    found = []
    for first in (round(total * share) for share in SHARES):
        for second in (round(total * share) for share in SHARES):
            both = np.arange(max(0, first + second - total), min(first, second) + 1)
            ways = [comb(first, m) * comb(total - first, second - m) for m in both.tolist()]
            chance = np.array([way / comb(total, second) for way in ways])
            result = method(first, second, both, confidence)
            found.append(float(np.sum(_held(chance, result.lower, result.upper, total))))
    return np.array(found)


def of_shrunken(rates: bool, events: float, confidence: float) -> Numbers:
    """Return for each of the counties drawn how many of its areas' intervals hold the truth."""
    found = []
    for true, count, over, fit in _counties(rates, events):
        if rates:
            limits = stats.marshall_interval(count, over, *fit, confidence)
        else:
            _, limits = stats.beta_binomial(count, over, *fit, confidence)
        known = ~np.isnan(limits.lower)
        if known.any():
            inside = (limits.lower <= true) & (true <= limits.upper)
            found.append(float(np.mean(inside[known])))
    return np.array(found)


@functools.cache
def _counties(rates: bool, events: float) -> list[tuple[Numbers, Numbers, Numbers, Fit]]:
    """Draw counties: what is true, the counts, what they are over, and what is fitted to them."""
    draw = np.random.default_rng(SEED)
    counties = []
    for _ in range(COUNTIES):
        if rates:
            true = draw.gamma(1 / SPREAD**2, SPREAD**2 / 1000, AREAS)
            over = np.full(AREAS, 1000 * events)
            count = draw.poisson(true * over).astype(float)
            _, between, common = stats.marshall(count, over)
            fit = common, between
        else:
            size = 1 / SPREAD**2 - 1  # of a half: the variance is a quarter over size + 1
            true = draw.beta(size / 2, size / 2, AREAS)
            over = np.full(AREAS, 2 * events)
            count = draw.binomial(over.astype(int), true).astype(float)
            alpha, beta, *_ = stats.beta_binomial_fit(count, over)
            fit = alpha, beta
        counties.append((true, count, over, fit))
    return counties


def _held(
    chance: Numbers, lower: Numbers, upper: Numbers, true: Numbers | stats.Interval | float
) -> Numbers:
    """Add up, along the last axis, the chances of intervals that hold what is true."""
    near = 1e-9 * np.abs(np.asarray(true))
    inside = ~(lower > true + near) & ~(upper < true - near)
    return np.asarray(np.sum(chance, axis=-1, where=np.broadcast_to(inside, chance.shape)))


def _groups(method: Method) -> Pair:
    def limits(first: Numbers, second: Numbers, confidence: float) -> stats.Interval:
        both = np.stack([first, second], axis=-1)
        return method(both, np.ones_like(both), WEIGHTS, confidence)

    return limits


def _rates(method: Method) -> Pair:
    return lambda first, second, confidence: method(first, 1, second, 1, confidence)


def _growth(first: Numbers, second: Numbers, confidence: float) -> stats.Interval:
    return stats.natural_growth(first, second, 1, confidence)


def _mover(first: Numbers, second: Numbers, confidence: float) -> stats.Interval:
    limits = (stats.exact_poisson(count, 1, confidence) for count in (first, second))
    one, other = limits
    return stats.mover(first, one, second, other)


RATIO_METHODS: Final[Mapping[str, Method]] = {
    "sex_ratio": stats.sex_ratio,
    "sex_ratio_exact": stats.sex_ratio_exact,
    "sex_ratio_log": stats.sex_ratio_log,
}
DIFFERENCES: Final[Mapping[str, Pair]] = {
    "natural_growth": _growth,
    "poisson_difference": _rates(stats.poisson_difference),
    "poisson_score_difference": _rates(stats.poisson_score_difference),
    "poisson_wald_difference": _rates(stats.poisson_wald_difference),
    "mover": _mover,
}
QUOTIENTS: Final[Mapping[str, Pair]] = {
    "rate_ratio_exact": _rates(stats.rate_ratio_exact),
    "rate_ratio_log": _rates(stats.rate_ratio_log),
}
SUMS: Final[Mapping[str, Pair]] = {
    "total_fertility_interval": _groups(stats.total_fertility_interval),
    "dobson_byar": _groups(stats.dobson_byar),
    "fay_feuer": _groups(stats.fay_feuer),
}
SOURCES: Final = {
    "chapman_exact": stats.chapman_exact,
    "chapman": stats.chapman,
    "chandrasekaran_deming": stats.chandrasekaran_deming,
}
SHRUNKEN: Final = {"marshall_interval": True, "beta_binomial": False}


def _true(name: str) -> Pair:
    """Return what is true of two means of events, by the name of a method."""
    if name in DIFFERENCES:
        return lambda first, second, _: first - second
    if name in QUOTIENTS:
        return lambda first, second, _: first / second
    part = 1 if name == "total_fertility_interval" else sum(WEIGHTS)
    return lambda first, second, _: (WEIGHTS[0] * first + WEIGHTS[1] * second) / part


def told(covered: Numbers) -> str:
    """Return the mean and the least, in per cent; the least is never rounded up."""
    return f"{100 * covered.mean():.1f}, {np.floor(1000 * covered.min() + 1e-9) / 10:.1f}"


def joint() -> Iterator[str]:
    """Yield the tables of intervals made of several counts."""
    yield from ("## Sex ratios", "", "True ratios from 50 to 200, by the number of births.", "")
    yield from _table(
        RATIO_METHODS,
        [f"{births} births: mean, least" for births in BIRTHS],
        lambda name, level: [
            told(of_ratio(RATIO_METHODS[name], births, level)) for births in BIRTHS
        ],
    )
    pairs = DIFFERENCES | QUOTIENTS | SUMS
    yield from (
        "## Two rates: differences, ratios and sums",
        "",
        "A grid of hundred pairs of true means of events, by their range. `mover` has the limits",
        "of `exact_poisson`. The last three are of two groups, the second with three times the",
        "weight of the first.",
        "Of no event on either side a ratio has no limit, which leaves nothing out.",
        "",
    )
    yield from _table(
        pairs,
        [f"{low}–{high} events: mean, least" for low, high in MEANS],
        lambda name, level: [
            told(of_pair(pairs[name], _true(name), ends, level)) for ends in MEANS
        ],
    )
    yield from (
        "## Two lists",
        "",
        "Lists that have 50, 80 or 95 % of a true number, each with each. Where nearly everybody",
        "is on both, the few that each list has alone say little of those on neither: limits made",
        "of a variance are far too narrow then, and hold only for a thousand or where the lists",
        "lack many. The exact ones always hold; take those.",
        "",
    )
    yield from _table(
        SOURCES,
        [f"{total}: mean, least" for total in LISTED],
        lambda name, level: [told(of_lists(SOURCES[name], total, level)) for total in LISTED],
    )
    yield from (
        "## Shrunken values",
        "",
        f"{COUNTIES} counties of {AREAS} areas, drawn from a fixed seed: true rates that differ by",
        f"{100 * SPREAD:.0f} % (standard deviation over mean), and true shares around a half that",
        "differ as much.",
        "The mean over all areas, by the events to be expected in each. These intervals are of the",
        "likely truth given what was estimated from the county itself, whose error they leave out.",
        "",
    )
    yield from _table(
        SHRUNKEN,
        [f"{events} events: mean" for events in EVENTS],
        lambda name, level: [
            f"{100 * of_shrunken(SHRUNKEN[name], events, level).mean():.1f}" for events in EVENTS
        ],
    )


def _table(
    methods: Mapping[str, object],
    headings: Sequence[str],
    cells: Callable[[str, float], Sequence[str]],
) -> list[str]:
    return table(
        ("method", "confidence", *headings),
        (
            (f"[`{name}`](methods/{name}.md)", f"{100 * level:g}", *cells(name, level))
            for name in methods
            for level in LEVELS
        ),
    )
