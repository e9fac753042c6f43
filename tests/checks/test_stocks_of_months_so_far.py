"""Returns of several months: what they say of stocks stands at the end of the last month."""

import fpstats

from .conftest import found

MONTHS_SO_FAR = """
青禾县2024年1—5月人口情况
乡镇,期初总人口,出生人数,死亡人数,迁入,迁出,期末总人口
甲镇,10000,50,20,5,5,10030
乙镇,8000,40,20,5,5,8021
"""


def test_the_balance_from_the_start_to_the_end_is_checked(check):
    checked = check(MONTHS_SO_FAR)
    (row,) = found(checked, "opening_balances")
    # 8021 - 8000 = 21, and 40 - 20 + 5 - 5 = 20; of 甲镇 10030 - 10000 = 50 - 20 + 5 - 5.
    assert (row["area"], row["period"], row["left"], row["right"]) == (
        "乙镇",
        "2024-05-ytd",
        21,
        20,
    )
    assert row["cell"] == "G4"
    assert "2024-05 8021" in row["cells"]


def test_stocks_alone_are_compared_once(check):
    # 900 women who use something among 800 who might.
    lines = "青禾县2024年1—5月\n乡镇,出生人数,已婚育龄妇女,采取各种避孕方法\n甲镇,50,800,900\n"
    found_here = [row for row in check(lines).table.to_pylist() if row["severity"] == "error"]
    assert [row["period"] for row in found_here] == ["2024-05"]


def test_the_rate_of_the_months_is_computed_unless_another_is_asked_for(tmp_path):
    path = tmp_path / "returns.csv"
    path.write_text(MONTHS_SO_FAR.lstrip(), "utf-8")
    done = fpstats.compute(path, indicators=["births"], lang="en")
    rows = {(row["area"], row["period"]): row["value"] for row in done.comparisons.to_pylist()}
    assert rows[("甲镇", "2024-05-ytd")] == 50
