"""Every interval method that an indicator may name, in one table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from fpstats.stats.border import Interval
from fpstats.stats.differences import natural_growth
from fpstats.stats.intervals import (
    byar,
    clopper_pearson,
    exact_poisson,
    poisson,
    poisson_score,
    sex_ratio,
    wilson,
)


@dataclass(frozen=True, slots=True)
class Method:
    """One way to put limits on a value.

    Attributes
    ----------
    id
        The name in catalogues and in results; also the name of the function.
    function
        Takes the counts, then what they are counted among or over, then the confidence.
    kinds
        The kinds of indicator it suits: proportion, rate, count, ratio, balance.
    whole_counts
        Whether a count that is not a whole number has no limits.
    source
        The paper that describes it.
    """

    id: str
    function: Callable[..., Interval]
    kinds: frozenset[str]
    whole_counts: bool
    source: str


METHODS: Final[dict[str, Method]] = {
    "wilson": Method(
        "wilson",
        wilson,
        frozenset({"proportion"}),
        whole_counts=True,
        source="Wilson EB (1927). Journal of the American Statistical Association 22:209-212.",
    ),
    "clopper_pearson": Method(
        "clopper_pearson",
        clopper_pearson,
        frozenset({"proportion"}),
        whole_counts=True,
        source="Clopper CJ, Pearson ES (1934). Biometrika 26:404-413.",
    ),
    "byar": Method(
        "byar",
        byar,
        frozenset({"rate", "count"}),
        whole_counts=True,
        source="Breslow NE, Day NE (1987). Statistical Methods in Cancer Research, vol. II. IARC.",
    ),
    "exact_poisson": Method(
        "exact_poisson",
        exact_poisson,
        frozenset({"rate", "count"}),
        whole_counts=True,
        source="Garwood F (1936). Biometrika 28:437-442.",
    ),
    "poisson": Method(
        "poisson",
        poisson,
        frozenset({"rate", "count"}),
        whole_counts=True,
        source="Eayres D (2008). APHO Technical Briefing 3; PHEindicatormethods, phe_rate.",
    ),
    "poisson_score": Method(
        "poisson_score",
        poisson_score,
        frozenset({"rate", "count"}),
        whole_counts=True,
        source="Brown LD, Cai TT, DasGupta A (2003). Statistica Sinica 13:19-49.",
    ),
    "sex_ratio": Method(
        "sex_ratio",
        sex_ratio,
        frozenset({"ratio"}),
        whole_counts=True,
        source="Wilson EB (1927). Journal of the American Statistical Association 22:209-212.",
    ),
    "natural_growth": Method(
        "natural_growth",
        natural_growth,
        frozenset({"balance"}),
        whole_counts=True,
        source="Zou GY, Donner A (2008). Statistics in Medicine 27:1693-1702.",
    ),
}
