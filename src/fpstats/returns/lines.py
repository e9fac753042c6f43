"""Sheets to lines of RETURNS, in two depths.

*Swift*: a plan that the CSV parser carries out with the types of the layout; it refuses whatever is
not a plain count, so what it accepts needs no second look. *Careful*: every cell as text, cleaned
and judged, each fault with its address. `docs/explanation/reading.md` says when which is used.
"""

from __future__ import annotations

import datetime
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from fpstats.catalogue import Catalogue
from fpstats.issues import Findings
from fpstats.returns import clean
from fpstats.returns.containers import Sheet, TextSheet
from fpstats.returns.layout import Match

NOTES: Final = r"^(注|备注|说明|资料来源|填报|单位负责人|制表|审核)"
"""How lines begin that are notes below a table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One sheet and the layout that fits it; `source` names both for people."""

    sheet: Sheet
    match: Match

    @property
    def source(self) -> str:
        """The path, and the sheet where there is one."""
        return f"{self.sheet.path}[{self.sheet.name}]" if self.sheet.name else self.sheet.path

    @property
    def columns(self) -> dict[str, str]:
        """The letters of the columns that each item comes from."""
        match = self.match
        if match.value is not None:
            return dict.fromkeys(match.layout.where, letters(match.value))
        return {i: "+".join(letters(c) for c in columns) for i, columns in match.items.items()}

    def address(self, column: int, row: int) -> str:
        """Write a cell as a spreadsheet does."""
        return f"{letters(column)}{row}"


def items_of(match: Match) -> Sequence[str]:
    """Return the items that a sheet gives."""
    return list(match.layout.where) if match.layout.where else list(match.items)


def letters(column: int) -> str:
    """Return the letters of a column counted from 0: A, B, … Z, AA."""
    text = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        text = chr(ord("A") + digit) + text
    return text


def swift(index: int, one: Reading, wanted: Container[str]) -> pl.LazyFrame:
    """Plan to read the wanted items of a CSV with the types of its layout.

    `blank` is 1 on a line that lacks one of them.
    """
    match, sheet = one.match, one.sheet
    assert isinstance(sheet, TextSheet)  # noqa: S101 - `can_be_swift` chose it
    items = {item: columns for item, columns in match.items.items() if item in wanted}
    schema: dict[str, Any] = {f"c{column}": pl.String for column in range(match.width)}
    used = {f"c{column}" for columns in items.values() for column in columns}
    # Unsigned, so that the parser itself refuses what is below zero.
    schema |= dict.fromkeys(used, pl.UInt64)
    return sheet.scan(match.first, schema).select(
        pl.lit(index, pl.UInt32).alias("source"),
        pl.col(f"c{match.area}").alias("area"),
        _period(match),
        pl.any_horizontal(pl.col(sorted(used)).is_null()).cast(pl.Int64).alias("blank"),
        *(
            pl.sum_horizontal(*(f"c{column}" for column in columns), ignore_nulls=False)
            .cast(pl.Int64)
            .alias(item)
            for item, columns in items.items()
        ),
    )


def can_be_swift(one: Reading, catalogue: Catalogue) -> bool:
    """Tell whether a sheet is text with whole numbers, a line an area or a part of one."""
    whole = all(not catalogue.items[item].decimals for item in items_of(one.match))
    return isinstance(one.sheet, TextSheet) and whole and one.match.value is None


def _period(match: Match) -> pl.Expr:
    if match.period is None:
        return pl.lit(match.title_period).alias("period")
    return pl.col(f"c{match.period}").alias("period")


def carefully(index: int, one: Reading, catalogue: Catalogue, findings: Findings) -> pl.DataFrame:
    """Read a sheet cell by cell: blank lines, totals and notes apart, every fault an issue."""
    match = one.match
    wanted = sorted(match.used)
    texts = one.sheet.columns(match.first, match.width, wanted)
    texts = texts.with_columns(
        pl.col(f"c{column}").map_batches(_as_text, return_dtype=pl.String)
        for column in {match.area, match.period, *match.categories.values()} - {None}
    )
    lines = texts.select(
        pl.lit(index, pl.UInt32).alias("source"),
        pl.col(f"c{match.area}").str.strip_chars().alias("area"),
        _period(match),
        pl.col("row").cast(pl.Int64),
    )
    values, faults = (
        _long(one, texts, catalogue) if match.value is not None else _wide(one, texts, catalogue)
    )
    lines = pl.concat([lines, values, faults], how="horizontal")
    lines = _leave_out(one, lines, findings)
    _note_faults(one, texts, lines, findings)
    if match.value is not None:
        lines = _note_unknown_categories(one, texts, lines, findings)
    return lines.drop(faults.columns)


def parts(one: Reading) -> pl.DataFrame:
    """Return which parts a sheet holds: each area, period and part once."""
    match = one.match
    columns = [match.area, *match.parts, *match.categories.values()]
    if match.period is not None:
        columns.append(match.period)
    texts = one.sheet.columns(match.first, match.width, sorted(set(columns)))
    keys = texts.select(
        _period(match),
        pl.concat_str(
            *(f"c{column}" for column in columns), separator="\t", ignore_nulls=True
        ).alias("part"),
    )
    return keys.unique()


def _as_text(column: pl.Series) -> pl.Series:
    """Return names and periods as text, whatever the table handed in had them as."""
    if column.dtype == pl.String:
        return column
    if column.dtype.is_temporal():
        return column.dt.to_string("%Y-%m-%d")
    if column.dtype.is_float():
        return column.cast(pl.Int64, strict=False).cast(pl.String)
    if column.dtype == pl.Object:
        return pl.Series(
            column.name,
            [v.strftime("%Y-%m-%d") if isinstance(v, datetime.date) else str(v) for v in column],
        )
    return column.cast(pl.String)


def _wide(
    one: Reading, texts: pl.DataFrame, catalogue: Catalogue
) -> tuple[pl.DataFrame, pl.DataFrame]:
    decimals = {
        f"c{column}": catalogue.items[item].decimals
        for item, columns in one.match.items.items()
        for column in columns
    }
    numbers, faults = clean.numbers(texts.select(list(decimals)), decimals)
    # A sum of columns is known only where each of them is.
    values = numbers.select(
        pl.sum_horizontal(*(f"c{column}" for column in columns), ignore_nulls=False).alias(item)
        for item, columns in one.match.items.items()
    )
    named = {
        f"{item}!{column}": faults[f"c{column}"]
        for item, columns in one.match.items.items()
        for column in columns
    }
    return values, pl.DataFrame(named)


def _long(
    one: Reading, texts: pl.DataFrame, catalogue: Catalogue
) -> tuple[pl.DataFrame, pl.DataFrame]:
    match = one.match
    decimals = max(catalogue.items[item].decimals for item in match.layout.where)
    name = f"c{match.value}"
    number, fault = clean.numbers(texts.select(name), {name: decimals})
    texts = texts.with_columns(number[name].alias("value"))
    values = texts.select(
        pl.when(*_chosen(match, chosen)).then("value").alias(item)
        for item, chosen in match.layout.where.items()
    )
    known = [item for item in values.columns if values[item].null_count() < len(values)]
    whole = [i for i in known if decimals and not catalogue.items[i].decimals]
    values = values.select(known).with_columns(pl.col(i).cast(pl.Int64) for i in whole)
    return values, fault.select(pl.col(name).alias(f"value!{match.value}"))


def _chosen(match: Match, chosen: Mapping[str, Sequence[str]]) -> list[pl.Expr]:
    return [
        pl.col(f"c{match.categories[name]}").str.strip_chars().is_in(list(values))
        for name, values in chosen.items()
    ] or [pl.lit(True)]


def _leave_out(one: Reading, lines: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    """Set blank lines, totals and notes apart; a line with numbers and no area is an issue."""
    where = {"source": one.sheet.path, "sheet": one.sheet.name}
    area = pl.col("area").fill_null("")
    # A fault means that something is written in the cell.
    written = pl.any_horizontal(pl.exclude("source", "area", "period", "row").is_not_null())
    bare = area.str.replace_all(r"[\s　]", "")
    lines = lines.with_columns(
        kind=pl.when(area.eq("") & ~written)
        .then(pl.lit("blank"))
        .when(area.eq(""))
        .then(pl.lit("no_area"))
        .when(bare.is_in(sorted(one.match.layout.totals)))
        .then(pl.lit("total_row"))
        .when(bare.str.contains(NOTES) & ~written)
        .then(pl.lit("note_row"))
        .otherwise(pl.lit("return"))
    )
    for kind, text, row in (
        lines.filter(~pl.col("kind").is_in(["blank", "return"]))
        .select("kind", "area", "row")
        .rows()
    ):
        findings.add(
            kind,
            **where,
            cell=one.address(one.match.area, row),
            value=text,
            expected=letters(one.match.area),
        )
    return lines.filter(kind="return").drop("kind")


def _note_faults(
    one: Reading, texts: pl.DataFrame, lines: pl.DataFrame, findings: Findings
) -> None:
    """Make an issue of every refused cell, and of every blank one in a line that has numbers."""
    faults = [column for column in lines.columns if "!" in column]
    items = [c for c in lines.columns if c not in ("source", "area", "period", "row", *faults)]
    reported = lines.filter(pl.any_horizontal(pl.col(items).is_not_null()))
    for name in faults:
        item, _, column = name.partition("!")
        found = lines.filter(pl.col(name).is_not_null()).select("row", "area", "period", code=name)
        if one.match.value is None:
            text = pl.col(f"c{column}").cast(pl.String).fill_null("").str.strip_chars()
            empty = texts.filter(text.eq("") | text.eq("NaN")).select(pl.col("row").cast(pl.Int64))
            blank = reported.join(empty, on="row").select(
                "row", "area", "period", code=pl.lit("blank_value")
            )
            found = pl.concat([found, blank])
        if found.is_empty():
            continue
        content = texts.select(pl.col("row").cast(pl.Int64), content=pl.col(f"c{column}"))
        for row, area, period, code, value in found.join(content, on="row", how="left").rows():
            findings.add(
                code,
                area=area,
                period=period,
                item=item if item != "value" else None,
                source=one.sheet.path,
                sheet=one.sheet.name,
                cell=one.address(int(column), row),
                value=value,
            )


def _note_unknown_categories(
    one: Reading, texts: pl.DataFrame, lines: pl.DataFrame, findings: Findings
) -> pl.DataFrame:
    """Leave out lines whose category the layout does not list."""
    for name, column in one.match.categories.items():
        listed = list(one.match.layout.categories[name])
        text = pl.col(f"c{column}").str.strip_chars()
        strange = texts.filter(~text.is_in(listed)).select(
            pl.col("row").cast(pl.Int64), category=text
        )
        for row, category in lines.join(strange, on="row").select("row", "category").rows():
            findings.add(
                "unknown_category",
                source=one.sheet.path,
                sheet=one.sheet.name,
                cell=one.address(column, row),
                value=category,
            )
        lines = lines.join(strange, on="row", how="anti")
    return lines
