"""Every public function is in METHODS, and has a guide that says when to use it and when not."""

from __future__ import annotations

import inspect
import re
from importlib import resources

import pytest

from fpstats import stats
from fpstats.stats import METHODS
from fpstats.stats.guides import guides_of

methods = pytest.mark.parametrize("method", METHODS.values(), ids=METHODS.keys())


def test_every_public_function_is_a_method():
    functions = {name for name in stats.__all__ if inspect.isfunction(getattr(stats, name))}
    assert functions == set(METHODS)


def test_every_family_has_the_guides_of_its_methods_and_no_others():
    files = {
        path.name.removesuffix(".toml")
        for path in resources.files("fpstats.stats.guides").iterdir()
        if path.name.endswith(".toml")
    }
    assert files == {method.family for method in METHODS.values()}
    for family in files:
        mine = [name for name, method in METHODS.items() if method.family == family]
        assert sorted(guides_of(family)) == sorted(mine), family


@methods
def test_a_guide_is_made_of_sentences_that_name_what_there_is(method):
    guide = method.guide
    for text in (guide.formula, guide.use, guide.avoid):
        assert re.fullmatch(r"(?s).{6,}\.", text)
        for name in re.findall(r"`(\w+)`", text):
            assert hasattr(stats, name) or name == "used", name
    assert guide.use != guide.avoid


@methods
def test_a_docstring_says_what_goes_in_and_what_comes_out_and_shows_it(method):
    text = inspect.getdoc(method.function)
    for title in ("Parameters", "Returns", "Examples"):
        assert re.search(rf"(?m)^{title}\n-+$", text), title
    for parameter in inspect.signature(method.function).parameters:
        assert re.search(rf"(?m)^(\w+, )*{parameter}(, \w+)*$", text), parameter


def test_the_golden_files_are_those_that_guides_name(manifest):
    named = {name for method in METHODS.values() for name in method.guide.golden}
    assert {f"{name}.csv" for name in named} == set(manifest)
