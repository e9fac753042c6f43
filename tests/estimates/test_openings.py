"""What stood at the start of a return is what stood at the end of the month before."""

from __future__ import annotations

import pytest

import fpstats

YEAR = "area,period,population_opening,population,births"


@pytest.fixture
def saved(tmp_path):
    """Return what saves lines under a name, and says where."""

    def save(name, *lines):
        path = tmp_path / name
        path.write_text("\n".join(lines) + "\n", "utf-8")
        return str(path)

    return save


def rate(outcome, period="2024"):
    return next(
        row
        for row in outcome.comparisons.to_pylist()
        if (row["indicator"], row["period"]) == ("crude_birth_rate", period)
    )


def differing(outcome):
    return [row for row in outcome.issues.to_pylist() if row["code"] == "opening_differs"]


def computed(*files, **options):
    return fpstats.compute([*files], indicators=["crude_birth_rate"], lang="en", **options)


def test_an_opening_is_the_end_of_the_month_before_where_that_is_not_known(saved):
    # (30000 + 30100) / 2 = 30050; 1000 × 215 / 30050 = 7.15474…
    found = rate(computed(saved("a.csv", YEAR, "甲,2024,30000,30100,215")))
    assert (found["numerator"], found["denominator"]) == (215, 30050)
    assert found["value"] == pytest.approx(7.1547421, abs=1e-7)


def test_an_opening_of_months_serves_their_quarter(saved):
    lines = [YEAR, "甲,2024-01,1000,1010,3", "甲,2024-02,1010,1030,4", "甲,2024-03,1030,1060,5"]
    outcome = computed(saved("a.csv", *lines), every="quarter")
    # 91 of 366 days: (1000 + 1060) / 2 = 1030 people over the quarter; 12 births
    found = rate(outcome, "2024-Q1")
    assert (found["numerator"], found["denominator"], found["months_used"]) == (12, 1030, 3)
    assert not differing(outcome)


def test_what_was_reported_at_the_end_counts_and_a_difference_has_both_cells(saved):
    path = saved("a.csv", YEAR, "甲,2023,29000,30200,200", "甲,2024,30000,30100,215")
    outcome = computed(path)
    assert rate(outcome)["denominator"] == (30200 + 30100) / 2
    assert rate(outcome, "2023")["denominator"] == (29000 + 30200) / 2
    (told,) = differing(outcome)
    assert (told["cell"], told["value"], told["expected"]) == ("C3", "30000", "30200")
    assert told["message"].endswith(f"30200 at the end before it ({path}!D2), which is used")
    assert not differing(computed(path, period="2023"))


def test_a_blank_end_before_is_filled_for_the_area_that_lacks_it_alone(saved):
    lines = [
        YEAR,
        "甲,2023-12,,500,1", "甲,2024-01,510,520,2",
        "乙,2023-12,,,1", "乙,2024-01,700,720,3",
    ]  # fmt: skip
    outcome = computed(saved("a.csv", *lines), period="2024-01", every="month")
    below = {
        row["area"]: row["denominator"]
        for row in outcome.comparisons.to_pylist()
        if row["period"] == "2024-01"
    }
    assert below["甲"] == (500 + 520) / 2
    assert below["乙"] == (700 + 720) / 2


def test_the_shorter_of_two_returns_says_what_stood_at_their_start(saved):
    lines = [YEAR, "甲,2024-01,1000,1010,3", "甲,2024,990,1100,40"]
    found = rate(computed(saved("a.csv", *lines), every="month", period="2024-01"), "2024-01")
    assert found["denominator"] == (1000 + 1010) / 2


def test_the_order_of_lines_and_files_changes_nothing(saved):
    one = saved("a.csv", YEAR, "甲,2024-01,1000,1010,3", "乙,2024-01,500,510,1")
    other = saved("b.csv", YEAR, "甲,2024-02,1010,1030,4", "乙,2024-02,510,505,2")
    turned = saved("c.csv", YEAR, "乙,2024-02,510,505,2", "乙,2024-01,500,510,1",
                   "甲,2024-02,1010,1030,4", "甲,2024-01,1000,1010,3")  # fmt: skip
    found = [computed(*files).comparisons for files in ((one, other), (other, one), (turned,))]
    assert found[0] == found[1] == found[2]


def test_a_year_begins_no_period_of_its_own_before_it(saved):
    outcome = fpstats.compute([saved("a.csv", YEAR, "甲,2024,30000,30100,215")], lang="en")
    assert set(outcome.comparisons["period"].to_pylist()) == {"2024"}
    alone = saved("b.csv", "area,period,population_opening,population", "甲,2024,30000,30100")
    outcome = fpstats.compute([alone], indicators=["population"], lang="en")
    assert outcome.comparisons["period"].to_pylist() == ["2024"]


def test_explain_names_the_cell_of_the_opening(saved):
    path = saved("a.csv", YEAR, "甲,2024,30000,30100,215")
    found = fpstats.explain(path, area="甲", indicator="crude_birth_rate", period="2024", lang="en")
    rows = [(row["item"], row["cell"], row["weight"], row["used"])
            for row in found.table.to_pylist()]  # fmt: skip
    assert rows == [
        ("births", "E2", 1.0, True),
        ("population_opening", "C2", 0.5, True),
        ("population", "D2", 0.5, True),
    ]


def test_with_openings_alone_the_last_end_is_still_not_known(saved):
    lines = ["area,period,population_opening,births", "甲,2024-01,1000,3", "甲,2024-02,1010,4"]
    path = saved("a.csv", *lines)
    # 2024-01 has both ends, from two openings; 2024-02 lacks its own.
    assert rate(computed(path, every="month"), "2024-01")["denominator"] == (1000 + 1010) / 2
    outcome = computed(path, every="month")
    assert rate(outcome, "2024-02")["value"] is None
    assert "stock_missing" in outcome.issues["code"].to_pylist()
