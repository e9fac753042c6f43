"""Long rows of figures in the bytes of a text file, found at the speed of memory.

A pattern over the bytes would take longer than all of the reading. Four bytes are looked at as one
number instead: wherever a row of eleven figures lies, two such numbers in a row are figures alone.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

MOST: Final = 5_000
"""So many are enough to tell what they are."""

_WORD: Final = 4
_HIGH: Final = np.uint32(0xF0F0F0F0)
_FIGURES: Final = np.uint32(0x30303030)
"""The upper half of four figures; of a few marks too, which are told apart later."""

_ROOM: Final = 32
_Bytes = np.ndarray[Any, np.dtype[np.uint8]]


def long_rows(data: bytes | memoryview) -> list[int]:
    """Return where rows of figures begin that may be the number of a person.

    These are rows of 11 figures that begin as a mobile number does, rows of 17 and 18, and rows
    of 11 and more that follow a point, as in 1.10101199003071E+17.
    """
    words = np.frombuffer(data, np.uint32, len(data) // _WORD)
    figures = (words & _HIGH) == _FIGURES
    inside = np.flatnonzero(figures[1:] & figures[:-1]) * _WORD + _ROOM
    if not len(inside):
        return []
    # With room on both sides, so that no look goes past an end.
    text: _Bytes = np.frombuffer(b"".join((bytes(_ROOM), data, bytes(_ROOM))), np.uint8)
    # The first two such numbers of a row lie at its beginning or up to three bytes behind it.
    one, two, three, four = (_figure(text[inside - back]) for back in range(1, _WORD + 1))
    behind = one.astype(np.int8) * (1 + two * (1 + three.astype(np.int8)))
    starts = (inside - behind)[~(one & two & three & four)]
    more = _figure(text[starts + 11])
    mobile = (text[starts] == ord("1")) & (text[starts + 1] >= ord("3")) & ~more
    rounded = text[starts - 1] == ord(".")
    long = more.copy()
    long[more] = _figure(text[starts[more] + 16]) & ~_figure(text[starts[more] + 18])
    # No row begins twice, and `numpy.unique` would load masked arrays, longer than all else here.
    starts = np.sort(starts[mobile | rounded | long])
    for offset in range(11):
        starts = starts[_figure(text[starts + offset])]
    return [int(place) - _ROOM for place in starts[:MOST]]


def _figure(text: _Bytes) -> np.ndarray[Any, np.dtype[np.bool_]]:
    return (text - np.uint8(ord("0"))) < 10
