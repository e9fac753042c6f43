"""Layouts: how a form looks, as data, and which one a sheet is.

Knows headings; knows nothing of containers, of numbers, or of how a layout is written down.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import product
from typing import Final

from msgspec import Struct, field

from fpstats.returns.column import Column
from fpstats.returns.exact import Exact

MISSING: Final = frozenset(
    ["-", "--", "—", "——", "–", "/", "…", "……", "...", "空", "无", "無", "缺", "n/a", "N/A"]
)
"""What people write into a cell to say that there is no number; a zero is 0."""

_TOTAL: Final = (
    r"^[^（(]{0,6}?(合计|总计|小计|共计|合計|總計|小計|共計|合计数|总数|總數|汇总|总和|總和|匯總)((?i:total)|[（(].*[)）])?[:：]?$"
    r"|^(全|本)(国|省|市|县|区|州|盟|旗|乡|镇|街道|國|縣|區|鄉|鎮)(合计|总计)?[:：]?$"
    r"|^(计|計|[Σ∑]|累计|累計|総数|総計)[:：]?$|^.{0,3}(国|県|都|府|市|区|郡|町|村|部)計$"
    r"|^(?i:((grand|county|over-?all|sub)[ -]?)?totals?|(whole|entire) ?county|sum"
    r"|all ?(townships|towns|areas|units|places|counties|districts|prefectures|provinces))$"
)
"""How the names of totals are written, in forms of any kind."""


_NUMERAL: Final = r"(?:[一二三四五六七八九十]+|\d{1,2})"
_CLASS: Final = r"(?:街道|乡镇|镇|乡|街镇|镇街|社区|城区|村|街道办事处|鄉鎮)"

CLASSES: Final = (
    rf"^(?:[（(]?{_NUMERAL}[)）][、.．]?|{_NUMERAL}[、.．])?各?{_CLASS}(?:小计|合计|小計|合計)?[:：]?$"
    rf"|^{_NUMERAL}各?{_CLASS}(?:小计|合计|小計|合計)[:：]?$"
)
"""How classes of areas are named, on a line that heads them or adds them up: 一、街道."""

COUNTED: Final = rf"^{_NUMERAL}{_CLASS}$"
"""What may be a class of areas, and is more often a place: 五乡镇, 八一镇, 三村."""


AREALESS: Final = (
    r"^(?:[山坝库矿牧农林塬湖江]区|平原区?|平坝区?|丘陵区?|高原区?|高山区?|半山区?|山地|[近远城]郊区?|[老新主中]心?城区?"
    r"|沿[海江河湖线路](?:地区|区)?|[东西南北中](?:南|北)?(?:部|线|路|边)(?:地区)?)(?:各?乡镇)?[：:]?$"
)
"""What parts of a county are called by their lie, and hardly any area: 山区, 东部."""


PLACE: Final = r"^[\u3400-\u9fff]{1,4}(?:镇|乡|街道|村|社区|嘎查|鎮|鄉)$"
"""How the names of most townships and villages are made, which notes are not: 注溪镇."""


NOTES: Final = (
    r"^(注|备注|附注|说明|填表说明|资料来源|数据来源|来源|填报|填表|单位负责人|负责人|联系电话|联系人|制表|审核|复核|报送|统计负责人|主管"
    r"|本表|此表|备註|備註|資料來源|(?i:notes?|source|remarks?)\b)|^[*※△▲]|^[（(]?\d{1,2}[)）.、]\s*\D{6,}"
)
"""How lines begin that are notes below a table."""


class Above(Struct, frozen=True, kw_only=True):
    """An area above the one on the line: its first characters, or one name for all."""

    level: str
    characters: int = 0
    name: str = ""


class Layout(Struct, frozen=True, kw_only=True):
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
    left_out: frozenset[str] = frozenset()
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


class Contrary(Struct, frozen=True, kw_only=True):
    """Two periods that disagree, as they are written; the first counts. `cell` is of the title."""

    counts: str
    other: str
    cell: str = ""


class Dated(Struct, frozen=True, kw_only=True):
    """Where the one period of a table was found, and what stands there.

    `origin` is title, sheet or file; `cell` is of the title. `short` tells that its year has two
    digits, `bare` that it is but two numbers in two cells, `statistical` that the years of the form
    run from October to September, `until` that it says up to when numbers run and not since when.
    """

    origin: str
    text: str
    cell: str = ""
    short: bool = False
    bare: bool = False
    statistical: bool = False
    until: bool = False


class Qualified(Struct, frozen=True):
    """A word of a title that is not understood, and may say of whom or what the numbers are.

    `cell` is that of the title; `origin` is title, or sheet or file, whose name has the word, or
    area, in whose place it stands.
    """

    word: str
    cell: str = ""
    origin: str = "title"


class PassedOver(Struct, frozen=True):
    """A table of the sheet that is not read: its first heading row and its end, from 0, and why."""

    top: int
    last: int
    reason: str


class Match(Struct, frozen=True, kw_only=True):
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
    unit, unit_at
        By what those of all columns are, where no column says otherwise; and the cell that says it.
    carried
        The area of lines, from 1, over which a merged cell names it.
    carried_periods
        Their period, in the same way.
    left
        Columns before that of the areas, in which 合计 may stand when it spans both.
    year
        The column of years, where that of periods has only months or quarters.
    within
        The month of the columns, where that of periods has only years.
    columns
        What each column was taken for, of a table that was recognised.
    dated
        Where the one period of the table was found; None where a column has it.
    contrary
        A period that contradicts the one that counts: of the title, the sheet's or the file's name.
    titles
        What stands above the table, of one that was recognised.
    qualified
        A word of its titles that may narrow what is counted, of a table that was recognised.
    passed_over
        The other tables of the sheet that are not read, told of by its first table.
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
    unit_at: str = ""
    carried: Mapping[int, str] = field(default_factory=dict)
    carried_periods: Mapping[int, str] = field(default_factory=dict)
    left: tuple[int, ...] = ()
    year: int | None = None
    within: str = ""
    columns: tuple[Column, ...] = ()
    dated: Dated | None = None
    contrary: Contrary | None = None
    titles: str = ""
    qualified: Qualified | None = None
    passed_over: tuple[PassedOver, ...] = ()

    @property
    def additive(self) -> bool:
        """Tell whether several lines make one return: villages of a township, categories."""
        return self.layout.additive or bool(self.parts)

    def columns_of(self, item: str) -> tuple[int, ...]:
        """Return the columns that an item is read from: several where it is their sum."""
        return self.items.get(item, () if self.value is None else (self.value,))

    @property
    def used(self) -> frozenset[int]:
        """Return the columns that are read."""
        single = (self.area, self.period, self.year, self.value)
        items = (column for columns in self.items.values() for column in columns)
        return frozenset(
            {column for column in single if column is not None}
            | {*items, *self.left, *self.categories.values(), *self.parts}
        )

    @property
    def unread(self) -> Mapping[int, str]:
        """Return the headings of columns that may hold items and are not read."""
        if self.value is not None:
            return {}
        used, known = self.used, self.layout.left_out
        headings = self.headings.items()
        return {at: text for at, text in headings if at not in used and text not in known}
