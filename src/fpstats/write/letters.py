"""What the texts of a table hold, asked of the bytes that Arrow keeps them in.

Cell by cell that takes as long as writing them. An answer may be yes where a null hides it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

_ENDS: Final = {pa.string(): np.int32, pa.large_string(): np.int64}
"""How the ends of texts are held, by the type of the column."""


def is_text(kind: pa.DataType) -> bool:
    """Tell whether a column of this type has texts that can be asked."""
    return kind in _ENDS


def starts_with(column: pa.ChunkedArray, letters: Iterable[str]) -> bool:
    """Tell whether some text may start with one of these letters: its first byte is that of one."""
    first = np.zeros(256, dtype=bool)
    first[[letter.encode()[0] for letter in letters]] = True
    return any(
        bool(first[held[ends[:-1][ends[1:] > ends[:-1]]]].any()) for ends, held in _held(column)
    )


def holds(column: pa.ChunkedArray, letters: Iterable[str]) -> bool:
    """Tell whether one of these letters, each of one byte, stands in some text."""
    texts = [held[ends[0] : ends[-1]].tobytes() for ends, held in _held(column)]
    return any(letter.encode() in text for letter in letters for text in texts)


def holds_empty(column: pa.ChunkedArray) -> bool:
    """Tell whether some text may have no letter."""
    return any(bool((ends[1:] == ends[:-1]).any()) for ends, _ in _held(column))


def _held(column: pa.ChunkedArray) -> Iterator[tuple[NDArray[np.integer[Any]], NDArray[np.uint8]]]:
    """Yield where the texts begin and end, and their bytes; nothing of what is null throughout."""
    for chunk in column.chunks:
        if chunk.null_count == len(chunk):
            continue
        _, ends, letters = chunk.buffers()
        bounds = np.frombuffer(ends, _ENDS[column.type])[chunk.offset :][: len(chunk) + 1]
        yield bounds, np.frombuffer(letters or b"", np.uint8)
