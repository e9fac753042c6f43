"""Whether a value lies beyond a reference, in words: by chance alone, and by how many are compared.

Chance is ruled out of one comparison by itself. Of a hundred townships that are all alike five are
then found to differ; so it is said where, after adjusting for how many are compared, chance could
explain it.
"""

from __future__ import annotations

from typing import Final

import polars as pl
from msgspec import Struct

from fpstats.write.prose import Prose

USUAL: Final = 0.05
"""What an adjusted probability is at most where an area stands out among all of its level."""


class Beyond(Struct, frozen=True):
    """Says of the values of one indicator whether they lie beyond others."""

    prose: Prose

    def verdict(self, apart: pl.Expr, below: pl.Expr, reference: pl.Expr, against: str) -> pl.Expr:
        """Return whether a value lies beyond a reference, or cannot be told apart from it.

        `against` is what the columns of probabilities are named after: target, parent, group,
        change.
        """
        alike = self.prose.phrases.say("alike", reference=reference)
        said = self.said(below, reference, against)
        return pl.when(self.sure(against, apart)).then(said).otherwise(alike)

    def said(self, below: pl.Expr, reference: pl.Expr, against: str) -> pl.Expr:
        """Say that a value lies beyond a reference, and whether it still does after adjusting."""
        p, said = pl.col(f"{against}_p"), pl.col(f"{against}_p_text")
        say = self.prose.phrases.say
        least = self.prose.text("p_below", p=self.prose.least)
        words = pl.when(p < float(self.prose.least)).then(pl.lit(least)).otherwise(say("p", p=said))
        falls = say("falls", q=pl.col(f"{against}_q_text"))
        after = pl.when(pl.col(f"{against}_q") > USUAL).then(falls)
        fields = {"reference": reference, "p": words.fill_null(""), "after": after.fill_null("")}
        return pl.when(below).then(say("below", **fields)).otherwise(say("above", **fields))

    def sure(self, against: str, apart: pl.Expr) -> pl.Expr:
        """Tell whether chance is ruled out: by the interval and, where there is one, by the test.

        With few events an interval may leave out what an exact test does not.
        """
        p = pl.col(f"{against}_p")
        return apart & (p.is_null() | (p <= 1 - pl.col("confidence")))
