"""Every statistical method in one table: what it is for, where it comes from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from fpstats.stats.differences import mover, natural_growth, newcombe, poisson_difference
from fpstats.stats.intervals import (
    byar,
    clopper_pearson,
    exact_poisson,
    poisson,
    poisson_score,
    sex_ratio,
    wilson,
)

COUNT: Final = frozenset({"count", "rate"})
PROPORTION: Final = frozenset({"proportion"})
RATIO: Final = frozenset({"ratio"})
BALANCE: Final = frozenset({"balance"})
NONE: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Method:
    """One way to compute or to judge a number.

    Attributes
    ----------
    function
        What computes it: arrays in, arrays out.
    family
        What it answers, such as interval, difference, test, funnel, rank, trend.
    kinds
        The kinds of indicator that may name it for their interval: proportion, rate, count,
        ratio, balance. Empty for what is used on its own; the others take the counts, then what
        they are counted among or over, then the confidence.
    source
        The paper or the office that describes it.
    whole_counts
        Whether a count that is not a whole number has no answer.
    """

    function: Callable[..., Any]
    family: str
    kinds: frozenset[str]
    source: str
    whole_counts: bool = True

    @property
    def id(self) -> str:
        """The name in catalogues and in results, which is that of the function."""
        return self.function.__name__


_ALL: Final = (
    # intervals for one number
    Method(wilson, "interval", PROPORTION, "Wilson EB (1927). JASA 22:209-212."),
    Method(clopper_pearson, "interval", PROPORTION, "Clopper, Pearson (1934). Biometrika 26:404."),
    Method(byar, "interval", COUNT, "Breslow, Day (1987). Statistical Methods in Cancer II. IARC."),
    Method(exact_poisson, "interval", COUNT, "Garwood F (1936). Biometrika 28:437-442."),
    Method(poisson, "interval", COUNT, "Eayres D (2008). APHO Technical Briefing 3; phe_rate."),
    Method(poisson_score, "interval", COUNT, "Brown, Cai, DasGupta (2003). Stat. Sinica 13:19-49."),
    Method(sex_ratio, "interval", RATIO, "Wilson EB (1927). JASA 22:209-212."),
    # differences of two numbers
    Method(natural_growth, "difference", BALANCE, "Zou, Donner (2008). Stat. Med. 27:1693-1702."),
    Method(mover, "difference", NONE, "Zou, Donner (2008). Stat. Med. 27:1693-1702.", False),
    Method(newcombe, "difference", NONE, "Newcombe RG (1998). Stat. Med. 17:873-890."),
    Method(poisson_difference, "difference", NONE, "Zou, Donner (2008). Stat. Med. 27:1693-1702."),
)

METHODS: Final[dict[str, Method]] = {method.id: method for method in _ALL}
"""Every method by its name."""
