"""Of whom 其中：男 is, behind columns of orders of birth: of the last order, or of all births."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from fpstats.returns.recognition.words import MODIFIERS, Lexicon, Meaning

Ideas = frozenset[str]

SEXES: Final = frozenset({"male", "female", "boy", "girl"})
ORDERS: Final = frozenset({"first", "second", "third_plus"})


class Orders(Struct):
    """The columns of orders of birth that stand before the one that is looked at.

    `run` counts those that follow one another; behind several of them a column of one sex may be
    of the last or of all. `path` are the headings of the last, `subject` is what all are part of.
    """

    run: int = 0
    last: Ideas = frozenset()
    path: tuple[str, ...] = ()
    subject: Ideas = frozenset()
    open: bool = False

    def take(self, ideas: Ideas, path: tuple[str, ...]) -> None:
        """Take in the next column that was understood."""
        if ideas & SEXES and not ideas & ORDERS:
            # 其中：女 beside 其中：男 is of the same.
            self.open = False
            return
        if named := ideas - MODIFIERS:
            self.subject = named
        if order := ideas & ORDERS:
            self.run = self.run + 1 if self.open else 1
            self.last, self.path, self.open = order, path, not ideas & SEXES
        else:
            self.run, self.open = 0, False

    def whole(
        self, before: Ideas, meaning: Meaning, path: tuple[str, ...], lexicon: Lexicon
    ) -> Ideas | None:
        """Return what a column that only narrows is a part of; None where that is in doubt."""
        if not meaning.ideas <= SEXES or not self.run:
            return before
        apart = len(path) > 1 and not lexicon.meaning(path[:1]).ideas and path[0] != self.path[0]
        if len(self.path) > 1 and (len(path) == 1 or apart):
            # It stands beside the heading above them all, not below it.
            return lexicon.meaning(self.path[:1]).ideas
        if not meaning.among:
            # 男 and 女 behind the orders are of all births.
            return self.subject if self.run > 1 else before
        return before | self.last if self.run == 1 else None
