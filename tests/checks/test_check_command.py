"""The command: exit codes, every format, and what goes back to each township."""

import io
import json

import openpyxl
import polars as pl
import pytest
from click.testing import CliRunner

import fpstats
from fpstats.catalogue import load
from fpstats.catalogue.checks_parse import load_checks
from fpstats.cli.check import check

AREAS = "data/samples/areas.csv"
COLOUR = "FFFFC7CE"
CLEAN = "area,period,births\n甲镇,2024-05,5\n"
BLANK = "area,period,births,deaths\n甲镇,2024-05,,1\n"
WRONG = "area,period,births,births_male,births_female\n甲镇,2024-05,5,3,1\n"


@pytest.fixture
def written(tmp_path):
    def written(text, name="returns.csv"):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return written


def test_exit_codes(run, written):
    assert run("check", written(CLEAN)).code == 0
    assert run("check", written(WRONG)).code == 1
    assert run("check", written(BLANK)).code == 0
    assert run("check", written(BLANK), "--fail-on", "warning").code == 1
    assert run("check", written(CLEAN), "--fail-on", "warning").code == 0


def test_an_explained_error_no_longer_fails(run, written):
    filed = written("check,area,period,reason,office,until\n"
                    "births_by_sex,甲镇,2024-05,r,县统计局,2024-12\n", "waivers.csv")  # fmt: skip
    ran = run("check", written(WRONG), "--waivers", filed, "--lang", "en")
    assert ran.code == 0
    assert "explained 1" in ran.err
    late = run("check", written(WRONG), "--waivers", filed, "--as-of", "2025-01-01")
    assert late.code == 1


def test_without_files_it_says_what_is_missing(run):
    ran = run("check", "--lang", "en")
    assert ran.code == 2
    assert "name the files to check" in ran.err


@pytest.mark.parametrize("code", list(load_checks(load())))
def test_the_command_explains_codes(code):
    done = CliRunner().invoke(check, ["--explain", code, "--lang", "en"], standalone_mode=False)
    assert done.output.startswith(f"{code}: ")


def test_an_unknown_code_is_a_usage_error(run):
    ran = run("check", "--explain", "nonsense", "--lang", "en")
    assert ran.code == 2
    assert "no check is called nonsense" in ran.err


SAMPLE = ("check", "data/samples/xlsx", "--areas", AREAS, "--lang", "en", "-q")


@pytest.fixture(scope="module")
def given():
    """Give what the function says of the sample county."""
    return fpstats.check("data/samples/xlsx", areas=AREAS, lang="en")


@pytest.fixture
def wrote(given, monkeypatch):
    """Give a runner of the command that checks the sample county no second time to write it."""
    monkeypatch.setattr(fpstats, "check", lambda *_, **__: given)

    def wrote(name):
        asked = [*SAMPLE[1:], "--format", name]
        done = CliRunner().invoke(check, asked, standalone_mode=False)
        assert done.return_value == 1
        return done.stdout_bytes

    return wrote


@pytest.mark.parametrize("name", ["csv", "tsv", "jsonl", "json", "md", "html", "table"])
def test_every_format_has_every_finding(wrote, name):
    text = wrote(name).decode()
    for word in ("policy_births_by_order", "禾笠镇", "Q14", "霜堰乡"):
        assert word in text


@pytest.mark.parametrize(("name", "read"), [("parquet", pl.read_parquet), ("arrow", pl.read_ipc)])
def test_tables_of_columns_are_those_that_python_gives(wrote, given, name, read):
    made = read(wrote(name))
    assert made.equals(pl.DataFrame(given.table))
    # Numbers are numbers, and what is not known is null and no text.
    assert made.schema["events"] == pl.Float64
    assert made.row(0, named=True)["events"] == 9
    assert made.row(0, named=True)["waiver"] is None
    assert wrote(name) == wrote(name)


@pytest.mark.parametrize("name", ["csv", "arrow"])
def test_the_command_checks_as_the_function_does(run, wrote, name):
    ran = run(*SAMPLE, "--format", name)
    assert ran.code == 1
    assert ran.out == wrote(name)


def test_json_holds_completeness_checks_and_the_run_record(wrote):
    made = json.loads(wrote("json"))
    assert made.keys() == {"run", "notes", "rows", "completeness", "checks", "late_births"}
    assert made["completeness"][0]["expected"] == 864
    (balance,) = [one for one in made["checks"] if one["id"] == "population_balance"]
    assert (balance["judged"], balance["found"]) == (862, 0)
    assert made["run"]["check"]["as_of"] == "2024-09-30"


@pytest.fixture(scope="module")
def workbook(run):
    return run(*SAMPLE, "--format", "xlsx").out


@pytest.fixture(scope="module")
def book(workbook):
    return openpyxl.load_workbook(io.BytesIO(workbook))


def coloured(sheet):
    return {cell.coordinate for row in sheet.iter_rows() for cell in row
            if cell.fill.fgColor.rgb == COLOUR}  # fmt: skip


def test_each_township_in_question_has_a_sheet_to_send_back(book):
    # As they stand in the table of areas, and not as their characters sort.
    assert book.sheetnames[-3:] == ["禾笠镇", "榆墩镇", "霜堰乡"]


def test_its_own_form_is_copied_with_the_offending_cells_coloured(book):
    sheet = book["禾笠镇"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    place = next(n for n, row in enumerate(rows) if row[0] == "单位")
    # Two heading rows, then its own line and no other's.
    assert rows[place][17 - 1] == "符合政策出生"
    assert rows[place + 2][0] == "禾笠镇"
    assert not any(row and row[0] == "榆墩镇" for row in rows)
    line = place + 3
    assert rows[place + 2][16] == 21
    # 21 for 12: with that every sum comes out, and the numbers beside it are right.
    assert coloured(sheet) == {f"Q{line}"}
    assert "births in policy" in sheet[f"Q{line}"].comment.text
    # Merged headings stay merged.
    assert f"B{place + 1}:D{place + 1}" in {str(one) for one in sheet.merged_cells.ranges}


def test_a_blank_cell_is_coloured_too(book):
    sheet = book["榆墩镇"]
    (title,) = [row[0].row for row in sheet.iter_rows() if row[0].value == "榆墩镇"
                and row[0].row > 5]  # fmt: skip
    assert coloured(sheet) == {f"{column}{title}" for column in ("V", "W", "X")}
    assert sheet[f"V{title}"].value is None


def test_the_workbook_is_the_same_bytes_each_time(workbook, wrote):
    assert wrote("xlsx") == workbook


def test_months_and_totals_are_written_to_files(run, written, tmp_path):
    lines = "".join(f"甲镇,2024-{month:02d},{20 + month}\n" for month in range(1, 7))
    path = written(f"area,period,births\n{lines}")
    run("check", path, "--totals", tmp_path / "totals.csv", "-q")
    totals = (tmp_path / "totals.csv").read_text("utf-8").splitlines()
    assert totals[:3] == ["area,period,births", "甲镇,2024-01-ytd,21", "甲镇,2024-02-ytd,43"]
    # Read back as they are, and turned into months again.
    run("check", tmp_path / "totals.csv", "--months", tmp_path / "months.csv", "-q")
    months = (tmp_path / "months.csv").read_text("utf-8").splitlines()
    assert months[1:3] == ["甲镇,2024-01,21", "甲镇,2024-02,22"]


def test_no_input_is_written_over(run, written):
    path = written(CLEAN)
    ran = run("check", path, "-o", path, "--lang", "en")
    assert ran.code == 2
    assert "one of the inputs" in ran.err
    assert path.read_text("utf-8") == CLEAN


def test_help_loads_no_frame_library(run, root):
    import subprocess
    import sys

    script = (
        "import sys\nfrom fpstats.cli import fpstats\n"
        "try:\n    fpstats.main(['check', '--help'])\nexcept SystemExit:\n    pass\n"
        "print(sorted({'polars', 'numpy', 'pyarrow', 'pandas'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stdout.decode().splitlines()[-1] == "[]"


def test_the_command_and_the_function_have_the_same_options():
    import inspect

    options = {one.name for one in check.params}
    own = {name for name, one in inspect.signature(fpstats.check).parameters.items()
           if one.kind is one.KEYWORD_ONLY}  # fmt: skip
    settings = set(fpstats.Settings.__struct_fields__)
    talk = {"files", "format", "output", "shape", "excel", "quiet", "verbose", "lang", "fail_on",
            "explain", "months", "totals", "completeness", "late_births", "issues"}  # fmt: skip
    assert own <= options
    assert options - own - talk <= settings


def test_mixed_returns_are_refused(run, written):
    import itertools

    months = [20, 22, 17, 25, 19, 21]
    lines = [
        f"甲镇,2024-{n:02d},{value}" for n, value in enumerate(itertools.accumulate(months), 1)
    ]
    lines += [f"{area},2024-{n:02d},{value}" for area in ("乙镇", "丙镇")
              for n, value in enumerate(months, 1)]  # fmt: skip
    ran = run("check", written("\n".join(["area,period,births", *lines]) + "\n"), "--lang", "en")
    assert ran.code == 1
    assert ran.out == b""
    assert "months and years to date are mixed" in ran.err
