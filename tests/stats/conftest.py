"""Golden values, read where they are; how they were made is told beside them."""

import csv
import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = (ROOT / os.environ.get("FPSTATS_SHARED", "../shared")).resolve() / "golden"

Rows = list[dict[str, str]]


@pytest.fixture(scope="session")
def manifest() -> dict[str, dict[str, object]]:
    path = GOLDEN / "manifest.json"
    if not path.is_file():
        pytest.skip(f"no golden values at {GOLDEN}: set FPSTATS_SHARED to the shared folder")
    return {entry["file"]: entry for entry in json.loads(path.read_text("utf-8"))["files"]}


@pytest.fixture(scope="session")
def golden(manifest) -> Callable[[str], Rows]:
    """Give the rows of one file by its name without suffix."""

    def read(name: str) -> Rows:
        with (GOLDEN / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == manifest[f"{name}.csv"]["rows"]
        return rows

    return read


@pytest.fixture(scope="session")
def agree(manifest) -> Callable[[str, Iterable[object], Iterable[object]], None]:
    """Assert that numbers agree with a file's at the tolerance of its manifest; 0 means 0."""

    def check(name: str, actual: Iterable[object], expected: Iterable[object]) -> None:
        np.testing.assert_allclose(
            np.array([float(value) for value in actual]),
            np.array([float(value) for value in expected]),
            rtol=float(manifest[f"{name}.csv"]["rtol"]),
            atol=0,
        )

    return check
