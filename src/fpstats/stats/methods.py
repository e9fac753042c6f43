"""Every public function in one table: what it is for, where it comes from, when to use it."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

if TYPE_CHECKING:
    from fpstats.stats.guides import Guide

COUNT: Final = frozenset({"count", "rate"})
PROPORTION: Final = frozenset({"proportion"})
RATIO: Final = frozenset({"ratio"})
DIFFERENCES: Final = frozenset({"balance", "error", "accuracy"})
TOTAL: Final = frozenset({"total_rate"})
STANDARDISED: Final = frozenset({"standardised_rate"})
TWO_LISTS: Final = frozenset({"two_lists"})
NONE: Final[frozenset[str]] = frozenset()

CONTRACEPTION: Final = "United Nations (2019). Contraceptive Use by Method."
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


class Method(Struct, frozen=True):
    """One way to compute or to judge a number.

    Attributes
    ----------
    id
        The name in catalogues and in results, which is that of the function.
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

    id: str
    family: str
    kinds: frozenset[str]
    source: str
    whole_counts: bool = True

    @property
    def function(self) -> Callable[..., Any]:
        """What computes it: arrays in, arrays out."""
        found: Callable[..., Any] = getattr(importlib.import_module("fpstats.stats"), self.id)
        return found

    @property
    def guide(self) -> Guide:
        """What it is computed by, when to use it and when not; read when it is asked for."""
        guides = importlib.import_module("fpstats.stats.guides")
        found: Guide = guides.guides_of(self.family)[self.id]
        return found


_ALL: Final = (
    # intervals for one number
    Method("wilson", "interval", PROPORTION, "Wilson EB (1927). JASA 22:209-212."),
    Method(
        "clopper_pearson", "interval", PROPORTION, "Clopper, Pearson (1934). Biometrika 26:404."
    ),
    Method("byar", "interval", COUNT, "Breslow, Day (1987). Stat. Methods in Cancer II. IARC."),
    Method("exact_poisson", "interval", COUNT, "Garwood F (1936). Biometrika 28:437-442."),
    Method("poisson", "interval", COUNT, "Eayres D (2008). APHO Technical Briefing 3; phe_rate."),
    Method("poisson_method", "interval", NONE, "Eayres D (2008). APHO Technical Briefing 3."),
    Method("poisson_score", "interval", COUNT, "Brown, Cai, DasGupta (2003). Stat. Sinica 13:19."),
    Method("sex_ratio", "interval", RATIO, "Wilson EB (1927). JASA 22:209-212."),
    Method("jeffreys", "interval", NONE, "Brown, Cai, DasGupta (2001). Stat. Science 16:101-133."),
    Method("sex_ratio_exact", "interval", NONE, "Clopper, Pearson (1934). Biometrika 26:404."),
    Method("sex_ratio_log", "interval", NONE, "Rothman, Greenland (1998). Mod. Epidemiology."),
    # differences and ratios of two numbers
    Method("natural_growth", "difference", DIFFERENCES, ZOU),
    Method("mover", "difference", NONE, ZOU, False),
    Method("newcombe", "difference", NONE, "Newcombe RG (1998). Stat. Med. 17:873-890."),
    Method("poisson_difference", "difference", NONE, ZOU),
    Method("miettinen_nurminen", "difference", NONE, MIETTINEN),
    Method("poisson_wald_difference", "difference", NONE, "Rothman, Greenland (1998)."),
    Method("poisson_score_difference", "difference", NONE, MIETTINEN),
    Method("rate_ratio_exact", "difference", NONE, PRZYBOROWSKI),
    Method("rate_ratio_log", "difference", NONE, "Rothman, Greenland (1998). Mod. Epidem."),
    # tests
    Method("binomial_test", "test", NONE, "Clopper, Pearson (1934). Biometrika 26:404."),
    Method("binomial_likelihood_test", "test", NONE, STERNE),
    Method("poisson_test", "test", NONE, "Garwood F (1936). Biometrika 28:437-442."),
    Method("poisson_likelihood_test", "test", NONE, STERNE),
    Method("sex_ratio_test", "test", NONE, "Clopper, Pearson (1934). Biometrika 26:404."),
    Method("rate_ratio_test", "test", NONE, PRZYBOROWSKI),
    Method("rate_ratio_likelihood_test", "test", NONE, PRZYBOROWSKI),
    Method("pearson_test", "test", NONE, "Pearson K (1900). Phil. Mag. 50:157-175."),
    Method("fisher_tails", "test", NONE, "Fisher RA (1935). JRSS 98:39-82."),
    Method("fisher_test", "test", NONE, "Fisher RA (1935). JRSS 98:39-82."),
    Method("balance_test", "test", NONE, "Skellam JG (1946). JRSS 109:296."),
    Method("score_z", "test", NONE, "Wilson EB (1927). JASA 22:209-212."),
    Method("standing", "test", NONE, "OHID. Fingertips: technical guidance.", False),
    Method("reliable", "test", NONE, "NCHS (2023). Vital Health Stat. 2(200)."),
    Method("one_event", "test", NONE, "OHID. Fingertips: technical guidance.", False),
    # many tests at once
    Method("benjamini_hochberg", "multiplicity", NONE, "JRSS B (1995) 57:289.", False),
    Method("benjamini_yekutieli", "multiplicity", NONE, "Ann. Stat. 29:1165.", False),
    Method("holm", "multiplicity", NONE, "Holm S (1979). Scand. J. Stat. 6:65.", False),
    Method("hochberg", "multiplicity", NONE, "Hochberg (1988). Biometrika 75.", False),
    Method("bonferroni", "multiplicity", NONE, "Dunn (1961). JASA 56:52-64.", False),
    # ranks
    Method("rank_intervals", "rank", NONE, KLEIN, False),
    Method("joint_confidence", "rank", NONE, "Sidak Z (1967). JASA 62:626-633.", False),
    Method("tiers", "rank", NONE, KLEIN, False),
    Method("rank_moves", "rank", NONE, KLEIN, False),
    Method("beta_rank_probabilities", "rank", NONE, GOLDSTEIN, False),
    Method("gamma_rank_probabilities", "rank", NONE, GOLDSTEIN, False),
    Method("expected_rank", "rank", NONE, "Laird, Louis (1989). J. Educ. Stat. 14.", False),
    Method("rank_change", "rank", NONE, GOLDSTEIN, False),
    # funnels
    Method("binomial_funnel", "funnel", NONE, SPIEGELHALTER),
    Method("poisson_funnel", "funnel", NONE, SPIEGELHALTER, False),
    Method("pooled", "funnel", NONE, SPIEGELHALTER, False),
    Method("funnel_flag", "funnel", NONE, SPIEGELHALTER, False),
    Method("proportion_deviation", "funnel", NONE, SPIEGELHALTER),
    Method("arcsine_deviation", "funnel", NONE, "JRSS A (2012) 175:1-47."),
    Method("root_ratio_deviation", "funnel", NONE, "JRSS A (2012) 175:1-47."),
    Method("log_ratio_deviation", "funnel", NONE, "NHS Digital (2023). SHMI: methodology."),
    Method("overdispersion", "funnel", NONE, "Spiegelhalter (2005). QSHC 14:347.", False),
    Method("widened_funnel", "funnel", NONE, "Spiegelhalter (2005). QSHC 14:347.", False),
    Method("widened_arcsine_funnel", "funnel", NONE, "JRSS A (2012) 175:1-47.", False),
    Method("widened_ratio_funnel", "funnel", NONE, "JRSS A (2012) 175:1-47.", False),
    Method("dersimonian_laird", "funnel", NONE, "Control. Clin. Trials (1986) 7.", False),
    Method("phe_proportion_funnel", "funnel", NONE, PHE, False),
    Method("phe_rate_funnel", "funnel", NONE, PHE),
    Method("phe_proportion_significance", "funnel", NONE, PHE),
    Method("phe_rate_significance", "funnel", NONE, PHE),
    # small areas, and what numbers can carry
    Method("marshall", "shrinkage", NONE, "Marshall RJ (1991). JRSS C 40:283-294."),
    Method("marshall_interval", "shrinkage", NONE, "Clayton, Kaldor. Biometrics 43:671."),
    Method("martuzzi_elliott", "shrinkage", NONE, "Stat. Med. (1996) 15:1867-1873."),
    Method("beta_binomial_fit", "shrinkage", NONE, "Griffiths (1973). Biometrics 29:637."),
    Method("beta_binomial", "shrinkage", NONE, "Gelman et al. (2013). BDA3, chapter 5."),
    Method("total_needed", "power", NONE, FLEISS, False),
    Method("births_needed", "power", NONE, FLEISS, False),
    Method("binomial_power", "power", NONE, "Chernick, Liu (2002). Am. Stat. 56:149-155."),
    Method("chance_of_missing", "power", NONE, GOLDSTEIN),
    Method("chance_of_any", "power", NONE, GOLDSTEIN, False),
    # what a rate is over, and what a printed one gives away
    Method("mean_population", "exposure", NONE, "NBS China. Annual average population.", False),
    Method("person_years", "exposure", NONE, "Preston et al. (2001). Demography.", False),
    Method("counts_behind", "disclosure", NONE, "Willenborg, de Waal (2001).", False),
    # numbers as offices print them
    Method("rounded", "rounding", NONE, "IEEE 754-2019: roundTiesToAway.", False),
    Method("exact_text", "rounding", NONE, "IEEE 754-2019: roundTiesToAway.", False),
    # control charts
    Method("p_chart", "control", NONE, "Montgomery DC (2013). Statistical Quality Control, ch. 7."),
    Method("u_chart", "control", NONE, "Montgomery DC (2013). Statistical Quality Control, ch. 7."),
    Method("laney_p_chart", "control", NONE, "Laney DB (2002). Quality Engineering 14:531-537."),
    Method("laney_u_chart", "control", NONE, "Laney DB (2002). Quality Engineering 14:531-537."),
    Method("ewma", "control", NONE, "Lucas, Saccucci (1990). Technometrics 32:1-12.", False),
    Method("ewma_proportion", "control", NONE, "Lucas, Saccucci (1990). Technometrics 32:1-12."),
    Method("ewma_rate", "control", NONE, "Lucas, Saccucci (1990). Technometrics 32:1-12."),
    Method("cusum", "control", NONE, "Page ES (1954). Biometrika 41:100-115.", False),
    Method("same_months_before", "control", NONE, "Farrington et al. (1996). JRSS A.", False),
    Method("laney_sigma_of_proportions", "control", NONE, "Laney DB (2002). Quality Eng. 14."),
    Method("laney_sigma_of_rates", "control", NONE, "Laney DB (2002). Quality Eng. 14."),
    Method("widened_probability", "control", NONE, "Laney DB (2002). Quality Eng. 14.", False),
    # trends
    Method("cochran_armitage", "trend", NONE, "Armitage P (1955). Biometrics 11:375-386."),
    Method("poisson_trend", "trend", NONE, "McCullagh, Nelder (1989). Generalized Linear Models."),
    Method("mann_kendall", "trend", NONE, "Mann HB (1945). Econometrica 13:245-259.", False),
    Method("seasonal_mann_kendall", "trend", NONE, "Hirsch et al. (1982). WRR 18:107-121.", False),
    Method("sen_slope", "trend", NONE, "Sen PK (1968). JASA 63:1379-1389.", False),
    Method("trend_marker", "trend", NONE, "OHID. Fingertips: trend markers.", False),
    Method("trend_marker_of_rate", "trend", NONE, "OHID. Fingertips: trend markers."),
    Method("trend_marker_of_proportion", "trend", NONE, "OHID. Fingertips: trend markers."),
    Method("runs", "trend", NONE, "Anhøj, Olesen (2014). PLoS ONE 9:e113825.", False),
    # sampling
    Method(
        "hypergeometric", "sampling", PROPORTION, "Buonaccorsi JP (1987). Am. Stat. 41:215-218."
    ),
    Method("hypergeometric_test", "sampling", NONE, "Buonaccorsi JP (1987). Am. Stat. 41:215-218."),
    Method(
        "wilson_finite", "sampling", PROPORTION, "Korn, Graubard (1998). Survey Meth. 24:193-201."
    ),
    Method("design_effect", "sampling", NONE, "Kish L (1965). Survey Sampling."),
    Method("gross_error", "sampling", NONE, "Hansen, Hurwitz, Pritzker (1964)."),
    Method("net_error", "sampling", NONE, "Hansen, Hurwitz, Pritzker (1964)."),
    Method(
        "chapman", "sampling", TWO_LISTS, "Chapman DG (1951). Univ. Calif. Publ. Stat. 1:131-160."
    ),
    Method("chapman_exact", "sampling", TWO_LISTS, "Buonaccorsi JP (1987). Am. Stat. 41:215-218."),
    Method(
        "chandrasekaran_deming",
        "sampling",
        TWO_LISTS,
        "Chandrasekaran, Deming (1949). JASA 44:101.",
    ),
    Method("source_coverage", "sampling", NONE, "Chandrasekaran, Deming (1949). JASA 44:101."),
    # fertility and standardisation
    Method("age_specific_fertility", "fertility", NONE, "United Nations (1983). Manual X."),
    Method("general_fertility", "fertility", NONE, "United Nations (1983). Manual X."),
    Method("total_fertility", "fertility", NONE, "United Nations (1983). Manual X."),
    Method("total_fertility_error", "fertility", NONE, "Keyfitz (1966). Human Biology 38:309."),
    Method("total_fertility_interval", "fertility", TOTAL, DOBSON),
    Method("directly_standardised", "fertility", NONE, "Breslow, Day (1987). IARC."),
    Method("dobson_byar", "fertility", STANDARDISED, DOBSON),
    Method("fay_feuer", "fertility", STANDARDISED, "Fay, Feuer (1997). Stat. Med. 16:791-801."),
    Method("method_mix", "fertility", NONE, CONTRACEPTION),
    Method("long_acting_share_of_users", "fertility", NONE, CONTRACEPTION),
    Method("long_acting_share_of_married_women", "fertility", NONE, CONTRACEPTION),
    Method("couple_years", "fertility", NONE, "Stover et al. (2000). Eval. Review 24:3-46.", False),
    Method("couple_years_factors", "fertility", NONE, "FHI 360, Avenir, USAID (2022).", False),
    Method("whipple", "fertility", NONE, "United Nations (1955). Manual II.", False),
    Method("myers", "fertility", NONE, "Myers RJ (1940). Trans. Actuar. Soc. Am. 41:395.", False),
    # screens
    Method("poisson_against_others", "screen", NONE, "Przyborowski, Wilenski (1940). Biometrika."),
    Method("binomial_against_others", "screen", NONE, "Fisher RA (1935). JRSS 98:39-82."),
    Method("binomial_against_usual", "screen", NONE, "Fisher RA (1935). JRSS 98:39-82.", False),
    Method("counts_nearby", "screen", NONE, "Przyborowski, Wilenski (1940). Biometrika.", False),
    Method("seasonal_exposure", "screen", NONE, "Breslow, Day (1987). IARC.", False),
    Method("accumulation_evidence", "screen", NONE, "Edwards AWF (1972). Likelihood.", False),
    Method("poisson_dispersion", "screen", NONE, "Fisher RA (1950). Biometrics 6:17-24."),
    Method("homogeneity", "screen", NONE, "Pearson K (1900). Philosophical Magazine 50:157-175."),
    Method("terminal_digits", "screen", NONE, "Mosimann et al. (1995). Account. Res. 4:31-55."),
    Method("bunching", "screen", NONE, "McCrary J (2008). J. Econometrics 142:698-714.", False),
    Method("equal_poisson", "screen", NONE, "Skellam JG (1946). JRSS 109:296.", False),
    Method("repeat_surprise", "screen", NONE, "Skellam JG (1946). JRSS 109:296.", False),
    Method("repeats_together", "screen", NONE, "Chernoff H (1952). AMS 23:493-507.", False),
    Method("exchanged_parts", "screen", NONE, "Fisher RA (1935). JRSS 98:39-82."),
    Method("exchanged_shares", "screen", NONE, "Iglewicz, Hoaglin (1993). ASQC."),
    Method("exchanged_stocks", "screen", NONE, "Iglewicz, Hoaglin (1993). ASQC."),
    Method("standing_still", "screen", NONE, "Skellam JG (1946). JRSS 109:296.", False),
    Method("modified_z_score", "screen", NONE, "Iglewicz, Hoaglin (1993). ASQC.", False),
    Method("dhis2_z_score", "screen", NONE, "DHIS2. Outlier detection.", False),
    Method("dhis2_modified_z_score", "screen", NONE, "DHIS2. Outlier detection.", False),
    Method("dhis2_analytics_z_score", "screen", NONE, "DHIS2. Outlier detection.", False),
    Method("dhis2_analytics_modified_z_score", "screen", NONE, "DHIS2. Outlier detection.", False),
    Method("who_z_score", "screen", NONE, "WHO (2022). Data quality assurance, module 2.", False),
    Method("who_modified_z_score", "screen", NONE, "WHO (2022). Data quality assurance.", False),
    Method("cd2030_rule", "screen", NONE, "Countdown to 2030. cd2030.core.", False),
)

METHODS: Final[dict[str, Method]] = {method.id: method for method in _ALL}
"""Every method by its name."""
