"""Values beside their targets: none is written as the bound that it is near and is not."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from fpstats.write.digits import Floats, known


def bounds_of(targets: Sequence[str | None]) -> list[Floats]:
    """Return the bounds that targets name, `at_least 95` one and `within 103 107` two.

    They come as two columns, the same twice where there is one; NaN where there is no target.
    """
    texts = pl.Series(targets, dtype=pl.String)
    found = {
        one: [float(bound) for bound in one.split()[1:]] for one in texts.drop_nulls().unique()
    }
    return [
        known(
            texts.replace_strict(
                {one: bounds[end] for one, bounds in found.items()},
                default=None,
                return_dtype=pl.Float64,
            )
        )
        for end in (0, -1)
        if found
    ]


def decimals_in(texts: Sequence[str]) -> list[int]:
    """Return with how many decimals each number is written.

    >>> decimals_in(["95.00", "94.995", "7", ""])
    [2, 3, 0, 0]
    """
    return [len(text.partition(".")[2]) for text in texts]
