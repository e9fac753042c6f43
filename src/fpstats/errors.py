"""What can go wrong as a whole: each error carries the exit code a command ends with.

Whatever is wrong with a single value is an issue (a row of a table), never one of these.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

from fpstats.locale import listed

if TYPE_CHECKING:
    import pyarrow as pa


class FpstatsError(Exception):
    """The data were refused. The message says what, where, and a hint."""

    exit_code = 1
    issues: pa.Table | None = None
    """ISSUES: what had been found when the data were refused, if anything had been opened."""


class ConfigurationError(FpstatsError):
    """An option, catalogue, layout, target or areas file is wrong; lists every fault at once.

    `faults` has those of a file, `source` its name; one that is about no file has none.
    """

    exit_code = 2

    def __init__(self, message: str, faults: Collection[str] = (), source: str = "") -> None:
        """Say what is wrong."""
        super().__init__(message)
        self.faults = tuple(faults)
        self.source = source

    @classmethod
    def listing(
        cls, name: str, faults: Collection[str], *, source: str = "", hint: str = ""
    ) -> Self:
        """Say how many faults something has, and then each on a line of its own."""
        message = "\n".join(filter(None, (listed(name, faults), hint)))
        return cls(message, faults, source or name)


class PersonalDataError(FpstatsError):
    """The input holds data about persons. The message names the place and kind, never the value."""

    exit_code = 5


class OutputError(FpstatsError):
    """The result could not be written whole, so nothing was written."""

    exit_code = 74


@contextmanager
def carrying(found: Callable[[], pa.Table]) -> Iterator[None]:
    """Give an error that is raised within what had been found before it.

    One about persons carries nothing: what was found may quote them.
    """
    try:
        yield
    except PersonalDataError:
        raise
    except FpstatsError as error:
        if error.issues is None:
            error.issues = found()
        raise
