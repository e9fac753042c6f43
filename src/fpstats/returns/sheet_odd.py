"""The XML of a sheet however it is written: read element by element, exactly, and slowly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import Final
from xml.parsers import expat

from fpstats.returns import limits
from fpstats.returns.facts import place, span
from fpstats.returns.found import Found, OddError

_TRUE: Final = ("1", "true")
_MARGINS: Final = tuple(
    page + place for page in ("odd", "even", "first") for place in ("Header", "Footer")
)


def scan(chunks: Iterable[bytes], styles: Collection[int]) -> Found:
    """Return what a sheet has; `styles` are those whose cells are asked for, if they hold a number.

    Raises
    ------
    OddError
        It is no XML, or an address in it is none.
    BeyondError
        The sheet is too large.
    """
    sheet = _Elements(frozenset(map(str, styles)))
    parser = expat.ParserCreate(namespace_separator="\t")
    parser.StartElementHandler = sheet.start
    parser.EndElementHandler = sheet.end
    parser.CharacterDataHandler = sheet.text
    size = 0
    try:
        for chunk in chunks:
            size += len(chunk)
            if size > limits.MOST_ODD:
                raise OddError
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError):
        raise OddError from None
    return sheet.found


class _Elements:
    """Takes in elements as they come."""

    def __init__(self, styles: frozenset[str]) -> None:
        self.found = Found(used=Counter())
        self._styles = styles
        self._row = self._column = -1
        self._cell: dict[str, str] = {}
        self._inside = ""
        self._has: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = name.rpartition("\t")[2]
        if kind == "c":
            if "r" in attributes:
                self._row, self._column = place(attributes["r"])
            else:
                self._column += 1
            self._cell, self._has = attributes, {}
            self.found.extend((self._row + 1,), (self._column + 1,), 1, 1)
        elif kind == "row":
            self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
            self._column = -1
            if attributes.get("hidden") in _TRUE:
                self.found.hidden_rows.add(self._row)
        elif kind in ("f", "v", "formula1", *_MARGINS):
            self._inside = kind
            self._has[kind] = ""
        elif kind == "mergeCell" and "ref" in attributes:
            self.found.merge([span(attributes["ref"])])
        elif kind == "col" and attributes.get("hidden") in _TRUE:
            ends = int(attributes["min"]) - 1, int(attributes["max"]) - 1
            self.found.hidden_columns.append(ends)

    def text(self, text: str) -> None:
        if self._inside:
            self._has[self._inside] += text

    def end(self, name: str) -> None:
        kind = name.rpartition("\t")[2]
        if kind == self._inside:
            self._inside = ""
            if (text := self._has[kind]) and kind not in ("f", "v"):
                (self.found.margins if kind in _MARGINS else self.found.listed).append(text)
        if kind != "c":
            return
        found, spot, has = self.found, (self._row, self._column), self._has
        form, value = self._cell.get("t", "n"), has.get("v", "").strip()
        if form == "e" and value:
            found.errors[spot] = value
        elif "f" in has and not value and not (form == "str" and "v" in has):
            found.unstored.add(spot)
        elif form == "s" and value and found.used is not None:
            found.strings += 1
            found.used[int(value)] += 1
        style = self._cell.get("s", "")
        if form == "n" and value and style in self._styles:
            found.styled[spot] = int(style)
