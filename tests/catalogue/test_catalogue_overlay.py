import pytest
from msgspec.structs import replace

from fpstats.catalogue import Catalogue, Text, load
from fpstats.errors import ConfigurationError


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return load()


@pytest.fixture
def overlay(tmp_path):
    def write(text):
        path = tmp_path / "county.toml"
        path.write_text(text, "utf-8")
        return path

    return write


def test_one_field_changes_and_the_rest_stays(overlay, shipped):
    changed = load(overlay('indicators.third_plus_birth_share.direction = "higher"'))
    old = shipped.indicator("third_plus_birth_share")
    assert changed.indicator("third_plus_birth_share") == replace(old, direction="higher")
    assert list(changed.indicators) == list(shipped.indicators)
    assert changed.items == shipped.items


def test_one_language_of_a_title_may_change(overlay):
    changed = load(overlay('indicators.policy_compliance_rate.title.zh = "计划生育符合率"'))
    assert changed.indicator("计划生育符合率").title == Text(
        zh="计划生育符合率", en="births complying with policy"
    )


def test_a_sum_of_items_is_replaced_whole(overlay):
    changed = load(overlay("indicators.births.numerator = { births_male = 1, births_female = 1 }"))
    assert changed.indicator("births").numerator == {"births_male": 1, "births_female": 1}


def test_what_an_old_sum_was_called_goes_with_it(overlay, shipped):
    one = "modern_contraceptive_prevalence"
    assert shipped.indicator(one).numerator_title is not None
    changed = load(overlay(f"indicators.{one}.numerator = {{ users_iud = 1 }}"))
    assert changed.indicator(one).numerator_title is None
    changed = load(
        overlay(
            f"[indicators.{one}]\nnumerator = {{ users_iud = 1, users_implant = 1 }}\n"
            'numerator_title = { zh = "上环或埋植", en = "users of devices" }'
        )
    )
    assert changed.indicator(one).numerator_title == Text(zh="上环或埋植", en="users of devices")
    kept = load(overlay(f"indicators.{one}.decimals = 1"))
    assert kept.indicator(one).numerator_title == shipped.indicator(one).numerator_title


def test_none_takes_a_field_away(overlay):
    changed = load(
        overlay('[indicators.sex_ratio_at_birth]\ndirection = "neutral"\nbounds = "none"')
    )
    assert changed.indicator("sex_ratio_at_birth").bounds is None
    changed = load(overlay('indicators.crude_birth_rate.interval = "none"'))
    assert changed.indicator("crude_birth_rate").interval is None


def test_an_item_and_an_indicator_are_added(overlay):
    changed = load(
        overlay(
            """
            [items.births_in_hospital]
            title = { zh = "住院分娩数", en = "births in hospital" }
            type = "flow"
            unit = "人"

            [indicators.hospital_birth_share]
            title = { zh = "住院分娩率", en = "births in hospital, share" }
            kind = "proportion"
            per = 100
            unit = "%"
            numerator = { births_in_hospital = 1 }
            denominator = { births = 1 }
            interval = "wilson"
            direction = "higher"
            status = "current"
            definition = { zh = "住院分娩占出生人数的比重。", en = "Births in hospital among all." }
            source = "本县"
            """
        )
    )
    added = changed.indicator("住院分娩率")
    assert added.formula(changed, "zh") == "住院分娩数 ÷ 出生人数 × 100"


def test_faults_name_the_overlay(overlay):
    path = overlay('[indicators.births]\ndirection = "up"\nper = 10')
    with pytest.raises(ConfigurationError) as error:
        load(path)
    assert str(error.value).split("\n") == [
        f"the catalogue with {path} has 2 problems",
        "- indicators.births.direction: must be one of higher, lower, range, neutral, not 'up'",
        "- indicators.births.per: must be 1 with kind 'count' and the unit '人', not 10",
    ]


def test_an_overlay_that_is_not_toml_is_named(overlay):
    path = overlay("direction")
    with pytest.raises(ConfigurationError, match=r"county\.toml is not TOML"):
        load(path)


def test_an_overlay_that_is_not_there_is_named(tmp_path):
    with pytest.raises(
        ConfigurationError, match=r"cannot read the catalogue .*none\.toml: No such"
    ):
        load(tmp_path / "none.toml")


def test_the_digest_tells_catalogues_apart(overlay, shipped):
    assert len(shipped.digest) == 64
    assert load().digest == shipped.digest
    assert load(overlay("")).digest != shipped.digest
    assert load(overlay("# a note")).digest != load(overlay("")).digest
