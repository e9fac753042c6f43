"""Patterns that are compiled when they are first looked for.

There are some three hundred, most of which speak of what few returns have; to compile them all
would be a tenth of a small run.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


def pattern(form: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    r"""Return what `re.compile` would; compiled when one of its methods is asked for.

    >>> pattern(r"(\d+)月").search("2024年5月")[1]
    '5'
    """
    return cast("re.Pattern[AnyStr]", _Waiting(form, flags))


class _Waiting:
    """Stands for a pattern; once compiled, its methods stand here, and cost no second look."""

    def __init__(self, form: str | bytes, flags: int) -> None:
        self.pattern = form
        self.flags = flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self.pattern, self.flags)
        found = getattr(compiled, name)
        setattr(self, name, found)
        return found
