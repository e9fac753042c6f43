"""The outlier rules of DHIS2, WHO's tool and cd2030, as those systems have them, faults included.

To find what they find, and to show what they do not; to find what matters use `others`. In all
of them but cd2030's the tested value is part of its own baseline.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.screens.scores import (
    Outliers,
    from_median,
    levelled,
    standardised,
    zero_where_none,
)
from fpstats.stats.series import median_over, numbers_over_time


def dhis2_z_score(values: ArrayLike, threshold: float = 3) -> Outliers:
    """Apply the z-score of DHIS2's data quality app.

    |x - mean| over the population's standard deviation, of all values: no value among n can
    score above the root of n - 1, so that among nine none reaches 3. Series without variation
    are dropped.

    Parameters
    ----------
    values
        The series, time along the last axis; what is missing is left out.
    threshold
        A value is an outlier from this score on.

    Returns
    -------
    Outliers
        Scores and levels.

    References
    ----------
    DHIS2. User documentation: data quality, outlier detection.

    Examples
    --------
    >>> float(dhis2_z_score([10, 12, 9, 11, 10, 13, 9, 12, 11, 10, 12, 40]).score[-1].round(4))
    3.2798
    """
    score = standardised(numbers_over_time(values), 0)
    return levelled(score, score >= threshold)


def dhis2_analytics_z_score(values: ArrayLike, threshold: float = 3) -> Outliers:
    """Apply the z-score of DHIS2's outlier analytics.

    That of `dhis2_z_score`, with two differences: only a score above the threshold is an
    outlier, and a series without variation scores 0.

    Parameters
    ----------
    values
        The series, time along the last axis; what is missing is left out.
    threshold
        A value is an outlier above this score.

    Returns
    -------
    Outliers
        Scores and levels.

    References
    ----------
    DHIS2. Developer documentation: outlier detection.

    Examples
    --------
    >>> dhis2_analytics_z_score([1] * 9 + [2]).level.tolist()
    [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    """
    values = numbers_over_time(values)
    score = zero_where_none(standardised(values, 0), values)
    return levelled(score, score > threshold)


def dhis2_modified_z_score(values: ArrayLike, threshold: float = 3) -> Outliers:
    """Apply the modified z-score of DHIS2's data quality app.

    0.6745 |x - median| over the median absolute deviation. Where that is zero, as where half of
    the months are alike, the series is dropped: 3, 3 ... 3, 60 is not found.

    Parameters
    ----------
    values
        The series, time along the last axis; what is missing is left out.
    threshold
        A value is an outlier from this score on.

    Returns
    -------
    Outliers
        Scores and levels.

    References
    ----------
    DHIS2. User documentation: data quality, outlier detection.

    Examples
    --------
    >>> found = dhis2_modified_z_score([10, 12, 9, 11, 10, 13, 9, 12, 11, 10, 12, 40])
    >>> float(found.score[-1].round(4))
    19.5605
    """
    score = from_median(numbers_over_time(values))
    return levelled(score, score >= threshold)


def dhis2_analytics_modified_z_score(values: ArrayLike, threshold: float = 3) -> Outliers:
    """Apply the modified z-score of DHIS2's outlier analytics.

    That of `dhis2_modified_z_score`, but only a score above the threshold is an outlier, and
    where the median absolute deviation is zero every value scores 0.

    Parameters
    ----------
    values
        The series, time along the last axis; what is missing is left out.
    threshold
        A value is an outlier above this score.

    Returns
    -------
    Outliers
        Scores and levels.

    References
    ----------
    DHIS2. Developer documentation: outlier detection.

    Examples
    --------
    >>> dhis2_analytics_modified_z_score([3] * 11 + [60]).score[-1].item()
    0.0
    """
    values = numbers_over_time(values)
    score = zero_where_none(from_median(values), values)
    return levelled(score, score > threshold)


def who_z_score(values: ArrayLike, moderate: float = 2, extreme: float = 3) -> Outliers:
    """Apply the standard-deviation rule of WHO's data quality tool.

    |x - mean| over the sample's standard deviation: among ten values or fewer none can be
    extreme, and among twelve none scores above 3.18.

    Parameters
    ----------
    values
        The series, time along the last axis; what is missing is left out.
    moderate, extreme
        The scores from which a value is a moderate and an extreme outlier.

    Returns
    -------
    Outliers
        Scores and levels.

    References
    ----------
    World Health Organization (2022). Data quality assurance: module 2, discrete desk review.

    Examples
    --------
    >>> found = who_z_score([10, 12, 9, 11, 10, 13, 9, 12, 11, 10, 12, 40])
    >>> float(found.score[-1].round(4)), int(found.level[-1])
    (3.1402, 2)
    """
    values = numbers_over_time(values)
    score = zero_where_none(standardised(values, 1), values)
    return levelled(score, score >= moderate, score >= extreme)


def who_modified_z_score(values: ArrayLike, moderate: float = 3.5, extreme: float = 5) -> Outliers:
    """Apply the modified z-score of WHO's data quality tool, as it was shipped.

    Where the median absolute deviation is zero it means to use the mean one, but computes the
    median one again, and scores 0. `modified_z_score` is what was meant.

    Parameters
    ----------
    values
        The series, time along the last axis; what is missing is left out.
    moderate, extreme
        The scores from which a value is a moderate and an extreme outlier.

    Returns
    -------
    Outliers
        Scores and levels.

    References
    ----------
    World Health Organization (2022). Data quality assurance: module 2, discrete desk review.

    Examples
    --------
    >>> who_modified_z_score([3] * 11 + [60]).score[-1].item()
    0.0
    """
    values = numbers_over_time(values)
    score = zero_where_none(from_median(values), values)
    return levelled(score, score >= moderate, score >= extreme)


def cd2030_rule(values: ArrayLike, recent: int = 12, reach: float = 5) -> Outliers:
    """Apply the rule of Countdown 2030's cd2030.core.

    Outside the median and five median absolute deviations (times 1.4826), both limits rounded
    to one decimal, from all values before the last year. Where that deviation is zero every
    other value is an outlier: one birth more than three.

    Parameters
    ----------
    values
        The series, time along the last axis; what is missing is left out.
    recent
        Values at the end that do not set the limits: 12 for months, 1 for years.
    reach
        Deviations from the median to the limits.

    Returns
    -------
    Outliers
        The score is the distance beyond the nearer limit, 0 between them; NaN where there is
        nothing before the last year, and then nothing is found.

    Raises
    ------
    ValueError
        Where the recent values are fewer than none.

    References
    ----------
    Countdown to 2030. cd2030.core, an R package.

    Examples
    --------
    >>> cd2030_rule([3] * 12 + [3] * 11 + [4]).level[-1].item()
    1
    """
    if recent < 0:
        raise ValueError(f"recent must be 0 or more, not {recent!r}")
    values = numbers_over_time(values)
    before = values[..., : max(0, values.shape[-1] - recent)]
    middle = median_over(before)[..., None]
    spread = reach * 1.4826 * median_over(np.abs(before - middle))[..., None]
    lower, upper = np.round(middle - spread, 1), np.round(middle + spread, 1)
    score = np.maximum(np.maximum(lower - values, values - upper), 0.0)
    return levelled(score, score > 0)
