"""What a watch gives: signals, and how much was looked at."""

from __future__ import annotations

from typing import Final

import pyarrow as pa

from fpstats.schema.flow import NUMBER, SAID, TEXT, TRUTH, WHOLE, field

SIGNALS: Final = pa.schema(
    [
        field("indicator", TEXT, "the id of the indicator"),
        field("area", TEXT, "the area"),
        field("rule", TEXT, "month (far from the same months of the years before), drift (a "
               "moving average), trend, order or marker (of years)"),
        field("since", TEXT, "the first period that it speaks of"),
        field("period", TEXT, "the period of the numbers: of months in a row the least likely, "
               "else the last"),
        field("periods", WHOLE, "how many periods it speaks of"),
        field("may_be_older", TRUTH, "whether it may have begun before `since`: it stands from the "
               "first month that was looked at on"),
        field("way", TEXT, "above or below what was expected; of years, up or down"),
        field("meaning", TEXT, "better or worse, where it has a direction", nullable=True),
        field("numerator", NUMBER, "what was counted; null for an average", nullable=True),
        field("denominator", NUMBER, "what it is among or over: of a ratio both counts, of a "
               "plain count the days", nullable=True),
        field("value", NUMBER, "the value, or the average; rates are a year's", nullable=True),
        field("expected", NUMBER, "that of the same months before; of years, of all of them",
               nullable=True),
        field("lower", NUMBER, "the lower limit at 99.8 %; null for years", nullable=True),
        field("upper", NUMBER, "the upper limit", nullable=True),
        field("slope", NUMBER, "of years: the median change a year", nullable=True),
        field("p", NUMBER, "how likely chance alone takes it so far, either way"),
        field("q", NUMBER, "p adjusted (Benjamini and Hochberg) for all points of the rule and "
               "indicator"),
        field("spread", NUMBER, "how many times as far as by chance months of the area vary "
               "(Laney); 1 unless shown; null for years", nullable=True),
        field("history", WHOLE, "years that it is compared with; of years, their number"),
        SAID.with_nullable(False),
    ]
)  # fmt: skip

LOOKED: Final = pa.schema(
    [
        field("rule", TEXT, "the rule"),
        field("series", WHOLE, "series (an indicator of an area) that it could look at"),
        field("points", WHOLE, "points that it looked at: those with enough history"),
        field("level", NUMBER, "the p from which on a point is conspicuous"),
        field("by_chance", NUMBER, "conspicuous points to be expected at most by chance"),
        field("conspicuous", WHOLE, "points at or below the level"),
        field("signals", WHOLE, "rows of SIGNALS: what stands after adjusting"),
    ]
)  # fmt: skip
