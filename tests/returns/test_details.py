"""A summary of townships beside the sheets of their villages: everybody counts once."""

import openpyxl
import pytest

import fpstats

SUMMARY = [
    ["示例县2024年5月人口报表"],
    ["乡镇", "出生人数", "死亡人数"],
    ["晴禾街道", 30, 9],
    ["苇汀镇", 22, 7],
]
EAST = [["村", "出生人数", "死亡人数"], ["东村", 26, 7], ["西村", 4, 2]]
SOUTH = [["村", "出生人数", "死亡人数"], ["南村", 18, 5], ["西村", 4, 2]]


@pytest.fixture
def write(tmp_path):
    def write(sheets):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, lines in sheets.items():
            sheet = book.create_sheet(name)
            for line in lines:
                sheet.append(line)
        path = tmp_path / "returns.xlsx"
        book.save(path)
        return path

    return write


def births(path, **options):
    outcome = fpstats.compute(path, indicators=["births"], lang="en", **options)
    rows = outcome.comparisons.to_pylist()
    told = [(row["area"], row["sheet"]) for row in outcome.issues.to_pylist()
            if row["code"] == "sheet_of_parts"]  # fmt: skip
    return {row["area"]: row["value"] for row in rows}, sorted(told)


@pytest.mark.parametrize("titled", ["by the sheet", "by the title"])
def test_villages_of_a_township_on_another_sheet_do_not_count_again(write, titled):
    title = "{}2024年5月人口报表"
    named = titled == "by the sheet"
    path = write(
        {
            "汇总": SUMMARY,
            "晴禾街道" if named else "1": [[title.format("" if named else "晴禾街道")], *EAST],
            "苇汀镇" if named else "2": [[title.format("" if named else "苇汀镇")], *SOUTH],
        }
    )
    found, told = births(path)
    # 30 and 22, once; 西村 is a village of each.
    assert found == {"晴禾街道": 30, "苇汀镇": 22, "Total": 52}
    assert [area for area, _ in told] == ["晴禾街道", "苇汀镇"]


def test_villages_count_where_their_township_stands_nowhere_else(write):
    found, told = births(write({"晴禾街道": [["2024年5月人口报表"], *EAST]}))
    assert (found, told) == ({"东村": 26, "西村": 4, "Total": 30}, [])


def test_villages_count_where_a_table_says_whose_they_are(write, tmp_path):
    areas = tmp_path / "areas.csv"
    areas.write_text(
        "name,parent\n示例县,\n晴禾街道,示例县\n东村,晴禾街道\n西村,晴禾街道\n", "utf-8"
    )
    path = write({"汇总": SUMMARY[:3], "晴禾街道": [["2024年5月人口报表"], *EAST]})
    found, told = births(path, areas=areas)
    assert (found["东村"], found["晴禾街道"], found["示例县"], told) == (26, 30, 30, [])


def test_other_months_are_other_returns(write):
    path = write({"汇总": SUMMARY, "晴禾街道": [["2024年6月人口报表"], *EAST]})
    found, told = births(path, period="2024-06")
    assert ({area: born for area, born in found.items() if born}, told) == (
        {"东村": 26, "西村": 4},
        [],
    )


def test_what_the_summary_lacks_is_told(write):
    path = write(
        {
            "汇总": [line[:2] for line in SUMMARY],
            "晴禾街道": [["2024年5月人口报表"], *EAST],
        }
    )
    found, told = births(path)
    assert (found["Total"], told) == (82, [("晴禾街道", "晴禾街道")])  # 52 and 30
