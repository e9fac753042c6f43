"""What is written is whole or absent, and findings are written in full."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import pytest

from fpstats import cli

FILES = Path(__file__).parent / "files"
TINY = FILES / "tiny.csv"
COMPUTE = ("compute", str(TINY), "-i", "births")
posix = pytest.mark.skipif(os.name != "posix", reason="pipes and devices of a POSIX system")


def test_the_format_follows_the_suffix_and_the_result_the_run(within, tmp_path):
    for suffix in ("csv", "tsv", "jsonl", "md", "html", "xlsx", "parquet", "json", "txt"):
        ran = within(*COMPUTE, "-q", "-o", tmp_path / f"r.{suffix}")
        assert (ran.code, ran.out, ran.err) == (0, b"", "")
    assert (tmp_path / "r.csv").read_bytes() == within(*COMPUTE, "-q").out
    assert (tmp_path / "r.xlsx").read_bytes()[:2] == b"PK"
    assert (tmp_path / "r.parquet").read_bytes()[:4] == b"PAR1"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (("compute", str(FILES / "junk.csv")), 1),
        (("read", str(FILES / "dirty.csv"), "--strict"), 1),
        (("compute", str(TINY), "-i", "birth"), 2),
        (("compute", str(FILES / "persons.csv")), 5),
    ],
    ids=["no layout", "strict", "no indicator", "persons"],
)
def test_a_failure_leaves_the_file_of_last_time_as_it_was(within, tmp_path, asked, code):
    result = tmp_path / "result.csv"
    result.write_text("last month", "utf-8")
    assert within(*asked, "-o", result).code == code
    assert result.read_text("utf-8") == "last month"
    assert list(tmp_path.iterdir()) == [result]


def test_a_failure_halfway_leaves_the_old_file_and_nothing_beside_it(tmp_path, monkeypatch):
    """The rendering breaks after the first bytes are written."""
    result = tmp_path / "result.csv"
    result.write_text("last month", "utf-8")

    def broken(*_: object, **__: object):
        yield b"half a line"
        raise ValueError("broken")

    monkeypatch.setattr("fpstats.write.render", broken)
    with pytest.raises(SystemExit) as ended:
        cli.main([*COMPUTE, "-q", "-o", str(result)])
    assert ended.value.code == 70
    assert result.read_text("utf-8") == "last month"
    assert list(tmp_path.iterdir()) == [result]


@posix
def test_a_kill_leaves_the_old_file(command, clean, many, tmp_path):
    result = tmp_path / "result.csv"
    result.write_text("last month", "utf-8")
    asked = [*command, "compute", str(many), "-q", "-o", str(result)]
    for wait in (0.2, 0.5, 0.8):
        running = subprocess.Popen(asked, env=clean)
        time.sleep(wait)
        running.kill()
        running.wait(60)
        text = result.read_text("utf-8")
        assert text == "last month" or text.startswith("indicator,area,period")


@pytest.mark.parametrize("option", ["--areas", "--targets", "--catalogue", "--layout"])
@pytest.mark.parametrize("kind", ["-o", "--issues"])
def test_no_output_takes_the_place_of_an_input(within, tmp_path, option, kind):
    table = tmp_path / "table.csv"
    content = {
        "--areas": "name\n东乡\n西乡\n",
        "--targets": "indicator,kind,value\nbirths,at_least,5\n",
        "--catalogue": "",
        "--layout": 'items = "all"\nperiod.columns = ["period"]\narea.columns = ["area"]\n',
    }
    table.write_text(content[option], "utf-8")
    ran = within(*COMPUTE, option, table, kind, table, "-q")
    assert ran.code == 2, ran.err
    assert table.read_text("utf-8") == content[option]


def test_findings_go_to_a_file_in_full(within, tmp_path):
    issues = tmp_path / "issues.csv"
    ran = within("read", FILES / "dirty.csv", "--issues", issues, "--lang", "en", "-q")
    assert (ran.code, ran.err) == (0, "")
    lines = issues.read_text("utf-8").splitlines()
    assert lines[0].startswith("severity,code,message,area,period,item,indicator,source,sheet,cell")
    told = {tuple(line.split(",")[:2]) for line in lines[1:]}
    assert told >= {
        ("error", "not_a_number"),
        ("error", "negative_count"),
        ("error", "not_whole"),
        ("error", "no_area"),
        ("error", "no_period"),
        ("warning", "blank_value"),
        ("info", "note_row"),
        ("info", "unused_column"),
    }
    talk = within("read", FILES / "dirty.csv", "--issues", issues, "--lang", "en").err
    assert talk.endswith(f"errors 5, warnings 1, notes 2: see {issues}\n")


def test_only_the_gravest_findings_are_shown(within, tmp_path):
    lines = "".join(f"area{n},2024-01,x\n" for n in range(30))
    (tmp_path / "a.csv").write_text(f"area,period,births\nok,2024-01,1\n{lines}", "utf-8")
    few = within("read", "a.csv", "--lang", "en", cwd=tmp_path).err.splitlines()
    every = within("read", "a.csv", "--lang", "en", "-v", cwd=tmp_path).err.splitlines()
    assert (len(few), len(every)) == (11, 31)
    assert few[-1] == every[-1]
    assert few[-1].startswith("errors 30, warnings 0, notes 0")
