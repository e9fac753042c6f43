"""The formulas of an area that reports: from its counts to what is divided.

They say what `estimates` computes: a month counts where every flow is known, a stock stands where
the rule of the indicator finds it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fpstats.catalogue import ITEMWISE, Indicator, Item
from fpstats.catalogue.standing import month_ends, needed, rule_of
from fpstats.periods import Span
from fpstats.write.working.cells import Cells, runs
from fpstats.write.working.model import Workings


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """The formulas of one line of the working; None where there is nothing to compute with."""

    used: str | None
    days: str | None
    whole: str | None
    above: str | None
    below: str | None
    each: tuple[str | None, ...]


NOTHING = Own(used=None, days=None, whole=None, above=None, below=None, each=())


class Leaves:
    """The formulas of one indicator for areas that report."""

    def __init__(
        self, indicator: Indicator, items: Mapping[str, Item], workings: Workings, cells: Cells
    ) -> None:
        """Tell the flows of the indicator from its stocks."""
        self.indicator, self.workings, self.cells = indicator, workings, cells
        self.flows = [key for key in indicator.items if items[key].type == "flow"]
        self.stocks = [key for key in indicator.items if items[key].type == "stock"]
        self.timed = bool(self.flows) and any(key in self.stocks for key in indicator.denominator)

    def line(self, leaf: int, span: Span, slots: Sequence[int], due: int, row: int) -> Own:
        """Return the formulas of a line of the working.

        `slots` lie in the period; of `due` months the area should have reported as others did;
        `row` is the number of the line, whose columns are those of `lines.COLUMNS`.
        """
        ends = {item: self._ends(item, leaf, span) for item in self.stocks}
        found = [place for places in ends.values() for place in places.values()]
        if None in found or not (slots or not self.flows):
            return NOTHING
        blocks = runs(slots)
        counted = self._over("months", leaf, blocks) if self.flows else "1"
        used = counted
        if found:
            stand = {item: self._stands(item, leaf, [*ends[item].values()]) for item in self.stocks}
            known = f"COUNT({','.join(stand.values())})={len(found)}"
            used = f"IF({known},{counted},0)"
        in_all = f"{self._over('open', leaf, blocks)}>={due}" if self.flows else "TRUE"
        above = self._sum(leaf, span, blocks, ends, row, above=True)
        below = self._sum(leaf, span, blocks, ends, row, above=False)
        each = self._each(leaf, span, blocks, ends, row)
        return Own(
            used=f"={used}",
            days=f"={self._over('days', leaf, blocks)}" if self.timed else None,
            whole=f"=IF(AND(D{row}>0,{in_all}),1,0)",
            above=f'=IF(D{row}>0,{above},"")',
            below=f'=IF(D{row}>0,{below},"")' if below else None,
            each=tuple(f'=IF(D{row}>0,{one},"")' for one in each),
        )

    def _over(self, name: str, leaf: int, blocks: Sequence[tuple[int, int]]) -> str:
        """Add a column over the slots in which every flow is known."""
        parts = []
        for first, last in blocks:
            cells = self.cells.run(name, leaf, first, last)
            if self.flows == [name]:
                parts.append(f"SUM({cells})")
            else:
                parts.append(f"SUMIFS({cells},{self._known(leaf, first, last)})")
        return "+".join(parts)

    def _known(self, leaf: int, first: int, last: int) -> str:
        return ",".join(f'{self.cells.run(item, leaf, first, last)},"<>"' for item in self.flows)

    def _sum(
        self,
        leaf: int,
        span: Span,
        blocks: Sequence[tuple[int, int]],
        ends: Mapping[str, Mapping[int, int | None]],
        row: int,
        *,
        above: bool,
    ) -> str:
        """Add up one side of the line, each item with its weight."""
        text, one = "", self.indicator
        for item, weight in (one.added if above else one.denominator).items():
            term = self._term(item, leaf, span, blocks, ends, row, above=above)
            if item not in ends and "+" in term and weight != 1:
                term = f"({term})"
            sign = "-" if weight < 0 else "+" if text else ""
            text += sign + (term if abs(weight) == 1 else f"{abs(weight)}*{term}")
        return text

    def _each(
        self,
        leaf: int,
        span: Span,
        blocks: Sequence[tuple[int, int]],
        ends: Mapping[str, Mapping[int, int | None]],
        row: int,
    ) -> Iterator[str]:
        """Yield the sums of single items, for a value that takes them one by one."""
        one = self.indicator
        if one.kind in ITEMWISE:
            for above, items in ((True, one.numerator), (False, one.denominator)):
                for item in items:
                    yield self._term(item, leaf, span, blocks, ends, row, above=above)

    def _term(
        self,
        item: str,
        leaf: int,
        span: Span,
        blocks: Sequence[tuple[int, int]],
        ends: Mapping[str, Mapping[int, int | None]],
        row: int,
        *,
        above: bool,
    ) -> str:
        """Return what an item comes to; of rates, a stock for the part that was reported."""
        if item not in ends:
            return self._over(item, leaf, blocks)
        stock = self._stock(item, leaf, ends[item], span, above=above)
        return stock if above or not self.timed else f"{stock}*F{row}/G{row}"

    def _stock(
        self, item: str, leaf: int, places: Mapping[int, int | None], span: Span, *, above: bool
    ) -> str:
        """Return a stock as the kind of the indicator and its rule want it."""
        rule = rule_of(self.indicator, above=above)
        cells = {
            month: self.cells.one(item, leaf, places[month] or 0)
            for month in month_ends(rule, span)
        }
        first, last = cells[min(cells)], cells[span.end]
        match rule:
            case "change":
                return f"({last}-{first})"
            case "end_of_period":
                return last
            case "mean_of_ends":
                return f"({first}+{last})/2"
            case "mean_of_month_ends":
                stand = self._stands(item, leaf, [*places.values()])
                # Half weights for the first and the last month's end.
                return f"(SUM({stand})-({first}+{last})/2)/{span.months}"

    def _ends(self, item: str, leaf: int, span: Span) -> dict[int, int | None]:
        """Return for each month at whose end the stock is needed the slot that has it."""
        months = needed(self.indicator, item, span)
        return {month: self.workings.standing(item, leaf, month) for month in months}

    def _stands(self, item: str, leaf: int, places: Sequence[int | None]) -> str:
        """Return the cells of a stock, neighbours as one range."""
        blocks = runs([place for place in places if place is not None])
        return ",".join(
            self.cells.one(item, leaf, first)
            if first == last
            else self.cells.run(item, leaf, first, last)
            for first, last in blocks
        )
