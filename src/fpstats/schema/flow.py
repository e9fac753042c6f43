"""The tables that pass between the parts, from RETURNS to COMPARISONS; and what fits them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pyarrow as pa

from fpstats import arrow
from fpstats.errors import FpstatsError
from fpstats.locale import say, several


def field(name: str, kind: pa.DataType, about: str, *, nullable: bool = False) -> pa.Field:
    """Return a column with what it holds; null means not known."""
    return pa.field(name, kind, nullable=nullable, metadata={"about": about})


TEXT: Final = pa.string()
NUMBER: Final = pa.float64()
WHOLE: Final = pa.int64()
TRUTH: Final = pa.bool_()

RETURN_KEYS: Final = (
    field("area", TEXT, "the area that reports"),
    field("period", TEXT, "the period it reports on"),
    field("source", TEXT, "the sheet it was read from: the key of SOURCES"),
    field("row", WHOLE, "the line in that sheet, counted from 1"),
)

CELL_KEYS: Final = (
    field("area", TEXT, "the area"),
    field("period", TEXT, "the period, usually a month"),
)

READINGS: Final = pa.schema(
    [
        field("area", TEXT, "the area that reports"),
        field("period", TEXT, "the period it reports on"),
        field("item", TEXT, "the item"),
        field("value", NUMBER, "the number that was read; null where the cell is blank or refused",
               nullable=True),
        field("source", TEXT, "the file it was read from"),
        field("sheet", TEXT, "the sheet of a workbook", nullable=True),
        field("cell", TEXT, "the address of the cell, as a spreadsheet writes it; of every cell, "
               "as C5+D5, where the item is their sum", nullable=True),
    ]
)  # fmt: skip

READINGS_IN_DETAIL: Final = READINGS.append(
    field("part", TEXT, "what part of the area the line is of, as it is written (a village, a "
           "category), where several lines make up an area; null in other forms", nullable=True)
)  # fmt: skip

SOURCES: Final = pa.schema(
    [
        field("source", TEXT, "the key: the path, and the sheet where there are several"),
        field("path", TEXT, "the file"),
        field("sheet", TEXT, "the sheet of a workbook", nullable=True),
        field("sha256", TEXT, "the digest of the file's bytes", nullable=True),
        field("layout", TEXT, "the layout that fitted"),
        field("encoding", TEXT, "the encoding that was used, for text files", nullable=True),
        field("columns", pa.map_(TEXT, TEXT), "which sheet column each item came from"),
    ]
)

ESTIMATES: Final = pa.schema(
    [
        field("indicator", TEXT, "the id of the indicator"),
        field("area", TEXT, "the area"),
        field("period", TEXT, "the period"),
        field("numerator", NUMBER, "what was counted, over the months used", nullable=True),
        field("denominator", NUMBER, "what it is divided by, over the same months", nullable=True),
        field("value", NUMBER, "per × numerator ÷ denominator; null where it is not known",
               nullable=True),
        field("lower", NUMBER, "the lower limit of the interval", nullable=True),
        field("upper", NUMBER, "the upper limit of the interval", nullable=True),
        field("confidence", NUMBER, "the confidence of the interval, 0.95 unless asked otherwise"),
        field("method", TEXT, "the method of the interval, row by row", nullable=True),
        field("months_used", WHOLE, "months that had every item the indicator needs; "
               "of an area above those of the area below that has most"),
        field("months_expected", WHOLE, "months that should have had them"),
        field("areas_used", WHOLE, "reporting areas in it that lack no month which another has"),
        field("areas_expected", WHOLE, "reporting areas that should be in it"),
    ]
)  # fmt: skip

COMPARED: Final = (
    field("target", TEXT, "the target, as at_least 95, at_most 5 or within 103 107",
           nullable=True),
    field("gap", NUMBER, "value minus the target (minus its nearer bound; 0 within a range)",
           nullable=True),
    field("gap_events", WHOLE, "events that would have had to differ for the target to be met; "
           "0 where it is met", nullable=True),
    field("verdict", TEXT, "met, missed, not distinguishable (chance alone could explain the "
           "difference) or no data", nullable=True),
    field("previous", NUMBER, "the value of the same period of the year before; of a window "
           "longer than a year, that of the window before", nullable=True),
    field("change", NUMBER, "value minus previous, in points; where the two are made of other "
           "areas or months, of both counted over those that both have", nullable=True),
    field("change_verdict", TEXT, "up, down or not distinguishable; null where less than half of "
           "the areas and months is in both", nullable=True),
    field("rank", WHOLE, "place among the areas of the same level; ties share the better place",
           nullable=True),
    field("rank_of", WHOLE, "how many areas were ranked", nullable=True),
    field("rank_low", WHOLE, "the best place that chance allows", nullable=True),
    field("rank_high", WHOLE, "the worst place that chance allows", nullable=True),
    field("tier", WHOLE, "areas of different tiers can be told apart; those of one are linked by "
           "intervals that overlap", nullable=True),
)  # fmt: skip

COMPARISONS: Final = pa.schema([*ESTIMATES, *COMPARED])

BESIDE: Final = (
    field("level", TEXT, "the level of the area"),
    field("parent", TEXT, "the area above it", nullable=True),
    field("parent_value", NUMBER, "the value of the area above it", nullable=True),
    field("change_lower", NUMBER, "the lower limit of the change", nullable=True),
    field("change_upper", NUMBER, "the upper limit of the change", nullable=True),
    field("verdict_by_value", TEXT, "met or missed by the value alone, as offices judge",
           nullable=True),
)  # fmt: skip

FIRM: Final = (
    field("one_event", NUMBER, "by how much one event more changes the value", nullable=True),
    field("reliable", TRUTH, "false with fewer than 10 events (of a balance, on either side), or "
           "where the 95 % interval is wider than 160 % of the value", nullable=True),
)  # fmt: skip
"""What stands beside every value for people, and with the evidence in files."""

LIKE: Final = (
    field("like_areas", WHOLE, "where the two periods of a change are made of other areas or "
           "months: how many areas both have, over which the change is counted", nullable=True),
    field("like_months", WHOLE, "of how many of their months, added up over the areas",
           nullable=True),
    field("like_value", NUMBER, "the value over these areas and months", nullable=True),
    field("like_previous", NUMBER, "that of the year before over the same", nullable=True),
)  # fmt: skip
"""What a change is counted over where that is less than the value has."""

EVIDENCE: Final = (
    field("target_p", NUMBER, "how likely chance alone puts the value so far from its target, or "
           "where there is none from the normal range: twice the smaller exact tail (binomial for "
           "proportions and sex ratios, hypergeometric for samples of a known number, Poisson for "
           "counts and rates, Skellam for balances), at most 1; 1 within a range", nullable=True),
    field("target_q", NUMBER, "target_p adjusted for how many areas of the level are compared "
           "(Benjamini and Hochberg, within one indicator and period)", nullable=True),
    field("target_standing", TEXT, "below (99.8), below (95), not different, above (95) or "
           "above (99.8): where the interval of that confidence lies wholly on that side of it and "
           "target_p is 0.05 or less (for 99.8: 0.002), both", nullable=True),
    field("parent_p", NUMBER, "target_p against the value of the area above, taken as it is: the "
           "same tails; null where that lacks areas, or has no other in it", nullable=True),
    field("parent_q", NUMBER, "parent_p adjusted likewise", nullable=True),
    field("parent_standing", TEXT, "where the value stands to that of the area above, by its "
           "interval and parent_p", nullable=True),
    field("group_value", NUMBER, "the value of the other areas of the same level under the same "
           "area, their counts added up", nullable=True),
    field("group_p", NUMBER, "how likely chance alone makes the area and the others so unlike, "
           "given the sum of both. Proportions and sex ratios: Fisher's test, the sum of all "
           "outcomes no likelier than this one (by likelihood, not twice a tail); rates: twice "
           "the smaller exact binomial tail, at most 1", nullable=True),
    field("group_q", NUMBER, "group_p adjusted likewise", nullable=True),
    field("group_standing", TEXT, "where the value stands to that of the others, by the interval "
           "of the difference and group_p", nullable=True),
    field("change_p", NUMBER, "how likely chance alone makes a change so large: by the tests and "
           "tails of group_p", nullable=True),
    field("change_q", NUMBER, "change_p adjusted likewise", nullable=True),
    field("change_standing", TEXT, "where the value stands to that of the year before, by the "
           "interval of the change and change_p", nullable=True),
    *FIRM,
    field("total_needed", WHOLE, "how many would have to be counted to tell a true value like "
           "this from its target, or from the normal range, in four cases of five; of a ratio, "
           "of both together", nullable=True),
    *LIKE,
)  # fmt: skip

SAID: Final = field("words", TEXT, "what the row says, in sentences for a bulletin", nullable=True)
WORDS: Final = (
    field("sentence", TEXT, "the value with its interval and its verdict, in one sentence; where "
           "it is small or not whole, that too", nullable=True),
    SAID,
)  # fmt: skip

DETAIL: Final = (*BESIDE, *EVIDENCE, *WORDS)

JUDGED: Final = pa.schema([*COMPARISONS, *BESIDE, *FIRM, *LIKE])
WEIGHED: Final = pa.schema([*COMPARISONS, *BESIDE, *EVIDENCE])
DETAILED: Final = pa.schema([*WEIGHED, *WORDS])

ISSUES: Final = pa.schema(
    [
        field("severity", TEXT, "error (a value was refused), warning (look at it) or info"),
        field("code", TEXT, "the kind of finding"),
        field("message", TEXT, "what was found and what to do, for people"),
        field("area", TEXT, "the area", nullable=True),
        field("period", TEXT, "the period", nullable=True),
        field("item", TEXT, "the item", nullable=True),
        field("indicator", TEXT, "the indicator", nullable=True),
        field("source", TEXT, "the file", nullable=True),
        field("sheet", TEXT, "the sheet", nullable=True),
        field("cell", TEXT, "the cell", nullable=True),
        field("value", TEXT, "what stands there", nullable=True),
        field("expected", TEXT, "what was expected there", nullable=True),
    ]
)

EXPLAINED: Final = pa.schema(
    [
        field("indicator", TEXT, "the id of the indicator"),
        field("area", TEXT, "the area whose value is taken apart"),
        field("period", TEXT, "the period of that value"),
        field("side", TEXT, "numerator or denominator"),
        field("item", TEXT, "the item"),
        field("reporting_area", TEXT, "the area that reported the number, or should have"),
        field("reporting_period", TEXT, "the period of its return"),
        field("number", NUMBER, "what stands in the cell; null where it is blank, refused or "
               "never came", nullable=True),
        field("weight", NUMBER, "how often it counts: 1 for a flow; for a stock its part of the "
               "mean, times the part of the period that was reported"),
        field("amount", NUMBER, "weight × number; these add up to the numerator and to the "
               "denominator; null where it is not counted", nullable=True),
        field("used", TRUTH, "whether it is counted"),
        field("reason", TEXT, "why it is not", nullable=True),
        field("source", TEXT, "the file", nullable=True),
        field("sheet", TEXT, "the sheet", nullable=True),
        field("cell", TEXT, "the cell; two of them, as C5+D5, where the item is their sum",
               nullable=True),
    ]
)  # fmt: skip


def returns_schema(items: Iterable[str]) -> pa.Schema:
    """RETURNS: one line of one return, then one nullable column an item."""
    return pa.schema([*RETURN_KEYS, *(pa.field(item, WHOLE) for item in items)])


def conform(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """Give `table` exactly the columns, order and types of `schema`.

    Called where a table enters or leaves the package, and nowhere else.

    Raises
    ------
    FpstatsError
        A column is missing, or is null where the schema says it is never null.
    """
    absent = [name for name in schema.names if name not in table.column_names]
    if absent:
        raise FpstatsError(say("error", "lacks_columns", columns=several(absent)))
    columns = [_cast(table[field.name], field.type) for field in schema]
    for field, column in zip(schema, columns, strict=True):
        if not field.nullable and column.null_count:
            raise FpstatsError(say("error", "has_nulls", column=field.name))
    return pa.Table.from_arrays(columns, schema=schema)


def _cast(column: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    if column.type == kind:
        return column
    if kind == TEXT and column.type == pa.large_string():
        return pa.chunked_array([arrow.texts(chunk) for chunk in column.chunks], TEXT)
    return column.cast(kind)
