"""What makes an entry nonsense although each of its fields is well shaped.

Each rule is given one indicator and its items and yields the field and what is wrong with it.
A rule is asked only where every field it looks at was well shaped, so one slip gives one line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from fpstats.catalogue.model import INTERVALS, UNIT_PER, Indicator, Item, ItemType, Kind, folded

Fault = tuple[str, str]
_Items = Mapping[str, Item]

UNDIVIDED: Final = (Kind.COUNT, Kind.STOCK, Kind.GROWTH)
"""Kinds that divide by nothing that an entry names."""

FLOWS: Final = (Kind.COUNT, Kind.RATE, Kind.BALANCE, Kind.GROWTH)
STOCKS: Final = (Kind.STOCK, Kind.STOCK_CHANGE)
DIFFERENCES: Final = (Kind.BALANCE, Kind.ERROR, Kind.ACCURACY)


def faults(
    items: _Items, indicators: Mapping[str, Indicator], ill_shaped: Mapping[str, set[str]]
) -> Iterator[Fault]:
    """Yield the path and the message of everything that makes no sense."""
    yield from _clashes("items", items)
    yield from _clashes("indicators", indicators)
    unsure = {key for key in items if ill_shaped[f"items.{key}"] & {"type", "decimals"}}
    for indicator in indicators.values():
        path = f"indicators.{indicator.id}"
        ill = set(ill_shaped[path])
        if unsure.intersection(indicator.items):
            ill.add("items")
        for name in ("numerator", "denominator"):
            for key in getattr(indicator, name):
                if key not in items:
                    ill.add("items")
                    yield f"{path}.{name}.{key}", f"no such item{suggestion(key, items)}"
        for rule, needs in _RULES.items():
            if ill.isdisjoint(needs):
                for name, message in rule(indicator, items):
                    yield f"{path}.{name}", message


def suggestion(name: str, known: Iterable[str]) -> str:
    """Return `; did you mean 'births'?`, or nothing where no known name is near."""
    # Loaded here because only a fault needs it.
    from difflib import get_close_matches

    near = get_close_matches(name, list(known), n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def _clashes(table: str, records: Mapping[str, Item] | Mapping[str, Indicator]) -> Iterator[Fault]:
    owners = {folded(key): key for key in records}
    for record in records.values():
        fields = [("title.zh", record.title.zh), ("title.en", record.title.en)]
        for name, words in fields + [("aliases", alias) for alias in record.aliases]:
            owner = owners.setdefault(folded(words), record.id) if words else record.id
            if owner != record.id:
                yield f"{table}.{record.id}.{name}", f"{words!r} already names {owner}"


def _divides(indicator: Indicator, _: _Items) -> Iterator[Fault]:
    kind = indicator.kind
    if kind in UNDIVIDED and indicator.denominator:
        yield "denominator", f"kind '{kind}' has none; leave it out"
    elif kind not in UNDIVIDED and not indicator.denominator:
        yield "denominator", f"missing; kind '{kind}' needs one"


def _per(indicator: Indicator, _: _Items) -> Iterator[Fault]:
    expected = UNIT_PER.get(indicator.unit, indicator.per)
    if indicator.kind in (Kind.COUNT, Kind.STOCK):
        expected = 1
    if indicator.per != expected:
        said = f"kind '{indicator.kind}' and the unit {indicator.unit!r}"
        yield "per", f"must be {expected} with {said}, not {indicator.per}"


def _signs(indicator: Indicator, _: _Items) -> Iterator[Fault]:
    signs = {weight > 0 for weight in indicator.numerator.values()}
    if indicator.kind in DIFFERENCES and len(signs) < 2:
        yield (
            "numerator",
            f"kind '{indicator.kind}' is a difference and needs a weight above 0 and one below 0",
        )
    elif True not in signs:
        yield "numerator", "needs a weight above 0"
    if indicator.denominator and max(indicator.denominator.values()) < 0:
        yield "denominator", "needs a weight above 0"


def _types(indicator: Indicator, items: _Items) -> Iterator[Fault]:
    kind = indicator.kind
    above = {items[key].type: key for key in indicator.numerator}
    below = {items[key].type: key for key in indicator.denominator}
    if kind in FLOWS and "stock" in above:
        hint = f"; use kind '{Kind.STOCK}'" if kind == Kind.COUNT else ""
        yield "numerator", f"kind '{kind}' adds up flows, but {above['stock']} is a stock{hint}"
    elif kind in STOCKS and "flow" in above:
        yield "numerator", f"kind '{kind}' takes stocks, but {above['flow']} is a flow"
    elif len(above) == 2:
        yield "numerator", _unlike(above)
    elif "stock" in above and set(below) == {"flow"} and kind not in STOCKS:
        yield "numerator", f"{above['stock']} is a stock and cannot be a share of a flow"
    if len(below) == 2:
        yield "denominator", _unlike(below)


def _unlike(of_type: Mapping[ItemType, str]) -> str:
    return f"{of_type['flow']} is a flow and {of_type['stock']} a stock: they do not add"


def _population(indicator: Indicator, items: _Items) -> Iterator[Fault]:
    stocks = [key for key in indicator.denominator if items[key].type == "stock"]
    held = [key for key in indicator.numerator if items[key].type == "stock"]
    at_one_time = indicator.kind in FLOWS + STOCKS or indicator.population == "end_of_period"
    if stocks and indicator.population is None:
        yield (
            "population",
            f"missing; {stocks[0]} is a stock: write mean_of_ends, mean_of_month_ends "
            "or end_of_period",
        )
    elif not stocks and indicator.population is not None:
        yield "population", "only for a stock in the denominator; leave it out"
    elif stocks and held and not at_one_time:
        yield "population", f"must be end_of_period, because {held[0]} is a stock"


def _interval(indicator: Indicator, _: _Items) -> Iterator[Fault]:
    allowed = INTERVALS.get(indicator.kind, ())
    if indicator.interval is None or indicator.interval in allowed:
        return
    hint = f"it allows {', '.join(allowed)}" if allowed else "it has none; leave it out"
    yield "interval", f"{indicator.interval!r} is not for kind '{indicator.kind}'; {hint}"


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
            said = f"{measured[0]} is measured, not counted"
        elif any(abs(weight) != 1 for weight in weights.values()):
            said = f"the {name} is weighted"
        # A part taken from its whole leaves a count, and a proportion says that it is one:
        # births less those in policy. Elsewhere a difference is no count, and a balance is one of
        # two counts.
        elif taken and kind not in (Kind.PROPORTION, Kind.BALANCE):
            said = f"the {name} takes {taken[0]} away"
        else:
            continue
        yield "interval", f"{interval!r} needs a count, but {said}"


def _bounds(indicator: Indicator, _: _Items) -> Iterator[Fault]:
    if indicator.direction != "range":
        if indicator.bounds is not None:
            yield "bounds", "only for direction 'range'; leave it out"
    elif indicator.bounds is None:
        yield "bounds", "missing; direction 'range' needs them, as [103, 107]"
    elif indicator.bounds[0] >= indicator.bounds[1]:
        yield "bounds", "the first must be below the second"


def _archive(indicator: Indicator, _: _Items) -> Iterator[Fault]:
    if indicator.status == "archive" and indicator.direction != "neutral":
        yield "direction", "must be neutral, because the status is archive"


_RULES: Final[Mapping[Callable[[Indicator, _Items], Iterator[Fault]], tuple[str, ...]]] = {
    _divides: ("kind", "denominator"),
    _per: ("kind", "unit", "per"),
    _signs: ("kind", "numerator", "denominator"),
    _types: ("kind", "numerator", "denominator", "items"),
    _population: ("kind", "population", "numerator", "denominator", "items"),
    _interval: ("kind", "interval"),
    _counts: ("kind", "interval", "numerator", "denominator", "items"),
    _bounds: ("direction", "bounds"),
    _archive: ("status", "direction"),
}
"""Each rule and the fields it looks at."""
