"""Small areas drawn towards the common value, by as much as chance blurs them.

A shrunken value is the better guess of what lies behind a small number; it is never the number
itself, and is shown beside it, not in its place. By `moments`, and by `likelihood`.
"""

from fpstats.stats.shrinkage.likelihood import BetaFit, beta_binomial, beta_binomial_fit
from fpstats.stats.shrinkage.moments import (
    Shrunk,
    marshall,
    marshall_interval,
    martuzzi_elliott,
)

__all__ = [
    "BetaFit",
    "Shrunk",
    "beta_binomial",
    "beta_binomial_fit",
    "marshall",
    "marshall_interval",
    "martuzzi_elliott",
]
