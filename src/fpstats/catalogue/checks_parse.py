"""TOML tables → checks: the shape of every field, and whether they make sense for the kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, get_args

from fpstats.catalogue import sense
from fpstats.catalogue.checks import Check, CheckKind, Grade, Missing
from fpstats.catalogue.fields import LANGUAGES, Document, Fields, entries
from fpstats.catalogue.model import Catalogue
from fpstats.catalogue.parse import merge, read
from fpstats.catalogue.wording import Text
from fpstats.errors import ConfigurationError
from fpstats.locale import reason, say, several, text

SHIPPED: Final = "checks.toml"

_ALWAYS: Final = ("title", "kind", "severity", "advice", "source")

FIELDS: Final[Mapping[CheckKind, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    CheckKind.EQUAL: (("left", "right"), ("tolerance", "percent", "missing")),
    CheckKind.AT_MOST: (("left", "right"), ("tolerance", "percent", "missing")),
    CheckKind.TOGETHER: (("items",), ()),
    CheckKind.BALANCE: (("left", "right"), ("tolerance", "percent")),
    CheckKind.CARRIED: (("left", "right"), ("tolerance", "percent")),
    CheckKind.CUMULATIVE: ((), ("items", "tolerance", "percent")),
    CheckKind.CHILDREN: ((), ("items", "tolerance", "percent")),
    CheckKind.STATED: ((), ("tolerance", "percent")),
    CheckKind.RANGE: (("indicator", "bounds", "level"), ()),
    CheckKind.OUTLIER: (("level", "history"), ("items", "unless")),
    CheckKind.SHARE: (("level", "history"), ("indicator", "unless")),
    CheckKind.COPIED: (("level",), ("items",)),
    CheckKind.EVEN: (("level", "history", "least"), ("items",)),
    CheckKind.FULL: (("level", "least"), ("indicator",)),
    CheckKind.DIGITS: (("level", "history", "least"), ("items",)),
    CheckKind.BUNCHING: (("level", "least", "percent"), ("indicator",)),
    CheckKind.EXCHANGED: (("level", "history"), ("left", "right", "items")),
    CheckKind.UNCHANGED: (("left", "right", "level", "history"), ()),
    CheckKind.STEADY: (("percent",), ("items", "least", "history")),
    CheckKind.ACCUMULATION: (("level", "history"), ()),
    CheckKind.LATE: ((), ()),
    CheckKind.EARLIER: ((), ()),
    CheckKind.BORN: ((), ()),
    CheckKind.READING: ((), ()),
}
"""For each kind the fields it needs, and those it may have."""

ONE_ITEM: Final[Mapping[CheckKind, tuple[str, ...]]] = {
    CheckKind.EXCHANGED: ("left", "right"),
    CheckKind.UNCHANGED: ("left",),
}
"""The sides on which a kind takes no more than one item."""

_KINDS: Final = tuple(kind.value for kind in CheckKind)
_KNOWN: Final = tuple(name for name in Check.__struct_fields__ if name != "id")


def load_checks(catalogue: Catalogue, overlays: Sequence[Path] = ()) -> dict[str, Check]:
    """Return the shipped checks, with those of the user's files added or changed.

    Raises
    ------
    ConfigurationError
        A file cannot be read, or something in it is wrong: every fault is listed.
    """
    document = read(Path(__file__).with_name(SHIPPED).read_bytes(), SHIPPED)
    for path in overlays:
        try:
            own = read(path.read_bytes(), str(path))
        except OSError as error:
            message = say("error", "no_catalogue", path=path, reason=reason(error))
            raise ConfigurationError(message, [message], str(path)) from error
        document = merge(document, {key: own[key] for key in own if key == "checks"})
        _only_checks(own, path)
    return parse_checks(document, catalogue, several(map(str, overlays)))


def _only_checks(own: Document, path: Path) -> None:
    # A catalogue may hold checks beside its items; a file of checks holds nothing else.
    strange = [key for key in own if key not in ("checks", "items", "indicators")]
    if strange:
        tables = several(("checks", "items", "indicators"))
        faults = [
            say("fault", "at", place=key, fault=say("fault", "no_such_table", tables=tables))
            for key in strange
        ]
        raise ConfigurationError.listing(str(path), faults)


def parse_checks(document: Document, catalogue: Catalogue, overlay: str = "") -> dict[str, Check]:
    """Return the checks of a document.

    Raises
    ------
    ConfigurationError
        Something is wrong: the message lists every fault with its path.
    """
    found: dict[str, Check] = {}
    faults: list[sense.Fault] = []
    for key, given in entries(document, "checks", faults).items():
        check = found[key] = _check(key, given)
        given.refuse_unknown(_KNOWN)
        faults += given.faults
        if not given.faults:
            wrong = _senseless(check, given.raw, catalogue)
            faults += [(f"{given.path}.{name}", fault) for name, fault in wrong]
    faults += _unless(found)
    if faults:
        lines = [say("fault", "at", place=path, fault=fault) for path, fault in sorted(faults)]
        name = say("error", "checks_overlaid" if overlay else "the_checks", overlay=overlay)
        raise ConfigurationError.listing(name, lines, source=overlay)
    return found


def _unless(found: Mapping[str, Check]) -> Iterator[sense.Fault]:
    """Yield where a second level names a first that is not there, or is of another kind."""
    for key, check in found.items():
        same = [one.id for one in found.values() if one.kind is check.kind and one is not check]
        if check.unless and check.unless not in same:
            near = sense.suggestion(check.unless, same)
            yield f"checks.{key}.unless", say("fault", "no_such_check", near=near)


def _check(key: str, given: Fields) -> Check:
    kind = CheckKind(given.choice("kind", _KINDS) or CheckKind.READING)
    usual = Text(**{lang: text(lang, "check_advice", kind) for lang in LANGUAGES})
    return Check(
        id=key,
        title=given.text("title"),
        kind=kind,
        severity=given.choice("severity", get_args(Grade), optional=True) or "warning",
        advice=given.text("advice") if "advice" in given.raw else usual,
        left=given.weights("left", optional=True),
        right=given.weights("right", optional=True),
        items=given.names("items"),
        indicator=given.string("indicator", optional=True) or None,
        bounds=given.bounds("bounds"),
        tolerance=given.number("tolerance", 0.0) or 0.0,
        percent=given.number("percent", 0.0) or 0.0,
        level=given.number("level"),
        history=given.whole("history", 0, 0, 1000),
        least=given.whole("least", 0, 0, 1_000_000),
        missing=given.choice("missing", get_args(Missing), optional=True) or "skip",
        unless=given.string("unless", optional=True),
        source=given.string("source", optional=True),
    )


def _senseless(check: Check, raw: Document, catalogue: Catalogue) -> Iterator[sense.Fault]:
    """Yield the field and what is wrong with it, of a check whose fields are well shaped."""
    needed, allowed = FIELDS[check.kind]
    for name in needed:
        if name not in raw:
            yield name, say("fault", "missing")
    for name in raw:
        if name not in (*_ALWAYS, *needed, *allowed):
            yield name, say("fault", "not_of_kind", kind=check.kind)
    if check.kind is CheckKind.EXCHANGED and "items" not in raw:
        for name in ("left", "right"):
            if name not in raw:
                yield name, say("fault", "missing")
    for name in ("left", "right", "items"):
        for key in getattr(check, name):
            if key not in catalogue.items:
                near = sense.suggestion(key, catalogue.items)
                yield f"{name}.{key}", say("fault", "no_such_item", near=near)
    if check.indicator is not None and check.indicator not in catalogue.indicators:
        near = sense.suggestion(check.indicator, catalogue.indicators)
        yield "indicator", say("fault", "no_such_indicator", near=near)
    if check.bounds is not None and check.bounds[0] >= check.bounds[1]:
        yield "bounds", say("fault", "bounds_order")
    if check.level is not None and not 0 < check.level < 1:
        yield "level", say("fault", "between_0_and_1", value=f"{check.level:g}")
    for name in ONE_ITEM.get(check.kind, ()):
        if len(getattr(check, name)) > 1:
            yield name, say("fault", "one_item")
    if set(check.operands) <= set(catalogue.items):
        yield from _types(check, catalogue)


def _types(check: Check, catalogue: Catalogue) -> Iterator[sense.Fault]:
    """Yield where a side mixes what does not add, or is of the wrong type for the kind."""
    types = {item: catalogue.items[item].type for item in check.operands}
    if check.kind in (CheckKind.BALANCE, CheckKind.UNCHANGED):
        for item in check.left:
            if types[item] != "stock":
                yield f"left.{item}", say("fault", "not_a_stock", item=item)
        for item in check.right:
            if types[item] != "flow":
                yield f"right.{item}", say("fault", "not_a_flow", item=item)
    elif check.kind is CheckKind.CARRIED:
        for name in ("left", "right"):
            for item in getattr(check, name):
                if types[item] != "stock":
                    yield f"{name}.{item}", say("fault", "not_a_stock", item=item)
    elif check.kind in (CheckKind.CUMULATIVE, CheckKind.OUTLIER, CheckKind.EVEN):
        for item in check.items:
            if types[item] != "flow":
                yield f"items.{item}", say("fault", "not_a_flow", item=item)
    elif check.kind is CheckKind.STEADY or (check.kind is CheckKind.EXCHANGED and check.items):
        for item in check.items:
            if types[item] != "stock":
                yield f"items.{item}", say("fault", "not_a_stock", item=item)
    elif check.kind is CheckKind.EXCHANGED:
        flow, stock = (next((i for i in types if types[i] == one), "") for one in ("flow", "stock"))
        if flow and stock:
            yield "right", say("fault", "unlike", flow=flow, stock=stock)
    elif check.kind is CheckKind.EQUAL:
        # A stock less another is what happened between: a flow.
        held = [
            item
            for weights in (check.left, check.right)
            for item in weights
            if sum(weight for key, weight in weights.items() if types[key] == "stock")
            and types[item] == "stock"
        ]
        flows = [item for item in types if types[item] == "flow"]
        if held and flows:
            yield "right", say("fault", "unlike", flow=flows[0], stock=held[0])
