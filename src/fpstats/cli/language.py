"""Which language to speak, known before any option is parsed, because help is text too."""

from __future__ import annotations

import contextlib
import os
import sys
from itertools import pairwise
from typing import Final, TextIO

import click

from fpstats import locale
from fpstats.cli import config


def language() -> str:
    """Return the language of `--lang`, else of FPSTATS_LANG, else of a file, else the default."""
    arguments = sys.argv[1:]
    asked = [after for before, after in pairwise(arguments) if before == "--lang"]
    asked += [one.removeprefix("--lang=") for one in arguments if one.startswith("--lang=")]
    asked += [os.environ.get("FPSTATS_LANG", ""), config.language() or ""]
    return next((one for one in asked if one in locale.LANGUAGES), locale.DEFAULT)


def said(section: str, key: str, /, **fields: object) -> str:
    """Return a text in the language of this run."""
    return locale.text(language(), section, key, **fields)


SPOKEN: Final = click.option(
    "--lang", type=click.Choice(locale.LANGUAGES), expose_value=False, help=said("option", "lang")
)
"""The option of groups of commands: `language` has looked at it before it is parsed."""


def tell(text: str) -> None:
    """Write to standard error; that nobody listens there is no reason to stop."""
    try:
        click.echo(text, err=True)
    except OSError:
        deaf(sys.stderr)


def deaf(stream: TextIO | None) -> None:
    """Let what is still to be written to a closed or full stream go nowhere."""
    if stream is not None:
        with contextlib.suppress(OSError), open(os.devnull, "wb") as nowhere:  # noqa: PTH123
            os.dup2(nowhere.fileno(), stream.fileno())
