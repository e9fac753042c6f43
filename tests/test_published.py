"""Figures that offices published, reproduced by the command itself.

The data are read in place (FPSTATS_SHARED, or `shared` beside the project); where they are absent
the tests skip and say so.
"""

from __future__ import annotations

import csv
import io
import os
from collections import defaultdict
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("FPSTATS_SHARED") or ROOT.parent / "shared")
TAIWAN = SHARED / "data" / "taiwan"

pytestmark = pytest.mark.skipif(
    not TAIWAN.is_dir(), reason=f"published data not found at {TAIWAN}; set FPSTATS_SHARED"
)

Row = dict[str, str]


@pytest.fixture(scope="module")
def compute(run: Callable[..., Any]) -> Callable[..., list[Row]]:
    """Give a runner of `fpstats compute` that returns its rows."""

    def compute(*arguments: str | Path) -> list[Row]:
        ran = run("compute", *arguments)
        assert ran.code == 0, ran.err
        return list(csv.DictReader(io.StringIO(ran.text)))

    return compute


@pytest.fixture(scope="module")
def official() -> list[Row]:
    with (TAIWAN / "official.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def computed(compute: Callable[..., list[Row]]) -> dict[tuple[str, str, str], Row]:
    wanted = "births,deaths,crude_birth_rate,natural_growth_rate"
    folders = (TAIWAN / "monthly", TAIWAN / "population")
    rows = compute(*folders, "--every", "year", "-i", wanted)
    rows += compute(TAIWAN / "monthly" / "2025-12.csv", "-i", "births")
    return {(row["area"], row["period"], row["indicator"]): row for row in rows}


def test_every_published_figure_is_reproduced(
    official: list[Row], computed: dict[tuple[str, str, str], Row]
) -> None:
    assert len(official) == 28
    for line in official:
        measure = line["measure"]
        row = computed[line["area"], line["period"], measure.removeprefix("rank_")]
        if measure.startswith("rank_"):
            assert row["rank"] == line["value"], line
        else:
            assert printed(row, int(line["decimals"])) == line["value"], line


def printed(row: Row, decimals: int) -> str:
    """Round as offices do, from the counts: half away from zero."""
    if not row["denominator"]:
        return row["value"]
    exact = Fraction(row["numerator"]) * 1000 / Fraction(row["denominator"])
    digits = Decimal(exact.numerator) / Decimal(exact.denominator)
    return str(digits.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def test_the_printed_table_has_the_published_digits(run: Callable[..., Any]) -> None:
    asked = ("--period", "2017", "-i", "crude_birth_rate", "--format", "table", "--by", "county")
    text = run("compute", TAIWAN / "monthly", TAIWAN / "population", *asked).text
    for county, rate in {"新北市": "7.94", "桃園市": "10.77", "臺中市": "8.76"}.items():
        assert rate in next(line for line in text.splitlines() if county in line)


ORDERS = TAIWAN / "new-taipei-births-by-order-2019.csv"


@pytest.fixture(scope="module")
def rows(compute: Callable[..., list[Row]]) -> dict[tuple[str, str], Row]:
    return {(row["area"], row["indicator"]): row for row in compute(ORDERS)}


class TestNewTaipeiByOrder:
    def by_hand(self) -> dict[tuple[str, str, str], int]:
        """Add the file up with nothing but the csv module."""
        sums: dict[tuple[str, str, str], int] = defaultdict(int)
        with ORDERS.open(encoding="utf-8-sig") as file:
            for line in csv.DictReader(file):
                order = {"1胎": "first", "2胎": "second"}.get(line["birth_order"], "third_plus")
                sums[line["site_id"], order, line["birth_sex"]] += int(line["birth_count"])
        return sums

    def test_sex_ratio_by_order_of_the_twelve_complete_townships(
        self, rows: dict[tuple[str, str], Row]
    ) -> None:
        sums = self.by_hand()
        areas = {area for area, _, _ in sums} - {"新北市土城區"}
        assert len(areas) == 12
        for area in areas:
            for order in ("first", "second", "third_plus"):
                row = rows[area, f"sex_ratio_at_birth_{order}"]
                males, females = sums[area, order, "男"], sums[area, order, "女"]
                assert (float(row["numerator"]), float(row["denominator"])) == (males, females)
                assert float(row["value"]) == 100 * males / females
                assert float(row["lower"]) < float(row["value"]) < float(row["upper"])
                assert row["method"] == "sex_ratio"

    def test_the_township_cut_off_is_not_computed_as_if_whole(
        self, rows: dict[tuple[str, str], Row]
    ) -> None:
        for indicator in ("births", "sex_ratio_at_birth", "sex_ratio_at_birth_first",
                          "sex_ratio_at_birth_third_plus", "second_birth_share"):  # fmt: skip
            assert rows["新北市土城區", indicator]["value"] == ""
        county = rows["新北市", "sex_ratio_at_birth"]
        assert (county["areas_used"], county["areas_expected"]) == ("12", "13")

    def test_the_cut_is_told_with_what_is_there_and_what_should_be(
        self, compute: Callable[..., list[Row]], tmp_path: Path
    ) -> None:
        compute(ORDERS, "--issues", tmp_path / "issues.csv")
        with (tmp_path / "issues.csv").open(encoding="utf-8-sig") as file:
            told = [row for row in csv.DictReader(file) if row["code"] == "incomplete_return"]
        births = [row for row in told if row["item"] == "births"]
        assert [(row["area"], row["value"], row["expected"]) for row in births] == [
            ("新北市土城區", "55", "162")
        ]

    def test_the_twelve_tie_to_the_monthly_files(
        self, compute: Callable[..., list[Row]], rows: dict[tuple[str, str], Row]
    ) -> None:
        files = sorted((TAIWAN / "monthly").glob("2019-*.csv"))
        monthly = compute(*files, "--every", "year", "-i", "births,sex_ratio_at_birth")
        checked = 0
        for row in monthly:
            other = rows.get((row["area"], row["indicator"]))
            if other is not None and row["area"].startswith("新北市") and other["value"]:
                if row["area"] == "新北市":
                    continue
                assert row["value"] == other["value"], row
                checked += 1
        assert checked == 2 * 12
