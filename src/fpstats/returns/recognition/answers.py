"""Labels and their answers in cells of their own: 填报单位 | 石桥乡 | 负责人 | 李四.

Such a line is filled in and heads nothing. Joined, 填报单位：石桥乡, it is read like any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from fpstats.patterns import pattern
from fpstats.returns.recognition.beside import SEARCHED
from fpstats.returns.recognition.looks import Grid, is_number, known
from fpstats.returns.recognition.squeezed import squeezed
from fpstats.returns.recognition.words import Lexicon

_ASKED: Final = pattern(
    r"(?:(?:填报|填表|上报|报送|编报|编制|制表|统计|报告|报出)(?:单位|乡镇|机构|部门|机关|人|日期|时间|期|时期)"
    r"|(?:单位|部门|分管|主管|统计)?(?:负责|领导)人?|(?:审核|复核|审批|联系|经办|录入|校对)人?|(?:联系)?电话|联系方式"
    r"|表号|文号|(?:批准|备案)文号|(?:制定|批准|备案)(?:机关|单位)|有效期至?|(?:计量)?单位|报表(?:日期|期)|数据期|所属期)"
    r"(?:名称|签[名字章]|盖?章|\(.{1,4}\))?[:：]?"
)
"""What is asked for above a table, or below it."""

_FIRST: Final = pattern(r"(?!(?:计量)?单位[:：]?$).*")
"""单位 alone may head a column of units."""


def with_answers(grid: Grid, lexicon: Lexicon) -> Grid:
    """Return a sheet whose labels have their answers in one cell, above its first number."""
    found: list[Sequence[str]] | None = None
    for row, line in enumerate(grid[:SEARCHED]):
        if any(map(is_number, line)):
            break
        if (answered := _answered(line, lexicon)) is not None:
            found = list(grid) if found is None else found
            found[row] = answered
    return grid if found is None else found


def _answered(line: Sequence[str], lexicon: Lexicon) -> list[str] | None:
    """Return a line with each answer behind its label; None where it is of anything else."""
    places = [at for at, cell in enumerate(line) if cell.strip()]
    asked = [_ASKED.fullmatch(squeezed(line[at])) is not None for at in places]
    if len(places) < 2 or not asked[0] or not _FIRST.fullmatch(squeezed(line[places[0]])):
        return None
    joined = list(line)
    label: int | None = None
    for at, asks in zip(places, asked, strict=True):
        if asks:
            label = at
        elif label is None or (known(line[at], lexicon) and label == places[0]):
            return None
        else:
            joined[label] = f"{line[label].strip().rstrip(':：')}：{line[at].strip()}"
            joined[at], label = "", None
    return joined
