"""The command line: the list of commands, and the one place that turns errors into exit codes.

Nothing here computes. A command's module is loaded when the command is called, and the library
when it runs, so that `fpstats --help` loads no frame library.
"""

from __future__ import annotations

import importlib
import os
import sys
from typing import Final, NoReturn

import click

from fpstats import __version__
from fpstats.cli import config
from fpstats.cli.language import said
from fpstats.errors import FpstatsError

COMMANDS: Final = {
    "compute": "fpstats.cli.compute",
    "read": "fpstats.cli.read",
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
        return found


@click.command(
    cls=Commands,
    help=said("help", "fpstats"),
    epilog=said("help", "exit_codes"),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, "--version", prog_name="fpstats", help=said("help", "version"))
def fpstats() -> None:
    """Hold the commands."""


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and exit with one of the documented codes."""
    sys.exit(_run(sys.argv[1:] if arguments is None else arguments))


def _run(arguments: list[str]) -> int:
    try:
        code = fpstats.main(
            arguments,
            prog_name="fpstats",
            standalone_mode=False,
            default_map=config.defaults(COMMANDS),
        )
        sys.stdout.flush()
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.ClickException as wrong:
        wrong.show()
        return 2
    except FpstatsError as refused:
        _say(str(refused))
        return refused.exit_code
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has gone; what Python would still flush must go nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except OSError as failed:
        _say(f"{failed.filename or 'output'}: {failed.strerror or failed}")
        return 74
    except Exception as fault:
        if os.environ.get("FPSTATS_DEBUG"):
            raise
        _say(said("message", "internal", fault=f"{type(fault).__name__}: {fault}"))
        return INTERNAL
    return code if isinstance(code, int) else 0


def _say(message: str) -> None:
    click.echo(f"fpstats: {message}", err=True)
