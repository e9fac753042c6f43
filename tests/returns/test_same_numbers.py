"""The same returns give the same bytes: in any container, any order, cut up in any way."""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path
from typing import Any

import pytest

import fpstats
from fpstats.write import render

CONTAINERS = ("tidy", "gbk", "xlsx")
INDICATORS = ("births", "crude_birth_rate", "policy_compliance_rate", "contraceptive_prevalence")


def result(source: Any, **options: Any) -> bytes:
    """Return what `fpstats compute` writes as CSV."""
    done = fpstats.compute(source, indicators=INDICATORS, year_start=10, **options)
    return b"".join(render(done.report, "csv"))


@pytest.fixture(scope="module")
def areas(samples: Path) -> Path:
    """Give the table of the samples."""
    return samples / "areas.csv"


@pytest.fixture(scope="module")
def reference(samples: Path, areas: Path) -> dict[str, bytes]:
    """Give what the tidy samples give."""
    tidy = samples / "tidy"
    return {
        "month": result(tidy, areas=areas),
        "year": result(tidy, areas=areas, every="year"),
        "without areas": result(tidy, every="year"),
    }


@pytest.mark.parametrize("container", CONTAINERS[1:])
def test_containers_give_the_same_bytes(samples, areas, reference, container):
    folder = samples / container
    assert result(folder, areas=areas) == reference["month"]
    assert result(folder, every="year") == reference["without areas"]


def test_the_reference_is_worth_comparing(reference):
    rows = list(csv.DictReader(io.StringIO(reference["month"].decode())))
    # 36 months of 24 townships, 3 groups and the county, 4 indicators.
    assert len(rows) == 36 * (24 + 3 + 1) * 4
    assert sum(row["value"] != "" for row in rows) > 3900


def test_containers_may_be_mixed(samples, areas, reference):
    """The opening stocks as a workbook, 2022 in GBK, the rest tidy."""
    files = [samples / "xlsx" / "2021-09.xlsx", samples / "tidy" / "returns.csv"]
    assert result(files, areas=areas, every="year") == reference["year"]
    # And with the same returns handed in once more in another container, still the same.
    again = [*files, samples / "gbk" / "2022-03.csv"]
    assert result(again, areas=areas, every="year") == reference["year"]


@pytest.fixture(scope="module")
def lines(samples: Path) -> tuple[str, list[str]]:
    """Give the heading and the lines of the tidy returns."""
    heading, *lines = (samples / "tidy" / "returns.csv").read_text("utf-8").splitlines()
    return heading, lines


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_lines_does_not_matter(samples, areas, reference, lines, tmp_path, seed):
    heading, shuffled = lines[0], list(lines[1])
    random.Random(seed).shuffle(shuffled)
    (tmp_path / "returns.csv").write_text("\n".join([heading, *shuffled]), "utf-8")
    files = [tmp_path / "returns.csv", samples / "tidy" / "opening.csv"]
    assert result(files, areas=areas, every="year") == reference["year"]


def test_the_order_of_columns_does_not_matter(samples, areas, reference, lines, tmp_path):
    rows = list(csv.reader([lines[0], *lines[1]]))
    order = list(range(len(rows[0])))
    random.Random(3).shuffle(order)
    with (tmp_path / "returns.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([row[column] for column in order] for row in rows)
    files = [tmp_path / "returns.csv", samples / "tidy" / "opening.csv"]
    assert result(files, areas=areas, every="year") == reference["year"]


@pytest.mark.parametrize("parts", [2, 37])
def test_how_the_lines_are_cut_into_files_does_not_matter(
    samples, areas, reference, lines, tmp_path, parts
):
    heading, whole = lines
    for part in range(parts):
        text = "\n".join([heading, *whole[part::parts]])
        (tmp_path / f"{part}.csv").write_text(text, "utf-8")
    files = [samples / "tidy" / "opening.csv", tmp_path]
    assert result(files, areas=areas, every="year") == reference["year"]
    assert result(files[::-1], areas=areas, every="year") == reference["year"]


def test_items_in_files_of_their_own(samples, areas, reference, lines, tmp_path):
    """One file has the even columns and another the odd ones."""
    rows = list(csv.reader([lines[0], *lines[1]]))
    for name, columns in (("a", range(2, len(rows[0]), 2)), ("b", range(3, len(rows[0]), 2))):
        with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([*row[:2], *(row[c] for c in columns)] for row in rows)
    files = [tmp_path, samples / "tidy" / "opening.csv"]
    assert result(files, areas=areas, every="year") == reference["year"]


def test_what_read_writes_gives_the_same_numbers(samples, areas, reference, tmp_path):
    """Blank cells and all: the long table of `read` is a return like any other."""
    table = fpstats.read(samples / "gbk", areas=areas, lang="en").table
    (tmp_path / "long.csv").write_bytes(b"".join(render(table, "csv")))
    done = result(tmp_path / "long.csv", areas=areas, every="year")
    assert done == reference["year"]


@pytest.mark.parametrize("engine", ["pandas", "pyarrow", "duckdb"])
def test_engines_give_the_same_bytes(samples, areas, reference, engine):
    pytest.importorskip(engine)
    assert result(samples / "tidy", areas=areas, every="year", engine=engine) == reference["year"]
