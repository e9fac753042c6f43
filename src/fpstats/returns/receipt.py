"""How a column of returns with the day on which they were received is headed."""

from __future__ import annotations

from typing import Final

from fpstats.returns.fitting import heading

HEADINGS: Final = frozenset(
    {"收到日期", "收表日期", "报送日期", "上报日期", "报出日期", "received", "received_on"}
)


def is_receipt(text: str) -> bool:
    """Tell whether a heading is that of the days of receipt."""
    return heading(text) in HEADINGS
