"""The working behind a report, as two sheets: the counts, and the formulas that make the values."""

from __future__ import annotations

from fpstats.write.working.sections import Links, sheets

__all__ = ["Links", "sheets"]
