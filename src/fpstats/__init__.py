"""Population and family-planning indicators from the returns of townships.

>>> import fpstats
>>> outcome = fpstats.compute("data/samples/tidy", year_start=10, every="year")  # doctest: +SKIP
>>> outcome.to_pandas()  # doctest: +SKIP
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from fpstats.errors import ConfigurationError, FpstatsError, OutputError, PersonalDataError

if TYPE_CHECKING:
    from fpstats.catalogue import Catalogue
    from fpstats.pipeline.checked import Checked
    from fpstats.pipeline.checking import check
    from fpstats.pipeline.computing import Outcome, compute
    from fpstats.pipeline.explaining import Explanation, explain
    from fpstats.pipeline.forming import form
    from fpstats.pipeline.inspecting import Inspection, inspect
    from fpstats.pipeline.reading import Read, read
    from fpstats.pipeline.settings import Settings
    from fpstats.pipeline.watching import Watched, watch

__version__ = "0.1.0"

__all__ = [
    "Catalogue",
    "Checked",
    "ConfigurationError",
    "Explanation",
    "FpstatsError",
    "Inspection",
    "Outcome",
    "OutputError",
    "PersonalDataError",
    "Read",
    "Settings",
    "Watched",
    "__version__",
    "check",
    "compute",
    "explain",
    "form",
    "inspect",
    "read",
    "watch",
]

_HOMES = {
    "Catalogue": "fpstats.catalogue",
    "Checked": "fpstats.pipeline.checked",
    "Explanation": "fpstats.pipeline.explaining",
    "Inspection": "fpstats.pipeline.inspecting",
    "Outcome": "fpstats.pipeline.computing",
    "Read": "fpstats.pipeline.reading",
    "Settings": "fpstats.pipeline.settings",
    "Watched": "fpstats.pipeline.watching",
    "check": "fpstats.pipeline.checking",
    "compute": "fpstats.pipeline.computing",
    "explain": "fpstats.pipeline.explaining",
    "form": "fpstats.pipeline.forming",
    "inspect": "fpstats.pipeline.inspecting",
    "read": "fpstats.pipeline.reading",
    "watch": "fpstats.pipeline.watching",
}


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def __getattr__(name: str) -> Any:
    # Loaded on first use, so that `fpstats --help` loads no frame library.
    if name in _HOMES:
        return getattr(importlib.import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'fpstats' has no attribute {name!r}")
