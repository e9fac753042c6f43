"""What a check finds: the numbers on both sides, where they stand, and what is at stake."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from msgspec import Struct, field

from fpstats.catalogue.checks import Check
from fpstats.periods import Span


class Operand(Struct, frozen=True, kw_only=True):
    """One number that a check looked at; `row` is its line where several lines make a return.

    `value` is None where it is not known: never 0 in its stead.
    """

    area: str
    span: Span
    item: str
    value: float | None
    source: int | None = None
    row: int | None = None


class Finding(Struct, frozen=True, kw_only=True):
    """One thing found.

    Attributes
    ----------
    key
        Which sentence of `check_message` tells of it.
    lefts
        How many of the operands stand on the left side, before those it is compared with.
    sound
        Places of operands that are compared with, and are themselves not in question.
    weights
        Of a sum that does not come out, the weight of each operand: weighted and added they should
        be 0, or at most 0. Empty where nothing is added up.
    at_most
        Whether the weighted sum may be below 0.
    together
        What findings of this check have in common that have one cause.
    events
        How many events are at stake: what would have to change for nothing to be found.
    probability
        How likely so much or more is by chance; of many tests, adjusted for their number.
    words
        What else the sentence names.
    """

    check: Check
    key: str
    area: str
    span: Span | None
    operands: tuple[Operand, ...] = ()
    lefts: int = 0
    sound: Collection[int] = ()
    weights: tuple[float, ...] = ()
    at_most: bool = False
    together: tuple[object, ...] | None = None
    indicator: str | None = None
    left: float | None = None
    right: float | None = None
    events: float | None = None
    probability: float | None = None
    words: Mapping[str, object] = field(default_factory=dict)

    @property
    def difference(self) -> float | None:
        """The left side less the right; None where either is not known."""
        if self.left is None or self.right is None:
            return None
        return self.left - self.right


class Result(Struct):
    """What one check gave: how many comparisons it made, of which lines, and what it found.

    `not_judged` are the lengths of returns, in months, of which it could compare none.
    """

    check: Check
    judged: int = 0
    lines: int = 0
    findings: list[Finding] = field(default_factory=list)
    not_judged: list[int] = field(default_factory=list)
