"""One period that somebody wrote around a table."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from fpstats.periods import Span

YEAR: Final = re.compile(
    r"(?:(?<!\d)(?:19|20)\d\d|民[国國]\d{2,3}|(?<!\d)1\d\d|[一二][〇○零一二三四五六七八九]{3})年(?:度)?"
    r"(?!度?(?:前|第|上半|下半|[一二三四1-4]季))"
)
BARE_YEAR: Final = re.compile(r"(?:19|20)\d\d")
"""A sheet or a file that is called 2024."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A period that somebody wrote: where (`title`, `sheet`, `file`), what, and what it means."""

    origin: str
    text: str
    span: Span
    line: int = -1
    column: int = -1

    @property
    def precise(self) -> bool:
        """Tell whether it says more than a year."""
        return YEAR.fullmatch(self.text) is None and not BARE_YEAR.fullmatch(self.text)
