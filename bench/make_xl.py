"""Write bench/data/xl.csv: a year of village returns of a made-up country, about 380 MB.

42,000 townships of 10 villages each, 12 months: 5,040,000 lines. No place and no number is real.
The same seed gives the same bytes.
"""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import polars as pl

SEED = 92
COUNTIES = [f"{one}{two}县" for one in "甲乙丙丁戊己庚辛壬癸" for two in "子丑寅卯辰巳午未申酉戌亥"]
TOWNSHIPS = 350
VILLAGES = [f"{one}{two}新村" for one in "东西" for two in "一二三四五"]
MONTHS = [f"2024-{month:02}" for month in range(1, 13)]

HERE = Path(__file__).parent
TARGET = HERE / "data" / "xl.csv"


def items(rng: np.random.Generator, lines: int) -> dict[str, np.ndarray]:
    """Draw one month of returns in which every part adds up to its whole."""
    first, second, third = (rng.poisson(mean, lines) for mean in (9.0, 6.5, 2.0))
    births = first + second + third
    male = rng.binomial(births, 0.515)
    marriages = rng.poisson(14.0, lines)
    brides = rng.binomial(marriages, 0.85)
    due = rng.poisson(260.0, lines)
    return {
        "births": births,
        "births_male": male,
        "births_female": births - male,
        "births_first": first,
        "births_second": second,
        "births_third_plus": third,
        "births_in_policy": births - rng.binomial(births, 0.06),
        "deaths": rng.poisson(13.0, lines),
        "marriages": marriages,
        "divorces": rng.poisson(5.0, lines),
        "first_marriages_women": brides,
        "late_first_marriages_women": rng.binomial(brides, 0.6),
        "examinations_due": due,
        "examinations_done": due - rng.binomial(due, 0.12),
    }


def write(target: Path = TARGET) -> None:
    """Write the file a month at a time, under another name until it is whole."""
    rng = np.random.default_rng(SEED)
    townships = [f"{county}{n:03}镇" for county in COUNTIES for n in range(1, TOWNSHIPS + 1)]
    places = pl.DataFrame({"area": townships}).join(
        pl.DataFrame({"village": VILLAGES}), how="cross"
    )
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(".part")
    with draft.open("wb") as file:
        for index, month in enumerate(MONTHS):
            drawn = items(rng, places.height)
            columns = {name: pl.Series(values) for name, values in drawn.items()}
            lines = places.with_columns(period=pl.lit(month), **columns)
            lines.write_csv(file, include_header=index == 0)
    draft.replace(target)


if __name__ == "__main__":
    start = time.perf_counter()
    write()
    size = TARGET.stat().st_size / 1e6
    print(f"{TARGET}: {size:.0f} MB in {time.perf_counter() - start:.1f} s")
