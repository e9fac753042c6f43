"""Random counts for slow loops to be compared with, and the comparison."""

from __future__ import annotations

import math

import numpy as np

SEEDS = range(8)


def areas(seed: int, size: int = 12, most: int = 400) -> tuple[list[int], list[int]]:
    """Draw counts among totals of very different sizes; some areas have none, or all."""
    rng = np.random.default_rng(seed)
    totals = np.ceil(np.exp(rng.uniform(0, math.log(most), size))).astype(int)
    counts = rng.binomial(totals, rng.beta(8, 3, size))
    counts[0], counts[1] = 0, totals[1]
    return counts.tolist(), totals.tolist()


def months(seed: int, size: int = 30) -> tuple[list[float], list[float]]:
    """Draw a series with months that are missing, or have nobody."""
    counts, totals = areas(seed, size)
    gaps = np.random.default_rng(seed + 100).choice(size, 3, replace=False)
    counts[gaps[0]], totals[gaps[1]] = math.nan, math.nan
    counts[gaps[2]], totals[gaps[2]] = 0, 0
    return counts, totals


def close(found, expected, rtol=1e-11, atol=1e-14) -> None:
    np.testing.assert_allclose(found, expected, rtol=rtol, atol=atol)


def known(count: float, total: float) -> bool:
    return count == count and total == total and total > 0
