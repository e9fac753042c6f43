"""How large and how odd a file may be: every limit that is declared, in one place.

A return of a township has a few thousand cells, the villages of a county a few hundred thousand.
The limits lie far above both, and far below what fills a memory. What goes beyond is refused with
a sentence that names the limit, before anything is built that could be as large.
"""

from __future__ import annotations

from typing import Final

MOST_PARTS: Final = 10_000
"""How many parts a workbook may be zipped of: a sheet needs about four."""

MOST_DIRECTORY: Final = 4 * 2**20
"""How many bytes the list of those parts may take."""

MOST_UNPACKED: Final = 128 * 2**20
"""How many bytes the parts may unpack to together, counted while they unpack."""

MOST_RATIO: Final = 100
"""How many times its packed size a workbook may unpack to, beyond `FREE_UNPACKED`.

Sheets of ours and of offices have 5 to 20; a bomb has 1,000.
"""

FREE_UNPACKED: Final = 8 * 2**20
"""So many bytes unpack whatever their ratio: that is a small memory."""

MOST_MANIFEST: Final = 4 * 2**20
"""How many bytes a part may have that lists things: sheets, relations, formats, comments."""

MOST_CELLS: Final = 2_000_000
"""How many cells a sheet may have."""

MOST_GRID: Final = 4_000_000
"""How many cells the grid of a sheet may span, from A1 to its last row and column."""

MOST_EMPTY: Final = 1_000_000
"""A sheet may span so many cells even where few of them hold anything."""

MOST_SPREAD: Final = 20
"""How many times more cells than it holds a larger sheet may span."""

MOST_HOLLOW: Final = 1_000_000
"""So many cells of a sheet may hold nothing; more only beside a twentieth that hold something."""

MOST_TEXT: Final = 100_000_000
"""How many characters the texts of a workbook may have, each counted as often as it is used."""

MOST_CELL: Final = 4 * 2**20
"""How many bytes of XML one cell may take; its text has 32,767 characters at the most."""

MOST_ODD: Final = 8 * 2**20
"""How many bytes a sheet may have that is not written as spreadsheet programs write it.

It is read by a slower parser, which takes a second for so much.
"""

MOST_MERGED: Final = 100_000
"""How many merged ranges a sheet may have."""

CHUNK: Final = 2**20
"""How many bytes are unpacked at a time."""

LONGEST_LINE: Final = 2**20
"""How many bytes a line of a text file may have."""

MOST_OLD: Final = 32 * 2**20
"""How many bytes an old workbook (.xls) may have: a full sheet of it takes less."""

LONGEST_CELL: Final = 32_767
"""How many characters a cell may have, as in a spreadsheet."""

MOST_DECODED: Final = 512 * 2**20
"""How many bytes a text file may have that must be decoded whole, because it is not UTF-8."""

MOST_BYTES_AS_LINES: Final = 16 * 2**20
"""How many bytes a text file may have for its form to be recognised from all of its lines."""
