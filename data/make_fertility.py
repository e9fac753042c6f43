"""The returns of fertility and of checks in data/samples/fertility, of four made-up townships.

Yearly returns with women and births by age of the mother, what contraceptive services gave, how a
check of birth records went, and how many births two lists share. Drawn from a seed of its own, so
that no other sample depends on it.
"""

from __future__ import annotations

from random import Random
from typing import Final

SEED: Final = 15
TOWNSHIPS: Final = {"青螺镇": 5200, "竹沥镇": 3400, "石鼓乡": 1900, "浅溪乡": 310}
YEARS: Final = ("2022", "2023", "2024")
AGES: Final = tuple(f"{age}_{age + 4}" for age in range(15, 50, 5))
RATES: Final = (4, 52, 98, 61, 24, 5, 0.6)
"""Births a year to a thousand women of each age group."""
SHARES: Final = (0.11, 0.12, 0.15, 0.17, 0.15, 0.14, 0.16)
"""The parts of the age groups among women of 15 to 49."""

Row = dict[str, int | str]


def tables() -> dict[str, list[Row]]:
    """Return the lines of each file: the women at the end of the first year, and all else."""
    rng = Random(SEED)  # noqa: S311 - made-up numbers, not secrets
    lines = [row for name, women in TOWNSHIPS.items() for row in _township(rng, name, women)]
    return {
        "opening": [row for row in lines if row["period"] == YEARS[0]],
        "returns": [row for row in lines if row["period"] != YEARS[0]],
    }


def _township(rng: Random, name: str, total: int) -> list[Row]:
    found = []
    women = [round(total * share) for share in SHARES]
    for year in YEARS:
        row: Row = {"area": name, "period": year}
        row |= {f"women_{age}": number for age, number in zip(AGES, women, strict=True)}
        if year != YEARS[0]:
            row |= _events(rng, women)
        found.append(row)
        women = [round(number * rng.uniform(0.96, 1.03)) for number in women]
    return found


def _events(rng: Random, women: list[int]) -> Row:
    births = [
        sum(rng.random() < rate / 1000 for _ in range(number))
        for rate, number in zip(RATES, women, strict=True)
    ]
    total, size = sum(births), sum(women)
    missed = [sum(rng.random() < 0.04 for _ in range(total)) for _ in range(2)]
    both = total - sum(missed)
    checked = min(total, 60)
    return {
        **{f"births_mothers_{age}": number for age, number in zip(AGES, births, strict=True)},
        "sterilisations_done": rng.randrange(size // 200),
        "iud_copper_inserted": rng.randrange(size // 60, size // 30),
        "iud_hormonal_inserted": rng.randrange(size // 200 + 1),
        "implants_inserted": rng.randrange(size // 300 + 1),
        "pill_packs": rng.randrange(size // 10, size // 5),
        "births_checked": checked,
        "births_check_missed": sum(rng.random() < 0.04 for _ in range(checked)),
        "births_check_duplicated": sum(rng.random() < 0.02 for _ in range(checked)),
        "births_check_wrong": sum(rng.random() < 0.02 for _ in range(checked)),
        "births_check_frame": total,
        "births_first_list": total - missed[0],
        "births_second_list": total - missed[1],
        "births_both_lists": both,
    }
