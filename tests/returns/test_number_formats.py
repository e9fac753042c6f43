"""How cells show their numbers: as percentages, or a day as its month."""

from __future__ import annotations

import datetime

import pytest

from fpstats.returns.number_formats import is_percentage, shown_month


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ('yyyy"年"m"月人口报表"', "2024年5月人口报表"),
        ('"示例县"yyyy"年"mm"月"', "示例县2024年5月"),
        ("yyyy-mm", "2024年5月"),
        ("mmm-yy", "2024年5月"),
        ('[$-804]yyyy"年"m"月份";@', "2024年5月"),
        ("yyyy\\年m\\月", "2024年5月"),
        ("yyyy-mm-dd", None),
        ('m"月"d"日"', None),
        ("yyyy", None),
        ("h:mm", None),
        ("General", None),
        ('0.00"%"', None),
    ],
)
def test_a_day_is_what_its_cell_shows_where_that_is_a_month(code, shown):
    """As a spreadsheet program shows it, but for the order of year and month."""
    month = shown_month(164, code)
    assert (month and month.of(datetime.date(2024, 5, 17))) == shown


def test_formats_that_no_workbook_need_say():
    """ECMA-376 18.8.30: 9 is 0%, 10 is 0.00%, 14 a day, 17 mmm-yy; in Chinese 57 is 年月."""
    assert [number for number in range(60) if is_percentage(number, None)] == [9, 10]
    assert [number for number in range(60) if shown_month(number, None)] == [17, 57]
