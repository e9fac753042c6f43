"""Where results go: to standard output or a file."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from fpstats.cli import findings
from fpstats.cli.language import said
from fpstats.errors import OutputError

if TYPE_CHECKING:
    import pyarrow as pa

    from fpstats.write import Report

ROWS: Final = 200
"""How many rows a terminal shows; a file or a pipe gets all of them."""

TRACED: Final = frozenset({"xlsx", "parquet", "arrow", "json"})
"""Formats that hold the run record, and so need the digest of every input."""


def check(options: dict[str, Any]) -> None:
    """Refuse what cannot be written before any work is done."""
    if chosen_format(options) != "xlsx" and options.get("formulas"):
        raise click.UsageError(said("message", "only_xlsx"))
    _check_columns(options)
    if options.get("fail_on_missed") and not options.get("targets"):
        raise click.UsageError(said("message", "missed_without"))
    findings.check(options)


def _check_columns(options: dict[str, Any]) -> None:
    """Refuse columns for which there is no room, and those that nothing makes."""
    if "columns" not in options:
        return
    wide, columns = options["shape"] == "wide", options["columns"]
    beside = [name for name in ("detail", "also", "funnel") if options.get(name)]
    if columns and not wide:
        raise click.UsageError(said("error", "columns_wide"))
    if wide and beside and not columns:
        named = " ".join(f"--{name}" for name in beside)
        raise click.UsageError(said("message", "no_room", options=named))
    if columns:
        from fpstats import schema
        from fpstats.write.fields import refuse_absent

        asked = {*options["also"], *(one for one in ("funnel", "window") if options.get(one))}
        refuse_absent(columns, schema.compared(detail=options["detail"], added=asked))


def inputs(paths: Sequence[str], options: dict[str, Any]) -> list[str]:
    """Return all files that a run reads, which none of its outputs may take the place of."""
    tables = ("areas", "targets", "catalogue", "layout")
    return [*paths, *(options[name] for name in tables if options.get(name))]


def chosen_format(options: dict[str, Any]) -> str:
    """Return the format: asked for, by the suffix of the file, or by who reads.

    A command draws if it has `--pictures`.
    """
    if options["format"]:
        return str(options["format"])
    if options["output"] and options["output"] != "-":
        from fpstats.write import format_of

        return format_of(Path(options["output"]), drawn="pictures" in options)
    return "table" if terminal() else "csv"


def terminal() -> bool:
    """Tell whether a person reads standard output."""
    return sys.stdout is not None and sys.stdout.isatty()


def colourful() -> bool:
    """Tell whether standard output takes colours: NO_COLOR and a dumb terminal do not."""
    if os.environ.get("FORCE_COLOR"):
        return True
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return terminal() and not plain


def put(what: Report | pa.Table, options: dict[str, Any], inputs: Sequence[str]) -> None:
    """Write a result where it was asked for."""
    from fpstats.write import FORMATS, PICTURES, render, write_file, write_stdout

    name = chosen_format(options)
    to_file = options["output"] not in (None, "-")
    if not to_file and sys.stdout is None:
        raise OutputError(said("message", "closed"))
    if not to_file and not (FORMATS | PICTURES)[name].is_text and terminal():
        raise click.UsageError(said("message", "binary", format=name))
    screen = name == "table" and not to_file and terminal()
    chunks = render(
        what,
        name,
        shape=options.get("shape", "long"),
        columns=options.get("columns", ()),
        lang=options["lang"],
        detail=options.get("detail", False),
        excel=options.get("excel", False),
        colour=not to_file and colourful(),
        limit=ROWS if screen and not options.get("full") else None,
        width=shutil.get_terminal_size().columns if screen else None,
    )
    if to_file:
        write_file(Path(options["output"]), chunks, [Path(one) for one in inputs])
    else:
        write_stdout(chunks)


def ending(options: dict[str, Any], *, refused: int, missed: int = 0) -> int:
    """Return the exit code of a run that gave a result."""
    if refused:
        return 4
    return 3 if missed and options.get("fail_on_missed") else 0
