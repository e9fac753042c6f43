"""What is odd in most areas at once: one finding of the month, in place of one an area."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from fpstats.checks.finding import Finding
from fpstats.periods import Span

FEWEST: Final = 3
"""Of fewer areas it is no matter of the whole month."""

Month = tuple[str, Span | None]
"""An item in a month."""


def together(findings: Sequence[Finding], judged: Mapping[Month, int]) -> list[Finding]:
    """Put findings of one item and month together where at least half of all areas have them.

    Only those of one direction: all too many, or all too few. `judged` is how many areas were
    looked at.
    """
    groups: dict[tuple[Month, bool], list[Finding]] = defaultdict(list)
    for one in findings:
        groups[(one.operands[0].item, one.span), (one.difference or 0) > 0].append(one)
    told: list[Finding] = []
    for (month, _), several in groups.items():
        known = judged.get(month, 0)
        many = len(several) >= FEWEST and 2 * len(several) >= known
        told += [_one(several, known)] if many else several
    return told


def _one(several: Sequence[Finding], known: int) -> Finding:
    """Return one finding for all, with every number and what was to be expected of them."""
    return replace(
        several[0],
        key=f"{several[0].key}_everywhere",
        area="",
        operands=tuple(operand for one in several for operand in one.operands),
        lefts=len(several),
        left=sum(one.left or 0 for one in several),
        right=round(sum(one.right or 0 for one in several), 1),
        events=sum(one.events or 0 for one in several),
        probability=min(one.probability for one in several if one.probability is not None),
        words={"areas": len(several), "known": known},
    )
