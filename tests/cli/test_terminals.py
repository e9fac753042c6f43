"""A terminal gets a table with its colours, a pipe gets plain CSV."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

FILES = Path(__file__).parent / "files"
TINY = FILES / "tiny.csv"
COMPUTE = ("compute", str(TINY), "-i", "births")
posix = pytest.mark.skipif(os.name != "posix", reason="pipes and devices of a POSIX system")


def on_a_terminal(command: list[str], env: dict[str, str]) -> str:
    """Run a command whose standard output is a terminal, and return what it writes there."""
    pty = pytest.importorskip("pty")
    leader, follower = pty.openpty()
    running = subprocess.Popen(command, stdout=follower, stderr=subprocess.DEVNULL, env=env)
    os.close(follower)
    written = b""
    while True:
        try:
            some = os.read(leader, 65536)
        except OSError:  # what Linux says when the other end is closed
            break
        if not some:
            break
        written += some
    os.close(leader)
    assert running.wait(60) == 0
    return written.decode()


@posix
def test_a_terminal_gets_a_table_and_a_pipe_gets_csv(command, clean, run):
    table = on_a_terminal([*command, *COMPUTE], {**clean, "TERM": "dumb"})
    assert "出生人数" in table
    assert "东乡" in table
    assert "numerator" not in table
    assert run(*COMPUTE).text.startswith("indicator,area,period,numerator")


TARGETS = ("--targets", str(FILES / "targets.csv"))


@posix
@pytest.mark.parametrize(
    ("env", "coloured"),
    [
        ({"TERM": "xterm"}, True),
        ({"TERM": "xterm", "NO_COLOR": "1"}, False),
        ({"TERM": "xterm", "NO_COLOR": ""}, True),
        ({"TERM": "dumb"}, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True),
        ({"TERM": "xterm", "NO_COLOR": "1", "FORCE_COLOR": "1"}, True),
    ],
    ids=str,
)
def test_colours_on_a_terminal(command, clean, env, coloured):
    text = on_a_terminal([*command, *COMPUTE, *TARGETS], {**clean, **env})
    assert ("\x1b[" in text) == coloured


def test_no_colours_in_a_pipe_unless_they_are_forced(within):
    asked = (*COMPUTE, *TARGETS, "--format", "table", "-q")
    assert "\x1b[" not in within(*asked).text
    assert "\x1b[" in within(*asked, env={"FORCE_COLOR": "1"}).text
    assert "\x1b[" not in within(*COMPUTE, *TARGETS, "-q", env={"FORCE_COLOR": "1"}).text


@posix
def test_a_workbook_is_not_shown_on_a_terminal(command, clean):
    pty = pytest.importorskip("pty")
    leader, follower = pty.openpty()
    done = subprocess.run(
        [*command, *COMPUTE, "--format", "xlsx"],
        stdout=follower, stderr=subprocess.PIPE, env=clean, check=False,
    )  # fmt: skip
    os.close(follower)
    os.close(leader)
    assert done.returncode == 2
    assert "-o" in done.stderr.decode()
