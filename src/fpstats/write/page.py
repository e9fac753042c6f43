"""Sections → one self-contained HTML page, for mail and for printing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Final

from fpstats.locale import text
from fpstats.write import about, long, plain, wide
from fpstats.write.document import Document
from fpstats.write.grid import Column, Section, first_rows
from fpstats.write.guard import is_formula, one_line
from fpstats.write.report import Options, Report, What

# `mso-number-format` makes Excel keep text as text when it opens or pastes the page: neither a
# formula nor, for the rank 3/24, the 24th of March.
_STYLE: Final = r"""
body{font:14px/1.5 "Noto Sans CJK SC","Microsoft YaHei","PingFang SC",sans-serif}
body{margin:2em;color:#222}
h1{font-size:1.4em}h2{font-size:1.1em;margin:1.8em 0 .4em}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{padding:.2em .6em;text-align:left;vertical-align:top;border-bottom:1px solid #ddd}
th,td{white-space:nowrap}td.w{white-space:normal;min-width:18em}
th{border-bottom:2px solid #888;background:#f4f4f4}
.n{text-align:right}.t{mso-number-format:"\@"}
.met{color:#176b2c}.missed{color:#b3261e}.chance{color:#8a5a00}
figure{margin:1em 0}figure svg{max-width:100%;height:auto}
.caption{color:#555;margin:.4em 0;font-size:.9em}
@media print{body{margin:0;font-size:10pt}h2{break-after:avoid}tr{break-inside:avoid}}
"""
PROSE: Final = 40
"""From how many characters on a cell is prose, which may wrap; names and numbers never do."""

_LANGUAGES: Final = {"zh": "zh-CN", "en": "en"}


def html(what: What, options: Options) -> Iterator[bytes]:
    """Yield the page: results and notes, then findings, definitions and the run record."""
    lang = options.lang
    title = escape(what.title if isinstance(what, Document) else text(lang, "write", "page"))
    yield _head(title, lang)
    if isinstance(what, Report):
        yield f"<h1>{title}</h1>\n".encode()
        yield from _report(what, options)
    elif isinstance(what, Document):
        yield f"<h1>{title}</h1>\n".encode()
        yield from _said(what.notes)
        for one in what.sections:
            yield from _drawn(one.filled())
        yield from _pictures(what, lang)
    else:
        yield from _drawn(plain.section(what, lang).filled())
    yield b"</body>\n</html>\n"


def of_sections(title: str, sections: Iterable[Section], lang: str) -> Iterator[bytes]:
    """Yield a page of sections that are no table of ours."""
    yield _head(escape(title), lang)
    yield f"<h1>{escape(title)}</h1>\n".encode()
    for section in sections:
        yield from _drawn(section)
    yield b"</body>\n</html>\n"


def _head(title: str, lang: str) -> bytes:
    return (
        f'<!DOCTYPE html>\n<html lang="{_LANGUAGES[lang]}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
    ).encode()


def fragment(what: What, lang: str, limit: int) -> str:
    """Return the first rows as tables without a page around them, as notebooks show them."""
    if isinstance(what, Report):
        sections = first_rows(long.sections(what, lang), limit)
    else:
        sections = iter((plain.section(what.slice(0, limit), lang),))
    left = what.num_rows - limit if not isinstance(what, Report) else what.table.num_rows - limit
    chunks = [chunk for section in sections for chunk in _drawn(section.filled())]
    if left > 0:
        chunks += _said((text(lang, "write", "left_out", count=left),))
    return b"".join(chunks).decode()


def _report(report: Report, options: Options) -> Iterator[bytes]:
    lang = options.lang
    wanted: Iterable[Section] = long.sections(report, lang)
    if options.shape == "wide":
        wanted = (wide.section(report, lang, options.columns),)
    for section in wanted:
        yield from _drawn(section)
    empty = () if report.table.num_rows else (text(lang, "write", "no_rows"),)
    yield from _said((*empty, *report.notes))
    for section in (about.issues(report, lang), about.definitions(report, lang)):
        if section.rows:
            yield from _drawn(section.filled())
    for section in about.provenance(report, lang):
        yield from _drawn(section)


def _drawn(section: Section) -> Iterator[bytes]:
    if section.title:
        yield f"<h2>{_escaped(section.title)}</h2>\n".encode()
    heads = (f"<th{_class(c, text=True)}>{_escaped(c.heading)}</th>" for c in section.columns)
    yield f"<table>\n<thead><tr>{''.join(heads)}</tr></thead>\n<tbody>\n".encode()
    cells = [_cells(column) for column in section.columns]
    yield "".join(f"<tr>{''.join(row)}</tr>\n" for row in zip(*cells, strict=True)).encode()
    yield b"</tbody>\n</table>\n"
    yield from _said(section.captions)


def _pictures(what: Document, lang: str) -> Iterator[bytes]:
    """Yield the charts as drawings in the page; without the libraries, that they are lacking."""
    charts = what.charts()
    if not charts:
        return
    try:
        from fpstats.write.charts.drawing import svg
    except ModuleNotFoundError as lacking:
        yield from _said((text(lang, "write", "no_pictures", module=lacking.name),))
        return
    yield from _said((what.charts_said,))
    yield f"<figure>{svg(charts)}</figure>\n".encode()


def _said(sentences: Iterable[str]) -> Iterator[bytes]:
    for sentence in sentences:
        yield f'<p class="caption">{_escaped(sentence)}</p>\n'.encode()


def _cells(column: Column) -> list[str]:
    rows = zip(
        column.texts(), column.values, column.styles or [""] * len(column.values), strict=True
    )
    return [
        f"<td{_class(column, text=isinstance(value, str), style=style, wide=len(cell) > PROSE)}>"
        f"{_escaped(cell)}</td>"
        for cell, value, style in rows
    ]


def _class(column: Column, *, text: bool, style: str = "", wide: bool = False) -> str:
    names = ["n"] * column.right + ["t"] * text + ["w"] * wide + [style] * bool(style)
    return f' class="{" ".join(names)}"' if names else ""


def _escaped(cell: str) -> str:
    line = one_line(cell)
    first = f"&#{ord(line[0])};" if is_formula(line) else ""
    return first + escape(line[1:] if first else line)
