"""Soft screens: what chance would hardly do. Each says "unusual, look", and never more."""

from __future__ import annotations

import numpy as np

from fpstats import stats
from fpstats.catalogue.checks import Check
from fpstats.checks.finding import Finding, Operand, Result
from fpstats.checks.material import Material
from fpstats.checks.outliers import parts, proportions
from fpstats.checks.series import Times


def even(material: Material, check: Check) -> Result:
    """Find series of months that vary less than Poisson counts can.

    Both as they stand and by days and season, because dividing these out of constant numbers makes
    them vary: the more even view counts, at twice its probability.
    """
    result, times = Result(check), Times.of(material)
    items = [item for item in material.elementary(check) if material.catalogue.items[item].counted]
    if not items or not times.spans:
        return result
    values = np.stack([times.series(material, item) for item in items])
    exposure = np.stack([times.exposure(one) for one in values])
    plain, by_season = stats.poisson_dispersion(values), stats.poisson_dispersion(values, exposure)
    statistic = np.where(plain.less <= by_season.less, plain.statistic, by_season.statistic)
    less = np.minimum(1.0, 2 * np.minimum(plain.less, by_season.less))
    enough = (plain.freedom >= check.history) & (np.nansum(values, axis=-1) >= check.least)
    p = np.where(enough, less, np.nan)
    adjusted = stats.benjamini_hochberg(p.ravel()).reshape(p.shape)
    result.judged = int((~np.isnan(p)).sum())
    for item, area in np.argwhere(adjusted <= (check.level or 0.01)):
        result.findings.append(
            Finding(
                check=check,
                key=check.kind,
                area=material.monthly.leaves[area],
                span=None,
                operands=_series(material, times, items[item], int(area)),
                left=round(float(statistic[item, area]), 1),
                right=float(plain.freedom[item, area]),
                probability=float(adjusted[item, area]),
                words={"count": int(plain.freedom[item, area]) + 1},
            )
        )
    return result


def full(material: Material, check: Check) -> Result:
    """Find areas where everybody is reached every time, when elsewhere not everybody is."""
    result, times = Result(check), Times.of(material)
    if not times.spans:
        return result
    for one in proportions(material, check):
        count, total = (np.nansum(side, axis=1) for side in parts(material, times, one))
        elsewhere, whole = count.sum() - count, total.sum() - total
        judged = (total >= check.least) & (whole > 0) & (count == total)
        result.judged += int(((total >= check.least) & (whole > 0)).sum())
        with np.errstate(divide="ignore", invalid="ignore"):
            chance = np.power(np.clip(elsewhere / whole, 0, 1), total)
        bound = (check.level or 0.01) / max(len(total), 1)
        for area in np.flatnonzero(judged & (chance <= bound)):
            result.findings.append(
                Finding(
                    check=check,
                    key=check.kind,
                    area=material.monthly.leaves[area],
                    span=None,
                    indicator=one.id,
                    left=float(count[area]),
                    right=float(total[area]),
                    probability=float(min(1.0, chance[area] * len(total))),
                    words={"share": 100 * float(elsewhere[area] / whole[area])},
                )
            )
    return result


def digits(material: Material, check: Check) -> Result:
    """Find areas whose large counts end in some digits more often than in others."""
    result, times = Result(check), Times.of(material)
    items = [item for item in material.elementary(check) if material.catalogue.items[item].counted]
    if not items or not times.spans:
        return result
    values = np.concatenate([times.series(material, item) for item in items], axis=-1)
    large = (values >= check.least).sum(axis=-1)
    tested = stats.terminal_digits(values, check.least)
    p = np.where(large >= check.history, tested.greater, np.nan)
    adjusted = stats.benjamini_hochberg(p)
    result.judged = int((~np.isnan(p)).sum())
    for area in np.flatnonzero(adjusted <= (check.level or 0.01)):
        result.findings.append(
            Finding(
                check=check,
                key=check.kind,
                area=material.monthly.leaves[area],
                span=None,
                left=round(float(tested.statistic[area]), 1),
                right=9.0,
                probability=float(adjusted[area]),
                words={"count": int(large[area])},
            )
        )
    return result


def _series(material: Material, times: Times, item: str, area: int) -> tuple[Operand, ...]:
    """Return the numbers of one item over all months in which it is known."""
    panel = material.monthly
    return tuple(
        operand
        for slot in times.slot
        if slot >= 0 and panel.known[item][area, slot]
        for operand in material.operands(panel, [item], area, int(slot))
    )
