"""What was looked for in headings that name no item, and which of them come near."""

from __future__ import annotations

import difflib
from typing import Final

from fpstats.locale import say, several
from fpstats.returns.recognition.deeper import parts_above
from fpstats.returns.recognition.looks import is_number, known
from fpstats.returns.recognition.words import Lexicon, bare
from fpstats.returns.sheet import Sheet

_LIKE: Final = 0.6
"""How alike a heading and a name must be to be shown beside one another."""
_SHOWN: Final = 8


def looked_for(sheet: Sheet, lexicon: Lexicon) -> str:
    """Return a line on the headings of a sheet: areas, items, and what was not understood."""
    lines = [(row, line) for row, line in enumerate(sheet.head()) if _words(line)]
    if not lines:
        return ""
    row, line = max(lines, key=lambda one: (_understood(one[1], lexicon), len(_words(one[1]))))
    areas: list[str] = []
    items: list[str] = []
    others: list[str] = []
    for column, cell in enumerate(line):
        if not cell.strip() or is_number(cell):
            continue
        place = {"cell": sheet.address(column, row + 1), "heading": " ".join(cell.split())}
        written = say("error", "heading_at", **place)
        if not known(cell, lexicon):
            others.append(written + _near(cell, lexicon))
        elif lexicon.role(cell) in ("area", "part"):
            areas.append(written)
        elif lexicon.name((cell,)) or lexicon.item(lexicon.meaning((cell,)).ideas):
            items.append(written)
    head, below = sheet.head(), row + 1
    if below < len(head) and parts_above(head, row, below, lexicon):
        others += [
            say("error", "heading_at", cell=sheet.address(column, below + 1), heading=cell.strip())
            for column, cell in enumerate(head[below])
            if cell.strip() and not known(cell, lexicon)
        ]
    none = say("error", "nothing")
    return say(
        "error",
        "looked_in_headings",
        line=row + 1,
        areas=several(areas) or none,
        items=several(items[:_SHOWN]) or none,
        others=several(others[:_SHOWN]) or none,
    )


def _words(line: list[str]) -> list[str]:
    return [cell for cell in line if cell.strip() and not is_number(cell)]


def _understood(line: list[str], lexicon: Lexicon) -> int:
    return sum(known(cell, lexicon) for cell in line)


def _near(cell: str, lexicon: Lexicon) -> str:
    """Return the names, of items or of columns of areas and periods, that a heading is like."""
    found = difflib.get_close_matches(bare(cell), lexicon.names, n=2, cutoff=_LIKE)
    return say("error", "heading_like", headings=several(found)) if found else ""
