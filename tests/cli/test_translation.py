"""What click says by itself is said in the language of the run."""

from __future__ import annotations

import inspect

import click
import pytest

from fpstats.cli import translation
from fpstats.locale import texts

OURS = {"whole_number", "number", "options", "arguments"}
SOURCES = "\n".join(inspect.getsource(module) for module in translation._MODULES)


@pytest.mark.parametrize("key", sorted(texts("en")["click"].keys() - OURS))
def test_each_text_is_one_that_click_asks_for(key):
    assert f'"{key}"' in SOURCES
    assert texts("en")["click"][key] == key
    assert texts("zh")["click"][key] != key


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["compute"], "缺少参数 'FILES…'"),
        (["compute", "x.csv", "--every", "week"], "'week' 不在 'month', 'quarter'"),
        (["compute", "x.csv", "--confidence", "high"], "'high' 不是数"),
        (["compute", "x.csv", "--year-start", "13"], "13 不在范围"),
        (["compute", "x.csv", "--lagn", "zh"], "是否指 '--lang'？"),
        (["compute", "x.csv", "-i", ""], "没有写出名称"),
        (["compute", "x.csv", "--fail-on-missed"], "需要目标"),
        (["compute", "x.csv", "--areas"], "后面缺少取值"),
        (["catalogue", "show", "a", "b"], "多出了一个参数（b）"),
    ],
)
def test_usage_is_explained_in_chinese(run, arguments, said):
    ran = run(*arguments)
    assert ran.code == 2
    assert said in ran.err
    assert "错误：" in ran.err
    for english in ("Usage", "Error", "Invalid", "Missing", "Try ", "OPTIONS"):
        assert english not in ran.err


def test_every_message_is_that_of_click_in_english(run):
    ran = run("compute", "x.csv", "--every", "week", "--lang", "en")
    assert ran.err.startswith("Usage: fpstats compute [OPTIONS] FILES…\n")
    assert "Error: Invalid value for '--every': 'week' is not one of" in ran.err


def test_texts_that_have_no_translation_stay_as_they_are():
    assert click.core._("No such words.") == "No such words."
