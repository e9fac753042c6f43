"""Screens a sheet for data about persons by its values, before anything of it is repeated.

Every cell of a workbook is looked at, hidden or not, its comments and the names of its sheets too;
of a text file the first lines, and rows of figures throughout; of a table a sample. The message
names the place and the kind, never a value.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, Final

import polars as pl

from fpstats.errors import PersonalDataError
from fpstats.locale import say
from fpstats.patterns import pattern
from fpstats.returns import figures, intact, persons
from fpstats.returns.containers import FrameSheet, TextSheet
from fpstats.returns.sheet import Sheet, full_name
from fpstats.returns.workbooks import GridSheet

SAMPLED_ROWS: Final = 20_000
"""Of a larger table so many rows are looked at, evenly spread."""

_SIGNED: Final = pattern(r"填报|填表|填報|制表|审核|審核|负责|負責|报送|联系|聯絡|电话|電話|传真")
"""A line of the form itself: who filled it in, and where the office can be reached."""

_CODES: Final = pattern(r'&(?:"[^"]*"|K[0-9A-F]{6}|[0-9]{1,2}|[A-Za-z])')
"""What stands between the texts of a page header: place, font, size."""

OF_AREAS: Final = pattern(
    r"单位|單位|地区|地區|区域|區域|区划|乡|鄉|镇|鎮|村|街道|社区|社區|居委|项目|項目|指标|指標|名称|名稱"
    r"|area|town|village|district|county|province|city|name|item|site",
    re.IGNORECASE,
)
"""What a column of places or items is headed: words that look like names are none there."""

_HEADINGS: Final = 8
"""How many cells above a column may be its heading."""


def refuse_persons(sheet: Sheet) -> None:
    """Refuse a sheet that holds data about persons.

    Raises
    ------
    PersonalDataError
        There is an identity number, a mobile number that is not part of the form, or a column of
        names or addresses.
    """
    if sheet.name and (kind := persons.of_text(sheet.name)):
        raise _error(f"{sheet.path}[…]", kind)
    place = full_name(sheet.path, sheet.name)
    for (row, column), words in sheet.facts.comments.items():
        if kind := persons.of_text(words):
            where = say("personal", "comment", cell=sheet.address(column, row + 1))
            raise _error(f"{place}!{where}", kind)
    _refuse_beside(place, sheet)
    match sheet:
        case GridSheet():
            _refuse_lines(place, sheet, enumerate(sheet.cells, 1))
        case TextSheet():
            _refuse_lines(place, sheet, enumerate(sheet.first_lines, 1))
            _refuse_figures(place, sheet)
        case FrameSheet():
            _refuse_frame(place, sheet)


def _refuse_beside(place: str, sheet: Sheet) -> None:
    """Look at what a workbook has beside its cells: page margins, lists of choices, names."""
    facts = sheet.facts
    for where, texts in (
        ("margin", [_CODES.sub(" ", text) for text in facts.margins]),
        ("choices", facts.listed),
        ("defined_name", facts.defined),
    ):
        found = f"{sheet.path if where == 'defined_name' else place}!{say('personal', where)}"
        for text in texts:
            kind = persons.of_text(text)
            if kind and not (kind == "telephone_number" and _is_signed([text])):
                raise _error(found, kind)
            listed = persons.of_column(text.strip('"').split(",")) if text[:1] == '"' else None
            if listed is not None:
                raise _error(found, listed[0])


def _error(place: str, kind: str) -> PersonalDataError:
    return PersonalDataError(say("error", "person", place=place, kind=say("personal", kind)))


def _refuse_lines(
    place: str,
    sheet: Sheet,
    lines: Iterable[tuple[int, Sequence[Any]]],
    columns_of: Sequence[int] = range(16_384),
) -> None:
    """Look at every cell, and then at what the texts of each column have in common.

    Each line comes with its number; `columns_of` tells which columns of the sheet its cells are.
    """

    def address(column: int, row: int) -> str:
        return f"{place}!{sheet.address(columns_of[column], row)}"

    columns: dict[int, list[tuple[int, str]]] = defaultdict(list)
    numbered: dict[int, list[int]] = defaultdict(list)
    signed: dict[int, list[int]] = defaultdict(list)
    for row, line in lines:
        for column, cell in enumerate(line):
            if type(cell) is str:
                if len(cell) < 2:
                    continue
                kind = persons.of_text(cell) if len(cell) >= persons.SHORTEST else None
                if kind == "telephone_number" and _is_signed(line):
                    signed[column].append(row)
                elif kind is not None:
                    raise _error(address(column, row), kind)
                columns[column].append((row, cell))
            elif type(cell) is float or type(cell) is int:
                if cell < persons.SMALLEST:
                    continue
                if persons.of_number(cell) == "identity_number":
                    raise _error(address(column, row), "identity_number")
                columns[column].append((row, str(int(cell))))
                if persons.of_number(cell) is not None:
                    numbered[column].append(row)
    for column, held in (*numbered.items(), *signed.items()):
        # One large number may be an amount; who filled a form in and who checked it are two.
        if len(held) > (1 if column in numbered else 2):
            raise _error(address(column, held[0]), "telephone_number")
    for column, told in columns.items():
        _refuse_column(place, columns_of[column], told)


def _refuse_column(place: str, column: int, told: Sequence[tuple[int, str]]) -> None:
    """Look at what the texts of a column, each behind its row, have in common."""
    texts = [text for _, text in told]
    found = persons.of_column(texts)
    if found is None:
        return
    kind, first = found
    above = texts[max(0, first - _HEADINGS) : first]
    if (
        kind == "names"
        and any(map(OF_AREAS.search, above))
        and not persons.all_names(texts[first:])
    ):
        return
    given = {"name": place, "column": column + 1, "line": told[first][0]}
    raise PersonalDataError(say("error", "persons", **given, kind=say("personal", kind)))


def refuse_words(place: str, column: int, rows: pl.Series, texts: pl.Series) -> None:
    """Refuse words that stand where numbers should and are names or addresses of persons.

    Raises
    ------
    PersonalDataError
        They are.
    """
    if len(texts) >= persons.LEAST:
        told = zip(rows.to_list(), texts.cast(pl.String).to_list(), strict=True)
        _refuse_column(place, column, list(told))


def _is_signed(line: Sequence[Any]) -> bool:
    return any(isinstance(cell, str) and _SIGNED.search(cell) for cell in line)


def _refuse_figures(place: str, sheet: TextSheet) -> None:
    """Look at the long rows of figures of the whole file, which its bytes told of."""
    if not sheet.looked.figured:
        return
    for number, room in enumerate(intact.pieces(sheet.data, intact.NEAR)):
        if number not in sheet.looked.figured:
            continue
        piece = bytes(room)
        for start in figures.long_rows(room):
            begin = piece.rfind(b"\n", 0, start) + 1
            end = piece.find(b"\n", start)
            raw = piece[begin : end if end >= 0 else len(piece)].decode("utf-8", "ignore")
            line = next(csv.reader([raw], delimiter=sheet.delimiter), [])
            for column, cell in enumerate(line):
                kind = persons.of_text(cell)
                if kind is not None and not (kind == "telephone_number" and _is_signed(line)):
                    above = islice(intact.pieces(sheet.data, intact.NEAR), number)
                    row = (
                        sum(bytes(one).count(b"\n") for one in above)
                        + piece.count(b"\n", 0, start)
                        + 1
                    )
                    raise _error(f"{place}!{sheet.address(column, row)}", kind)


def _refuse_frame(place: str, sheet: FrameSheet) -> None:
    """Look at every large number, and at the texts of rows that are evenly spread."""
    frame = sheet.frame
    for column, name in enumerate(frame.columns):
        if not frame[name].dtype.is_numeric():
            continue
        values = frame[name].cast(pl.Float64)
        large = values.is_between(persons.SMALLEST, 9e17).fill_null(False).arg_true()
        held = large.head(SAMPLED_ROWS)
        lines = ((int(row) + 2, (values[int(row)],)) for row in held)
        _refuse_lines(place, sheet, lines, [column])
    texts = frame.select(pl.col(pl.String))
    step = max(1, len(texts) // SAMPLED_ROWS)
    rows = texts.gather_every(step).rows()
    lines = ((number * step + 2, row) for number, row in enumerate(rows))
    headings: tuple[int, Sequence[Any]] = (1, texts.columns)
    places = [frame.columns.index(name) for name in texts.columns]
    _refuse_lines(place, sheet, [headings, *lines], places)
