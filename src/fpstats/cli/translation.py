"""What click says by itself, in the language of this run.

Click asks gettext for its texts, which wants compiled catalogues in folders of their own. Ours
stand with all other sentences in `locale/`, each under the English text that click asks for.
"""

from __future__ import annotations

import click.core
import click.decorators
import click.exceptions
import click.formatting
import click.parser
import click.types

from fpstats import locale
from fpstats.cli.language import language

_MODULES = (
    click.core,
    click.decorators,
    click.exceptions,
    click.formatting,
    click.parser,
    click.types,
)


def translated(message: str) -> str:
    """Return what click says in the language of this run; its own English where we have none.

    >>> translated("Nobody says this.")
    'Nobody says this.'
    """
    return locale.texts(language())["click"].get(message, message)


def _counted(singular: str, plural: str, count: int) -> str:
    return translated(singular if count == 1 else plural)


def worded(command: click.Command) -> click.Command:
    """Write `[OPTIONS]` in the usage of a command, and of those it holds, in our words."""
    command.options_metavar = translated("options")
    if isinstance(command, click.Group):
        command.subcommand_metavar = translated("arguments")
        for one in command.commands.values():
            worded(one)
    return command


def translate() -> None:
    """Let click say everything in the language of this run."""
    for module in _MODULES:
        for name, function in (("_", translated), ("gettext", translated), ("ngettext", _counted)):
            if hasattr(module, name):
                setattr(module, name, function)
