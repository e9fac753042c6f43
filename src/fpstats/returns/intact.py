"""A quick look through the bytes of a text file: its marks, its ends of lines, rows of figures.

A parser of types stumbles over such things only when it has all of the file in memory. Here they
are found at the speed of reading: a hundredth of what the parsing costs.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from fpstats.errors import FpstatsError
from fpstats.locale import say
from fpstats.returns import figures, limits
from fpstats.returns.encoding import damaged

_GLANCE: Final = 4096
NEAR: Final = 2**18
"""So many bytes are looked at together: what stays near the processor."""


def beginning(data: Path | bytes, size: int) -> bytes:
    """Return the first bytes of a file."""
    with _opened(data) as file:
        return file.read(size)


def first_lines(data: Path | bytes, size: int) -> bytes:
    """Return the lines in which the first bytes of a file are; read once, as they may be many."""
    with _opened(data) as file:
        file.seek(size)
        file.readline()
        end = file.tell()
        file.seek(0)
        return file.read(end)


def whole(path: str, data: Path | bytes) -> bytes:
    """Return all bytes of a file that must be decoded.

    Raises
    ------
    FpstatsError
        It is too large for that.
    """
    with _opened(data) as file:
        raw = file.read(limits.MOST_DECODED + 1)
    if len(raw) > limits.MOST_DECODED:
        most = limits.MOST_DECODED // 2**20
        raise FpstatsError(say("error", "too_much_text", path=path, most=most))
    return raw


def refuse_long_lines(path: str, data: Path | bytes) -> None:
    """Refuse a line of twice `LONGEST_LINE`, at the cost of a glance at each megabyte.

    A line so long leaves a whole stretch without an end in it, wherever the stretches begin.

    Raises
    ------
    FpstatsError
        There is such a line.
    """
    step = limits.LONGEST_LINE
    with _opened(data) as file:
        place = 0
        while True:
            file.seek(place)
            glance = file.read(_GLANCE)
            if not _ends(glance):
                stretch = glance + file.read(step - len(glance))
                if len(stretch) == step and not _ends(stretch):
                    given = {"place": place // 2**20, "most": step // 2**20}
                    raise FpstatsError(say("error", "long_line", path=path, **given))
            if len(glance) < _GLANCE:
                return
            place += step


class Looked(NamedTuple):
    """What a look through all bytes of a file finds.

    That is how many quotation marks there are, and in which of its `pieces` rows of figures stand
    as persons have.
    """

    quotes: int
    figured: frozenset[int]


def look_through(path: str, data: Path | bytes) -> Looked:
    """Look through a UTF-8 file, once for all that its bytes may tell.

    Raises
    ------
    FpstatsError
        There is a NUL byte.
    """
    marks, figured = 0, set()
    for number, (room, end) in enumerate(_rooms(data, NEAR)):
        if room.find(b"\0", 0, end) >= 0:
            raise damaged(path, _line_of_nul(data))
        if room.find(b'"', 0, end) >= 0:
            marks += room.count(b'"', 0, end)
        if figures.long_rows(memoryview(room)[:end]):
            figured.add(number)
    return Looked(marks, frozenset(figured))


def quotes_go_on(data: Path | bytes) -> bool:
    """Tell whether a quotation that begins on some line ends on another."""
    for piece in pieces(data, NEAR):
        signs = np.frombuffer(piece, np.uint8)
        # A sum of bytes overflows, and stays odd or even.
        within = np.cumsum(signs == ord('"'), dtype=np.uint8) & 1
        if within[-1] or within[signs == ord("\n")].any():
            return True
    return False


def _line_of_nul(data: Path | bytes) -> int:
    line = 1
    for room, end in _rooms(data, NEAR):
        nul = room.find(b"\0", 0, end)
        line += room.count(b"\n", 0, end if nul < 0 else nul)
        if nul >= 0:
            break
    return line


def _ends(stretch: bytes) -> bool:
    return b"\n" in stretch or b"\r" in stretch


def pieces(data: Path | bytes, size: int) -> Iterator[memoryview]:
    """Yield the bytes in pieces of whole lines, about so long; each takes the room of the last."""
    for room, end in _rooms(data, size):
        yield memoryview(room)[:end]


def _rooms(data: Path | bytes, size: int) -> Iterator[tuple[bytearray, int]]:
    """Yield the room in which each of the pieces lies, and where it ends."""
    room, held = bytearray(size), 0
    with _opened(data) as file:
        while True:
            read = file.readinto(memoryview(room)[held:])
            filled = held + read
            end = room.rfind(b"\n", 0, filled) + 1 if read else filled
            if end:
                yield room, end
            if not read:
                return
            held = filled - end
            room[:held] = room[end:filled]
            if held == len(room):  # a line that is longer
                room += bytes(len(room))


def _opened(data: Path | bytes) -> BufferedReader | BytesIO:
    return data.open("rb") if isinstance(data, Path) else BytesIO(data)
