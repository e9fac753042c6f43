"""Files that are copies of one another: a second one says nothing new, whatever its name."""

from __future__ import annotations

import filecmp
from collections.abc import Iterable
from pathlib import Path

from fpstats.returns.opening import Returns


def copies(returns: Returns) -> frozenset[int]:
    """Return the readings of files that are, byte for byte, copies of a file read before them.

    Each such file is a finding, which names the file that it is a copy of.
    """
    paths = dict.fromkeys(one.sheet.path for one in returns.readings)
    same = _same(path for path in paths if Path(path).is_file())
    for copy, original in same.items():
        returns.findings.add("same_file", source=copy, expected=original)
    return frozenset(index for index, one in enumerate(returns.readings) if one.sheet.path in same)


def _same(paths: Iterable[str]) -> dict[str, str]:
    """Return the copies among files, each with its original; only equal lengths are compared."""
    by_size: dict[int, list[str]] = {}
    found: dict[str, str] = {}
    for path in paths:
        alike = by_size.setdefault(Path(path).stat().st_size, [])
        for original in alike:
            if filecmp.cmp(original, path, shallow=False):
                found[path] = original
                break
        else:
            alike.append(path)
    return found
