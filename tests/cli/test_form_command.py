"""`fpstats form`: which files it writes, and which it leaves alone."""

from __future__ import annotations

import io

import openpyxl


def test_a_workbook_for_each_township(run, samples, tmp_path):
    asked = ("form", "--areas", samples / "areas.csv", "--period", "2024-10", "--lang", "en")
    ran = run(*asked, "--each", "october", cwd=tmp_path)
    assert (ran.code, ran.err) == (0, "october: 24 workbooks\n")
    files = sorted((tmp_path / "october").iterdir())
    assert len(files) == 24
    sheet = openpyxl.load_workbook(tmp_path / "october" / "微岭乡.xlsx").worksheets[0]
    assert (sheet["A5"].value, sheet["A6"].value) == ("微岭乡", None)
    assert "示例县微岭乡 2024年10月" in sheet["A1"].value
    again = run(*asked, "--each", "october", cwd=tmp_path)
    assert again.code == 2
    assert "may have been filled in" in again.err


def test_a_form_is_never_written_over_a_file(run, tmp_path):
    (tmp_path / "form.xlsx").write_bytes(b"filled in")
    ran = run("form", "-o", "form.xlsx", "--lang", "en", cwd=tmp_path)
    assert ran.code == 2
    assert (tmp_path / "form.xlsx").read_bytes() == b"filled in"


def test_a_pipe_gets_the_workbook(run, tmp_path):
    ran = run("form", "--items", "births", "--period", "2024-05", cwd=tmp_path)
    sheet = openpyxl.load_workbook(io.BytesIO(ran.out)).worksheets[0]
    assert sheet["B3"].value == "出生人数"


def test_names_that_no_file_can_have_are_written_otherwise(run, tmp_path):
    (tmp_path / "areas.csv").write_text("name\n甲/乙镇\n丙镇\n", "utf-8")
    assert run("form", "--areas", "areas.csv", "--each", ".", cwd=tmp_path).code == 0
    assert {path.name for path in tmp_path.glob("*.xlsx")} == {"甲_乙镇.xlsx", "丙镇.xlsx"}


def test_a_file_of_settings_gives_way_to_the_command(run, tmp_path):
    (tmp_path / "fpstats.toml").write_text(
        'layout = "tidy"\nindicator = ["crude_birth_rate"]\n', "utf-8"
    )
    ran = run("form", "--items", "births", cwd=tmp_path)
    assert (ran.code, ran.err) == (0, "")
    # What is computed is no matter of the form, but its layout is.
    sheet = openpyxl.load_workbook(io.BytesIO(run("form", cwd=tmp_path).out)).worksheets[0]
    assert [cell.value for cell in sheet[3]][:2] == ["area", "period"]
