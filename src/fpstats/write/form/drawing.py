"""A blank return, drawn as an office prints it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from xlsxwriter.utility import xl_col_to_name

from fpstats.catalogue import UNITS
from fpstats.locale import text
from fpstats.write.book import Book
from fpstats.write.form.blank import Blank, Field
from fpstats.write.form.checking import broken, remark, tally, total

LINES: Final = 24
"""How many blank lines a form has whose areas are not known."""

_TOP: Final = 2  # the title, and the line with office and units
_MOST: Final = 999_999_999_999_999  # Excel keeps 15 digits
_WIDE: Final = 16  # more columns than this need the larger paper
_A3, _A4 = 8, 9
_SERIF: Final = "宋体"
_RED: Final = {"font_color": "#B3261E", "bg_color": "#FBE3E1", "bold": True}
_GREEN: Final = {"font_color": "#176B2C"}
_BOX: Final = {"font_name": _SERIF, "font_size": 11, "border": 1, "valign": "vcenter"}
_HEADING: Final = {**_BOX, "align": "center", "text_wrap": True, "bg_color": "#F2F2F2"}
_LOCKS: Final = {"format_columns": True, "format_rows": True}


def drawn(form: Blank, lang: str) -> bytes:
    """Return the workbook of a blank return."""
    return _Drawing(form, Book(lang)).workbook()


class _Drawing:
    """One form on one sheet, and the hidden sheet behind it."""

    def __init__(self, form: Blank, book: Book) -> None:
        self.form, self.book, self.lang = form, book, book.lang
        self.sheet: Any = book.sheet(text(self.lang, "form", "sheet"))
        self.lines = form.areas or ("",) * LINES
        self.first = _TOP + form.heading_rows
        self.last = self.first + len(self.lines) - 1
        # A single line is its own total.
        self.bottom = self.last + (len(self.lines) > 1)
        self.check = form.keys + len(form.fields)
        self.wide = len(form.fields) > _WIDE
        self.height = 28 if self.wide else 20

    def workbook(self) -> bytes:
        self._masthead()
        self._headings()
        self._body()
        if self.bottom > self.last:
            self._totals()
        self._validate()
        self._colour()
        self._page()
        self._hide()
        return self.book.close()

    def say(self, key: str, **fields: object) -> str:
        return text(self.lang, "form", key, **fields)

    def look(self, base: dict[str, Any], **more: Any) -> Any:
        return self.book.format(**base, **more)

    def _merge(self, box: tuple[int, int, int, int], words: str, look: Any) -> None:
        top, left, bottom, right = box
        if (top, left) == (bottom, right):
            self.sheet.write_string(top, left, words, look)
        else:
            self.sheet.merge_range(top, left, bottom, right, "", look)
            self.sheet.write_string(top, left, words, look)

    def _masthead(self) -> None:
        plain = {"font_name": _SERIF, "font_size": 10, "valign": "vcenter"}
        title = {"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter"}
        words = self.book.cell(self.form.title)
        self._merge((0, 0, 0, self.check), words, self.look(title, locked=self.form.dated))
        units = dict.fromkeys(UNITS.get(one.item.unit.zh, one.item.unit).of(self.lang)
                              for one in self.form.fields)  # fmt: skip
        unit = self.say("units", units=self.say("comma").join(units))
        office = self.book.cell(self.say("office", office=self.form.office))
        left, right = self._thirds()
        self._merge((1, 0, 1, left), office, self.look(plain, locked=bool(self.form.office)))
        if right > left + 1:
            hint = self.look(plain, align="center", font_color="#595959")
            self._merge((1, left + 1, 1, right - 1), self.say("hint"), hint)
        self._merge((1, right, 1, self.check), unit, self.look(plain, align="right"))
        self.sheet.set_row(0, 32)
        self.sheet.set_row(1, 18)

    def _thirds(self) -> tuple[int, int]:
        """Return where the left part of the second line ends, and where its right part begins."""
        part = max(1, (self.check + 1) // 5)
        return part - 1, self.check - part + 1

    def _headings(self) -> None:
        form, bold = self.form, self.look(_HEADING, bold=True)
        bottom = self.first - 1
        names = [form.area, *([form.period] if form.period else [])]
        for column, name in enumerate(names):
            self._merge((_TOP, column, bottom, column), self.book.cell(name), bold)
        self._level(form.fields, 0, form.keys, _TOP)
        self._merge((_TOP, self.check, bottom, self.check), self.say("check"), bold)
        for row in range(_TOP, self.first):
            self.sheet.set_row(row, 40)

    def _level(self, fields: Sequence[Field], depth: int, column: int, row: int) -> None:
        """Write the headings of one level, parents over their children, and what is below them."""
        look, start = self.look(_HEADING), 0
        while start < len(fields):
            head = fields[start].heading
            alone, end = len(head) == depth + 1, start + 1
            while not alone and end < len(fields) and _below(fields[end], head[: depth + 1]):
                end += 1
            group = fields[start:end]
            bottom = self.first - 1 if alone else row
            box = (row, column + start, bottom, column + end - 1)
            self._merge(box, self.book.cell(head[depth]), look)
            if not alone:
                self._level(group, depth + 1, column + start, row + 1)
            start = end

    def _body(self) -> None:
        name = self.look(_BOX, indent=1, locked=bool(self.form.areas))
        period = self.look(_BOX, align="center", locked=bool(self.form.month))
        said = self.look({**_BOX, "font_size": 8}, align="center", text_wrap=True)
        looks = [self._number(one, locked=False) for one in self.form.fields]
        for row, area in enumerate(self.lines, self.first):
            self.sheet.set_row(row, self.height)
            self.sheet.write_string(row, 0, self.book.cell(area), name)
            if self.form.period:
                self.sheet.write_string(row, 1, self.form.month, period)
            for column, look in enumerate(looks, self.form.keys):
                self.sheet.write_blank(row, column, None, look)
            formula = remark(self.form, row + 1, self.lang)
            self.sheet.write_formula(row, self.check, formula, said, "")

    def _number(self, one: Field, *, locked: bool) -> Any:
        places = one.item.decimals
        digits = f"0.{'0' * places}" if places else "0"
        return self.look(_BOX, num_format=digits, align="right", shrink=True, locked=locked)

    def _totals(self) -> None:
        row, first, last = self.bottom, self.first + 1, self.last + 1
        self.sheet.set_row(row, self.height)
        self.sheet.write_string(row, 0, self.say("total"), self.look(_HEADING, bold=True))
        if self.form.period:
            self.sheet.write_string(row, 1, self.form.month, self.look(_BOX, align="center"))
        for column, one in enumerate(self.form.fields, self.form.keys):
            look = self._number(one, locked=True)
            self.sheet.write_formula(row, column, total(column, first, last), look, "")
        formula = tally(self.check, first, last, self.lang)
        look = self.look(_BOX, align="center")
        self.sheet.write_formula(row, self.check, formula, look, f"0/{len(self.lines)}")

    def _validate(self) -> None:
        for column, one in enumerate(self.form.fields, self.form.keys):
            whole = one.item.decimals == 0
            rule = {
                "validate": "integer" if whole else "decimal",
                "criteria": "between",
                "minimum": 0,
                "maximum": _MOST,
                "error_title": self.say("refused"),
                "error_message": self.say("whole" if whole else "amount"),
            }
            self.sheet.data_validation(self.first, column, self.last, column, rule)

    def _colour(self) -> None:
        """Turn red what does not add up, and text where a number should be."""
        red, row = self.look(_RED), self.first + 1
        for one, whole, parts in self.form.checked():
            ranges = [self._column(column) for column in (whole, *parts)]
            rule = {"type": "formula", "criteria": f"={broken(one, whole, parts, row)}",
                    "format": red, "multi_range": " ".join(ranges)}  # fmt: skip
            self.sheet.conditional_format(self.first, whole, self.bottom, whole, rule)
        corner = f"{xl_col_to_name(self.form.keys)}{row}"
        rule = {"type": "formula", "criteria": f'=AND(ISTEXT({corner}),{corner}<>"")',
                "format": red}  # fmt: skip
        self.sheet.conditional_format(self.first, self.form.keys, self.bottom, self.check - 1, rule)
        fine, lacking = self.say("fine"), self.say("lacking")
        cell = f"{xl_col_to_name(self.check)}{row}"
        known = f'{cell}<>"",{cell}<>"{fine}",LEFT({cell},{len(lacking)})<>"{lacking}"'
        for criteria, look in ((f'={cell}="{fine}"', self.look(_GREEN)), (f"=AND({known})", red)):
            rule = {"type": "formula", "criteria": criteria, "format": look}
            self.sheet.conditional_format(self.first, self.check, self.last, self.check, rule)

    def _column(self, column: int) -> str:
        letters = xl_col_to_name(column)
        return f"{letters}{self.first + 1}:{letters}{self.bottom + 1}"

    def _page(self) -> None:
        form, wide = self.form, self.wide
        self.sheet.set_column(0, 0, 13)
        if form.period:
            self.sheet.set_column(1, 1, 10)
        for column, one in enumerate(form.fields, form.keys):
            # A county's stock has six figures, a month's flow three or four.
            narrow = 7.5 if one.item.type == "stock" or one.item.decimals else 5
            self.sheet.set_column(column, column, narrow if wide else 11)
        self.sheet.set_column(self.check, self.check, 15 if wide else 20)
        self.sheet.freeze_panes(self.first, form.keys)
        self.sheet.set_selection(self.first, form.keys, self.first, form.keys)
        self.sheet.set_landscape()
        self.sheet.set_paper(_A3 if wide else _A4)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(_TOP, self.first - 1)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        self.sheet.center_horizontally()
        self.sheet.print_area(0, 0, self.bottom, self.check)
        self.sheet.set_footer(self.say("footer"))
        # Without a password: it keeps from slips, not from people.
        self.sheet.protect("", _LOCKS)

    def _hide(self) -> None:
        name, lines = self.form.hidden
        sheet = self.book.sheet(name)
        for row, line in enumerate(lines):
            for column, words in enumerate(line):
                sheet.write_string(row, column, words)
        sheet.very_hidden()


def _below(one: Field, parents: tuple[str, ...]) -> bool:
    """Tell whether a heading has these above it, and one of its own."""
    return one.heading[:-1][: len(parents)] == parents
