"""How well returns are read, on part of the returns that `make accuracy` runs through."""

from __future__ import annotations

from itertools import islice

from .run import plans, run, total


def test_returns_are_read_exactly_or_their_faults_are_told() -> None:
    drawn = list(plans(110, systematic=False))
    alone = list(islice(plans(0), 0, None, 12))
    figures = total(run([*drawn, *alone]))
    assert figures.sound + figures.planted > 140
    assert figures.wrong == 0
    assert figures.exact_share >= 0.99
    assert figures.reported_share >= 0.99
    assert figures.crashed == 0
