"""Copied returns: of one area or month as those of another, and whole months sent again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import Struct

from fpstats import stats
from fpstats.catalogue.checks import Check
from fpstats.checks.finding import Finding, Operand, Result
from fpstats.checks.material import Flags, Material
from fpstats.checks.series import Times
from fpstats.estimates.panel import Numbers

Place = tuple[int, int]
"""One return: which area, and which month."""


class _Told(Struct, frozen=True, kw_only=True):
    """The counts of all returns, areas × months × items; NaN in all of a return that lacks some.

    `own` is how much of each number is free to differ where the others agree, and `whole` tells
    which returns lack nothing.
    """

    times: Times
    items: Sequence[str]
    values: Numbers
    own: Numbers
    whole: Flags


def copied(material: Material, check: Check) -> Result:
    """Find returns whose counts are those of another month, or of another area, to the last.

    Items that are sums of others are left out, because they agree where those do. Of two months in
    which more areas agree than chance explains, one finding tells; else each pair has its own. The
    level is for all pairs of returns together, and for all pairs of months together.
    """
    result, times = Result(check), Times.of(material)
    items = [item for item in material.elementary(check) if material.catalogue.items[item].counted]
    if not items or not times.spans:
        return result
    values = np.stack([times.series(material, item) for item in items], axis=-1)
    whole = np.asarray(~np.isnan(values).any(axis=-1))
    values = np.where(whole[..., None], values, np.nan)
    own = _own(material, times, items, values)
    told = _Told(times=times, items=items, values=values, own=own, whole=whole)
    single = _returns(material, check, told, result) if items[1:] else []
    again = _months(material, check, told, single, result)
    result.findings += [one for one, place in single if place not in again]
    return result


def _own(material: Material, times: Times, items: Sequence[str], values: Numbers) -> Numbers:
    """Return how much of each number is free to differ where the others agree.

    A part of another number varies about its share of that, n p (1 − p), and not as events by
    themselves do: of two months with as many births, those within policy are as good as given.
    """
    own = values.copy()
    for column, item in enumerate(items):
        for other in material.within.get(item, ()):
            split = (parts for whole, parts in material.wholes if whole == other)
            summed = any(parts <= {*items} - {item} for parts in split)
            if other in items or (summed and other in material.monthly.known):
                above = times.series(material, other)
                rest = np.maximum(above - values[..., column], 0.0)
                share = rest / np.maximum(above, 1.0)
                own[..., column] = values[..., column] * np.where(np.isnan(share), 1.0, share)
                break
    return own


def _months(
    material: Material,
    check: Check,
    told: _Told,
    single: Sequence[tuple[Finding, Place | None]],
    result: Result,
) -> set[Place]:
    """Find months in which the returns of many areas are those of another; return these pairs.

    A few areas, each of which is found alone, are told alone.
    """
    values, whole, kinds = told.values, told.whole, _kinds(told.values)
    pairs = [
        (earlier, later)
        for later in range(values.shape[1])
        for earlier in range(later)
        if (whole[:, earlier] & whole[:, later]).sum() > 1
    ]
    if not pairs:
        return set()
    result.judged += len(pairs)
    # By chance alone an area repeats itself the more easily the smaller its numbers are.
    known = whole.any(axis=1)
    mean = np.nansum(told.own, axis=1) / np.maximum(whole.sum(axis=1), 1)[:, None]
    chance = np.where(known, 10 ** -np.nan_to_num(stats.repeat_surprise(mean)), 0.0)
    first, last = (np.array(side) for side in zip(*pairs, strict=True))
    alike = (kinds[:, first] == kinds[:, last]) & (kinds[:, first] >= 0)
    expected = (chance[:, None] * (whole[:, first] & whole[:, last])).sum(axis=0)
    p = 10 ** -stats.repeats_together(alike.sum(axis=0), expected)
    adjusted = stats.benjamini_hochberg(p)
    alone = Counter(place for _, place in single)
    most = 2 * alike.sum(axis=0) >= (whole[:, first] & whole[:, last]).sum(axis=0)
    some = np.array([alone[pair] for pair in pairs]) < alike.sum(axis=0)
    likely = (adjusted <= (check.level or 0.01)) & (alike.sum(axis=0) > 1)
    found = np.flatnonzero(likely & (most | some))
    for place in found:
        areas = np.flatnonzero(alike[:, place])
        result.findings.append(
            Finding(
                check=check,
                key=f"{check.kind}_months",
                area="",
                span=told.times.spans[last[place]],
                operands=tuple(
                    operand
                    for month in (last[place], first[place])
                    for area in areas
                    for operand in _numbers(material, told, (int(area), int(month)))
                ),
                lefts=len(areas) * len(told.items),
                events=float(values[areas, last[place]].sum()),
                probability=float(adjusted[place]),
                words={
                    "earlier": told.times.spans[first[place]],
                    "areas": len(areas),
                    "known": int((whole[:, first[place]] & whole[:, last[place]]).sum()),
                    "count": len(told.items),
                },
            )
        )
    return {pairs[place] for place in found}


def _kinds(values: Numbers) -> np.ndarray:
    """Number the returns of each area: those with the same numbers alike, −1 without an event."""
    kinds = np.full(values.shape[:2], -1)
    for area, rows in enumerate(values):
        there = np.flatnonzero(~np.isnan(rows).any(axis=1) & (rows > 0).any(axis=1))
        if len(there) > 1:
            kinds[area, there] = np.unique(rows[there], axis=0, return_inverse=True)[1].ravel()
    return kinds


def _returns(
    material: Material, check: Check, told: _Told, result: Result
) -> list[tuple[Finding, Place | None]]:
    """Find single returns that are those of another month of their area, or of another area.

    Those of the same area come with the two months.
    """
    values, whole = told.values, told.whole
    number = sum(int(n * (n - 1) // 2) for n in (*whole.sum(axis=1), *whole.sum(axis=0)))
    result.judged += number
    surprise = stats.repeat_surprise(told.own)
    pairs = sorted(_pairs(values), key=lambda pair: -surprise[pair[0]])
    p = np.array([10 ** -float(surprise[one]) for one, _ in pairs])
    # As Benjamini and Hochberg do; all other pairs are no copies at all.
    adjusted = np.minimum.accumulate((p * number / np.arange(1, len(p) + 1))[::-1])[::-1]
    found: list[tuple[Finding, Place | None]] = []
    for (one, other), probability in zip(pairs, adjusted, strict=True):
        if probability > (check.level or 0.01):
            break
        names = [material.monthly.leaves[place[0]] for place in (one, other)]
        spans = [told.times.spans[place[1]] for place in (one, other)]
        finding = Finding(
            check=check,
            key=check.kind,
            area=names[1],
            span=spans[1],
            operands=tuple(
                operand for place in (other, one) for operand in _numbers(material, told, place)
            ),
            lefts=len(told.items),
            events=float(values[other].sum()),
            probability=float(min(1.0, probability)),
            words={"other": names[0], "earlier": spans[0], "count": len(told.items)},
        )
        found.append((finding, (one[1], other[1]) if one[0] == other[0] else None))
    return found


def _numbers(material: Material, told: _Told, place: Place) -> tuple[Operand, ...]:
    area, month = place
    slot = int(told.times.slot[month])
    return material.operands(material.monthly, told.items, area, slot)


def _pairs(values: Numbers) -> Iterator[tuple[Place, Place]]:
    """Yield returns of one area, or of one month, that are the same, each with the first such."""
    for axis in (0, 1):
        for line in range(values.shape[axis]):
            rows = values[line] if axis == 0 else values[:, line]
            there = np.flatnonzero(~np.isnan(rows).any(axis=1) & (rows > 0).any(axis=1))
            if len(there) < 2:
                continue
            _, first, group = np.unique(rows[there], axis=0, return_index=True, return_inverse=True)
            for place, mine in enumerate(group.ravel()):
                if first[mine] != place:
                    pair = int(there[first[mine]]), int(there[place])
                    one, other = ((line, p) if axis == 0 else (p, line) for p in pair)
                    yield one, other
