"""The drawing of the house is enforced: import-linter reads its contracts from pyproject.toml."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

pytest.importorskip("importlinter")


def test_the_arrows_point_down(root: Path, tmp_path: Path):
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]
    done = subprocess.run(
        [*command, "--cache-dir", str(tmp_path)],
        capture_output=True, text=True, cwd=root, check=False,
    )  # fmt: skip
    contracts = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    count = len(contracts["contracts"])
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"Contracts: {count} kept, 0 broken." in done.stdout


def test_every_module_of_the_package_has_its_place(root: Path):
    """`exhaustive` sees to it, as long as nobody takes it away."""
    linted = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    layers = linted["contracts"][0]
    assert layers["exhaustive"] is True
    assert layers["exhaustive_ignores"] == ["__main__"]
    placed = {name.strip() for line in layers["layers"] for name in line.split("|")}
    there = {
        path.stem for path in (root / "src" / "fpstats").iterdir()
        if (path.suffix == ".py" or (path / "__init__.py").is_file())
        and not path.stem.startswith("__")
    }  # fmt: skip
    assert placed == there
