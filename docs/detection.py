"""How well faults are found: simulated returns with planted faults, rules side by side.

The same seed gives the same table. Every township has 36 months of Poisson counts; in one month of
half of them a fault is planted, of a size from obvious to subtle.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

import numpy as np
from detection_of_stocks import stocks
from markdown import table
from simulated import MONTHS, RUNS, SEED, TOWNSHIPS, Flags, Numbers, Row

from fpstats import stats

MEANS: Final = (3, 10, 30, 100)
LEVEL: Final = 0.05
LOOK: Final = 0.2
EQUAL: Final = 0.002
"""The share of honest months that each rule may call outliers where they are compared alike."""

RULES: Final[Mapping[str, Callable[[Numbers], Flags]]] = {
    "ours": lambda values: _found(values, LEVEL),
    "ours, to look at": lambda values: _found(values, LOOK),
    "z-score ≥ 3": lambda values: stats.dhis2_z_score(values).level > 0,
    "modified z ≥ 3.5": lambda values: stats.who_modified_z_score(values).level > 0,
    "median ± 5 MAD": lambda values: stats.cd2030_rule(values, recent=0).level > 0,
}
"""Each rule as it is used: which values it calls outliers."""

SCORES: Final[Mapping[str, Callable[[Numbers], Numbers]]] = {
    "ours": lambda values: -stats.counts_nearby(values, level=LEVEL).p,
    "z-score": lambda values: np.nan_to_num(stats.dhis2_z_score(values).score),
    "modified z": lambda values: np.nan_to_num(stats.who_modified_z_score(values).score),
}
"""What each rule goes by, so that all can be given the same share of false alarms."""

FAULTS: Final[Mapping[str, Callable[[Numbers], Numbers]]] = {
    "typed twice (12 → 1212)": lambda count: count * np.power(10.0, _digits(count)) + count,
    "a nought too many (12 → 120)": lambda count: count * 10,
    "three times": lambda count: count * 3,
    "twice": lambda count: count * 2,
    "half as many again": lambda count: np.round(count * 1.5),
    "nothing in place of a number": np.zeros_like,
}
"""Each fault: what stands there in place of the true count."""

FEW: Final = ((1, 24), (1, 36), (3, 24), (3, 36), (5, 36), (24, 36))
"""Areas and months of returns that are few."""

WORLDS: Final = {
    "plain": "Poisson counts around one rate",
    "season": "the same, with a season of 30 % up and down, which no rule was told",
    "uneven": "counts with twice the variance of Poisson ones, as births reported in lots",
    "trend": "a fall by a third over the three years",
}


def _digits(count: Numbers) -> Numbers:
    return np.floor(np.log10(np.maximum(count, 1))) + 1


def _counts(world: str, mean: float, random: np.random.Generator) -> Numbers:
    """Return honest counts of one world, townships down and months across."""
    month = np.arange(MONTHS)
    expected = np.full((TOWNSHIPS, MONTHS), float(mean))
    if world == "season":
        expected *= 1 + 0.3 * np.cos(2 * np.pi * month / 12)
    elif world == "trend":
        expected *= 1 - month / (3 * (MONTHS - 1))
    elif world == "uneven":
        expected = random.gamma(mean, 1.0, expected.shape)
    return random.poisson(expected).astype(np.float64)


def _found(values: Numbers, level: float) -> Flags:
    return np.asarray(stats.counts_nearby(values, level=level).adjusted <= level)


def _with_faults(
    wrong: Callable[[Numbers], Numbers], mean: float, random: np.random.Generator
) -> tuple[Numbers, Flags]:
    """Return counts with a fault in one month of half of the townships, and where it is."""
    values = _counts("plain", mean, random)
    month = random.integers(MONTHS, size=TOWNSHIPS)
    bad = np.zeros(values.shape, dtype=bool)
    bad[np.arange(TOWNSHIPS // 2), month[: TOWNSHIPS // 2]] = True
    planted = np.where(bad, wrong(values), values)
    # A fault of nothing, such as twice none, is none.
    return planted, bad & (planted != values)


def _shares(rules: Mapping[str, Callable[[Numbers], Flags]], seed: int) -> Iterator[Row]:
    """Yield how many of the faults planted each rule finds, in per cent."""
    random = np.random.default_rng(seed)
    for fault, wrong in FAULTS.items():
        for mean in MEANS:
            hits, planted = dict.fromkeys(rules, 0), 0
            for _ in range(RUNS):
                values, bad = _with_faults(wrong, mean, random)
                planted += int(bad.sum())
                for name, rule in rules.items():
                    hits[name] += int((rule(values) & bad).sum())
            yield fault, mean, *(f"{100 * hits[name] / planted:.0f}" for name in rules)


def _false_alarms(rules: Mapping[str, Callable[[Numbers], Flags]], seed: int) -> Iterator[Row]:
    """Yield how many honest months in a thousand each rule calls outliers, world by world."""
    random = np.random.default_rng(seed)
    for world in WORLDS:
        for mean in MEANS:
            found = dict.fromkeys(rules, 0)
            for _ in range(RUNS):
                values = _counts(world, mean, random)
                for name, rule in rules.items():
                    found[name] += int(rule(values).sum())
            number = RUNS * TOWNSHIPS * MONTHS
            yield world, mean, *(f"{1000 * found[name] / number:.2f}" for name in rules)


def _few(seed: int) -> Iterator[Row]:
    """Yield what is found in few areas, of which one has a month of three times its births."""
    random = np.random.default_rng(seed)
    for areas, months in FEW:
        for mean in (30, 100):
            hits, beside, clean = 0, 0, 0
            for _ in range(RUNS):
                values = random.poisson(mean, (areas, months)).astype(np.float64)
                clean += int(_in_season(values).sum())
                place = random.integers(areas), random.integers(months)
                values[place] *= 3
                found = _in_season(values)
                hits += int(found[place])
                beside += int(found.sum() - found[place])
            yield areas, months, mean, f"{100 * hits / RUNS:.0f}", beside, clean


def _in_season(values: Numbers) -> Flags:
    """Return what is unlike the other months, with the season told by all areas."""
    exposure = stats.seasonal_exposure(values)
    return np.asarray(stats.counts_nearby(values, exposure, level=LEVEL).adjusted <= LEVEL)


def _alike(seed: int) -> dict[str, Callable[[Numbers], Flags]]:
    """Return the rules, each with the threshold that the same share of honest months exceeds."""
    random = np.random.default_rng(seed)
    honest = np.stack([_counts("plain", mean, random) for mean in MEANS for _ in range(RUNS)])
    rules: dict[str, Callable[[Numbers], Flags]] = {}
    for name, score in SCORES.items():
        scores = np.concatenate([score(values).ravel() for values in honest])
        bound = float(np.quantile(scores, 1 - EQUAL, method="higher"))
        rules[name] = lambda values, score=score, bound=bound: score(values) > bound
    return rules


def detection() -> Iterator[str]:
    """Yield the tables of detection and of false alarms."""
    yield from (
        "# Detection and false alarms",
        "",
        f"Simulated returns: {TOWNSHIPS} townships of {MONTHS} months, {RUNS} times for each",
        f"size, seed {SEED}. In one month of half of the townships a fault is planted. *Ours* is",
        f"`unlike_other_months` with its false-discovery rate of {LEVEL}, and *ours, to look at*",
        f"the same with what `perhaps_unlike_other_months` adds, at a rate of {LOOK}; the z-score",
        "is that of DHIS2, the modified z-score that of WHO's tool (both have the tested month in",
        "their own baseline), and five median absolute deviations are the limits of cd2030, here",
        "set by all months. `docs/detection.py` makes this page;",
        "[the test](methods/counts_nearby.md), [how to use it](../how-to/check.md).",
        "",
        "## Each rule as it is used",
        "",
        "Ours hardly ever cries wolf, however many numbers there are, and finds a fault of a few",
        "births less often than rules that do. Where a county has thirty thousand numbers, two",
        "false alarms in a thousand are sixty; ours are a share of what is found, and not of what",
        "is looked at. Faults found, in per cent of those planted, by births a month:",
        "",
    )
    yield from table(("fault", "births a month", *RULES), _shares(RULES, SEED))
    yield from ("False alarms in a thousand months, where there is no fault:", "")
    yield from table(("returns", "births a month", *RULES), _false_alarms(RULES, SEED))
    yield from (f"- *{name}*: {about}" for name, about in WORLDS.items())
    yield from (
        "",
        "## Few areas",
        "",
        "One wrong month must not make the honest ones beside it look wrong: the season of a",
        "month is told without that month, and not at all by fewer than six years of areas",
        "([how](methods/seasonal_exposure.md)). Plain counts, and one month of one area three",
        f"times what it was, {RUNS} times: faults found in per cent, and how many honest months",
        "were called unlike the others in all those runs together, with the fault and without",
        "it. One in twenty findings may be chance:",
        "",
    )
    yield from table(
        ("areas", "months", "births a month", "found", "honest, with", "honest, without"),
        _few(SEED + 4),
    )
    yield from stocks(SEED + 5)
    yield from (
        "## All rules with the same number of false alarms",
        "",
        "What is left of the difference where every rule may call two of a thousand honest months",
        "outliers (Poisson counts of all four sizes together)? Five median absolute deviations",
        "order the months as the modified z-score does. Faults found, in per cent:",
        "",
    )
    rules = _alike(SEED + 1)
    yield from table(("fault", "births a month", *rules), _shares(rules, SEED + 2))
    yield from (
        "So most of what the z-score finds among small counts it owes to its false alarms. With",
        "as many in all, ours finds as much from ten births on, within a few per cent of a doubled",
        "month, and far more of what fell to nothing. At three births the z-score finds more,",
        "because there it spends most of its false alarms, as the next table shows. Half of the",
        "doubled months of ten births nobody finds: twenty births are no great rarity there. Why",
        "there are two levels: [decision 15](../decisions/0015-two-levels-of-outliers.md). False",
        "alarms with these thresholds, in a thousand months:",
        "",
    )
    yield from table(("returns", "births a month", *rules), _false_alarms(rules, SEED + 3))
    yield ""
