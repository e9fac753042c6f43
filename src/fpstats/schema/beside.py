"""What stands behind the columns of COMPARISONS, where it is asked for.

`--detail` adds BESIDE, EVIDENCE and WORDS; what else is asked for adds the columns of its name.
"""

from __future__ import annotations

from typing import Final

from fpstats.schema.fields import NUMBER, TEXT, TRUTH, WHOLE, field

BESIDE: Final = (
    field("level", TEXT, "the level of the area"),
    field("parent", TEXT, "the area above it", nullable=True),
    field("parent_value", NUMBER, "the value of the area above it", nullable=True),
    field("change_lower", NUMBER, "the lower limit of the change", nullable=True),
    field("change_upper", NUMBER, "the upper limit of the change", nullable=True),
    field("verdict_by_value", TEXT, "met or missed by the value alone, as offices judge",
           nullable=True),
)  # fmt: skip

EVIDENCE: Final = (
    field("target_p", NUMBER, "how likely chance alone puts the value so far from its target, or "
           "where there is none from the normal range: exact, two-sided, 1 within a range",
           nullable=True),
    field("target_q", NUMBER, "target_p adjusted for how many areas of the level are compared "
           "(Benjamini and Hochberg, within one indicator and period)", nullable=True),
    field("target_standing", TEXT, "below (99.8), below (95), not different, above (95) or "
           "above (99.8): where the interval of that confidence lies to it", nullable=True),
    field("parent_p", NUMBER, "the same against the value of the area above, taken as it is",
           nullable=True),
    field("parent_q", NUMBER, "parent_p adjusted likewise", nullable=True),
    field("parent_standing", TEXT, "where the value stands to that of the area above",
           nullable=True),
    field("group_value", NUMBER, "the value of the other areas of the same level under the same "
           "area, their counts added up", nullable=True),
    field("group_p", NUMBER, "how likely chance alone makes the area and the others so unlike: "
           "exact, two-sided", nullable=True),
    field("group_q", NUMBER, "group_p adjusted likewise", nullable=True),
    field("group_standing", TEXT, "where the value stands to that of the others", nullable=True),
    field("change_p", NUMBER, "how likely chance alone makes a change so large: exact, two-sided",
           nullable=True),
    field("change_q", NUMBER, "change_p adjusted likewise", nullable=True),
    field("change_standing", TEXT, "where the value stands to that of the year before",
           nullable=True),
    field("one_event", NUMBER, "by how much one event more changes the value", nullable=True),
    field("reliable", TRUTH, "false with fewer than 10 events (of a balance, on either side), or "
           "where the 95 % interval is wider than 160 % of the value", nullable=True),
    field("total_needed", WHOLE, "how many would have to be counted to tell a true value like "
           "this from its target, or from the normal range, in four cases of five; of a ratio, "
           "of both together", nullable=True),
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
    field("funnel_p", NUMBER, "twice the smaller tail", nullable=True),
    field("funnel_q", NUMBER, "funnel_p adjusted for how many areas of the level there are",
           nullable=True),
    field("funnel_form", TEXT, "exact; widened, where the areas differ beyond chance; or phe",
           nullable=True),
    field("funnel_phi", NUMBER, "how much the areas differ, 1 by chance alone; null with fewer "
           "than ten areas", nullable=True),
    field("funnel_tau2", NUMBER, "the variance between areas that the limits are widened by, on "
           "the scale of the arcsine of the root, or of the root of a ratio of rates",
           nullable=True),
)  # fmt: skip

SHRUNK: Final = (
    field("shrunk", NUMBER, "the value drawn towards that of all areas of the level, by as much "
           "as chance blurs it; never in place of the value", nullable=True),
    field("shrunk_lower", NUMBER, "the lower limit of the likely true value; null where the "
           "areas differ by no more than chance", nullable=True),
    field("shrunk_upper", NUMBER, "the upper limit", nullable=True),
    field("shrunk_method", TEXT, "beta_binomial for proportions and ratios, marshall for rates",
           nullable=True),
)  # fmt: skip

ADDED: Final = {"moves": MOVES, "chances": CHANCES, "funnel": FUNNEL, "shrunk": SHRUNK}
"""What stands behind COMPARISONS and DETAIL where it is asked for, in this order."""

WORDS: Final = field("words", TEXT, "what the row says, in sentences for a bulletin", nullable=True)
