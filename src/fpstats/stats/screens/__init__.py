"""Screens of returns: what is unusual, and how unusual. Never more than "look".

`others` holds one value against the other values of its series, `usual` against those of them
that are not odd themselves, `nearby` against those near it,
`aside` leaves out what is unlike the others, `season` tells busy times of the year,
`accumulation` tells months from years to date, `rules` are those of DHIS2, WHO and cd2030 under
their names, `spread` finds too much or too little variation, `habits` last digits, `crowding`
values just above a target, `copies` the same numbers twice, `exchange` parts in each other's
place, `exchanged_stocks` the same of stocks, `standing` stocks that repeat themselves.
"""

from fpstats.stats.screens.accumulation import accumulation_evidence
from fpstats.stats.screens.copies import equal_poisson, repeat_surprise, repeats_together
from fpstats.stats.screens.crowding import Bunching, bunching
from fpstats.stats.screens.exchange import Exchanged, exchanged_parts, exchanged_shares
from fpstats.stats.screens.exchanged_stocks import exchanged_stocks
from fpstats.stats.screens.habits import terminal_digits
from fpstats.stats.screens.nearby import Nearby, counts_nearby
from fpstats.stats.screens.others import (
    Against,
    binomial_against_others,
    poisson_against_others,
)
from fpstats.stats.screens.rules import (
    cd2030_rule,
    dhis2_analytics_modified_z_score,
    dhis2_analytics_z_score,
    dhis2_modified_z_score,
    dhis2_z_score,
    who_modified_z_score,
    who_z_score,
)
from fpstats.stats.screens.scores import Outliers, modified_z_score
from fpstats.stats.screens.season import seasonal_exposure
from fpstats.stats.screens.spread import ChiSquare, homogeneity, poisson_dispersion
from fpstats.stats.screens.standing import Standing, standing_still
from fpstats.stats.screens.usual import Usual, binomial_against_usual

__all__ = [
    "Against",
    "Bunching",
    "ChiSquare",
    "Exchanged",
    "Nearby",
    "Outliers",
    "Standing",
    "Usual",
    "accumulation_evidence",
    "binomial_against_others",
    "binomial_against_usual",
    "bunching",
    "cd2030_rule",
    "counts_nearby",
    "dhis2_analytics_modified_z_score",
    "dhis2_analytics_z_score",
    "dhis2_modified_z_score",
    "dhis2_z_score",
    "equal_poisson",
    "exchanged_parts",
    "exchanged_shares",
    "exchanged_stocks",
    "homogeneity",
    "modified_z_score",
    "poisson_against_others",
    "poisson_dispersion",
    "repeat_surprise",
    "repeats_together",
    "seasonal_exposure",
    "standing_still",
    "terminal_digits",
    "who_modified_z_score",
    "who_z_score",
]
