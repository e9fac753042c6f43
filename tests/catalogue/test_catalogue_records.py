import pickle
import tomllib
from pathlib import Path

import pytest

from fpstats.catalogue import Catalogue, Indicator, Kind, Text
from fpstats.catalogue.parse import parse
from fpstats.errors import ConfigurationError


@pytest.fixture
def good() -> Catalogue:
    """Give a small catalogue with one entry of each kind."""
    path = Path(__file__).with_name("good_catalogue.toml")
    return parse(tomllib.loads(path.read_text("utf-8")))


@pytest.mark.parametrize(
    ("key", "zh", "en"),
    [
        (
            "rate",
            "出生人数 ÷ 总人口（期初期末平均） × 1000",
            "births ÷ population (mean of start and end) × 1000",
        ),
        ("share", "男婴 ÷ 出生人数 × 100", "male births ÷ births × 100"),
        (
            "held",
            "妇女（期末） ÷ 总人口（期末） × 100",
            "women (end of period) ÷ population (end of period) × 100",
        ),
        (
            "balance",
            "（出生人数 − 死亡人数） ÷ 总人口（各月末平均） × 1000",
            "(births − deaths) ÷ population (mean of month ends) × 1000",
        ),
        (
            "net_error",
            "|出生人数 − 男婴 − 女婴| ÷ 出生人数 × 100",
            "|births − male births − female births| ÷ births × 100",
        ),
        (
            "accuracy",
            "（出生人数 − |2 × 出生人数 − 死亡人数|） ÷ 出生人数 × 100",
            "(births − |2 × births − deaths|) ÷ births × 100",
        ),
        ("per_head", "经费 ÷ 总人口（期末）", "spending ÷ population (end of period)"),
        (
            "change",
            "（总人口（期末） − 总人口（期初）） ÷ 总人口（期初期末平均） × 1000",
            "(population (end of period) − population (start of period)) "
            "÷ population (mean of start and end) × 1000",
        ),
        (
            "growth",
            "（本期经费 ÷ 上年同期经费 − 1） × 100",
            "(spending ÷ spending of the year before − 1) × 100",
        ),
        ("count", "男婴 + 女婴", "male births + female births"),
        ("stock", "总人口（期末）", "population (end of period)"),
    ],
)
def test_a_formula_reads_like_the_manual(good, key, zh, en):
    indicator = good.indicator(key)
    assert indicator.formula(good, "zh") == zh
    assert indicator.formula(good, "en") == en


def test_items_are_those_of_the_numerator_first_and_each_once(good):
    assert good.indicator("net_error").items == ("births", "births_male", "births_female")
    assert good.indicator("rate").items == ("births", "population")


@pytest.mark.parametrize(
    "name", ["rate", "出生率", "人口出生率", "birth rate", "Birth  Rate", "出 生　率", " rate "]
)
def test_an_indicator_answers_to_every_name(good, name):
    assert good.indicator(name).id == "rate"


@pytest.mark.parametrize("name", ["births", "出生人数", "出生", "BIRTHS"])
def test_an_item_answers_to_every_name(good, name):
    assert good.item(name).id == "births"


def test_an_unknown_name_is_answered_with_the_nearest(good):
    with pytest.raises(ConfigurationError) as error:
        good.indicator("出生律")
    assert str(error.value) == (
        "no indicator is called '出生律'\nHint: did you mean rate (出生率)?"
    )
    with pytest.raises(ConfigurationError, match=r"no item is called 'deathz'\n.*deaths \(死亡"):
        good.item("deathz")


def test_a_name_like_none_points_to_the_list(good):
    with pytest.raises(ConfigurationError, match="`fpstats catalogue list` shows all"):
        good.indicator("qqq")


def test_a_change_has_a_unit_of_its_own(good):
    said = {
        key: (good.indicator(key).change_unit_of("zh"), good.indicator(key).change_unit_of("en"))
        for key in ("share", "rate", "ratio", "count", "stock")
    }
    assert said == {
        "share": ("百分点", "percentage points"),
        "rate": ("千分点", "points per 1,000"),
        "ratio": ("比点", "ratio points"),
        "count": ("人", "persons"),
        "stock": ("户", "户"),  # an office's own word stays as it is
    }


def test_units_are_said_in_both_languages(good):
    assert good.indicator("ratio").unit_of("en") == "per 100 females"
    assert good.item("births").unit == Text(zh="人", en="persons")
    assert good.item("women").unit == Text(zh="名", en="women")


def test_what_is_left_out_has_its_default(good):
    indicator = good.indicator("per_head")
    assert (indicator.per, indicator.decimals, indicator.aliases) == (1, 2, ())
    assert (indicator.interval, indicator.bounds) == (None, None)
    assert good.indicator("ratio").bounds == (103.0, 107.0)
    assert good.item("spending").counted is False
    assert good.item("births").counted is True


def test_kinds_are_words(good):
    assert good.indicator("change").kind is Kind.STOCK_CHANGE
    assert f"{Kind.STOCK_CHANGE}" == "stock_change"


def test_records_can_be_hashed_and_sent_to_another_process(good):
    indicator = good.indicator("rate")
    assert hash(indicator) == hash(good.indicator("出生率"))
    assert pickle.loads(pickle.dumps(good)) == good
    with pytest.raises(AttributeError):
        indicator.per = 1  # type: ignore[misc]
    assert isinstance(indicator, Indicator)
