"""Reference: every row of the golden files, made with 40 digits and compared with R."""

import pytest

from fpstats.stats import (
    byar,
    clopper_pearson,
    exact_poisson,
    mover,
    natural_growth,
    newcombe,
    poisson,
    poisson_difference,
    poisson_method,
    poisson_score,
    sex_ratio,
    wilson,
)


def numbers(row, *names):
    return [float(row[name]) for name in names]


@pytest.mark.parametrize("method", [wilson, clopper_pearson])
def test_proportion(golden, agree, method):
    rows = golden(method.__name__)
    limits = [method(*numbers(row, "x", "n", "conf")) for row in rows]
    agree(method.__name__, [limit.lower for limit in limits], [row["lower"] for row in rows])
    agree(method.__name__, [limit.upper for limit in limits], [row["upper"] for row in rows])


@pytest.mark.parametrize(("name", "method"), [("byar", byar), ("garwood", exact_poisson)])
def test_count(golden, agree, name, method):
    rows = golden(f"poisson_{name}")
    limits = [method(float(row["x"]), confidence=float(row["conf"])) for row in rows]
    agree(f"poisson_{name}", [limit.lower for limit in limits], [row["lower"] for row in rows])
    agree(f"poisson_{name}", [limit.upper for limit in limits], [row["upper"] for row in rows])


def test_rate(golden, agree):
    rows = golden("rate_phe")
    names = {"Exact": "exact_poisson", "Byars": "byar"}
    for row in rows:
        count, exposure, per, confidence = numbers(row, "x", "n", "multiplier", "conf")
        limits = poisson(count, exposure, confidence)
        agree("rate_phe", [count / exposure * per], [row["value"]])
        agree("rate_phe", [limits.lower * per], [row["lower"]])
        agree("rate_phe", [limits.upper * per], [row["upper"]])
        assert poisson_method(count, exposure) == names[row["method"]]


def test_sex_ratio(golden, agree):
    rows = golden("sex_ratio")
    assert "0" in {row["females"] for row in rows}
    limits = [sex_ratio(*numbers(row, "males", "females", "conf")) for row in rows]
    agree("sex_ratio", [limit.lower for limit in limits], [row["wilson_lower"] for row in rows])
    agree("sex_ratio", [limit.upper for limit in limits], [row["wilson_upper"] for row in rows])


def test_difference_of_rates_with_score_limits(golden, agree):
    name = "mover_score_poisson_diff"
    for row in golden(name):
        pairs = numbers(row, "x1", "e1", "x2", "e2")
        confidence = float(row["conf"])
        agree(name, poisson_difference(*pairs, confidence), [row["lower"], row["upper"]])
        for number in "12":
            agree(
                name,
                poisson_score(float(row[f"x{number}"]), confidence=confidence),
                [row[f"score_lo_count{number}"], row[f"score_hi_count{number}"]],
            )


def test_natural_growth(golden, agree):
    rows = [row for row in golden("mover_score_poisson_diff") if row["e1"] == row["e2"]]
    assert len(rows) > 20
    for row in rows:
        limits = natural_growth(*numbers(row, "x1", "x2", "e1", "conf"))
        agree("mover_score_poisson_diff", limits, [row["lower"], row["upper"]])


@pytest.mark.parametrize(
    ("limits", "column", "method"),
    [("exact", "mover_garwood", exact_poisson), ("poisson", "mover_phe", poisson)],
)
def test_difference_of_rates_with_other_limits(golden, agree, limits, column, method):
    for row in golden("two_poisson"):
        count1, exposure1, count2, exposure2 = pairs = numbers(row, "x1", "e1", "x2", "e2")
        confidence = float(row["conf"])
        expected = [row[f"{column}_lower"], row[f"{column}_upper"]]
        agree("two_poisson", poisson_difference(*pairs, confidence, limits), expected)
        plain = mover(
            count1 / exposure1,
            method(count1, exposure1, confidence),
            count2 / exposure2,
            method(count2, exposure2, confidence),
        )
        agree("two_poisson", plain, expected)


def test_difference_of_proportions(golden, agree):
    for row in golden("diff_proportions"):
        limits = newcombe(*numbers(row, "x1", "n1", "x2", "n2", "conf"))
        agree("diff_proportions", limits, [row["newcombe_lower"], row["newcombe_upper"]])
