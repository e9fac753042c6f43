"""`fpstats layouts`: which forms are known, and which one a file is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from fpstats.cli import findings, output
from fpstats.cli import options as o
from fpstats.cli.language import SPOKEN, said
from fpstats.errors import ConfigurationError


@click.group(help=said("help", "layouts"), short_help=said("help", "layouts_short"))
@SPOKEN
def layouts() -> None:
    """Hold the commands of the layouts."""


@layouts.command("list", help=said("help", "layouts_list"))
@o.takes(o.WRITING, o.SPEAKING)
def list_(**options: Any) -> None:
    """List the known layouts."""
    from fpstats import arrow
    from fpstats.catalogue import load
    from fpstats.returns.forms import layouts as known

    rows = [
        {"id": one.id, "title": one.title.get(options["lang"], ""),
         "item": ", ".join(one.where or one.items)}
        for one in known(load().items)
    ]  # fmt: skip
    output.put(arrow.table(rows), options, [])


@layouts.command("which", help=said("help", "layouts_which"))
@o.FILES
@o.takes(o.READING, o.WRITING, o.ISSUES, o.SPEAKING)
def which(files: tuple[str, ...], **options: Any) -> int:
    """Say which layout fits each sheet, and which column is which item."""
    from fpstats.pipeline.reading import recognised

    output.check(options)
    names = ("layout", "encoding", "catalogue", "keep_going", "lang")
    found = recognised(files, **{name: options[name] for name in names})
    inputs = [one["path"] for one in found.run["inputs"]]
    findings.put(found.issues, options, inputs)
    output.put(found.table, options, inputs)
    return output.ending(options, refused=found.refused)


@layouts.command("new", help=said("help", "layouts_new"))
@click.argument("file")
@o.takes(o.WRITTEN, o.ISSUES, o.SPEAKING)
def new(file: str, **options: Any) -> None:
    """Write down as a layout what was recognised in a file."""
    from fpstats.pipeline.writing_layouts import new_layout
    from fpstats.write import write_file, write_stdout

    names = ("encoding", "catalogue", "lang")
    target = options["output"]
    path = Path(target) if target not in (None, "-") else None
    if path is not None and path.suffix.lower() != ".toml":
        raise click.UsageError(said("message", "layout_suffix", file=path))
    if path is not None and path.exists():
        raise ConfigurationError(said("message", "layout_exists", file=path))
    findings.check(options)
    found = new_layout(file, **{name: options[name] for name in names})
    findings.keep(found.issues, options, output.inputs(found.paths, options))
    text = found.text.encode()
    if path is None:
        write_stdout([text])
    else:
        write_file(path, [text])
