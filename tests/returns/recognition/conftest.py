"""Small sheets, written by hand, and what is recognised in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from fpstats import catalogue
from fpstats.returns.facts import SheetFacts
from fpstats.returns.layout import Match
from fpstats.returns.recognition.recognise import recognise
from fpstats.returns.recognition.words import Lexicon, lexicon_of
from fpstats.returns.workbooks import GridSheet

Read = Callable[..., list[Match]]


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return lexicon_of(catalogue.load())


@pytest.fixture(scope="session")
def recognised(lexicon: Lexicon) -> Read:
    """Recognise a sheet whose lines are written as texts parted by `|`."""

    def read(
        lines: Sequence[str],
        sheet: str = "表1",
        path: str = "a.xlsx",
        merged: Sequence[tuple[int, int, int, int]] = (),
    ) -> list[Match]:
        cells = [line.split("|") for line in lines]
        facts = SheetFacts(merged=tuple(merged))
        return [
            match for _, match in recognise(GridSheet(path, sheet, cells, facts=facts), lexicon)
        ]

    return read
