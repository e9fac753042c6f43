"""A workbook in the making: safe text, each format made once, the same bytes each time."""

from __future__ import annotations

import datetime
import io
from typing import Any, Final

from fpstats.locale import text
from fpstats.write.guard import xml_text

MOST_ROWS: Final = 1_048_575
"""How many rows a sheet holds under its heading."""

LONGEST: Final = 32_767
"""How many UTF-16 units a cell holds."""

_OPTIONS: Final = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
# No wall clock: the same input gives the same bytes.
_CREATED: Final = datetime.datetime(2000, 1, 1)


class Book:
    """What the sheets of one workbook share: formats, each made once, and safe text."""

    def __init__(self, lang: str, *, memory: str = "in_memory") -> None:
        """Begin a workbook; `memory` is `constant_memory` where it has very many rows."""
        # Loaded here: only a workbook needs it.
        import xlsxwriter

        self._buffer = io.BytesIO()
        self.made: Any = xlsxwriter.Workbook(self._buffer, {**_OPTIONS, memory: True})
        self.made.set_properties({"created": _CREATED})
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.lang = lang
        self._cut = text(lang, "write", "cut")

    def sheet(self, name: str) -> Any:
        """Add a sheet."""
        from xlsxwriter.worksheet import Worksheet

        class Plain(Worksheet):  # type: ignore[misc]
            """A sheet whose formulas have functions of the first Excel only.

            Looking in each for the forty that came later would take half of the time.
            """

            def _prepare_formula(self, formula: str, *_: bool) -> str:
                return formula.removeprefix("=")

        return self.made.add_worksheet(name, worksheet_class=Plain)

    def format(self, **properties: Any) -> Any:
        """Return a format, made once."""
        key = tuple(properties.items())
        if key not in self._formats:
            self._formats[key] = self.made.add_format(properties)
        return self._formats[key]

    def number(self, decimals: int, signed: bool) -> Any:
        """Return the format of a number, which Excel rounds half away from zero as we do."""
        digits = f"#,##0.{'0' * decimals}" if decimals else "#,##0"
        return self.format(num_format=f"+{digits};-{digits};{digits}" if signed else digits)

    def cell(self, words: str) -> str:
        """Return what a cell can hold, and say so where that is not all."""
        words = xml_text(words)
        if words.startswith("<r>"):  # xlsxwriter would take it for markup of its own
            words = f" {words}"
        if len(words) > LONGEST // 2:
            units = words.encode("utf-16-le")
            if len(units) > 2 * LONGEST:
                kept = units[: 2 * (LONGEST - len(self._cut))]
                words = kept.decode("utf-16-le", "ignore") + self._cut
        return words

    def close(self) -> bytes:
        """Finish the workbook and return it."""
        self.made.close()
        return self._buffer.getvalue()
