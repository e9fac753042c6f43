"""How well faults are found: simulated returns with planted faults, four rules side by side.

The same seed gives the same table. Every township has 36 months of Poisson counts; in one month of
half of them a fault is planted, of a size from obvious to subtle.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

import numpy as np
from markdown import table
from numpy.typing import NDArray

from fpstats import stats

SEED: Final = 20240905
RUNS: Final = 40
TOWNSHIPS: Final = 24
MONTHS: Final = 36
MEANS: Final = (3, 10, 30, 100)
LEVEL: Final = 0.05

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

RULES: Final[Mapping[str, Callable[[Numbers], Flags]]] = {
    "ours": lambda values: np.asarray(stats.counts_nearby(values, level=LEVEL).adjusted <= LEVEL),
    "z-score ≥ 3": lambda values: stats.dhis2_z_score(values).level > 0,
    "modified z ≥ 3.5": lambda values: stats.who_modified_z_score(values).level > 0,
    "median ± 5 MAD": lambda values: stats.cd2030_rule(values, recent=0).level > 0,
}
"""Each rule: which values it calls outliers."""

FAULTS: Final[Mapping[str, Callable[[Numbers], Numbers]]] = {
    "typed twice (12 → 1212)": lambda count: count * np.power(10.0, _digits(count)) + count,
    "a nought too many (12 → 120)": lambda count: count * 10,
    "three times": lambda count: count * 3,
    "twice": lambda count: count * 2,
    "half as many again": lambda count: np.round(count * 1.5),
    "nothing in place of a number": np.zeros_like,
}
"""Each fault: what stands there in place of the true count."""

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


def detection() -> Iterator[str]:
    """Yield the tables of detection and of false alarms."""
    yield from (
        "# Detection and false alarms",
        "",
        f"Simulated returns: {TOWNSHIPS} townships of {MONTHS} months, {RUNS} times for each size,",
        f"seed {SEED}. In one month of half of the townships a fault is planted. *Ours* is",
        f"`unlike_other_months` with its false-discovery rate of {LEVEL}; the z-score is that of",
        "DHIS2, the modified z-score that of WHO's tool (both have the tested month in their own",
        "baseline), and five median absolute deviations are the limits of cd2030, here set by all",
        "months. `docs/detection.py` makes this page; [the test](methods.md#counts_nearby),",
        "[how to use it](../how-to/check.md).",
        "",
        "Ours is the most careful of the four: it hardly ever cries wolf, however many numbers",
        "there are, and finds a fault of a few births less often than rules that do.",
        "Where a county has thirty thousand numbers, two false alarms in a thousand are sixty.",
        "",
        "## Faults found",
        "",
        "In per cent of those planted, by births a month.",
        "",
    )
    random = np.random.default_rng(SEED)
    rows, alarms = [], dict.fromkeys(RULES, 0)
    honest = 0
    for fault, wrong in FAULTS.items():
        for mean in MEANS:
            hits = dict.fromkeys(RULES, 0)
            planted = 0
            for _ in range(RUNS):
                values = _counts("plain", mean, random)
                month = random.integers(MONTHS, size=TOWNSHIPS)
                bad = np.zeros(values.shape, dtype=bool)
                bad[np.arange(TOWNSHIPS // 2), month[: TOWNSHIPS // 2]] = True
                planted_values = np.where(bad, wrong(values), values)
                # A fault of nothing, such as twice none, is none.
                bad &= planted_values != values
                planted += int(bad.sum())
                honest += int((~bad).sum())
                for name, rule in RULES.items():
                    found = rule(planted_values)
                    hits[name] += int((found & bad).sum())
                    alarms[name] += int((found & ~bad).sum())
            shares = [f"{100 * hits[name] / planted:.0f}" for name in RULES]
            rows.append((fault, mean, *shares))
    yield from table(("fault", "births a month", *RULES), rows)
    shown = ", ".join(f"{name} {1000 * alarms[name] / honest:.2f}" for name in RULES)
    yield from (
        f"False alarms among the {honest:,} honest months of these runs, in a thousand: {shown}.",
        "",
        "## False alarms where there is no fault",
        "",
        "In a thousand months, by what honest returns look like.",
        "",
    )
    yield from table(("returns", "births a month", *RULES), _false_alarms(random))
    yield from (f"- *{name}*: {about}" for name, about in WORLDS.items())
    yield ""


def _false_alarms(random: np.random.Generator) -> Iterator[tuple[object, ...]]:
    for world in WORLDS:
        for mean in MEANS:
            found = dict.fromkeys(RULES, 0)
            for _ in range(RUNS):
                values = _counts(world, mean, random)
                for name, rule in RULES.items():
                    found[name] += int(rule(values).sum())
            number = RUNS * TOWNSHIPS * MONTHS
            shares = [f"{1000 * found[name] / number:.2f}" for name in RULES]
            yield (world, mean, *shares)
