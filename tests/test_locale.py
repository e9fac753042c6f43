"""Both languages say the same: the same keys, the same fields, nothing left out or left over."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from fpstats import catalogue, issues, locale, schema
from fpstats.catalogue.model import folded
from fpstats.locale import LANGUAGES, texts
from fpstats.returns.exact import LEFT_OUT
from fpstats.returns.recognition import columns

ZH, EN = (texts(lang) for lang in LANGUAGES)
EVERY = sorted((section, key) for section in ZH for key in ZH[section])


def fields(template: str) -> set[str]:
    """Return the names of the fields of a template, without how they are written."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def test_both_files_have_the_same_sections_and_keys():
    assert ZH.keys() == EN.keys()
    for section in ZH:
        assert list(ZH[section]) == list(EN[section]), section


def test_a_template_has_the_same_fields_in_both_languages():
    unlike = [(section, key) for section, key in EVERY
              if fields(ZH[section][key]) != fields(EN[section][key])]  # fmt: skip
    assert not unlike
    assert sum(bool(fields(EN[section][key])) for section, key in EVERY) > 150


def test_a_hint_is_a_hint_in_both_languages():
    unlike = [(section, key) for section, key in EVERY
              if bool(re.search("^提示：", ZH[section][key], re.MULTILINE))
              != bool(re.search("^Hint: ", EN[section][key], re.MULTILINE))]  # fmt: skip
    assert not unlike
    assert sum("Hint: " in EN[section][key] for section, key in EVERY) > 20


def test_no_text_is_empty_and_each_is_in_its_language():
    letters = re.compile("[\u4e00-\u9fff]")
    for section, key in EVERY:
        chinese, english = ZH[section][key], EN[section][key]
        assert chinese.strip(), (section, key)
        assert english.strip(), (section, key)
        # English may quote how a month is written in Chinese, and nothing else.
        said = english.replace("2024年5月", "")
        assert not letters.search(said), (section, key, english)


def test_every_role_of_a_column_and_every_reason_for_it_has_its_words():
    assert not [role for role in LEFT_OUT if f"role_{role}" not in ZH["inspect"]]
    source = Path(columns.__file__).parent
    reasons = {
        reason
        for file in source.glob("*.py")
        for reason in re.findall(r'why="(\w+)"', file.read_text("utf-8"))
    }
    assert {"unit", "apart", "whole_year", "year_end", "beside"} <= reasons
    assert not [reason for reason in reasons if f"by_{reason}" not in ZH["inspect"]]


def test_every_issue_has_a_sentence_and_every_sentence_an_issue():
    assert set(ZH["issue"]) == set(issues.CODES)


def test_sentences_of_issues_use_places_or_what_the_issue_gives():
    known = set(schema.ISSUES.names) | {
        "encoding",
        "fault",
        "layout",
        "files",
        "months",
        "near",
        "where",
        "times",
    }
    for code, template in ZH["issue"].items():
        assert fields(template) <= known, code


def test_every_severity_verdict_and_column_has_a_word():
    assert set(ZH["severity"]) == set(issues.CODES.values())
    for table in schema.TABLES.values():
        assert set(table.names) <= set(ZH["heading"])
    assert set(schema.DETAILED.names) <= set(ZH["heading"])


def test_every_text_that_the_program_asks_for_is_there(root: Path):
    """`say("error", "x")` and the like, found in the source."""
    asked = re.compile(r'\b(?:say|said|text)\(\s*(?:lang,\s*|[a-z_.]+lang,\s*)?"(\w+)",\s*"(\w+)"')
    found = {
        pair
        for path in (root / "src" / "fpstats").rglob("*.py")
        for pair in asked.findall(path.read_text("utf-8"))
        if pair[0] not in LANGUAGES
    }
    assert len(found) > 60
    assert not {f"{section}.{key}" for section, key in found if key not in ZH.get(section, {})}


def test_a_column_of_an_item_is_headed_by_what_the_item_is_called():
    items = catalogue.load().items
    shared = [key for key in ZH["heading"] if key in items]
    assert shared
    for key in shared:
        assert ZH["heading"][key] in items[key].names
        assert folded(EN["heading"][key]) in map(folded, items[key].names)


def test_text_fills_the_fields():
    assert locale.text("en", "error", "no_file", path="a.csv") == "a.csv: no such file"
    assert locale.text("zh", "verdict", "missed") == "未达标"
    with pytest.raises(KeyError):
        locale.text("en", "error", "no_such_key")


def test_errors_are_said_in_the_language_that_was_chosen():
    locale.speak("zh")
    assert locale.say("error", "no_file", path="a.csv") != "a.csv: no such file"
    locale.speak("en")
    assert locale.say("error", "no_file", path="a.csv") == "a.csv: no such file"
    assert locale.listed("x", ["a"]) == "x has 1 problem\n- a"
    assert locale.listed("x", ["a", "b"]) == "x has 2 problems\n- a\n- b"
