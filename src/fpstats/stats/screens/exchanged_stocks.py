"""Two parts of a stock in each other's place: men and women, or the users of two methods.

A stock is not drawn anew each month: from one time to the next its parts move a little. What is
exchanged leaps to the other side and back; what is honest crosses over by its usual steps.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from fpstats.stats.border import Flags, Floats
from fpstats.stats.screens.exchange import Exchanged, of_both
from fpstats.stats.screens.nearby import near_by
from fpstats.stats.screens.others import FEWEST
from fpstats.stats.series import median_over, quotient
from fpstats.stats.significance import student_two_sided

NEAR: Final = 18
"""So many values before and after one tell which part is the larger as a rule."""

_MOVED: Final = 0.001
"""The share of a stock that moves from one time to the next, at the least."""

_PRIOR: Final = 5.0
"""The steps of all other series weigh as much as so many of the series itself."""

_CAP: Final = 16.0
"""A step counts as no more than so many times the usual variance: four standard deviations."""

_MEDIAN: Final = 0.455
"""The median of chi-square with one degree of freedom."""


class _Beside(NamedTuple):
    """The nearest values on the usual side: their places (-1 for none), and the weight of the
    first of the two where a value between them is foretold.
    """

    before: np.ndarray
    after: np.ndarray
    weight: Floats
    gap: Floats

    def foretold(self, values: Floats) -> Floats:
        """Return what the values beside each one lead one to expect."""
        before, after = (_at(values, place) for place in (self.before, self.after))
        return np.where(
            self.weight == 1, before,
            np.where(self.weight == 0, after, self.weight * before + (1 - self.weight) * after),
        )  # fmt: skip


def exchanged_stocks(
    first: ArrayLike, second: ArrayLike, fewest: int = FEWEST, near: int = NEAR
) -> Exchanged:
    """Test whether two parts of a stock, such as men and women, stand in each other's place.

    Only where the other part is the larger in most of the values near by. What is foretold from
    the nearest values on the usual side (a random walk between the two) is compared with what
    stands there, by the steps that the series takes else, and those of all other series, which
    weigh as much as five of its own. Moreover both numbers must be nearer to what is foretold once
    they are changed back, by half or more: who comes or goes for good changes one of them.

    Parameters
    ----------
    first, second
        The two parts: whole numbers, series down and time along the last axis.
    fewest
        Others there must be: one more than steps, those of other series by their weight.
    near
        How many before and after each tell which part is the larger as a rule.

    Returns
    -------
    Exchanged
        An exchange explains the parts where `p` is very small and `after` is not. `share` is what
        is foretold. Probabilities are those of Student's t, with as many degrees of freedom as
        steps; `p` is 1 on the usual side, and where changing back brings the parts no nearer.

    Raises
    ------
    ValueError
        Where the fewest is less than two, or the nearest less than one.

    References
    ----------
    Smyth GK (2004). Linear models and empirical Bayes methods for assessing differential
    expression in microarray experiments. Statistical Applications in Genetics and Molecular
    Biology 3:3 (variances of many series, each drawn towards all).

    Examples
    --------
    >>> men = [510, 511, 509, 512, 510, 512, 490, 510]
    >>> women = [490, 491, 489, 490, 489, 490, 510, 490]
    >>> found = exchanged_stocks(men, women)
    >>> bool(found.p[-2] < 1e-4), bool(found.after[-2] > 0.1), float(found.p[0])
    (True, True, 1.0)
    >>> exchanged_stocks([510] * 7 + [510] * 5, [490] * 7 + [530] * 5).p.min()
    np.float64(1.0)
    """
    if fewest < 2 or near < 1:
        raise ValueError("fewest must be two or more, and near one or more")
    one, total = of_both(first, second)
    given = one.shape
    if not one.size:
        return Exchanged(*(np.full(given, np.nan) for _ in range(4)))
    one, total = (part.reshape(-1, given[-1]) for part in (one, total))
    other, apart = total - one, 2 * one - total
    there = ~np.isnan(apart) & (total > 0)
    side = np.where(there, np.sign(apart), 0.0)
    usual = np.sign(near_by(side, near))
    history = np.where(there, near_by(there.astype(float), near), np.nan)
    beside = _beside(side, usual)
    foretold = beside.foretold(apart)
    variance, freedom = _variance(apart, total, side, beside)
    judged = there & (freedom >= fewest - 1) & (history >= 1)
    # No step is less than one person's, however seldom anybody moves.
    scale = np.sqrt(np.fmax(variance * total, 1.0) * beside.gap)
    # A value on the usual side was never exchanged; of the others nothing is known without scale.
    over = judged & (side == -usual) & (usual != 0) & ~np.isnan(foretold)
    away, back = (
        student_two_sided(quotient(value - foretold, scale), freedom) for value in (apart, -apart)
    )
    one_then, other_then = beside.foretold(one), beside.foretold(other)
    stands = np.abs(one - one_then) + np.abs(other - other_then)
    turned = np.abs(other - one_then) + np.abs(one - other_then)
    found = Exchanged(
        np.where(judged, quotient(one_then, one_then + other_then), np.nan),
        np.where(judged, history, np.nan),
        np.where(judged, np.where(over & (2 * turned <= stands), away / 2, 1.0), np.nan),
        np.where(judged, np.where(over, back, 1.0), np.nan),
    )
    return Exchanged(*(part.reshape(given) for part in found))


def _beside(side: Floats, usual: Floats) -> _Beside:
    """Find for each value the nearest ones before and after it that are on its usual side."""
    number = side.shape[-1]
    place = np.arange(number)
    before, after = (np.full(side.shape, -1) for _ in range(2))
    for sign in (-1.0, 1.0):
        mine = usual == sign
        before = np.where(mine, _last(side == sign), before)
        behind = _last((side == sign)[:, ::-1])[:, ::-1]
        after = np.where(mine, np.where(behind >= 0, number - 1 - behind, -1), after)
    to_before, to_after = (place - before).astype(float), (after - place).astype(float)
    both = (before >= 0) & (after >= 0)
    either = np.where(before >= 0, to_before, np.where(after >= 0, to_after, np.nan))
    weight = np.where(both, to_after / np.maximum(to_before + to_after, 1), before >= 0)
    between = to_before * to_after / np.maximum(to_before + to_after, 1)
    return _Beside(before, after, weight, np.where(both, between, either))


def _last(flags: Flags) -> np.ndarray:
    """Return for each place the last one before it that is flagged; -1 where there is none."""
    place = np.where(flags, np.arange(flags.shape[-1]), -1)
    so_far = np.maximum.accumulate(place, axis=-1)
    return np.hstack([np.full((len(flags), 1), -1), so_far[:, :-1]])


def _variance(apart: Floats, total: Floats, side: Floats, beside: _Beside) -> tuple[Floats, Floats]:
    """Return how much a series moves in one step, for each person, and of how many steps.

    Without the steps by which a value would have leapt to the other side and back; instead of
    them that from the value before to the one after.
    """
    same = np.full(side.shape, -1)
    for sign in (-1.0, 0.0, 1.0):
        there = ~np.isnan(apart) & (side == sign)
        same = np.where(there, _last(there), same)
    along = _steps(apart, total, same)
    middle = median_over(along)[:, None] / _MEDIAN
    least = np.where(np.isnan(middle), np.inf, np.maximum(middle, _MOVED)) * _CAP
    along = np.minimum(along, least)
    number = np.sum(~np.isnan(along))
    own_number = np.sum(~np.isnan(along), axis=-1, keepdims=True)
    own = np.nansum(along, axis=-1, keepdims=True)
    rest = number - own_number
    others = (own.sum() - own) / np.maximum(rest, 1)
    prior = np.minimum(_PRIOR, rest / 4)
    steps = np.minimum(_steps(apart, total, _last(~np.isnan(apart))), least)
    into, out = (_at(steps, place) for place in (_next(apart, beside.before), beside.after))
    across = np.where(beside.before >= 0, beside.after, -1)
    across = np.minimum(_step(apart, total, beside.before, across), least)
    moved = np.nansum(steps, axis=-1, keepdims=True) - np.nan_to_num(into) - np.nan_to_num(out)
    freedom = np.sum(~np.isnan(steps), axis=-1, keepdims=True) - (~np.isnan(into)).astype(float)
    freedom = freedom - ~np.isnan(out) + ~np.isnan(across) + prior
    moved = np.maximum(moved, 0.0) + np.nan_to_num(across) + prior * others
    return np.maximum(moved / np.maximum(freedom, 1), _MOVED), freedom


def _steps(apart: Floats, total: Floats, before: np.ndarray) -> Floats:
    """Return the square of the step to each value from an earlier one, for each person and time."""
    place = np.broadcast_to(np.arange(apart.shape[-1]), apart.shape)
    return _step(apart, total, before, np.where(np.isnan(apart), -1, place))


def _step(apart: Floats, total: Floats, before: np.ndarray, after: np.ndarray) -> Floats:
    persons = (_at(total, before) + _at(total, after)) / 2
    square = np.square(_at(apart, after) - _at(apart, before))
    return np.where(before >= 0, quotient(square, persons * (after - before)), np.nan)


def _next(apart: Floats, before: np.ndarray) -> np.ndarray:
    """Return for each place the first known one after another; -1 where there is none."""
    number = apart.shape[-1]
    behind = _last(~np.isnan(apart)[:, ::-1])[:, ::-1]
    following = np.where(behind >= 0, number - 1 - behind, -1)
    found = np.take_along_axis(following, np.maximum(before, 0), axis=-1)
    return np.asarray(np.where(before >= 0, found, -1))


def _at(values: Floats, place: np.ndarray) -> Floats:
    """Return the values at places; NaN where there is none."""
    found = np.take_along_axis(values, np.maximum(place, 0), axis=-1)
    return np.where(place >= 0, found, np.nan)
