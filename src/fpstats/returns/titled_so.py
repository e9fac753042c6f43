"""What the titles and names of a form say that fits a layout: planned numbers, or other people.

The layout tells what the columns are; of whom they are, or whether they are a plan, it cannot.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from fpstats.patterns import pattern

if TYPE_CHECKING:
    from fpstats.catalogue import Catalogue
    from fpstats.returns.layout import Match, Qualified
    from fpstats.returns.sheet import Sheet

_SUSPECT: Final = pattern(
    "流动|流入|流出|外来|暂住|非户籍|非农|农业|农村|城镇|低保|贫困|残疾|移民|老年|民族|计划外|政策外|再婚"
    "|预测|预计|测算|规划|目标|任务|计划(?!生育)"
)
"""Words with which titles and names are looked at closely; nearly no form has one."""
_EARLIER: Final = pattern("[上去前]年")
"""The same where no column says of which period a line is."""


def titled_so(sheet: Sheet, match: Match, catalogue: Catalogue) -> Qualified | None:
    """Return the word of a title or a name that may say of whom a form is.

    Raises
    ------
    FpstatsError
        They say that its numbers are planned, of an earlier time or of other people.
    """
    titles = [cell for line in sheet.head()[: match.top] for cell in line if cell.strip()]
    names = sheet.name or "", PurePath(sheet.path).stem
    around = "\n".join((*titles, *names))
    earlier = match.period is None and _EARLIER.search(around)
    if not earlier and _SUSPECT.search(around) is None:
        return None
    # What reads titles is loaded where it is needed.
    from fpstats.returns.column import Column
    from fpstats.returns.recognition.blocks import Block
    from fpstats.returns.recognition.masthead import Masthead
    from fpstats.returns.recognition.qualified import qualified
    from fpstats.returns.recognition.titled_otherwise import refuse_titled_otherwise
    from fpstats.returns.recognition.words import lexicon_of

    lexicon = lexicon_of(catalogue)
    cols = [
        Column(place=place, path=(match.headings.get(place, ""),), role="item", item=item)
        for item, places in match.items.items()
        for place in places
    ]
    block = Block(
        start=0, top=match.top, first=match.first, last=match.first, left=0, right=match.width,
        headings=(),
    )  # fmt: skip
    said = Masthead(periods=(), headlines=tuple(titles))
    refuse_titled_otherwise(sheet, block, cols, said, lexicon)
    return qualified(sheet, block, titles, (), cols, lexicon)
