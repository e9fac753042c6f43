"""`fpstats form`: the blank return, to be filled in and read back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from fpstats.cli import findings, output
from fpstats.cli import options as o
from fpstats.cli.language import said, tell
from fpstats.errors import ConfigurationError

_SUFFIX = ".xlsx"


@click.command(help=said("help", "form"), short_help=said("help", "form_short"))
@o.takes(o.FORMING, o.ISSUES, o.SPEAKING)
def form(**options: Any) -> None:
    """Write one form for all, or one for each township."""
    findings.check(options)
    names = (
        "items",
        "indicators",
        "layout",
        "areas",
        "period",
        "year_start",
        "catalogue",
        "lang",
    )
    given = {name: options[name] for name in names}
    if (given["items"] or given["indicators"]) and _from_file("layout"):
        given["layout"] = None
    if options["each"] and options["output"]:
        raise click.UsageError(said("message", "form_both"))
    if options["each"]:
        _each(Path(options["each"]), given, quiet=options["quiet"])
    else:
        _one(options["output"], given)
    findings.keep(None, options, output.inputs([], options))


def _from_file(name: str) -> bool:
    """Tell whether an option was not given with the command but stands in a file of settings."""
    source = click.get_current_context().get_parameter_source(name)
    return source is ParameterSource.DEFAULT_MAP


def _one(target: str | None, given: dict[str, Any]) -> None:
    import fpstats
    from fpstats.write import write_stdout

    if target in (None, "-"):
        if output.terminal():
            raise click.UsageError(said("message", "binary", format="xlsx"))
        write_stdout([fpstats.form(**given)])
        return
    path = Path(str(target))
    if path.suffix.lower() != _SUFFIX:
        raise click.UsageError(said("message", "form_suffix", file=path))
    _write(path, given)


def _each(folder: Path, given: dict[str, Any], *, quiet: bool) -> None:
    from fpstats.periods import Calendar, parse_period
    from fpstats.pipeline.forming import reporting
    from fpstats.returns.tables import areas_table
    from fpstats.write.files import file_name

    if not given["areas"]:
        raise click.UsageError(said("message", "each_areas"))
    calendar, period = Calendar(given["year_start"]), given["period"]
    span = parse_period(period, calendar)[0] if period else None
    names = reporting(areas_table(Path(given["areas"])), span)
    paths = [folder / f"{file_name(name)}{_SUFFIX}" for name in names]
    for path in paths:
        _refuse_existing(path)
    folder.mkdir(parents=True, exist_ok=True)
    for path, name in zip(paths, names, strict=True):
        _write(path, given | {"area": name})
    if not quiet:
        tell(said("message", "forms_written", folder=folder, count=len(paths)))


def _write(path: Path, given: dict[str, Any]) -> None:
    import fpstats
    from fpstats.write import write_file

    _refuse_existing(path)
    write_file(path, [fpstats.form(**given)])


def _refuse_existing(path: Path) -> None:
    """Refuse to put a blank form in the place of one that may have been filled in."""
    if path.exists():
        raise ConfigurationError(said("message", "form_exists", file=path))
