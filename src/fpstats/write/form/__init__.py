"""The blank return as a workbook: headings, a line an area, sums, checks, and its own layout.

Knows what a form has; which items and areas those are is said by whoever asks for it.
"""

from __future__ import annotations

from fpstats.write.form.blank import Blank, Field
from fpstats.write.form.drawing import drawn

__all__ = ["Blank", "Field", "drawn"]
