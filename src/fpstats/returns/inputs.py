"""Which files paths, folders and globs mean; and what lies among them that is not read."""

from __future__ import annotations

import glob
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct

from fpstats.errors import ConfigurationError
from fpstats.issues import Findings
from fpstats.locale import say, several
from fpstats.returns.containers import CONTAINERS

SENT: Final = frozenset(
    {
        ".et", ".ett", ".ods", ".fods", ".xlsb", ".xlsm", ".xltx", ".numbers", ".dbf", ".mdb",
        ".accdb", ".xml", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".tar", ".zip", ".rar", ".7z",
        ".doc", ".docx", ".wps", ".wpt", ".rtf", ".odt", ".pdf", ".ofd", ".eml", ".msg",
        ".jpg", ".jpeg", ".heic", ".tif", ".tiff",
    }
)  # fmt: skip
"""Suffixes that are not read and that a township may call its return."""

_OURS: Final = frozenset({".toml", ".md"})
_SYSTEMS: Final = frozenset({"thumbs.db", "desktop.ini"})
"""Layouts and settings, texts that lie beside returns, and what systems put into folders."""

_NAMED: Final = 8
"""So many files of other kinds are named."""


class Inputs(Struct, frozen=True):
    """The files that are read, those that are not, and those that were given again."""

    files: Sequence[str]
    passed: Sequence[str]
    again: Sequence[tuple[str, str]]

    def note(self, findings: Findings) -> None:
        """Note what is not read because of its suffix, and what is counted once."""
        findings.extend(
            "same_file",
            ({"saying": "given_again", "source": one, "expected": first}
             for one, first in self.again),
        )  # fmt: skip
        others = []
        for one in self.passed:
            suffix = Path(one).suffix.lower()
            if suffix in SENT:
                findings.add("file_not_read", source=one, value=suffix)
            else:
                others.append(one)
        if others:
            named = several(others, _NAMED)
            findings.add("files_passed_over", value=len(others), expected=named)


def expand(inputs: Iterable[str | Path]) -> Inputs:
    """Turn paths, folders and globs into files: sorted, each once. `-` is standard input.

    In folders and globs, files of other kinds are passed over; hidden ones mean nothing at all.

    Raises
    ------
    ConfigurationError
        A path is not there, a folder holds no returns, or a suffix is not known.
    """
    found: dict[Path | str, str] = {}
    passed: dict[Path, str] = {}
    again: list[tuple[str, str]] = []
    for one in map(str, inputs):
        path = Path(one)
        if one == "-":
            found.setdefault(one, one)
        elif path.is_dir() or not path.exists():
            inside = _matching(one)
            for file in inside[True]:
                found.setdefault(file.resolve(), str(file))
            for file in inside[False]:
                passed.setdefault(file.resolve(), str(file))
        elif path.suffix.lower() in CONTAINERS:
            first = found.setdefault(path.resolve(), one)
            if first is not one:
                again.append((one, first))
        else:
            key = "unknown_suffix" if path.suffix else "no_suffix"
            given = {"path": one, "suffix": path.suffix, "known": several(CONTAINERS)}
            raise ConfigurationError(say("error", key, **given))
    return Inputs(list(found.values()), list(passed.values()), again)


def _matching(one: str) -> dict[bool, list[Path]]:
    """Return the files in a folder, or those that a glob matches: read (True), and passed over."""
    folder = Path(one)
    # A pattern of pathlib must not be absolute, and would look into hidden folders.
    matched = [folder] if folder.is_dir() else map(Path, glob.glob(one, recursive=True))  # noqa: PTH207
    roots = [root for root in matched if root.exists()]
    if not roots:
        raise ConfigurationError(say("error", "no_file", path=one))
    inside: dict[bool, list[Path]] = {True: [], False: []}
    for file in dict.fromkeys(_inside(roots)):
        inside[file.suffix.lower() in CONTAINERS].append(file)
    if not inside[True]:
        known = several(CONTAINERS)
        raise ConfigurationError(say("error", "no_files_inside", path=one, known=known))
    return {read: sorted(files, key=str) for read, files in inside.items()}


def _inside(roots: Iterable[Path]) -> Iterator[Path]:
    """Yield the files in folders, but for hidden ones and those that nobody takes for returns."""
    for root in roots:
        for file in root.rglob("*") if root.is_dir() else [root]:
            if (
                file.suffix.lower() not in _OURS
                and file.name.lower() not in _SYSTEMS
                and not any(part.startswith(("~$", ".")) for part in _below(file, root))
                and file.is_file()
            ):
                yield file


def _below(file: Path, root: Path) -> tuple[str, ...]:
    return file.relative_to(root).parts if file != root else (file.name,)
