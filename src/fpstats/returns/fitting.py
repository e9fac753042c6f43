"""Which layout a sheet fits, by its headings; and what was looked for where none does."""

from __future__ import annotations

import difflib
import functools
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

from fpstats.errors import FpstatsError
from fpstats.locale import say, several
from fpstats.patterns import pattern
from fpstats.returns.layout import Dated, Layout, Match
from fpstats.returns.titles import title_period
from fpstats.returns.unseen import seen

SEARCHED: Final = 15
"""How many lines from the top a heading is looked for in."""


@functools.lru_cache(maxsize=65_536)
def heading(text: str) -> str:
    """Return a heading without spaces, line breaks and full-width forms."""
    return "".join(unicodedata.normalize("NFKC", seen(text)).split())


_ERA_YEAR: Final = pattern(r"(^|/)(令和|平成|昭和)(\d{1,2}|元)年度?(/|$)")
"""A heading that says of which year the columns below it are, and is another one every year."""


@functools.lru_cache(maxsize=65_536)
def _of_any_year(joined: str) -> str:
    return _ERA_YEAR.sub(r"\1", joined)


def headings(lines: Sequence[Sequence[str]], row: int, rows: int) -> list[str]:
    """Join lines of headings, each plain already, into one heading a column, `parent/child`.

    A merged parent stands in its first cell only; it is carried to the right over blank cells that
    have a child below them.
    """
    joined = list(lines[row])
    for below in range(row + 1, row + rows):
        children = list(lines[below])
        width = max(len(joined), len(children))
        joined += [""] * (width - len(joined))
        children += [""] * (width - len(children))
        carried = ""
        for column, child in enumerate(children):
            carried = joined[column] or (carried if child else "")
            both = carried and child and carried != child
            joined[column] = f"{carried}/{child}" if both else carried or child
    return [_of_any_year(one) for one in joined]


def fit(
    layout: Layout, head: Sequence[Sequence[str]], lines: Sequence[Sequence[str]], seen: set[str]
) -> tuple[Match | None, list[str]]:
    """Try a layout on the heading lines of a sheet: the match, or the headings that are missing.

    `seen` is what stands in any of the lines.
    """
    if not layout.same and seen.isdisjoint(layout.area_columns):
        return None, _all_of(layout)
    best = _all_of(layout)
    for row, names in enumerate(lines):
        if not names:
            continue
        found, missing = _fit_at(layout, head, row, names)
        if found is not None:
            return found, []
        best = min(best, missing, key=len)
    return None, best


def _all_of(layout: Layout) -> list[str]:
    return ["|".join(layout.area_columns), *layout.items, *layout.categories]


def _fit_at(
    layout: Layout, head: Sequence[Sequence[str]], row: int, names: Sequence[str]
) -> tuple[Match | None, list[str]]:
    missing: list[str] = []
    if layout.same:
        names = [layout.same.get(name, name) for name in names]
    if not any(name in names for name in layout.area_columns):
        # Most lines are no heading of this form; say so without looking for every item.
        return None, _all_of(layout)
    place = {name: column for column, name in reversed(list(enumerate(names))) if name}

    def first_of(alternatives: Iterable[str]) -> int | None:
        return next((place[name] for name in alternatives if name in place), None)

    area = first_of(layout.area_columns)
    period = first_of(layout.period_columns)
    in_title = title_period(head[:row]) if layout.period_in_title else None
    if period is None and in_title is None:
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
        top=row,
        first=row + layout.heading_rows,
        width=len(names),
        area=area,
        period=period,
        items=items,
        value=value,
        categories={name: place[name] for name in layout.categories},
        parts=tuple(place[name] for name in layout.part_columns if name in place),
        title_period=in_title,
        dated=Dated(origin="title", text=in_title) if period is None and in_title else None,
        headings={column: name for column, name in enumerate(names) if name},
    )
    return match, []


def fitting(name: str, head: Sequence[Sequence[str]], layouts: Sequence[Layout]) -> Match | None:
    """Find the one layout that fits; None where none does.

    Raises
    ------
    FpstatsError
        Two layouts fit.
    """
    matches = [match for _, match, _ in tried(head, layouts) if match is not None]
    # A form that holds another (the monthly return holds the opening stocks) is the better fit.
    matches = [one for one in matches if not any(one.used < other.used for other in matches)]
    if len(matches) > 1:
        ids = several(match.layout.id for match in matches)
        raise FpstatsError(say("error", "several_layouts", name=name, layouts=ids))
    return matches[0] if matches else None


def tried(
    head: Sequence[Sequence[str]], layouts: Sequence[Layout]
) -> list[tuple[Layout, Match | None, list[str]]]:
    """Try every layout on a sheet: its match, or the headings that it misses."""
    most = max((layout.heading_rows for layout in layouts), default=0)
    plain = [[heading(cell) for cell in line] for line in head[: SEARCHED + most]]
    # Most lines are no headings; to join them would take longer than all else.
    words = _words_of_areas(
        tuple(name for one in layouts for name in (*one.area_columns, *one.same))
    )
    heads = [not words.isdisjoint(line) for line in plain]
    lines = {
        rows: [
            headings(plain, row, rows) if any(heads[row : row + rows]) else []
            for row in range(min(SEARCHED, len(head) - rows + 1))
        ]
        for rows in {layout.heading_rows for layout in layouts}
    }
    seen = {rows: {name for names in found for name in names} for rows, found in lines.items()}
    return [
        (layout, *fit(layout, head, lines[layout.heading_rows], seen[layout.heading_rows]))
        for layout in layouts
    ]


@functools.cache
def _words_of_areas(names: tuple[str, ...]) -> frozenset[str]:
    """Return what stands in a cell that is, or is part of, the heading of a column of areas."""
    parts = (name.split("/") for name in names)
    return frozenset(
        "/".join(part[start:end])
        for part in parts
        for start in range(len(part))
        for end in range(start + 1, len(part) + 1)
    )


def unfit(
    name: str, head: Sequence[Sequence[str]], layouts: Sequence[Layout], headed: str = ""
) -> FpstatsError:
    """Return the error that says what was looked for in a sheet that no layout fits.

    `headed` is what is said of its headings, where they were looked at without a layout: then no
    layout was asked for, and what each of them misses says nothing to who wrote the sheet.
    """
    if headed:
        return FpstatsError(say("error", "no_items", name=name, looked=headed))
    nearest = sorted(tried(head, layouts), key=lambda one: (len(one[2]), one[0].id))[:3]
    present = list(
        dict.fromkeys(heading(cell) for line in head[:SEARCHED] for cell in line if cell)
    )
    lines = [
        say("error", "looked_for", layout=layout.id, headings=_first(missing, present))
        for layout, _, missing in nearest
    ]
    looked = "\n".join(lines)
    seen = next((line for line in head if sum(map(bool, line)) > 1), head[0] if head else [])
    cells = several(cell for cell in seen[:12] if cell) or say("error", "nothing")
    return FpstatsError(say("error", "no_layout", name=name, looked=looked, cells=cells))


def _first(missing: Sequence[str], seen: Sequence[str]) -> str:
    """Write the first headings that are missing, each with the one in the sheet that is like it."""
    texts = [text + _near(text, seen) for text in missing[:6]]
    return several(texts) + (" …" if len(missing) > 6 else "")


def _near(missing: str, seen: Sequence[str]) -> str:
    names = missing.split("|")
    like = [one for name in names for one in difflib.get_close_matches(name, list(seen), n=1)]
    return say("error", "heading_like", headings=like[0]) if like else ""
