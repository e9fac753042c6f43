import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from fpstats.catalogue import Indicator, Item
from fpstats.catalogue.parse import merge, parse, read
from fpstats.catalogue.sense import _RULES
from fpstats.errors import ConfigurationError

GOOD = Path(__file__).with_name("good_catalogue.toml")
BAD = tomllib.loads(Path(__file__).with_name("bad_snippets.toml").read_text("utf-8"))


@pytest.fixture
def faults() -> Callable[..., list[str]]:
    """Give the lines of the message that the good catalogue with a bad snippet raises."""

    def spoil(snippet: str, without: str = "") -> list[str]:
        document = merge(tomllib.loads(GOOD.read_text("utf-8")), tomllib.loads(snippet))
        if without:
            table, key, field = without.split(".")
            del document[table][key][field]
        with pytest.raises(ConfigurationError) as error:
            parse(document)
        return str(error.value).split("\n")

    return spoil


@pytest.mark.parametrize("bad", BAD["shape"] + BAD["sense"], ids=lambda bad: bad["snippet"])
def test_one_slip_gives_one_line(faults, bad):
    heading, *lines = faults(bad["snippet"])
    assert heading == "the catalogue has 1 problem"
    assert len(lines) == 1, lines
    assert lines[0].startswith(f"- {bad['line']}")


@pytest.mark.parametrize("record", [Item, Indicator])
def test_a_required_field_that_is_missing_is_named(faults, record):
    path = "items.births" if record is Item else "indicators.growth"
    optional = {
        "id",
        "aliases",
        "at",
        "opens",
        "decimals",
        "basis",
        "per",
        "denominator",
        "population",
        "interval",
        "bounds",
        "frame",
        "over",
        "design_effect",
        "numerator_title",
    }
    for name in set(record.__struct_fields__) - optional:
        lines = faults("", without=f"{path}.{name}")
        assert f"- {path}.{name}: missing" in lines


def test_every_rule_has_a_bad_snippet_of_its_own(faults, monkeypatch):
    """Without the rule its snippet would pass: no rule stands untested."""
    for rule in list(_RULES):
        monkeypatch.delitem(_RULES, rule)
        passed = 0
        for bad in BAD["sense"]:
            try:
                faults(bad["snippet"])
            except pytest.fail.Exception:
                passed += 1
        monkeypatch.undo()
        assert passed, rule.__name__


def test_all_faults_are_listed_at_once(faults):
    lines = faults(
        """
        [items.births]
        type = "flows"
        [indicators.rate]
        interval = "wilson"
        colour = "red"
        source = ""
        [indicators.share]
        direction = "range"
        per = 1000
        [indicators.new]
        kind = "count"
        """
    )
    assert lines[0] == "the catalogue has 13 problems"
    assert [line.partition(": ")[0] for line in lines[1:]] == [
        f"- {path}"
        for path in (
            "indicators.new.definition",
            "indicators.new.direction",
            "indicators.new.numerator",
            "indicators.new.source",
            "indicators.new.status",
            "indicators.new.title",
            "indicators.new.unit",
            "indicators.rate.colour",
            "indicators.rate.interval",
            "indicators.rate.source",
            "indicators.share.bounds",
            "indicators.share.per",
            "items.births.type",
        )
    ]


@pytest.mark.parametrize("table", ["items", "indicators"])
def test_a_table_must_be_a_table(table):
    with pytest.raises(ConfigurationError, match=rf"- {table}: must be a table, as \[{table}\."):
        parse({table: 1})


def test_a_misspelt_id_is_told_from_a_new_entry(faults):
    lines = faults('[indicators.rates]\ndirection = "higher"')
    assert "- indicators.rates: a new entry; did you mean 'rate'?" in lines


def test_an_ill_shaped_item_does_not_accuse_the_indicators_that_use_it(faults):
    assert faults('items.population.type = "stok"')[1:] == [
        "- items.population.type: must be one of flow, stock, not 'stok'; did you mean 'stock'?"
    ]


def test_a_remainder_of_a_whole_is_still_a_count():
    document = {
        "items": {
            key: {"title": {"zh": f"{key}数", "en": key}, "type": "flow", "unit": "人"}
            for key in ("all", "known")
        },
        "indicators": {
            "unknown_share": {
                "title": {"zh": "未知比重", "en": "share not known"},
                "kind": "proportion",
                "per": 100,
                "unit": "%",
                "numerator": {"all": 1, "known": -1},
                "denominator": {"all": 1},
                "interval": "wilson",
                "direction": "lower",
                "status": "current",
                "definition": {"zh": "…", "en": "…"},
                "source": "…",
            }
        },
    }
    assert parse(document).indicator("unknown_share").interval == "wilson"


def test_text_that_is_not_toml_says_where():
    with pytest.raises(ConfigurationError, match=r"a\.toml is not TOML: .*line 2"):
        read(b"a = 1\nb == 2", "a.toml")


def test_text_in_gbk_says_what_to_do():
    with pytest.raises(ConfigurationError, match=r"a\.toml is not UTF-8 text\nHint: save it"):
        read('a = "出生"'.encode("gbk"), "a.toml")


def test_a_byte_order_mark_is_no_fault():
    assert read("\ufeffa = 1".encode(), "a.toml") == tomllib.loads("a = 1")
