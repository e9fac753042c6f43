"""Lists of persons below the first lines of a text file, in columns that no table takes."""

from __future__ import annotations

import itertools

import pytest

import fpstats
from fpstats.errors import PersonalDataError

TOWNS = ["东乡", "西乡", "河口镇", "山前镇", "张家湾镇", "李店乡", "王集镇"]
NAMES = [
    a + b + c for a, b, c in itertools.product("王李张刘陈杨赵", "建国志伟桂秀淑", "英兰芳华军勇平")
]  # made up of common parts; 343 of them
ADDRESSES = [f"东风村{n % 9 + 1}组{n}号" for n in range(1, 300)]
VILLAGES = ["王庄", "李家村", "张湾", "刘店", "陈楼", "赵岗", "孙庄", "周集", "吴堡", "徐屯"]


def form(notes: list[str], heading: str = "备注") -> str:
    lines = [f"{TOWNS[n % 7]},2024-{n % 12 + 1:02},{n % 7},{note}" for n, note in enumerate(notes)]
    return "\n".join([f"area,period,births,{heading}", *lines]) + "\n"


@pytest.mark.parametrize("secrets", [NAMES, ADDRESSES], ids=["names", "addresses"])
@pytest.mark.parametrize("before", [40, 5_000])
def test_a_list_of_persons_further_down_is_refused(put, secrets: list[str], before: int) -> None:
    path = put(form([*["无"] * 3, *[""] * before, *secrets[:25]]))
    with pytest.raises(PersonalDataError) as error:
        fpstats.read(path, lang="en")
    assert "column 4, line" in str(error.value)
    # Three of four in a stretch of twenty are enough: the list begins soon after the line named.
    line = int(str(error.value).partition("line ")[2].split()[0])
    assert before + 5 <= line <= before + 5 + 20
    assert not any(secret in str(error.value) for secret in secrets)


@pytest.mark.parametrize(
    ("notes", "heading"),
    [
        (["待核", "", "含补报"] * 40, "备注"),
        (VILLAGES * 30, "备注"),
        # The same names month after month are no register; nor is what a column of places holds.
        (["王建英", "李国兰"] * 60, "备注"),
        (NAMES[:120], "村名称"),
        # One name in ten remarks.
        ([NAMES[n] if n % 10 == 0 else "待核" for n in range(200)], "备注"),
    ],
    ids=["remarks", "villages", "the same names", "headed as places", "a name now and then"],
)
def test_other_words_are_no_list_of_persons(put, notes: list[str], heading: str) -> None:
    path = put(form([*["无"] * 30, *notes], heading))
    assert fpstats.read(path, lang="en").table.num_rows == len(notes) + 30


@pytest.mark.parametrize("closing", [[], ["合计,2024-01,9,"]], ids=["last", "above a total"])
def test_a_list_of_persons_below_the_areas_is_refused(put, closing: list[str]) -> None:
    lines = form(["无"] * 40).splitlines()
    path = put("\n".join([*lines, *(f"{name},2024-01,1," for name in NAMES[::50]), *closing]))
    with pytest.raises(PersonalDataError, match="column 1, line 42") as error:
        fpstats.read(path, lang="en")
    assert NAMES[0] not in str(error.value)


def test_villages_below_the_areas_are_no_persons(put) -> None:
    lines = [*form(["无"] * 40).splitlines(), *(f"{name},2024-01,1," for name in VILLAGES)]
    assert fpstats.read(put("\n".join(lines)), lang="en").table.num_rows == 40 + len(VILLAGES)


def test_names_that_stand_where_numbers_should_are_not_repeated(put) -> None:
    rows = [f"{TOWNS[n % 7]},2024-{n % 12 + 1:02},{n % 7}" for n in range(60)]
    rows += [f"{TOWNS[n % 7]},2023-{n % 12 + 1:02},{NAMES[n]}" for n in range(12)]
    path = put("\n".join(["area,period,births", *rows]))
    with pytest.raises(PersonalDataError) as error:
        fpstats.read(path, lang="en")
    assert "column 3, line 62" in str(error.value)
    assert not any(name in str(error.value) for name in NAMES)
