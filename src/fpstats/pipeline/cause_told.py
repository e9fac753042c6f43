"""One cause in words: what was found, what is perhaps wrong, and where else it shows."""

from __future__ import annotations

from typing import Final

from fpstats.checks.causes import Cause
from fpstats.checks.table import Row
from fpstats.locale import text
from fpstats.pipeline.checked import Checked

SHOWN: Final = 4
"""So many findings beside the first of a cause are named."""


def told(one: Cause, checked: Checked) -> str:
    """Return what was found, what is perhaps wrong, and where the same shows as well."""
    hints = [row.values["hint"] for row in (one.first, *one.also) if row.values["hint"]]
    parts = [one.first.values["message"]]
    if hints:
        parts.append(text(checked.lang, "check", "likely", hint=hints[0]))
    also = (_shows(row, one.first, checked) for row in one.also)
    # Of a line that stands twice both cells are found, with the same words.
    shows = [name for name in dict.fromkeys(also) if name != one.first.values["message"]]
    if shows:
        if len(shows) > SHOWN:
            shows[SHOWN:] = [text(checked.lang, "check", "more_shows", count=len(shows) - SHOWN)]
        parts.append(
            text(
                checked.lang, "check", "also", shows=text(checked.lang, "check", "then").join(shows)
            )
        )
    return "".join(parts)


def _shows(row: Row, first: Row, checked: Checked) -> str:
    """Name what a finding is about, and whose it is where it is not that of the first."""
    known = checked.checks.get(row.values["code"])
    name = known.title.of(checked.lang) if known is not None else row.values["message"]
    places = [
        row.values[key]
        for key in ("area", "period")
        if row.values[key] and row.values[key] != first.values[key]
    ]
    if row.values["code"] == first.values["code"] and row.finding is not None and not places:
        item = row.finding.operands[0].item
        places = [checked.material.catalogue.items[item].title.of(checked.lang)]
    return f"{name} ({' '.join(places)})" if places else name
