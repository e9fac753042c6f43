"""What a check gives: what is wrong or odd, who reported, and births reported late."""

from __future__ import annotations

from typing import Final

import pyarrow as pa

from fpstats.schema.flow import NUMBER, TEXT, WHOLE, field

CHECKED: Final = pa.schema(
    [
        field("severity", TEXT, "error, warning, or info (unusual, look)"),
        field("code", TEXT, "the check, or the kind of finding while reading"),
        field("message", TEXT, "what was found, for people"),
        field("area", TEXT, "the area", nullable=True),
        field("period", TEXT, "the period", nullable=True),
        field("item", TEXT, "the items it names, parted by commas", nullable=True),
        field("indicator", TEXT, "the indicator", nullable=True),
        field("left", NUMBER, "what was reported; null where it is not known", nullable=True),
        field("right", NUMBER, "what it was compared with; null where it is not known",
               nullable=True),
        field("difference", NUMBER, "left minus right", nullable=True),
        field("events", NUMBER, "how many events are at stake; the rows are sorted by it",
               nullable=True),
        field("probability", NUMBER, "how likely so much or more is by chance, adjusted for the "
               "number of tests, 1e-300 where it is less; of tests only", nullable=True),
        field("source", TEXT, "the file of the first number", nullable=True),
        field("sheet", TEXT, "its sheet", nullable=True),
        field("cell", TEXT, "its cell", nullable=True),
        field("cells", TEXT, "every number on both sides, with its cell", nullable=True),
        field("waiver", TEXT, "the explanation on file that silences it", nullable=True),
        field("hint", TEXT, "which number is perhaps wrong, and what for", nullable=True),
        field("cause", WHOLE, "its number; findings of one fault have the same"),
    ]
)  # fmt: skip

COMPLETENESS: Final = pa.schema(
    [
        field("scope", TEXT, "all, area, period or item"),
        field("name", TEXT, "which area, period or item"),
        field("expected", WHOLE, "returns (or numbers of an item) that were due"),
        field("received", WHOLE, "those that came, of whoever sent them"),
        field("missing", WHOLE, "those that were due and did not come"),
        field("unexpected", WHOLE, "those that came and were not due, as of an area that is "
               "closed"),
        field("completeness", NUMBER, "of those due how many came, in per cent; null where nothing "
               "was due", nullable=True),
        field("dated", WHOLE, "those of which the day of receipt is known"),
        field("on_time", WHOLE, "those of them that came by the day they were due"),
        field("late", WHOLE, "those of them that came later"),
        field("undated", WHOLE, "those that came on a day that is not known"),
        field("timeliness", NUMBER, "on time, in per cent of dated; null where no day is known",
               nullable=True),
        field("zeros", WHOLE, "numbers that are zero, of an item; a zero is a number",
               nullable=True),
        field("late_registered", WHOLE, "births of earlier years that it reports, apart from the "
               "births of the period", nullable=True),
        field("late_born", WHOLE, "births of the period that returns of later years report; null "
               "where none is known", nullable=True),
    ]
)  # fmt: skip

LATE_BIRTHS: Final = pa.schema(
    [
        field("area", TEXT, "the area that reports"),
        field("born", TEXT, "the month, or year, of birth; null where it cannot be read",
               nullable=True),
        field("reported", TEXT, "the month of report"),
        field("births", WHOLE, "how many"),
        field("source", TEXT, "the file"),
        field("sheet", TEXT, "the sheet", nullable=True),
        field("cell", TEXT, "the cell"),
    ]
)  # fmt: skip
