"""The closed set of kinds of indicator, and what each allows: arithmetic is code, the rest is data.

The formulas of the intervals stand in `stats`; only their names stand here, so that
`fpstats --help` need not load numpy.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What an indicator is, and so which interval and which comparison make sense."""

    COUNT = "count"
    """The numerator itself: events of the period."""
    PROPORTION = "proportion"
    """A part of the denominator."""
    RATE = "rate"
    """Events over person-time, or over the flow they arise from."""
    RATIO = "ratio"
    """One count over another that it is no part of."""
    BALANCE = "balance"
    """Events that add less events that take away, over person-time."""
    ERROR = "error"
    """The size of a difference, over the denominator."""
    ACCURACY = "accuracy"
    """The denominator less the size of a difference, over the denominator."""
    MEAN = "mean"
    """An amount over a count."""
    STOCK_CHANGE = "stock_change"
    """A stock at the end of the period less the same at its start, over the denominator."""
    GROWTH = "growth"
    """This period over the same period of the year before, less one."""
    STOCK = "stock"
    """A stock at the end of the period."""
    TOTAL_RATE = "total_rate"
    """The sum of the rates of groups, each times its weight, such as the years of an age group."""
    STANDARDISED_RATE = "standardised_rate"
    """The mean of the rates of groups, each weighted by its part of a standard population."""
    WEIGHTED = "weighted"
    """A sum of flows, each times a factor."""
    TWO_LISTS = "two_lists"
    """What two lists have together, over all there are as estimated from what is on both."""


GROUPED: Final = frozenset({Kind.TOTAL_RATE, Kind.STANDARDISED_RATE})
"""Kinds of which each item of the numerator has a rate over that of the denominator beside it."""

ITEMWISE: Final = GROUPED | {Kind.TWO_LISTS}
"""Kinds whose value takes each item of the numerator by itself, and not their sum."""

SUMS: Final = frozenset({Kind.COUNT, Kind.STOCK, Kind.WEIGHTED})
"""Kinds that are the numerator itself: a sum that lacks a month or an area is no total."""


class Distribution(StrEnum):
    """How a count varies by chance alone, where exact probabilities follow from that."""

    BINOMIAL = "binomial"
    """So many of a number: of a ratio, of both its counts together."""
    HYPERGEOMETRIC = "hypergeometric"
    """So many of those drawn from a known number."""
    POISSON = "poisson"
    """Events by themselves, or over what they arise from."""
    SKELLAM = "skellam"
    """Events of one kind less events of another."""


DISTRIBUTIONS: Final[Mapping[Kind, Distribution]] = {
    Kind.PROPORTION: Distribution.BINOMIAL,
    Kind.RATIO: Distribution.BINOMIAL,
    Kind.COUNT: Distribution.POISSON,
    Kind.RATE: Distribution.POISSON,
    Kind.BALANCE: Distribution.SKELLAM,
}
"""Kinds whose counts vary as a distribution says; those of other kinds do not."""

_RATES: Final = ("poisson", "byar", "exact_poisson", "poisson_score")

INTERVALS: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.COUNT: _RATES,
    Kind.PROPORTION: ("wilson", "clopper_pearson", "hypergeometric", "wilson_finite"),
    Kind.RATE: _RATES,
    Kind.RATIO: ("sex_ratio",),
    Kind.BALANCE: ("natural_growth",),
    Kind.ERROR: ("natural_growth",),
    Kind.ACCURACY: ("natural_growth",),
    Kind.TOTAL_RATE: ("total_fertility_interval",),
    Kind.STANDARDISED_RATE: ("dobson_byar", "fay_feuer"),
    Kind.TWO_LISTS: ("chapman_exact", "chapman", "chandrasekaran_deming"),
}
"""The intervals a kind allows, as `stats.METHODS` names them; other kinds have none."""
