"""Every sentence that people read, in Chinese and in English, and nothing else.

The texts stand in `zh.toml` and `en.toml`, which hold the same keys (a test compares them). What
is asked for its text names the language; errors, which rise from anywhere, are said in the language
that was last chosen by `speak`.
Titles and definitions of items and indicators are data of the catalogue, not of this package.
"""

from __future__ import annotations

import errno
import functools
from collections.abc import Collection, Iterable, Mapping
from contextvars import ContextVar
from pathlib import Path
from typing import Final

import tomli

LANGUAGES: Final = ("zh", "en")
DEFAULT: Final = "zh"

_SPOKEN: Final[ContextVar[str]] = ContextVar("fpstats_language", default=DEFAULT)


@functools.cache
def texts(lang: str) -> Mapping[str, Mapping[str, str]]:
    """Return all texts of a language: section → key → text."""
    # Beside this file: importlib.resources would cost `--help` a fifth of its time.
    with Path(__file__).with_name(f"{lang}.toml").open("rb") as file:
        loaded: dict[str, dict[str, str]] = tomli.load(file)
    return loaded


def text(lang: str, section: str, key: str, /, **fields: object) -> str:
    """Return one text with its fields filled in.

    >>> text("en", "verdict", "missed")
    'missed'
    """
    template = texts(lang)[section][key]
    return template.format(**fields) if fields else template


def speak(lang: str) -> None:
    """Say errors in this language from here on, in this thread or task."""
    _SPOKEN.set(lang)


def spoken() -> str:
    """Return the language that errors are said in."""
    return _SPOKEN.get()


def say(section: str, key: str, /, **fields: object) -> str:
    """Return one text in the language that is spoken."""
    return text(_SPOKEN.get(), section, key, **fields)


def reason(error: OSError) -> str:
    """Return why the system refused; the commonest reasons have words of ours."""
    known = errno.errorcode.get(error.errno or 0, "")
    return (
        say("system", known)
        if known in texts(_SPOKEN.get())["system"]
        else (error.strerror or str(error))
    )


def fault(place: str, key: str, /, **fields: object) -> str:
    """Return what is wrong at a place, as a line of a list."""
    return say("fault", "at", place=place, fault=say("fault", key, **fields))


def listed(name: str, faults: Collection[str]) -> str:
    """Say how many problems something has, and then each on a line of its own."""
    key = "one_fault" if len(faults) == 1 else "faults"
    return "\n- ".join((say("error", key, name=name, count=len(faults)), *faults))


def several(names: Iterable[str], most: int | None = None) -> str:
    """Return names one after the other, parted as the language that is spoken parts them.

    Of more than the `most` there may be the first are returned, and … for the others.
    """
    each = [*names]
    if most is not None and len(each) > most:
        each[most:] = ["…"]
    return say("error", "comma").join(each)
