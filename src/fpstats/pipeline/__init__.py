"""The flow from end to end, as functions: `read` and `compute`.

What the commands do, for notebooks and scripts: the same names, the same options, the same numbers.
"""

from fpstats.pipeline.checked import Checked
from fpstats.pipeline.checking import check
from fpstats.pipeline.computing import Outcome, compute
from fpstats.pipeline.forming import form
from fpstats.pipeline.inspecting import Inspection, inspect
from fpstats.pipeline.reading import Read, read, recognised
from fpstats.pipeline.settings import Settings
from fpstats.pipeline.writing_layouts import new_layout

__all__ = [
    "Checked",
    "Inspection",
    "Outcome",
    "Read",
    "Settings",
    "check",
    "compute",
    "form",
    "inspect",
    "new_layout",
    "read",
    "recognised",
]
