"""What makes an entry nonsense although each of its fields is well shaped.

Each rule is given one indicator and its items and yields the field and what is wrong with it.
A rule is asked only where every field it looks at was well shaped, so one slip gives one line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from fpstats.catalogue.kinds import GROUPED, INTERVALS, ITEMWISE, SUMS, Kind
from fpstats.catalogue.model import Indicator, Item, ItemType, folded
from fpstats.catalogue.wording import UNIT_PER
from fpstats.locale import say, several

Fault = tuple[str, str]
_Items = Mapping[str, Item]

UNDIVIDED: Final = (Kind.COUNT, Kind.STOCK, Kind.GROWTH, Kind.WEIGHTED, Kind.TWO_LISTS)
"""Kinds that divide by nothing that an entry names."""

FLOWS: Final = (Kind.COUNT, Kind.RATE, Kind.BALANCE, Kind.GROWTH, Kind.WEIGHTED, *ITEMWISE)
STOCKS: Final = (Kind.STOCK, Kind.STOCK_CHANGE)
FINITE: Final = "hypergeometric"
"""The interval of a sample of a known number, which a frame gives."""

OF_CLUSTERS: Final = "wilson_finite"
"""The interval that has room for a design effect, of a known number or of any."""

DIFFERENCES: Final = (Kind.BALANCE, Kind.ERROR, Kind.ACCURACY)


def faults(
    items: _Items, indicators: Mapping[str, Indicator], ill_shaped: Mapping[str, set[str]]
) -> Iterator[Fault]:
    """Yield the path and the message of everything that makes no sense."""
    yield from _clashes("items", items)
    yield from _clashes("indicators", indicators)
    yield from _openings(items)
    unsure = {key for key in items if ill_shaped[f"items.{key}"] & {"type", "decimals"}}
    for indicator in indicators.values():
        path = f"indicators.{indicator.id}"
        ill = set(ill_shaped[path])
        if unsure.intersection(indicator.items):
            ill.add("items")
        for name in ("numerator", "denominator", "frame"):
            for key in getattr(indicator, name):
                if key not in items:
                    ill.add("items")
                    near = suggestion(key, items)
                    yield f"{path}.{name}.{key}", say("fault", "no_such_item", near=near)
        for rule, needs in _RULES.items():
            if ill.isdisjoint(needs):
                for name, message in rule(indicator, items):
                    yield f"{path}.{name}", message


def suggestion(name: str, known: Iterable[str]) -> str:
    """Return `; did you mean 'births'?`, or nothing where no known name is near."""
    # Loaded here because only a fault needs it.
    from difflib import get_close_matches

    near = get_close_matches(name, list(known), n=1)
    return say("fault", "did_you_mean", near=near[0]) if near else ""


def _clashes(table: str, records: Mapping[str, Item] | Mapping[str, Indicator]) -> Iterator[Fault]:
    owners = {folded(key): key for key in records}
    for record in records.values():
        fields = [("title.zh", record.title.zh), ("title.en", record.title.en)]
        for name, words in fields + [("aliases", alias) for alias in record.aliases]:
            owner = owners.setdefault(folded(words), record.id) if words else record.id
            if owner != record.id:
                fault = say("fault", "named_already", name=words, owner=owner)
                yield f"{table}.{record.id}.{name}", fault


def _openings(items: _Items) -> Iterator[Fault]:
    for item in (one for one in items.values() if one.opens is not None):
        stock = items.get(item.opens or "")
        if stock is None:
            near = suggestion(item.opens or "", items)
            yield f"items.{item.id}.opens", say("fault", "no_such_item", near=near)
        elif (item.type, item.at) != ("stock", "start") or (stock.type, stock.at) != (
            "stock",
            "end",
        ):
            yield f"items.{item.id}.opens", say("fault", "opens_no_stock")


def _divides(indicator: Indicator, _: _Items) -> Iterator[Fault]:
    kind = indicator.kind
    if kind in UNDIVIDED and indicator.denominator:
        yield "denominator", say("fault", "no_denominator", kind=kind)
    elif kind not in UNDIVIDED and not indicator.denominator:
        yield "denominator", say("fault", "needs_denominator", kind=kind)


def _per(indicator: Indicator, _: _Items) -> Iterator[Fault]:
    expected = UNIT_PER.get(indicator.unit, indicator.per)
    if indicator.kind in SUMS:
        expected = 1
    if indicator.per != expected:
        given = {"kind": indicator.kind, "unit": indicator.unit, "value": indicator.per}
        yield "per", say("fault", "per", expected=expected, **given)


def _signs(indicator: Indicator, _: _Items) -> Iterator[Fault]:
    signs = {weight > 0 for weight in indicator.numerator.values()}
    if indicator.kind in DIFFERENCES and len(signs) < 2:
        yield "numerator", say("fault", "difference", kind=indicator.kind)
    elif True not in signs:
        yield "numerator", say("fault", "weight_above_zero")
    if indicator.denominator and max(indicator.denominator.values()) < 0:
        yield "denominator", say("fault", "weight_above_zero")


def _types(indicator: Indicator, items: _Items) -> Iterator[Fault]:
    kind = indicator.kind
    above = {items[key].type: key for key in indicator.numerator}
    below = {items[key].type: key for key in indicator.denominator}
    if kind in FLOWS and "stock" in above:
        hint = say("fault", "use_kind", kind=Kind.STOCK) if kind == Kind.COUNT else ""
        fault = say("fault", "adds_flows", kind=kind, item=above["stock"], hint=hint)
        yield "numerator", fault
    elif kind in STOCKS and "flow" in above:
        yield "numerator", say("fault", "takes_stocks", kind=kind, item=above["flow"])
    elif len(above) == 2:
        yield "numerator", _unlike(above)
    elif "stock" in above and set(below) == {"flow"} and kind not in STOCKS:
        yield "numerator", say("fault", "share_of_flow", item=above["stock"])
    if len(below) == 2:
        yield "denominator", _unlike(below)


def _unlike(of_type: Mapping[ItemType, str]) -> str:
    return say("fault", "unlike", flow=of_type["flow"], stock=of_type["stock"])


def _population(indicator: Indicator, items: _Items) -> Iterator[Fault]:
    stocks = [key for key in indicator.denominator if items[key].type == "stock"]
    held = [key for key in indicator.numerator if items[key].type == "stock"]
    at_one_time = indicator.kind in FLOWS + STOCKS or indicator.population == "end_of_period"
    if stocks and indicator.population is None:
        yield "population", say("fault", "population_missing", item=stocks[0])
    elif not stocks and indicator.population is not None:
        yield "population", say("fault", "population_needless")
    elif stocks and held and not at_one_time:
        yield "population", say("fault", "population_at_end", item=held[0])


def _interval(indicator: Indicator, _: _Items) -> Iterator[Fault]:
    allowed = INTERVALS.get(indicator.kind, ())
    if indicator.interval is None or indicator.interval in allowed:
        return
    key = "not_its_interval" if allowed else "no_interval"
    given = {"interval": indicator.interval, "kind": indicator.kind}
    yield "interval", say("fault", key, **given, known=several(allowed))


def _counts(indicator: Indicator, items: _Items) -> Iterator[Fault]:
    kind, interval = indicator.kind, indicator.interval
    if interval is None or interval not in INTERVALS.get(kind, ()):
        return
    parts = {"numerator": indicator.numerator}
    if kind in (Kind.PROPORTION, Kind.RATIO):
        # Elsewhere the denominator is exposure, which may be weighted or measured.
        parts["denominator"] = indicator.denominator
    for name, weights in parts.items():
        measured = [key for key in weights if not items[key].counted]
        taken = [key for key, weight in weights.items() if weight < 0]
        if measured:
            why = say("fault", "measured", item=measured[0])
        elif kind not in GROUPED and any(abs(weight) != 1 for weight in weights.values()):
            why = say("fault", "weighted", part=say("fault", name))
        # A part taken from its whole leaves a count, and a proportion says that it is one:
        # births less those in policy. Elsewhere a difference is no count, and a balance is one of
        # two counts.
        elif taken and kind not in (Kind.PROPORTION, Kind.TWO_LISTS, *DIFFERENCES):
            why = say("fault", "taken_away", part=say("fault", name), item=taken[0])
        else:
            continue
        yield "interval", say("fault", "needs_count", interval=interval, why=why)


def _groups(indicator: Indicator, _: _Items) -> Iterator[Fault]:
    if indicator.kind not in GROUPED:
        return
    above, below = indicator.numerator.values(), indicator.denominator.values()
    if len(above) != len(below) or min(above) < 0 or set(below) != {1}:
        yield "denominator", say("fault", "groups", kind=indicator.kind)


def _over(indicator: Indicator, _: _Items) -> Iterator[Fault]:
    if indicator.over != 1 and indicator.kind is not Kind.WEIGHTED:
        yield "over", say("fault", "over", kind=Kind.WEIGHTED)


def _two_lists(indicator: Indicator, _: _Items) -> Iterator[Fault]:
    if indicator.kind is not Kind.TWO_LISTS:
        return
    if list(indicator.numerator.values()) != [1, 1, -1]:
        yield "numerator", say("fault", "two_lists")
    if indicator.interval is None:
        known = several(INTERVALS[Kind.TWO_LISTS])
        yield "interval", say("fault", "needs_estimate", kind=indicator.kind, known=known)


def _design_effect(indicator: Indicator, _: _Items) -> Iterator[Fault]:
    effect = indicator.design_effect
    fits = indicator.interval == OF_CLUSTERS and (effect == "areas" or effect > 0)
    if indicator.design_effect != 1 and not fits:
        yield "design_effect", say("fault", "design_effect", interval=OF_CLUSTERS)


def _frame(indicator: Indicator, items: _Items) -> Iterator[Fault]:
    if bool(indicator.frame) != (indicator.interval == FINITE) and (
        indicator.interval != OF_CLUSTERS
    ):
        yield "frame", say("fault", "frame", interval=FINITE, other=OF_CLUSTERS)
        return
    for key, weight in indicator.frame.items():
        if weight != 1 or items[key].type != "flow" or not items[key].counted:
            yield f"frame.{key}", say("fault", "frame_counts")


def _bounds(indicator: Indicator, _: _Items) -> Iterator[Fault]:
    if indicator.direction != "range":
        if indicator.bounds is not None:
            yield "bounds", say("fault", "bounds_needless")
    elif indicator.bounds is None:
        yield "bounds", say("fault", "bounds_missing", example="[103, 107]")
    elif indicator.bounds[0] >= indicator.bounds[1]:
        yield "bounds", say("fault", "bounds_order")


def _archive(indicator: Indicator, _: _Items) -> Iterator[Fault]:
    if indicator.status == "archive" and indicator.direction != "neutral":
        yield "direction", say("fault", "must_be_neutral")


_RULES: Final[Mapping[Callable[[Indicator, _Items], Iterator[Fault]], tuple[str, ...]]] = {
    _divides: ("kind", "denominator"),
    _per: ("kind", "unit", "per"),
    _signs: ("kind", "numerator", "denominator"),
    _types: ("kind", "numerator", "denominator", "items"),
    _population: ("kind", "population", "numerator", "denominator", "items"),
    _interval: ("kind", "interval"),
    _counts: ("kind", "interval", "numerator", "denominator", "items"),
    _groups: ("kind", "numerator", "denominator"),
    _over: ("kind", "over"),
    _two_lists: ("kind", "numerator", "interval"),
    _design_effect: ("interval", "design_effect"),
    _frame: ("interval", "frame", "items"),
    _bounds: ("direction", "bounds"),
    _archive: ("status", "direction"),
}
"""Each rule and the fields it looks at."""
