"""Persons in what a workbook has beside its cells: page margins, lists of choices, names."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

import fpstats
from fpstats.errors import PersonalDataError

# The example of the standard for identity numbers, GB 11643-1999; and a number nobody has.
SECRET = "11010519491231002X"
MOBILE = "13800138000"
NAMES = ["王建英", "李国兰", "张志芳", "刘伟华", "陈秀军"]


def header(text: str) -> Callable[[openpyxl.Workbook], None]:
    def write(book: openpyxl.Workbook) -> None:
        book.active.oddHeader.center.text = text

    return write


def footer(text: str) -> Callable[[openpyxl.Workbook], None]:
    def write(book: openpyxl.Workbook) -> None:
        book.active.firstFooter.left.text = text

    return write


def choices(text: str) -> Callable[[openpyxl.Workbook], None]:
    def write(book: openpyxl.Workbook) -> None:
        book.active.add_data_validation(DataValidation("list", formula1=f'"{text}"', sqref="F3"))

    return write


def named(text: str) -> Callable[[openpyxl.Workbook], None]:
    def write(book: openpyxl.Workbook) -> None:
        book.defined_names["p"] = DefinedName("p", attr_text=f'"{text}"')

    return write


def form(put, write: Callable[[openpyxl.Workbook], None]) -> str:
    book = openpyxl.Workbook()
    for row in (["临河县2024年5月人口报表"], ["乡镇", "出生人数"], ["马店镇", 5], ["高桥乡", 6]):
        book.active.append(row)
    write(book)
    kept = io.BytesIO()
    book.save(kept)
    return put(kept.getvalue(), "may.xlsx")


@pytest.mark.parametrize(
    ("write", "place"),
    [
        (header(f"身份证{SECRET}"), "may.xlsx[Sheet]!page header or footer holds the identity"),
        (header(f"&12{MOBILE}"), "may.xlsx[Sheet]!page header or footer holds the telephone"),
        (footer(SECRET), "may.xlsx[Sheet]!page header or footer holds the identity"),
        (choices(f"{MOBILE},{SECRET}"), "may.xlsx[Sheet]!list of choices holds the identity"),
        (choices(",".join(NAMES)), "may.xlsx[Sheet]!list of choices holds the names"),
        (named(SECRET), "may.xlsx!defined name holds the identity"),
    ],
)
def test_a_person_beside_the_cells_is_refused(put, write, place):
    with pytest.raises(PersonalDataError) as error:
        fpstats.read(form(put, write), lang="en")
    assert str(error.value).startswith(place)
    assert not any(secret in str(error.value) for secret in (SECRET, MOBILE, *NAMES))


@pytest.mark.parametrize(
    "write",
    [
        header('&"宋体,Regular"&10第 &P 页'),
        footer(f"填报人联系电话 {MOBILE}"),  # where the office can be reached, as in a cell
        choices("马店镇,高桥乡,张家湾村,李店,王集"),
        named("Sheet!$A$1:$B$4"),
    ],
)
def test_what_belongs_to_the_form_is_not(put, write):
    assert fpstats.read(form(put, write)).table.num_rows == 2
