"""The tables that pass between the parts, each with a sentence a column.

RETURNS and CELLS are wide, a column an item, so their schemas are made from the items at hand; the
others are fixed. Null means "not known"; zero means zero; NaN never enters a table.
`docs/reference/tables.md` is generated from here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pyarrow as pa

from fpstats import arrow
from fpstats.errors import FpstatsError
from fpstats.locale import say, several


def _field(name: str, kind: pa.DataType, about: str, *, nullable: bool = False) -> pa.Field:
    return pa.field(name, kind, nullable=nullable, metadata={"about": about})


TEXT: Final = pa.string()
NUMBER: Final = pa.float64()
WHOLE: Final = pa.int64()
TRUTH: Final = pa.bool_()

RETURN_KEYS: Final = (
    _field("area", TEXT, "the area that reports"),
    _field("period", TEXT, "the period it reports on"),
    _field("source", TEXT, "the sheet it was read from: the key of SOURCES"),
    _field("row", WHOLE, "the line in that sheet, counted from 1"),
)

CELL_KEYS: Final = (
    _field("area", TEXT, "the area"),
    _field("period", TEXT, "the period, usually a month"),
)

READINGS: Final = pa.schema(
    [
        _field("area", TEXT, "the area that reports"),
        _field("period", TEXT, "the period it reports on"),
        _field("item", TEXT, "the item"),
        _field("value", NUMBER, "the number that was read; null where the cell is blank or refused",
               nullable=True),
        _field("source", TEXT, "the file it was read from"),
        _field("sheet", TEXT, "the sheet of a workbook", nullable=True),
        _field("cell", TEXT, "the address of the cell, as a spreadsheet writes it", nullable=True),
    ]
)  # fmt: skip

SOURCES: Final = pa.schema(
    [
        _field("source", TEXT, "the key: the path, and the sheet where there are several"),
        _field("path", TEXT, "the file"),
        _field("sheet", TEXT, "the sheet of a workbook", nullable=True),
        _field("sha256", TEXT, "the digest of the file's bytes", nullable=True),
        _field("layout", TEXT, "the layout that fitted"),
        _field("encoding", TEXT, "the encoding that was used, for text files", nullable=True),
        _field("columns", pa.map_(TEXT, TEXT), "which sheet column each item came from"),
    ]
)

ESTIMATES: Final = pa.schema(
    [
        _field("indicator", TEXT, "the id of the indicator"),
        _field("area", TEXT, "the area"),
        _field("period", TEXT, "the period"),
        _field("numerator", NUMBER, "what was counted, over the months used", nullable=True),
        _field("denominator", NUMBER, "what it is divided by, over the same months", nullable=True),
        _field("value", NUMBER, "per × numerator ÷ denominator; null where it is not known",
               nullable=True),
        _field("lower", NUMBER, "the lower limit of the interval", nullable=True),
        _field("upper", NUMBER, "the upper limit of the interval", nullable=True),
        _field("confidence", NUMBER, "the confidence of the interval, 0.95 unless asked otherwise"),
        _field("method", TEXT, "the method of the interval, row by row", nullable=True),
        _field("months_used", WHOLE, "months that had every item the indicator needs"),
        _field("months_expected", WHOLE, "months that should have had them"),
        _field("areas_used", WHOLE, "reporting areas that are in the value for every month used"),
        _field("areas_expected", WHOLE, "reporting areas that should be in it"),
    ]
)  # fmt: skip

COMPARED: Final = (
    _field("target", TEXT, "the target, as at_least 95, at_most 5 or within 103 107",
           nullable=True),
    _field("gap", NUMBER, "value minus the target (minus its nearer bound; 0 within a range)",
           nullable=True),
    _field("gap_events", WHOLE, "events that would have had to differ for the target to be met; "
           "0 where it is met", nullable=True),
    _field("verdict", TEXT, "met, missed, not distinguishable (chance alone could explain the "
           "difference) or no data", nullable=True),
    _field("previous", NUMBER, "the value of the same period of the year before", nullable=True),
    _field("change", NUMBER, "value minus previous, in points", nullable=True),
    _field("change_verdict", TEXT, "up, down or not distinguishable", nullable=True),
    _field("rank", WHOLE, "place among the areas of the same level; ties share the better place",
           nullable=True),
    _field("rank_of", WHOLE, "how many areas were ranked", nullable=True),
    _field("rank_low", WHOLE, "the best place that chance allows", nullable=True),
    _field("rank_high", WHOLE, "the worst place that chance allows", nullable=True),
    _field("tier", WHOLE, "areas of different tiers can be told apart; those of one are linked by "
           "intervals that overlap", nullable=True),
)  # fmt: skip

COMPARISONS: Final = pa.schema([*ESTIMATES, *COMPARED])

BESIDE: Final = (
    _field("level", TEXT, "the level of the area"),
    _field("parent", TEXT, "the area above it", nullable=True),
    _field("parent_value", NUMBER, "the value of the area above it", nullable=True),
    _field("change_lower", NUMBER, "the lower limit of the change", nullable=True),
    _field("change_upper", NUMBER, "the upper limit of the change", nullable=True),
    _field("verdict_by_value", TEXT, "met or missed by the value alone, as offices judge",
           nullable=True),
)  # fmt: skip

EVIDENCE: Final = (
    _field("target_p", NUMBER, "how likely chance alone puts the value so far from its target, or "
           "where there is none from the normal range: exact, two-sided, 1 within a range",
           nullable=True),
    _field("target_q", NUMBER, "target_p adjusted for how many areas of the level are compared "
           "(Benjamini and Hochberg, within one indicator and period)", nullable=True),
    _field("target_standing", TEXT, "below (99.8), below (95), not different, above (95) or "
           "above (99.8): where the interval of that confidence lies to it", nullable=True),
    _field("parent_p", NUMBER, "the same against the value of the area above, taken as it is",
           nullable=True),
    _field("parent_q", NUMBER, "parent_p adjusted likewise", nullable=True),
    _field("parent_standing", TEXT, "where the value stands to that of the area above",
           nullable=True),
    _field("group_value", NUMBER, "the value of the other areas of the same level under the same "
           "area, their counts added up", nullable=True),
    _field("group_p", NUMBER, "how likely chance alone makes the area and the others so unlike: "
           "exact, two-sided", nullable=True),
    _field("group_q", NUMBER, "group_p adjusted likewise", nullable=True),
    _field("group_standing", TEXT, "where the value stands to that of the others", nullable=True),
    _field("change_p", NUMBER, "how likely chance alone makes a change so large: exact, two-sided",
           nullable=True),
    _field("change_q", NUMBER, "change_p adjusted likewise", nullable=True),
    _field("change_standing", TEXT, "where the value stands to that of the year before",
           nullable=True),
    _field("one_event", NUMBER, "by how much one event more changes the value", nullable=True),
    _field("reliable", TRUTH, "false with fewer than 10 events (of a balance, on either side), or "
           "where the 95 % interval is wider than 160 % of the value", nullable=True),
    _field("total_needed", WHOLE, "how many would have to be counted to tell a true value like "
           "this from its target, or from the normal range, in four cases of five; of a ratio, "
           "of both together", nullable=True),
)  # fmt: skip

WORDS: Final = _field(
    "words", TEXT, "what the row says, in sentences for a bulletin", nullable=True
)

DETAIL: Final = (*BESIDE, *EVIDENCE, WORDS)

JUDGED: Final = pa.schema([*COMPARISONS, *BESIDE])
WEIGHED: Final = pa.schema([*JUDGED, *EVIDENCE])
DETAILED: Final = pa.schema([*WEIGHED, WORDS])

ISSUES: Final = pa.schema(
    [
        _field("severity", TEXT, "error (a value was refused), warning (look at it) or info"),
        _field("code", TEXT, "the kind of finding"),
        _field("message", TEXT, "what was found and what to do, for people"),
        _field("area", TEXT, "the area", nullable=True),
        _field("period", TEXT, "the period", nullable=True),
        _field("item", TEXT, "the item", nullable=True),
        _field("indicator", TEXT, "the indicator", nullable=True),
        _field("source", TEXT, "the file", nullable=True),
        _field("sheet", TEXT, "the sheet", nullable=True),
        _field("cell", TEXT, "the cell", nullable=True),
        _field("value", TEXT, "what stands there", nullable=True),
        _field("expected", TEXT, "what was expected there", nullable=True),
    ]
)

EXPLAINED: Final = pa.schema(
    [
        _field("indicator", TEXT, "the id of the indicator"),
        _field("area", TEXT, "the area whose value is taken apart"),
        _field("period", TEXT, "the period of that value"),
        _field("side", TEXT, "numerator or denominator"),
        _field("item", TEXT, "the item"),
        _field("reporting_area", TEXT, "the area that reported the number, or should have"),
        _field("reporting_period", TEXT, "the period of its return"),
        _field("number", NUMBER, "what stands in the cell; null where it is blank, refused or "
               "never came", nullable=True),
        _field("weight", NUMBER, "how often it counts: 1 for a flow; for a stock its part of the "
               "mean, times the part of the period that was reported"),
        _field("amount", NUMBER, "weight × number; these add up to the numerator and to the "
               "denominator; null where it is not counted", nullable=True),
        _field("used", TRUTH, "whether it is counted"),
        _field("reason", TEXT, "why it is not", nullable=True),
        _field("source", TEXT, "the file", nullable=True),
        _field("sheet", TEXT, "the sheet", nullable=True),
        _field("cell", TEXT, "the cell; two of them, as C5+D5, where the item is their sum",
               nullable=True),
    ]
)  # fmt: skip

CHECKED: Final = pa.schema(
    [
        _field("severity", TEXT, "error, warning, or info (unusual, look)"),
        _field("code", TEXT, "the check, or the kind of finding while reading"),
        _field("message", TEXT, "what was found, for people"),
        _field("area", TEXT, "the area", nullable=True),
        _field("period", TEXT, "the period", nullable=True),
        _field("item", TEXT, "the items it names, parted by commas", nullable=True),
        _field("indicator", TEXT, "the indicator", nullable=True),
        _field("left", NUMBER, "what was reported; null where it is not known", nullable=True),
        _field("right", NUMBER, "what it was compared with; null where it is not known",
               nullable=True),
        _field("difference", NUMBER, "left minus right", nullable=True),
        _field("events", NUMBER, "how many events are at stake; the rows are sorted by it",
               nullable=True),
        _field("probability", NUMBER, "how likely so much or more is by chance, adjusted for the "
               "number of tests; of tests only", nullable=True),
        _field("source", TEXT, "the file of the first number", nullable=True),
        _field("sheet", TEXT, "its sheet", nullable=True),
        _field("cell", TEXT, "its cell", nullable=True),
        _field("cells", TEXT, "every number on both sides, with its cell", nullable=True),
        _field("waiver", TEXT, "the explanation on file that silences it", nullable=True),
    ]
)  # fmt: skip

COMPLETENESS: Final = pa.schema(
    [
        _field("scope", TEXT, "all, area, period or item"),
        _field("name", TEXT, "which area, period or item"),
        _field("expected", WHOLE, "returns (or numbers of an item) that were due"),
        _field("received", WHOLE, "those that came, of whoever sent them"),
        _field("completeness", NUMBER, "per cent; may exceed 100; null where nothing was due",
               nullable=True),
        _field("dated", WHOLE, "those of which the day of receipt is known"),
        _field("on_time", WHOLE, "those of them that came by the day they were due"),
        _field("late", WHOLE, "those of them that came later"),
        _field("timeliness", NUMBER, "on time, in per cent of expected; null where no day is known",
               nullable=True),
        _field("zeros", WHOLE, "numbers that are zero, of an item; a zero is a number",
               nullable=True),
        _field("late_registered", WHOLE, "births of earlier years that it reports, apart from the "
               "births of the period", nullable=True),
        _field("late_born", WHOLE, "births of the period that returns of later years report; null "
               "where none is known", nullable=True),
    ]
)  # fmt: skip

LATE_BIRTHS: Final = pa.schema(
    [
        _field("area", TEXT, "the area that reports"),
        _field("born", TEXT, "the month, or year, of birth; null where it cannot be read",
               nullable=True),
        _field("reported", TEXT, "the month of report"),
        _field("births", WHOLE, "how many"),
        _field("source", TEXT, "the file"),
        _field("sheet", TEXT, "the sheet", nullable=True),
        _field("cell", TEXT, "the cell"),
    ]
)  # fmt: skip

TABLES: Final[dict[str, pa.Schema]] = {
    "READINGS": READINGS,
    "SOURCES": SOURCES,
    "ESTIMATES": ESTIMATES,
    "COMPARISONS": COMPARISONS,
    "ISSUES": ISSUES,
    "EXPLAINED": EXPLAINED,
    "CHECKED": CHECKED,
    "COMPLETENESS": COMPLETENESS,
    "LATE_BIRTHS": LATE_BIRTHS,
}


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
