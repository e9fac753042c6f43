"""Which text files seem to say again what they said: asked of some bits for each line.

Where every period has the same lines, the first lines tell of all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import polars as pl

from fpstats.returns.distinct import distinct
from fpstats.returns.lines import MARK, Reading, parting, text_of
from fpstats.returns.opening import Returns
from fpstats.returns.parts import Texts, parted, texts_of

_HELD: Final = 2**26
"""Texts of files of so many bytes together are held, because they may be asked once more."""


def said_again(
    returns: Returns, sums: pl.DataFrame, indices: Iterable[int]
) -> tuple[list[int], Texts]:
    """Return the text files of parted areas in which a part seems to stand twice in a period.

    Seems, because some bits stand for the texts: who is named here wants a closer look. `sums` has
    for each source, area and period the number of its lines and the sum of their marks. With them
    come the texts that were read of small files, for who asks next.
    """
    texts: dict[int, pl.DataFrame] = {}
    asked = [index for index in indices if parted(returns.readings[index])]
    # What is looked at closely anyhow tells nothing of the others here.
    told = asked if len(asked) < 2 else _that_tell(sums.filter(pl.col("source").is_in(asked)))
    again = _repeating(returns, sums, told, texts)
    if again:  # what these say again others may, too
        others = [index for index in asked if index not in told]
        again += _repeating(returns, sums, others, texts)
    return sorted(again), texts


def _that_tell(sums: pl.DataFrame) -> list[int]:
    """Return sources that tell of all: in the others every area has the parts it has in these."""
    if sums.is_empty():
        return []
    firsts = sums.sort("source").unique(["area", "lines", MARK], keep="first")
    return firsts["source"].unique().sort().to_list()


def _repeating(
    returns: Returns, sums: pl.DataFrame, asked: Sequence[int], texts: dict[int, pl.DataFrame]
) -> list[int]:
    """Return those of the sources in which a part seems to stand twice in a period.

    Texts of files that are read whole are put among `texts`, as far as those may be held.
    """
    readings, enough = returns.readings, _first_lines(sums)
    first = {i: _first_marks(readings[i], *enough[i]) for i in asked if i in enough}
    read = _collected(first)
    # Where the first lines are not of one period, as was thought, they are not enough.
    for index, marks in [*read.items()]:
        if len(marks) < enough[index][0] or marks["period"].n_unique() > 1:
            del read[index]
    whole = [index for index in asked if index not in read]
    plans = {index: texts_of(readings[index]) for index in whole}
    held = _collected({index: plans[index] for index in _to_hold(returns, whole)})
    texts |= held
    plans |= {index: table.lazy() for index, table in held.items()}
    read |= _collected({i: _marks(readings[i], plan).select("mark") for i, plan in plans.items()})
    return [index for index in asked if _repeat(read[index]["mark"])]


def _collected(plans: Mapping[int, pl.LazyFrame]) -> dict[int, pl.DataFrame]:
    return dict(zip(plans, pl.collect_all(plans.values(), engine="streaming"), strict=True))


def _to_hold(returns: Returns, indices: Iterable[int]) -> Iterator[int]:
    """Yield sources of which the texts may be held, as long as there is room."""
    room = _HELD
    for index in indices:
        room -= text_of(returns.readings[index]).size
        if room < 0:
            return
        yield index


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


def _first_marks(one: Reading, lines: int, of: int) -> pl.LazyFrame:
    """Plan to mark the first of so many lines of a text file."""
    return _marks(one, texts_of(one, text_of(one).beginning(lines / of))).head(lines)


def _marks(one: Reading, texts: pl.LazyFrame) -> pl.LazyFrame:
    """Plan to mark lines by their texts.

    A line that names no part, such as a blank one, repeats nothing and has no mark.
    """
    mark = pl.lit(0, pl.UInt64)
    columns = [c for c in texts.collect_schema() if c != "period"]
    for place, column in enumerate(columns):
        mark = mark.xor(pl.col(column).hash(place))
    some = pl.any_horizontal(pl.col(f"c{column}").is_not_null() for column in parting(one.match))
    return texts.select("period", mark=pl.when(some).then(mark))
