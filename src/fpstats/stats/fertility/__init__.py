"""Fertility: rates by age and what they add up to, contraceptive methods, and ages misreported.

Age groups, methods and single years of age lie along the last axis.
"""

from fpstats.stats.fertility.ages import myers, whipple
from fpstats.stats.fertility.contraception import (
    couple_years,
    couple_years_factors,
    long_acting_share_of_married_women,
    long_acting_share_of_users,
    method_mix,
)
from fpstats.stats.fertility.rates import (
    age_specific_fertility,
    general_fertility,
    total_fertility,
    total_fertility_error,
    total_fertility_interval,
)
from fpstats.stats.fertility.standardised import (
    directly_standardised,
    dobson_byar,
    fay_feuer,
)

__all__ = [
    "age_specific_fertility",
    "couple_years",
    "couple_years_factors",
    "directly_standardised",
    "dobson_byar",
    "fay_feuer",
    "general_fertility",
    "long_acting_share_of_married_women",
    "long_acting_share_of_users",
    "method_mix",
    "myers",
    "total_fertility",
    "total_fertility_error",
    "total_fertility_interval",
    "whipple",
]
