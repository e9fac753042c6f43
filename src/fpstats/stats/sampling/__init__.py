"""Sampling: what a check of some tells about all.

`spot_check` is a sample of entries that were looked at again, `known_frame` one drawn from a known
number, `two_sources` are two lists of the same events, of which some are on both.
"""

from fpstats.stats.sampling.known_frame import (
    hypergeometric,
    hypergeometric_test,
    wilson_finite,
)
from fpstats.stats.sampling.spot_check import design_effect, gross_error, net_error
from fpstats.stats.sampling.two_sources import (
    TwoSources,
    chandrasekaran_deming,
    chapman,
    chapman_exact,
    source_coverage,
)

__all__ = [
    "TwoSources",
    "chandrasekaran_deming",
    "chapman",
    "chapman_exact",
    "design_effect",
    "gross_error",
    "hypergeometric",
    "hypergeometric_test",
    "net_error",
    "source_coverage",
    "wilson_finite",
]
