"""Lines that are handed in again: which there are, and what they count together.

Two lines of a sheet are of one return where area, period, and whatever parts the area further
(a village, a category) are the same. Such lines make one: a number that stands in one of them is
taken, the same number twice is counted once, and different numbers are not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Literal

import polars as pl

from fpstats.areas import Areas
from fpstats.locale import several
from fpstats.periods import Calendar, Span
from fpstats.returns.distinct import distinct
from fpstats.returns.lines import MARK, Reading, area_of, parting, period_of, text_of
from fpstats.returns.names import resolve
from fpstats.returns.opening import Returns

Held = Literal["apart", "alike", "mixed"]
"""How the parts of an area lie in several sheets: each in one, all in each, or neither."""

_KEY: Final = ("name", "start", "end", "part")


def parted(one: Reading) -> bool:
    """Tell whether the lines of a sheet part areas further."""
    return bool(parting(one.match))


def plain_text(text: pl.Expr) -> pl.Expr:
    """Return texts without the spaces and full-width forms that people put into them."""
    return text.cast(pl.String).str.normalize("NFKC").str.replace_all(r"\s", "")


def said_again(returns: Returns, sums: pl.DataFrame, indices: Iterable[int]) -> list[int]:
    """Return the text files of parted areas in which a part seems to stand twice in a period.

    Seems, because some bits stand for the texts: who is named here wants a closer look. `sums` has
    for each source, area and period the number of its lines and the sum of their marks.
    """
    asked = [index for index in indices if parted(returns.readings[index])]
    # What is looked at closely anyhow tells nothing of the others here.
    told = asked if len(asked) < 2 else _that_tell(sums.filter(pl.col("source").is_in(asked)))
    again = _repeating(returns, sums, told)
    if again:  # what these say again others may, too
        again += _repeating(returns, sums, [index for index in asked if index not in told])
    return sorted(again)


def _that_tell(sums: pl.DataFrame) -> list[int]:
    """Return sources that tell of all: in the others every area has the parts it has in these."""
    if sums.is_empty():
        return []
    firsts = sums.sort("source").unique(["area", "lines", MARK], keep="first")
    return firsts["source"].unique().sort().to_list()


def _repeating(returns: Returns, sums: pl.DataFrame, asked: Sequence[int]) -> list[int]:
    """Return those of the sources in which a part seems to stand twice in a period."""
    enough = _first_lines(sums)
    first = {i: _marks(returns.readings[i], *enough[i]) for i in asked if i in enough}
    read = dict(zip(first, pl.collect_all(first.values(), engine="streaming"), strict=True))
    # Where the first lines are not of one period, as was thought, they are not enough.
    for index, marks in [*read.items()]:
        if len(marks) < enough[index][0] or marks["period"].n_unique() > 1:
            del read[index]
    whole = {i: _marks(returns.readings[i]).select("mark") for i in asked if i not in read}
    read |= dict(zip(whole, pl.collect_all(whole.values(), engine="streaming"), strict=True))
    return [index for index in asked if _repeat(read[index]["mark"])]


def _first_lines(sums: pl.DataFrame) -> dict[int, tuple[int, int]]:
    """Return how many first lines of a source, of how many, tell of all, where that may be.

    Where every area has as many lines with the same marks in each period, what is in one period
    is in all of them; and where returns were put one behind another, the first lines hold the
    first period. A file of one period, or of areas that change, must be read whole.
    """
    if sums.is_empty():
        return {}
    areas = distinct(sums.select("source", "area"))
    first = areas.likes()
    alike = [sums[column] == sums[column].gather(first) for column in ("lines", MARK)]
    periods = areas.often()
    found = (
        sums.select("source", "period", "lines", alike=alike[0] & alike[1], periods=periods)
        .group_by("source")
        .agg(
            pl.col("alike").all(),
            pl.col("periods").min(),
            pl.col("period").n_unique(),
            pl.col("lines").sum(),
        )
        .filter(pl.col("alike") & (pl.col("periods") == pl.col("period")) & (pl.col("period") > 1))
    )
    return {source: (lines // period, lines) for source, lines, period in
            found.select("source", "lines", "period").iter_rows()}  # fmt: skip


def _repeat(marks: pl.Series) -> bool:
    """Tell whether any mark stands twice; sorting takes less memory than telling them apart."""
    values = marks.drop_nulls().sort().to_numpy()
    return bool((values[1:] == values[:-1]).any())


def _marks(one: Reading, lines: int | None = None, of: int = 0) -> pl.LazyFrame:
    """Plan to mark the lines of a text file, or the first of them, by what tells each from others.

    A line that names no part, such as a blank one, repeats nothing and has no mark.
    """
    match, sheet = one.match, text_of(one)
    columns = sorted({c for c in (match.area, match.period) if c is not None} | {*parting(match)})
    mark = pl.lit(0, pl.UInt64)
    for place, column in enumerate(columns):
        mark = mark.xor(pl.col(f"c{column}").hash(place))
    some = pl.any_horizontal(pl.col(f"c{column}").is_not_null() for column in parting(match))
    beginning = sheet if lines is None else sheet.beginning(lines / of)
    read = beginning.scan(match.first, {f"c{column}": pl.String for column in range(match.width)})
    marked = read.select(period_of(match), mark=pl.when(some).then(mark))
    return marked if lines is None else marked.head(lines)


def merged(returns: Returns, index: int, areas: Areas, calendar: Calendar) -> pl.DataFrame | None:
    """Return the lines of a sheet with those of one return made one; None where none repeats.

    What was said again, or otherwise, becomes a finding with its cell, whatever item it is of: two
    lines are the same only where all of them agree.
    """
    one, lines = returns.readings[index], returns.careful[index]
    keys = _keys(returns, index, areas, calendar)
    again = keys.filter(pl.struct(_KEY).is_duplicated())
    if again.is_empty():
        return None
    values = lines.columns[lines.columns.index("row") + 1 :]
    groups = (
        again.join(lines.select("row", "source", "area", "period", *values), on="row")
        .sort("row")
        .group_by(*_KEY, maintain_order=True)
        .agg(pl.col("row", "source", "area", "period", "means", *values))
    )
    single = groups.select(
        pl.col("source", "area", "period", "row").list.first(),
        *(
            pl.when(pl.col(item).list.drop_nulls().list.n_unique() == 1)
            .then(pl.col(item).list.drop_nulls().list.first())
            .alias(item)
            for item in values
        ),
    )
    for group in groups.iter_rows(named=True):
        _note(one, group, values, calendar, returns)
    others = lines.join(again.select("row"), on="row", how="anti", maintain_order="left")
    return pl.concat([others, single.select(others.columns)]).sort("row")


def same_lines(returns: Returns, index: int, areas: Areas, calendar: Calendar) -> pl.DataFrame:
    """Return the lines (`row`) of a sheet that are of one return, with the `first` of them."""
    keys = _keys(returns, index, areas, calendar).filter(pl.struct(_KEY).is_duplicated())
    return keys.select("row", first=pl.col("row").min().over(_KEY))


def _keys(returns: Returns, index: int, areas: Areas, calendar: Calendar) -> pl.DataFrame:
    """Return `row`, what tells its line from others (`_KEY`), and the area that it `means`."""
    one = returns.readings[index]
    lines = returns.careful[index].select("source", "area", "period", "row")
    named = resolve(lines, returns.readings, areas, calendar, returns.findings)
    named = named.filter(pl.col("name").is_not_null() & pl.col("start").is_not_null())
    named = named.with_columns(means="name")
    if not parted(one):
        return named.select("row", *_KEY[:-1], "means", part=pl.lit(""))
    # Areas that were merged into one hold parts of the same name, so each counts by itself.
    return named.with_columns(name=plain_text(pl.col("area"))).join(parts_of(one), on="row")


def parts_of(one: Reading) -> pl.DataFrame:
    """Return `row` and `part`, the texts that part areas."""
    match = one.match
    texts = one.sheet.columns(match.first, match.width, sorted(set(parting(one.match))))
    return texts.select(pl.col("row").cast(pl.Int64), part=_part(one))


def texts_of_parts(one: Reading, index: int) -> pl.LazyFrame:
    """Plan to read `source`, `area`, `period` and `part` of a text file that is read swiftly."""
    match, sheet = one.match, text_of(one)
    read = sheet.scan(match.first, {f"c{column}": pl.String for column in range(match.width)})
    return read.select(
        pl.lit(index, pl.UInt32).alias("source"),
        pl.col(f"c{match.area}").alias("area"),
        period_of(match),
        part=_part(one),
    )


def _part(one: Reading) -> pl.Expr:
    """Return what parts an area further, as one text a line."""
    return pl.concat_str(
        *(plain_text(pl.col(f"c{column}")).fill_null("") for column in parting(one.match)),
        separator="\t",
    )


def _note(
    one: Reading,
    group: Mapping[str, Any],
    items: Sequence[str],
    calendar: Calendar,
    returns: Returns,
) -> None:
    """Tell of lines that make one return: what differs, item by item; else that nothing does."""
    rows, place = group["row"], {"source": one.sheet.path, "sheet": one.sheet.name}
    place |= {
        "area": group["means"][0],
        "period": calendar.label(Span(group["start"], group["end"])),
    }
    said = {item: [(r, v) for r, v in zip(rows, group[item], strict=True) if v is not None]
            for item in items}  # fmt: skip
    differing = [item for item, numbers in said.items() if len({v for _, v in numbers}) > 1]
    for item in differing:
        numbers = dict.fromkeys(f"{value:g}" for _, value in said[item])
        returns.findings.add(
            "duplicate_return",
            item=item,
            cell=one.cell(item, said[item][-1][0]),
            value=" / ".join(numbers),
            saying="lines_differ",
            where=several(f"{one.cell(item, row)}: {value:g}" for row, value in said[item]),
            **place,
        )
    if not differing and any(len(numbers) > 1 for numbers in said.values()):
        cell = one.address(one.match.area or 0, rows[-1])
        findings = returns.findings
        findings.add("same_return", saying="same_line", cell=cell, expected=rows[0], **place)


def held(
    returns: Returns, indices: Sequence[int], areas: Areas, calendar: Calendar
) -> dict[tuple[str, Span], Held]:
    """Tell for each area and period how its parts lie in these sheets."""
    tables = []
    for index in indices:
        one = returns.readings[index]
        match = one.match
        columns = {c for c in (match.area, match.period) if c is not None} | set(parting(one.match))
        texts = one.sheet.columns(match.first, match.width, sorted(columns))
        keys = texts.select(
            pl.lit(index, pl.UInt32).alias("source"), pl.col("row"), area_of(one.match),
            period_of(one.match).cast(pl.String),
        )  # fmt: skip
        keys = keys.with_columns(pl.col("row").cast(pl.Int64)).join(parts_of(one), on="row")
        tables.append(keys.with_columns(part=pl.concat_str(plain_text(pl.col("area")), "part")))
    together = pl.concat(tables).unique(["source", "area", "period", "part"])
    named = resolve(together, returns.readings, areas, calendar, returns.findings)
    counted = (
        named.drop_nulls(["name", "start"])
        .group_by("name", "start", "end")
        .agg(pl.len(), parts=pl.col("part").n_unique(), sheets=pl.col("source").n_unique())
        .with_columns(
            held=pl.when(pl.col("len") == pl.col("parts"))
            .then(pl.lit("apart"))
            .when(pl.col("len") == pl.col("parts") * pl.col("sheets"))
            .then(pl.lit("alike"))
            .otherwise(pl.lit("mixed"))
        )
    )
    rows = counted.select("name", "start", "end", "held").rows()
    return {(name, Span(start, end)): how for name, start, end, how in rows}
