"""No column of a golden file is left lying: it is compared, asked with, or named here with why not.

A column counts as used if the module that reads the file has its name, whole or as an f-string.
"""

import ast
import csv
import fnmatch
from pathlib import Path

import pytest
from conftest import GOLDEN

HERE = Path(__file__).parent

LABELS = "names the row"
QUOTIENT = "a quotient of two columns beside it, which no function computes"
PEERS = "what a peer printed, or how: the page of peers compares"
UNUSED = {
    "*": {
        "peer*": PEERS,
        "*check*": PEERS,
        "source": PEERS,
        "max_*diff*": PEERS,
        "abs_diff*": PEERS,
        "rel_diff*": PEERS,
        "*_command": PEERS,
        "rtol_recommended": "the manifest says it",
        "note": "a remark",
        "why": "a remark",
        "case_id": LABELS,
        "case": LABELS,
        "set": LABELS,
        "sid": LABELS,
        "area": LABELS,
        "t": LABELS,
        "i": LABELS,
        "estimate": QUOTIENT,
        "diff": QUOTIENT,
        "raw": QUOTIENT,
    },
    "annualisation": {"start": LABELS, "end": LABELS, "label": LABELS},
    "cyp": {"factors": "the table of factors, which the tests of fertility compare"},
    "data_quality_tests": {"input": "says of which file the numbers are"},
    "diff_proportions": {"statsmodels_score_lower_WRONG": "the upper one is shown to be wrong"},
    "error_rate_fpc": {"p": QUOTIENT},
    "ewma_cusum": {"h": "where to raise an alarm, which `cusum` leaves to others"},
    "funnel_significance_phe": {"deaths": "nothing in the file is made of them"},
    "rank_probabilities": {"x": "post_a is made of it", "n": "post_b is made of it"},
    "sex_ratio": {"srb": QUOTIENT},
    "target_tests": {"value": QUOTIENT},
    "two_poisson": {"rate_ratio": QUOTIENT},
}


BY_FUNCTION = {one: ("test_interval_golden", one) for one in ("wilson", "clopper_pearson")}
"""Files that are read by the name of the function, and in which module."""


def words(module):
    """Give the texts of a module, those with holes as patterns."""
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            pieces = [
                str(one.value) if isinstance(one, ast.Constant) else "*" for one in node.values
            ]
            if len("".join(pieces).replace("*", "")) > 1:
                yield "".join(pieces)


MODULES = {
    module: set(words(module)) for module in HERE.glob("test_*.py") if module != Path(__file__)
}


def reason(name, column):
    known = UNUSED["*"] | UNUSED.get(name, {})
    return next((why for like, why in known.items() if fnmatch.fnmatch(column, like)), None)


def columns(name):
    with (GOLDEN / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


@pytest.fixture(scope="module")
def names(manifest):
    return [Path(name).stem for name in manifest]


def readers(name):
    """Give the texts of the modules that read a file."""
    for module, texts in MODULES.items():
        asked = texts if name not in BY_FUNCTION else {module.stem.replace(*BY_FUNCTION[name])}
        if any(fnmatch.fnmatch(name, text) for text in asked):
            yield texts


def test_every_column_is_used_or_named_with_why_not(names):
    lying = {
        f"{name}.{column}"
        for name in names
        for column in columns(name)
        if not reason(name, column)
        and not any(fnmatch.fnmatch(column, text) for texts in readers(name) for text in texts)
    }
    assert not lying


def test_no_reason_is_given_for_a_column_that_is_not_there(names):
    for name, reasons in UNUSED.items():
        asked = names if name == "*" else [name]
        there = {column for one in asked for column in columns(one)}
        for like in reasons:
            assert any(fnmatch.fnmatch(column, like) for column in there), (name, like)
