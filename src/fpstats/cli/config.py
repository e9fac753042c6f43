"""Defaults of options from `fpstats.toml`: the one found upwards, then the user's own.

A flag and an environment variable come before either. An unknown key is an error.
"""

from __future__ import annotations

import difflib
import functools
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import tomli

from fpstats.cli import choices
from fpstats.errors import ConfigurationError
from fpstats.locale import LANGUAGES, fault, say, several

NAME: Final = "fpstats.toml"

KEYS: Final[dict[str, type]] = {
    "layout": str,
    "encoding": str,
    "areas": str,
    "by": str,
    "every": str,
    "period": str,
    "year_start": int,
    "indicator": list,
    "catalogue": str,
    "targets": str,
    "confidence": float,
    "rank_confidence": float,
    "annualise": bool,
    "engine": str,
    "format": str,
    "shape": str,
    "columns": list,
    "detail": bool,
    "also": list,
    "funnel": str,
    "window": str,
    "excel": bool,
    "lang": str,
    "quiet": bool,
    "strict": bool,
    "keep_going": bool,
    "fail_on_missed": bool,
    "checks": str,
    "waivers": str,
    "received": str,
    "due": int,
    "cumulative": str,
    "preset": str,
    "fail_on": str,
    "history": int,
    "chance": float,
}
"""Options that a file may set, and what their values are; written with - or _."""

CHOICES: Final = {
    "every": choices.EVERY,
    "engine": choices.ENGINES,
    "format": (*choices.FORMATS, *choices.PICTURES),
    "shape": choices.SHAPES,
    "funnel": choices.FUNNELS,
    "lang": LANGUAGES,
    "cumulative": choices.READINGS,
    "preset": choices.PRESETS,
    "fail_on": choices.GRAVE,
}
"""Those of them that are one of a few words."""

RANGES: Final = {"year_start": choices.MONTHS, "due": choices.DAYS, "history": choices.YEARS}
SHARES: Final = {"confidence", "rank_confidence"}
"""Those that are whole numbers from one to another, or lie between 0 and 1."""

PATHS: Final = {"areas", "catalogue", "targets", "checks", "waivers", "received"}
"""Those of them that are paths, meant from the folder of the file; a layout may be one."""

NESTED: Final = ("list", "show", "check", "which", "new")
"""The commands of groups, which have the same options."""

_WORDS: Final = {
    str: "a_text",
    int: "a_whole_number",
    float: "a_number",
    bool: "true_or_false",
    list: "text_or_texts",
}


def defaults(commands: Iterable[str]) -> dict[str, Any]:
    """Return the defaults for every command, as click takes them.

    Raises
    ------
    ConfigurationError
        A file is not TOML, or says something unknown; every fault is listed.
    """
    found = _found(Path.cwd(), _own())
    return dict.fromkeys(commands, found | dict.fromkeys(NESTED, found))


def language() -> str | None:
    """Return the language that a file asks for; what is wrong with the file is said elsewhere."""
    try:
        wanted: str | None = _found(Path.cwd(), _own()).get("lang")
    except (ConfigurationError, OSError):
        return None
    return wanted


@functools.cache
def _found(folder: Path, own: Path | None) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for path in (own, _upwards(folder)):
        if path is not None and path.is_file():
            merged |= _read(path)
    return merged


def _home() -> Path | None:
    try:
        return Path.home()
    except RuntimeError:  # cron may have no home
        return None


def _upwards(folder: Path) -> Path | None:
    """Find the file in this folder or above, up to the root of a repository or the home."""
    home = _home()
    for one in (folder, *folder.parents):
        if (one / NAME).is_file():
            return one / NAME
        if (one / ".git").exists() or one == home:
            break
    return None


def _own() -> Path | None:
    root = os.environ.get("XDG_CONFIG_HOME")
    home = _home()
    if not root and home is None:
        return None
    return Path(root or f"{home}/.config") / "fpstats" / "config.toml"


def _read(path: Path) -> dict[str, Any]:
    try:
        # Windows editors put a byte-order mark first, which TOML does not allow.
        raw = tomli.loads(path.read_text("utf-8-sig"))
    except (tomli.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise ConfigurationError(say("error", "unreadable", path=path, reason=error)) from None
    found: dict[str, Any] = {}
    faults = []
    for key, value in raw.items():
        name = key.replace("-", "_")
        if name not in KEYS:
            near = difflib.get_close_matches(name, list(KEYS), n=1)
            hint = say("fault", "did_you_mean", near=near[0]) if near else ""
            faults.append(fault(key, "no_such_key", near=hint))
        elif not _fits(value, KEYS[name]):
            words = say("fault", _WORDS[KEYS[name]])
            faults.append(fault(key, "must_be", kind=words, value=value))
        elif name in CHOICES and value not in CHOICES[name]:
            known = several(CHOICES[name])
            faults.append(fault(key, "not_allowed", known=known, value=value, near=""))
        elif name in RANGES and not RANGES[name][0] <= value <= RANGES[name][1]:
            low, high = RANGES[name]
            faults.append(fault(key, "not_from_to", low=low, high=high, value=value))
        elif name in SHARES and not 0 < value < 1:
            faults.append(fault(key, "between_0_and_1", value=value))
        elif name in PATHS or (name == "layout" and (path.parent / value).exists()):
            found[name] = str(path.parent / value)
        else:
            single = KEYS[name] is list and isinstance(value, str)
            found[name] = [value] if single else value
    if faults:
        raise ConfigurationError.listing(str(path), faults)
    return found


def _fits(value: object, kind: type) -> bool:
    if kind is list:
        texts = value if isinstance(value, list) else [value]
        return all(isinstance(text, str) for text in texts)
    return type(value) is kind or (kind is float and type(value) is int)
