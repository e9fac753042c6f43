"""Every option once. A command takes the groups it needs; the names mean the same everywhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

import click
from click.core import ParameterSource

from fpstats import locale
from fpstats.cli import choices
from fpstats.cli.findings import remember
from fpstats.cli.language import language, said

Command = TypeVar("Command", bound=Callable[..., Any])


class _Whole(click.IntRange):
    name = said("click", "whole_number")


class _Number(click.types.FloatParamType):
    name = said("click", "number")


MONTH: Final = _Whole(*choices.MONTHS)
DAY: Final = _Whole(*choices.DAYS)
YEARS: Final = _Whole(*choices.YEARS)
NUMBER: Final = _Number()


def _option(*names: str, text: str = "", **attributes: Any) -> Callable[[Command], Command]:
    key = names[-1].lstrip("-").replace("-", "_")
    return click.option(
        *names,
        help=said("option", text or key),
        envvar=f"FPSTATS_{key.upper()}",
        show_default=attributes.pop("show_default", False),
        **attributes,
    )


def _lists(ctx: click.Context, parameter: click.Parameter, value: Sequence[str]) -> tuple[str, ...]:
    """Part `a,b` given once, or given several times; what is given and names nothing is wrong."""
    parts = tuple(part.strip() for one in value for part in one.split(",") if part.strip())
    if value and not parts:
        raise click.BadParameter(said("message", "names_nothing"), ctx, parameter)
    return parts


def _language(ctx: click.Context, parameter: click.Parameter, value: str) -> str:
    """Return the language of all else that this run says, unless it is asked for here; speak it."""
    source = ctx.get_parameter_source(parameter.name or "")
    chosen = value if source is ParameterSource.COMMANDLINE else language()
    locale.speak(chosen)
    return chosen


FILES: Final = click.argument("files", nargs=-1, required=True, metavar="FILES…")

CATALOGUE: Final = (_option("--catalogue", metavar="FILE"),)

OPENING: Final = (
    _option("--layout", metavar="NAME|FILE"),
    _option("--encoding", metavar="NAME"),
    _option("--areas", metavar="FILE"),
    *CATALOGUE,
    _option("--year-start", type=MONTH, default=1, metavar="MONTH"),
    _option("--keep-going", is_flag=True),
)

READING: Final = (*OPENING, _option("--strict", is_flag=True))

CUMULATIVE: Final = (
    _option("--cumulative", type=click.Choice(choices.READINGS), default="auto",
            show_default=True),
)  # fmt: skip

COMPUTING: Final = (
    _option("-i", "--indicator", multiple=True, callback=_lists, metavar="ID[,ID]"),
    _option("--every", type=click.Choice(choices.EVERY)),
    _option("--period", metavar="P[:P]"),
    _option("--by", metavar="LEVEL"),
    _option("--targets", metavar="FILE"),
    _option("--confidence", type=NUMBER, default=0.95, metavar="NUMBER", show_default=True),
    _option("--rank-confidence", type=NUMBER, default=0.9, metavar="NUMBER", show_default=True),
    _option("--annualise", is_flag=True),
    _option("--engine", type=click.Choice(choices.ENGINES), default="polars", show_default=True),
    _option("--fail-on-missed", is_flag=True),
    _option("--detail", is_flag=True),
    _option("--also", multiple=True, callback=_lists, metavar="NAME[,NAME]"),
    _option("--funnel", type=click.Choice(choices.FUNNELS)),
    _option("--columns", multiple=True, callback=_lists, metavar="NAME[,NAME]"),
    _option("--window", metavar="12m|3y"),
    _option("--formulas", is_flag=True),
    *CUMULATIVE,
)

WATCHING: Final = (
    _option("-i", "--indicator", text="watch_indicator", multiple=True, callback=_lists,
            metavar="ID[,ID]"),
    _option("--period", text="watch_period", metavar="P[:P]"),
    _option("--by", metavar="LEVEL"),
    _option("--history", type=YEARS, default=5, show_default=True, metavar="YEARS"),
    _option("--chance", type=NUMBER, default=0.05, show_default=True, metavar="NUMBER"),
    _option("--pictures", metavar="FOLDER"),
    _option("--engine", type=click.Choice(choices.ENGINES), default="polars", show_default=True),
    *CUMULATIVE,
)  # fmt: skip

WRITING: Final = (
    _option("--format", type=click.Choice(choices.FORMATS)),
    _option("-o", "--output", metavar="FILE"),
    _option("--shape", type=click.Choice(choices.SHAPES), default="long", show_default=True),
    _option("--excel", is_flag=True),
)

DRAWING: Final = (
    _option("--format", type=click.Choice((*choices.FORMATS, *choices.PICTURES))),
    *WRITING[1:],
)

EXPLAINING: Final = (
    _option("--area", metavar="NAME", required=True),
    # Another name than elsewhere: a file names several indicators, and this takes one apart.
    _option("-i", "--indicator", "explained", text="explain_indicator", metavar="ID",
            required=True),
    _option("--period", text="explain_period", metavar="P", required=True),
    _option("--confidence", type=NUMBER, default=0.95, metavar="NUMBER", show_default=True),
    _option("--annualise", is_flag=True),
    _option("--full", is_flag=True),
    *CUMULATIVE,
)  # fmt: skip

WRITTEN_PLAINLY: Final = (
    _option("--format", type=click.Choice(choices.FORMATS)),
    _option("-o", "--output", metavar="FILE"),
    _option("--excel", is_flag=True),
)

SPEAKING: Final = (
    _option("--lang", type=click.Choice(locale.LANGUAGES), callback=_language),
    _option("-q", "--quiet", is_flag=True),
    _option("-v", "--verbose", is_flag=True),
)

FORMING: Final = (
    _option("--items", text="form_items", multiple=True, callback=_lists, metavar="ID[,ID]"),
    # Another name than elsewhere: a file that says what is computed says nothing of the form.
    _option("-i", "--indicator", "indicators", text="form_indicator", multiple=True,
            callback=_lists, metavar="ID[,ID]"),
    _option("--layout", text="form_layout", metavar="NAME|FILE"),
    _option("--areas", metavar="FILE"),
    _option("--period", text="form_period", metavar="P"),
    _option("--year-start", type=MONTH, default=1, metavar="MONTH"),
    *CATALOGUE,
    _option("-o", "--output", text="form_output", metavar="FILE"),
    _option("--each", metavar="FOLDER"),
)  # fmt: skip

INSPECTED: Final = ("table", "json", "md", "html")

INSPECTING: Final = (
    _option("--format", text="inspect_format", type=click.Choice(INSPECTED)),
    _option("-o", "--output", metavar="FILE"),
)

LATE_BIRTHS: Final = (_option("--late-births", metavar="FILE"),)

CHECKING: Final = (
    _option("--checks", metavar="FILE"),
    _option("--waivers", metavar="FILE"),
    _option("--as-of", metavar="DAY"),
    _option("--received", metavar="FILE"),
    _option("--due", type=DAY, default=5, show_default=True, metavar="DAY"),
    *CUMULATIVE,
    _option("--preset", type=click.Choice(choices.PRESETS), default="fpstats", show_default=True),
    _option("--period", metavar="P[:P]"),
    _option("--targets", text="check_targets", metavar="FILE"),
    _option("--fail-on", type=click.Choice(choices.GRAVE), default="error",
            show_default=True),
    _option("--detail", text="check_detail", is_flag=True),
    _option("--explain", metavar="CODE"),
    _option("--months", metavar="FILE"),
    _option("--totals", metavar="FILE"),
    _option("--completeness", metavar="FILE"),
    *LATE_BIRTHS,
)  # fmt: skip

WRITTEN: Final = (
    _option("--encoding", metavar="NAME"),
    *CATALOGUE,
    _option("-o", "--output", text="layout_output", metavar="FILE"),
)

PARTS: Final = (_option("--detail", text="read_detail", is_flag=True),)

ISSUES: Final = (_option("--issues", callback=remember, metavar="FILE"),)


def takes(*groups: Sequence[Callable[[Any], Any]]) -> Callable[[Command], Command]:
    """Give a command the options of these groups, in their order."""

    def decorate(command: Command) -> Command:
        for option in reversed([option for group in groups for option in group]):
            command = option(command)
        return command

    return decorate
