"""A fork prints the same bytes and ends with the same code as a process of its own."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

import forking

if not forking.SAFE:
    pytest.skip("commands are run in processes of their own here", allow_module_level=True)

CASES = Path(__file__).parents[1] / "cli" / "cases"
BOTH = (
    "bad-period", "catalogue-list", "check-table-en", "compute-excel", "compute-html",
    "compute-table", "explain-json-en", "fail-on-missed", "help-compute", "help-en", "keep-going",
    "missing-file", "personal-data", "read-standard-input", "unknown-option", "watch-table",
)  # fmt: skip


@pytest.mark.parametrize("name", BOTH)
def test_both_ways_print_the_same_and_end_the_same(name, run, run_anew):
    _, *arguments = shlex.split((CASES / name / "cmd").read_text("utf-8"))
    given = CASES / name / "input"
    stdin = given.read_bytes() if given.is_file() else b""
    assert run(*arguments, stdin=stdin) == run_anew(*arguments, stdin=stdin)


def test_forks_hear_of_their_folder_their_environment_and_nothing_of_one_another(run, tmp_path):
    (tmp_path / "a.csv").write_text("area,period,births\n东乡,2024-01,1\n", "utf-8")
    asked = ("compute", "a.csv", "-i", "births", "--format", "table", "-q")
    english = run(*asked, cwd=tmp_path, env={"FPSTATS_LANG": "en"})
    assert "births" in english.text.lower()
    assert "出生人数" in run(*asked, cwd=tmp_path).text
    assert run(*asked).code == 2


def test_a_script_that_is_typed_gives_what_an_interpreter_gives(server, clean):
    typed = "import sys, fpstats\nprint(sys.argv, fpstats.__version__)\nsys.exit(3)\n"
    both = [server.command("python"), [sys.executable]]
    done = [
        subprocess.run([*one, "-"], input=typed.encode(), capture_output=True, env=dict(clean))
        for one in both
    ]
    assert done[0].returncode == done[1].returncode == 3
    assert done[0].stdout == done[1].stdout


def test_more_than_a_pipe_holds_goes_both_ways(run):
    lines = "".join(f"area{n:05d},2024-01,{n}\n" for n in range(20_000))
    ran = run("read", "-", "-q", "--format", "csv", stdin=f"area,period,births\n{lines}".encode())
    assert len(ran.text.splitlines()) == 20_001


def test_what_an_interpreter_hears_of_when_it_starts_is_refused(run):
    with pytest.raises(AssertionError, match="LC_ALL"):
        run("--help", env={"LC_ALL": "C"})


def pool(process: int) -> list[str]:
    """List the threads that run queries; those of allocators mend themselves after a fork."""
    tasks = Path(f"/proc/{process}/task").iterdir()
    names = [(task / "comm").read_text("utf-8").strip() for task in tasks]
    return [name for name in names if re.fullmatch(r"polars-\d+|tokio.*|async-exec.*", name)]


def test_no_pool_of_threads_stands_before_a_fork(server):
    assert not pool(server.process)
    # A process that has run a query has one.
    pl.LazyFrame({"area": ["a", "b"]}).group_by("area").len().collect()
    assert pool(os.getpid())


def test_many_forks_at_once_all_come_to_an_end(server, clean, samples):
    """Half of them group by in Polars, half read workbooks."""
    asked = [*server.command("fpstats"), "compute", "-q", "-i", "births"]
    kinds = [[*asked, str(samples / kind)] for kind in ("tidy", "xlsx/2024-01.xlsx")]
    running = [
        subprocess.Popen(kind, stdout=subprocess.PIPE, env=dict(clean)) for kind in kinds * 6
    ]
    outputs = [one.communicate(timeout=120)[0] for one in running]
    assert {one.returncode for one in running} == {0}
    assert len(set(outputs)) == len(kinds)
    assert all(outputs)
