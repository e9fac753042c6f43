"""What options of a few values may be: written out here, as asking the library would load it."""

from __future__ import annotations

from typing import Final

EVERY: Final = ("month", "quarter", "half", "year", "ytd")
FUNNELS: Final = ("pooled", "target", "phe")
ENGINES: Final = ("polars", "pandas", "pyarrow", "duckdb")
PRESETS: Final = ("fpstats", "dhis2", "dhis2_modified", "who", "who_modified", "cd2030")
FORMATS: Final = ("table", "csv", "tsv", "jsonl", "json", "xlsx", "parquet", "arrow", "md", "html")
PICTURES: Final = ("svg", "png")
SHAPES: Final = ("long", "wide")
READINGS: Final = ("auto", "month", "ytd")
GRAVE: Final = ("error", "warning")

MONTHS: Final = (1, 12)
DAYS: Final = (1, 365)
YEARS: Final = (2, 20)
"""The least and the most of whole numbers."""
