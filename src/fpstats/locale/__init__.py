"""Every sentence that people read, in Chinese and in English, and nothing else.

The texts stand in `zh.toml` and `en.toml`, which hold the same keys (a test compares them).
Titles and definitions of items and indicators are data of the catalogue, not of this package.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

LANGUAGES: Final = ("zh", "en")
DEFAULT: Final = "zh"


@functools.cache
def texts(lang: str) -> Mapping[str, Mapping[str, str]]:
    """Return all texts of a language: section → key → text."""
    # Beside this file: importlib.resources would cost `--help` a fifth of its time.
    with Path(__file__).with_name(f"{lang}.toml").open("rb") as file:
        loaded: dict[str, dict[str, str]] = tomllib.load(file)
    return loaded


def text(lang: str, section: str, key: str, /, **fields: object) -> str:
    """Return one text with its fields filled in.

    >>> text("en", "verdict", "missed")
    'missed'
    """
    template = texts(lang)[section][key]
    return template.format(**fields) if fields else template
