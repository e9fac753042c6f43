"""The built wheel holds all that it needs: installed into an empty environment, run elsewhere."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DATA = {
    "fpstats/catalogue/items.toml",
    "fpstats/catalogue/indicators.toml",
    "fpstats/locale/zh.toml",
    "fpstats/locale/en.toml",
    "fpstats/py.typed",
    "fpstats/stats/guides/interval.toml",
    "fpstats/returns/layouts/aliases/taiwan.toml",
    *(f"fpstats/returns/layouts/{path.name}"
      for path in (ROOT / "src/fpstats/returns/layouts").glob("*.toml")),
}  # fmt: skip


def run(*command: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")}
    return subprocess.run(
        list(map(str, command)), cwd=cwd, env=clean | environment, capture_output=True, text=True,
        check=False, timeout=600,
    )  # fmt: skip


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    built = run(
        sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", folder, ROOT, cwd=folder
    )
    assert built.returncode == 0, built.stderr
    return next(folder.glob("fpstats-*.whl"))


def test_it_holds_every_data_file(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert names >= DATA
    assert not [name for name in names if name.startswith(("tests", "data", "docs", "bench"))]


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("empty")
    venv.create(folder)
    # What is never imported need not be compiled.
    done = pip(folder, "install", "--quiet", "--no-compile", "-c", ROOT / "constraints.txt", wheel)
    assert done.returncode == 0, done.stderr
    return folder


def pip(folder: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run pip for an environment that has none of its own."""
    python = folder / "bin/python"
    return run(sys.executable, "-m", "pip", "--python", python, *arguments, cwd=folder)


def test_the_demo_runs_from_another_folder(installed: Path, tmp_path: Path) -> None:
    samples = ROOT / "data" / "samples"
    done = run(
        installed / "bin/fpstats", "compute", samples / "xlsx", "--areas", samples / "areas.csv",
        "--targets", samples / "targets.csv", "--year-start", "10", "--period", "2024",
        "-i", "policy_compliance_rate", "--format", "table", "--lang", "en", cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    # 4,036 births within policy of 4,213.
    assert "95.80" in done.stdout
    for suffix in ("xlsx", "parquet", "html"):
        done = run(
            installed / "bin/fpstats", "compute", samples / "tidy", "--year-start", "10",
            "--period", "2024", "-o", f"out.{suffix}", cwd=tmp_path,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert (tmp_path / f"out.{suffix}").stat().st_size > 1000


def test_the_core_is_small(installed: Path) -> None:
    listed = pip(installed, "list", "--format=freeze")
    names = {line.partition("==")[0].lower() for line in listed.stdout.splitlines()}
    assert "fpstats" in names
    assert not names & {"pandas", "duckdb", "pyspark", "pytest", "matplotlib", "altair"}


def test_an_engine_that_is_not_there_says_how_to_get_it(installed: Path, tmp_path: Path) -> None:
    tidy = ROOT / "data" / "samples" / "tidy"
    done = run(installed / "bin/fpstats", "compute", tidy, "--engine", "duckdb", cwd=tmp_path)
    assert done.returncode == 2
    assert "fpstats[duckdb]" in done.stderr
