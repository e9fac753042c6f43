"""Results → bytes: the data formats for programs, and four that people read.

A format is one function and one line in `FORMATS`.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from fpstats.errors import ConfigurationError
from fpstats.locale import DEFAULT, LANGUAGES, say, several
from fpstats.write.document import Document
from fpstats.write.files import write_file, write_stdout
from fpstats.write.report import SHAPES, Options, Report, Shape, What

__all__ = [
    "FORMATS",
    "PICTURES",
    "Document",
    "Format",
    "Report",
    "format_of",
    "render",
    "write_file",
    "write_stdout",
]


class Format(Struct, frozen=True):
    """One way to write: its module and function, how its files end, whether a terminal shows it."""

    function: str
    suffixes: tuple[str, ...]
    is_text: bool = True

    def renderer(self) -> Callable[[What, Options], Iterator[bytes]]:
        """Load the function; a run loads what it writes, and no other format."""
        module, name = self.function.split(".")
        found: Callable[[What, Options], Iterator[bytes]] = getattr(
            importlib.import_module(f"fpstats.write.{module}"), name
        )
        return found


FORMATS: Final[dict[str, Format]] = {
    "table": Format("terminal.table", (".txt",)),
    "csv": Format("delimited.csv", (".csv",)),
    "tsv": Format("delimited.tsv", (".tsv", ".tab")),
    "jsonl": Format("jsons.jsonl", (".jsonl", ".ndjson")),
    "json": Format("jsons.json", (".json",)),
    "xlsx": Format("workbook.xlsx", (".xlsx",), is_text=False),
    "parquet": Format("columnar.parquet", (".parquet", ".pq"), is_text=False),
    "arrow": Format("columnar.arrow", (".arrow", ".feather"), is_text=False),
    "md": Format("markdown.md", (".md", ".markdown")),
    "html": Format("page.html", (".html", ".htm")),
}

PICTURES: Final[dict[str, Format]] = {
    "svg": Format("picture.svg", (".svg",)),
    "png": Format("picture.png", (".png",), is_text=False),
}
"""What a document that has charts is drawn as; nothing else can be."""

_DRAWN: Final = (".svg", ".png", ".jpg", ".jpeg", ".gif", ".pdf")
"""Endings of pictures of all kinds; who wants one of a table is told where there are any."""


def format_of(path: Path, *, drawn: bool = False) -> str:
    """Return the format that a file's name asks for, a picture where there is one to be `drawn`.

    >>> format_of(Path("result.XLSX"))
    'xlsx'

    Raises
    ------
    ConfigurationError
        No format ends like that.
    """
    there = FORMATS | PICTURES if drawn else FORMATS
    for name, known in there.items():
        if path.suffix.lower() in known.suffixes:
            return name
    if path.suffix.lower() in _DRAWN and not drawn:
        raise ConfigurationError(say("error", "no_picture", path=path))
    suffixes = several(suffix for known in there.values() for suffix in known.suffixes)
    raise ConfigurationError(say("error", "no_format", path=path, suffixes=suffixes))


def render(
    what: What,
    format: str,  # noqa: A002
    *,
    shape: Shape = "long",
    columns: Sequence[str] = (),
    lang: str | None = None,
    detail: bool = False,
    excel: bool = False,
    colour: bool = False,
    limit: int | None = None,
    width: int | None = None,
) -> Iterable[bytes]:
    """Return a report or a plain table as the bytes of one format.

    Parameters
    ----------
    what
        A report, or any table.
    format
        A key of `FORMATS`; of `PICTURES`, too, for a document that has charts.
    shape
        Of a report: `long`, one row a value, or `wide`, one column an indicator.
    columns
        With `wide`, the names of what stands behind each value, such as `lower`, `verdict`, `tier`.
    lang
        The language of what people read; the report's own unless given. Data formats have ids.
    detail
        Whether data formats get the columns of `schema.DETAIL`, too.
    excel
        Whether CSV and TSV open in Excel by a double click.
    colour
        Whether a terminal table has colours.
    limit
        How many rows a terminal table shows at most.
    width
        How wide a terminal table is at most, where columns can give way.

    Raises
    ------
    ConfigurationError
        There is no such format, shape or language; or no such column, or no room for it.
    """
    options = Options(
        shape=shape,
        columns=tuple(dict.fromkeys(columns)),
        lang=lang or (what.lang if isinstance(what, Report) else DEFAULT),
        detail=detail,
        excel=excel,
        colour=colour,
        limit=limit,
        width=width,
    )
    there = FORMATS | PICTURES if isinstance(what, Document) and what.charts_said else FORMATS
    _check("unknown_format", format, there)
    _check("unknown_shape", options.shape, SHAPES)
    _check("unknown_language", options.lang, LANGUAGES)
    if options.columns:
        from fpstats.write.fields import refuse_absent

        if shape != "wide":
            raise ConfigurationError(say("error", "columns_wide"))
        refuse_absent(options.columns, what.table.column_names if isinstance(what, Report) else ())
    from fpstats.write.rows import only_numbers

    if isinstance(what, Report | Document):
        what = replace(what, table=only_numbers(what.table))
    else:
        what = only_numbers(what)
    return there[format].renderer()(what, options)


def _check(key: str, name: str, known: Iterable[str]) -> None:
    if name not in known:
        raise ConfigurationError(say("error", key, name=name, known=several(known)))
