"""Flags, the environment, fpstats.toml and defaults, in that order; and faults in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from fpstats import cli
from fpstats.cli import config
from fpstats.errors import ConfigurationError

FILES = Path(__file__).parent / "files"
TINY = FILES / "tiny.csv"
COMPUTE = ("compute", str(TINY), "-i", "births")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Give a folder with returns of three months, settings, and a folder below it."""
    (tmp_path / "home").mkdir()
    (tmp_path / "below").mkdir()
    lines = "".join(f"东乡,2024-{month:02d},{month % 7}\n" for month in range(1, 13))
    (tmp_path / "returns.csv").write_text(f"area,period,births\n{lines}", "utf-8")
    (tmp_path / ".git").mkdir()
    return tmp_path


def periods(ran) -> int:
    """Count the periods of a result, which tell what `--every` was."""
    return len({line.split(",")[2] for line in ran.text.splitlines()[1:]})


def test_a_flag_goes_before_the_environment_before_the_file_before_the_default(within, project):
    asked = ("compute", project / "returns.csv", "-i", "births", "-q")
    own = project / "home" / "fpstats" / "config.toml"
    below, home = project / "below", {"XDG_CONFIG_HOME": str(project / "home")}
    assert periods(within(*asked, cwd=below, env=home)) == 12
    own.parent.mkdir()
    own.write_text('every = "half"\n', "utf-8")
    assert periods(within(*asked, cwd=below, env=home)) == 2
    (project / "fpstats.toml").write_text('every = "quarter"\n', "utf-8")
    assert periods(within(*asked, cwd=below, env=home)) == 4
    env = {**home, "FPSTATS_EVERY": "year"}
    assert periods(within(*asked, cwd=below, env=env)) == 1
    assert periods(within(*asked, "--every", "month", cwd=below, env=env)) == 12


def test_settings_stop_at_the_root_of_a_repository(within, project):
    inner = project / "below"
    (project / "fpstats.toml").write_text('every = "year"\n', "utf-8")
    (inner / ".git").mkdir()
    asked = ("compute", project / "returns.csv", "-i", "births", "-q")
    assert periods(within(*asked, cwd=inner)) == 12
    assert periods(within(*asked, cwd=project)) == 1


def test_the_settings_of_all_kinds_reach_the_commands(run, project):
    (project / "areas.csv").write_text("name,level\n东乡,township\n", "utf-8")
    (project / "fpstats.toml").write_text(
        'indicator = ["births"]\nareas = "areas.csv"\nby = "township"\nyear-start = 10\n'
        'confidence = 0.9\nformat = "tsv"\nlang = "en"\nquiet = true\nevery = "year"\n',
        "utf-8",
    )
    ran = run("compute", "../returns.csv", cwd=project / "below")
    assert ran.code == 0, ran.err
    rows = [line.split("\t") for line in ran.text.splitlines()]
    # October to December belong to the planning year 2025.
    assert [row[:3] for row in rows[1:]] == [["births", "东乡", "2024"], ["births", "东乡", "2025"]]
    assert rows[1][8] == "0.9"
    listed = run("catalogue", "list", cwd=project).text
    assert listed.startswith("id\ttitle")
    assert "crude birth rate" in listed
    assert "Usage: fpstats" in run("--help", cwd=project).text
    assert "returns to indicators" in run("--help", cwd=project).text


def test_one_indicator_may_be_written_without_a_list(within, project):
    (project / "fpstats.toml").write_text('indicator = "births"\nquiet = true\n', "utf-8")
    assert within("compute", "returns.csv", cwd=project).text.count("births,东乡") == 12


def test_every_fault_of_the_settings_is_listed_at_once(within, project):
    (project / "fpstats.toml").write_text(
        'evry = "year"\nstrict = "yes"\nyear_start = true\nindicator = [1]\nby = 3\n[compute]\n',
        "utf-8",
    )
    ran = within("compute", "returns.csv", "--lang", "en", cwd=project)
    assert (ran.code, ran.out) == (2, b"")
    heading, *faults = ran.err.strip().split("\n- ")
    assert heading.endswith("fpstats.toml has 6 problems")
    assert faults == [
        "evry: no such key; did you mean 'every'?",
        "strict: must be true or false, not 'yes'",
        "year_start: must be a whole number, not True",
        "indicator: must be a text, or a list of texts, not [1]",
        "by: must be text in quotes, not 3",
        "compute: no such key",
    ]


@pytest.mark.parametrize("content", [b"every = ", b"\xff\xfe", b'every = "year'])
def test_settings_that_are_no_toml_stop_all_but_help(run, project, content):
    (project / "fpstats.toml").write_bytes(content)
    ran = run("compute", "returns.csv", cwd=project)
    assert ran.code == 2
    assert "fpstats.toml" in ran.err
    assert "Traceback" not in ran.err
    for asked in (["--help"], ["--version"], ["compute", "-h"]):
        assert run(*asked, cwd=project).code == 0


def test_settings_may_begin_with_the_mark_of_windows(within, project):
    (project / "fpstats.toml").write_bytes(b"\xef\xbb\xbfevery = 'year'\n")
    assert periods(within("compute", "returns.csv", "-i", "births", "-q", cwd=project)) == 1


def test_all_that_is_wrong_with_a_file_is_told_at_once(within, project):
    wrong = 'confidence = 2\nevery = "weekly"\nfoo = 1\nyear-start = 13\n'
    (project / "fpstats.toml").write_text(wrong, "utf-8")
    ran = within("compute", "returns.csv", cwd=project, env={"FPSTATS_LANG": "en"})
    assert ran.code == 2
    assert "fpstats.toml" in ran.err
    for key, what in {
        "confidence": "must lie between 0 and 1, not 2",
        "every": "must be one of month, quarter, half, year, ytd, not 'weekly'",
        "foo": "no such key",
        "year-start": "must be a whole number from 1 to 12, not 13",
    }.items():
        assert f"- {key}: {what}\n" in ran.err


def test_a_value_that_was_not_typed_is_told_where_it_came_from(within, project):
    (project / "fpstats.toml").write_text('also = ","\n', "utf-8")
    ran = within("compute", "returns.csv", "--lang", "en", cwd=project)
    assert ran.code == 2
    assert ran.err.endswith("Hint: the value comes from fpstats.toml\n")
    env = {"FPSTATS_YEAR_START": "13", "FPSTATS_LANG": "en"}
    ran = within(*COMPUTE, env=env)
    assert ran.code == 2
    assert ran.err.endswith("environment variable FPSTATS_YEAR_START\n")
    assert "comes from" not in within(*COMPUTE, "--year-start", "13", "--lang", "en").err


def test_settings_without_a_home(tmp_path, monkeypatch):
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", homeless)
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.chdir(tmp_path)
    assert config.defaults(["compute"])["compute"]["show"] == {}


def test_every_option_that_a_file_may_set_is_an_option(monkeypatch, tmp_path):
    import click

    context = click.Context(cli.fpstats)
    options = {
        parameter.name
        for name in ("compute", "read", "check", "watch")
        for parameter in cli.fpstats.get_command(context, name).params
    }
    assert set(config.KEYS) <= options
    # What is asked once, or names an output of this run, stands in no file.
    assert options - set(config.KEYS) == {
        "files", "output", "issues", "verbose", "formulas", "explain", "months", "totals",
        "late_births", "as_of", "pictures", "completeness",
    }  # fmt: skip
    monkeypatch.chdir(tmp_path)
    Path(config.NAME).write_text("zzz = 1\n", "utf-8")
    with pytest.raises(ConfigurationError, match=r"zzz: no such key$"):
        config.defaults(["compute"])
