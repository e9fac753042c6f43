"""The parts of an area (its villages) from return to return: which were left out, come, and go.

Knows sets and their order, and nothing of files. What is there before and after, and not between,
was left out; what goes for good, or comes to stay, may have been merged, parted or opened.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from itertools import pairwise
from operator import or_
from typing import Final

from msgspec import Struct

Part = tuple[str, int]
"""A part: its text, and which of those of this text in the area it is."""

LASTING: Final = (3, 12)
"""For so many returns, and months, at least parts lack that were joined to others."""

SETTLED: Final = 3
"""In so many returns at least a part stands that is more than the trace of one come or gone."""


class LeftOut(Struct, frozen=True):
    """Parts that lack in the returns from `first` to `last`, and stand in those around them."""

    first: int
    last: int
    parts: frozenset[Part]


class Changed(Struct, frozen=True):
    """Parts that are no longer there from the return `at` on, or that are there only since."""

    at: int
    gone: frozenset[Part]
    new: frozenset[Part]


def compared(
    returns: Sequence[Collection[Part]], months: Sequence[int]
) -> tuple[list[LeftOut], list[Changed]]:
    """Compare the parts of one area in returns that follow one another.

    As many that stand only where others lack are these by another name; so are as many that come
    as go. Neither is told. Where others come as they go, and for long, they were joined: a change.
    So is it where a part that comes, or goes, stands in a few returns apart from the others.

    Parameters
    ----------
    months
        In which month each return ends.
    """
    met: dict[Part, list[int]] = defaultdict(list)
    for at, parts in enumerate(returns):
        for part in parts:
            met[part].append(at)
    lacking: dict[tuple[int, int], set[Part]] = defaultdict(set)
    gone, new = defaultdict[int, set[Part]](set), defaultdict[int, set[Part]](set)
    for part, places in met.items():
        settled = places[0] == 0, places[-1] == len(returns) - 1
        for number, (before, after) in enumerate(pairwise(places), 1):
            if after == before + 1:
                continue
            if all(map(or_, settled, (number >= SETTLED, len(places) - number >= SETTLED))):
                lacking[before + 1, after - 1].add(part)
            else:
                gone[before + 1].add(part)
                new[after].add(part)
    left_out: list[LeftOut] = []
    renamed: set[Part] = set()
    for (first, last), parts in sorted(lacking.items()):
        instead = {one for one, at in met.items() if first <= at[0] and at[-1] <= last}
        long = last - first + 1 >= LASTING[0] and months[last] - months[first] + 1 >= LASTING[1]
        if len(instead) >= len(parts):
            renamed |= instead
        elif long and any(at[0] == first for at in met.values()):
            gone[first] |= parts
            new[last + 1] |= parts
        else:
            renamed |= instead
            left_out.append(LeftOut(first, last, frozenset(parts)))
    for part, places in met.items():
        if part not in renamed:
            new[places[0]].add(part)
            gone[places[-1] + 1].add(part)
    changed = [
        Changed(at, frozenset(gone[at]), frozenset(new[at]))
        for at in range(1, len(returns))
        if len(gone[at]) != len(new[at])
    ]
    return left_out, changed
