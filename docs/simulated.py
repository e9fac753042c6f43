"""What all simulated returns have in common: how many, how long, and from which seed."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

SEED: Final = 20240905
RUNS: Final = 40
TOWNSHIPS: Final = 24
MONTHS: Final = 36

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]
Row = tuple[object, ...]
