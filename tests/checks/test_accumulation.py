"""Months and years to date: told apart, turned into one another, never mixed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import fpstats
from fpstats import stats
from fpstats.errors import FpstatsError

from .conftest import codes, found, series

MONTHS = [20, 22, 17, 25, 19, 21, 18, 24, 20, 23, 19, 22]
TOTALS = np.cumsum(MONTHS).tolist()
FURTHER = [21, 18, 23, 20]


def births(values, area="甲镇"):
    return series(values, area=area)


def lines(*groups):
    return ["area,period,births", *(line for group in groups for line in group)]


def test_running_totals_are_told_by_the_numbers_and_turned_into_months(check):
    checked = check(lines(births([*TOTALS, *np.cumsum(FURTHER)])))
    assert checked.as_totals
    assert "called_months" in codes(checked)
    assert checked.months["births"].to_pylist() == [*MONTHS, *FURTHER]
    assert checked.totals["births"].to_pylist() == [*TOTALS, *np.cumsum(FURTHER)]


def test_months_stay_months_and_are_turned_into_totals(check):
    checked = check(lines(births(MONTHS)))
    assert not checked.as_totals
    assert not codes(checked)
    assert checked.totals["births"].to_pylist() == TOTALS
    assert checked.totals["period"].to_pylist()[:2] == ["2023-01-ytd", "2023-02-ytd"]


def test_headings_tell_years_to_date(check):
    written = [f"甲镇,2023年{place + 1}月累计,{total}" for place, total in enumerate(TOTALS)]
    checked = check(lines(written))
    assert checked.months["births"].to_pylist() == MONTHS


@pytest.mark.parametrize(("cumulative", "expected"), [("month", TOTALS), ("ytd", MONTHS)])
def test_what_is_known_can_be_said(check, cumulative, expected):
    checked = check(lines(births(TOTALS)), cumulative=cumulative)
    assert checked.months["births"].to_pylist() == expected
    assert not found(checked, "called_months")


def test_months_and_years_to_date_are_never_mixed(check):
    mixed = lines(births(TOTALS), births(MONTHS, "乙镇"), births(MONTHS[::-1], "丙镇"))
    with pytest.raises(FpstatsError, match=r"mixed: 1 are unlike the others .*甲镇 2023"):
        check(mixed)


def test_one_item_to_date_among_months_is_refused_by_its_name_and_the_rest_checked(check):
    def two(area, born, died):
        return [f"{line},{died[place]}" for place, line in enumerate(births(born, area))]

    rows = ["area,period,births,deaths", *two("乙镇", MONTHS[::-1], MONTHS)]
    checked = check([*rows, *two("甲镇", TOTALS, MONTHS)])
    (row,) = found(checked, "looks_cumulative")
    assert (row["severity"], row["area"], row["item"]) == ("error", "甲镇", "births")
    # Its births are not known, its deaths are.
    mine = checked.months.to_pylist()
    born = [line["births"] for line in mine if line["area"] == "甲镇"]
    assert (set(born), [line["deaths"] for line in mine if line["area"] == "甲镇"]) == (
        {None},
        MONTHS,
    )
    # In every area alike it is no better.
    both = check([rows[0], *two("甲镇", TOTALS, MONTHS), *two("乙镇", TOTALS, MONTHS[::-1])])
    assert {row["area"] for row in found(both, "looks_cumulative")} == {"甲镇", "乙镇"}
    assert not check([*rows, *two("甲镇", TOTALS, MONTHS)], cumulative="month").as_totals
    # Months that grow are months: three times as many in the sixth, six in the last are needed.
    assert not check([*rows, *two("甲镇", range(20, 80, 5), MONTHS)]).as_totals


def test_a_year_that_turns_into_totals_is_told_and_its_months_are_kept(check):
    # The first half by month, then what happened since January.
    turned = [*MONTHS[:6], *TOTALS[6:]]
    others = [*births(MONTHS, "乙镇"), *births(MONTHS[::-1], "丙镇")]
    checked = check(lines(births(turned), others))
    (row,) = found(checked, "looks_cumulative")
    assert (row["severity"], row["area"], row["item"]) == ("error", "甲镇", "births")
    mine = [line["births"] for line in checked.months.to_pylist() if line["area"] == "甲镇"]
    assert mine == MONTHS[:6]
    assert not found(check(lines(births(turned), others), cumulative="month"), "looks_cumulative")


def test_a_year_with_a_campaign_in_its_middle_does_not_turn(check):
    # From July on three times as many, and once as many as all before: no total goes on like this.
    busy = [20, 22, 19, 21, 20, 18, 65, 60, 70, 62, 66, 61]
    jump = [20, 22, 19, 21, 20, 18, 130, 24, 19, 22, 21, 20]
    for months in (busy, jump):
        assert not found(check(lines(births(months))), "looks_cumulative")


def test_a_year_to_date_that_falls_is_an_error_and_gives_no_month(check):
    wrong = [*TOTALS[:5], TOTALS[5] + 400, *TOTALS[6:]]
    checked = check(lines(births(wrong)), cumulative="ytd")
    rows = found(checked, "year_to_date")
    # The one of June is found, and once, with that of July beside it.
    (row,) = rows
    assert (row["period"], row["left"], row["right"]) == ("2023-H1", wrong[5], wrong[6])
    assert "above the 142 of 2023-07-ytd after it" in row["message"]
    # June is 400 too many: it and July are not known, and no line of them is written. January to
    # May are, and August, which is 166 less 142.
    assert not {"2023-06", "2023-07"} & set(checked.months["period"].to_pylist())
    assert checked.months["births"].to_pylist()[:6] == [*MONTHS[:5], MONTHS[7]]


def test_the_first_month_of_a_statistical_year_is_what_it_is(check):
    # The family-planning year starts in October.
    written = [
        f"甲镇,{2023 + (9 + place) // 12}-{(9 + place) % 12 + 1:02d},{total}"
        for place, total in enumerate(TOTALS)
    ]
    checked = check(lines(written), year_start=10)
    assert checked.as_totals
    assert checked.months["births"].to_pylist() == MONTHS


def test_the_same_number_every_month_is_no_year_to_date(check):
    assert not check(lines(births([3] * 23 + [4]))).as_totals


BOTH = """
    area,period,births
    甲镇,2024-01,20
    甲镇,2024-02,22
    甲镇,2024-03-ytd,{total}
    乙镇,2024-01,23
    乙镇,2024-02,25
    乙镇,2024-03-ytd,70
"""


def test_a_month_is_its_year_to_date_less_the_months_before(check):
    checked = check(BOTH.format(total=60))
    assert not codes(checked)
    months = {(row["area"], row["period"]): row["births"] for row in checked.months.to_pylist()}
    # 60 - 20 - 22 and 70 - 23 - 25.
    assert months["甲镇", "2024-03"] == 18
    assert months["乙镇", "2024-03"] == 22
    totals = {(row["area"], row["period"]): row["births"] for row in checked.totals.to_pylist()}
    assert totals["甲镇", "2024-02-ytd"] == 42
    assert totals["甲镇", "2024-03-ytd"] == 60


def test_months_after_a_year_to_date_are_added_to_it(check):
    checked = check("""
        area,period,births
        甲镇,2024-02-ytd,41
        甲镇,2024-03,20
        甲镇,2024-04-ytd,80
    """)
    months = dict(zip(*(checked.months[name].to_pylist() for name in ("period", "births")),
                      strict=True))  # fmt: skip
    # 80 - 41 - 20; what of the 41 was in January is not known.
    assert months == {"2024-03": 20, "2024-04": 19}


def test_a_year_to_date_below_its_known_months_is_an_error(check):
    checked = check(BOTH.format(total=41))
    (row,) = found(checked, "year_to_date")
    assert (row["severity"], row["area"], row["period"]) == ("error", "甲镇", "2024-Q1")
    assert (row["left"], row["right"], row["events"]) == (41, 42, 1)
    assert [row["cells"].count(cell) for cell in ("C4", "C2", "C3")] == [1, 1, 1]
    assert ("甲镇", "2024-03") not in {
        (one["area"], one["period"]) for one in checked.months.to_pylist()
    }


def test_what_was_turned_is_read_back_as_it_is(check, tmp_path):
    checked = check(lines(births(MONTHS)))
    path = tmp_path / "totals.csv"
    import polars as pl

    pl.DataFrame(checked.totals).write_csv(path)
    again = fpstats.check(path, lang="en")
    assert again.months["births"].to_pylist() == MONTHS


@given(st.lists(st.integers(15, 30), min_size=6, max_size=12))
def test_evidence_of_a_running_total_is_that_of_its_increases(values):
    totals = np.cumsum(values)
    assert stats.accumulation_evidence(totals) > 0
    # What falls anywhere is no running total.
    assert stats.accumulation_evidence([*totals, int(totals[-1]) - 1]) == -np.inf


def test_evidence_by_hand():
    # One by one 2, 4: mean 3; as a total, increases 2 and 2: mean 2. Likelihoods
    # e^-6 3^6 / (2! 4!) = 0.03764 and e^-4 2^4 / (2! 2!) = 0.07326: log10 of 1.946 is 0.289.
    assert float(stats.accumulation_evidence([2, 4])) == pytest.approx(0.2891, abs=1e-4)
    assert np.isnan(stats.accumulation_evidence([2, np.nan]))
    assert np.isnan(stats.accumulation_evidence([2, 2.5]))


def test_the_years_of_an_area_are_one_finding_and_its_odds_are_bounded(check):
    # 1,000 births a month over three years: the odds are 10 to the power of thousands.
    thousands = np.cumsum([1000] * 12).tolist() * 3
    checked = check(lines(births(thousands), births(thousands, "乙镇")))
    rows = found(checked, "called_months")
    assert [(row["area"], row["period"]) for row in rows] == [
        ("乙镇", "2023-01:2025-12"),
        ("甲镇", "2023-01:2025-12"),
    ]
    assert all("36 months" in row["message"] for row in rows)
    assert all("10 to the power of 300 or more" in row["message"] for row in rows)
    # What is asked for lies inside it.
    assert found(check(lines(births(thousands)), period="2024-05"), "called_months")


def test_five_months_of_one_item_to_date_are_a_warning_with_their_cells(check):
    rows = [
        f"{line},{died}" for line, died in zip(births(np.cumsum([40] * 5)), MONTHS, strict=False)
    ]
    checked = check(["area,period,births,deaths", *rows])
    assert not checked.as_totals
    (row,) = found(checked, "called_months")
    assert (row["severity"], row["item"], row["cell"]) == ("warning", "births", "C2")
    assert "from 6 months on it is told for sure" in row["message"]
