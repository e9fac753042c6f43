"""Errors are said in the language of the run, and their sentences stand in the catalogues."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import fpstats
from fpstats import errors, locale
from fpstats.catalogue.parse import parse

SOURCE = Path(locale.__file__).parents[1]
FILES = sorted(one for one in SOURCE.rglob("*.py") if "stats" not in one.relative_to(SOURCE).parts)
SECTIONS = ("error", "fault", "system", "personal")
KEYS = [(section, key) for section in SECTIONS for key in locale.texts("en")[section]]
ERRORS = {name for name in vars(errors) if name.endswith("Error")} | {"PermissionError"}


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def sentences(call: ast.Call) -> Iterator[str]:
    """Yield the texts with a space in what a call is given, but for what it looks up."""
    for argument in call.args:
        looked_up = {
            id(part)
            for one in ast.walk(argument)
            if isinstance(one, ast.Call)
            for part in ast.walk(one)
        }
        for one in ast.walk(argument):
            literal = isinstance(one, ast.Constant) and isinstance(one.value, str)
            if literal and " " in one.value.strip() and id(one) not in looked_up:
                yield one.value


@pytest.mark.parametrize("section", SECTIONS)
def test_both_languages_have_the_same_keys_in_the_same_order(section):
    zh, en = (list(locale.texts(lang)[section]) for lang in ("zh", "en"))
    assert zh == en


@pytest.mark.parametrize(("section", "key"), KEYS)
def test_both_languages_name_the_same_fields(section, key):
    zh, en = (fields(locale.texts(lang)[section][key]) for lang in ("zh", "en"))
    assert zh == en


@pytest.mark.parametrize(("section", "key"), [one for one in KEYS if one[0] in ("error", "fault")])
def test_every_text_is_used(section, key):
    used = f'"{key}"'
    assert any(used in one.read_text("utf-8") for one in FILES)


@pytest.mark.parametrize("file", FILES, ids=lambda one: str(one.relative_to(SOURCE)))
def test_no_sentence_of_an_error_stands_in_the_code(file):
    tree = ast.parse(file.read_text("utf-8"))
    calls = [one for one in ast.walk(tree) if isinstance(one, ast.Call)]
    raised = [one for one in calls if isinstance(one.func, ast.Name) and one.func.id in ERRORS]
    assert [text for call in raised for text in sentences(call)] == []


def test_every_key_that_is_said_is_there():
    for file in FILES:
        for call in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
                continue
            given = [one.value for one in call.args if isinstance(one, ast.Constant)]
            if call.func.id == "say" and len(given) == 2:
                assert given[1] in locale.texts("en")[given[0]], given
            elif call.func.id == "fault" and given:
                assert given[-1] in locale.texts("en")["fault"], given


def test_a_run_speaks_the_language_it_is_asked_for(tmp_path):
    asked = {"zh": "没有这个文件", "en": "no such file"}
    for lang in ("zh", "en", "zh"):
        for run in (fpstats.read, fpstats.compute):
            with pytest.raises(fpstats.ConfigurationError, match=asked[lang]):
                run(tmp_path / "none.csv", lang=lang)
    with pytest.raises(fpstats.ConfigurationError, match=asked["zh"]):
        fpstats.read(tmp_path / "none.csv")


def test_the_language_is_chosen_before_an_option_is_refused():
    with pytest.raises(fpstats.ConfigurationError, match="没有选项 colour\n提示：可用的选项有"):
        fpstats.read("x.csv", lang="zh", colour="red")
    with pytest.raises(fpstats.ConfigurationError, match="no such option: colour\nHint:"):
        fpstats.read("x.csv", lang="en", colour="red")
    with pytest.raises(fpstats.ConfigurationError, match="lang is one of zh, en"):
        fpstats.read("x.csv", lang="fr")


def test_every_fault_of_a_list_is_said_in_chinese():
    locale.speak("zh")
    with pytest.raises(fpstats.ConfigurationError) as error:
        parse({"items": {"births": {"typ": "flow", "title": {"zh": "出生", "en": ""}}}, "x": 1})
    assert str(error.value).split("\n") == [
        "指标目录：5 处错误",
        "- items.births.title.en：须为非空的文字",
        "- items.births.typ：没有这个字段；是否指 type？",
        "- items.births.type：缺少",
        "- items.births.unit：缺少",
        "- x：没有这个表；可用的表有 items、indicators、checks",
    ]


def test_what_the_system_refuses_has_words_of_ours():
    locale.speak("zh")
    assert locale.reason(PermissionError(13, "Permission denied")).startswith("没有权限")
    assert locale.reason(OSError(98, "Address already in use")) == "Address already in use"
    assert locale.reason(OSError("odd")) == "odd"


def test_each_thread_speaks_for_itself():
    locale.speak("en")
    with ThreadPoolExecutor(1) as other:
        other.submit(locale.speak, "zh").result()
        assert other.submit(locale.say, "error", "nothing").result() == "（无）"
    assert locale.say("error", "nothing") == "nothing"
