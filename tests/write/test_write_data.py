"""CSV, TSV, JSON, JSON lines, Parquet, Arrow: ids, full precision, nothing but numbers."""

from __future__ import annotations

import io
import json
import math
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fpstats import schema
from fpstats.write import render, rows

DATA = ("csv", "tsv", "jsonl", "json", "parquet", "arrow")
GOLDEN = Path(__file__).parent / "golden"
LONG = (GOLDEN / "long.csv").read_text("utf-8")
WIDE = (GOLDEN / "wide.csv").read_text("utf-8")
HEAD = LONG.splitlines(keepends=True)[0]


def read(what, form, **options):
    """Return what a form wrote of a table, read back by a reader that is not ours."""
    raw = b"".join(render(what, form, **options))
    if form == "parquet":
        return pq.read_table(io.BytesIO(raw))
    return pa.ipc.open_file(raw).read_all()


def test_csv_is_the_table_in_every_language(report, english, written):
    assert written(report, "csv") == LONG
    assert written(english, "csv") == LONG
    assert written(report, "csv", lang="en") == LONG


def test_tsv(report, written):
    assert written(report, "tsv") == LONG.replace(",", "\t")


def test_what_is_the_same_in_every_row_is_written_as_anything_else(written):
    same = {"a": ["x", "x"], "b": [1.5, 1.5], "c": [None, None], "d": [2.0, 2.0]}
    table = pa.table({**same, "e": [1, 2], "f": [True, True]})
    assert written(table, "csv") == "a,b,c,d,e,f\nx,1.5,,2,1,true\nx,1.5,,2,2,true\n"
    assert written(pa.table({**same, "a": ["x,y", "x,y"]}), "csv") == (
        'a,b,c,d\n"x,y",1.5,,2\n"x,y",1.5,,2\n'
    )
    assert written(pa.table({"a,b": [1, 1]}), "csv") == '"a,b"\n1\n1\n'
    assert written(pa.table({"a": ["", ""]}), "csv") == 'a\n""\n""\n'
    assert written(pa.table(same).slice(0, 0), "csv") == "a,b,c,d\n"


def test_columns_are_those_of_the_schema_and_detail_adds_its_own(report, written):
    assert written(report, "csv").splitlines()[0].split(",") == schema.COMPARISONS.names
    detailed = written(report, "csv", detail=True).splitlines()
    assert detailed[0].split(",") == schema.DETAILED.names
    # What was not weighed is empty, but for how firm the value is.
    assert detailed[2].endswith(
        ",1,township,示例县,8.999955000224999" + 17 * "," + "0.0125,true,,,,,,,"
    )
    assert list(json.loads(written(report, "jsonl", detail=True).splitlines()[0])) == (
        schema.DETAILED.names
    )
    assert read(report, "parquet", detail=True).schema.names == schema.DETAILED.names


def test_excel_gets_a_byte_order_mark_and_its_line_ends(report):
    raw = b"".join(render(report, "csv", excel=True))
    assert raw == b"\xef\xbb\xbf" + LONG.replace("\n", "\r\n").encode()


def test_wide_has_a_column_an_indicator_in_the_order_of_the_catalogue(report, with_rows, written):
    assert written(report, "csv", shape="wide") == WIDE
    backwards = with_rows(*reversed(report.table.to_pylist()))
    head, *lines = written(backwards, "csv", shape="wide").splitlines()
    assert head == WIDE.splitlines()[0]
    assert [line.split(",")[0] for line in lines] == ["霜堰乡", "微岭乡", "晴禾街道", "示例县"]
    assert json.loads(written(report, "jsonl", shape="wide").splitlines()[1]) == {
        "area": "晴禾街道",
        "period": "2024",
        "crude_birth_rate": 10.0,
        "policy_compliance_rate": 50.25,
    }
    assert read(report, "parquet", shape="wide").num_rows == 4


def test_an_indicator_that_the_catalogue_has_no_longer_is_not_lost(with_rows, make_row, written):
    rows = (make_row(indicator="old", value=1.5), make_row(value=2.5))
    assert written(with_rows(*rows), "csv", shape="wide") == (
        "area,period,policy_compliance_rate,old\n某乡,2024,2.5,1.5\n"
    )


def test_jsonl_is_one_row_a_line(report, written):
    lines = [json.loads(line) for line in written(report, "jsonl").splitlines()]
    assert lines == report.table.select(schema.COMPARISONS.names).to_pylist()
    assert "晴禾街道" in written(report, "jsonl")


def test_json_holds_the_record_the_notes_and_the_findings(report, english, written):
    for one in (report, english):
        document = json.loads(written(one, "json"))
        assert list(document) == ["run", "notes", "rows", "issues"]
        assert document["run"] == one.run
        assert document["notes"] == list(one.notes)
        assert document["rows"] == one.table.select(schema.COMPARISONS.names).to_pylist()
        assert document["issues"] == one.issues.to_pylist()


def test_json_of_nothing(with_rows, written):
    assert json.loads(written(with_rows(), "json"))["rows"] == []
    assert json.loads(written(with_rows(), "json", shape="wide"))["rows"] == []
    assert written(with_rows(), "csv") == HEAD
    assert written(with_rows(), "jsonl") == ""
    assert json.loads(written(pa.table({"a": pa.array([], pa.string())}), "json")) == []


@pytest.mark.parametrize("form", ["parquet", "arrow"])
def test_columnar_files_keep_types_and_carry_the_record(report, form):
    table = read(report, form)
    assert table.to_pylist() == report.table.select(schema.COMPARISONS.names).to_pylist()
    assert json.loads(table.schema.metadata[b"fpstats"]) == report.run
    assert table.schema.remove_metadata().types == schema.COMPARISONS.types
    assert read(report.issues, form).to_pylist() == report.issues.to_pylist()


@pytest.mark.parametrize("form", ["csv", "jsonl", "json"])
def test_slices_join_without_a_seam(report, written, monkeypatch, form):
    whole = written(report, form)
    for size in (1, 2, 3, 7):
        monkeypatch.setattr(rows, "_SLICE", size)
        assert written(report, form) == whole
        assert written(report, form, excel=True).count("\ufeff") == (form == "csv")


@pytest.mark.parametrize("form", DATA)
def test_nothing_is_ever_nan(with_rows, make_row, written, form):
    bad = [make_row(value=number, gap=-0.0) for number in (math.nan, math.inf, -math.inf, 1.5)]
    report = with_rows(*bad)
    if form in ("parquet", "arrow"):
        table = read(report, form)
        assert table["value"].to_pylist() == [None, None, None, 1.5]
        assert [math.copysign(1, gap) for gap in table["gap"].to_pylist()] == [1.0] * 4
        return
    text = written(report, form)
    assert not {"nan", "inf", "-0"} & {part.lower() for part in text.replace("\t", ",").split(",")}
    assert "NaN" not in text
    assert "Infinity" not in text


def test_numbers_have_the_digits_they_have(written):
    numbers = [0.1, 1 / 3, 1e-7, 123456789012.5, 100.0, 1e15, 2.0**53, 1e22, -2.5, None]
    table = pa.table({"n": pa.array(numbers, pa.float64())})
    lines = written(table, "csv").split("\n")[1:-1]
    assert [float(line) if line else None for line in lines] == numbers
    assert lines[4] == "100"
    assert lines[3] == "123456789012.5"
    assert [json.loads(line)["n"] for line in written(table, "jsonl").splitlines()] == numbers


def test_null_and_empty_text_differ(written):
    table = pa.table({"a": ["", None], "b": ["x,y", 'say "1"']})
    assert written(table, "csv") == 'a,b\n"","x,y"\n,"say ""1"""\n'


def test_plain_tables_with_lists_and_maps(written):
    table = pa.table(
        {
            "source": ["a.csv", "b.csv"],
            "columns": pa.array([[("births", "C")], None], pa.map_(pa.string(), pa.string())),
            "aliases": [["出生", "出生数"], []],
        }
    )
    assert written(table, "csv").splitlines()[1] == (
        'a.csv,"{""births"":""C""}","[""出生"",""出生数""]"'
    )
    assert json.loads(written(table, "json")) == [
        {"source": "a.csv", "columns": {"births": "C"}, "aliases": ["出生", "出生数"]},
        {"source": "b.csv", "columns": None, "aliases": []},
    ]


def test_a_dictionary_encoded_column_is_text(written):
    table = pa.table({"a": pa.array(["=1", "乡", None]).dictionary_encode()})
    assert written(table, "csv") == "a\n'=1\n乡\n\n"


@pytest.mark.parametrize("form", DATA)
@pytest.mark.parametrize("shape", ["long", "wide"])
def test_the_same_input_gives_the_same_bytes(report, form, shape):
    first = b"".join(render(report, form, shape=shape))
    assert first == b"".join(render(report, form, shape=shape))
