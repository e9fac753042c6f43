"""Commands and what they print, byte for byte, in the manner of Miller.

A case is a folder in `cases/`: `cmd` is one line, run in the root of the repository in a bare
environment; `out`, `err` and `code` are what it gives; `input` goes to its standard input.
`pytest tests/cli/test_cases.py --accept` writes the three anew: read the difference before you
commit it.
"""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

CASES = sorted(path.parent for path in Path(__file__).parent.glob("cases/*/cmd"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_command_prints_what_it_should(case: Path, run, request):
    name, *arguments = shlex.split((case / "cmd").read_text("utf-8"))
    assert name == "fpstats", "a case runs fpstats"
    given = case / "input"
    ran = run(*arguments, stdin=given.read_bytes() if given.is_file() else b"")
    actual = {"out": ran.out, "err": ran.err.encode(), "code": f"{ran.code}\n".encode()}
    if request.config.getoption("--accept"):
        for part, content in actual.items():
            (case / part).write_bytes(content)
    for part, content in actual.items():
        assert content.decode() == (case / part).read_bytes().decode(), f"{case.name}/{part}"


def test_every_case_is_whole_and_no_two_run_the_same_command():
    commands = [(case / "cmd").read_text("utf-8") for case in CASES]
    assert len(set(commands)) == len(commands)
    folders = sorted(path for path in Path(__file__).parent.glob("cases/*") if path.is_dir())
    assert folders == CASES, "a folder without a cmd is never run"
