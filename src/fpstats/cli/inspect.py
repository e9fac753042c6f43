"""`fpstats inspect`: how each file was read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from fpstats.cli import findings, output
from fpstats.cli import options as o
from fpstats.cli.language import said
from fpstats.errors import FpstatsError


@click.command(help=said("help", "inspect"), short_help=said("help", "inspect_short"))
@o.FILES
@o.takes(o.READING, o.INSPECTING, o.ISSUES, o.SPEAKING)
def inspect(files: tuple[str, ...], **options: Any) -> int:
    """Write the page; data on standard output, nothing else there."""
    import fpstats
    from fpstats.write import write_file, write_stdout
    from fpstats.write.inspected import render

    target = options["output"] if options["output"] != "-" else None
    format_ = options["format"] or (output.chosen_format(options) if target else "table")
    if format_ not in o.INSPECTED:
        raise click.UsageError(said("message", "not_inspected", format=format_))
    findings.check(options)
    names = ("layout", "encoding", "areas", "year_start", "catalogue", "keep_going", "lang")
    found = fpstats.inspect(files, **{name: options[name] for name in names})
    inputs = output.inputs([one["path"] for one in found.run["inputs"]], options)
    findings.keep(found.issues, options, inputs)
    findings.stop_if_strict(options, found.errors, found.issues)
    chunks = render(
        found.sheets,
        format_,
        options["lang"],
        every=options["verbose"],
        colour=target is None and output.colourful(),
    )
    if target is None:
        write_stdout(chunks)
    else:
        write_file(Path(target), chunks, [Path(one) for one in inputs])
    if found.refused and not options["keep_going"]:
        return FpstatsError.exit_code
    return output.ending(options, refused=found.refused)
