"""Which language to speak, known before any option is parsed, because help is text too."""

from __future__ import annotations

import os
import sys

from fpstats import locale


def language() -> str:
    """Return the language of `--lang`, else of FPSTATS_LANG, else the default."""
    arguments = sys.argv[1:]
    for place, argument in enumerate(arguments):
        if argument == "--lang" and place + 1 < len(arguments):
            wanted = arguments[place + 1]
        elif argument.startswith("--lang="):
            wanted = argument.removeprefix("--lang=")
        else:
            continue
        if wanted in locale.LANGUAGES:
            return wanted
    wanted = os.environ.get("FPSTATS_LANG", "")
    return wanted if wanted in locale.LANGUAGES else locale.DEFAULT


def said(section: str, key: str, /, **fields: object) -> str:
    """Return a text in the language of this run."""
    return locale.text(language(), section, key, **fields)
