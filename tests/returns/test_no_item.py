"""Tables without any item, such as findings handed in by mistake: told, and no internal error."""

from __future__ import annotations

import pytest

import fpstats
from fpstats.errors import FpstatsError

FINDINGS = (
    "severity,code,message,area,period,item,indicator,source,sheet,cell,value,expected\n"
    "error,duplicate_return,twice,甲镇,2024-01,births,,a.xlsx,月报表,E4,10 / 12,\n"
    "warning,item_missing,none,甲镇,2024-01,births,births,,,,,\n"
)


def test_a_table_of_findings_is_no_return(tmp_path):
    path = tmp_path / "issues.csv"
    path.write_text(FINDINGS, "utf-8")
    with pytest.raises(FpstatsError, match="10 / 12"):
        fpstats.compute(path)
