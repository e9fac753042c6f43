"""`fpstats read`: the returns as one table, for any other tool."""

from __future__ import annotations

from typing import Any

import click

from fpstats.cli import findings, output
from fpstats.cli import options as o
from fpstats.cli.language import said
from fpstats.errors import FpstatsError


@click.command(help=said("help", "read"), short_help=said("help", "read_short"))
@o.FILES
@o.takes(o.READING, o.WRITING, o.PARTS, o.LATE_BIRTHS, o.ISSUES, o.SPEAKING)
def read(files: tuple[str, ...], **options: Any) -> int:
    """Read, write the table, then say what was found."""
    import fpstats

    output.check(options)
    names = (
        "layout",
        "encoding",
        "areas",
        "year_start",
        "catalogue",
        "keep_going",
        "lang",
        "shape",
        "detail",
    )
    found = fpstats.read(files, **{name: options[name] for name in names})
    inputs = output.inputs([one["path"] for one in found.run["inputs"]], options)
    findings.put(found.issues, options, inputs)
    findings.stop_if_strict(options, found.errors, found.issues)
    if found.unread and not options["keep_going"]:
        raise FpstatsError(said("message", "no_number", files="\n".join(found.unread)))
    if options["late_births"]:
        kept = options | {"output": options["late_births"], "format": None, "shape": "long"}
        output.put(found.late_births, kept, inputs)
    # The table itself has the shape; its format must not shape it again.
    output.put(found.table, options | {"shape": "long"}, inputs)
    return output.ending(options, refused=found.refused + len(found.unread))
