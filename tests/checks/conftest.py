"""Small returns written out, and checked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

import fpstats

Checking = Callable[..., Any]


@pytest.fixture
def check(tmp_path: Path) -> Checking:
    """Give a function that checks returns written as lines of a tidy table."""

    def check(lines: str | Sequence[str], **options: Any) -> Any:
        text = lines if isinstance(lines, str) else "\n".join(lines)
        path = tmp_path / "returns.csv"
        path.write_text("\n".join(one.strip() for one in text.strip().splitlines()) + "\n", "utf-8")
        return fpstats.check(path, **{"lang": "en", **options})

    return check


@pytest.fixture
def saved(tmp_path: Path) -> Callable[[str, str], Path]:
    """Give a function that writes a small table beside the returns."""

    def saved(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text("\n".join(one.strip() for one in text.strip().splitlines()) + "\n", "utf-8")
        return path

    return saved


def found(checked: Any, code: str) -> list[dict[str, Any]]:
    """Return the rows of one code."""
    return [row for row in checked.table.to_pylist() if row["code"] == code]


def codes(checked: Any) -> set[str]:
    """Return the codes that stand."""
    return {row["code"] for row in checked.table.to_pylist() if row["waiver"] is None}


def series(values: Sequence[object], item: str = "births", area: str = "甲镇") -> list[str]:
    """Write monthly values from 2023-01 on as lines, without a heading."""
    del item
    return [
        f"{area},{2023 + month // 12}-{month % 12 + 1:02d},{value}"
        for month, value in enumerate(values)
    ]
