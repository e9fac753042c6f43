"""Distinct lines, numbered by counting, against what Polars finds by hashing."""

import polars as pl
import pytest

from fpstats.returns.distinct import distinct, unique

KEYS = {
    "texts": pl.Series(["东乡", "西镇", None, "东乡", "西镇", None], dtype=pl.String),
    "numbers of texts": pl.Series(["b", "a", "b", "b", None, "a"], dtype=pl.Categorical),
    "months": pl.Series([24289, 24288, 24289, 24289, None, 24288], dtype=pl.Int64),
    "far apart": pl.Series([-(10**12), 10**12, 7, 10**12, 7, None], dtype=pl.Int64),
    "one": pl.Series([0] * 6, dtype=pl.UInt32),
    "none": pl.Series([None] * 6, dtype=pl.Int64),
}


@pytest.mark.parametrize("first", KEYS)
@pytest.mark.parametrize("second", KEYS)
def test_distinct_lines_are_those_of_polars(first, second):
    keys = pl.DataFrame({"first": KEYS[first], "second": KEYS[second]})
    found = distinct(keys)
    assert unique(keys).rows() == [keys.row(line) for line in found.first().to_list()]
    assert set(unique(keys).rows()) == set(keys.unique().rows())
    assert found.size == len(unique(keys)) == keys.n_unique()
    assert [keys.row(line) for line in found.likes().to_list()] == keys.rows()
    assert found.often().to_list() == [keys.rows().count(row) for row in keys.rows()]


def test_the_first_is_so_by_the_order_that_is_told():
    keys = pl.DataFrame({"area": ["东乡", "西镇", "东乡"]})
    lines = pl.Series([2, 1, 0]).to_numpy()
    assert sorted(distinct(keys).first(lines).to_list()) == [1, 2]


def test_of_no_lines_none_are_distinct():
    keys = pl.DataFrame(schema={"area": pl.Categorical, "start": pl.Int64})
    assert distinct(keys).size == 0
    assert unique(keys).is_empty()
