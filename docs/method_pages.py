"""A page for every method of `fpstats.stats`, and the page that lists them."""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Final

from markdown import block, code, sections, summary, table
from peers import AGREED

from fpstats import catalogue, stats
from fpstats.catalogue import INTERVALS, Kind
from fpstats.stats import METHODS, Method

FAMILIES: Final = {
    "interval": "Intervals for one number",
    "difference": "Differences and ratios of two numbers",
    "test": "Tests, and marks beside a value",
    "multiplicity": "Many tests at once",
    "rank": "Ranks",
    "funnel": "Funnels",
    "shrinkage": "Small areas",
    "power": "How many it takes",
    "exposure": "What a rate is over",
    "disclosure": "What a printed number gives away",
    "rounding": "Numbers as offices print them",
    "control": "Control charts",
    "trend": "Trends",
    "sampling": "Samples and two lists",
    "fertility": "Fertility, standardisation and method mix",
    "screen": "Screens for odd numbers",
}


def pages() -> dict[str, Callable[[], Iterator[str]]]:
    """Return what writes each page, by its path in the reference without suffix."""
    each = {f"methods/{name}": functools.partial(_page, one) for name, one in METHODS.items()}
    return {"methods/README": _index, **each}


def _index() -> Iterator[str]:
    yield from (
        "# Methods",
        "",
        "Every function of `fpstats.stats`: numpy arrays in, numpy arrays out, of any shapes that",
        "broadcast. Where a question has no answer (no denominator, a part above its whole, a",
        "count that is not whole) the answer is NaN, and nothing is raised or printed; what",
        "cannot be meant at all, such as a confidence of 95, is a `ValueError`. The same in",
        "Python: `METHODS` holds this table, and `METHODS[name].guide` what each page says.",
        "",
        "The column `method` of results names, row by row, what put the limits on a value.",
        "What limits mean: [intervals](../../explanation/intervals.md). How often they hold the",
        "truth: [coverage](../coverage.md). Who computes the same: [peers](../peers.md).",
        "",
    )
    yield from table(
        ("kind of indicator", "allowed methods"),
        (
            (f"`{kind}`", _linked(code(*INTERVALS[kind])) if kind in INTERVALS else "none")
            for kind in Kind
        ),
    )
    for family, members in groupby(METHODS.values(), key=lambda one: one.family):
        yield from (f"## {FAMILIES[family]}", "")
        rows = (
            (f"[`{one.id}`]({one.id}.md)", summary(one.function), one.guide.use) for one in members
        )
        yield from table(("method", "what it does", "when to use it"), map(_links_in, rows))


def _page(method: Method) -> Iterator[str]:
    said = sections(method.function)
    guide = method.guide
    yield from (f"# {method.id}", "")
    yield from _linked(said.pop("")).splitlines()
    yield from ("", "## What it computes", "", _linked(guide.formula), "")
    yield from ("## When to use it", "", _linked(guide.use), "")
    yield from ("## When not", "", _linked(guide.avoid), "")
    yield from ("## How it is called", "")
    yield from block(f"{method.id}{_call(method)}", "python-signature")
    for title in ("Parameters", "Returns", "Raises"):
        if title in said:
            yield from (f"**{title}**", "", *_entries(said[title]), "")
    answer = getattr(stats, said["Returns"].partition("\n")[0], None)
    if answer:
        held = sections(answer)
        yield from (f"**{answer.__name__}**", "", _linked(held[""]))
        yield from (f"Its fields: {code(*answer._fields)}.", "")
        yield from (*_entries(held["Attributes"]), "") if "Attributes" in held else ()
    yield from ("## Example", "", *block(said["Examples"], "pycon"))
    yield from ("## How it is tested", "", *_tested(method))
    yield from ("## Source", "", said.get("References", method.source), "")
    uses = [key for key, one in catalogue.load().indicators.items() if one.interval == method.id]
    if uses:
        links = ", ".join(f"[`{key}`](../indicators.md#{key})" for key in uses)
        yield from ("## Indicators that use it", "", links, "")
    yield f"[All methods](README.md#{_anchor(FAMILIES[method.family])})"


def _call(method: Method) -> str:
    """Return the names of the arguments with their defaults: their types are told beneath."""
    signature = inspect.signature(method.function)
    plain = [one.replace(annotation=one.empty) for one in signature.parameters.values()]
    return str(inspect.Signature(plain)).replace("'", '"')


def _entries(text: str) -> Iterator[str]:
    """Yield the entries of a section of a docstring as a list: what is indented belongs to one."""
    if not re.search(r"(?m)^ ", text):
        yield _linked(text)
        return
    for entry in re.split(r"\n(?=\S)", text):
        name, _, about = entry.partition("\n")
        yield f"- `{name.strip()}`: {_linked(' '.join(about.split()))}"


def _tested(method: Method) -> Iterator[str]:
    who = [(by, near) for names, by, near in AGREED if method.id in names.split()]
    files = code(*(f"{name}.csv" for name in method.guide.golden))
    if files:
        yield f"Against reference values that other programs gave: {files}."
    for by, near in who:
        yield f"Agrees with {by} to {near} of the value ([peers](../peers.md))."
    yield "The example above is run with the tests, and so is what lies outside the domain."
    if not files and not who:
        yield "There is no peer to compare with: it is tested by its definition, or by hand."
    yield ""


def _linked(text: str) -> str:
    """Make every name of a method a link to its page."""
    return re.sub(
        r"(?<!\[)`(\w+)`",
        lambda found: f"[{found[0]}]({found[1]}.md)" if found[1] in METHODS else found[0],
        text,
    )


def _links_in(row: tuple[str, ...]) -> tuple[str, ...]:
    return row[0], *map(_linked, row[1:])


def _anchor(title: str) -> str:
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
