"""The same bits on every engine, however the rows lie and however the files are cut."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

import fpstats
from fpstats.estimates.gather import ENGINES
from fpstats.write import render

SAMPLES = Path(__file__).parents[2] / "data" / "samples"


# A flow, a stock, and what is made of one, of both, and of several at once.
INDICATORS = (
    "births", "population", "crude_birth_rate", "natural_growth_rate", "sex_ratio_at_birth",
    "policy_compliance_rate", "contraceptive_prevalence",
)  # fmt: skip


def result(source: object, engine: str = "polars") -> bytes:
    outcome = fpstats.compute(
        source,
        indicators=INDICATORS,
        engine=engine,
        areas=SAMPLES / "areas.csv",
        targets=SAMPLES / "targets.csv",
        every="quarter",
        year_start=10,
        digests=False,
        detail=True,
    )
    return b"".join(render(outcome.report, "csv", detail=True))


@pytest.fixture(scope="module")
def expected() -> bytes:
    return result(SAMPLES / "tidy")


@pytest.fixture(scope="module")
def scattered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same rows, shuffled, and dealt out to five files."""
    folder = tmp_path_factory.mktemp("scattered")
    heading, *lines = (SAMPLES / "tidy" / "returns.csv").read_text("utf-8").splitlines()
    random.Random(7).shuffle(lines)
    for part in range(5):
        text = "\n".join([heading, *lines[part::5]]) + "\n"
        (folder / f"{part}.csv").write_text(text, "utf-8")
    (folder / "z.csv").write_bytes((SAMPLES / "tidy" / "opening.csv").read_bytes())
    return folder


@pytest.mark.parametrize("engine", sorted(ENGINES))
def test_every_engine_gives_the_same_bytes(engine: str, scattered: Path, expected: bytes) -> None:
    assert result(SAMPLES / "tidy", engine) == expected
    assert result(scattered, engine) == expected


@pytest.mark.parametrize("container", ["gbk", "xlsx"])
def test_every_container_gives_the_same_bytes(container: str, expected: bytes) -> None:
    assert result(SAMPLES / container) == expected
