"""What is perhaps wrong, in words: likely corrections with the cells in which they belong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from fpstats import locale
from fpstats.checks.causes import is_repeated
from fpstats.checks.finding import Finding, Operand
from fpstats.checks.likely import Likely
from fpstats.checks.places import Places
from fpstats.checks.table import Row, Words


def note_hints(
    rows: Sequence[Row], told: Iterable[Sequence[Likely]], places: Places, words: Words
) -> None:
    """Write beside each row what is perhaps wrong, where something speaks for it.

    Where one correction alone is likely, its cells are to blame.
    """
    either = locale.text(words.lang, "check", "or")
    repeated = {
        (row.values["cause"], area): row.finding
        for row in rows if row.finding is not None and is_repeated(row)
        for area in _areas(row.finding)
    }  # fmt: skip
    for row, found in zip(rows, told, strict=True):
        if found:
            row.blamed = found[0].correction.cells if len(found) == 1 else ()
            row.values["hint"] = either.join(_hint(one, places, words) for one in found)
        elif one := repeated.get((row.values["cause"], row.values["area"])):
            row.values["hint"] = _repeated(one, row.values["area"], places, words)


def _areas(one: Finding) -> list[str]:
    """Return the area of a finding, or those that a finding of a whole month names."""
    return [one.area] if one.area else list(dict.fromkeys(o.area for o in one.operands))


def _repeated(one: Finding, area: str, places: Places, words: Words) -> str:
    return locale.text(
        words.lang,
        "check_hint",
        one.check.kind,
        cell=_named(one.operands[-1], places, words),
        old=words.of(one.left),
        area=area,
        period=words.of(one.span),
        **{"other": area} | {key: words.of(value) for key, value in one.words.items()},
    )


def _hint(one: Likely, places: Places, words: Words) -> str:
    (first, new), *others = one.correction.values.values()
    return locale.text(
        words.lang,
        "check_hint",
        one.why,
        cell=_named(first, places, words),
        old=words.of(first.value),
        new=words.of(new),
        other=_named(others[0][0], places, words) if others else "",
        area=first.area,
        whose=one.correction.whose,
    )


def _named(operand: Operand, places: Places, words: Words) -> str:
    """Name a number: whose it is, what, when, and its cell without the folders of the office."""
    place = places.of(operand)
    cell = ""
    if place is not None:
        cell = f" ({place._replace(source=Path(place.source).name)})"
    label = words.calendar.label(operand.span)
    return f"{operand.area} {label} {words.item(operand.item)}{cell}"
