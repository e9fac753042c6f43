"""A county beside its townships is their sum, and never one more of them."""

from pathlib import Path

import pytest

import fpstats

MARCH = {"白沙镇": 4, "柳河乡": 5, "东门街道": 8}


def births(path: Path) -> tuple[dict[str, float | None], set[str]]:
    """Return the births of each area that is computed, and the codes of what is told."""
    done = fpstats.compute(path, indicators=["births"])
    told = {one["code"] for one in done.issues.to_pylist()}
    return {row["area"]: row["value"] for row in done.comparisons.to_pylist()}, told


def own_form(folder: Path, name: str, number: int, period: str = "2024年3月") -> None:
    text = f"{name}{period}人口报表\n项目,数量\n出生人数,{number}\n"
    (folder / f"{name}.csv").write_text(text, "utf-8")


# 4 + 5 + 8 = 17.
@pytest.mark.parametrize("stated", [17, 20])
@pytest.mark.parametrize("first", [True, False])
def test_a_county_in_a_tidy_file_is_not_added_in(tmp_path: Path, stated: int, first: bool) -> None:
    lines = [f"{name},2024-03,{number}" for name, number in MARCH.items()]
    lines.insert(0 if first else 3, f"沙岭县,2024-03,{stated}")
    path = tmp_path / "a.csv"
    path.write_text("\n".join(["单位,期别,出生人数", *lines]), "utf-8")
    found, told = births(path)
    assert found == {**MARCH, "合计": 17}
    assert ("total_differs" in told) == (stated != 17)


@pytest.mark.parametrize("stated", [17, 20])
def test_the_file_of_a_county_beside_those_of_its_townships_is_their_sum(
    tmp_path: Path, stated: int
) -> None:
    for name, number in (MARCH | {"沙岭县": stated}).items():
        own_form(tmp_path, name, number)
    found, told = births(tmp_path)
    assert found == {**MARCH, "沙岭县": 17}
    assert "parent_return" in told
    checked = fpstats.check(tmp_path).table.to_pylist()
    assert any(one["code"] == "area_above" for one in checked) == (stated != 17)


def test_counties_beside_one_another_are_added(tmp_path: Path) -> None:
    own_form(tmp_path, "沙岭县", 17)
    own_form(tmp_path, "白河县", 9)
    assert births(tmp_path)[0] == {"沙岭县": 17, "白河县": 9, "合计": 26}


def test_a_county_of_another_month_than_its_townships_keeps_its_numbers(tmp_path: Path) -> None:
    own_form(tmp_path, "沙岭县", 17, "2024年2月")
    for name, number in MARCH.items():
        own_form(tmp_path, name, number)
    done = fpstats.compute(tmp_path, indicators=["births"], every="month").comparisons.to_pylist()
    found = {(row["area"], row["period"]): row["value"] for row in done}
    assert found["沙岭县", "2024-02"] == 17
