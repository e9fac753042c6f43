"""Layouts: how a form looks, as data, and which one a sheet is.

Knows headings; knows nothing of containers, of numbers, or of how a layout is written down.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Final

from fpstats.errors import FpstatsError
from fpstats.locale import say, several
from fpstats.returns.column import Column
from fpstats.returns.exact import Exact
from fpstats.returns.titles import title_period

MISSING: Final = frozenset(
    ["-", "--", "—", "——", "–", "/", "…", "……", "...", "空", "无", "無", "缺", "n/a", "N/A"]
)
"""What people write into a cell to say that there is no number; a zero is 0."""

SEARCHED: Final = 15
"""How many lines from the top a heading is looked for in."""

_TOTAL: Final = (
    r"^[^（(]{0,6}?(合计|总计|小计|共计|合計|總計|小計|共計|合计数|总数|總數|汇总|总和|總和|匯總)([（(].*[)）])?[:：]?$"
    r"|^(全|本)(国|省|市|县|区|州|盟|旗|乡|镇|街道|國|縣|區|鄉|鎮)(合计|总计)?[:：]?$|^(计|平均|均值|累计)[:：]?$"
    r"|^(?i:((grand|county|over-?all|sub)[ -]?)?totals?|(whole|entire) ?county|sum"
    r"|all ?(townships|towns|areas|units|places|counties|districts|prefectures|provinces))$"
)
"""How the names of totals are written, in forms of any kind."""


NOTES: Final = (
    r"^(注|备注|附注|说明|填表说明|资料来源|数据来源|来源|填报|填表|单位负责人|负责人|制表|审核|复核|报送|统计负责人|主管"
    r"|本表|此表|备註|備註|資料來源|(?i:notes?|source|remarks?)\b)|^[*※△▲]|^[（(]?\d{1,2}[)）.、]\s*\D{6,}"
)
"""How lines begin that are notes below a table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Above:
    """An area above the one on the line: its first characters, or one name for all."""

    level: str
    characters: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One form: where area and period stand, and which heading is which item."""

    id: str
    title: Mapping[str, str]
    heading_rows: int = 1
    same: Mapping[str, str] = field(default_factory=dict)
    period_columns: tuple[str, ...] = ()
    period_in_title: bool = False
    roc: bool = False
    area_columns: tuple[str, ...] = ()
    part_columns: tuple[str, ...] = ()
    level: str = "area"
    above: tuple[Above, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    optional: frozenset[str] = frozenset()
    missing: frozenset[str] = MISSING
    zero: frozenset[str] = frozenset()
    totals: frozenset[str] = frozenset()
    value_column: str = ""
    categories: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    where: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    exact: Exact | None = None

    def parts(self, item: str) -> int | None:
        """Return how many lines together make an item, where the form lists categories."""
        if not self.categories or item not in self.where:
            return None
        chosen = self.where[item]
        return len(list(product(*(chosen.get(k, every) for k, every in self.categories.items()))))

    @property
    def total(self) -> str:
        """The pattern of the names of lines of totals."""
        own = "|".join(re.escape(name) for name in sorted(self.totals))
        return f"{_TOTAL}|^({own})$" if own else _TOTAL

    @property
    def additive(self) -> bool:
        """Tell whether several lines make one return (villages of a township, categories)."""
        return bool(self.part_columns) or any((self.parts(item) or 0) > 1 for item in self.where)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrary:
    """Two periods that disagree, as they are written; the first counts. `cell` is of the title."""

    counts: str
    other: str
    cell: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """Where the one period of a table was found, and what stands there.

    `origin` is title, sheet or file; `cell` is of the title.
    """

    origin: str
    text: str
    cell: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """How a layout fits a sheet: columns are counted from 0, lines from 0.

    Attributes
    ----------
    start, top, first, last
        Where the table's titles begin, its first heading row, its first line, and the line after
        its last (None: none).
    area, area_name
        The column of areas; or the one area that all of the table is of.
    period, title_period, periods
        The column of periods; or the one period of the table; and what texts in that column mean
        where it is not plain (本月 is the month of the title).
    scale
        By what the numbers of a column are multiplied (万人).
    unit
        By what those of all columns are, where no column says otherwise.
    carried
        The area of lines, from 1, over which a merged cell names it.
    left
        Columns before that of the areas, in which 合计 may stand when it spans both.
    columns
        What each column was taken for, of a table that was recognised.
    dated
        Where the one period of the table was found; None where a column has it.
    contrary
        A period that contradicts the one that counts: of the title, the sheet's or the file's name.
    titles
        What stands above the table, of one that was recognised.
    """

    layout: Layout
    first: int
    width: int
    area: int | None
    period: int | None
    items: Mapping[str, tuple[int, ...]]
    value: int | None = None
    categories: Mapping[str, int] = field(default_factory=dict)
    parts: tuple[int, ...] = ()
    title_period: str | None = None
    headings: Mapping[int, str] = field(default_factory=dict)
    start: int = 0
    top: int = 0
    last: int | None = None
    area_name: str = ""
    periods: Mapping[str, str] = field(default_factory=dict)
    scale: Mapping[int, int] = field(default_factory=dict)
    unit: int = 1
    carried: Mapping[int, str] = field(default_factory=dict)
    left: tuple[int, ...] = ()
    columns: tuple[Column, ...] = ()
    dated: Dated | None = None
    contrary: Contrary | None = None
    titles: str = ""

    @property
    def used(self) -> frozenset[int]:
        """Return the columns that are read."""
        single = (self.area, self.period, self.value)
        items = (column for columns in self.items.values() for column in columns)
        return frozenset(
            {column for column in single if column is not None}
            | {*items, *self.left, *self.categories.values(), *self.parts}
        )


@functools.lru_cache(maxsize=65_536)
def heading(text: str) -> str:
    """Return a heading without spaces, line breaks and full-width forms."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def headings(head: Sequence[Sequence[str]], row: int, rows: int) -> list[str]:
    """Join heading rows into one heading a column, `parent/child`.

    A merged parent stands in its first cell only; it is carried to the right over blank cells that
    have a child below them.
    """
    joined = [heading(cell) for cell in head[row]]
    for below in range(row + 1, row + rows):
        children = [heading(cell) for cell in head[below]]
        width = max(len(joined), len(children))
        joined += [""] * (width - len(joined))
        children += [""] * (width - len(children))
        carried = ""
        for column, child in enumerate(children):
            carried = joined[column] or (carried if child else "")
            both = carried and child and carried != child
            joined[column] = f"{carried}/{child}" if both else carried or child
    return joined


def fit(
    layout: Layout, head: Sequence[Sequence[str]], lines: Sequence[Sequence[str]]
) -> tuple[Match | None, list[str]]:
    """Try a layout on the heading lines of a sheet: the match, or the headings that are missing."""
    best: list[str] = ["*"] * 999
    for row, names in enumerate(lines):
        found, missing = _fit_at(layout, head, row, names)
        if found is not None:
            return found, []
        best = min(best, missing, key=len)
    return None, best


def _fit_at(
    layout: Layout, head: Sequence[Sequence[str]], row: int, names: Sequence[str]
) -> tuple[Match | None, list[str]]:
    missing: list[str] = []
    names = [layout.same.get(name, name) for name in names]
    if not any(name in names for name in layout.area_columns):
        # Most lines are no heading of this form; say so without looking for every item.
        return None, ["|".join(layout.area_columns), *layout.items, *layout.categories]
    place = {name: column for column, name in reversed(list(enumerate(names))) if name}

    def first_of(alternatives: Iterable[str]) -> int | None:
        return next((place[name] for name in alternatives if name in place), None)

    area = first_of(layout.area_columns)
    period = first_of(layout.period_columns)
    in_title = title_period(head[:row]) if layout.period_in_title else None
    if period is None and in_title is None:
        missing.append("|".join(layout.period_columns) or "2024年5月")
    value = place.get(layout.value_column)
    if layout.value_column and value is None:
        missing.append(layout.value_column)
    missing += [name for name in layout.categories if name not in place]
    items: dict[str, tuple[int, ...]] = {}
    for item, alternatives in layout.items.items():
        whole = next((a for a in alternatives if all(name in place for name in a)), None)
        if whole is not None:
            items[item] = tuple(place[name] for name in whole)
        elif item not in layout.optional:
            missing.append("|".join("+".join(a) for a in alternatives))
    if layout.items and not items and not missing:
        missing.append("|".join("+".join(a[0]) for a in list(layout.items.values())[:3]) + "|…")
    if missing or area is None:
        return None, missing
    read = {names[column] for columns in items.values() for column in columns}
    if twice := sorted(name for name in {*read, names[area]} if names.count(name) > 1):
        raise FpstatsError(say("error", "heading_twice", heading=twice[0]))
    match = Match(
        layout=layout,
        top=row,
        first=row + layout.heading_rows,
        width=len(names),
        area=area,
        period=period,
        items=items,
        value=value,
        categories={name: place[name] for name in layout.categories},
        parts=tuple(place[name] for name in layout.part_columns if name in place),
        title_period=in_title,
        dated=Dated(origin="title", text=in_title) if period is None and in_title else None,
        headings={column: name for column, name in enumerate(names) if name},
    )
    return match, []


def fitting(name: str, head: Sequence[Sequence[str]], layouts: Sequence[Layout]) -> Match | None:
    """Find the one layout that fits; None where none does.

    Raises
    ------
    FpstatsError
        Two layouts fit.
    """
    matches = [match for _, match, _ in _tried(head, layouts) if match is not None]
    # A form that holds another (the monthly return holds the opening stocks) is the better fit.
    matches = [one for one in matches if not any(one.used < other.used for other in matches)]
    if len(matches) > 1:
        ids = several(match.layout.id for match in matches)
        raise FpstatsError(say("error", "several_layouts", name=name, layouts=ids))
    return matches[0] if matches else None


def _tried(
    head: Sequence[Sequence[str]], layouts: Sequence[Layout]
) -> list[tuple[Layout, Match | None, list[str]]]:
    lines = {
        rows: [headings(head, row, rows) for row in range(min(SEARCHED, len(head) - rows + 1))]
        for rows in {layout.heading_rows for layout in layouts}
    }
    return [(layout, *fit(layout, head, lines[layout.heading_rows])) for layout in layouts]


def unfit(name: str, head: Sequence[Sequence[str]], layouts: Sequence[Layout]) -> FpstatsError:
    """Return the error that says what was looked for in a sheet that no layout fits."""
    nearest = sorted(_tried(head, layouts), key=lambda one: (len(one[2]), one[0].id))[:3]
    looked = "\n".join(
        say("error", "looked_for", layout=layout.id, headings=_first(missing))
        for layout, _, missing in nearest
    )
    seen = next((line for line in head if sum(map(bool, line)) > 1), head[0] if head else [])
    cells = several(cell for cell in seen[:12] if cell) or say("error", "nothing")
    return FpstatsError(say("error", "no_layout", name=name, looked=looked, cells=cells))


def _first(missing: Sequence[str]) -> str:
    return several(missing[:6]) + (" …" if len(missing) > 6 else "")
