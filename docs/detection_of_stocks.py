"""How well faults of stocks are found: parts exchanged, and populations that stand still."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from markdown import table
from simulated import MONTHS, RUNS, TOWNSHIPS, Flags, Numbers, Row

from fpstats import stats

SIZES: Final = (1000, 5000, 20000)
SHARES: Final = (0.505, 0.515)
SHORT: Final = ((12, 3, 2500, 0.01), (12, 4, 2500, 0.01), (30, 4, 2500, 0.02), (40, 12, 400, 0.0),
                (20, 12, 1500, 0.01), (20, 24, 4000, 0.02))  # fmt: skip
"""Areas, months, the median population, and how far (standard deviation) areas' shares differ."""

KEPT: Final = (3, 4, 6)
MOVES: Final = 0.00075
"""So large a share of a population comes every month, and as large a one goes, of either sex."""

SCREEN: Final = 0.01
STILL: Final = 0.05
FEWEST: Final = 3
"""The levels of the screens for exchanged numbers and for those that stand still, and the fewest
months of the latter."""


def stocks(seed: int) -> Iterator[str]:
    """Yield the tables of exchanged parts and of populations that stand still."""
    yield from (
        "## Sexes exchanged, and populations that stand still",
        "",
        "Populations of which three in a thousand come or go every month. In one month of half of",
        "the townships men and women change places (`population_sexes_exchanged`): found in per",
        "cent, and honest months that were called exchanged, in a thousand:",
        "",
    )
    yield from table(("population", "men (%)", "found", "honest months in 1000"), _exchanged(seed))
    yield from (
        "Short and small returns, whose areas differ: populations from 150 to 5,000,",
        "with none and with one month exchanged (of 1,000 people or more, and at least one",
        "in a hundred more of one sex): honest counties with a finding, and per cent found:",
        "",
    )
    yield from table(
        ("areas", "months", "median population", "shares differ by (%)", "honest counties",
         "with a finding", "exchanges found"),
        _short(seed + 2),
    )  # fmt: skip
    yield from (
        "In half of the townships one number is sent again for some months, while people come and",
        "go (`population_unchanged`): townships found in per cent, and honest ones in a thousand:",
        "",
    )
    yield from table(
        ("population", "months the same", "found", "honest townships in 1000"), _still(seed + 1)
    )


def _populations(
    size: int, share: float, random: np.random.Generator
) -> tuple[Numbers, Numbers, Numbers]:
    """Return men, women, and how many came and went, of townships in months."""
    events = random.poisson(size * MOVES, (4, TOWNSHIPS, MONTHS)).astype(np.float64)
    men = np.round(size * share) + np.cumsum(events[0] - events[1], axis=-1)
    women = np.round(size * (1 - share)) + np.cumsum(events[2] - events[3], axis=-1)
    return men, women, events.sum(axis=0)


def _exchanged(seed: int) -> Iterator[Row]:
    """Yield how many months with men and women exchanged are found, and how many without."""
    random = np.random.default_rng(seed)
    for size in SIZES:
        for share in SHARES:
            hits, planted, honest = 0, 0, 0
            for _ in range(RUNS):
                men, women, _ = _populations(size, share, random)
                bad = np.zeros(men.shape, dtype=bool)
                places = np.arange(TOWNSHIPS // 2)
                bad[places, random.integers(MONTHS, size=len(places))] = True
                told = _told(np.where(bad, women, men), np.where(bad, men, women))
                hits, planted = hits + int((told & bad).sum()), planted + int(bad.sum())
                honest += int((told & ~bad).sum())
            number = RUNS * TOWNSHIPS * MONTHS - planted
            yield (
                size, f"{100 * share:g}", f"{100 * hits / planted:.0f}",
                f"{1000 * honest / number:.2f}",
            )  # fmt: skip


def _short(seed: int) -> Iterator[Row]:
    """Yield how many honest counties have any finding, and how many exchanges are found."""
    random = np.random.default_rng(seed)
    for areas, months, median, apart in SHORT:
        alarms, hits, planted = 0, 0, 0
        for _ in range(RUNS):
            size = np.clip(random.lognormal(np.log(median), 0.6, (areas, 1)), 150, 5000).round()
            born = random.binomial(size.astype(int), random.normal(0.51, apart, (areas, 1)))
            moves = random.poisson(size * MOVES, (4, areas, months)).astype(np.float64)
            men = born + np.cumsum(moves[0] - moves[1], axis=-1)
            women = size - born + np.cumsum(moves[2] - moves[3], axis=-1)
            alarms += int(_told(men, women).any())
            apart_enough = np.abs(men - women) >= 0.01 * (men + women)
            places = np.argwhere((men + women >= 1000) & apart_enough)
            if len(places):
                place = tuple(random.choice(places))
                men[place], women[place] = women[place], men[place]
                hits, planted = hits + int(_told(men, women)[place]), planted + 1
        yield (
            areas, months, median, f"{100 * apart:g}", RUNS, alarms, f"{100 * hits / planted:.0f}",
        )  # fmt: skip


def _told(men: Numbers, women: Numbers) -> Flags:
    """Return which months the screen calls exchanged."""
    found = stats.exchanged_stocks(men, women)
    adjusted = stats.benjamini_hochberg(found.p.ravel()).reshape(found.p.shape)
    return np.asarray((adjusted <= SCREEN) & (found.after >= SCREEN))


def _still(seed: int) -> Iterator[Row]:
    """Yield how many populations that stand still for some months are found."""
    random = np.random.default_rng(seed)
    for size in SIZES:
        for kept in KEPT:
            hits, honest = 0, 0
            for _ in range(RUNS):
                men, women, events = _populations(size, 0.51, random)
                stock = men + women
                for place in range(TOWNSHIPS // 2):
                    month = int(random.integers(1, MONTHS - kept))
                    stock[place, month : month + kept] = stock[place, month - 1]
                moved = np.diff(stock, axis=-1, prepend=np.nan)
                found = stats.standing_still(moved, events)
                told = stats.benjamini_hochberg(found.p) <= STILL
                told &= found.last - found.first + 1 >= FEWEST
                hits += int(told[: TOWNSHIPS // 2].sum())
                honest += int(told[TOWNSHIPS // 2 :].sum())
            half = RUNS * TOWNSHIPS // 2
            yield size, kept, f"{100 * hits / half:.0f}", f"{1000 * honest / half:.1f}"
