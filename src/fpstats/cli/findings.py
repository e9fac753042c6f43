"""Where findings go: all of them to the file asked for, the gravest to standard error."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from fpstats.cli.language import language, said, tell
from fpstats.errors import ConfigurationError, FpstatsError

if TYPE_CHECKING:
    import pyarrow as pa

SHOWN: Final = 10
"""How many findings are shown unless all are asked for."""

_NOT_READ: Final = ("file_not_read", "sheet_left_out", "table_left_out")
"""Findings of what may be returns and was not read."""

_COMMAND: Final = "fpstats.findings"
"""Where the contexts of a run have the one whose command writes findings."""

_KEPT: Final = "fpstats.findings.kept"
"""What is set in the contexts of a run once its findings are written."""


def remember(ctx: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """Note that the command of this context writes findings, even of what stops it."""
    ctx.meta[_COMMAND] = ctx
    return value


def check(options: Mapping[str, Any]) -> None:
    """Refuse a file for findings that cannot be written before any work is done."""
    if not options["issues"]:
        return
    from fpstats.write import format_of

    format_of(Path(options["issues"]))
    named = [options[name] for name in ("output", "issues") if options.get(name)]
    if len(named) > len({Path(one).resolve() for one in named}):
        raise click.UsageError(said("message", "same_output", file=options["output"]))


def keep(issues: pa.Table | None, options: Mapping[str, Any], inputs: Sequence[str]) -> None:
    """Write all findings to the file that was named, if one was; None are none."""
    if not options["issues"]:
        return
    from fpstats import schema
    from fpstats.write import format_of, render, write_file

    path = Path(options["issues"])
    table = schema.ISSUES.empty_table() if issues is None else issues
    chunks = render(table, format_of(path), lang=options["lang"])
    write_file(path, chunks, [Path(one) for one in inputs])
    click.get_current_context().meta[_KEPT] = True


def put(issues: pa.Table, options: Mapping[str, Any], inputs: Sequence[str]) -> None:
    """Write all findings to the file that was named, and the gravest to standard error."""
    from fpstats.issues import where

    keep(issues, options, inputs)
    if options["quiet"]:
        return
    rows = issues.select(["severity", "message", "source", "sheet", "cell"]).to_pylist()
    grave = [row for row in rows if options["verbose"] or row["severity"] != "info"]
    for row in grave if options["verbose"] else grave[:SHOWN]:
        tell(f"{said('severity', row['severity'])}: {where(row)}{row['message']}")
    if rows:
        counts = {one: sum(row["severity"] == one for row in rows)
                  for one in ("error", "warning", "info")}  # fmt: skip
        key = "issues" if options["issues"] else "issues_hint"
        tell(said("message", key, **counts, file=options["issues"]))


def keep_refusal(wrong: FpstatsError, meta: dict[str, Any]) -> None:
    """Write what stopped a run, and what was found before, where its command writes findings.

    What was written already stays.
    """
    command = meta.get(_COMMAND)
    options = command.params if command is not None else {}
    if not options.get("issues") or _KEPT in meta:
        return
    spoken = {"lang": language(), **options}
    try:
        keep(_refusal(wrong, spoken["lang"]), spoken, _read_by(options))
    except FpstatsError as failed:
        # A file for findings that cannot be written may be what stopped the run.
        if str(failed) != str(wrong):
            tell(f"fpstats: {failed}")


def _refusal(wrong: FpstatsError, lang: str) -> pa.Table:
    """Return ISSUES: each fault of a file of settings, or the refusal and what was found before."""
    import pyarrow as pa

    from fpstats.issues import Findings

    found = Findings()
    if isinstance(wrong, ConfigurationError) and wrong.faults:
        for fault in wrong.faults:
            found.add("configuration_fault", fault=fault, source=wrong.source)
    else:
        found.add("no_result", fault=wrong)
    tables = [found.table(lang)]
    if wrong.issues is not None:
        tables.append(wrong.issues)
    return pa.concat_tables(tables)


def _read_by(options: Mapping[str, Any]) -> list[str]:
    """Return all files that a command was to read, also where it refuses some by their names."""
    from fpstats.returns.inputs import expand

    tables = ("file", "areas", "targets", "catalogue", "layout", "checks", "waivers", "received")
    found = [options[name] for name in tables if options.get(name)]
    for one in options.get("files", ()):
        found.append(one)
        with contextlib.suppress(FpstatsError):
            found += expand([one]).files
    return found


def stop_if_strict(options: Mapping[str, Any], errors: int, issues: pa.Table) -> None:
    """Under --strict, refuse what has an error, what was only guessed, and tables left out."""
    from fpstats.issues import where

    if not options["strict"]:
        return
    if errors:
        raise FpstatsError(said("message", "strict", count=errors))
    rows = issues.to_pylist()
    guesses = [row for row in rows if row["code"].startswith("guessed_")]
    left = [row for row in rows if row["code"] in _NOT_READ]
    for key, refused in (("guesses", guesses), ("left_out", left)):
        if refused:
            lines = [f"- {where(row)}{row['message']}" for row in refused[:SHOWN]]
            lines += ["- …"] if len(refused) > SHOWN else []
            text = said("message", key, count=len(refused), told="\n".join(lines))
            raise FpstatsError(text)
