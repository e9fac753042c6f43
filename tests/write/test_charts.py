"""Pictures: what is drawn stands where it should, and needs nothing from outside."""

from __future__ import annotations

import json
import re
import sys
from xml.etree import ElementTree

import pyarrow as pa
import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from fpstats.cli.watch import watch
from fpstats.errors import ConfigurationError
from fpstats.write import Document, render
from fpstats.write.charts import Curve, FunnelChart, SeriesChart
from fpstats.write.grid import Column, Section

SERIES = SeriesChart(
    title="甲乡 出生率 <b>&",
    measure="‰",
    labels=["2024-01", "2024-02", "2024-03", "2024-04"],
    value=[8.0, None, 9.0, 15.0],
    expected=[None, None, 8.5, 8.5],
    lower=[None, None, 4.0, 4.0],
    upper=[None, None, 13.0, 13.0],
    average=[None, None, 8.6, 9.9],
    marked=[False, False, False, True],
)
FUNNEL = FunnelChart(
    title="funnel",
    across="births",
    measure="boys to 100 girls",
    size=[50, 500, 5000],
    value=[150.0, 107.0, 106.0],
    kinds=["inside", "outside"],
    kind=["outside", "inside", "inside"],
    centre=107.0,
    curves=[Curve(name="95 %", size=[50, 5000], lower=[60, 101], upper=[188, 113])],
)
TITLES = {
    "crude_birth_rate": "crude birth rate",
    "general_fertility_rate": "general fertility rate",
}
PAGE = Document(
    title="page",
    table=pa.table({"a": [1]}),
    sections=[Section("section", (Column("a", ["b"]),))],
    notes=(),
    run={},
    charts=lambda: [SERIES],
    charts_said="what is to be seen",
)


@pytest.fixture
def drawing():
    pytest.importorskip("altair")
    pytest.importorskip("vl_convert")
    from fpstats.write.charts import drawing

    return drawing


def test_a_moving_average_is_a_line_of_its_own_where_there_is_one(drawing):
    lines = drawing.svg([SERIES]).count("#e08e0b")
    none = drawing.svg([replace(SERIES, average=[None] * 4)]).count("#e08e0b")
    assert (lines, none) == (1, 0)


def page(document=PAGE):
    return b"".join(render(document, "html", lang="en")).decode()


def words(svg):
    root = ElementTree.fromstring(svg)
    texts = root.iter("{http://www.w3.org/2000/svg}text")
    return [piece for one in texts for piece in one.itertext() if piece.strip()]


def marks(svg):
    """Give the places across of red points, and of all."""
    point = r'<path aria-label="[^"]*" .*?transform="translate\(([\d.]+),.*?fill="([^"]+)"'
    found = re.findall(point, svg)
    return [float(x) for x, colour in found if colour == "#c1272d"], [float(x) for x, _ in found]


def test_periods_stand_in_their_order_and_a_title_is_text(drawing):
    told = words(drawing.svg([SERIES]))
    assert [one for one in told if one.startswith("2024")] == list(SERIES.labels)
    assert "甲乡 出生率 <b>&" in told
    assert "‰" in told


def test_signals_are_red_and_a_missing_value_has_no_point(drawing):
    red, points = marks(drawing.svg([SERIES]))
    assert len(points) == 3
    assert red == [max(points)]


def test_the_same_charts_are_the_same_bytes(drawing):
    assert drawing.svg([SERIES, FUNNEL]) == drawing.svg([SERIES, FUNNEL])
    assert drawing.png([SERIES]) == drawing.png([SERIES])
    assert drawing.png([SERIES]).startswith(b"\x89PNG")


def test_a_funnel_has_its_points_its_curves_and_its_words(drawing):
    svg = drawing.svg([FUNNEL])
    told = words(svg)
    assert {"inside", "outside", "95 %", "births", "boys to 100 girls", "funnel"} <= set(told)
    assert len(marks(svg)[1]) >= 3


def test_a_page_with_charts_needs_nothing_from_outside(drawing):
    text = page()
    assert "<svg" in text
    assert "what is to be seen" in text
    assert "<script" not in text
    addresses = set(re.findall(r"https?://[^\"' <]+", text))
    assert addresses == {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}


def test_a_picture_has_all_charts_beneath_the_title_and_what_is_to_be_seen(drawing):
    two = replace(PAGE, charts=lambda: [SERIES, FUNNEL], charts_said="a band: limits，红点")
    told = words(b"".join(render(two, "svg", lang="en")).decode())
    start = told.index("page")
    assert told[start : start + 4] == ["page", "a band:", "limits，", "红点"]
    assert {SERIES.title, FUNNEL.title} <= set(told)
    assert b"".join(render(two, "png", lang="en")).startswith(b"\x89PNG")


def test_a_picture_of_nothing_says_so(drawing):
    none = replace(PAGE, charts=tuple, charts_said="no signals")
    told = words(b"".join(render(none, "svg", lang="en")).decode())
    assert {"page", "no signals"} <= set(told)


@pytest.mark.parametrize("what", [PAGE.table, replace(PAGE, charts_said="")])
def test_what_has_no_charts_is_not_drawn(what):
    with pytest.raises(ConfigurationError, match="svg"):
        render(what, "svg", lang="en")


def test_without_the_libraries_a_page_says_that_pictures_are_lacking(monkeypatch):
    monkeypatch.delitem(sys.modules, "fpstats.write.charts.drawing", raising=False)
    monkeypatch.setitem(sys.modules, "altair", None)
    text = page()
    assert "<svg" not in text
    assert "pip install &#x27;fpstats[report]&#x27;" in text


def test_a_page_without_charts_says_nothing_of_them():
    text = page(replace(PAGE, charts=tuple))
    assert "<svg" not in text
    assert "fpstats[report]" not in text


@pytest.mark.parametrize("asked", ["-o signals.png", "--format svg", "--pictures folder"])
def test_pictures_are_refused_before_any_file_is_looked_for(asked, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    ran = CliRunner().invoke(watch, ["nowhere.csv", *asked.split()])
    assert ran.exit_code == 2
    assert "fpstats[report]" in ran.output


@pytest.mark.parametrize("chosen", ["crude_birth_rate", "crude_birth_rate,general_fertility_rate"])
def test_a_watch_is_drawn_as_one_picture_by_the_ending_of_its_file(
    chosen, drawing, run, samples, tmp_path
):
    options = ("--areas", samples / "areas.csv", "--year-start", "10", "--lang", "en",
               "-i", chosen, "--by", "county")  # fmt: skip
    ran = run("watch", samples / "tidy", *options, "-o", tmp_path / "all.svg")
    assert ran.code == 0, ran.err
    told = words((tmp_path / "all.svg").read_text("utf-8"))
    table = run("watch", samples / "tidy", *options, "--format", "jsonl")
    rows = [json.loads(line) for line in table.out.splitlines()]
    charts = {f"{row['area']} {TITLES[row['indicator']]}" for row in rows}
    assert len(charts) == len(chosen.split(","))
    assert charts == {one for one in told if one.endswith("rate")}
    again = run("watch", samples / "tidy", *options, "--format", "svg")
    assert again.out == (tmp_path / "all.svg").read_bytes()
    assert run("watch", samples / "tidy", *options, "-o", tmp_path / "all.png").code == 0
    assert (tmp_path / "all.png").read_bytes().startswith(b"\x89PNG")


def test_pictures_are_written_for_each_series_with_signals(drawing, run, samples, tmp_path):
    ran = run("watch", samples / "tidy", "--areas", samples / "areas.csv", "--year-start", "10",
              "-i", "crude_birth_rate", "--by", "county", "--pictures", tmp_path / "all",
              "-o", tmp_path / "page.html", "--lang", "en")  # fmt: skip
    assert ran.code == 0, ran.err
    names = sorted(path.name for path in (tmp_path / "all").iterdir())
    assert names == ["01 示例县 crude birth rate.png", "01 示例县 crude birth rate.svg"]
    assert "2 pictures" in ran.err
    shown = words((tmp_path / "all" / names[1]).read_text("utf-8"))
    dates = [one for one in shown if re.fullmatch(r"\d{4}-\d{2}", one)]
    assert dates == sorted(dates)
    assert "<svg" in (tmp_path / "page.html").read_text("utf-8")
