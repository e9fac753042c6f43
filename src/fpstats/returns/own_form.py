"""The forms that `fpstats form` writes: a hidden sheet says which layout they have.

Such a form needs no recognition, whatever layouts are known when it comes back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Final

from fpstats.errors import FpstatsError
from fpstats.locale import LANGUAGES, say, text
from fpstats.returns.containers import Sheet
from fpstats.returns.forms import parse
from fpstats.returns.layout import Layout

SHEET: Final = "fpstats"
"""The name of the hidden sheet."""

_MARK: Final = ("fpstats form", "1")


def stamp(layout: str, written: str) -> list[tuple[str, str]]:
    """Return the lines of the hidden sheet: the layout's id, its digest, and its text."""
    lines = [("text", line) for line in written.splitlines() if line.strip()]
    return [_MARK, ("layout", layout), ("sha256", _digest(lines)), *lines]


def is_check(heading: str) -> bool:
    """Tell the heading of the column that says whether a line adds up; it is no item."""
    return any(heading == text(lang, "form", "check") for lang in LANGUAGES)


def _digest(lines: Sequence[tuple[str, str]]) -> str:
    joined = "\n".join(line.rstrip() for _, line in lines)
    return hashlib.sha256(joined.encode("utf-8")).hexdigest()


def opened(found: Iterable[Sheet], items: Iterable[str]) -> tuple[Iterable[Sheet], Layout | None]:
    """Return the sheets to read; and of a form of ours its layout, which no other may stand for.

    Raises
    ------
    FpstatsError
        The hidden sheet of the form was changed.
    ConfigurationError
        The form asks for items that the catalogue does not have.
    """
    sheets = list(found)
    for sheet in sheets:
        if sheet.name == SHEET and sheet.facts.state != "visible":
            return [one for one in sheets if one is not sheet], _layout(sheet, items)
    return sheets, None


def _layout(sheet: Sheet, items: Iterable[str]) -> Layout:
    rows = sheet.columns(1, 2, [0, 1]).select("c0", "c1").rows()
    known = dict(reversed(rows))
    lines = [(key, value) for key, value in rows if key == "text"]
    changed = known.get("sha256") != _digest(lines) or not known.get("layout")
    if changed or sheet.head()[:1] != [list(_MARK)]:
        raise FpstatsError(say("error", "own_form_changed", path=sheet.path, sheet=SHEET))
    return parse("\n".join(line for _, line in lines), known["layout"], items)
