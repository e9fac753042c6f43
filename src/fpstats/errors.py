"""What can go wrong as a whole: each error carries the exit code a command ends with.

Whatever is wrong with a single value is an issue (a row of a table), never one of these.
"""


class FpstatsError(Exception):
    """The data were refused. The message says what, where, and a hint."""

    exit_code = 1


class ConfigurationError(FpstatsError):
    """An option, catalogue, layout, target or areas file is wrong; lists every fault at once."""

    exit_code = 2


class PersonalDataError(FpstatsError):
    """The input holds data about persons. The message names the place and kind, never the value."""

    exit_code = 5


class OutputError(FpstatsError):
    """The result could not be written whole, so nothing was written."""

    exit_code = 74
