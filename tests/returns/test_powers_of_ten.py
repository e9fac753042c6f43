"""Numbers by powers of ten, as other programs write large ones: told, with what to do."""

from __future__ import annotations

import polars as pl
import pytest

import fpstats


@pytest.mark.parametrize("written", ["1e+05", "1E5", "1.2e+16"])
def test_a_number_by_powers_of_ten_is_told_how_to_be_written(written):
    frame = pl.DataFrame({"area": ["甲镇", "乙镇"], "period": "2024-01",
                          "births": ["3", "4"], "population": [written, "20000"]})  # fmt: skip
    found = fpstats.compute(frame, indicators=["births", "population"], lang="en").issues
    (told,) = [row for row in found.to_pylist() if row["code"] == "not_a_number"]
    assert (told["area"], told["value"]) == ("甲镇", written)
    assert "Write all digits: 100000, not 1e+05" in told["message"]
