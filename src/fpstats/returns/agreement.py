"""When a stated number and a sum are the same: no more than half a cent apart.

People are counted in whole numbers, and money has two decimals.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]
Flags = NDArray[np.bool_]
Values = NDArray[np.float64]

HALF_A_CENT: Final = 0.005


def agreeing(stated: Values, sums: Values) -> Flags:
    """Tell number by number whether they agree; what is not known agrees with nothing."""
    return np.asarray(np.abs(stated - sums) <= HALF_A_CENT)
