"""The command line: the list of commands, and the one place that turns errors into exit codes.

Nothing here computes. A command's module is loaded when the command is called, and the library
when it runs, so that `fpstats --help` loads no frame library.
"""

from __future__ import annotations

import atexit
import contextlib
import difflib
import gc
import importlib
import os
import sys
from typing import Any, Final, NoReturn

import click
from click.core import ParameterSource

from fpstats import __version__, locale
from fpstats.cli import config, findings
from fpstats.cli.language import SPOKEN, deaf, language, said, tell
from fpstats.cli.translation import translate, worded
from fpstats.errors import FpstatsError, OutputError

COMMANDS: Final = {
    "compute": "fpstats.cli.compute",
    "read": "fpstats.cli.read",
    "inspect": "fpstats.cli.inspect",
    "check": "fpstats.cli.check",
    "watch": "fpstats.cli.watch",
    "explain": "fpstats.cli.explain",
    "form": "fpstats.cli.form",
    "catalogue": "fpstats.cli.catalogue",
    "layouts": "fpstats.cli.layouts",
}
"""Command → the module that holds it, under the same name."""

INTERNAL: Final = 70
INTERRUPTED: Final = 130
BROKEN_PIPE: Final = 141


class Commands(click.Group):
    """A group whose commands are loaded when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the commands in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command."""
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        found: click.Command = getattr(importlib.import_module(COMMANDS[cmd_name]), cmd_name)
        return worded(found)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; click would suggest loaded ones only."""
        if not args[0].startswith("-") and args[0] not in COMMANDS:
            near = difflib.get_close_matches(args[0], list(COMMANDS), n=1)
            hint = said("message", "did_you_mean", near=near[0]) if near else ""
            ctx.fail(said("message", "no_command", name=args[0]) + hint)
        return super().resolve_command(ctx, args)


@click.command(
    cls=Commands,
    help=said("help", "fpstats"),
    epilog=said("help", "exit_codes"),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(
    __version__, "--version", message="fpstats %(version)s", help=said("help", "version")
)
@SPOKEN
def fpstats() -> None:
    """Hold the commands."""


def command() -> NoReturn:
    """Be the process `fpstats`: run the command line, and end once all is written and said.

    To take Python, Polars and Arrow to pieces in order would be a tenth of a small run, and the
    system does it at once. What asked to be told of the end is told.
    """
    # A command lives for a second or two; looking for cycles among its areas only costs time.
    gc.disable()
    # No matrix here is so large that threads would help, and to start them takes time.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    code = _run(sys.argv[1:])
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
    os._exit(code)


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and exit with one of the documented codes."""
    sys.exit(_run(sys.argv[1:] if arguments is None else arguments))


def _run(arguments: list[str]) -> int:
    try:
        locale.speak(language())
        translate()
        worded(fpstats)
        # Help must be there even where fpstats.toml is broken.
        helpless = not {"-h", "--help", "--version"} & set(arguments)
        code = _invoke(arguments, config.defaults(COMMANDS) if helpless else None)
        if sys.stdout is not None:
            sys.stdout.flush()
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.ClickException as wrong:
        return _usage(wrong)
    except FpstatsError as refused:
        tell(f"fpstats: {refused}")
        return refused.exit_code
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:
        deaf(sys.stdout)
        return BROKEN_PIPE
    except OSError as failed:
        deaf(sys.stdout)
        place = failed.filename or said("message", "standard_output")
        tell(f"fpstats: {place}: {locale.reason(failed)}")
        return OutputError.exit_code
    except Exception as fault:
        if os.environ.get("FPSTATS_DEBUG"):
            raise
        text = said("message", "internal", fault=f"{type(fault).__name__}: {fault}")
        tell(f"fpstats: {text}")
        return INTERNAL
    return code if isinstance(code, int) else 0


def _invoke(arguments: list[str], defaults: dict[str, Any] | None) -> object:
    """Run a command as click does, but for a closed pipe, which click would make a plain 1."""
    if "_FPSTATS_COMPLETE" in os.environ:  # a shell asks how a word may go on
        return fpstats.main(arguments, prog_name="fpstats", standalone_mode=False)
    with fpstats.make_context("fpstats", list(arguments), default_map=defaults) as context:
        try:
            return fpstats.invoke(context)
        except FpstatsError as wrong:
            findings.keep_refusal(wrong, context.meta)
            raise


def _usage(wrong: click.ClickException) -> int:
    """Say what is wrong with the command, and where it came from if it was not typed."""
    if isinstance(wrong, click.MissingParameter) and wrong.param is not None:
        # Click ends its own sentence with a full stop, whatever the language.
        hint = wrong.param.get_error_hint(wrong.ctx)
        told = said("message", f"missing_{wrong.param.param_type_name}", hint=hint)
        wrong = click.UsageError(told, wrong.ctx)
    try:
        wrong.show()
    except OSError:
        deaf(sys.stderr)
    if isinstance(wrong, click.BadParameter) and wrong.ctx and wrong.param and wrong.param.name:
        source = wrong.ctx.get_parameter_source(wrong.param.name)
        if source is ParameterSource.DEFAULT_MAP:
            tell(said("message", "from_file", file=config.NAME))
        elif source is ParameterSource.ENVIRONMENT:
            tell(said("message", "from_environment", name=wrong.param.envvar))
    return 2
