"""Charts → SVG and PNG, by Vega-Lite: no browser, no network, the same bytes each time.

Text is text in an SVG and takes the fonts of whoever opens it; a PNG takes those of this machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import altair as alt
import vl_convert

from fpstats.write.charts.model import FunnelChart, SeriesChart

FONT: Final = "Noto Sans CJK SC, Microsoft YaHei, PingFang SC, sans-serif"

_LINE, _BAND, _CENTRE, _MARK = "#33658a", "#dce6ee", "#7a7a7a", "#c1272d"
_AVERAGE: Final = "#e08e0b"
_COLOURS: Final = ("#9fb3c1", _AVERAGE, _MARK)
_TICKS: Final = 7
_COLUMNS: Final = 2

Charts = Sequence[SeriesChart | FunnelChart]


def svg(charts: Charts, above: Sequence[str] = ()) -> str:
    """Return charts as one SVG, two beside one another, with a title and lines above them all."""
    return str(vl_convert.vegalite_to_svg(_specification(charts, above)))


def png(charts: Charts, above: Sequence[str] = (), scale: float = 2) -> bytes:
    """Return the same as a PNG, with so many times as many points as a screen has."""
    return bytes(vl_convert.vegalite_to_png(_specification(charts, above), scale=scale))


def _specification(charts: Charts, above: Sequence[str]) -> dict[str, Any]:
    drawn = [_series(one) if isinstance(one, SeriesChart) else _funnel(one) for one in charts]
    whole = drawn[0] if len(drawn) == 1 else alt.concat(*drawn, columns=_COLUMNS)
    if above:
        title, *lines = above
        whole = alt.vconcat(whole if drawn else _nothing()).properties(
            title=alt.TitleParams(title, subtitle=lines, fontSize=16, subtitlePadding=6, offset=16)
        )
    styled = whole.configure(font=FONT, background="white").configure_axis(
        titleFontWeight="normal", gridColor="#eeeeee"
    )
    found: dict[str, Any] = styled.configure_title(fontSize=13, anchor="start").to_dict()
    return found


def _nothing() -> Any:
    """Draw an empty place, which a title needs to stand above."""
    return (
        alt.Chart(alt.InlineData(values=[{}]))
        .mark_point(opacity=0)
        .properties(width=380, height=1, view=alt.ViewBackground(stroke=None))
    )


def _series(chart: SeriesChart) -> Any:
    """Draw the limits as a band, what was expected as a broken line, and signals as red points.

    A moving average, where there is one, is a line of its own.
    """
    rows = [
        {"at": label, "value": value, "expected": expected, "lower": lower, "upper": upper,
         "average": average, "marked": marked}
        for label, value, expected, lower, upper, average, marked in zip(
            chart.labels, chart.value, chart.expected, chart.lower, chart.upper, chart.average,
            chart.marked, strict=True,
        )
    ]  # fmt: skip
    step = -(-len(chart.labels) // _TICKS)
    across = alt.X(
        "at:O",
        title=None,
        # In this order, whatever layer has its first point first.
        scale=alt.Scale(domain=list(chart.labels), paddingInner=0),
        axis=alt.Axis(values=list(chart.labels[::step]), labelAngle=0, labelOverlap=True),
    )
    up: dict[str, Any] = {"scale": alt.Scale(zero=False, nice=True), "title": chart.measure}
    base = alt.Chart(alt.InlineData(values=rows)).encode(x=across)
    limits = base.transform_filter("datum.lower != null && datum.upper != null")
    known = base.transform_filter("datum.value != null")
    averaged = base.transform_filter("datum.average != null")
    return alt.layer(
        limits.mark_bar(color=_BAND, width=alt.RelativeBandSize(1)).encode(
            y=alt.Y("lower:Q", **up), y2="upper:Q"
        ),
        base.mark_line(color=_CENTRE, strokeDash=[4, 3]).encode(y=alt.Y("expected:Q", **up)),
        base.mark_line(color=_LINE).encode(y=alt.Y("value:Q", **up)),
        averaged.mark_line(color=_AVERAGE, strokeWidth=2.5).encode(y=alt.Y("average:Q", **up)),
        known.mark_point(filled=True, opacity=1).encode(
            y=alt.Y("value:Q", **up),
            color=alt.condition("datum.marked", alt.value(_MARK), alt.value(_LINE)),
            size=alt.condition("datum.marked", alt.value(55), alt.value(14)),
        ),
    ).properties(title=chart.title, width=380, height=170)


def _funnel(chart: FunnelChart) -> Any:
    """Draw areas as points, the common value as a line, and the limits as curves."""
    points = [
        {"size": size, "value": value, "kind": kind}
        for size, value, kind in zip(chart.size, chart.value, chart.kind, strict=True)
    ]
    curves = [
        {"size": size, "limit": limit, "name": curve.name, "end": f"{curve.name} {end}"}
        for curve in chart.curves
        for end, limits in (("lower", curve.lower), ("upper", curve.upper))
        for size, limit in zip(curve.size, limits, strict=True)
    ]
    across = alt.X("size:Q", title=chart.across, scale=alt.Scale(type="log", nice=False))
    highest = max(max(chart.value), max(max(one.upper) for one in chart.curves))
    lowest = min(min(chart.value), min(min(one.lower) for one in chart.curves))
    scale = alt.Scale(domain=[lowest, highest], nice=True)
    up: dict[str, Any] = {"title": chart.measure, "scale": scale}
    names = [one.name for one in chart.curves]
    return alt.layer(
        alt.Chart(alt.InlineData(values=points))
        .mark_point(filled=True, opacity=0.8, size=22)
        .encode(
            x=across,
            y=alt.Y("value:Q", **up),
            color=alt.Color(
                "kind:N",
                title=None,
                sort=list(chart.kinds),
                scale=alt.Scale(domain=list(chart.kinds), range=_COLOURS[: len(chart.kinds)]),
            ),
        ),
        alt.Chart(alt.InlineData(values=curves))
        .mark_line(color="#333333", strokeWidth=1)
        .encode(
            x=across,
            y=alt.Y("limit:Q", **up),
            detail="end:N",
            strokeDash=alt.StrokeDash("name:N", title=None, sort=names),
        ),
        alt.Chart(alt.InlineData(values=[{"centre": chart.centre}]))
        .mark_rule(color=_CENTRE)
        .encode(y=alt.Y("centre:Q", **up)),
    ).properties(title=chart.title, width=680, height=380)
