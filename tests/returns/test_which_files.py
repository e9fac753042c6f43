"""Which files a command line means."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import fpstats
from fpstats.errors import ConfigurationError, FpstatsError
from fpstats.issues import Findings
from fpstats.returns.containers import sheets
from fpstats.returns.inputs import expand


def test_a_folder_gives_all_its_returns_in_order_and_nothing_else(put):
    for name in ("月报/b.csv", "月报/a.XLSX", "月报/下级/c.tsv"):
        put("x", name)
    for name in ("月报/~$a.xlsx", "月报/.d.csv", "月报/.old/e.csv", "月报/readme.md", "月报/f"):
        put("x", name)
    Path("月报/g.csv").mkdir()
    assert expand(["月报"]).files == ["月报/a.XLSX", "月报/b.csv", "月报/下级/c.tsv"]


def test_a_glob_gives_the_returns_it_matches(put):
    for name in ("2024-02.csv", "2024-01.csv", "2024.md", "sub/2024-03.csv"):
        put("x", name)
    assert expand(["2024*"]).files == ["2024-01.csv", "2024-02.csv"]
    assert expand(["**/2024*.csv"]).files == ["2024-01.csv", "2024-02.csv", "sub/2024-03.csv"]
    assert expand(["su*"]).files == ["sub/2024-03.csv"]


def test_a_file_is_meant_once_however_it_is_named(put, tmp_path):
    put("x", "a.csv")
    put("x", "b.csv")
    Path("link.csv").symlink_to("a.csv")
    assert expand(["a.csv", "./a.csv", tmp_path / "a.csv", "link.csv", ".", "*.csv"]).files == [
        "a.csv",
        "b.csv",
    ]
    assert expand(["-", "-"]).files == ["-"]


def told(*inputs: str | Path) -> list[tuple[str, str | None, str | None]]:
    """Return the findings about files: code, file, and what stands there."""
    found = Findings()
    expand(inputs).note(found)
    return [(row["code"], row["source"], row["value"]) for row in found.table("en").to_pylist()]


@pytest.mark.parametrize("given", [".", "*"])
def test_files_that_may_be_returns_and_are_not_read_are_told_one_by_one(put, given):
    for name in ("a.csv", "b.ET", "c.ods", "d.csv.gz", "下级/e.pdf"):
        put("x", name)
    inside = sorted(
        {"b.ET": ".et", "c.ods": ".ods", "d.csv.gz": ".gz", "下级/e.pdf": ".pdf"}.items()
    )
    if given == "*":  # a folder that a glob matches is looked into, as any other
        put("x", "下级/f.csv")
    assert told(given) == [("file_not_read", *one) for one in inside]


def test_files_of_other_kinds_are_one_note(put):
    for name in ("a.csv", "notes", "picture.png", *(f"{number}.log" for number in range(9))):
        put("x", name)
    assert told(".") == [("files_passed_over", None, "11")]


def test_nothing_is_said_of_what_nobody_takes_for_a_return(put):
    for name in (
        "a.csv",
        "README.md",
        "layout.toml",
        ".b.et",
        "~$c.ods",
        ".old/d.pdf",
        "Thumbs.db",
    ):
        put("x", name)
    assert told(".") == []
    assert told("*.csv") == []


def test_a_file_that_is_given_twice_is_told_and_one_that_a_folder_has_too(put):
    put("x", "a.csv")
    Path("b.csv").symlink_to("a.csv")
    assert told("a.csv", "b.csv") == [("same_file", "b.csv", None)]
    assert told(".", "./a.csv") == [("same_file", "./a.csv", None)]
    assert told("a.csv", ".", "*.csv") == []


def test_what_is_not_read_is_told_by_every_reading_of_a_folder(put):
    put("area,period,births\n东乡,2024-01,5\n", "月报/a.csv")
    put("x", "月报/b.ods")
    for done in (
        fpstats.read("月报"),
        fpstats.read("月报", keep_going=True),
        fpstats.compute("月报"),
        fpstats.check("月报"),
        fpstats.inspect("月报"),
    ):
        rows = done.issues.to_pylist()
        assert [r["source"] for r in rows if r["code"] == "file_not_read"] == ["月报/b.ods"]
    sheets = fpstats.inspect("月报", lang="en").sheets
    assert [one["path"] for one in sheets] == ["月报/a.csv", "月报/b.ods"]
    assert sheets[1]["refused"].startswith("files called .ods are not read")


def test_a_name_that_looks_like_a_glob_but_is_a_file(put):
    put("x", "a[1].csv")
    assert expand(["a[1].csv"]).files == ["a[1].csv"]


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
    assert expand(["2024.csv"]).files == ["2024.csv/a.csv"]


def test_standard_input_that_is_closed(monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(FpstatsError, match="standard input is closed"):
        fpstats.read("-", lang="en")
