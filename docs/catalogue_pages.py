"""Pages of the reference that are made of data files: indicators, items and layouts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from markdown import block, code, first_comment, table

from fpstats import catalogue, locale
from fpstats.catalogue.wording import NOTES
from fpstats.returns.forms import layouts
from fpstats.returns.layout import Layout

CATALOGUE: Final = catalogue.load()


def indicators() -> Iterator[str]:
    """Yield every indicator: first all in a table, then each in full."""
    yield from (
        "# Indicators · 指标",
        "",
        "What can be computed. A name in any of its forms may stand after `-i`. How to add one, or",
        "to change one: [your own catalogue](../how-to/catalogue.md).",
        "以下为可计算的指标；`-i` 之后可写标识、中文名、英文名或别名。增改方法见"
        "[自己的指标目录](../how-to/catalogue.zh.md)。",
        "",
    )
    known = CATALOGUE.indicators.values()
    yield from table(
        ("id", "名称", "title", "unit", "status"),
        (
            (f"[`{one.id}`](#{one.id})", one.title.zh, one.title.en, one.unit_of("en"), one.status)
            for one in known
        ),
    )
    for one in known:
        yield f"## {one.id}"
        yield ""
        yield f"**{one.title.zh} · {one.title.en}**"
        yield ""
        yield one.definition.zh
        yield ""
        yield one.definition.en
        yield ""
        yield from table(("", ""), _facts(one))
    yield from (
        "## How an indicator is written",
        "",
        "The comment at the head of the shipped file:",
        "",
    )
    yield from block(first_comment("fpstats.catalogue", "indicators.toml"))


def _facts(one: catalogue.Indicator) -> Iterator[tuple[str, str]]:
    low, high = one.bounds or (0, 0)
    yield "公式", one.formula(CATALOGUE, "zh")
    yield "formula", one.formula(CATALOGUE, "en")
    yield "items", ", ".join(f"[`{key}`](items.md#{key})" for key in one.items)
    yield "kind", f"`{one.kind}`"
    yield "unit, decimals", f"{one.unit_of('zh')} · {one.unit_of('en')}, {one.decimals}"
    if one.population:
        words = NOTES[one.population]
        yield "population", f"`{one.population}`: {words.zh} · {words.en}"
    yield "interval", f"[`{one.interval}`](methods/{one.interval}.md)" if one.interval else "none"
    ways = [locale.text(lang, "direction", one.direction, low=f"{low:g}", high=f"{high:g}")
            for lang in ("zh", "en")]  # fmt: skip
    yield "direction", f"`{one.direction}`: {ways[0]} · {ways[1]}"
    states = [locale.text(lang, "status", one.status) for lang in ("zh", "en")]
    yield "status", f"`{one.status}`: {states[0]} · {states[1]}"
    if one.aliases:
        yield "also called", "、".join(one.aliases)
    yield "source", one.source


def items() -> Iterator[str]:
    """Yield every item: its names, and what is computed from it."""
    yield from (
        "# Items · 报表项目",
        "",
        "The numbers that stand on returns. A *flow* is what happened in the period and is added",
        "up over months; a *stock* is what there was at its end and is never added up over months.",
        "",
        "报表上的数字。流量为期内发生数，可按月累加；存量为期末时点数，不可按月累加。",
        "",
    )
    for one in CATALOGUE.items.values():
        uses = [key for key, i in CATALOGUE.indicators.items() if one.id in i.items]
        yield f"## {one.id}"
        yield ""
        kind = {"flow": "流量 · flow", "stock": "存量 · stock"}[one.type]
        yield f"**{one.title.zh} · {one.title.en}** ({kind}, {one.unit.zh} · {one.unit.en})"
        yield ""
        if one.aliases:
            yield f"Also called · 又称：{'、'.join(one.aliases)}"
            yield ""
        if uses:
            yield "Used by · 用于：" + ", ".join(f"[`{k}`](indicators.md#{k})" for k in uses)
            yield ""


def layout_pages() -> Iterator[str]:
    """Yield every shipped layout: how it looks, and which heading is which item."""
    known = layouts(CATALOGUE.items)
    yield from (
        "# Layouts · 表式",
        "",
        "The forms that are recognised by their headings. Yours is not among them? Describe it:",
        "[your own layout file](../how-to/layouts.md).",
        "以下表式按表头自动识别。没有自己的表式，见[自己的表式文件](../how-to/layouts.zh.md)。",
        "",
    )
    for one in known:
        yield f"- [`{one.id}`](#{one.id}): {one.title['zh']} · {one.title['en']}"
    yield ""
    for one in known:
        yield from (f"## {one.id}", "", f"{one.title['zh']} · {one.title['en']}", "")
        yield from table(("", ""), _looks(one))
        yield from _headings(one)
    yield from ("## How a layout is written", "", "The comment at the head of a shipped file:", "")
    comment = first_comment(
        "fpstats.returns",
        "layouts/tidy.toml",
        "How a layout is written (this comment serves for all of them):",
    )
    yield from block(comment)


def _looks(one: Layout) -> Iterator[tuple[str, str]]:
    yield "heading rows", str(one.heading_rows)
    place = code(*one.period_columns)
    yield "period", place or "in a title line above the headings"
    if one.roc:
        yield "years", "of the Republic, where they have two or three digits"
    yield "area", code(*one.area_columns)
    if one.part_columns:
        yield "parts of an area, added up", code(*one.part_columns)
    yield "level", f"`{one.level}`"
    if one.above:
        ways = (a.name or f"the first {a.characters} characters of the name" for a in one.above)
        yield (
            "above",
            "; ".join(f"`{a.level}` ({way})" for a, way in zip(one.above, ways, strict=True)),
        )
    if one.totals:
        yield "lines of totals, left out", code(*sorted(one.totals))
    if one.value_column:
        yield "value", f"`{one.value_column}`"


def _headings(one: Layout) -> Iterator[str]:
    if all(written == ((item,),) for item, written in one.items.items()) and not (
        one.where and any(len(chosen) != 1 for chosen in one.where.values())
    ):
        yield from ("Every [item](items.md), under its own id.", "")
        return
    rows: list[tuple[str, str, str]] = []
    for item, written in one.items.items():
        ways = " or ".join(" + ".join(f"`{part}`" for part in way) for way in written)
        may = " (need not be there)" if item in one.optional else ""
        rows.append((f"[`{item}`](items.md#{item})", CATALOGUE.items[item].title.zh, ways + may))
    for item, chosen in one.where.items():
        ways = "; ".join(f"`{name}` is {' or '.join(v)}" for name, v in chosen.items())
        title = CATALOGUE.items[item].title.zh
        rows.append((f"[`{item}`](items.md#{item})", title, ways or "every line"))
    yield from table(("item", "项目", "heading"), rows)
