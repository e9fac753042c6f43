"""`fpstats watch`: what has left its ordinary range over time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fpstats.cli import choices, findings, output
from fpstats.cli import options as o
from fpstats.cli.language import said, tell

if TYPE_CHECKING:
    from fpstats.write.charts import SeriesChart


@click.command(help=said("help", "watch"), short_help=said("help", "watch_short"))
@o.FILES
@o.takes(o.WATCHING, o.READING, o.DRAWING, o.ISSUES, o.SPEAKING)
def watch(files: tuple[str, ...], **options: Any) -> int:
    """Watch, write the signals, and say how much was looked at."""
    import fpstats
    from fpstats.pipeline.early_warning import document, notes

    output.check(options)
    if options["pictures"] or output.chosen_format(options) in choices.PICTURES:
        _check_pictures()
    watched = fpstats.watch(
        files,
        indicators=options["indicator"],
        digests=output.chosen_format(options) in output.TRACED,
        **{
            name: options[name]
            for name in (
                "layout", "encoding", "areas", "catalogue", "year_start", "keep_going", "lang",
                "period", "by", "engine", "history", "chance",
                    "cumulative",
            )
        },
    )  # fmt: skip
    inputs = output.inputs([one["path"] for one in watched.run["inputs"]], options)
    findings.put(watched.issues, options, inputs)
    findings.stop_if_strict(options, watched.errors, watched.issues)
    page = document(watched)
    if options["pictures"]:
        _draw(page.charts(), Path(options["pictures"]), inputs, quiet=options["quiet"])
    output.put(page, options, inputs)
    if not options["quiet"] and output.chosen_format(options) not in ("table", "md", "html"):
        for line in notes(watched):
            tell(line)
    return output.ending(options, refused=watched.refused)


def _check_pictures() -> None:
    """Refuse what cannot be drawn before any work is done."""
    from importlib.util import find_spec

    for module in ("altair", "vl_convert"):
        if find_spec(module) is None:
            raise click.UsageError(said("message", "no_report", module=module))


def _draw(
    charts: Sequence[SeriesChart], folder: Path, inputs: Sequence[str], *, quiet: bool
) -> None:
    from fpstats.write import write_file
    from fpstats.write.charts import drawing
    from fpstats.write.files import file_name

    folder.mkdir(parents=True, exist_ok=True)
    read = [Path(one) for one in inputs]
    for number, chart in enumerate(charts, 1):
        path = folder / file_name(f"{number:02} {chart.title}")
        write_file(path.with_name(f"{path.name}.svg"), [drawing.svg([chart]).encode()], read)
        write_file(path.with_name(f"{path.name}.png"), [drawing.png([chart])], read)
    if not quiet:
        tell(said("message", "pictures_written", folder=folder, count=2 * len(charts)))
