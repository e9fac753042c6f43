"""Ranks that admit what they do not know: `places` by intervals, `probabilities` by quadrature."""

from fpstats.stats.ranking.places import (
    Places,
    joint_confidence,
    rank_intervals,
    rank_moves,
    tiers,
)
from fpstats.stats.ranking.probabilities import (
    RankChange,
    beta_rank_probabilities,
    expected_rank,
    gamma_rank_probabilities,
    rank_change,
)

__all__ = [
    "Places",
    "RankChange",
    "beta_rank_probabilities",
    "expected_rank",
    "gamma_rank_probabilities",
    "joint_confidence",
    "rank_change",
    "rank_intervals",
    "rank_moves",
    "tiers",
]
