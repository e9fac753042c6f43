"""What stands behind COMPARISONS and DETAIL only where it is asked for by its name."""

from __future__ import annotations

from typing import Final

from fpstats.schema.flow import NUMBER, TEXT, WHOLE, field

WINDOW: Final = (
    field("window_start", TEXT, "the first day of the window", nullable=True),
    field("window_end", TEXT, "its last day", nullable=True),
)  # fmt: skip

MOVES: Final = (
    field("rank_year_before", WHOLE, "the rank in the same period of the year before",
           nullable=True),
    field("moved_since_year", TEXT, "up (towards 1), down, or not distinguishable: whether the "
           "places that chance allows in the two periods do not meet", nullable=True),
    field("rank_before", WHOLE, "the rank in the period before", nullable=True),
    field("moved_since_before", TEXT, "the same since the period before", nullable=True),
)  # fmt: skip

CHANCES: Final = (
    field("rank_mean", NUMBER, "the mean of the true rank, seldom a whole number", nullable=True),
    field("first_chance", NUMBER, "how likely the area is truly the first", nullable=True),
    field("last_chance", NUMBER, "how likely it is truly the last", nullable=True),
    field("best_quarter_chance", NUMBER, "how likely it is truly among the first quarter",
           nullable=True),
    field("worst_quarter_chance", NUMBER, "how likely it is truly among the last quarter",
           nullable=True),
)  # fmt: skip

FUNNEL: Final = (
    field("funnel_centre", NUMBER, "what the funnel lies around: the value of all areas of the "
           "level, or the target; null around a range", nullable=True),
    field("funnel_lower_998", NUMBER, "the lower limit at 99.8 % for an area of this size",
           nullable=True),
    field("funnel_lower_95", NUMBER, "the lower limit at 95 %", nullable=True),
    field("funnel_upper_95", NUMBER, "the upper limit at 95 %", nullable=True),
    field("funnel_upper_998", NUMBER, "the upper limit at 99.8 %; null of a ratio without end",
           nullable=True),
    field("funnel_standing", TEXT, "below (99.8), below (95), not different, above (95) or above "
           "(99.8): by the exact tail, not by the limits, which pass between whole counts",
           nullable=True),
    field("funnel_p", NUMBER, "twice the smaller exact tail beyond the count, at most 1; of a "
           "widened funnel that or twice the normal one, whichever is larger; null of a PHE "
           "funnel", nullable=True),
    field("funnel_q", NUMBER, "funnel_p adjusted for how many areas of the level there are",
           nullable=True),
    field("funnel_form", TEXT, "exact; widened, where the areas differ beyond chance, and "
           "nowhere narrower than exact; or phe", nullable=True),
    field("funnel_phi", NUMBER, "how much the areas differ, 1 by chance alone; null with fewer "
           "than ten areas", nullable=True),
    field("funnel_tau2", NUMBER, "the variance between areas that the limits are widened by, on "
           "the scale of the arcsine of the root, or of the root of a ratio of rates",
           nullable=True),
)  # fmt: skip

SHRUNK: Final = (
    field("shrunk", NUMBER, "the value drawn towards that of all areas of the level, by as much "
           "as chance blurs it; never in place of the value; null where the areas differ beyond "
           "chance and the method cannot tell by how much", nullable=True),
    field("shrunk_lower", NUMBER, "the lower limit of the likely true value; null where the "
           "areas differ by no more than chance", nullable=True),
    field("shrunk_upper", NUMBER, "the upper limit", nullable=True),
    field("shrunk_method", TEXT, "beta_binomial for proportions and ratios, marshall for rates",
           nullable=True),
    field("shrunk_alike_p", NUMBER, "how likely chance alone makes the areas of the level so "
           "unlike: Pearson's chi-square over all of them", nullable=True),
)  # fmt: skip

ADDED: Final = {
    "window": WINDOW,
    "moves": MOVES,
    "chances": CHANCES,
    "funnel": FUNNEL,
    "shrunk": SHRUNK,
}
"""What stands behind COMPARISONS and DETAIL where it is asked for, in this order."""
