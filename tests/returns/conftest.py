"""Short ways to write a return down and to see what was read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import fpstats

HEADINGS = "area,period,births,deaths\n"


@pytest.fixture
def put(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Give a writer of files into the working folder; it returns the name."""
    monkeypatch.chdir(tmp_path)

    def put(content: str | bytes, name: str = "returns.csv") -> str:
        raw = content if isinstance(content, bytes) else content.encode("utf-8")
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(raw)
        return name

    return put


@pytest.fixture(scope="session")
def values() -> Callable[..., list[tuple[Any, ...]]]:
    """Give a reader: area, period, item and value of every number, sorted."""

    def values(source: Any, **options: Any) -> list[tuple[Any, ...]]:
        table = fpstats.read(source, lang="en", **options).table.to_pylist()
        return [(row["area"], row["period"], row["item"], row["value"]) for row in table]

    return values


@pytest.fixture(scope="session")
def issues() -> Callable[..., list[tuple[Any, ...]]]:
    """Give a reader of findings: code, cell and value, as `read` has them."""

    def issues(source: Any, **options: Any) -> list[tuple[Any, ...]]:
        found = fpstats.read(source, lang="en", **options).issues.to_pylist()
        return [(row["code"], row["cell"], row["value"]) for row in found]

    return issues


@pytest.fixture(scope="session")
def computed() -> Callable[..., dict[tuple[str, str], float | None]]:
    """Give a computer: the value of one indicator for each area and period."""

    def computed(source: Any, indicator: str = "births", **options: Any) -> Any:
        done = fpstats.compute(source, indicators=[indicator], lang="en", **options)
        rows = done.comparisons.to_pylist()
        return {(row["area"], row["period"]): row["value"] for row in rows}

    return computed


@pytest.fixture(scope="session")
def found() -> Callable[..., list[dict[str, Any]]]:
    """Give a reader of findings: whole rows, as `compute` has them."""

    def found(source: Any, indicator: str = "births", **options: Any) -> Any:
        done = fpstats.compute(source, indicators=[indicator], lang="en", **options)
        return done.issues.to_pylist()

    return found
