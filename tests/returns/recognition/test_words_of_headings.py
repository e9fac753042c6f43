"""What the words of a heading mean together; nothing unknown is guessed."""

from __future__ import annotations

import pytest

from fpstats.returns.column import Time
from fpstats.returns.recognition.form_unit import FormUnit, unit_of
from fpstats.returns.recognition.squeezed import bare
from fpstats.returns.recognition.words import Lexicon


@pytest.mark.parametrize(
    ("path", "item"),
    [
        (("出生人数", "其中：男"), "births_male"),
        (("出　生", "一孩", "女婴"), "births_first_female"),
        (("出生情況", "多孩", "計"), "births_third_plus"),  # traditional characters
        (("2.15—49岁妇女人数",), "women_15_49"),  # the second column, and no decimal number
        (("（三）死亡人口",), "deaths"),
        (("育龄妇女", "其中：已婚"), "married_women_15_49"),
        (("妇女晚婚人数（人）",), "late_first_marriages_women"),
        (("Births", "Boys"), "births_male"),
        (("Total population",), "population"),
        (("Population at year-end",), "population"),
        (("Population at the end of the year",), "population"),
        (("Live births", "Total"), "births"),
        (("Deaths", "Female"), "deaths_female"),
        (("In-migration",), "migrants_in"),
        (("采取各种避孕措施人数", "其他"), "users_other"),
    ],
)
def test_headings_are_items(lexicon: Lexicon, path: tuple[str, ...], item: str) -> None:
    meaning = lexicon.meaning(path)
    assert (lexicon.name(path) or lexicon.item(meaning.ideas)) == item
    assert not meaning.kept_out


@pytest.mark.parametrize(
    "heading", ["人户分离人数", "新建档案数", "空挂户数", "村（居）委会个数", "出生登记卡片存放处"]
)
def test_a_heading_with_a_strange_word_is_not_understood(lexicon: Lexicon, heading: str) -> None:
    assert lexicon.meaning((heading,)).unknown
    assert lexicon.name((heading,)) is None


@pytest.mark.parametrize(
    ("heading", "kept_out"),
    [
        ("出生率（‰）", "computed"),
        ("性别比", "computed"),
        ("出生人数占总人口的比例", "computed"),
        ("上年同期出生人数", "earlier"),
        ("出生任务数", "planned"),
    ],
)
def test_what_is_no_count_of_this_time_is_kept_out(
    lexicon: Lexicon, heading: str, kept_out: str
) -> None:
    assert lexicon.meaning((heading,)).kept_out == kept_out


@pytest.mark.parametrize(
    ("heading", "time"),
    [
        ("本月", Time("month")),
        ("1—5月累计", Time("months", 1, 5)),
        ("5月", Time("months", 5, 5)),
        ("十二月", Time("months", 12, 12)),
        ("本年累计", Time("to_date")),
    ],
)
def test_times_of_columns(lexicon: Lexicon, heading: str, time: Time) -> None:
    assert lexicon.meaning(("出生人数", heading)).time == time


def test_units() -> None:
    assert unit_of("单位：万人") == FormUnit(("人",), 10_000, "单位：万人")
    assert unit_of("(計量單位：人)") == FormUnit(("人",), 1, "(計量單位：人)")
    assert unit_of("单位：人、对") == FormUnit(("人", "对"), 1, "单位：人、对")
    assert unit_of("填报单位：东山镇") is None
    assert bare("3.1孩") == "1孩"
