"""`fpstats explain`: one value taken apart, down to its cells."""

from __future__ import annotations

from typing import Any

import click

from fpstats.cli import findings, output
from fpstats.cli import options as o
from fpstats.cli.language import said


@click.command(help=said("help", "explain"), short_help=said("help", "explain_short"))
@o.FILES
@o.takes(o.EXPLAINING, o.READING, o.WRITTEN_PLAINLY, o.ISSUES, o.SPEAKING)
def explain(files: tuple[str, ...], **options: Any) -> int:
    """Take the value apart, and write it; lists are folded where people read."""
    import fpstats
    from fpstats.pipeline.explained import document

    output.check(options)
    format_ = output.chosen_format(options)
    names = (
        "layout", "encoding", "areas", "year_start", "catalogue", "keep_going", "lang",
        "confidence", "annualise", "period", "cumulative",
    )  # fmt: skip
    found = fpstats.explain(
        files,
        area=options["area"],
        indicator=options["explained"],
        digests=format_ in output.TRACED,
        **{name: options[name] for name in names},
    )
    inputs = output.inputs([one["path"] for one in found.run["inputs"]], options)
    findings.keep(found.issues, options, inputs)
    findings.stop_if_strict(options, found.errors, found.issues)
    folds = format_ in ("table", "md", "html") and not options["full"]
    output.put(document(found, full=not folds), options, inputs)
    return output.ending(options, refused=found.refused)
