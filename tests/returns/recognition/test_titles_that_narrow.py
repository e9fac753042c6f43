"""Titles that may say of whom the numbers are: no list foresees them, and sound ones are silent."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import fpstats

from .conftest import Read

LINES = ("乡镇|出生人数|死亡人数", "晴禾街道|4|2", "苇汀镇|5|3")


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("示例县2024年5月空挂户人口情况", "空挂户"),
        ("2024年5月失业职员出生情况表", "失业职员"),
        ("示例县外籍人口统计表（2024年5月）", "外籍"),
        ("2024年5月户籍人口以外情况统计表", "以外"),
        ("2024年5月回族人口统计表", "回族"),
        ("2024年5月剖宫产出生情况", "剖宫产"),
        ("2024年5月出生医学证明发放情况表", "医学证明"),
        ("2024年5月建档立卡人口情况", "建档立卡"),
        ("2024年5月人口统计表（退役军人）", "退役军人"),
        ("2024年5月随迁学生人口表", "学生"),
        ("示例县2024年5月移民统计表", "移民"),
        ("示例县2024年5月人口报表（低保）", "低保"),
        ("示例县2024年5月跨省人口统计表", "跨省"),
        ("示例县2024年5月三孩出生统计表", "三孩"),
        ("示例县2024年5月非户籍人口统计表", "非"),
        ("示例县2024年5月城镇统计表", "城镇"),
        ("示例县2024年5月农村统计表", "农"),
        ("示例县2024年5月一孩出生统计表", "一孩"),
        ("示例县2024年5月已婚人口统计表", "已婚"),
        ("示例县2024年5月流入情况统计表", "流入"),
    ],
)
def test_a_word_that_is_not_understood_is_told(recognised: Read, title: str, word: str) -> None:
    (match,) = recognised([title, *LINES])
    assert match.qualified is not None
    assert (word in match.qualified.word, match.qualified.cell) == (True, "A1")


@pytest.mark.parametrize(
    "title",
    [
        "示例县2024年5月人口和计划生育统计月报表",
        "某省某市示例县2024年5月人口变动情况统计表",
        "示例县卫生健康局2024年5月人口动态监测月报",
        "晴禾街道办事处2024年5月出生死亡情况",
        "二〇二四年五月各乡镇（街道）出生情况一览表（定稿）",
        "附件2：人口与计划生育主要指标完成情况（2024年5月）",
        "2024年5月晴禾人口报表",  # the table names 晴禾街道
        "新疆生产建设兵团2024年5月人口统计",
        "2024年5月户籍人口变动情况表",
        "2024年5月出生人口年龄构成统计表",
        "××縣2024年5月人口動態統計表",
        "青禾縣2024年5月人口變動情況統計表",
    ],
)
def test_a_title_of_places_times_and_words_of_forms_is_sound(recognised: Read, title: str) -> None:
    (match,) = recognised([title, *LINES])
    assert match.qualified is None


@pytest.mark.parametrize(
    "line", ["低保", "再婚情况", "口径：低保", "统计范围：外来务工", "（低保）"]
)
def test_a_line_of_its_own_that_says_who_is_counted_is_told(recognised: Read, line: str) -> None:
    (match,) = recognised(["示例县2024年5月人口报表", line, *LINES])
    assert match.qualified is not None
    assert match.qualified.cell == "A2"


@pytest.mark.parametrize("name", ["外来", "非农", "城镇", "低保2024", "再婚"])
def test_so_is_the_name_of_a_sheet_or_a_file(recognised: Read, name: str) -> None:
    sheets = recognised(["2024年5月人口报表", *LINES], sheet=name)
    files = recognised(["2024年5月人口报表", *LINES], path=f"{name}.xlsx")
    found = [match.qualified for (match,) in (sheets, files)]
    assert [one and one.origin for one in found] == ["sheet", "file"]


@pytest.mark.parametrize("name", ["户籍", "常住人口", "韩城镇", "5月", "张三整理", "出生死亡"])
def test_other_names_are_sound(recognised: Read, name: str) -> None:
    (match,) = recognised(["2024年5月人口报表", *LINES], sheet=name)
    assert match.qualified is None


def test_what_a_column_narrows_itself_a_title_may_name(recognised: Read) -> None:
    lines = ["2024年5月一孩、政策内出生情况", "乡镇|出生人数|一孩|政策内", "苇汀镇|9|5|8"]
    (match,) = recognised(lines)
    assert match.qualified is None


def test_remarks_above_a_table_are_no_titles(recognised: Read) -> None:
    remarks = [
        "表号：卫统3表",
        "制定机关：国家卫生健康委员会",
        "内部资料注意保存",
        "批准文号：统制〔2016〕45号",
    ]
    (match,) = recognised([*remarks, "2024年5月人口报表", *LINES])
    assert match.qualified is None


@given(
    word=st.text(alphabet="龘靐齉爩鱻麤灪龖厵滟爨癵籱饢驫鲡鹂鸾", min_size=2, max_size=4),
    people=st.sampled_from(["人口", "出生", "死亡人口", "育龄妇女"]),
)
def test_whatever_stands_before_those_who_are_counted_is_told(
    recognised: Read, word: str, people: str
) -> None:
    (match,) = recognised([f"示例县2024年5月{word}{people}情况表", *LINES])
    assert match.qualified is not None
    assert match.qualified.word == word


def test_it_is_a_guess_which_strict_refuses(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    lines = ["2024年5月空挂户人口情况", *LINES]
    path.write_text("\n".join(line.replace("|", ",") for line in lines), "utf-8")
    (told,) = [
        row
        for row in fpstats.read(str(path), lang="en").issues.to_pylist()
        if row["code"].startswith("guessed_")
    ]
    assert (told["code"], told["severity"], told["cell"]) == ("guessed_people", "warning", "A1")
    assert told["value"] == "空挂户"


@pytest.mark.parametrize(
    ("title", "heads"),
    [
        ("孕情检查情况统计表", "三查应查人数|三查实查人数"),
        ("社会抚养费征收情况表", "应征例数|已征例数"),
        ("流动人口计划生育服务管理情况", "流动人口育龄妇女|持婚育证明人数"),
        ("出生缺陷监测报表", "围产儿总数|出生缺陷儿数"),
        ("群众满意度调查汇总表", "调查人数|满意人数"),
        ("人口与家庭发展月报", "出生人数|死亡人数"),
        ("人口情况报告单", "出生人数|死亡人数"),
    ],
)
def test_titles_of_what_the_items_count_are_silent(
    recognised: Read, title: str, heads: str
) -> None:
    form = [f"示例县2024年5月{title}", "填报单位：流动人口服务中心", f"乡镇|{heads}", "苇汀镇|5|3"]
    (match,) = recognised(form)
    assert (len(match.items), match.qualified) == (2, None)


@pytest.mark.parametrize("filled", ["流动人口服务中心", "示例县"])
def test_one_other_item_below_such_a_title_may_be_of_others(recognised: Read, filled: str) -> None:
    form = [
        "2024年5月流动人口情况",
        f"填报单位：{filled}",
        "乡镇|持婚育证明人数|出生人数",
        "苇汀镇|5|3",
    ]
    with pytest.raises(fpstats.FpstatsError):
        recognised(form)
