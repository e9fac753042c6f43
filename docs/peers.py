"""Which other programs agree with each method, and where one of them is wrong.

The files are those of reference values that the tests read; each was made by the programs named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np
from markdown import table

from fpstats import stats

AGREED: Final = (
    ("wilson", "R 4.2.2 prop.test; statsmodels 0.15.0 proportion_confint", "1e-12"),
    ("clopper_pearson", "R 4.2.2 binom.test; statsmodels 0.15.0 proportion_confint", "1e-12"),
    ("jeffreys", "R 4.2.2 qbeta", "1e-12"),
    ("byar", "PHEindicatormethods 2.1.0 byars_lower, byars_upper", "1e-12"),
    ("exact_poisson", "R 4.2.2 poisson.test; scipy 1.17.1 chi2", "1e-12"),
    ("poisson", "PHEindicatormethods 2.1.0 phe_rate", "1e-12"),
    ("sex_ratio sex_ratio_log sex_ratio_exact",
     "R 4.2.2 prop.test, binom.test; metafor 3.8.1 escalc", "1e-10"),
    ("newcombe miettinen_nurminen",
     "R Epi 2.47 ci.pd; scipy 1.17.1, the likelihood maximised under the constraint", "1e-9"),
    ("poisson_score_difference poisson_difference mover",
     "statsmodels 0.15.0 confint_poisson_2indep", "1e-12"),
    ("rate_ratio_exact rate_ratio_log poisson_wald_difference rate_ratio_likelihood_test",
     "R 4.2.2 poisson.test", "1e-10"),
    ("binomial_test score_z standing", "R 4.2.2 binom.test; scipy 1.17.1 binomtest", "1e-12"),
    ("benjamini_hochberg benjamini_yekutieli holm hochberg bonferroni",
     "R 4.2.2 p.adjust; statsmodels 0.15.0 multipletests", "1e-14"),
    ("beta_rank_probabilities", "4 million draws, within 4.1e-4; Gauss and Legendre's rule",
     "1e-9"),
    ("binomial_funnel", "R 4.2.2 qbinom, pbinom; scipy 1.17.1 binom", "1e-12"),
    ("poisson_funnel", "R 4.2.2 qpois, ppois; scipy 1.17.1 poisson", "1e-12"),
    ("overdispersion", "FunnelPlotR 0.6.0 phi_func, tau_func", "1e-12"),
    ("widened_arcsine_funnel", "FunnelPlotR 0.6.0, which writes z with six decimals", "1e-6"),
    ("phe_proportion_funnel phe_rate_funnel phe_proportion_significance phe_rate_significance",
     "PHEindicatormethods 2.1.0", "1e-9"),
    ("dersimonian_laird", "metafor 3.8.1 rma", "1e-12"),
    ("marshall martuzzi_elliott", "spdep 1.2.7 EBest", "1e-12"),
    ("beta_binomial_fit", "VGAM 1.1.7 vglm", "1e-5"),
    ("beta_binomial", "scipy 1.17.1 beta", "1e-10"),
    ("p_chart u_chart laney_p_chart laney_u_chart", "qicharts2", "1e-12"),
    ("ewma cusum", "qcc", "1e-12"),
    ("cochran_armitage", "R 4.2.2 prop.trend.test", "1e-9"),
    ("poisson_trend", "R 4.2.2 glm; statsmodels 0.15.0 GLM", "1e-8"),
    ("mann_kendall sen_slope seasonal_mann_kendall",
     "R 4.2.2 cor.test; pymannkendall 1.4.3", "1e-12"),
    ("trend_marker", "PHEindicatormethods, branch add_trend_markers", "1e-8"),
    ("hypergeometric wilson_finite", "R 4.2.2 phyper; scipy 1.17.1 hypergeom", "1e-12"),
    ("hypergeometric_test", "scipy 1.17.1 hypergeom; exact fractions", "1e-12"),
    ("chapman chandrasekaran_deming", "R 4.2.2, the closed form", "1e-12"),
    ("chapman_exact", "scipy 1.17.1 hypergeom, every number one by one", "1e-12"),
    ("dobson_byar fay_feuer directly_standardised",
     "PHEindicatormethods 2.1.0 calculate_dsr", "1e-10"),
    ("couple_years", "FHI 360, Avenir and USAID, the factors of 2022", "1e-12"),
    ("whipple myers", "DemoTools", "1e-12"),
    ("terminal_digits poisson_dispersion homogeneity", "R 4.2.2 chisq.test, pchisq, prop.test",
     "1e-12"),
    ("equal_poisson", "R 4.2.2 besselI; scipy 1.17.1 ive", "1e-12"),
)  # fmt: skip
"""Methods, who agrees, and how closely (of the value itself)."""

SIZES: Final = (10, 50, 100)
STATED: Final = 0.99
"""A compliance rate of the kind that offices print."""


def flagged(total: int, tail: float) -> tuple[float, float]:
    """Return how often a township at the common value lies below each funnel, by exact sums.

    The first is the normal funnel, the second the exact tail rule.
    """
    counts = np.arange(total + 1.0)
    chance = stats.binomial_test(counts, total, STATED).point
    lower = stats.phe_proportion_funnel(total, STATED, 1 - 2 * tail).lower
    normal = float(np.sum(chance, where=counts / total < lower))
    cumulated = np.cumsum(chance)
    return normal, float(np.sum(chance, where=cumulated <= tail))


def byar_of_epitools(count: float) -> tuple[float, float]:
    """Return the limits that `pois.byar` of epitools 0.5.10.1 gives at 95 %."""
    middle, z = count + 0.5, 1.959963984540054
    reach = z / 3 * np.sqrt(1 / middle)
    return tuple(float(middle * (1 - 1 / (9 * middle) + sign * reach) ** 3) for sign in (-1, 1))


def _links(names: Iterable[str]) -> str:
    return ", ".join(f"[`{name}`](methods/{name}.md)" for name in names)


def peers() -> Iterator[str]:
    """Yield the page of peers."""
    yield from (
        "# Peers",
        "",
        "Every method is tested against values that other programs gave, or that were worked out",
        "to forty digits. *Agrees to* is the greatest relative difference the tests allow; methods",
        "that are not listed are tested by their definition, by hand, or by sums over all counts.",
        "",
    )
    yield from table(
        ("method", "agrees with", "agrees to"),
        ((_links(names.split()), who, near) for names, who, near in AGREED),
    )
    upper = float(stats.miettinen_nurminen(56, 70, 48, 80).upper)
    yield from (
        "## Where a peer is wrong",
        "",
        "**statsmodels 0.15.0, score interval of a difference** (`confint_proportions_2indep` with",
        '`method="score"`, `compare="diff"`): the cubic takes a count for a total. For 56 of 70',
        f"against 48 of 80 the upper limit is {upper:.4f} here, in R's Epi and where the",
        "likelihood is maximised under the constraint; statsmodels gives 0.3440.",
        "",
        "**PHEindicatormethods 2.1.0, funnel of proportions**: what is called Wilson is the plain",
        f"normal funnel. How often a township whose true value is the common {100 * STATED:g} %",
        "lies below the lower limit, summed over all counts:",
        "",
    )
    rows = []
    for total in SIZES:
        usual, strict = flagged(total, 0.025), flagged(total, 0.001)
        shown = (f"{100 * share:.2f} %" for share in (*usual, *strict))
        rows.append((total, *shown))
    yield from table(
        ("of", "normal, 2.5 % stated", "exact tail", "normal, 0.1 % stated", "exact tail"), rows
    )
    ours, theirs = stats.byar(4), byar_of_epitools(4)
    yield from (
        "**epitools 0.5.10.1, `pois.byar`**: adds a half to the count at both ends, which is",
        f"another interval. For four events Byar's limits are {float(ours.lower):.3f} to",
        f"{float(ours.upper):.3f}; it gives {theirs[0]:.3f} to {theirs[1]:.3f}.",
        "",
    )
