"""What can be measured, as data: the items of returns and the indicators made from them.

The entries stand in `items.toml` and `indicators.toml`, whose first comments say how to write one.
"""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path
from typing import Final

from fpstats.catalogue.fields import Document
from fpstats.catalogue.kinds import GROUPED, INTERVALS, ITEMWISE, SUMS, Distribution, Kind
from fpstats.catalogue.model import Basis, Catalogue, Indicator, Item
from fpstats.catalogue.parse import merge, parse, read
from fpstats.catalogue.wording import CHANGE_UNITS, UNITS, Text
from fpstats.errors import ConfigurationError
from fpstats.locale import reason, say

__all__ = [
    "CHANGE_UNITS",
    "GROUPED",
    "INTERVALS",
    "ITEMWISE",
    "SUMS",
    "UNITS",
    "Basis",
    "Catalogue",
    "Distribution",
    "Indicator",
    "Item",
    "Kind",
    "Text",
    "load",
]

SHIPPED: Final = ("items.toml", "indicators.toml")


def load(overlay: Path | None = None) -> Catalogue:
    """Return the shipped catalogue, with the entries of an overlay file added or changed.

    Raises
    ------
    ConfigurationError
        The overlay cannot be read, or something in it is wrong: every fault is listed.
    """
    return _shipped() if overlay is None else _loaded(overlay)


@functools.cache
def _shipped() -> Catalogue:
    """Return the shipped catalogue, which nothing changes while a program runs."""
    return _loaded(None)


def _loaded(overlay: Path | None) -> Catalogue:
    folder = Path(__file__).parent
    files = [(name, folder.joinpath(name).read_bytes()) for name in SHIPPED]
    if overlay is not None:
        files.append((str(overlay), _bytes(overlay)))
    document: Document = {}
    digest = hashlib.sha256()
    for name, raw in files:
        document = merge(document, read(raw, name))
        # The length first, so that no two sets of files run together to the same bytes.
        digest.update(len(raw).to_bytes(8, "big") + raw)
    return parse(document, overlay=str(overlay or ""), digest=digest.hexdigest())


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        message = say("error", "no_catalogue", path=path, reason=reason(error))
        raise ConfigurationError(message, [message], str(path)) from error
