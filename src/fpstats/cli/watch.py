"""`fpstats watch`: what has left its ordinary range over time."""

from __future__ import annotations

from typing import Any

import click

from fpstats.cli import options as o
from fpstats.cli import output
from fpstats.cli.language import said, tell


@click.command(help=said("help", "watch"), short_help=said("help", "watch_short"))
@o.FILES
@o.takes(o.WATCHING, o.READING, o.WRITING, o.ISSUES, o.SPEAKING)
def watch(files: tuple[str, ...], **options: Any) -> int:
    """Watch, write the signals, and say how much was looked at."""
    import fpstats
    from fpstats.pipeline.early_warning import document, notes

    output.check(options)
    watched = fpstats.watch(
        files,
        indicators=options["indicator"],
        digests=output.chosen_format(options) in output.TRACED,
        **{
            name: options[name]
            for name in (
                "layout", "encoding", "areas", "catalogue", "year_start", "keep_going", "lang",
                "period", "by", "engine", "history", "chance",
            )
        },
    )  # fmt: skip
    inputs = output.inputs([one["path"] for one in watched.run["inputs"]], options)
    output.put_issues(watched.issues, options, inputs)
    output.stop_if_strict(options, watched.errors, watched.issues)
    output.put(document(watched), options, inputs)
    if not options["quiet"] and output.chosen_format(options) not in ("table", "md", "html"):
        for line in notes(watched):
            tell(line)
    return output.ending(options, refused=watched.refused)
