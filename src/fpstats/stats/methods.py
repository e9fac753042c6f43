"""Every statistical method in one table: what it is for, where it comes from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from fpstats.stats import (
    balances,
    disclosure,
    exact_tests,
    exposure,
    funnels,
    luck,
    multiplicity,
    power,
    ranking,
    ratios,
    score_differences,
    shrinkage,
    standings,
    two_sample_tests,
)
from fpstats.stats.control import (
    cusum,
    ewma,
    ewma_proportion,
    ewma_rate,
    laney_p_chart,
    laney_sigma_of_proportions,
    laney_sigma_of_rates,
    laney_u_chart,
    p_chart,
    same_months_before,
    u_chart,
    widened_probability,
)
from fpstats.stats.differences import (
    mover,
    natural_growth,
    newcombe,
    poisson_difference,
    poisson_wald_difference,
)
from fpstats.stats.fertility import (
    couple_years,
    directly_standardised,
    dobson_byar,
    fay_feuer,
    general_fertility,
    method_mix,
    myers,
    total_fertility,
    total_fertility_interval,
    whipple,
)
from fpstats.stats.intervals import (
    byar,
    clopper_pearson,
    exact_poisson,
    jeffreys,
    poisson,
    poisson_score,
    sex_ratio,
    wilson,
)
from fpstats.stats.sampling import (
    chandrasekaran_deming,
    chapman,
    design_effect,
    gross_error,
    hypergeometric,
    net_error,
    source_coverage,
    wilson_finite,
)
from fpstats.stats.screens import (
    accumulation_evidence,
    binomial_against_others,
    bunching,
    cd2030_rule,
    counts_nearby,
    dhis2_modified_z_score,
    dhis2_z_score,
    equal_poisson,
    homogeneity,
    modified_z_score,
    poisson_against_others,
    poisson_dispersion,
    repeat_surprise,
    terminal_digits,
    who_modified_z_score,
    who_z_score,
)
from fpstats.stats.trends import (
    cochran_armitage,
    mann_kendall,
    poisson_trend,
    runs,
    seasonal_mann_kendall,
    sen_slope,
    trend_marker,
    trend_marker_of_proportion,
    trend_marker_of_rate,
)

COUNT: Final = frozenset({"count", "rate"})
PROPORTION: Final = frozenset({"proportion"})
RATIO: Final = frozenset({"ratio"})
DIFFERENCES: Final = frozenset({"balance", "error", "accuracy"})
TOTAL: Final = frozenset({"total_rate"})
STANDARDISED: Final = frozenset({"standardised_rate"})
NONE: Final[frozenset[str]] = frozenset()

DOBSON: Final = "Dobson et al. (1991). Stat. Med. 10:457-462."
FLEISS: Final = "Fleiss, Levin, Paik (2003). Statistical Methods for Rates and Proportions."
GOLDSTEIN: Final = "Goldstein, Spiegelhalter (1996). JRSS A 159:385-443."
KLEIN: Final = "Klein, Wright, Wieczorek (2020). JRSS C 69:589-606."
MIETTINEN: Final = "Miettinen, Nurminen (1985). Stat. Med. 4:213-226."
PHE: Final = "PHEindicatormethods 2.1.0."
PRZYBOROWSKI: Final = "Przyborowski, Wilenski (1940). Biometrika 31:313-323."
SPIEGELHALTER: Final = "Spiegelhalter DJ (2005). Stat. Med. 24:1185-1202."
STERNE: Final = "Sterne TE (1954). Biometrika 41:275-278."
ZOU: Final = "Zou, Donner (2008). Stat. Med. 27:1693-1702."


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
        ratio, balance and so on. Empty for what is used on its own; the others take the counts,
        then what they are counted among or over, then a frame or weights, then the confidence.
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
    Method(jeffreys, "interval", NONE, "Brown, Cai, DasGupta (2001). Stat. Science 16:101-133."),
    Method(ratios.sex_ratio_exact, "interval", NONE, "Clopper, Pearson (1934). Biometrika 26:404."),
    Method(ratios.sex_ratio_log, "interval", NONE, "Rothman, Greenland (1998). Mod. Epidemiology."),
    # differences and ratios of two numbers
    Method(natural_growth, "difference", DIFFERENCES, ZOU),
    Method(mover, "difference", NONE, ZOU, False),
    Method(newcombe, "difference", NONE, "Newcombe RG (1998). Stat. Med. 17:873-890."),
    Method(poisson_difference, "difference", NONE, ZOU),
    Method(score_differences.miettinen_nurminen, "difference", NONE, MIETTINEN),
    Method(poisson_wald_difference, "difference", NONE, "Rothman, Greenland (1998)."),
    Method(score_differences.poisson_score_difference, "difference", NONE, MIETTINEN),
    Method(ratios.rate_ratio_exact, "difference", NONE, PRZYBOROWSKI),
    Method(ratios.rate_ratio_log, "difference", NONE, "Rothman, Greenland (1998). Mod. Epidem."),
    # tests
    Method(exact_tests.binomial_test, "test", NONE, "Clopper, Pearson (1934). Biometrika 26:404."),
    Method(exact_tests.binomial_likelihood_test, "test", NONE, STERNE),
    Method(exact_tests.poisson_test, "test", NONE, "Garwood F (1936). Biometrika 28:437-442."),
    Method(exact_tests.poisson_likelihood_test, "test", NONE, STERNE),
    Method(exact_tests.sex_ratio_test, "test", NONE, "Clopper, Pearson (1934). Biometrika 26:404."),
    Method(two_sample_tests.rate_ratio_test, "test", NONE, PRZYBOROWSKI),
    Method(two_sample_tests.rate_ratio_likelihood_test, "test", NONE, PRZYBOROWSKI),
    Method(two_sample_tests.pearson_test, "test", NONE, "Pearson K (1900). Phil. Mag. 50:157-175."),
    Method(two_sample_tests.fisher_tails, "test", NONE, "Fisher RA (1935). JRSS 98:39-82."),
    Method(two_sample_tests.fisher_test, "test", NONE, "Fisher RA (1935). JRSS 98:39-82."),
    Method(balances.balance_test, "test", NONE, "Skellam JG (1946). JRSS 109:296."),
    Method(standings.score_z, "test", NONE, "Wilson EB (1927). JASA 22:209-212."),
    Method(standings.standing, "test", NONE, "OHID. Fingertips: technical guidance.", False),
    Method(standings.reliable, "test", NONE, "NCHS (2023). Vital Health Stat. 2(200)."),
    # many tests at once
    Method(multiplicity.benjamini_hochberg, "multiplicity", NONE, "JRSS B (1995) 57:289.", False),
    Method(multiplicity.benjamini_yekutieli, "multiplicity", NONE, "Ann. Stat. 29:1165.", False),
    Method(multiplicity.holm, "multiplicity", NONE, "Holm S (1979). Scand. J. Stat. 6:65.", False),
    Method(multiplicity.hochberg, "multiplicity", NONE, "Hochberg (1988). Biometrika 75.", False),
    Method(multiplicity.bonferroni, "multiplicity", NONE, "Dunn (1961). JASA 56:52-64.", False),
    # ranks
    Method(ranking.rank_intervals, "rank", NONE, KLEIN, False),
    Method(ranking.tiers, "rank", NONE, KLEIN, False),
    Method(ranking.rank_moves, "rank", NONE, KLEIN, False),
    Method(ranking.beta_rank_probabilities, "rank", NONE, GOLDSTEIN, False),
    Method(ranking.gamma_rank_probabilities, "rank", NONE, GOLDSTEIN, False),
    Method(ranking.expected_rank, "rank", NONE, "Laird, Louis (1989). J. Educ. Stat. 14.", False),
    Method(ranking.rank_change, "rank", NONE, GOLDSTEIN, False),
    # funnels
    Method(funnels.binomial_funnel, "funnel", NONE, SPIEGELHALTER),
    Method(funnels.poisson_funnel, "funnel", NONE, SPIEGELHALTER, False),
    Method(funnels.overdispersion, "funnel", NONE, "Spiegelhalter (2005). QSHC 14:347.", False),
    Method(funnels.widened_funnel, "funnel", NONE, "Spiegelhalter (2005). QSHC 14:347.", False),
    Method(funnels.widened_arcsine_funnel, "funnel", NONE, "JRSS A (2012) 175:1-47.", False),
    Method(funnels.widened_ratio_funnel, "funnel", NONE, "JRSS A (2012) 175:1-47.", False),
    Method(funnels.dersimonian_laird, "funnel", NONE, "Control. Clin. Trials (1986) 7.", False),
    Method(funnels.phe_proportion_funnel, "funnel", NONE, PHE, False),
    Method(funnels.phe_rate_funnel, "funnel", NONE, PHE),
    Method(funnels.phe_proportion_significance, "funnel", NONE, PHE),
    Method(funnels.phe_rate_significance, "funnel", NONE, PHE),
    # small areas, and what numbers can carry
    Method(shrinkage.marshall, "shrinkage", NONE, "Marshall RJ (1991). JRSS C 40:283-294."),
    Method(shrinkage.marshall_interval, "shrinkage", NONE, "Clayton, Kaldor. Biometrics 43:671."),
    Method(shrinkage.martuzzi_elliott, "shrinkage", NONE, "Stat. Med. (1996) 15:1867-1873."),
    Method(shrinkage.beta_binomial_fit, "shrinkage", NONE, "Griffiths (1973). Biometrics 29:637."),
    Method(shrinkage.beta_binomial, "shrinkage", NONE, "Gelman et al. (2013). BDA3, chapter 5."),
    Method(power.total_needed, "power", NONE, FLEISS, False),
    Method(power.births_needed, "power", NONE, FLEISS, False),
    Method(power.binomial_power, "power", NONE, "Chernick, Liu (2002). Am. Stat. 56:149-155."),
    Method(luck.chance_of_missing, "power", NONE, GOLDSTEIN),
    # what a rate is over, and what a printed one gives away
    Method(exposure.person_years, "exposure", NONE, "Preston et al. (2001). Demography.", False),
    Method(disclosure.counts_behind, "disclosure", NONE, "Willenborg, de Waal (2001).", False),
    # control charts
    Method(p_chart, "control", NONE, "Montgomery DC (2013). Statistical Quality Control, ch. 7."),
    Method(u_chart, "control", NONE, "Montgomery DC (2013). Statistical Quality Control, ch. 7."),
    Method(laney_p_chart, "control", NONE, "Laney DB (2002). Quality Engineering 14:531-537."),
    Method(laney_u_chart, "control", NONE, "Laney DB (2002). Quality Engineering 14:531-537."),
    Method(ewma, "control", NONE, "Lucas, Saccucci (1990). Technometrics 32:1-12.", False),
    Method(ewma_proportion, "control", NONE, "Lucas, Saccucci (1990). Technometrics 32:1-12."),
    Method(ewma_rate, "control", NONE, "Lucas, Saccucci (1990). Technometrics 32:1-12."),
    Method(cusum, "control", NONE, "Page ES (1954). Biometrika 41:100-115.", False),
    Method(same_months_before, "control", NONE, "Farrington et al. (1996). JRSS A.", False),
    Method(laney_sigma_of_proportions, "control", NONE, "Laney DB (2002). Quality Engineering 14."),
    Method(laney_sigma_of_rates, "control", NONE, "Laney DB (2002). Quality Engineering 14."),
    Method(widened_probability, "control", NONE, "Laney DB (2002). Quality Engineering 14.", False),
    # trends
    Method(cochran_armitage, "trend", NONE, "Armitage P (1955). Biometrics 11:375-386."),
    Method(poisson_trend, "trend", NONE, "McCullagh, Nelder (1989). Generalized Linear Models."),
    Method(mann_kendall, "trend", NONE, "Mann HB (1945). Econometrica 13:245-259.", False),
    Method(seasonal_mann_kendall, "trend", NONE, "Hirsch et al. (1982). WRR 18:107-121.", False),
    Method(sen_slope, "trend", NONE, "Sen PK (1968). JASA 63:1379-1389.", False),
    Method(trend_marker, "trend", NONE, "OHID. Fingertips: trend markers.", False),
    Method(trend_marker_of_rate, "trend", NONE, "OHID. Fingertips: trend markers."),
    Method(trend_marker_of_proportion, "trend", NONE, "OHID. Fingertips: trend markers."),
    Method(runs, "trend", NONE, "Anhøj, Olesen (2014). PLoS ONE 9:e113825.", False),
    # sampling
    Method(hypergeometric, "sampling", PROPORTION, "Buonaccorsi JP (1987). Am. Stat. 41:215-218."),
    Method(wilson_finite, "sampling", NONE, "Korn, Graubard (1998). Survey Meth. 24:193-201."),
    Method(design_effect, "sampling", NONE, "Kish L (1965). Survey Sampling."),
    Method(gross_error, "sampling", NONE, "Hansen, Hurwitz, Pritzker (1964)."),
    Method(net_error, "sampling", NONE, "Hansen, Hurwitz, Pritzker (1964)."),
    Method(chapman, "sampling", NONE, "Chapman DG (1951). Univ. Calif. Publ. Stat. 1:131-160."),
    Method(chandrasekaran_deming, "sampling", NONE, "Chandrasekaran, Deming (1949). JASA 44:101."),
    Method(source_coverage, "sampling", NONE, "Chandrasekaran, Deming (1949). JASA 44:101."),
    # fertility and standardisation
    Method(general_fertility, "fertility", NONE, "United Nations (1983). Manual X."),
    Method(total_fertility, "fertility", NONE, "United Nations (1983). Manual X."),
    Method(total_fertility_interval, "fertility", TOTAL, DOBSON),
    Method(directly_standardised, "fertility", NONE, "Breslow, Day (1987). IARC."),
    Method(dobson_byar, "fertility", STANDARDISED, DOBSON),
    Method(fay_feuer, "fertility", STANDARDISED, "Fay, Feuer (1997). Stat. Med. 16:791-801."),
    Method(method_mix, "fertility", NONE, "United Nations (2019). Contraceptive Use by Method."),
    Method(couple_years, "fertility", NONE, "Stover et al. (2000). Eval. Review 24:3-46.", False),
    Method(whipple, "fertility", NONE, "United Nations (1955). Manual II.", False),
    Method(myers, "fertility", NONE, "Myers RJ (1940). Trans. Actuar. Soc. Am. 41:395.", False),
    # screens
    Method(poisson_against_others, "screen", NONE, "Przyborowski, Wilenski (1940). Biometrika."),
    Method(binomial_against_others, "screen", NONE, "Fisher RA (1935). JRSS 98:39-82."),
    Method(counts_nearby, "screen", NONE, "Przyborowski, Wilenski (1940). Biometrika.", False),
    Method(accumulation_evidence, "screen", NONE, "Edwards AWF (1972). Likelihood.", False),
    Method(poisson_dispersion, "screen", NONE, "Fisher RA (1950). Biometrics 6:17-24."),
    Method(homogeneity, "screen", NONE, "Pearson K (1900). Philosophical Magazine 50:157-175."),
    Method(terminal_digits, "screen", NONE, "Mosimann et al. (1995). Account. Res. 4:31-55."),
    Method(bunching, "screen", NONE, "McCrary J (2008). J. Econometrics 142:698-714.", False),
    Method(equal_poisson, "screen", NONE, "Skellam JG (1946). JRSS 109:296.", False),
    Method(repeat_surprise, "screen", NONE, "Skellam JG (1946). JRSS 109:296.", False),
    Method(modified_z_score, "screen", NONE, "Iglewicz, Hoaglin (1993). ASQC.", False),
    Method(dhis2_z_score, "screen", NONE, "DHIS2. Outlier detection.", False),
    Method(dhis2_modified_z_score, "screen", NONE, "DHIS2. Outlier detection.", False),
    Method(who_z_score, "screen", NONE, "WHO (2022). Data quality assurance, module 2.", False),
    Method(who_modified_z_score, "screen", NONE, "WHO (2022). Data quality assurance.", False),
    Method(cd2030_rule, "screen", NONE, "Countdown to 2030. cd2030.core.", False),
)

METHODS: Final[dict[str, Method]] = {method.id: method for method in _ALL}
"""Every method by its name."""
