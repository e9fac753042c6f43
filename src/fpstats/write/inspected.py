"""How files were read, as sections of one page: for a terminal, Markdown, HTML, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from fpstats.locale import text, texts
from fpstats.write import markdown, page, terminal
from fpstats.write.grid import Column, Section
from fpstats.write.report import Options

FORMATS: Final = ("table", "json", "md", "html")

_PLAIN: Final = ("area", "period", "sequence", "code", "remark", "group", "part", "unit")
"""Columns that need no mention unless all are asked for."""


def render(
    sheets: Sequence[Mapping[str, Any]],
    format: str,  # noqa: A002
    lang: str,
    *,
    every: bool,
    colour: bool,
) -> Iterator[bytes]:
    """Yield the page; `every` lists all columns, else those that are worth a look."""
    if format == "json":
        yield (json.dumps(list(sheets), ensure_ascii=False, indent=1) + "\n").encode()
        return
    found = [one for sheet in sheets for one in sections(sheet, lang, every=every)]
    if format == "html":
        yield from page.of_sections(text(lang, "inspect", "page"), found, lang)
    elif format == "md":
        yield from markdown.of_sections(found)
    else:
        yield from terminal.of_sections(found, Options(lang=lang, colour=colour))


def sections(sheet: Mapping[str, Any], lang: str, *, every: bool) -> Iterator[Section]:
    """Yield what there is to say of one sheet."""
    name = f"{sheet['path']}[{sheet['sheet']}]" if sheet["sheet"] else sheet["path"]
    yield _table(name, ("setting", "content"), _facts(sheet, lang), lang)
    for table in sheet["tables"]:
        columns = [one for one in table["columns"] if every or _notable(one)]
        if columns:
            rest = len(table["columns"]) - len(columns)
            captions = (text(lang, "inspect", "rest", count=rest),) if rest else ()
            rows = [_column(one, lang) for one in columns]
            heads = ("column", "heading", "read_as", "why")
            yield _table(text(lang, "inspect", "columns"), heads, rows, lang, captions)
    told = [*sheet["guesses"], *sheet["findings"]]
    if told:
        words = texts(lang)["severity"]
        rows = [[words[one["severity"]], one["cell"] or "", one["message"]] for one in told]
        title = text(lang, "inspect", "told")
        yield _table(title, ("severity", "cell", "message"), rows, lang)


def _table(
    title: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    lang: str,
    captions: tuple[str, ...] = (),
) -> Section:
    known = texts(lang)
    headings = [known["inspect"].get(f"head_{one}") or known["heading"][one] for one in heads]
    columns = [Column(head, [row[at] for row in rows]) for at, head in enumerate(headings)]
    return Section(title, tuple(columns), captions)


def _facts(sheet: Mapping[str, Any], lang: str) -> list[list[str]]:
    def say(key: str, **fields: object) -> str:
        return text(lang, "inspect", key, **fields)

    kind = sheet["container"].removeprefix(".")
    encoding = f"{kind} · {sheet['encoding']}" if sheet["encoding"] else kind
    facts = [[say("container"), encoding]] if kind else []
    if sheet["refused"] is not None:
        # A reason may be long: each of its lines has a row of its own.
        said = sheet["refused"].splitlines()
        return [*facts, *([say("refused") * (not row), line] for row, line in enumerate(said))]
    if sheet["left_out"]:
        facts.append([say("left_out"), sheet["left_out"]])
    for number, table in enumerate(sheet["tables"], 1):
        several = f" {number}" if len(sheet["tables"]) > 1 else ""
        facts += [[label + several, value] for label, value in _about(table, lang)]
    lines = sheet["lines"]
    parts = [say("part", kind=say(f"line_{key}"), count=lines[key])
             for key in _KINDS if lines[key]]  # fmt: skip
    facts.append([say("lines"), say("sum", read=lines["read"], parts=" + ".join(parts))])
    facts += [
        [say("refused_lines"), say("reason", rows=_rows(one["rows"]), why=_reason(one, lang))]
        for one in lines["reasons"]
    ]
    totals = sheet["totals"]
    if totals["lines"]:
        made, agreed = totals["compared"], totals["agreed"]
        key = "totals_agree" if made == agreed else "totals_differ"
        said = {"lines": totals["lines"], "made": made, "agreed": agreed, "count": made - agreed}
        facts.append([say("totals"), say(key if made else "totals_alone", **said)])
    if sheet["areas"] is not None:
        unmatched = sheet["areas"]["unmatched"]
        names = "".join(
            say("unmatched", area=one["area"], cell=one["cell"] or "", nearest=one["nearest"])
            for one in unmatched
        )
        facts.append([say("areas"), say("matched", count=sheet["areas"]["matched"]) + names])
    return facts


_KINDS: Final = ("title", "heading", "data", "total", "group", "note", "blank", "refused")


def _rows(rows: Sequence[int]) -> str:
    return ", ".join(map(str, rows[:12])) + (" …" if len(rows) > 12 else "")


def _reason(one: Mapping[str, Any], lang: str) -> str:
    known = texts(lang)["inspect"]
    return known.get(f"why_{one['code']}", one["code"])


def _about(table: Mapping[str, Any], lang: str) -> Iterator[tuple[str, str]]:
    def say(key: str, **fields: object) -> str:
        return text(lang, "inspect", key, **fields)

    layout = say("recognised") if table["recognised"] else table["layout"]
    yield say("layout"), layout
    if table["turned"]:
        yield say("headings"), say("turned")
    else:
        first, last = table["headings"]
        rows = str(first) if first == last else f"{first}–{last}"
        yield say("headings"), say("rows", rows=rows)
    periods = []
    for one in table["periods"]:
        place = " ".join(filter(None, (one["cell"], one["text"])))
        where = say(f"from_{one['from']}", place=place)
        periods.append(f"{one['period'] or ''} {where}".strip())
    for said in dict.fromkeys(periods):
        yield say("period"), said
    if table["contradiction"]:
        yield say("contradiction"), say("against", **table["contradiction"])
    area = table["area"]
    yield say("area"), area["name"] or say("area_column", column=area["column"])
    if table["unit"] != 1:
        yield say("unit"), say("times", scale=table["unit"])


def _notable(one: Mapping[str, Any]) -> bool:
    if one["role"] == "item":
        return bool(one["others"]) or one["why"] not in ("name", "words", "layout")
    return one["role"] not in _PLAIN or one["why"] == "content"


def _column(one: Mapping[str, Any], lang: str) -> list[str]:
    known = texts(lang)["inspect"]
    read_as = one["title"] or known[f"role_{one['role']}"]
    if one["at_end"]:
        read_as += f" · {known['time_end']}"
    elif one["time"] in ("month", "to_date"):
        read_as += f" · {known['time_' + one['time']]}"
    if one["role"] == "item" and one["scale"] != 1:
        read_as += f" × {one['scale']}"
    why = known[f"by_{one['why']}"] if one["role"] in ("item", "area", "period") else ""
    if one["others"]:
        why += known["or_else"].format(others=", ".join(one["others"]))
    return [one["column"] or "", one["heading"], read_as, why]
