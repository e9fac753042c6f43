"""Checks over time that could not be carried out, because returns are too long, or too few."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from fpstats.catalogue.checks import Check, CheckKind
from fpstats.checks.finding import Result
from fpstats.checks.material import Material
from fpstats.checks.outliers import proportions

MORE_WOULD_DO: Final = (
    CheckKind.OUTLIER, CheckKind.SHARE, CheckKind.EVEN, CheckKind.EXCHANGED, CheckKind.UNCHANGED,
    CheckKind.STEADY,
)  # fmt: skip
"""Kinds that need so many returns of one length, and look at all that have them."""

SEVERAL: Final = 2


def not_run(material: Material, results: Sequence[Result]) -> dict[int, list[Check]]:
    """Return the checks that could judge nothing, by the months that the returns have.

    Of months nothing is said, nor of a single period, which has nothing beside it, nor where only
    screens lack returns. Returns of several months that make no series, such as years to date of
    every third month, stand under 0.
    """
    found: dict[int, list[Check]] = {}
    spans = material.panel.slots
    if len(spans) < SEVERAL:
        return found
    longer = not any(span.months == 1 for span in spans)
    for one in results:
        check = one.check
        if check.kind not in MORE_WOULD_DO or check.unless or not any(_items(material, check)):
            continue
        for length in one.not_judged:
            if length > 1 or longer:
                found.setdefault(length if length > 1 else 0, []).append(check)
    return {
        length: checks
        for length, checks in found.items()
        if any(check.severity != "info" for check in checks)
    }


def _items(material: Material, check: Check) -> Iterator[object]:
    """Yield what there is for a check to look at."""
    known = [item for item in material.monthly.known if material.monthly.known[item].any()]
    match check.kind:
        case CheckKind.SHARE:
            yield from proportions(material, check)
        case CheckKind.STEADY:
            yield from material.stocks(check)
        case CheckKind.EXCHANGED if check.items:
            yield from [item for item in check.items if item in known][1:]
        case CheckKind.EXCHANGED | CheckKind.UNCHANGED:
            left, right = ([i for i in side if i in known] for side in (check.left, check.right))
            yield from left if right else ()
        case _:
            yield from material.flows(check)
