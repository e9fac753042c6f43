"""Data about persons are refused; what is refused is never repeated."""

from __future__ import annotations

import pytest
import xlsxwriter

import fpstats
from fpstats.errors import PersonalDataError

REGISTERS = [
    *("姓名", "姓　名", "姓\n名", "妇女姓名", "丈夫姓名", "户主", "户主姓名", "Full name"),
    *("身份证", "身份证号", "身份证号码", "身份证件号码", "公民身份号码", "证件号", "ID card"),
    *("电话", "联系电话", "手机", "手机号", "手机号码", "联系方式", "Phone number", "mobile"),
    *("住址", "现住址", "家庭地址", "门牌号", "home address"),
    *("出生日期", "出生年月日", "date of birth", "birthdate"),
]
INNOCENT = [
    *("单位名称", "户主数", "户数", "出生人数", "出生日期齐全率", "身份证办理数", "手机用户数"),
    *("name", "address_count", "填报人：某某", "联系电话：略", "制表人姓名", "审核人电话"),
]


@pytest.mark.parametrize("heading", REGISTERS)
def test_a_heading_of_a_register_is_refused(put, values, heading):
    path = put(f'area,period,"{heading}",births\n东乡,2024-01,张三丰,1\n')
    with pytest.raises(PersonalDataError, match="column 3, line 1") as error:
        values(path)
    assert error.value.exit_code == 5
    assert "张三丰" not in str(error.value)


@pytest.mark.parametrize("heading", INNOCENT)
def test_a_heading_that_counts_is_not(put, values, heading):
    path = put(f"area,period,{heading},deaths\n东乡,2024-01,1,1\n")
    assert ("东乡", "2024-01", "deaths", 1) in values(path)


@pytest.mark.parametrize("papers", [("40", "1,030"), ("0", "7")])
def test_papers_that_were_issued_are_counted(put, values, papers):
    lines = [f'东乡,2024-0{month},1,"{many}"' for month, many in enumerate(papers, 1)]
    path = put("\n".join(["area,period,births,身份证", *lines]) + "\n")
    assert ("东乡", "2024-01", "births", 1) in values(path)


@pytest.mark.parametrize("below", ["", "0123", "123X", "220101", "11010519491231002X"])
def test_what_may_be_a_part_of_a_number_of_a_person_is_refused(put, values, below):
    path = put(
        f"area,period,births,身份证\n东乡,2024-01,1,{below}\n西乡,2024-01,1,{below and 12}\n"
    )
    with pytest.raises(PersonalDataError, match="column 4, line 1"):
        values(path)


def test_a_signature_in_cells_of_their_own_is_no_register(put, values):
    path = put("area,period,births\n东乡,2024-01,1\n填报人,某某,\n审核人,,联系电话\n")
    assert values(path)[0] == ("东乡", "2024-01", "births", 1)


def test_keep_going_does_not_go_past_it(put, values):
    put("area,period,births\n东乡,2024-01,1\n", "a.csv")
    put("area,period,births,姓名\n西乡,2024-01,1,张三丰\n", "b.csv")
    with pytest.raises(PersonalDataError, match=r"b\.csv"):
        values(["a.csv", "b.csv"], keep_going=True)


def test_a_table_handed_in_is_looked_at_too():
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"area": ["东乡"], "period": "2024-01", "births": 1, "姓名": "张三丰"})
    with pytest.raises(PersonalDataError, match="names of persons"):
        fpstats.read(frame, lang="en")


# The number that the standard of 1999 gives as its example, and one that no operator has given out.
IDENTITY = "11010519491231002X"
MOBILE = "13800138000"


@pytest.mark.parametrize("number", [IDENTITY, f"甲{MOBILE}", f"{MOBILE}转2"])
@pytest.mark.parametrize("column", ["area", "births"])
def test_the_number_of_a_person_is_refused_and_not_repeated(put, column, number):
    row = f"{number},2024-01,1" if column == "area" else f"东乡,2024-01,{number}"
    path = put(f"area,period,births\n西乡,2024-01,1\n{row}\n")
    for way in (fpstats.read, fpstats.compute):
        with pytest.raises(PersonalDataError, match="number of a person") as error:
            way(path, lang="en")
        assert number[:11] not in str(error.value)


def test_an_identity_number_that_a_workbook_holds_as_a_number(put):
    put("")
    with xlsxwriter.Workbook("returns.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["area", "period", "births"])
        sheet.write_row(1, 0, ["东乡", "2024-01", 110105194912310021])
    with pytest.raises(
        PersonalDataError, match=r"\[Sheet1\]!C2 holds the identity number"
    ) as error:
        fpstats.read("returns.xlsx", lang="en")
    assert "19491231" not in str(error.value)


def test_long_numbers_that_are_nobody(put, issues):
    path = put(
        "area,period,births\n东乡,2024-01,123456789012345678\n西乡,2024-01,1234567890123456\n"
    )
    assert [code for code, *_ in issues(path)] == ["too_many_digits"] * 2
