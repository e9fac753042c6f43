"""Layouts: how a form looks, as data, and which one a sheet is.

Knows headings; knows nothing of containers or of numbers. A layout is a TOML file in `layouts/` or
one of the user's; its first comment explains the fields.
"""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from itertools import product
from pathlib import Path
from typing import Any, Final

from fpstats.areas import plain
from fpstats.errors import ConfigurationError, FpstatsError
from fpstats.periods import read_period

SEARCHED: Final = 15
"""How many lines from the top a heading is looked for in."""

_TITLE_PERIOD: Final = re.compile(
    r"(?:(?:民国|民國)?\d{2,4}|[〇○零一二三四五六七八九]{4})年度?"
    r"(?:(?:\d{1,2}月?[-—–~至到])?(?:\d{1,2}|[一二三四五六七八九十]{1,2})月)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Above:
    """An area above the one on the line: its first characters, or one name for all."""

    level: str
    characters: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One form: where area and period stand, and which heading is which item."""

    id: str
    title: Mapping[str, str]
    heading_rows: int = 1
    period_columns: tuple[str, ...] = ()
    period_in_title: bool = False
    roc: bool = False
    area_columns: tuple[str, ...] = ()
    part_columns: tuple[str, ...] = ()
    level: str = "area"
    above: tuple[Above, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    optional: frozenset[str] = frozenset()
    totals: frozenset[str] = frozenset()
    value_column: str = ""
    categories: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    where: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)

    def parts(self, item: str) -> int | None:
        """Return how many lines together make an item, where the form lists categories."""
        if not self.categories or item not in self.where:
            return None
        chosen = self.where[item]
        return len(list(product(*(chosen.get(k, every) for k, every in self.categories.items()))))

    @property
    def additive(self) -> bool:
        """Tell whether several lines make one return (villages of a township, categories)."""
        return bool(self.part_columns) or any((self.parts(item) or 0) > 1 for item in self.where)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """How a layout fits a sheet: columns are counted from 0, lines from 0."""

    layout: Layout
    first: int
    width: int
    area: int
    period: int | None
    items: Mapping[str, tuple[int, ...]]
    value: int | None = None
    categories: Mapping[str, int] = field(default_factory=dict)
    parts: tuple[int, ...] = ()
    title_period: str | None = None
    headings: Mapping[int, str] = field(default_factory=dict)

    @property
    def used(self) -> frozenset[int]:
        """Return the columns that are read."""
        single = (self.area, self.period, self.value)
        items = (column for columns in self.items.values() for column in columns)
        return frozenset(
            {column for column in single if column is not None}
            | {*items, *self.categories.values(), *self.parts}
        )


@functools.lru_cache(maxsize=65_536)
def heading(text: str) -> str:
    """Return a heading without spaces, line breaks and full-width forms."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def headings(head: Sequence[Sequence[str]], row: int, rows: int) -> list[str]:
    """Join heading rows into one heading a column, `parent/child`.

    A merged parent stands in its first cell only; it is carried to the right over blank cells that
    have a child below them.
    """
    joined = [heading(cell) for cell in head[row]]
    for below in range(row + 1, row + rows):
        children = [heading(cell) for cell in head[below]]
        width = max(len(joined), len(children))
        joined += [""] * (width - len(joined))
        children += [""] * (width - len(children))
        carried = ""
        for column, child in enumerate(children):
            carried = joined[column] or (carried if child else "")
            joined[column] = f"{carried}/{child}" if carried and child else carried or child
    return joined


def fit(
    layout: Layout, head: Sequence[Sequence[str]], lines: Sequence[Sequence[str]]
) -> tuple[Match | None, list[str]]:
    """Try a layout on the heading lines of a sheet: the match, or the headings that are missing."""
    best: list[str] = ["*"] * 999
    for row, names in enumerate(lines):
        found, missing = _fit_at(layout, head, row, names)
        if found is not None:
            return found, []
        best = min(best, missing, key=len)
    return None, best


def _fit_at(
    layout: Layout, head: Sequence[Sequence[str]], row: int, names: Sequence[str]
) -> tuple[Match | None, list[str]]:
    missing: list[str] = []
    if not any(name in names for name in layout.area_columns):
        # Most lines are no heading of this form; say so without looking for every item.
        return None, ["|".join(layout.area_columns), *layout.items, *layout.categories]
    place = {name: column for column, name in reversed(list(enumerate(names))) if name}

    def first_of(alternatives: Iterable[str]) -> int | None:
        return next((place[name] for name in alternatives if name in place), None)

    area = first_of(layout.area_columns)
    period = first_of(layout.period_columns)
    title_period = _title_period(head[:row]) if layout.period_in_title else None
    if period is None and title_period is None:
        missing.append("|".join(layout.period_columns) or "2024年5月")
    value = place.get(layout.value_column)
    if layout.value_column and value is None:
        missing.append(layout.value_column)
    missing += [name for name in layout.categories if name not in place]
    items: dict[str, tuple[int, ...]] = {}
    for item, alternatives in layout.items.items():
        whole = next((a for a in alternatives if all(name in place for name in a)), None)
        if whole is not None:
            items[item] = tuple(place[name] for name in whole)
        elif item not in layout.optional:
            missing.append("|".join("+".join(a) for a in alternatives))
    if layout.items and not items and not missing:
        missing.append("|".join("+".join(a[0]) for a in list(layout.items.values())[:3]) + "|…")
    if missing or area is None:
        return None, missing
    match = Match(
        layout=layout,
        first=row + layout.heading_rows,
        width=len(names),
        area=area,
        period=period,
        items=items,
        value=value,
        categories={name: place[name] for name in layout.categories},
        parts=tuple(place[name] for name in layout.part_columns if name in place),
        title_period=title_period,
        headings={column: name for column, name in enumerate(names) if name},
    )
    return match, []


def _title_period(lines: Sequence[Sequence[str]]) -> str | None:
    for line in lines:
        for cell in line:
            for found in _TITLE_PERIOD.finditer(unicodedata.normalize("NFKC", cell)):
                if read_period(found[0]) is not None:
                    return found[0]
    return None


def recognise(name: str, head: Sequence[Sequence[str]], layouts: Sequence[Layout]) -> Match:
    """Find the one layout that fits.

    Raises
    ------
    FpstatsError
        None fits, or two do; the message names what was looked for.
    """
    lines = {
        rows: [headings(head, row, rows) for row in range(min(SEARCHED, len(head) - rows + 1))]
        for rows in {layout.heading_rows for layout in layouts}
    }
    tried = [(layout, *fit(layout, head, lines[layout.heading_rows])) for layout in layouts]
    matches = [match for _, match, _ in tried if match is not None]
    # A form that holds another (the monthly return holds the opening stocks) is the better fit.
    matches = [one for one in matches if not any(one.used < other.used for other in matches)]
    if len(matches) == 1:
        return matches[0]
    if matches:
        ids = ", ".join(match.layout.id for match in matches)
        raise FpstatsError(f"{name}: more than one layout fits: {ids}\nHint: choose with --layout")
    nearest = sorted(tried, key=lambda one: (len(one[2]), one[0].id))[:3]
    looked = "\n".join(
        f"- {layout.id}: no heading {', '.join(missing[:6])}{' …' if len(missing) > 6 else ''}"
        for layout, _, missing in nearest
    )
    seen = next((line for line in head if sum(map(bool, line)) > 1), head[0] if head else [])
    raise FpstatsError(
        f"{name}: no known layout fits\n{looked}\n"
        f"The first lines have: {', '.join(cell for cell in seen[:12] if cell) or 'nothing'}\n"
        "Hint: `fpstats layouts list` shows the known forms; describe yours in a file for --layout"
    )


# --- layouts as TOML --------------------------------------------------------------------------

_KEYS: Final = {
    "": {"title", "heading", "period", "area", "items", "optional", "totals", "long"},
    "heading": {"rows"},
    "period": {"columns", "title", "roc"},
    "area": {"columns", "parts", "level", "above", "aliases"},
    "long": {"value", "categories", "where"},
}


def parse(text: str, name: str, items: Iterable[str]) -> Layout:
    """Read one layout; `items` are the ids of the catalogue.

    Raises
    ------
    ConfigurationError
        The file is not TOML, or says something unknown; every fault is listed.
    """
    try:
        raw: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{name} is not TOML: {error}") from None
    known = set(items)
    faults = [f"{key}: no such field" for key in raw.keys() - _KEYS[""]]
    for table in _KEYS.keys() - {""}:
        extra = raw.get(table, {}).keys() - _KEYS[table]
        faults += [f"{table}.{key}: no such field" for key in extra]
    every = raw.get("items") == "all"
    listed = {item: [item] for item in sorted(known)} if every else raw.get("items", {})
    long = raw.get("long", {})
    where = long.get("where", {})
    if where == "all":
        where = {item: {next(iter(long["categories"])): [item]} for item in sorted(known)}
        long = {**long, "categories": {next(iter(long["categories"])): sorted(known)}}
    faults += [f"{item}: no such item" for item in sorted((listed.keys() | where.keys()) - known)]
    area, period = raw.get("area", {}), raw.get("period", {})
    if not area.get("columns"):
        faults.append("area.columns: missing")
    if not period.get("columns") and not period.get("title"):
        faults.append("period.columns: missing (or period.title = true)")
    if not listed and not where:
        faults.append("items: missing")
    if faults:
        raise ConfigurationError(
            f"layout {name} has {len(faults)} problems\n- " + "\n- ".join(faults)
        )
    return Layout(
        id=name,
        title=raw.get("title", {}),
        heading_rows=raw.get("heading", {}).get("rows", 1),
        period_columns=_headings(period.get("columns", ())),
        period_in_title=period.get("title", False),
        roc=period.get("roc", False),
        area_columns=_headings(area["columns"]),
        part_columns=_headings(area.get("parts", ())),
        level=area.get("level", "area"),
        above=tuple(Above(**one) for one in area.get("above", ())),
        aliases=_aliases(area.get("aliases", {})),
        items={
            item: tuple(
                _headings([one]) if isinstance(one, str) else _headings(one) for one in written
            )
            for item, written in listed.items()
        },
        optional=frozenset(known if every else raw.get("optional", ())),
        totals=frozenset(_headings(raw.get("totals", ()))),
        value_column=heading(long.get("value", "")),
        categories={heading(k): tuple(v) for k, v in long.get("categories", {}).items()},
        where={
            item: {heading(k): tuple(v) for k, v in chosen.items()}
            for item, chosen in where.items()
        },
    )


def _aliases(written: str | Mapping[str, str]) -> Mapping[str, str]:
    if isinstance(written, str):
        file = resources.files(__package__) / "layouts" / "aliases" / f"{written}.toml"
        written = tomllib.loads(file.read_text("utf-8"))
    return {plain(other): name for other, name in written.items()}


def _headings(written: Iterable[str]) -> tuple[str, ...]:
    return tuple(heading(one) for one in written)


@functools.cache
def _shipped() -> Mapping[str, str]:
    folder = resources.files(__package__) / "layouts"
    files = [file for file in folder.iterdir() if file.name.endswith(".toml")]
    return {
        file.name.removesuffix(".toml"): file.read_text("utf-8")
        for file in sorted(files, key=lambda file: file.name)
    }


def layouts(items: Iterable[str], own: str | Path | None = None) -> list[Layout]:
    """Return the shipped layouts; or the one named; or, given a file, that one alone.

    Raises
    ------
    ConfigurationError
        The name is no shipped layout and no file, or the file is wrong.
    """
    ids = tuple(items)
    if own is None:
        return [parse(text, name, ids) for name, text in _shipped().items()]
    if str(own) in _shipped():
        return [parse(_shipped()[str(own)], str(own), ids)]
    path = Path(own)
    if not path.is_file():
        raise ConfigurationError(
            f"{own} is neither a known layout nor a file\n"
            f"Hint: the known ones are {', '.join(_shipped())}"
        )
    return [parse(path.read_text("utf-8"), path.stem, ids)]
