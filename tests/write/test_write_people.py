"""Terminal, Markdown and HTML: what a reader sees, in both languages."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pytest
from msgspec.structs import replace
from wcwidth import wcswidth

PEOPLE = ("table", "md", "html")

GOLDEN = Path(__file__).parent / "golden"


def golden(name: str) -> str:
    return (GOLDEN / name).read_text("utf-8")


class Page(HTMLParser):
    """Reads the tables of a page as rows of (class, text), and minds that every tag is closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tables: list[list[list[tuple[str, str]]]] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        if tag == "meta":
            return
        self.open.append(tag)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append((dict(attributes).get("class", ""), ""))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] in ("td", "th"):
            kind, text = self.tables[-1][-1].pop()
            self.tables[-1][-1].append((kind, text + data))


def columns_of(rule: str) -> list[tuple[int, int]]:
    return [found.span() for found in re.finditer("-+", rule)]


def cut(line: str, start: int, end: int) -> str:
    """Return what stands between two places of a screen."""
    place, kept = 0, ""
    for character in line:
        if start <= place < end:
            kept += character
        place += wcswidth(character)
    return kept


@pytest.mark.parametrize("form", ["txt", "md"])
@pytest.mark.parametrize("shape", ["long", "wide"])
def test_what_people_see_in_both_languages(report, english, written, form, shape):
    name = {"txt": "table"}.get(form, form)
    assert written(report, name, shape=shape) == golden(f"{shape}_zh.{form}")
    assert written(english, name, shape=shape) == golden(f"{shape}_en.{form}")


@pytest.mark.parametrize("colour", [False, True])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_column_stands_where_its_rule_stands(report, written, lang, colour):
    text = written(report, "table", lang=lang, colour=colour)
    lines = re.sub("\x1b\\[[0-9;]*m", "", text).splitlines()
    for place, rule in enumerate(lines):
        if not rule.startswith("----"):
            continue
        spans = columns_of(rule)
        table = [lines[place - 1]]
        for line in lines[place + 1 :]:
            if not line or line.endswith(("。", ".")):
                break
            table.append(line)
        for line in table:
            assert wcswidth(line) <= wcswidth(rule)
            for (_, end), (start, _) in pairwise(spans):
                assert not cut(line, end, start).strip(), (line, end, start)


def test_verdicts_in_colour(report, written):
    text = written(report, "table", colour=True)
    assert "\x1b[33m达标（偶然可解释）〔部分〕\x1b[0m" in text
    assert "\x1b[32m达标\x1b[0m" in text
    assert "\x1b[31m未达标\x1b[0m" in text
    assert "\x1b" not in written(report, "table")


def test_a_verdict_on_a_part_has_a_mark_and_the_mark_a_line(with_rows, make_row, written):
    given = {"target": "at_least 95", "verdict": "missed", "verdict_by_value": "missed"}
    part, whole = make_row(**given, value=94.0, months_used=11), make_row(**given, value=94.0)
    for form in PEOPLE:
        for shape, columns in (("long", ()), ("wide", ("verdict",))):
            text = written(with_rows(part), form, shape=shape, columns=columns)
            assert "未达标〔部分〕" in text
            text = written(with_rows(whole), form, shape=shape, columns=columns)
            assert "未达标" in text
            assert "部分" not in text
        assert "“〔部分〕”：月份或单位不全" in written(with_rows(part), form)
    lacking = make_row(target="at_least 95", verdict="no data", months_used=0)
    assert "部分" not in written(with_rows(lacking), "table")
    assert "未达标" not in written(with_rows(part), "csv")


def test_nothing_is_called_complete_where_an_area_below_lacks_a_month(with_rows, make_row, written):
    below = make_row(value=94.0, areas_used=7, areas_expected=8)
    late = make_row(value=94.0, areas_used=7, areas_expected=8, months_used=11)
    alike = make_row(value=94.0, areas_used=8, areas_expected=8, months_used=11)
    for form in PEOPLE:
        text = written(with_rows(below), form)
        assert "齐全" not in text
        assert "上级的实有单位数不含缺月份、缺数的单位" in text
        assert "上级的月数" not in text
        text = written(with_rows(late), form)
        assert "齐全" not in text
        assert "上级的月数是所属单位中月数最多的" in text
        assert "各单位都有数，但缺月份" in written(with_rows(alike), form)


def test_a_change_over_what_both_years_have_has_the_mark_too(with_rows, make_row, written):
    given = {"value": 94.0, "previous": 93.0, "change": 1.5, "change_verdict": "up"}
    part, whole = make_row(**given, like_areas=7, like_months=84), make_row(**given)
    for form in PEOPLE:
        for shape, columns in (("long", ()), ("wide", ("change_verdict",))):
            assert "上升〔部分〕" in written(with_rows(part), form, shape=shape, columns=columns)
            text = written(with_rows(whole), form, shape=shape, columns=columns)
            assert "上升" in text
            assert "部分" not in text
        assert "同比的“〔部分〕”：按两期都有的单位和月份计算。" in written(with_rows(part), form)


def test_it_is_said_where_a_test_decides_against_an_interval(with_rows, make_row, written):
    said = "以计数的精确检验为准"
    # 120 of 132 is 90.91, from 84.78 to 94.72 (Wilson), and 95 lies outside.
    of_target = {"value": 90.91, "lower": 84.78, "upper": 94.72, "gap": -4.09}
    of_change = {"change": 550.0, "change_lower": 12.64, "change_upper": 3744.38}
    chance = "not distinguishable"
    for fields, verdict in ((of_target, "verdict"), (of_change, "change_verdict")):
        row = make_row(**fields, **{verdict: chance})
        assert said in written(with_rows(row), "md")
    around = {**of_target, "upper": 95.2, "verdict": chance}
    row = make_row(**around)
    assert said not in written(with_rows(row), "md")


def test_a_verdict_by_chance_without_a_value_says_only_that(with_rows, make_row, written):
    row = make_row(verdict="not distinguishable", target="within 103 107")
    text = written(with_rows(row), "table")
    assert "无法区分" in text
    assert "103—107" in text


def test_a_limit_says_what_it_leaves_out(report, written):
    text = written(report, "table", limit=4)
    assert text.count("示例县") == 2
    assert "99.25" not in text
    assert "另有 3 行未显示：--period 2024 可只要一期" in text
    assert text.endswith("-o 写到文件可得全部。\n率未按年折算。\n")
    assert written(report, "table", limit=7) == golden("long_zh.txt")
    wide = written(report, "table", limit=1, shape="wide", lang="en")
    assert "3 more rows are not shown" in wide
    plain = written(report.issues, "table", limit=1, lang="en")
    assert plain.endswith("1 more rows are not shown; a file has them all.\n")
    assert "missing_return" not in plain


def test_no_rows(with_rows, written):
    for form in PEOPLE:
        assert "没有结果。" in written(with_rows(), form)
        assert "没有结果。" in written(with_rows(), form, shape="wide")


def test_totals_first_then_ranks_then_what_has_none(with_rows, make_row, written):
    group = {"level": "group", "parent": "县"}
    rows = (
        make_row(area="丁乡", parent="东片"),
        make_row(area="丙乡", parent="东片", rank=2),
        make_row(area="乙乡", parent="西片", rank=1),
        make_row(area="甲乡", parent="西片"),
        make_row(area="西片", rank=1, **group),
        make_row(area="东片", rank=2, **group),
        make_row(area="县", level="county"),
    )
    lines = written(with_rows(*rows), "md").splitlines()[4:11]
    assert [re.findall("县|[东西]片|[甲乙丙丁]乡", line)[0] for line in lines] == [
        "县",
        "西片",
        "东片",
        "乙乡",
        "丙乡",
        "丁乡",
        "甲乡",
    ]
    named = with_rows(*rows, areas=("县", "东片", "西片", "甲乡", "乙乡", "丙乡", "丁乡"))
    lines = written(named, "md", shape="wide").splitlines()[4:11]
    assert [line.split(" ")[1] for line in lines] == list(named.areas)


def test_values_are_rounded_from_their_counts(with_rows, make_row, written):
    """1.005 % is 1.00499999999999989 in binary; its counts know better."""
    row = make_row(numerator=201.0, denominator=20000.0, value=201 / 20000 * 100)
    assert "1.01" in written(with_rows(row), "table")
    # Where the counts do not make the value, it is the value that is printed.
    row = make_row(numerator=201.0, denominator=20000.0, value=7.0)
    assert "7.00" in written(with_rows(row), "table")


def test_confidence_and_empty_intervals(with_rows, make_row, written):
    rows = (
        make_row(area="甲", value=1.0, lower=0.5, confidence=0.9),
        make_row(area="乙", value=1.0, confidence=0.998),
    )
    text = written(with_rows(*rows), "table")
    assert "90%, 99.8%区间" in text
    assert "≥ 0.50" in text


def test_a_strange_indicator_is_shown_by_its_id(with_rows, make_row, written):
    row = make_row(indicator="old", value=1.005, target="somehow")
    for form in PEOPLE:
        text = written(with_rows(row), form)
        assert "old  2024" in text
        assert "1.01" in text
        assert "somehow" in text


def test_the_page(report, english, written):
    text = written(report, "html")
    assert text.startswith('<!DOCTYPE html>\n<html lang="zh-CN">')
    assert '<html lang="en">' in written(english, "html")
    for outside in ("http:", "https:", "src=", "href=", "<script", "@import", "url("):
        assert outside not in text
    results = Page(text).tables[1]
    assert [cell for _, cell in results[1]] == [
        "", "", "", "示例县", "95.00", "93.38–96.24", "855", "900", "0.11", "11/12", "2/3",
        "≥ 95", "0.00",
        "0", "达标（偶然可解释）〔部分〕", "",
    ]  # fmt: skip
    assert [row[14][0] for row in results[1:]] == ["t chance", "t met", "t missed", "t"]
    assert results[2][0] == ("n t", "1/2")
    assert '<p class="caption">率未按年折算。</p>' in text


def test_the_page_tells_where_it_came_from(report, written):
    *_, findings, definitions, run, inputs = Page(written(report, "html")).tables
    assert findings[1][0] == ("t", "错误")
    assert [cell for _, cell in definitions[2]][:5] == [
        "计划生育率", "policy_compliance_rate", "%", "百分点", "符合政策出生 ÷ 出生人数 × 100",
    ]  # fmt: skip
    assert ("t", "期别") in [row[0] for row in run]
    assert [cell for _, cell in inputs[1]] == ["月报/2024-09.csv", "ab" * 32, "township-monthly"]


def test_plain_tables_have_headings_and_words_of_the_language(report, english, written):
    assert written(report.issues, "table") == golden("issues_zh.txt")
    head, _, first, *_ = written(english.issues, "md", lang="en").splitlines()
    assert head == "| Severity | Code | Message | Area | Period | Item | Sheet | Cell | Value |"
    assert first.startswith("| error | negative_count | \\-3 is below zero")
    table = pa.table({"id": ["a"], "newborns": [12.0], "seen": [True]})
    assert written(table, "md") == (
        "| 标识 | newborns | seen |\n| --- | ---: | --- |\n| a | 12 | true |\n\n"
    )


def test_a_chinese_reader_meets_no_word_of_the_program(report, with_rows, make_row, written):
    run = replace(report, run=report.run | {"options": {"rank_confidence": 0.9}})
    page = written(run, "html")
    assert "位次的置信度" in page
    assert not re.search(r"options\.|files\.", page)
