"""A quick look through the bytes of a text file: lines that end, no NUL, quotation marks in pairs.

A parser of types stumbles over such things only when it has all of the file in memory. Here they
are found at the speed of reading: a hundredth of what the parsing costs.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import Final

import numpy as np

from fpstats.errors import FpstatsError
from fpstats.locale import say
from fpstats.returns import limits
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


def quotes(path: str, data: Path | bytes) -> int:
    """Count the quotation marks of a UTF-8 file.

    Raises
    ------
    FpstatsError
        There is a NUL byte.
    """
    marks = 0
    for chunk in _chunks(data):
        if b"\0" in chunk:
            raise damaged(path, _line_of_nul(data))
        if b'"' in chunk:
            marks += chunk.count(b'"')
    return marks


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
    for chunk in _chunks(data):
        before, nul, _ = chunk.partition(b"\0")
        line += before.count(b"\n")
        if nul:
            break
    return line


def _ends(stretch: bytes) -> bool:
    return b"\n" in stretch or b"\r" in stretch


def pieces(data: Path | bytes, size: int) -> Iterator[memoryview]:
    """Yield the bytes in pieces of whole lines, about so long; each takes the room of the last."""
    room, held = bytearray(size), 0
    with _opened(data) as file:
        while True:
            read = file.readinto(memoryview(room)[held:])
            filled = held + read
            end = room.rfind(b"\n", 0, filled) + 1 if read else filled
            if end:
                yield memoryview(room)[:end]
            if not read:
                return
            held = filled - end
            room[:held] = room[end:filled]
            if held == len(room):  # a line that is longer
                room += bytes(len(room))


def _chunks(data: Path | bytes) -> Iterator[bytearray]:
    """Yield the bytes; each chunk may take the room of the last."""
    room = bytearray(NEAR)
    with _opened(data) as file:
        while read := file.readinto(room):
            yield room if read == len(room) else room[:read]


def _opened(data: Path | bytes) -> BufferedReader | BytesIO:
    return data.open("rb") if isinstance(data, Path) else BytesIO(data)
