"""The numbers that stand in the made-up returns: coherent ones, drawn anew for every return."""

from __future__ import annotations

from random import Random
from typing import Final

Span = tuple[int, int]
"""The first and the last month of a period, as year × 12 + month − 1."""

ORDERS: Final = ("first", "second", "third_plus")
STOCKS: Final = frozenset(
    [
        "population",
        "population_male",
        "population_female",
        "women_15_49",
        "married_women_15_49",
        "contraceptive_users",
        "users_male_sterilisation",
        "users_female_sterilisation",
        "users_iud",
        "users_implant",
        "users_pill_injection",
        "users_condom",
        "users_other",
        "one_child_certificates",
    ]
)
"""What stands at the end of a period; everything else happens within it."""
PAIRS: Final = frozenset(["marriages", "divorces"])
"""What is counted in couples; everything else in persons, but for money."""
UNITLESS: Final = PAIRS | {"spending"}
"""What is not counted in persons."""


class Figures:
    """The items of every township and period, drawn when first asked for."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._months: dict[tuple[str, int], dict[str, int]] = {}
        self._people: dict[str, int] = {}

    def of(self, area: str, span: Span, item: str) -> int:
        """Return an item: flows added up over the months, stocks at the last."""
        if item in STOCKS:
            return self._month(area, span[1])[item]
        return sum(self._month(area, month)[item] for month in range(span[0], span[1] + 1))

    def _month(self, area: str, month: int) -> dict[str, int]:
        key = (area, month)
        if key not in self._months:
            people = self._people.setdefault(area, self._rng.choice([940, 8300, 15200, 46100]))
            self._months[key] = _draw(self._rng, people + self._rng.randint(-300, 9000))
        return self._months[key]


def _split(rng: Random, total: int, share: float) -> int:
    return min(total, max(0, round(total * share + rng.uniform(-1.4, 1.4))))


def _draw(rng: Random, people: int) -> dict[str, int]:
    """Draw one month of one township."""
    found = {"population": people}
    _by_sex(rng, found, "population", 0.512)
    for order, mean in zip(ORDERS, (9, 6, 2), strict=True):
        found[f"births_{order}"] = rng.randint(0, mean * 2 + people // 2500)
        _by_sex(rng, found, f"births_{order}", 0.52)
        found[f"births_in_policy_{order}"] = _split(rng, found[f"births_{order}"], 0.93)
    for name in ("births{}", "births{}_male", "births{}_female", "births_in_policy{}"):
        found[name.format("")] = sum(
            found[f"births_in_policy_{order}" if "policy" in name else name.format(f"_{order}")]
            for order in ORDERS
        )
    found["births_late_registered"] = rng.randint(0, 3)
    found["deaths"] = rng.randint(0, 9 + people // 900)
    _by_sex(rng, found, "deaths", 0.56)
    found["migrants_in"] = rng.randint(0, 90)
    found["migrants_out"] = rng.randint(0, 80)
    found["marriages"] = rng.randint(0, 60)
    found["divorces"] = rng.randint(0, 25)
    found["first_marriages_women"] = _split(rng, found["marriages"], 0.83)
    found["late_first_marriages_women"] = _split(rng, found["first_marriages_women"], 0.52)
    found["women_15_49"] = _split(rng, people, 0.23)
    found["married_women_15_49"] = _split(rng, found["women_15_49"], 0.72)
    found |= _users(rng, found["married_women_15_49"])
    found["births_checked"] = rng.randint(5, 30)
    for error in ("missed", "duplicated", "wrong"):
        found[f"births_check_{error}"] = rng.randint(0, 2)
    found["examinations_due"] = rng.randint(200, 1500)
    found["examinations_done"] = _split(rng, found["examinations_due"], 0.93)
    found["spending"] = rng.randint(10, 900) * 100
    found["one_child_certificates"] = rng.randint(100, 2500)
    return found


def _by_sex(rng: Random, found: dict[str, int], item: str, share: float) -> None:
    found[f"{item}_male"] = _split(rng, found[item], share)
    found[f"{item}_female"] = found[item] - found[f"{item}_male"]


def _users(rng: Random, married: int) -> dict[str, int]:
    users = _split(rng, married, 0.83)
    shares = {
        "male_sterilisation": 0.01,
        "female_sterilisation": 0.24,
        "iud": 0.45,
        "implant": 0.01,
        "pill_injection": 0.02,
        "condom": 0.2,
    }
    found = {f"users_{method}": int(users * share) for method, share in shares.items()}
    rest = users - sum(found.values())
    return {"contraceptive_users": users, **found, "users_other": rest}
