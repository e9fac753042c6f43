"""Bytes → a file that appears whole or not at all, or standard output."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from fpstats.errors import ConfigurationError, OutputError
from fpstats.locale import reason, say

_UNFIT: Final = str.maketrans(dict.fromkeys('/\\:*?"<>|', "_"))


def write_file(path: Path, chunks: Iterable[bytes], inputs: Sequence[Path] = ()) -> None:
    """Write a file whole or not at all, never over an input.

    The bytes go to a temporary file beside it, which then takes its place; a link keeps pointing
    where it did, and the mode of a file that was there stays.

    Raises
    ------
    ConfigurationError
        The path is one of the inputs.
    OutputError
        The disk is full, the folder is missing, or anything else the system refuses.
    """
    if any(_same(path, one) for one in inputs):
        raise ConfigurationError(say("error", "is_input", path=path))
    try:
        target = path.resolve()
        if target.exists() and not target.is_file() and not target.is_dir():
            _write_through(target, chunks)
        else:
            _replace(target, chunks)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(say("error", "not_written", path=path, reason=reason(error))) from error


def file_name(title: str) -> str:
    """Return a title as the name of a file, without what such a name cannot have.

    >>> file_name("甲/乙: 出生率")
    '甲_乙_ 出生率'
    """
    return title.translate(_UNFIT)


def write_stdout(chunks: Iterable[bytes]) -> None:
    """Write to standard output; every byte is accepted or it is an error.

    Raises
    ------
    BrokenPipeError
        The reader has gone, which is no fault of ours.
    OutputError
        The disk is full, or anything else the system refuses.
    """
    try:
        sys.stdout.flush()
        for chunk in chunks:
            rest = memoryview(chunk)
            while rest:
                # Unbuffered, a write may take only a part, and says so by its return.
                rest = rest[sys.stdout.buffer.write(rest) :]
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _discard()
        raise
    except OSError as error:
        _discard()
        message = say("error", "not_written_stdout", reason=reason(error))
        raise OutputError(message) from error


def _same(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except OSError:  # one of them is not there
        return path.resolve() == other.resolve()


def _write_through(device: Path, chunks: Iterable[bytes]) -> None:
    """Write to a pipe or a device, which nothing may take the place of."""
    with device.open("wb", buffering=0) as file:
        for chunk in chunks:
            view = memoryview(chunk)
            while view:
                view = view[file.write(view) :]


def _replace(target: Path, chunks: Iterable[bytes]) -> None:
    mode = _mode(target)
    number, name = tempfile.mkstemp(prefix=".fpstats-", suffix=".tmp", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(number, "wb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(mode)
        temporary.replace(target)
    except BaseException:  # an interrupt, too, leaves nothing behind
        temporary.unlink(missing_ok=True)
        raise
    _keep(target.parent)


def _mode(target: Path) -> int:
    """Return the mode of the file that is there, or what a new one gets."""
    if target.exists():
        if not os.access(target, os.W_OK):
            raise PermissionError(None, say("error", "write_protected"))
        return stat.S_IMODE(target.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _keep(folder: Path) -> None:
    """Make the new name survive a power failure; where folders cannot be opened, it may not."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _discard() -> None:
    """Let go of what is still buffered: Python would try it again at exit, and fail again."""
    try:
        number = os.open(os.devnull, os.O_WRONLY)
        os.dup2(number, sys.stdout.fileno())
        os.close(number)
    except (OSError, ValueError):  # standard output is no file, as in a test
        return
