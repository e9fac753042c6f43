"""What several sheets say of one number: they part it, repeat it, or contradict each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from fpstats.areas import Areas
from fpstats.issues import Findings, where
from fpstats.locale import several
from fpstats.periods import Calendar, Span
from fpstats.returns.address import locate
from fpstats.returns.names import resolve
from fpstats.returns.opening import Returns
from fpstats.returns.repeats import Held, held


class Repeated(Struct):
    """Asks the sheets of a run, each group of them once."""

    returns: Returns
    areas: Areas
    calendar: Calendar
    _held: dict[tuple[int, ...], Mapping[tuple[str, Span], Held]] = field(default_factory=dict)
    _rows: dict[int, Mapping[tuple[str, Span], Sequence[int]]] = field(default_factory=dict)

    def how(self, sheets: Sequence[int], area: str, span: Span) -> Held:
        """Tell how the parts of an area and period lie in several sheets."""
        owners = tuple(sheets)
        if owners not in self._held:
            self._held[owners] = held(self.returns, owners, self.areas, self.calendar)
        return self._held[owners][area, span]

    def contradict(
        self, sheets: Sequence[int], amounts: Sequence[float], area: str, span: Span, item: str
    ) -> None:
        """Note that sheets give different numbers, none of which is used."""
        if self._differ_from_their_births(sheets, amounts, area, span, item):
            return
        self.returns.look_closely(sheets)
        places = [self._place(index, area, span, item) for index in sheets]
        pairs = list(zip(places, (f"{amount:g}" for amount in amounts), strict=True))
        self.returns.findings.add(
            "duplicate_return",
            area=area,
            period=self.calendar.label(span),
            item=item,
            saying="returns_differ",
            **places[-1],
            value=" / ".join(dict.fromkeys(text for _, text in pairs)),
            where=several(f"{where(place)}{text}" for place, text in pairs),
        )

    def _place(self, index: int, area: str, span: Span, item: str) -> dict[str, str | None]:
        """Return where a number of a sheet stands; without a cell where several lines have it."""
        sheet, cell = self.returns.readings[index].sheet, self._cell(index, area, span, item)
        return {"source": sheet.path, "sheet": sheet.name, "cell": cell}

    def _cell(self, index: int, area: str, span: Span, item: str) -> str | None:
        one = self.returns.readings[index]
        if index not in self._rows:
            lines = self.returns.careful[index].select("source", "area", "period", "row")
            named = resolve(lines, self.returns.readings, self.areas, self.calendar, Findings())
            groups = named.drop_nulls(["name", "start"]).group_by("name", "start", "end").agg("row")
            self._rows[index] = {
                (name, Span(start, end)): rows for name, start, end, rows in groups.iter_rows()
            }
        rows = self._rows[index].get((area, span), ())
        return one.cell(item, rows[0]) if len(rows) == 1 else None

    def _differ_from_their_births(
        self, sheets: Sequence[int], amounts: Sequence[float], area: str, span: Span, item: str
    ) -> bool:
        """Note that late births are not the sum of those by month of birth; tell whether it is so.

        The one is named with its cell, the others with theirs.
        """
        # Loaded here: hardly any returns part late births by month of birth.
        from fpstats.returns.late_births import ITEM, by_month_of_birth, cells_of

        if item != ITEM:
            return False
        parted = [by_month_of_birth(self.returns.readings[one]) for one in sheets]
        if all(parted) or not any(parted):
            return False
        whole = parted.index(False)
        born = [one for one, apart in zip(sheets, parted, strict=True) if apart]
        total = sum(n for n, apart in zip(amounts, parted, strict=True) if apart)
        self.returns.findings.add(
            "late_births_differ",
            area=area,
            period=self.calendar.label(span),
            item=item,
            **locate(self.returns, self.areas, self.calendar, sheets[whole], area, span, item),
            value=f"{amounts[whole]:g}",
            expected=f"{total:g}",
            where=cells_of(born, self.returns, self.areas, self.calendar, area, span),
        )
        return True
