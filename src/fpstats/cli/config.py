"""Defaults of options from `fpstats.toml`: the one found upwards, then the user's own.

A flag and an environment variable come before either. An unknown key is an error.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from fpstats.errors import ConfigurationError

NAME: Final = "fpstats.toml"

KEYS: Final = {
    "layout", "encoding", "areas", "by", "every", "period", "year_start", "indicator", "catalogue",
    "targets", "confidence", "annualise", "engine", "format", "shape", "detail", "excel", "lang",
    "quiet", "strict", "keep_going", "fail_on_missed",
}  # fmt: skip
"""Options that a file may set; written with - or _."""

PATHS: Final = {"layout", "areas", "catalogue", "targets"}
"""Those of them that are paths, meant from the folder of the file."""


def defaults(commands: Iterable[str]) -> dict[str, Any]:
    """Return the defaults for every command, as click takes them."""
    merged: dict[str, Any] = {}
    for path in (_own(), _upwards()):
        if path is not None:
            merged |= _read(path)
    return dict.fromkeys(commands, merged)


def _upwards() -> Path | None:
    """Find the file in this folder or above, up to the root of a repository or the home."""
    for folder in (Path.cwd(), *Path.cwd().parents):
        if (folder / NAME).is_file():
            return folder / NAME
        if (folder / ".git").exists() or folder == Path.home():
            break
    return None


def _own() -> Path | None:
    root = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    path = Path(root) / "fpstats" / "config.toml"
    return path if path.is_file() else None


def _read(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            raw = tomllib.load(file)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise ConfigurationError(f"{path} cannot be read: {error}") from None
    found: dict[str, Any] = {}
    faults = []
    for key, value in raw.items():
        name = key.replace("-", "_")
        if name not in KEYS:
            near = difflib.get_close_matches(name, sorted(KEYS), n=1)
            faults.append(f"{key}: no such key" + (f"; did you mean {near[0]}?" if near else ""))
        elif name in PATHS and isinstance(value, str) and (path.parent / value).exists():
            found[name] = str(path.parent / value)
        elif name == "indicator" and isinstance(value, list):
            found[name] = [",".join(value)]
        else:
            found[name] = value
    if faults:
        raise ConfigurationError(f"{path} has {len(faults)} problems\n- " + "\n- ".join(faults))
    return found
