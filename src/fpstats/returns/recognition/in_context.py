"""What a whole form makes of its columns: what their own headings and neighbours leave open."""

from __future__ import annotations

from collections.abc import Sequence

from fpstats.returns.column import Column
from fpstats.returns.recognition.beside_months import without_untold
from fpstats.returns.recognition.counted import below_unit
from fpstats.returns.recognition.masthead import Masthead
from fpstats.returns.recognition.operations import without_operations
from fpstats.returns.recognition.parity import without_parity
from fpstats.returns.recognition.siblings import by_siblings
from fpstats.returns.recognition.words import Lexicon
from fpstats.returns.recognition.year_columns import (
    with_year_ends,
    with_years_so_far,
    without_crossed,
)


def in_context(cols: Sequence[Column], said: Masthead, lexicon: Lexicon) -> list[Column]:
    """Return columns as the title, the unit of the form and the columns beside them leave them."""
    found = by_siblings(cols, said, lexicon)
    found = with_year_ends(without_crossed(found, said), said)
    found = without_untold(with_years_so_far(found, said), said)
    found = [below_unit(one, said.unit, lexicon) for one in found]
    found = without_operations(found, said.headlines, lexicon)
    return without_parity(found, said.about, lexicon)
