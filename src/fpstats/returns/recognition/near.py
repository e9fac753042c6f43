"""What was looked for in headings that name no item, and which of them come near."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Final

from fpstats.locale import say, several
from fpstats.returns.recognition.deeper import parts_above
from fpstats.returns.recognition.looks import is_number, is_time, known
from fpstats.returns.recognition.squeezed import bare
from fpstats.returns.recognition.words import Lexicon
from fpstats.returns.sheet import Sheet

_LIKE: Final = 0.6
"""How alike a heading and a name must be to be shown beside one another."""
_SHOWN: Final = 8


def looked_for(sheet: Sheet, lexicon: Lexicon) -> str:
    """Return what the headings of a sheet are, as far as they are known, and what was looked for.

    A heading that is not known stands beside the names that it is like.
    """
    head = sheet.head()
    lines = [(row, line) for row, line in enumerate(head) if _words(line)]
    if not lines:
        return say("error", "no_words", lines=len(head))
    row, line = max(lines, key=lambda one: (_understood(one[1], lexicon), len(_words(one[1]))))
    met: list[str] = []
    items: list[str] = []
    others: list[str] = []
    for column, cell in enumerate(line):
        if not cell.strip() or is_number(cell):
            continue
        place = {"cell": sheet.address(column, row + 1), "heading": " ".join(cell.split())}
        written = say("error", "heading_at", **place)
        if is_time(cell, lexicon):
            met.append(written)
        elif not known(cell, lexicon):
            others.append(written + _near(cell, lexicon))
        elif lexicon.name((cell,)) or lexicon.item(lexicon.meaning((cell,)).ideas):
            items.append(written)
        else:
            met.append(written)
    below = row + 1
    if below < len(head) and parts_above(head, row, below, lexicon):
        others += [
            say("error", "heading_at", cell=sheet.address(column, below + 1), heading=cell.strip())
            for column, cell in enumerate(head[below])
            if cell.strip() and not known(cell, lexicon)
        ]
    found = say("error", "looked_in_headings", line=row + 1, known=_some(met), others=_some(others))
    said = say("error", "items_met", items=_some(items)) if items else say("error", "no_item_met")
    return "\n".join((found, say("error", "looked_for_items", items=said)))


def _some(texts: Sequence[str]) -> str:
    more = " …" if len(texts) > _SHOWN else ""
    return several(texts[:_SHOWN]) + more if texts else say("error", "nothing")


def _words(line: list[str]) -> list[str]:
    return [cell for cell in line if cell.strip() and not is_number(cell)]


def _understood(line: list[str], lexicon: Lexicon) -> int:
    return sum(known(cell, lexicon) for cell in line)


def _near(cell: str, lexicon: Lexicon) -> str:
    """Return the names, of items or of columns of areas and periods, that a heading is like."""
    found = difflib.get_close_matches(bare(cell), lexicon.names, n=2, cutoff=_LIKE)
    return say("error", "heading_like", headings=several(found)) if found else ""
