"""The formulas of an area that reports: from its counts to what is divided.

They say what `estimates` computes: a month counts where every flow is known, a stock stands where
the rule of the indicator finds it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from fpstats.catalogue import ITEMWISE, Indicator, Item
from fpstats.catalogue.standing import month_ends, needed, rule_of
from fpstats.periods import Span
from fpstats.write.working.cells import Cells, runs
from fpstats.write.working.model import Workings


class Own(Struct, frozen=True, kw_only=True):
    """The formulas of one line of the working; None where there is nothing to compute with."""

    used: str | None
    days: str | None
    whole: str | None
    above: str | None
    below: str | None
    each: tuple[str | None, ...]


class _Line(Struct, frozen=True, kw_only=True):
    """What a line of the working adds up: the slots of a leaf, and the stocks at its month ends.

    `blocks` are the first and the last of slots that are neighbours, `ends` has for each stock the
    slot of every month end, and `row` is the number of the line.
    """

    leaf: int
    span: Span
    blocks: Sequence[tuple[int, int]]
    ends: Mapping[str, Mapping[int, int | None]]
    row: int


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

    def line(
        self,
        leaf: int,
        span: Span,
        slots: Sequence[int],
        due: int,
        row: int,
        before: Sequence[int] | None = None,
    ) -> Own:
        """Return the formulas of a line of the working.

        `slots` lie in the period; of `due` months the area should have reported as others did;
        `row` is the number of the line, whose columns are those of `lines.COLUMNS`; `before` are
        the slots that a growth is measured from.
        """
        ends = {item: self._ends(item, leaf, span) for item in self.stocks}
        found = [place for places in ends.values() for place in places.values()]
        if None in found or not (slots or not self.flows):
            return NOTHING
        line = _Line(leaf=leaf, span=span, blocks=runs(slots), ends=ends, row=row)
        counted = self._over("months", line) if self.flows else "1"
        used = counted
        if found:
            stand = {item: self._stands(item, leaf, [*ends[item].values()]) for item in self.stocks}
            known = f"COUNT({','.join(stand.values())})={len(found)}"
            used = f"IF({known},{counted},0)"
        in_all = f"{self._over('open', line)}>={due}" if self.flows else "TRUE"
        above, below = self._sum(line, above=True), self._sum(line, above=False)
        if before is not None:
            below = self._sum(replace(line, blocks=runs(before)), above=True) if before else "0"
        return Own(
            used=f"={used}",
            days=f"={self._over('days', line)}" if self.timed else None,
            whole=f"=IF(AND(D{row}>0,{in_all}),1,0)",
            above=f'=IF(D{row}>0,{above},"")',
            below=f'=IF(D{row}>0,{below},"")' if below else None,
            each=tuple(f'=IF(D{row}>0,{one},"")' for one in self._each(line)),
        )

    def _over(self, name: str, line: _Line) -> str:
        """Add a column over the slots in which every flow is known."""
        parts = []
        for first, last in line.blocks:
            cells = self.cells.run(name, line.leaf, first, last)
            if self.flows == [name]:
                parts.append(f"SUM({cells})")
            else:
                parts.append(f"SUMIFS({cells},{self._known(line.leaf, first, last)})")
        return "+".join(parts)

    def _known(self, leaf: int, first: int, last: int) -> str:
        return ",".join(f'{self.cells.run(item, leaf, first, last)},"<>"' for item in self.flows)

    def _sum(self, line: _Line, *, above: bool) -> str:
        """Add up one side of the line, each item with its weight."""
        text, one = "", self.indicator
        for item, weight in (one.added if above else one.denominator).items():
            term = self._term(item, line, above=above)
            if item not in line.ends and "+" in term and weight != 1:
                term = f"({term})"
            sign = "-" if weight < 0 else "+" if text else ""
            text += sign + (term if abs(weight) == 1 else f"{abs(weight)}*{term}")
        return text

    def _each(self, line: _Line) -> Iterator[str]:
        """Yield the sums of single items, for a value that takes them one by one."""
        one = self.indicator
        if one.kind in ITEMWISE:
            for above, items in ((True, one.numerator), (False, one.denominator)):
                for item in items:
                    yield self._term(item, line, above=above)

    def _term(self, item: str, line: _Line, *, above: bool) -> str:
        """Return what an item comes to; of rates, a stock for the part that was reported."""
        if item not in line.ends:
            return self._over(item, line)
        stock = self._stock(item, line, above=above)
        return stock if above or not self.timed else f"{stock}*F{line.row}/G{line.row}"

    def _stock(self, item: str, line: _Line, *, above: bool) -> str:
        """Return a stock as the kind of the indicator and its rule want it."""
        rule, places = rule_of(self.indicator, above=above), line.ends[item]
        cells = {
            month: self.cells.one(item, line.leaf, places[month] or 0)
            for month in month_ends(rule, line.span)
        }
        first, last = cells[min(cells)], cells[line.span.end]
        match rule:
            case "change":
                return f"({last}-{first})"
            case "end_of_period":
                return last
            case "mean_of_ends":
                return f"({first}+{last})/2"
            case "mean_of_month_ends":
                stand = self._stands(item, line.leaf, [*places.values()])
                # Half weights for the first and the last month's end.
                return f"(SUM({stand})-({first}+{last})/2)/{line.span.months}"

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
