"""What is written: a report, or any plain table; and how the reader wants it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, Literal

import pyarrow as pa
from msgspec import Struct

from fpstats.catalogue import Catalogue
from fpstats.write.document import Document

if TYPE_CHECKING:
    from fpstats.write.working.model import Workings

Shape = Literal["long", "wide"]
SHAPES: Final = ("long", "wide")


class Report(Struct, frozen=True):
    """Compared indicators, with all that is needed to print and to trace them.

    Attributes
    ----------
    table
        `schema.DETAILED`, or `schema.JUDGED` where the evidence was not asked for. Wherever an
        indicator has a denominator, value is per × numerator ÷ denominator, so what is printed is
        rounded from the counts themselves.
    issues
        `schema.ISSUES`.
    catalogue
        Where titles, units and decimals come from.
    run
        The run record, which JSON can hold: version, catalogue, options, inputs with their digests.
    lang
        The language of the notes and issues, and of the output unless asked otherwise.
    notes
        Sentences that belong under every print, such as that rates are not annualised.
    areas
        The areas in the order people expect; areas it does not name follow as they come.
    workings
        What the values were made of, for a workbook whose values are formulas.
    """

    table: pa.Table
    issues: pa.Table
    catalogue: Catalogue
    run: Mapping[str, Any]
    lang: str
    notes: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    workings: Workings | None = None


What = Report | Document | pa.Table


class Options(Struct, frozen=True, kw_only=True):
    """How a reader wants it; what a format has no use for, it leaves alone."""

    shape: Shape = "long"
    columns: tuple[str, ...] = ()
    lang: str = "zh"
    detail: bool = False
    excel: bool = False
    colour: bool = False
    limit: int | None = None
    width: int | None = None
