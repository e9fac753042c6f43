"""A sheet as it is looked at: each area and time on one line, each item in one list."""

from __future__ import annotations

from fpstats.returns.recognition.answers import with_answers
from fpstats.returns.recognition.heads_of_times import with_times
from fpstats.returns.recognition.item_lines import one_line_an_area
from fpstats.returns.recognition.looks import Grid
from fpstats.returns.recognition.one_place import one_line
from fpstats.returns.recognition.panels import one_below_another
from fpstats.returns.recognition.sideways import lies_on_its_side
from fpstats.returns.recognition.township_blocks import one_list
from fpstats.returns.recognition.words import Lexicon
from fpstats.returns.sheet import Sheet
from fpstats.returns.unseen import seen


def laid_out(sheet: Sheet, lexicon: Lexicon) -> tuple[Sheet, Grid, bool]:
    """Return a sheet, its cells laid anew where need be, its texts, and if it lies on its side.

    Raises
    ------
    FpstatsError
        Lists stand side by side that are not headed alike, or two lines say the same.
    """
    grid = with_answers([list(map(seen, line)) for line in sheet.lines()], lexicon)
    grid = with_times(grid, lexicon)
    if (townships := one_list(sheet, grid, lexicon)) is not None:
        sheet, grid = townships, townships.lines()
    if (spread := one_line_an_area(sheet, grid, lexicon)) is not None:
        sheet, grid = spread, spread.lines()
    lies = lies_on_its_side(grid, lexicon)
    if (listed := one_below_another(sheet, grid, lexicon, lies=lies)) is not None:
        sheet, grid = listed, listed.lines()
        lies = lies_on_its_side(grid, lexicon)
    if lies and (line := one_line(sheet, grid, lexicon)) is not None:
        sheet, grid, lies = line, line.lines(), False
    return sheet, grid, lies
