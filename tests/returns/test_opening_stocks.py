"""Opening stocks in one table with the months after them: their blank flows are no fault."""

import fpstats

HEAD = "area,period,population,births,deaths\n"
OPENING = "甲镇,2024-01,1000,,\n乙镇,2024-01,900,,\n"
MONTHS = "甲镇,2024-02,1001,3,2\n乙镇,2024-02,901,2,1\n"


def blanks(tmp_path, text):
    path = tmp_path / "returns.csv"
    path.write_text(HEAD + text, "utf-8")
    table = fpstats.check(path).table.to_pylist()
    return sorted((row["cell"], row["area"]) for row in table if row["code"] == "blank_value")


def test_opening_stocks_have_no_flows(tmp_path):
    assert blanks(tmp_path, OPENING + MONTHS) == []


def test_a_line_that_has_a_flow_shows_that_flows_were_due(tmp_path):
    told = blanks(tmp_path, OPENING.replace("900,,", "900,4,") + MONTHS)
    assert told == [("D2", "甲镇"), ("E2", "甲镇"), ("E3", "乙镇")]


def test_a_later_month_owes_its_flows(tmp_path):
    later = MONTHS + "甲镇,2024-03,1002,,\n乙镇,2024-03,902,,\n"
    assert {cell for cell, _ in blanks(tmp_path, OPENING + later)} == {"D6", "E6", "D7", "E7"}
    # And so does the only month that there is.
    assert len(blanks(tmp_path, OPENING)) == 4
