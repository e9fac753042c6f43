"""Every command that can find something writes its findings, with the same columns."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import fpstats
from fpstats import cli, errors, schema

TINY = Path(__file__).parent / "files" / "tiny.csv"
READ = {"files", "file", "catalogue", "areas", "layout", "checks"}
"""Parameters that name what a command reads: in any of it something may be wrong."""

WITH_THE_LEAST = {
    "compute": ["compute", TINY],
    "read": ["read", TINY],
    "inspect": ["inspect", TINY],
    "check": ["check", TINY, "--fail-on", "warning", "--cumulative", "month"],
    "watch": ["watch", TINY],
    "explain": ["explain", TINY, "--area", "东乡", "-i", "births", "--period", "2024-01"],
    "form": ["form", "-o", "form.xlsx"],
    "catalogue list": ["catalogue", "list"],
    "catalogue show": ["catalogue", "show", "births"],
    "catalogue check": ["catalogue", "check"],
    "layouts which": ["layouts", "which", TINY],
    "layouts new": ["layouts", "new", TINY],
}
"""A line that runs each command that can find something."""


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    """Yield the commands of a group and of those it holds, each with its words."""
    with click.Context(group) as context:
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            assert command is not None
            if isinstance(command, click.Group):
                yield from commands(command, (*path, name))
            else:
                yield " ".join((*path, name)), command


FINDING = {
    name: command
    for name, command in commands(cli.fpstats)
    if READ & {parameter.name for parameter in command.params}
}


@pytest.mark.parametrize("name", FINDING)
def test_a_command_that_reads_something_has_a_file_for_findings(name):
    assert "--issues" in {text for one in FINDING[name].params for text in one.opts}


def test_each_such_command_is_run_here():
    assert FINDING.keys() == WITH_THE_LEAST.keys()


def columns(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def findings_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", WITH_THE_LEAST)
def test_findings_have_the_same_columns_and_faults_of_a_catalogue_are_among_them(
    within, tmp_path, name
):
    bad, found = tmp_path / "bad.toml", tmp_path / "found.csv"
    ran = within(*WITH_THE_LEAST[name], "--issues", found, cwd=tmp_path)
    assert "Traceback" not in ran.err
    assert columns(found) == schema.ISSUES.names, ran.err
    bad.write_text('[items.births]\nunit = "births"\n', "utf-8")
    where = [bad] if name == "catalogue check" else ["--catalogue", bad]
    (tmp_path / "form.xlsx").unlink(missing_ok=True)
    asked = [*WITH_THE_LEAST[name], *where, "--issues", found, "--lang", "en"]
    ran = within(*asked, cwd=tmp_path)
    assert ran.code == 2
    faults = findings_of(found)
    assert [(one["severity"], one["code"], one["source"]) for one in faults] == [
        ("error", "configuration_fault", str(bad))
    ]
    assert "items.births.unit" in faults[0]["message"]


def test_what_a_check_finds_is_written_with_what_was_compared(within, tmp_path):
    """Births within policy of 禾笠镇 (21) are more than its births (13): the sample says so."""
    found = tmp_path / "found.csv"
    within("check", "data/samples/xlsx/2024-02.xlsx", "--issues", found, "-q")
    rows = {row["code"]: row for row in findings_of(found)}
    one = rows["policy_births_within_births"]
    assert (one["area"], one["period"], one["value"], one["expected"]) == (
        "禾笠镇", "2024-02", "21", "13",
    )  # fmt: skip


def test_faults_are_never_written_over_an_input(within, tmp_path):
    bad, data = tmp_path / "bad.toml", tmp_path / "data.csv"
    bad.write_text('[items.births]\nunit = "births"\n', "utf-8")
    data.write_bytes(TINY.read_bytes())
    within("compute", tmp_path, "--catalogue", bad, "--issues", data)
    assert data.read_bytes() == TINY.read_bytes()


REFUSED = {
    "compute": ["compute"],
    "check": ["check"],
    "watch": ["watch"],
    "explain": ["explain", "--area", "A镇", "-i", "births", "--period", "2024-05"],
}
UNREADABLE = "area,period,births\nA镇,20245,10\nB镇,20240531,3\n"


@pytest.mark.parametrize("name", REFUSED)
def test_data_of_which_no_line_can_be_used_are_refused_with_the_first_reasons(
    within, tmp_path, name
):
    data, found = tmp_path / "data.csv", tmp_path / "found.csv"
    data.write_text(UNREADABLE, "utf-8")
    ran = within(*REFUSED[name], data, "--issues", found, "--lang", "en")
    assert ran.code == 1
    assert ran.out == b""
    assert f"- {data}!B3: «20240531» is not a period" in ran.err
    rows = findings_of(found)
    assert [(row["code"], row["cell"]) for row in rows] == [
        ("no_result", ""), ("no_period", "B2"), ("no_period", "B3"),
    ]  # fmt: skip
    assert rows[0]["severity"] == "error"
    assert rows[0]["message"].startswith("there is no result: the files hold no returns")


@pytest.mark.parametrize("name", [*REFUSED, "read", "layouts which", "layouts new"])
def test_a_form_that_is_not_known_is_a_finding_in_the_file_of_this_run(within, tmp_path, name):
    data, found = tmp_path / "data.csv", tmp_path / "found.csv"
    data.write_text("colour,taste\nred,sweet\nblue,sour\n", "utf-8")
    found.write_text("of last month\n", "utf-8")
    ran = within(*REFUSED.get(name, name.split()), data, "--issues", found, "--lang", "en")
    assert ran.code == 1
    assert [row["code"] for row in findings_of(found)] == ["no_result"]
    assert str(data) in findings_of(found)[0]["message"]


@pytest.mark.parametrize("name", [*REFUSED, "read", "inspect"])
def test_of_data_about_persons_only_the_refusal_is_a_finding(within, tmp_path, name):
    data, found = tmp_path / "data.csv", tmp_path / "found.csv"
    data.write_text("area,period,births,电话\nA镇,20245,10,13912345678\n", "utf-8")
    ran = within(*REFUSED.get(name, [name]), data, "--issues", found, "--lang", "en")
    assert ran.code == 5
    assert [row["code"] for row in findings_of(found)] == ["no_result"]
    assert "13912345678" not in found.read_text("utf-8")


def test_an_error_carries_what_was_found_before_it_but_for_one_about_persons(tmp_path):
    data = tmp_path / "data.csv"
    data.write_text(UNREADABLE, "utf-8")
    with pytest.raises(errors.FpstatsError) as refused:
        fpstats.compute(data, lang="en")
    assert refused.value.issues.column("cell").to_pylist() == ["B2", "B3"]
    (tmp_path / "persons.csv").write_text("area,period,births,电话\nA镇,x,y,13912345678\n", "utf-8")
    with pytest.raises(errors.PersonalDataError) as refused:
        fpstats.compute(tmp_path, lang="en")
    assert refused.value.issues is None


def test_what_was_found_in_files_before_the_one_refused_is_kept(within, tmp_path):
    first, second, found = (tmp_path / name for name in ("a.csv", "b.csv", "found.csv"))
    first.write_bytes("area,period,births\n东乡,2024-01,5\n".encode("gb18030"))
    second.write_text("colour,taste\nred,sweet\n", "utf-8")
    assert within("compute", first, second, "--issues", found).code == 1
    codes = [row["code"] for row in findings_of(found)]
    assert codes[0] == "no_result"
    assert "encoding" in codes


def test_a_question_that_has_no_answer_is_a_finding(within, tmp_path):
    found = tmp_path / "found.csv"
    assert within("compute", TINY, "--period", "1999", "--issues", found).code == 2
    assert "no_result" in {row["code"] for row in findings_of(found)}


def test_findings_that_were_written_stay_where_the_result_cannot_be_written(within, tmp_path):
    found, nowhere = tmp_path / "found.csv", tmp_path / "none" / "out.csv"
    assert within("compute", TINY, "--issues", found, "-o", nowhere).code == 74
    assert "no_result" not in {row["code"] for row in findings_of(found)}


def test_a_file_that_is_refused_by_its_name_is_not_written_over(within, tmp_path):
    data = tmp_path / "data.md"
    data.write_text("notes\n", "utf-8")
    ran = within("compute", data, "--issues", data, "--lang", "en")
    assert ran.code == 2
    assert "never written over" in ran.err
    assert data.read_text("utf-8") == "notes\n"


def test_a_file_for_findings_that_cannot_be_written_is_told_once(within, tmp_path):
    ran = within("compute", TINY, "--issues", tmp_path / "found.xyz", "--lang", "en")
    assert ran.code == 2
    assert ran.err.count("names no known format") == 1


def test_findings_of_a_refusal_are_never_written_over_an_input(within, tmp_path):
    data = tmp_path / "data.csv"
    data.write_text("colour,taste\nred,sweet\n", "utf-8")
    ran = within("compute", tmp_path, "--issues", data, "--lang", "en")
    assert ran.code == 1
    assert "no known layout" in ran.err or "nothing says" in ran.err
    assert "never written over" in ran.err
    assert data.read_text("utf-8") == "colour,taste\nred,sweet\n"


def test_a_file_that_may_be_a_return_and_is_not_read_is_refused_under_strict(within, tmp_path):
    folder = tmp_path / "returns"
    folder.mkdir()
    (folder / "a.csv").write_bytes(TINY.read_bytes())
    (folder / "b.zip").write_bytes(b"")
    given = ("compute", folder, "-i", "births", "-o", tmp_path / "out.csv", "--lang", "en")
    assert within(*given).code == 0
    ran = within(*given, "--strict")
    assert ran.code == 1
    assert "b.zip: files called .zip are not read" in ran.err


def test_a_target_that_nothing_judges_is_a_finding_and_no_exit_code(within, tmp_path):
    targets, found = tmp_path / "targets.csv", tmp_path / "found.csv"
    head = "indicator,area,period,kind,value,upper\n"
    targets.write_text(f"{head}late_marriage_rate,all,all,at_least,50,\n", "utf-8")
    given = ("compute", TINY, "--targets", targets, "--fail-on-missed", "--issues", found)
    assert within(*given, "-o", tmp_path / "out.csv").code == 0
    rows = [row for row in findings_of(found) if row["code"] == "target_not_judged"]
    assert [(row["severity"], row["indicator"]) for row in rows] == [
        ("warning", "late_marriage_rate")
    ]
