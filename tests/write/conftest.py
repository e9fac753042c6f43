"""A small report made by hand: a county, two townships that are ranked and one that is not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest
from msgspec.structs import replace

from fpstats import schema
from fpstats.catalogue import Catalogue, Indicator, Item, Kind, Text
from fpstats.issues import Findings
from fpstats.write import Report, render

RUN = {
    "version": "0.1.0",
    "catalogue": "c0ffee",
    "options": {"every": "year", "period": "2024"},
    "inputs": [{"path": "月报/2024-09.csv", "sha256": "ab" * 32, "layout": "township-monthly"}],
}


def _item(key: str, zh: str, en: str, kind: str = "flow") -> Item:
    unit = Text(zh="人", en="persons")
    return Item(id=key, title=Text(zh=zh, en=en), type=kind, unit=unit)  # type: ignore[arg-type]


def _indicator(key: str, zh: str, en: str, kind: Kind, **fields: Any) -> Indicator:
    usual = {
        "per": 100,
        "unit": "%",
        "population": None,
        "interval": None,
        "direction": "neutral",
        "bounds": None,
        "decimals": 2,
        "status": "current",
        "definition": Text(zh=f"{zh}的定义。", en=f"What the {en} is."),
        "source": "2007年统计制度",
        "aliases": (),
    }
    return Indicator(id=key, title=Text(zh=zh, en=en), kind=kind, **(usual | fields))


ITEMS = (
    _item("births", "出生人数", "births"),
    _item("births_in_policy", "符合政策出生", "births in policy"),
    _item("population", "总人口", "population", "stock"),
    _item("births_male", "出生男婴", "boys born"),
    _item("births_female", "出生女婴", "girls born"),
)

INDICATORS = (
    _indicator(
        "crude_birth_rate", "出生率", "birth rate", Kind.RATE, per=1000, unit="‰",
        numerator={"births": 1}, denominator={"population": 1}, population="mean_of_ends",
        interval="poisson",
    ),
    _indicator(
        "sex_ratio_at_birth", "出生人口性别比", "sex ratio at birth", Kind.RATIO, unit="女=100",
        numerator={"births_male": 1}, denominator={"births_female": 1}, direction="range",
        bounds=(103.0, 107.0), interval="sex_ratio", decimals=1,
    ),
    _indicator(
        "policy_compliance_rate", "计划生育率", "compliance rate", Kind.PROPORTION,
        numerator={"births_in_policy": 1}, denominator={"births": 1}, direction="higher",
        status="historical", interval="wilson",
    ),
)  # fmt: skip

CATALOGUE = Catalogue(
    items={item.id: item for item in ITEMS},
    indicators={one.id: one for one in INDICATORS},
    digest="c0ffee",
)

COUNTY = {"area": "示例县", "level": "county"}
EAST = {"area": "晴禾街道", "level": "township", "parent": "示例县"}
WEST = {"area": "微岭乡", "level": "township", "parent": "示例县"}
LATE = {"area": "霜堰乡", "level": "township", "parent": "示例县", "months_used": 11}

RATE = {"indicator": "crude_birth_rate", "method": "byar"}
POLICY = {"indicator": "policy_compliance_rate", "method": "wilson", "target": "at_least 95"}


def row(*parts: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """Return a row of `schema.DETAILED`; what is not given is null, or complete."""
    usual: dict[str, Any] = dict.fromkeys(schema.DETAILED.names)
    usual |= {"period": "2024", "confidence": 0.95, "level": "township", "areas_used": 1}
    usual |= {"areas_expected": 1, "months_used": 12, "months_expected": 12}
    for part in (*parts, fields):
        usual |= part
    return usual


ROWS = (
    row(RATE, COUNTY, numerator=900.0, denominator=100000.5, value=900000 / 100000.5,
        lower=8.421, upper=9.608, areas_used=3, areas_expected=3, previous=9.5,
        change=-0.5000449997750011, change_lower=-1.31, change_upper=0.29,
        change_verdict="not distinguishable", one_event=1000 / 100000.5, reliable=True),
    row(RATE, EAST, numerator=800.0, denominator=80000.0, value=10.0, lower=9.319, upper=10.7176,
        rank=2, rank_of=2, rank_low=1, rank_high=2, tier=1, parent_value=900000 / 100000.5,
        one_event=0.0125, reliable=True),
    row(RATE, WEST, numerator=0.0, denominator=900.0, value=0.0, upper=4.0987,
        rank=1, rank_of=2, rank_low=1, rank_high=2, tier=1, parent_value=900000 / 100000.5,
        one_event=1000 / 900, reliable=False),
    row(POLICY, COUNTY, numerator=855.0, denominator=900.0, value=95.0, lower=93.3773,
        upper=96.2424, gap=0.0, gap_events=0, verdict="not distinguishable",
        verdict_by_value="met", areas_used=2, areas_expected=3, months_used=11,
        one_event=100 / 900, reliable=True),
    row(POLICY, EAST, numerator=201.0, denominator=400.0, value=50.25, lower=45.3672,
        upper=55.1255, gap=-44.75, gap_events=179, verdict="missed", verdict_by_value="missed",
        rank=2, rank_of=2, rank_low=2, rank_high=2, tier=2, parent_value=95.0,
        one_event=0.25, reliable=True),
    row(POLICY, WEST, numerator=397.0, denominator=400.0, value=99.25, lower=97.8145,
        upper=99.7447, gap=4.25, gap_events=0, verdict="met", verdict_by_value="met",
        rank=1, rank_of=2, rank_low=1, rank_high=1, tier=1, parent_value=95.0,
        one_event=0.25, reliable=True),
    row(POLICY, LATE, verdict="no data"),
)  # fmt: skip


def table(rows: Any = ROWS) -> pa.Table:
    """Return rows as `schema.DETAILED`."""
    return pa.Table.from_pylist(list(rows), schema=schema.DETAILED)


def issues(lang: str) -> pa.Table:
    """Return two findings."""
    findings = Findings()
    findings.add("missing_return", area="霜堰乡", period="2024-09")
    findings.add(
        "negative_count", area="微岭乡", item="births", sheet="报表", cell="D6", value="-3"
    )
    return findings.table(lang)


@pytest.fixture
def report() -> Report:
    """Return the report in Chinese."""
    return Report(table(), issues("zh"), CATALOGUE, RUN, "zh", ("率未按年折算。",), ())


@pytest.fixture
def english() -> Report:
    """Return the same report in English."""
    return Report(table(), issues("en"), CATALOGUE, RUN, "en", ("Rates are not annualised.",), ())


@pytest.fixture
def make_row() -> Callable[..., dict[str, Any]]:
    """Return the maker of rows: parts and fields over a complete row of nulls."""
    return lambda **fields: row({"indicator": "policy_compliance_rate", "area": "某乡"}, fields)


@pytest.fixture
def with_rows(report: Report) -> Callable[..., Report]:
    """Return a maker of reports with other rows."""
    return lambda *rows, **fields: replace(report, table=table(rows), **fields)


@pytest.fixture
def written() -> Callable[..., str]:
    """Return a renderer to text."""
    return lambda what, *args, **kw: b"".join(render(what, *args, **kw)).decode()
