"""Draws the charts that pages show: a watch of the made-up county, and a funnel of Taiwan.

    python docs/make_charts.py

Needs the extra `report` and a Chinese font, such as `apt-get install fonts-noto-cjk` gives; the
funnel moreover the published data that FPSTATS_SHARED names, and is left as it is without them.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

import fpstats
from fpstats import stats
from fpstats.pipeline.watch_charts import charts
from fpstats.write.charts import Curve, FunnelChart, drawing

ROOT: Final = Path(__file__).parents[1]
SAMPLES: Final = ROOT / "data" / "samples"
PICTURES: Final = ROOT / "docs" / "pictures"
YEARS: Final = range(2015, 2021)
SCALE: Final = 1.0
"""Points to one of a screen: pictures of pages are small."""

DRAWN: Final = "2016"
"""The year with the township that lies furthest out of all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a funnel says in one language."""

    title: str
    across: str
    measure: str
    inside: str
    outside: str


WORDS: Final = {
    "en": Words(
        title="Sex ratio at birth, 368 townships of Taiwan, 2016",
        across="births",
        measure="boys to 100 girls",
        inside="within both",
        outside="outside {level}",
    ),
    "zh": Words(
        title="台湾 368 个乡镇市区 2016 年出生人口性别比",
        across="出生人数",
        measure="女=100",
        inside="都在界限之内",
        outside="{level} 界限之外",
    ),
}


def townships(shared: Path) -> pl.DataFrame:
    """Read the births of all townships and years: COMPARISONS of the sex ratio at birth."""
    months = shared / "data" / "taiwan" / "monthly"
    files = [months / f"{year}-{month:02}.csv" for year in YEARS for month in range(1, 13)]
    found = fpstats.compute(
        files, every="year", indicators="sex_ratio_at_birth", by="township", digests=False
    )
    return pl.DataFrame(found.comparisons)


def funnel(towns: pl.DataFrame, words: Words) -> FunnelChart:
    """Put the townships of a year into a funnel around their pooled value."""
    boys = towns["numerator"].to_numpy()
    births = boys + towns["denominator"].to_numpy()
    centre = stats.pooled(boys, births)
    flags = stats.funnel_flag(stats.binomial_test(boys, births, centre))
    kinds = [words.inside, *(words.outside.format(level=one) for one in ("95 %", "99.8 %"))]
    beyond = np.char.endswith(flags, "(95)") + 2 * np.char.endswith(flags, "(99.8)")
    size = np.unique(np.round(np.geomspace(births.min(), births.max(), 200)))
    return FunnelChart(
        title=words.title,
        across=words.across,
        measure=words.measure,
        size=births.tolist(),
        value=(100 * boys / (births - boys)).tolist(),
        kinds=kinds,
        kind=[kinds[one] for one in beyond],
        centre=float(100 * centre / (1 - centre)),
        curves=[curve(size, float(centre), confidence) for confidence in (0.95, 0.998)],
    )


def curve(size: np.ndarray, centre: float, confidence: float) -> Curve:
    """Return the limits of the ratio where they are on the picture: a share of 1 has no ratio."""
    lower, upper = stats.binomial_funnel(size, centre, confidence)
    shown = (upper < 0.8) & (lower > 0.2)
    low, high = (100 * share[shown] / (1 - share[shown]) for share in (lower, upper))
    name = f"{100 * confidence:.10g} %"
    return Curve(name=name, size=size[shown].tolist(), lower=low.tolist(), upper=high.tolist())


def main() -> None:
    """Draw all charts in both languages."""
    areas = SAMPLES / "areas.csv"
    for lang in WORDS:
        watched = fpstats.watch(
            SAMPLES / "tidy", areas=areas, year_start=10, lang=lang,
            indicators="crude_birth_rate",
        )  # fmt: skip
        (PICTURES / f"watch.{lang}.png").write_bytes(drawing.png(charts(watched)[:2], scale=SCALE))
    if "FPSTATS_SHARED" not in os.environ:
        print("FPSTATS_SHARED is not set: the funnel stays as it is")
        return
    drawn = townships(Path(os.environ["FPSTATS_SHARED"])).filter(period=DRAWN)
    for lang, words in WORDS.items():
        (PICTURES / f"funnel.{lang}.png").write_bytes(
            drawing.png([funnel(drawn, words)], scale=SCALE)
        )


if __name__ == "__main__":
    main()
