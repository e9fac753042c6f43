"""Of whom 其中：男 is, where orders of birth stand before it."""

from __future__ import annotations

import pytest

from .conftest import Read

TITLE = "2024年5月人口报表"


@pytest.mark.parametrize(
    ("headings", "read"),
    [
        # Each order is followed by its own part.
        (
            ["乡镇|出生人数|其中：男|其中：女|一孩|其中：男|其中：女|二孩|其中：男|其中：女"],
            "births births_male births_female births_first births_first_male births_first_female "
            "births_second births_second_male births_second_female",
        ),
        (
            ["乡镇|出生人数|一孩||二孩|", "||小计|其中：男|小计|其中：男"],
            "births births_first births_first_male births_second births_second_male",
        ),
        # Beside the heading above all orders it is of all births.
        (
            ["乡镇|出生人数|||其中：男", "|合计|一孩|二孩|"],
            "births births_first births_second births_male",
        ),
        (
            ["乡镇|出生人数|||其中|", "|合计|一孩|二孩|男|女"],
            "births births_first births_second births_male births_female",
        ),
        # Both sexes behind all orders are of all births.
        (
            ["乡镇|出生人数|一孩|二孩|三孩及以上|男|女"],
            "births births_first births_second births_third_plus births_male births_female",
        ),
        # One sex behind several orders may be of the last or of all: it is not guessed.
        (["乡镇|出生人数|一孩|二孩|其中：男"], "births births_first births_second -"),
        (["乡镇|出生人数|一孩出生|二孩出生|其中：女"], "births births_first births_second -"),
    ],
)
def test_of_whom_a_sex_is(recognised: Read, headings: list[str], read: str) -> None:
    count = len(read.split())
    lines = [f"{town}|" + "|".join(map(str, range(9, 9 + count))) for town in ("东山镇", "西水乡")]
    (match,) = recognised([TITLE, *headings, *lines])
    found = {columns[0]: item for item, columns in match.items.items()}
    assert [found.get(place, "-") for place in range(1, count + 1)] == read.split()
