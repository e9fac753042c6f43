"""Tables handed in from Python give what the same file gives."""

from __future__ import annotations

import datetime

import polars as pl
import pyarrow as pa
import pytest

import fpstats
from fpstats.errors import ConfigurationError, FpstatsError
from fpstats.returns import limits

pd = pytest.importorskip("pandas")

DATA = {
    "area": ["东乡", "西乡"],
    "period": ["2024-01", "2024-02"],
    "births": [5, 4],
    "deaths": [3, 0],
}
WANTED = {
    ("东乡", "2024-01", "births"): 5,
    ("东乡", "2024-01", "deaths"): 3,
    ("西乡", "2024-02", "births"): 4,
    ("西乡", "2024-02", "deaths"): 0,
}


def read(frame: object) -> dict[tuple[str, str, str], float | None]:
    rows = fpstats.read(frame, lang="en").table.to_pylist()
    return {(row["area"], row["period"], row["item"]): row["value"] for row in rows}


def codes(frame: object) -> list[tuple[str, str]]:
    rows = fpstats.read(frame, lang="en").issues.to_pylist()
    return [(row["code"], row["cell"]) for row in rows]


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame(DATA),
        pd.DataFrame(DATA).astype({"births": "float64", "deaths": "int8"}),
        pd.DataFrame(DATA).astype({"births": "Int64"}),
        pd.DataFrame(DATA).astype({"births": "string"}),
        pd.DataFrame(DATA).astype({"births": "object", "area": "object"}),
        pd.DataFrame(DATA).astype({"area": "category"}),
        pd.DataFrame(DATA, index=[7, 7]),
        pd.DataFrame(DATA).convert_dtypes(dtype_backend="pyarrow"),
        pl.DataFrame(DATA),
        pl.DataFrame(DATA).lazy(),
        pl.DataFrame(DATA).with_columns(pl.col("births").cast(pl.Decimal(9, 2))),
        pl.DataFrame(DATA).with_columns(pl.col("area").cast(pl.Categorical)),
        pa.table(DATA),
        pa.table(DATA | {"area": pa.array(DATA["area"]).dictionary_encode()}),
    ],
    ids=lambda frame: type(frame).__module__.split(".", maxsplit=1)[0],
)
def test_a_table_of_any_kind(frame):
    assert read(frame) == WANTED
    assert codes(frame) == []
    done = fpstats.compute(frame, indicators=["births"], lang="en").comparisons.to_pylist()
    assert {row["value"] for row in done if row["area"] == "东乡"} == {5, None}


PERIODS = {
    "text": ["2024-01", "2024-02"],
    "Chinese": ["2024年1月", "二〇二四年二月"],
    "whole numbers": [202401, 202402],
    "floats": [202401.0, 202402.0],
    "dates": [datetime.date(2024, 1, 31), datetime.date(2024, 2, 1)],
    "times": [datetime.datetime(2024, 1, 31), datetime.datetime(2024, 2, 29)],
}


@pytest.mark.parametrize("written", PERIODS.values(), ids=PERIODS)
@pytest.mark.parametrize("table", [pd.DataFrame, pl.DataFrame, pa.table])
def test_periods_of_any_kind(table, written):
    assert read(table(DATA | {"period": written})) == WANTED


def test_periods_of_pandas():
    assert read(pd.DataFrame(DATA | {"period": pd.PeriodIndex(DATA["period"], freq="M")})) == WANTED
    assert read(pd.DataFrame(DATA | {"period": pd.to_datetime(DATA["period"])})) == WANTED


@pytest.mark.parametrize("table", [pd.DataFrame, pl.DataFrame])
def test_a_month_after_a_decimal_point_is_not_cut_off_to_a_year(table):
    periods = {period for _, period, _ in read(table(DATA | {"period": [2024.5, 2024.6]}))}
    assert periods == {"2024-05", "2024-06"}


@pytest.mark.parametrize("table", [pd.DataFrame, pl.DataFrame, pa.table])
def test_a_number_that_may_be_january_or_october_is_refused(table):
    frame = table(DATA | {"period": [2024.1, 2024.11]})
    assert {period for _, period, _ in read(frame)} == {"2024-11"}
    assert codes(frame) == [("doubtful_period", "B2")]


def test_a_text_says_what_was_typed():
    frame = pl.DataFrame(DATA | {"period": ["2024.1", "2024.10"]})
    assert {period for _, period, _ in read(frame)} == {"2024-01", "2024-10"}
    assert codes(frame) == []


@pytest.mark.parametrize("written", [[990101001, 990101002], [990101001.0, 990101002.0]])
@pytest.mark.parametrize("table", [pd.DataFrame, pl.DataFrame])
def test_areas_by_their_code(put, table, written):
    put("code,name\n990101001,东乡\n990101002,西乡\n", "areas.csv")
    frame = table(DATA | {"area": written})
    rows = fpstats.read(frame, areas="areas.csv", lang="en").table.to_pylist()
    assert {row["area"] for row in rows} == {"东乡", "西乡"}


def test_what_is_no_number_is_not_known():
    nan = float("nan")
    assert read(pd.DataFrame(DATA | {"births": [5, nan]}))["西乡", "2024-02", "births"] is None
    assert codes(pd.DataFrame(DATA | {"births": [5, nan]})) == [("blank_value", "C3")]
    assert codes(pl.DataFrame(DATA | {"births": [5, None]})) == [("blank_value", "C3")]
    assert codes(pd.DataFrame(DATA | {"births": [5, float("inf")]})) == [("not_a_number", "C3")]
    assert codes(pd.DataFrame(DATA | {"births": [5, 4.5]})) == [("not_whole", "C3")]
    assert codes(pd.DataFrame(DATA | {"births": [-5, 4]})) == [("negative_count", "C2")]
    assert codes(pd.DataFrame(DATA | {"births": [10**17, 4]})) == [("too_many_digits", "C2")]
    assert codes(pd.DataFrame(DATA | {"births": [5, "4岁"]})) == [("not_a_number", "C3")]
    assert codes(pd.DataFrame(DATA | {"births": [True, False]})) == [
        ("not_a_number", "C2"),
        ("not_a_number", "C3"),
    ]


def test_an_area_that_is_missing():
    for frame in (
        pd.DataFrame(DATA | {"area": ["东乡", None]}),
        pd.DataFrame(DATA | {"area": ["东乡", float("nan")]}),
        pl.DataFrame(DATA | {"area": ["东乡", None]}),
    ):
        assert codes(frame) == [("no_area", "A3")]
        assert {area for area, *_ in read(frame)} == {"东乡"}


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame(DATA).set_index(["area", "period"]),
        pd.DataFrame([[1, 2]]),
        pd.DataFrame([["东乡", "2024-01", 1, 2]], columns=["area", "period", "births", "births"]),
        None,
        {"returns": 5},
        [pl.DataFrame(DATA), "returns.csv"],
        5,
    ],
    ids=["index", "numbers for names", "two of a name", "None", "in a dict", "mixed", "5"],
)
def test_what_is_no_return_is_refused_with_a_hint(frame):
    with pytest.raises(FpstatsError, match="Hint: "):
        fpstats.read(frame, lang="en")


@pytest.mark.parametrize(
    "several", [list, tuple, iter, lambda frames: {"a": frames[0], "b": frames[1]}]
)
def test_several_tables_are_several_sources(several):
    frames = [pl.DataFrame(DATA)[:1], pd.DataFrame(DATA)[1:]]
    assert read(several(frames)) == WANTED


def test_each_of_several_tables_is_named():
    frames = [pl.DataFrame(DATA), pl.DataFrame(DATA | {"births": [5, -1]})]
    for given, name in ((frames, "table 2"), ({"east": frames[0], "west": frames[1]}, "west")):
        (row,) = [r for r in fpstats.read(given).issues.to_pylist() if r["severity"] == "error"]
        assert row["source"] == name


def test_areas_and_targets_may_be_tables():
    areas = {"name": ["东乡", "西乡", "某县"], "parent": ["某县", "某县", ""]}
    targets = {"indicator": ["births"], "kind": ["at_least"], "value": [5]}
    for kind in (pd.DataFrame, pl.DataFrame, pa.table):
        done = fpstats.compute(
            pl.DataFrame(DATA), indicators="births", every="year",
            areas=kind(areas), targets=kind(targets),
        )  # fmt: skip
        rows = {row["area"]: row for row in done.comparisons.to_pylist()}
        assert rows["某县"]["numerator"] == 9
        assert rows["东乡"]["target"] == "at_least 5"
        assert done.report.run["files"] == {}


@pytest.mark.parametrize(
    "options",
    [{"period": 2024}, {"period": 202401}, {"year_start": "1"},
     {"confidence": "0.9"}, {"period": datetime.date(2024, 1, 31)}],
)  # fmt: skip
def test_options_that_are_plain_are_taken(options):
    done = fpstats.compute(pl.DataFrame(DATA), lang="en", indicators="births", **options)
    row = done.comparisons.to_pylist()[0]
    assert row["period"] == ("2024" if options.get("period") == 2024 else "2024-01")
    assert row["confidence"] == float(options.get("confidence", 0.95))


def test_every_option_that_is_not_plain_is_listed():
    with pytest.raises(ConfigurationError) as error:
        fpstats.compute(
            pl.DataFrame(DATA), lang="en", period=2024.5, year_start="October", confidence=True,
            every=3.5, indicators=[7],
        )  # fmt: skip
    heading, *faults = str(error.value).split("\n- ")
    assert heading == "the call has 5 problems"
    names = [fault.split(":")[0] for fault in faults]
    assert names == ["every", "period", "year_start", "confidence", "indicators"]


def test_what_is_given_shows_itself_in_short_and_as_a_table():
    done = fpstats.compute(pl.DataFrame(DATA), indicators="births", every="year", lang="en")
    assert repr(done) == (
        "<fpstats.Outcome: 3 rows, 1 indicators, 3 areas, 1 periods, 3 issues, of which 0 errors>"
    )
    assert "<td>东乡</td>" in done._repr_html_().replace(' class="t"', "")
    lines = fpstats.read(pl.DataFrame(DATA), lang="en")
    assert repr(lines).startswith("<fpstats.Read: 4 rows, 1 sheets, 0 issues")
    assert lines._repr_html_().startswith("<table>")


def test_the_table_handed_in_is_not_changed():
    frame = pd.DataFrame(DATA | {"period": pd.PeriodIndex(DATA["period"], freq="M")})
    before = frame.copy()
    fpstats.compute(frame, indicators=["births"], lang="en")
    pd.testing.assert_frame_equal(frame, before)


def test_a_table_that_is_recognised_is_read_to_its_last_line():
    # 0 + 1 + … + 999 = 499,500; only the first lines are looked at to recognise it.
    frame = pl.DataFrame({"单位": [f"东{n}镇" for n in range(1000)], "出生人数": range(1000)})
    table = fpstats.read(frame.with_columns(期别=pl.lit("2024年5月"))).table
    assert table.num_rows == 1000
    assert sum(table["value"].to_pylist()) == 499_500


def test_a_text_too_long_to_be_looked_at_whole_is_read_to_its_last_line(tmp_path, monkeypatch):
    # 0 + 1 + … + 999 = 499,500.
    monkeypatch.setattr(limits, "MOST_BYTES_AS_LINES", 2000)
    lines = [f"东{n}镇,2024年5月,{n},x" for n in range(1000)]
    path = tmp_path / "returns.csv"
    path.write_text("\n".join(["单位,期别,出生人数,其他", *lines]), "utf-8")
    table = fpstats.read(path).table
    assert sum(table["value"].to_pylist()) == 499_500
