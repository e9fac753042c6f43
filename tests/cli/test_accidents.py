"""Accidents have a code and a sentence, and no traceback."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from fpstats import cli

FILES = Path(__file__).parent / "files"
TINY = FILES / "tiny.csv"
COMPUTE = ("compute", str(TINY), "-i", "births")
posix = pytest.mark.skipif(os.name != "posix", reason="pipes and devices of a POSIX system")


def ended(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """Run a command in this process; return its code and its talk."""
    with pytest.raises(SystemExit) as end:
        cli.main(list(arguments))
    return end.value.code, capsys.readouterr().err


@pytest.mark.parametrize(
    ("accident", "code", "talk"),
    [
        (ZeroDivisionError("division by zero"), 70, "ZeroDivisionError: division by zero"),
        (KeyboardInterrupt(), 130, ""),
        (PermissionError(13, "Permission denied", "a.csv"), 74, "a.csv: Permission denied"),
        (MemoryError(), 70, "MemoryError"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_accident_has_a_code_and_no_traceback(monkeypatch, capsys, accident, code, talk):
    def broken(*_: object, **__: object) -> None:
        raise accident

    monkeypatch.setattr("fpstats.pipeline.computing.compute", broken)
    monkeypatch.delenv("FPSTATS_DEBUG", raising=False)
    monkeypatch.setenv("FPSTATS_LANG", "en")
    actual, said = ended(capsys, *COMPUTE)
    assert actual == code
    assert talk in said
    assert "Traceback" not in said


def test_an_internal_error_shows_its_traceback_when_asked(monkeypatch):
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("fpstats.pipeline.computing.compute", broken)
    monkeypatch.setenv("FPSTATS_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        cli.main(list(COMPUTE))


def test_a_folder_without_returns(within, tmp_path):
    (tmp_path / "notes.md").write_text("x", "utf-8")
    ran = within("compute", tmp_path)
    assert ran.code == 2
    assert ".xlsx" in ran.err


@pytest.mark.skipif(
    os.name != "posix" or os.geteuid() == 0, reason="who may read everything meets no lock"
)
def test_a_file_that_may_not_be_read(within, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("area,period,births\n东乡,2024-01,1\n", "utf-8")
    path.chmod(0)
    ran = within("compute", path)
    assert ran.code == 1
    assert "Permission denied" in ran.err


def test_keep_going_goes_past_what_cannot_be_read_and_says_so(within, tmp_path):
    good, bad = tmp_path / "1.csv", tmp_path / "2.xlsx"
    good.write_text("area,period,births\n东乡,2024-01,1\n", "utf-8")
    bad.write_bytes(b"PK\x03\x04 not a workbook")
    asked = ("compute", tmp_path, "-i", "births", "--lang", "en")
    assert within(*asked).code == 1
    ran = within(*asked, "--keep-going")
    assert ran.code == 4
    assert "births,东乡,2024-01,1" in ran.text
    assert "2.xlsx" in ran.err
    targets = tmp_path.with_name("targets.csv")
    targets.write_text("indicator,period,kind,value\nbirths,2024-01,at_least,5\n", "utf-8")
    missed = within(*asked, "--keep-going", "--fail-on-missed", "--targets", targets)
    assert missed.code == 4
    assert ",at_least 5," in missed.text
