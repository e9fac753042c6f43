"""Which files a command line means."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import fpstats
from fpstats.errors import ConfigurationError, FpstatsError
from fpstats.returns.containers import expand, sheets


def test_a_folder_gives_all_its_returns_in_order_and_nothing_else(put):
    for name in ("月报/b.csv", "月报/a.XLSX", "月报/下级/c.tsv"):
        put("x", name)
    for name in ("月报/~$a.xlsx", "月报/.d.csv", "月报/.old/e.csv", "月报/readme.md", "月报/f"):
        put("x", name)
    Path("月报/g.csv").mkdir()
    assert expand(["月报"]) == ["月报/a.XLSX", "月报/b.csv", "月报/下级/c.tsv"]


def test_a_glob_gives_the_returns_it_matches(put):
    for name in ("2024-02.csv", "2024-01.csv", "2024.md", "sub/2024-03.csv"):
        put("x", name)
    assert expand(["2024*"]) == ["2024-01.csv", "2024-02.csv"]
    assert expand(["**/2024*.csv"]) == ["2024-01.csv", "2024-02.csv", "sub/2024-03.csv"]
    assert expand(["su*"]) == ["sub/2024-03.csv"]


def test_a_file_is_meant_once_however_it_is_named(put, tmp_path):
    put("x", "a.csv")
    put("x", "b.csv")
    Path("link.csv").symlink_to("a.csv")
    assert expand(["a.csv", "./a.csv", tmp_path / "a.csv", "link.csv", ".", "*.csv"]) == [
        "a.csv",
        "b.csv",
    ]
    assert expand(["-", "-"]) == ["-"]


def test_a_name_that_looks_like_a_glob_but_is_a_file(put):
    put("x", "a[1].csv")
    assert expand(["a[1].csv"]) == ["a[1].csv"]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("nowhere.csv", "nowhere.csv: no such file"),
        ("*.xlsx", r"\*.xlsx: no such file"),
        ("notes.md", "files called .md are not read; known are .csv"),
        ("Makefile", "files without a suffix are not read"),
        ("empty", "empty holds no files that can be read"),
        ("*.md", r"\*.md holds no files that can be read"),
    ],
)
def test_what_is_not_there_is_a_fault_of_the_command(put, given, message):
    put("x", "notes.md")
    put("x", "Makefile")
    Path("empty").mkdir()
    with pytest.raises(ConfigurationError, match=message):
        expand([given])


@pytest.mark.skipif(
    not hasattr(__import__("os"), "geteuid") or __import__("os").geteuid() == 0,
    reason="root may read everything",
)
def test_a_file_that_may_not_be_read(put):
    path = Path(put("area,period,births\n东乡,2024-01,5\n"))
    path.chmod(0)
    with pytest.raises(FpstatsError, match="Permission denied"):
        list(sheets(str(path)))


def test_a_file_that_goes_away_between_two_looks(put):
    put("area,period,births\n东乡,2024-01,5\n")
    Path("broken.csv").symlink_to("nowhere")
    with pytest.raises(ConfigurationError, match="no such file"):
        expand(["broken.csv"])
    Path("returns.csv").unlink()
    with pytest.raises(FpstatsError, match="cannot be read: No such file"):
        list(sheets("returns.csv"))


def test_a_folder_called_like_a_file(put):
    put("area,period,births\n东乡,2024-01,5\n", "2024.csv/a.csv")
    assert expand(["2024.csv"]) == ["2024.csv/a.csv"]


def test_standard_input_that_is_closed(monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(FpstatsError, match="standard input is closed"):
        fpstats.read("-", lang="en")
