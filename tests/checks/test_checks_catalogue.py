"""Checks as data: every fault is listed at once, and every code is explained."""

import re

import pytest

from fpstats.catalogue import load
from fpstats.catalogue.checks import CheckKind
from fpstats.catalogue.checks_parse import FIELDS, load_checks, parse_checks
from fpstats.catalogue.explaining import codes, explained
from fpstats.catalogue.sums import sums
from fpstats.errors import ConfigurationError

CATALOGUE = load()
SHIPPED = load_checks(CATALOGUE)
TITLE = {"zh": "一", "en": "one"}


def entry(**fields):
    return {"checks": {"mine": {"title": TITLE, "severity": "error", **fields}}}


def test_every_kind_has_a_check_and_says_its_formula_in_both_languages():
    assert {check.kind for check in SHIPPED.values()} == set(CheckKind) == set(FIELDS)
    for check in SHIPPED.values():
        for lang in ("zh", "en"):
            assert check.formula(CATALOGUE, lang)
            assert check.title.of(lang)
            assert check.advice.of(lang)


@pytest.mark.parametrize(("fields", "fault"), [
    ({"kind": "equal", "left": {"births": 1}}, "checks.mine.right: missing"),
    ({"kind": "equal", "left": {"birth": 1}, "right": {"births_male": 1}},
     "checks.mine.left.birth: no such item; did you mean 'births'?"),
    ({"kind": "equal", "left": {"births": 1}, "right": {"population": 1}},
     "births is a flow and population a stock"),
    ({"kind": "balance", "left": {"births": 1}, "right": {"deaths": 1}},
     "births is a flow, and a stock is needed here"),
    ({"kind": "carried", "left": {"population_opening": 1}, "right": {"births": 1}},
     "births is a flow, and a stock is needed here"),
    ({"kind": "range", "indicator": "crude_brth_rate", "bounds": [1, 2], "level": 0.01},
     "no such indicator; did you mean 'crude_birth_rate'?"),
    ({"kind": "range", "indicator": "crude_birth_rate", "bounds": [2, 1], "level": 0.01},
     "the first must be below the second"),
    ({"kind": "outlier", "level": 1.5, "history": 5}, "must lie between 0 and 1"),
    ({"kind": "outlier", "level": 0.01, "history": 5, "left": {"births": 1}},
     "kind 'outlier' has no such field"),
    ({"kind": "equl", "left": {"births": 1}}, "did you mean 'equal'?"),
    ({"kind": "late", "severity": "grave"}, "must be one of error, warning, info, off"),
    ({"kind": "equal", "left": {"births": 1}, "right": {"births_male": 1}, "tolerance": -1},
     "must be a number, 0 or more, not -1"),
    ({"kind": "outlier", "level": 0.2, "history": 5, "unless": "called_months"},
     "checks.mine.unless: no such check of this kind"),
    ({"kind": "late", "tolerence": 1}, "no such field; did you mean 'tolerance'?"),
])  # fmt: skip
def test_a_check_that_makes_no_sense_is_refused(fields, fault):
    with pytest.raises(ConfigurationError, match=re.escape(fault)):
        parse_checks(entry(**fields), CATALOGUE)


def test_all_faults_are_listed_at_once():
    both = entry(kind="late", lvel=1)
    both["checks"]["Bad Id"] = {"title": TITLE, "severity": "error", "kind": "equal"}
    with pytest.raises(ConfigurationError) as error:
        parse_checks(both, CATALOGUE)
    assert len(str(error.value).splitlines()) == 5


def test_a_file_may_change_one_field_of_a_shipped_check(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text('[checks.births_by_sex]\ntolerance = 2\ntitle.en = "sexes"\n', "utf-8")
    changed = load_checks(CATALOGUE, [path])["births_by_sex"]
    assert (changed.tolerance, changed.title.en) == (2, "sexes")
    assert changed.title.zh == SHIPPED["births_by_sex"].title.zh
    assert changed.right == SHIPPED["births_by_sex"].right


def test_checks_may_stand_in_a_catalogue_of_ones_own(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text('[checks.births_by_sex]\nseverity = "off"\n', "utf-8")
    assert load(path).items
    assert load_checks(load(path), [path])["births_by_sex"].severity == "off"


def test_a_file_that_is_not_there_or_holds_something_else_is_refused(tmp_path):
    with pytest.raises(ConfigurationError, match=r"nowhere\.toml"):
        load_checks(CATALOGUE, [tmp_path / "nowhere.toml"])
    path = tmp_path / "own.toml"
    path.write_text("[check.births_by_sex]\n", "utf-8")
    with pytest.raises(ConfigurationError, match="check: no such table"):
        load_checks(CATALOGUE, [path])


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("code", codes(SHIPPED, "en"))
def test_every_code_is_explained(code, lang):
    lines = list(explained(code, SHIPPED, CATALOGUE, lang))
    assert lines[0].startswith(code)
    assert len(lines) >= 2
    assert "{" not in "".join(lines)


def test_an_explanation_has_formula_threshold_missing_values_and_what_to_do():
    lines = list(explained("births_by_sex", SHIPPED, CATALOGUE, "en"))
    assert lines[1:5] == [
        "Severity: error",
        "Formula: births = male births + female births",
        "Threshold: a difference up to 0 passes",
        "Missing values: a side with an unknown item is not judged; unknown is never zero",
    ]
    assert lines[5].startswith("What to do: ")


def test_a_code_that_does_not_exist_is_told_with_the_nearest():
    with pytest.raises(ConfigurationError, match="did you mean 'births_by_sex'"):
        list(explained("birth_by_sex", SHIPPED, CATALOGUE, "en"))


def test_the_comment_on_top_names_every_field_and_every_kind():
    from importlib import resources

    comment = resources.files("fpstats.catalogue").joinpath("checks.toml").read_text("utf-8")
    comment = comment.partition("\n\n")[0]
    for kind in CheckKind:
        assert re.search(rf"^#     .*\b{kind}\b", comment, re.MULTILINE), kind
    fields = (
        "title severity left right items indicator bounds tolerance percent level history least "
        "missing advice source"
    )
    for field in fields.split():
        assert re.search(rf"\b{field}\b", comment), field


def test_what_a_blank_form_checks_comes_from_the_same_checks():
    known = sums()
    assert len(known) == 39
    assert (known[1].whole, known[1].parts) == ("births", ("births_male", "births_female"))
    assert all(one.exact for one in known[:11])
    assert not any(one.exact for one in known[11:])


def test_every_text_of_checks_is_used(root):
    """Sentences that nothing says are left behind by a change."""
    from fpstats.locale import texts

    source = "".join(
        path.read_text("utf-8")
        for path in (root / "src" / "fpstats").rglob("*.py")
        if {"checks", "catalogue", "pipeline"} & set(path.parts)
    )
    built = {f"missing_{rule}" for rule in ("skip", "zero")}
    for key in texts("en")["check"].keys() - built:
        assert f'"{key}"' in source, key
    kinds = {str(kind) for kind in CheckKind}
    assert texts("en")["check_formula"].keys() == kinds
    assert texts("en")["check_advice"].keys() == kinds


def test_a_check_that_does_not_say_how_grave_it_is_is_a_warning(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(
        '[checks.mine]\ntitle = { zh = "甲", en = "a" }\nkind = "at_most"\n'
        "left = { deaths = 1 }\nright = { population = 1 }\n",
        "utf-8",
    )
    assert load_checks(load(), [path])["mine"].severity == "warning"
