"""`fpstats compute`: returns to indicators, compared and ranked."""

from __future__ import annotations

from typing import Any

import click

from fpstats.cli import findings, output
from fpstats.cli import options as o
from fpstats.cli.language import said


@click.command(help=said("help", "compute"), short_help=said("help", "compute_short"))
@o.FILES
@o.takes(o.COMPUTING, o.READING, o.WRITING, o.ISSUES, o.SPEAKING)
def compute(files: tuple[str, ...], **options: Any) -> int:
    """Compute, write the result, then say what was found."""
    import fpstats

    output.check(options)
    outcome = fpstats.compute(
        files,
        indicators=options["indicator"],
        digests=output.chosen_format(options) in output.TRACED,
        **{
            name: options[name]
            for name in (
                "layout", "encoding", "areas", "by", "every", "period", "year_start", "catalogue",
                "targets", "confidence", "rank_confidence", "annualise", "engine", "keep_going",
                "lang", "detail", "also", "funnel", "window", "formulas",
                "cumulative",
            )
        },
    )  # fmt: skip
    inputs = output.inputs([one["path"] for one in outcome.report.run["inputs"]], options)
    findings.put(outcome.issues, options, inputs)
    findings.stop_if_strict(options, outcome.errors, outcome.issues)
    output.put(outcome.report, options, inputs)
    return output.ending(options, refused=outcome.refused, missed=outcome.missed)
