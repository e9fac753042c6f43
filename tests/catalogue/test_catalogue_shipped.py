import csv
import os
import re
import subprocess
import sys
import tomllib
from importlib import resources
from pathlib import Path

import pytest

from fpstats.catalogue import CHANGE_UNITS, INTERVALS, SHIPPED, UNITS, Catalogue, Kind, load
from fpstats.catalogue.checks_parse import load_checks

ROOT = Path(__file__).resolve().parents[2]
SHARED = (ROOT / os.environ.get("FPSTATS_SHARED", "../shared")).resolve()

AGES = [f"{age}_{age + 4}" for age in range(15, 50, 5)]
METHODS = [
    "male_sterilisation",
    "female_sterilisation",
    "iud",
    "implant",
    "pill_injection",
    "condom",
    "other",
]
EACH = {
    "age_specific_fertility_rate": [f"age_specific_fertility_rate_{age}" for age in AGES],
    "method_mix": [f"method_mix_{method}" for method in METHODS],
}
OURS = {
    "standardised_fertility_rate",
    "statistical_error_rate_of_frame",
    "statistical_error_rate_net_by_entry",
    "first_list_completeness",
    "second_list_completeness",
    "both_lists_completeness",
}
COUNTS = {"births", "births_male", "births_female", "deaths", "marriages", "divorces"}

DESIGN_ITEMS = """
population population_male population_female
births births_male births_female
births_first births_first_male births_first_female
births_second births_second_male births_second_female
births_third_plus births_third_plus_male births_third_plus_female
births_in_policy births_in_policy_first births_in_policy_second births_in_policy_third_plus
births_late_registered deaths deaths_male deaths_female migrants_in migrants_out
marriages divorces first_marriages_women late_first_marriages_women late_first_births
women_15_49 married_women_15_49 contraceptive_users
users_male_sterilisation users_female_sterilisation users_iud users_implant
users_pill_injection users_condom users_other
examinations_due examinations_done births_checked births_check_missed
"""

COMPULSION = re.compile("计划外怀孕|补救|人流|引产|remedial|abortion|out-of-plan pregnan")


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return load()


def proposed():
    path = SHARED / "reference" / "indicators.csv"
    if not path.is_file():
        pytest.skip(f"no list of indicators at {path}: set FPSTATS_SHARED to the shared folder")
    with path.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def test_every_proposed_indicator_is_there(shipped):
    each = {name for names in EACH.values() for name in names}
    others = COUNTS | OURS | {"population"}
    assert set(shipped.indicators) == set(proposed()) - set(EACH) | each | others


def test_every_indicator_multiplies_as_proposed(shipped):
    rows = proposed()
    for key in shipped.indicators.keys() & rows.keys():
        assert shipped.indicators[key].per == int(rows[key]["multiplier"]), key


def test_every_chinese_name_proposed_is_understood(shipped):
    for key, row in proposed().items():
        if key in EACH:
            continue
        # 统计误差率 alone is the net rate: the offices' formula is (checked - reported) / checked.
        for name in row["chinese"].split("/"):
            assert shipped.indicator(name).id == key, name


def test_directions_and_intervals_are_as_proposed(shipped):
    rows = proposed()
    for key in shipped.indicators.keys() & rows.keys():
        indicator, row = shipped.indicators[key], rows[key]
        if "now" not in row["direction"] and "was" not in row["direction"]:
            direction = row["direction"].split()[0].replace("target", "neutral")
            # The examinations were compulsory: their attendance is read, and not judged.
            expected = "neutral" if key == "examination_attendance_rate" else direction
            assert indicator.direction == expected, key
        if row["interval"].startswith("none"):
            assert indicator.interval is None, key
        elif indicator.kind not in (Kind.ERROR, Kind.ACCURACY):
            assert indicator.interval is not None, key


def test_every_item_of_the_design_is_there_and_every_other_is_used(shipped):
    used = {item for indicator in shipped.indicators.values() for item in indicator.items}
    used |= {item for check in load_checks(shipped).values() for item in check.operands}
    designed = set(DESIGN_ITEMS.split())
    assert designed <= set(shipped.items)
    assert set(shipped.items) == used | designed


def test_only_money_has_decimals(shipped):
    money = {key for key, item in shipped.items.items() if item.decimals}
    assert money == {"spending", "fee_amount_decided", "fee_amount_collected"}
    assert all(shipped.items[key].decimals == 2 for key in money)


def test_every_unit_is_known_in_both_languages(shipped):
    assert {indicator.unit for indicator in shipped.indicators.values()} <= set(UNITS)
    assert set(CHANGE_UNITS) <= set(UNITS)


def test_counts_are_printed_whole_and_quotients_with_two_decimals(shipped):
    for indicator in shipped.indicators.values():
        whole = indicator.kind in (Kind.COUNT, Kind.STOCK)
        assert indicator.decimals == (0 if whole else 2), indicator.id


def test_the_archive_is_what_was_abolished(shipped):
    archive = {key for key, one in shipped.indicators.items() if one.status == "archive"}
    assert archive == {
        "certificate_holding_rate",
        "certificate_check_rate",
        "fee_collection_rate_cases",
        "fee_collection_rate_amount",
    }


def test_nothing_measures_compulsion(shipped):
    for record in (*shipped.items.values(), *shipped.indicators.values()):
        assert not COMPULSION.search(" ".join(record.names)), record.id


def test_every_definition_is_a_sentence_in_its_language(shipped):
    for indicator in shipped.indicators.values():
        assert indicator.definition.zh.endswith("。"), indicator.id
        assert re.search("[\u4e00-\u9fff]", indicator.definition.zh), indicator.id
        assert indicator.definition.en.endswith("."), indicator.id
        assert not re.search("[\u4e00-\u9fff]", indicator.definition.en), indicator.id


def test_the_first_comment_tells_every_field_and_kind():
    folder = resources.files("fpstats.catalogue")
    for name in SHIPPED:
        text = folder.joinpath(name).read_text("utf-8")
        comment = text.partition("\n\n")[0]
        records = tomllib.loads(text)[name.removesuffix(".toml")].values()
        for field in {field for record in records for field in record}:
            assert field in comment, field
    for kind in Kind:
        line = re.search(rf"^#     {kind}  .*$", comment, re.MULTILINE)
        assert line, kind
        assert line.group().endswith(", ".join(INTERVALS.get(kind, ("none",)))), kind


def test_the_intervals_are_those_of_the_statistics():
    methods = pytest.importorskip("fpstats.stats").METHODS
    for kind in Kind:
        suited = {name for name, method in methods.items() if str(kind) in method.kinds}
        assert set(INTERVALS.get(kind, ())) == suited, kind
    assert {kind for method in methods.values() for kind in method.kinds} == set(INTERVALS)


def test_loading_needs_no_frame_library():
    code = """
import sys, fpstats.catalogue
fpstats.catalogue.load()
print(sorted({"numpy", "scipy", "polars", "pandas", "pyarrow", "narwhals"} & set(sys.modules)))
"""
    answer = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.strip() == "[]"
