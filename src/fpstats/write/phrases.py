"""Templates of sentences → expressions over whole columns, so that no row is put together alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from string import Formatter

import polars as pl
from msgspec import Struct

from fpstats.locale import texts

Phrase = pl.Expr | str
"""A text of each row, or one for all; null where there is nothing to say."""


class Phrases(Struct, frozen=True):
    """The templates of one language."""

    lang: str

    def say(self, key: str, **fields: Phrase) -> pl.Expr:
        """Fill the fields of a template; null where a field is null."""
        parts = []
        for literal, name, _, _ in Formatter().parse(texts(self.lang)["sentence"][key]):
            parts.append(pl.lit(literal))
            if name is not None:
                parts.append(phrase(fields[name]))
        return pl.concat_str(parts)

    def fixed(self, key: str) -> pl.Expr:
        """Return a text that is the same in every row."""
        return pl.lit(texts(self.lang)["sentence"][key])

    def joined(self, parts: Sequence[pl.Expr]) -> pl.Expr:
        """Put what there is one behind the other, with commas."""
        comma = texts(self.lang)["sentence"]["comma"]
        words = pl.concat_str(parts, separator=comma, ignore_nulls=True)
        return pl.when(pl.any_horizontal(part.is_not_null() for part in parts)).then(words)

    def sentences(self, parts: Iterable[pl.Expr]) -> pl.Expr:
        """Write each part that there is as a sentence of its own."""
        ended = [self.say("end", words=part) for part in parts]
        return pl.concat_str(ended, ignore_nulls=True).str.strip_chars_end()


def phrase(words: Phrase) -> pl.Expr:
    """Return words as an expression."""
    return pl.lit(words) if isinstance(words, str) else words


def nothing() -> pl.Expr:
    """Return what is said where there is nothing to say."""
    return pl.lit(None, dtype=pl.String)
