"""What a form says that all its numbers are in: a line 单位：万人, a title, the corner, a note."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Final, NamedTuple

from fpstats.patterns import pattern
from fpstats.returns.recognition.blocks import Block
from fpstats.returns.recognition.looks import UNIT_LABEL, Grid
from fpstats.returns.recognition.squeezed import squeezed
from fpstats.returns.recognition.words import BARE_UNIT, SHARES, UNIT, Lexicon, scale_of
from fpstats.returns.sheet import Sheet
from fpstats.returns.turned import Turned

_END: Final = r"(?=$|[)\]、,，;；。/和])"
_SCALE_ALONE: Final = rf"(?P<alone>[百千万亿]{{1,2}}){_END}"
_LINE: Final = pattern(rf"(?:计量)?[单単]位[:：]{UNIT}{_END}")
_WITHOUT_UNIT: Final = pattern(rf"(?:(?:计量)?[单単]位[:：]?|[(\[]){_SCALE_ALONE}")
_ALONE: Final = pattern(rf"[(\[]?(?:计量)?(?:[单単]位[:：]?)?{UNIT}[)\]]?")
_IN_BRACKETS: Final = pattern(rf"[(\[](?:计量)?(?:[单単]位[:：]?)?{UNIT}[)\]]")
_SAID: Final = pattern(
    rf"(?P<of>[一-鿿、]*?)的?(?:计量|数据|统计)?[单単]位(?:均|都|统一|一律)*(?:为|是|以|:)?{UNIT}{_END}"
    rf"|(?P<whose>[一-鿿、]*?)(?:均|都|统一|一律)*[以按](?P<large>[百千万亿]{{1,2}})(?:人|对|户|例|口)"
    r"(?:为单位|计|统计|表示|填报)"
)
"""人口单位为万人 · 以万人为单位."""
_OF_ALL: Final = pattern(
    r"^(?:注|说明|备注|附注)|本表|表中|表内|上表|以上|数据|数字|数值|所有|全部|各项|各列|指标|的"
)
"""Words before 单位为万人 that name no subject."""
_NOTHING_MORE: Final = pattern(
    r"(?:统计|情况|基本|汇总|一览|简|报|月报|年报|季报|明细|总|续|[一二三四五六七八九十\d])*表?[)\]。]*"
)
"""What may stand behind （万人） in a title that speaks of one thing."""
_SEVERAL: Final = pattern("[、,，;；/和及与]")
_LARGE: Final = pattern(
    r"(?<![\d.一二两三四五六七八九十百千万亿几多近约数余每各/第])(?:[千万亿]|[十百千]万)(?:人(?![口以])|对|户|例|口)"
    r"|thousand|million|(?<!\d)10?,?000(?:persons|people)"
)
"""A large unit in words, that no sentence counts with: not 每万人, 1.2万人."""


class FormUnit(NamedTuple):
    """What a form says that all its numbers are in: `names` 人 and 对, `scale` 10,000 for 万人.

    `text` is the cell that says so, as it is written; `of` is what a note says it of (人口).
    """

    names: tuple[str, ...] = ()
    scale: int = 1
    text: str = ""
    of: str = ""

    @property
    def written(self) -> str:
        """The cell in one line."""
        return " ".join(self.text.split())

    @property
    def computed(self) -> bool:
        """Tell whether it is that of shares and rates alone: 单位：%."""
        return bool(self.names) and all(name in SHARES for name in self.names)


class Units(NamedTuple):
    """What is said around a table: the unit of all numbers, or what says `several` sizes."""

    unit: FormUnit = FormUnit()
    several: str = ""

    @property
    def given(self) -> bool:
        """Tell whether anything is said."""
        return bool(self.unit.names or self.several)


def units_said(
    titles: Grid, below: Grid, table: tuple[Sheet, Grid, Block], lexicon: Lexicon
) -> Units:
    """Return the unit of a form: of its titles, its corner, its notes, of the sheet and the file.

    A unit alone above one of the first columns of numbers may be of that column or of all.
    """
    sheet, grid, block = table
    corner = _corner(grid, block, lexicon)
    heading = [] if isinstance(sheet, Turned) else grid[block.headings[0]] if block.headings else []
    found: list[FormUnit] = []
    for line in titles:
        found += _of_line(line)
        if (several := _sizes(line) or _above_one(line, heading)) is not None:
            return Units(several=several)
    names = sheet.name or "", PurePath(sheet.path).stem
    titled = [text for line in [*titles, names] for text in line]
    found += filter(None, map(_cornered, corner))
    found += filter(None, map(_titled, titled))
    found += filter(None, (_of_what(text) or unit_of(text) for line in below for text in line))
    scales = {one.scale for one in found if not one.computed}
    for text in [*titled, *corner]:
        if _LARGE.search(squeezed(text)) and not scales - {1}:
            return Units(several=" ".join(text.split()))
    if len(scales) > 1:
        return Units(several=" / ".join(dict.fromkeys(one.written for one in found)))
    return Units(found[0] if found else FormUnit())


def unit_of(text: str) -> FormUnit | None:
    """Return the unit that a cell says of all numbers; None where it says none."""
    plain = squeezed(text)
    if (found := _LINE.search(plain)) or (found := _ALONE.fullmatch(plain)):
        behind = re.split("[、,，;；/和)]", plain[found.end() :])
        others = (one["unit"] for one in map(BARE_UNIT.fullmatch, behind) if one)
        return FormUnit((found["unit"], *others), scale_of(found["scale"]), text)
    if alone := _WITHOUT_UNIT.search(plain):
        return FormUnit(("",), scale_of(alone["alone"]), text)
    return _of_what(text)


def _corner(grid: Grid, block: Block, lexicon: Lexicon) -> list[str]:
    """Return the headings of the columns that hold no numbers: 地区（万人）."""
    return [
        cell
        for row in block.headings
        for cell in grid[row][block.left : block.right]
        if cell.strip() and lexicon.role(cell) in ("area", "items", "part", "group", "period")
    ]


def _of_line(line: Sequence[str]) -> Iterator[FormUnit]:
    """Yield what cells say, each alone, and 单位： beside 万人."""
    cells = [cell for cell in line if cell.strip()]
    for at, cell in enumerate(cells):
        if (one := unit_of(cell)) is not None:
            yield one
        label = squeezed(cells[at - 1]) if at else ""
        if UNIT_LABEL.search(label) and (alone := _WITHOUT_UNIT.fullmatch(f"单位{squeezed(cell)}")):
            yield FormUnit(("",), scale_of(alone["alone"]), cell)


def _of_what(text: str) -> FormUnit | None:
    """Return the unit that a sentence says, and of what it says it: 总人口单位为万人."""
    if (said := _SAID.search(squeezed(text))) is None:
        return None
    of = _OF_ALL.sub("", said["of"] or said["whose"] or "")
    return FormUnit((said["unit"] or "",), scale_of(said["scale"] or said["large"] or ""), text, of)


def _cornered(text: str) -> FormUnit | None:
    """Return the unit in the heading of the areas."""
    found = _IN_BRACKETS.search(squeezed(text))
    return FormUnit((found["unit"],), scale_of(found["scale"]), text) if found else unit_of(text)


def _titled(text: str) -> FormUnit | None:
    """Return the unit in the brackets of a title: 2023年各市人口数（万人）.

    That of shares and rates says what the numbers are, and is no unit of counts.
    """
    plain = squeezed(text)
    found = list(_IN_BRACKETS.finditer(plain))
    if len(found) != 1 or found[0]["unit"] in SHARES or _ALONE.fullmatch(plain):
        return None
    of_all = _NOTHING_MORE.fullmatch(plain, found[0].end())
    if not of_all or _SEVERAL.search(plain[: found[0].start()]):
        return None
    return FormUnit((found[0]["unit"],), scale_of(found[0]["scale"]), text)


def _sizes(line: Sequence[str]) -> str | None:
    """Return what a line such as 单位：万人、人 says, where its units are of several sizes."""
    for text in line:
        said = re.search(r"单位[:：]([^:：]*)$", squeezed(text))
        units = re.split("[、,，;；/和]", said[1]) if said else []
        found = [
            one for one in map(BARE_UNIT.fullmatch, units) if one and one["unit"] not in SHARES
        ]
        if said and len({scale_of(one["scale"]) for one in found}) > 1:
            return said[1]
    return None


def _above_one(line: Sequence[str], heading: Sequence[str]) -> str | None:
    """Return （万人） where it stands alone above a column of numbers that others are right of."""
    cells = [(at, cell) for at, cell in enumerate(line) if cell.strip()]
    if len(cells) != 1:
        return None
    at, cell = cells[0]
    found = BARE_UNIT.fullmatch(squeezed(cell))
    first = next((place for place, text in enumerate(heading) if text.strip()), 0)
    right = any(text.strip() for text in heading[at + 1 :])
    large = found is not None and found["scale"] and "单位" not in found[0]
    return cell if large and at > first and right else None
