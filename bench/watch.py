"""Time `fpstats watch` on ten years of 400 made-up townships, and say what of the planted it finds.

python bench/watch.py

No place and no number is real; the same seed gives the same bytes. Ordinary months are Poisson and
binomial around a season. Planted in the last year, in births: in twenty townships one month has
half as many again as usual, in twenty all months have a fifth less. Both townships and months are
drawn, and written down before anything is run.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import polars as pl

SEED = 92
YEARS, AREAS, PLANTED = 10, 400, 20
MONTHS = [f"{year}-{month:02}" for year in range(2015, 2015 + YEARS) for month in range(1, 13)]
DATA = Path(__file__).parent / "data"


def births(rng: np.random.Generator) -> tuple[np.ndarray, dict[int, int], list[int]]:
    """Draw births, areas × months; return also the odd month of areas, and those that drift."""
    season = 1 + 0.2 * np.sin(np.arange(len(MONTHS)) * np.pi / 6)
    mean = rng.uniform(20, 120, (AREAS, 1)) * season
    chosen = rng.permutation(AREAS)[: 2 * PLANTED].tolist()
    months = rng.integers(len(MONTHS) - 12, len(MONTHS), PLANTED).tolist()
    odd = dict(zip(chosen[:PLANTED], months, strict=True))
    for area, month in odd.items():
        mean[area, month] *= 1.5
    mean[chosen[PLANTED:], -12:] *= 0.8
    return rng.poisson(mean), odd, chosen[PLANTED:]


def write(target: Path) -> tuple[dict[int, int], list[int]]:
    """Write the returns, and return what is planted in them."""
    rng = np.random.default_rng(SEED)
    born, odd, low = births(rng)
    size = rng.integers(10_000, 60_000, (AREAS, 1))

    def part(whole: np.ndarray, share: float) -> np.ndarray:
        return rng.binomial(whole, share)

    male, second = part(born, 0.515), part(born, 0.4)
    second_male = rng.hypergeometric(male, born - male, second)
    marriages = rng.poisson(size * 5e-4, born.shape)
    due, women = rng.poisson(size * 0.02, born.shape), np.broadcast_to(size // 4, born.shape)
    first_marriages, checked = part(marriages, 0.85), part(born, 0.3)
    items = {
        "population": np.broadcast_to(size, born.shape),
        "women_15_49": women,
        "births": born,
        "births_male": male,
        "births_female": born - male,
        "births_first": born - second,
        "births_first_male": male - second_male,
        "births_first_female": born - second - male + second_male,
        "births_second": second,
        "births_second_male": second_male,
        "births_second_female": second - second_male,
        "births_third_plus": np.zeros_like(born),
        "births_in_policy": part(born, 0.94),
        "births_in_policy_first": part(born - second, 0.99),
        "births_in_policy_second": part(second, 0.9),
        "deaths": rng.poisson(size * 6e-4, born.shape),
        "migrants_in": rng.poisson(size * 1e-3, born.shape),
        "migrants_out": rng.poisson(size * 1e-3, born.shape),
        "marriages": marriages,
        "divorces": rng.poisson(size * 2e-4, born.shape),
        "first_marriages_women": first_marriages,
        "late_first_marriages_women": part(first_marriages, 0.6),
        "late_first_births": part(born - second, 0.5),
        "examinations_due": due,
        "examinations_done": part(due, 0.95),
        "births_checked": checked,
        "births_check_missed": part(checked, 0.02),
    }
    keys = {
        "area": np.repeat([f"{number:03}号镇" for number in range(AREAS)], len(MONTHS)),
        "period": np.tile(MONTHS, AREAS),
    }
    columns = {name: np.ascontiguousarray(values).ravel() for name, values in items.items()}
    target.parent.mkdir(parents=True, exist_ok=True)
    pl.DataFrame(keys | columns).write_csv(target)
    return odd, low


def main() -> None:
    """Write, run, and compare what is found in births with what is planted."""
    target, found = DATA / "watch.csv", DATA / "watch_signals.csv"
    odd, low = write(target)
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-m", "fpstats", "watch", target, "-o", found, "--lang", "en"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    print(done.stderr)
    print(
        f"{wall:.1f} s by the clock, {after.ru_utime - before.ru_utime:.1f} s user time, ", end=""
    )
    print(f"{after.ru_maxrss / 1024:.0f} MiB")
    rows = pl.read_csv(found).filter(pl.col("area").str.contains("号镇")).with_columns(
        number=pl.col("area").str.slice(0, 3).cast(pl.Int64)
    )  # fmt: skip
    mine = rows.filter(pl.col("indicator") == "crude_birth_rate")
    seen = {(row["number"], row["rule"], row["period"]) for row in mine.iter_rows(named=True)}
    months = sum((area, "month", MONTHS[month]) in seen for area, month in odd.items())
    drifts = sum((area, "drift", MONTHS[-1]) in seen for area in low)
    other = sum(row[0] not in {*odd, *low} for row in seen)
    print(f"odd months {months} of {PLANTED}, drifts {drifts} of {PLANTED}, others {other}")


if __name__ == "__main__":
    main()
