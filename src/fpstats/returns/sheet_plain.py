"""The XML of a sheet as every spreadsheet program writes it, scanned by patterns, in blocks.

The patterns are strict: a cell that does not fit them, a comment or a section within the XML ends
the scan with `OddError`, and `sheet_odd.py`, which is slower, looks at it. Three times as fast as
a parser that calls Python for every element, which is why it exists.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from fpstats.patterns import pattern
from fpstats.returns import limits
from fpstats.returns.facts import Place, place, span
from fpstats.returns.found import Found, OddError

_TAG: Final = rb"<(?:\w+:)?"
_ATTRIBUTES: Final = rb'(?: (?!r=)[\w:]+="[^"<>]*")*?'
_CELL: Final = pattern(
    _TAG + rb"c(?=[\s/>])(?:" + _ATTRIBUTES + rb' r="([A-Z]{1,3})([0-9]{1,7})"(?=[\s/>]))?'
)
_ERROR: Final = pattern(
    _TAG + rb'c((?: [^<>]*)? t="e"[^<>]*)(?<!/)>(?:(?!</?(?:\w+:)?c[\s>]).)*', re.DOTALL
)
_FORMULA: Final = pattern(
    _TAG + rb"c( [^<>]*)>\s*" + _TAG + rb"f(?:\s[^<>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)"
    rb"\s*(?:" + _TAG + rb"v\b[^<>]*>([^<]*))?"
)
_VALUE: Final = pattern(_TAG + rb"v\b[^<>]*>([^<]+)<")
_PLACE: Final = pattern(rb' r="([A-Z]+[0-9]+)"')
_MERGED: Final = pattern(_TAG + rb'mergeCell\s[^<>]*?ref="([A-Z0-9:$]+)"')
_HIDDEN_ROW: Final = pattern(_TAG + rb'row(?=\s)(?=[^<>]*\shidden="(?:1|true)")[^<>]*?\sr="(\d+)"')
_HIDDEN_COLUMN: Final = pattern(_TAG + rb'col(?=\s)([^<>]*\shidden="(?:1|true)"[^<>]*)>')
_ENDS: Final = {b"min": pattern(rb'\smin="(\d+)"'), b"max": pattern(rb'\smax="(\d+)"')}
_MARGIN: Final = pattern(_TAG + rb"(?:odd|even|first)(?:Header|Footer)[^<>]*>([^<]+)")
_LISTED: Final = pattern(_TAG + rb"formula1[^<>]*>([^<]+)")
_SHARED: Final = pattern(rb' t="s"[^<>]*>\s*' + _TAG + rb"v>\s*(\d+)")
_BOUNDS: Final = (b"<row", b"<c ", b":row", b":c ", b"sheetData")
_HOLD: Final = (b"<v>", b"<v ", b":v>", b"<f", b":f", b"<is", b":is")
"""How what a cell holds may begin."""

_BEGINS: Final = pattern(_TAG + rb"(?:row|c)[\s/>]")
_PROLOG: Final = pattern(rb"^(?:\xef\xbb\xbf)?\s*<\?xml[^<>]*\?>")


def scan(chunks: Iterable[bytes], styles: Collection[int]) -> Found:
    """Return what a sheet has; `styles` are those whose cells are asked for, if they hold a number.

    Raises
    ------
    OddError
        The XML is not plain.
    BeyondError
        The sheet is too large.
    """
    found = Found()
    wanted = b"|".join(b"%d" % style for style in sorted(styles))
    shown = re.compile(_TAG + rb'c((?: [^<>]*)? s="(' + wanted + rb')"[^<>]*)(?<!/)>')
    for number, block in enumerate(blocks(chunks)):
        if number == 0:
            block = _PROLOG.sub(b"", block)
        if b"<!" in block or b"<?" in block:
            raise OddError
        _extent(block, found)
        found.strings += block.count(b' t="s"')
        if b't="e"' in block:
            _errors(block, found)
        if b"<f" in block or b":f" in block:
            _unstored(block, found)
        if styles:
            found.styled |= {
                _place(match[1]): int(match[2])
                for match in shown.finditer(block)
                if b' t="' not in match[1] or b' t="n"' in match[1]
            }
        if b"mergeCell" in block:
            found.merge(span(text.decode()) for text in _MERGED.findall(block))
        if b"hidden=" in block:
            found.hidden_rows.update(int(row) - 1 for row in _HIDDEN_ROW.findall(block))
            found.hidden_columns += map(_columns, _HIDDEN_COLUMN.findall(block))
        if b"Header" in block or b"Footer" in block:
            found.margins += map(_text, _MARGIN.findall(block))
        if b"formula1" in block:
            found.listed += map(_text, _LISTED.findall(block))
    return found


def shared(chunks: Iterable[bytes]) -> Iterator[int]:
    """Yield the number of the shared text of every cell that has one."""
    for block in blocks(chunks):
        yield from map(int, _SHARED.findall(block))


def blocks(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the XML in blocks that begin and end between two rows or two cells.

    Raises
    ------
    OddError
        A cell takes more room than any may.
    """
    rest = b""
    for chunk in chunks:
        rest += chunk
        # A prefix stands before its colon.
        cut = rest.rfind(b"<", 0, max(map(rest.rfind, _BOUNDS)) + 1)
        if cut <= 0 and not _BEGINS.match(rest):
            cut = rest.rfind(b"<")
        if cut > 0:
            yield rest[:cut]
            rest = rest[cut:]
        if len(rest) > limits.MOST_CELL:
            raise OddError
    yield rest


def _extent(block: bytes, found: Found) -> None:
    cells = _CELL.findall(block)
    letters = {letter for letter, _ in cells}
    if b"" in letters:
        raise OddError
    columns = {place(f"{letter.decode()}1")[1] + 1 for letter in letters}
    rows = set(map(int, {row for _, row in cells}))
    found.extend(rows, columns, len(cells), sum(map(block.count, _HOLD)) - block.count(b"<v></v>"))


def _place(attributes: bytes) -> Place:
    match = _PLACE.search(attributes)
    if match is None:
        raise OddError
    return place(match[1].decode())


def _text(raw: bytes) -> str:
    return html.unescape(raw.decode("utf-8", "replace"))


def _errors(block: bytes, found: Found) -> None:
    for match in _ERROR.finditer(block):
        value = _VALUE.search(match[0])
        if value is not None:
            found.errors[_place(match[1])] = value[1].decode("utf-8", "replace").strip()


def _unstored(block: bytes, found: Found) -> None:
    for match in _FORMULA.finditer(block):
        attributes, value = match.groups()
        # A formula whose result is the empty text has a value: that text.
        if not (value or b"").strip() and (value is None or b' t="str"' not in attributes):
            found.unstored.add(_place(attributes))


def _columns(attributes: bytes) -> tuple[int, int]:
    first, last = (pattern.search(attributes) for pattern in _ENDS.values())
    if first is None or last is None:
        raise OddError
    return int(first[1]) - 1, int(last[1]) - 1
