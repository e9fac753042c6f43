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
    met = _stays(returns)
    lacking: dict[tuple[int, int], set[Part]] = defaultdict(set)
    gone, new = defaultdict[int, set[Part]](set), defaultdict[int, set[Part]](set)
    for part, stays in met.items():
        settled = stays[0][0] == 0, stays[-1][1] == len(returns)
        before, after = 0, sum(end - start for start, end in stays)
        for (start, end), (again, _) in pairwise(stays):
            before, after = before + end - start, after - (end - start)
            if all(map(or_, settled, (before >= SETTLED, after >= SETTLED))):
                lacking[end, again - 1].add(part)
            else:
                gone[end].add(part)
                new[again].add(part)
    left_out: list[LeftOut] = []
    renamed: set[Part] = set()
    for (first, last), parts in sorted(lacking.items()):
        instead = {one for one, at in met.items() if first <= at[0][0] and at[-1][1] <= last + 1}
        long = last - first + 1 >= LASTING[0] and months[last] - months[first] + 1 >= LASTING[1]
        if len(instead) >= len(parts):
            renamed |= instead
        elif long and any(at[0][0] == first for at in met.values()):
            gone[first] |= parts
            new[last + 1] |= parts
        else:
            renamed |= instead
            left_out.append(LeftOut(first, last, frozenset(parts)))
    for part, stays in met.items():
        if part not in renamed:
            new[stays[0][0]].add(part)
            gone[stays[-1][1]].add(part)
    changed = [
        Changed(at, frozenset(gone[at]), frozenset(new[at]))
        for at in range(1, len(returns))
        if len(gone[at]) != len(new[at])
    ]
    return left_out, changed


def _stays(returns: Sequence[Collection[Part]]) -> dict[Part, list[tuple[int, int]]]:
    """Return from which return on each part stands, and from which on no longer, over and over.

    Only what changes from one return to the next is looked at: most parts are in all of them.
    """
    met: dict[Part, list[tuple[int, int]]] = defaultdict(list)
    since: dict[Part, int] = {}
    before: Collection[Part] = ()
    for at, parts in enumerate((*returns, ())):
        if parts is before:
            continue
        for part in since.keys() - parts:
            met[part].append((since.pop(part), at))
        since |= dict.fromkeys(frozenset(parts) - since.keys(), at)
        before = parts
    return met
