"""Samples of a known number: exact limits and tails, and quick limits with room for clusters."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.border import (
    Flags,
    Floats,
    Interval,
    as_floats,
    counts_among,
    is_count,
    normal_quantile,
    tail_probability,
)
from fpstats.stats.exact_tests import Tails
from fpstats.stats.probabilities import first_whole
from fpstats.stats.series import quotient
from fpstats.stats.urn import SAME, hypergeometric_at_most, tails_of_any


def hypergeometric(
    count: ArrayLike, sample: ArrayLike, frame: ArrayLike, confidence: float = 0.95
) -> Interval:
    """Compute exact limits of a proportion of a known number, from a sample of them.

    The limits are whole numbers of the frame, divided by it: from so many wrong entries to so
    many, of all there are. Each number between them would give the sample's count, or one
    further out, with more than half of what the confidence leaves. A sample of all gives a point.

    Parameters
    ----------
    count
        Errors in the sample.
    sample
        Entries drawn at random, each at most once.
    frame
        Entries there are: whole numbers, of any shapes that broadcast.
    confidence
        Strictly between 0 and 1. It is never less than stated, and often more.

    Returns
    -------
    Interval
        Limits of the proportion (0 to 1) in the frame; times the frame they are whole numbers.
        NaN where the count is no part of the sample, or the sample no part of the frame.

    References
    ----------
    Buonaccorsi JP (1987). A note on confidence intervals for proportions in finite populations.
    The American Statistician 41:215-218.

    Examples
    --------
    >>> limits = hypergeometric(3, 50, 215)
    >>> [round(float(limit) * 215) for limit in limits]
    [4, 32]
    """
    tail = tail_probability(confidence)
    count, sample, frame = _drawn(count, sample, frame)
    fewest = frame - _most(sample - count, sample, frame, tail)
    most = _most(count, sample, frame, tail)
    return Interval(np.asarray(fewest / frame), np.asarray(most / frame))


def hypergeometric_test(
    count: ArrayLike, sample: ArrayLike, frame: ArrayLike, share: ArrayLike
) -> Tails:
    """Compute exact tails of a sample of a known number against a value, such as a target.

    Had the frame just kept to the value, how often would a sample show this or worse? A frame
    holds whole errors: of 215 entries at most 10 are wrong where at most 5 % are, and at least 11
    where at least 5 % are. Twice the smaller tail goes with `hypergeometric`.

    Parameters
    ----------
    count
        Errors in the sample.
    sample
        Entries drawn at random, each at most once.
    frame
        Entries there are: whole numbers, of any shapes that broadcast.
    share
        The value compared with, 0 to 1.

    Returns
    -------
    Tails
        Probabilities of as many or fewer with the fewest errors that are not below the value, of
        as many or more with the most that are not above it, and of exactly as many with those of
        the smaller tail. NaN where the count is no part of the sample, the sample no part of the
        frame, or the share not between 0 and 1.

    References
    ----------
    Buonaccorsi JP (1987). A note on confidence intervals for proportions in finite populations.
    The American Statistician 41:215-218.

    Examples
    --------
    >>> hypergeometric_test([3, 3], 50, [50, 215], 0.05).greater.round(4).tolist()
    [0.0, 0.4222]
    """
    count, sample, frame = _drawn(count, sample, frame)
    (share,) = as_floats(share)
    known = (share >= 0) & (share <= 1) & (frame < math.inf)
    marked = np.where(known, frame, np.nan) * share
    whole = np.round(marked)
    # What a product of floats leaves beside a whole number is that number.
    marked = np.where(np.abs(marked - whole) <= SAME * np.maximum(frame, 1), whole, marked)
    less, _, below = tails_of_any(count, sample, np.ceil(marked), frame)
    _, greater, above = tails_of_any(count, sample, np.floor(marked), frame)
    return Tails(less, greater, np.where(less < greater, below, above))


def wilson_finite(
    count: ArrayLike,
    sample: ArrayLike,
    frame: ArrayLike = math.inf,
    confidence: float = 0.95,
    design_effect: ArrayLike = 1,
) -> Interval:
    """Compute the Wilson interval of a proportion in a frame, from a sample of it.

    Wilson's formula with the effective number of entries, n (N - 1) / (N - n), divided by the
    design effect. Quick, and close to its confidence; where few entries are left undrawn it is
    narrower than one of them. `hypergeometric` is the exact one, but has no room for clusters.

    Parameters
    ----------
    count, sample
        Errors in the sample, and entries drawn.
    frame
        Entries there are; infinite, if not known.
    confidence
        Strictly between 0 and 1.
    design_effect
        How many times the variance of a simple random sample: more than 1 where whole villages
        or whole pages were drawn. See `design_effect`.

    Returns
    -------
    Interval
        Limits of the proportion (0 to 1). NaN where the count is no part of the sample, the
        sample no part of the frame, or the design effect not positive.

    References
    ----------
    Wilson EB (1927). Journal of the American Statistical Association 22:209-212.

    Korn EL, Graubard BI (1998). Confidence intervals for proportions with small expected number
    of positive counts estimated from survey data. Survey Methodology 24:193-201.

    Examples
    --------
    >>> [round(float(limit), 4) for limit in wilson_finite(3, 50, 215)]
    [0.0233, 0.1459]
    """
    z = normal_quantile(confidence)
    (design_effect,) = as_floats(design_effect)
    count, sample, frame = _drawn(count, sample, frame)
    # What the frame takes off the variance: nothing if it is endless, all if all were drawn.
    endless, more = frame == math.inf, np.where(frame > 1, frame - 1, 1.0)
    left = np.where(endless, 1.0, np.where(endless, 1.0, frame - sample) / more)
    wide = np.where((design_effect > 0) & (design_effect < math.inf), design_effect, np.nan)
    precision = z * z * wide * left / sample  # z^2 over the effective number of entries
    share, other = count / sample, (sample - count) / sample
    reach = share + precision / 2 + np.sqrt(precision * (share * other + precision / 4))
    lower = quotient(share * share, reach)
    # What leaves no room is given as it is: none, all, and whatever a check of all entries found.
    lower = np.where((count == 0) | (precision == 0), share + 0.0 * precision, lower)
    upper = np.where(count == sample, 1.0 + 0.0 * precision, reach / (1 + precision))
    return Interval(lower, upper)


def _drawn(count: ArrayLike, sample: ArrayLike, frame: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """Return all three as arrays, all NaN where they do not lie within one another."""
    count, sample, frame = as_floats(count, sample, frame)
    count, sample = counts_among(count, sample)
    valid = ~np.isnan(count) & (is_count(frame) | (frame == math.inf)) & (sample <= frame)
    count, sample, frame = (np.where(valid, part, np.nan) for part in (count, sample, frame))
    return count, sample, frame


def _most(count: Floats, sample: Floats, frame: Floats, tail: float) -> Floats:
    """Find the most errors a frame may hold for so few in the sample not to be too rare."""
    frame = np.where(frame < math.inf, frame, np.nan)

    def too_rare_with_one_more(errors: Floats) -> Flags:
        marked = np.clip(errors + 1, 0, frame)
        probability = hypergeometric_at_most(count, sample, marked, frame)
        return (errors >= frame) | (probability <= tail * (1 + SAME))

    share = (count + 1) / (sample + 2)
    return first_whole(too_rare_with_one_more, frame * share, frame - sample + count)
