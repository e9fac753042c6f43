"""Neither the environment nor the folder changes a byte of what is computed."""

from __future__ import annotations

from pathlib import Path

import pytest

FILES = Path(__file__).parent / "files"
TINY = FILES / "tiny.csv"
COMPUTE = ("compute", str(TINY), "-i", "births")


SEASON = (
    *("compute", "data/samples/gbk/2024-0[1-3].csv", "--areas", "data/samples/areas.csv"),
    *("-i", "births,sex_ratio_at_birth", "--every", "quarter", "--year-start", "10"),
)


@pytest.fixture(scope="module")
def plainly(run_anew):
    """Give what the command prints in a bare environment."""
    return run_anew(*SEASON)


@pytest.mark.parametrize(
    "env",
    [
        {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1"},
        {"TZ": "America/New_York", "PYTHONHASHSEED": "4294967295"},
        {"LANG": "de_DE.UTF-8", "LC_ALL": "de_DE.UTF-8"},
        {"LANG": "C", "LC_ALL": "C"},
        {"LANG": "zh_CN.GBK", "PYTHONIOENCODING": "gbk"},
        {"COLUMNS": "20", "POLARS_MAX_THREADS": "1", "PYTHONUNBUFFERED": "1"},
    ],
    ids=lambda env: " ".join(env.values()),
)
def test_the_surroundings_change_no_byte(run_anew, plainly, env):
    other = run_anew(*SEASON, env=env)
    assert plainly.code == other.code == 0
    # Two indicators of 24 townships, 3 groups and the county in one quarter.
    assert len(plainly.text.splitlines()) == 1 + 2 * 28
    assert other.out == plainly.out
    if "PYTHONIOENCODING" not in env:
        assert other.err == plainly.err


def test_the_working_folder_changes_no_number(run, root, tmp_path):
    here = run(*COMPUTE, "-q")
    there = run(*COMPUTE, "-q", cwd=tmp_path)
    relative = run("compute", "tiny.csv", "-i", "births", "-q", cwd=FILES)
    assert here.out == there.out == relative.out
