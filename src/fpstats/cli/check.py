"""`fpstats check`: everything wrong or odd in the returns, with its cell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from fpstats.cli import findings, output
from fpstats.cli import options as o
from fpstats.cli.language import said, tell


@click.command(help=said("help", "check"), short_help=said("help", "check_short"))
@click.argument("files", nargs=-1, metavar="FILES…")
@o.takes(o.CHECKING, o.OPENING, o.WRITING, o.ISSUES, o.SPEAKING)
def check(files: tuple[str, ...], **options: Any) -> int:
    """Check, write what was found, and say how much of it stands."""
    if options["explain"]:
        return _explain(options)
    if not files:
        raise click.UsageError(said("message", "check_files"))
    import fpstats
    from fpstats.pipeline.replies import document, notes

    output.check(options)
    checked = fpstats.check(
        files,
        digests=output.chosen_format(options) in output.TRACED,
        **{
            name: options[name]
            for name in (
                "layout", "encoding", "areas", "catalogue", "year_start", "keep_going", "lang",
                "period", "targets", "checks", "waivers", "as_of", "received", "due",
                "cumulative", "preset",
            )
        },
    )  # fmt: skip
    read = [one["path"] for one in checked.run["inputs"]]
    read += [options[name] for name in ("checks", "waivers", "received") if options[name]]
    inputs = output.inputs(read, options)
    for name in ("months", "totals", "completeness", "late_births"):
        if options[name]:
            kept = options | {"output": options[name], "format": None}
            output.put(getattr(checked, name), kept, inputs)
    findings.keep(checked.issues, options, inputs)
    what = document(checked, detail=options["detail"])
    output.put(what, options, inputs)
    if not options["quiet"] and output.chosen_format(options) not in ("table", "md", "html"):
        for line in notes(checked):
            tell(line)
    graver = ("error",) if options["fail_on"] == "error" else ("error", "warning")
    if any(checked.count(severity) for severity in graver):
        return 1
    return output.ending(options, refused=checked.refused)


def _explain(options: dict[str, Any]) -> int:
    from fpstats.catalogue import load
    from fpstats.catalogue.checks_parse import load_checks
    from fpstats.catalogue.explaining import explained

    own = [Path(options[name]) for name in ("catalogue", "checks") if options[name]]
    catalogue = load(Path(options["catalogue"]) if options["catalogue"] else None)
    for line in explained(options["explain"], load_checks(catalogue, own), catalogue,
                          options["lang"]):  # fmt: skip
        click.echo(line)
    return 0
