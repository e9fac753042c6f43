"""A sheet with its layout, and the swift way to its lines.

*Swift* is a plan that the CSV parser carries out with the types of the layout; it refuses whatever
is not a plain count, so what it accepts needs no second look. `careful.py` is the other way;
`docs/explanation/reading.md` says when which is used.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import Any, Final

import polars as pl
from msgspec import Struct

from fpstats.catalogue import Catalogue
from fpstats.returns.containers import Sheet, TextSheet
from fpstats.returns.layout import NOTES, Match
from fpstats.returns.sheet import BEYOND, full_name, letters
from fpstats.returns.unseen import UNSEEN

BLANK: Final = "blank"
"""1 on a line that lacks some item, 0 on the others."""

_HAN: Final = "[一二三四五六七八九十]{1,3}"
_BEFORE: Final = (
    rf"^(?:其中\s*[：:]|[（(]?\d{{1,3}}[)）、.．]|[（(]{_HAN}[)）]|{_HAN}、)\s*"
    r"(\p{Han}{1,12}(?:镇|乡|街道|办事处|苏木|农场|林场|开发区|园区|村|社区|居委会|村委会)"
    r"|合计|总计|小计|共计)$"
)
"""What stands before the name of an area and is no part of it: 其中：城关镇, 1、城关镇."""

_OF_CLASS: Final = r"^其中\s*[：:]\s*(街道|乡镇|镇|乡|社区|村|居|城区|城镇|农村)+(委会)?$"
"""A part of the area above that is no area: 其中：街道社区."""

MARK: Final = "mark"
"""Forty bits that stand for the part of an area that a line is of: a village, a category."""

ABSENT: Final = "absent"
"""How many parts of an area lack in a return that others of the area have before and after it."""


class Reading(Struct, frozen=True, kw_only=True):
    """One sheet and the layout that fits it; `source` names both for people."""

    sheet: Sheet
    match: Match

    @property
    def source(self) -> str:
        """The path, and the sheet where there is one."""
        return full_name(self.sheet.path, self.sheet.name)

    @property
    def columns(self) -> dict[str, str]:
        """The letters of the columns that each item comes from."""
        match = self.match
        if match.value is not None:
            return dict.fromkeys(match.layout.where, letters(match.value))
        return {i: "+".join(letters(c) for c in columns) for i, columns in match.items.items()}

    def address(self, column: int, row: int) -> str:
        """Write a cell as a spreadsheet does; columns are counted from 0, rows from 1."""
        return self.sheet.address(column, row)

    def cell(self, item: str, row: int) -> str | None:
        """Write every cell of a line that an item is read from, as C5+D5 where it is a sum."""
        return "+".join(self.address(column, row) for column in self.match.columns_of(item)) or None


def one_line_each(one: Reading) -> bool:
    """Tell whether the form has one line an area and period, so that a second one repeats it."""
    return not (one.match.additive or one.match.area is None)


def items_of(match: Match) -> Sequence[str]:
    """Return the items that a sheet gives."""
    return list(match.layout.where) if match.layout.where else list(match.items)


def text_of(one: Reading) -> TextSheet:
    """Return the sheet of a reading that is read without a close look: that is always text."""
    assert isinstance(one.sheet, TextSheet)  # noqa: S101 - `can_be_swift` chose it
    return one.sheet


def swift(index: int, one: Reading, wanted: Container[str]) -> pl.LazyFrame:
    """Plan to read the wanted items of a CSV with the types of its layout.

    `BLANK` is 1 on a line that lacks one of them, or that has more cells than there are headings.
    """
    match, sheet = one.match, text_of(one)
    items = {item: columns for item, columns in match.items.items() if item in wanted}
    schema: dict[str, Any] = {f"c{column}": pl.String for column in range(match.width)}
    used = {f"c{column}" for columns in items.values() for column in columns}
    # Unsigned, so that the parser itself refuses what is below zero.
    schema |= dict.fromkeys(used, pl.UInt64)
    return sheet.scan(match.first, schema).select(
        pl.lit(index, pl.UInt32).alias("source"),
        pl.col(f"c{match.area}").alias("area"),
        period_of(match),
        pl.any_horizontal(pl.col(sorted(used)).is_null(), pl.col(BEYOND).is_not_null())
        .cast(pl.Int64)
        .alias(BLANK),
        part_of(match).alias(MARK),
        # Sums of these are exact wherever they count, and beyond never turn over into small ones.
        *(_sum(columns).cast(pl.Float64).alias(item) for item, columns in items.items()),
    )


def parting(match: Match) -> list[int]:
    """Return the columns that part areas further."""
    return [*match.parts, *match.categories.values()]


def part_of(match: Match) -> pl.Expr:
    """Return what stands for the part that a line is of; the sums of many such stay exact."""
    mark = pl.lit(0, pl.UInt64)
    for place, column in enumerate(parting(match)):
        mark = mark.xor(pl.col(f"c{column}").hash(place))
    # Two to the twenty-third lines of an area can be added up.
    return (mark // 2**24).cast(pl.Int64)


def _sum(columns: Sequence[int]) -> pl.Expr:
    """Add columns; a sum of one would cost a copy."""
    first, *others = (pl.col(f"c{column}") for column in columns)
    return pl.sum_horizontal(first, *others, ignore_nulls=False) if others else first


def can_be_swift(one: Reading, catalogue: Catalogue) -> bool:
    """Tell whether a sheet is text with whole numbers, a line an area or a part of one."""
    whole = all(not catalogue.items[item].decimals for item in items_of(one.match))
    match = one.match
    plain = match.area is not None and not (match.columns or match.scale or match.periods)
    return isinstance(one.sheet, TextSheet) and whole and plain and match.value is None


def period_of(match: Match) -> pl.Expr:
    """Return the period as written: of the line, or of the title for all lines."""
    if match.period is None:
        return pl.lit(match.title_period).alias("period")
    text = pl.col(f"c{match.period}")
    if match.carried_periods:
        text = _carried(text.str.strip_chars().fill_null(""), match.carried_periods)
    if match.year is not None:
        joined = of_year(pl.col(f"c{match.year}"), text)
        return (joined.replace(dict(match.periods)) if match.periods else joined).alias("period")
    if match.within:
        return of_year(text, pl.lit(match.within)).alias("period")
    return (text.str.strip_chars().replace(dict(match.periods)) if match.periods else text).alias(
        "period"
    )


def of_year(year: pl.Expr, within: pl.Expr) -> pl.Expr:
    """Join the columns 2024 and 5 to 2024年5月; a year stands for the lines below it, too."""
    year = year.str.strip_chars().replace("", None).forward_fill()
    year = year.str.replace(r"(\.0+)?\s*年?度?$", "年")
    within = (
        within.str.strip_chars().str.replace(r"\.0+$", "").str.replace(r"^(\d{1,2})$", "${1}月")
    )
    return pl.when(within.fill_null("") == "").then(pl.lit("")).otherwise(year + within)


def _carried(text: pl.Expr, names: Mapping[int, str]) -> pl.Expr:
    """Return a text, or on lines where none stands what a cell above them says."""
    above = pl.col("row").replace_strict(
        list(names), list(names.values()), default=None, return_dtype=pl.String
    )
    return pl.when(text == "").then(above).otherwise(text)


def area_of(match: Match) -> pl.Expr:
    """Return the area as written: of the line, of the merged cell over it, or of the title."""
    if match.area is None:
        return pl.lit(match.area_name).alias("area")
    text = pl.col(f"c{match.area}").str.strip_chars()
    if match.carried or match.left:
        text = text.fill_null("")
    if match.carried:
        text = _carried(text, match.carried)
    if match.left:
        # 合计 over the numbers of the lines and the names of the areas stands in the first of them.
        before = pl.concat_str(
            pl.col(f"c{place}").str.strip_chars().fill_null("") for place in match.left
        )
        name = before.str.replace_all(rf"\s|{UNSEEN}", "")
        spans = name.str.contains(match.layout.total) | name.str.contains(NOTES)
        text = pl.when((text == "") & spans).then(before).otherwise(text)
    text = (
        pl.when(text.str.contains(_OF_CLASS))
        .then(text)
        .otherwise(text.str.replace(_BEFORE, "${1}"))
    )
    if match.parts:
        # 合计 in the column of the villages adds up those of its township.
        part = pl.concat_str(pl.col(f"c{at}").str.strip_chars().fill_null("") for at in match.parts)
        adds = part.str.replace_all(rf"\s|{UNSEEN}", "").str.contains(match.layout.total)
        own = pl.when(text.fill_null("") == "").then(part).otherwise(pl.lit("小计"))
        text = pl.when(adds).then(own).otherwise(text)
    return text.alias("area")
