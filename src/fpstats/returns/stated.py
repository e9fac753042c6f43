"""A total that a form states and that is not the sum of its lines: what stands where."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import polars as pl

from fpstats.issues import Findings
from fpstats.patterns import pattern
from fpstats.returns import persons
from fpstats.returns.clean import BLANK
from fpstats.returns.lines import Reading

_SAYS_SUM: Final = pattern("[计計总總汇匯和]|[A-Za-z]")
"""What the names of totals say that no place is called; 全镇 and 本县 do not, and may be places."""


class Differing(NamedTuple):
    """One number of a stated total, or of several that stand together, and those of its lines.

    `label` is what stands in the place of an area, `period` the period as written; empty where the
    line has none. `partial` says that other lines of the sheet are none of its. `stated` and
    `lines` are counted from 1; of `parts` a number that is not known is None. `named` tells that
    the table of the user has the area that the total is of.
    """

    item: str
    label: str
    period: str
    partial: bool
    stated: tuple[int, ...]
    given: tuple[float, ...]
    lines: tuple[int, ...]
    parts: tuple[float | None, ...]
    named: bool = False

    @property
    def sum(self) -> float:
        """The sum of the lines, as far as they are known."""
        return sum(number for number in self.parts if number is not None)


class Compared(NamedTuple):
    """How many stated totals were compared with the sums of their lines, how many agree, and those
    that do not.
    """

    made: int = 0
    agreed: int = 0
    differing: tuple[Differing, ...] = ()


def note(code: str, one: Reading, what: Differing, findings: Findings) -> None:
    """Make an issue of a stated total, at its cell; 全镇 and the like may be no total at all."""
    alone = len(what.given) == 1 and not what.named
    perhaps = what.label and alone and not _SAYS_SUM.search(what.label)
    findings.add(
        code,
        **({"saying": "total_or_area"} if perhaps and code != "total_unchecked" else {}),
        area=what.label,
        period=what.period,
        item=what.item,
        source=one.sheet.path,
        sheet=one.sheet.name,
        cell=one.cell(what.item, what.stated[0]),
        value="+".join(f"{number:.15g}" for number in what.given),
        expected=f"{what.sum:.15g}",
    )


def note_illegible(
    one: Reading,
    texts: pl.DataFrame,
    lines: pl.DataFrame,
    codes: Sequence[str],
    findings: Findings,
) -> None:
    """Make an issue of every number of a stated total that cannot be read, and so not compared.

    `codes` are the columns of `lines` that say why, as `item!column`; a blank one states nothing.
    """
    totals, unstored = lines.filter(kind="total_row"), set[int]()
    for name in codes:
        item, _, column = name.partition("!")
        content = texts.select(pl.col("row").cast(pl.Int64), content=pl.col(f"c{column}"))
        wrong = totals.filter(pl.col(name).is_not_null() & (pl.col(name) != BLANK))
        told = wrong.join(content, on="row").select("row", "area", name, "content").sort("row")
        for row, area, code, text in told.rows():
            value = persons.discreet(text)
            more: dict[str, object] = {"item": item if item != "value" else None, "value": value}
            kind = "total_illegible"
            if code == "formula_without_value":
                if row in unstored:
                    continue  # a program that does not compute leaves out all of a line
                unstored.add(row)
                kind, more = "total_unstored", {}
            findings.add(
                kind,
                area=area,
                source=one.sheet.path,
                sheet=one.sheet.name,
                cell=one.address(int(column), row),
                **more,
            )
