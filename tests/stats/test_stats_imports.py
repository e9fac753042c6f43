import os
import subprocess
import sys
from pathlib import Path

import pytest

import fpstats.stats

ROOT = Path(__file__).resolve().parents[2]

COMMON = """
import sys
from fpstats.stats import METHODS, exact_poisson, mover, natural_growth, newcombe
from fpstats.stats import poisson, poisson_score, rounded, sex_ratio, wilson
from fpstats.stats import benjamini_hochberg, births_needed, joint_confidence, marshall, one_event
from fpstats.stats import rank_intervals, standing, tiers
wilson([0, 213], 215)
poisson([0, 9, 10, 10**6], 1000)
exact_poisson([0, 9])
sex_ratio(120, 95)
poisson_score(3)
mover(1, wilson(1, 1), 0, wilson(0, 1))
newcombe(1, 2, 1, 3)
natural_growth(215, 149, 23388.5)
rounded(2.675, 2)
standing(wilson(213, 215), wilson(213, 215, 0.998), 0.95)
places = rank_intervals(*wilson([9, 213], [10, 215], joint_confidence(0.9, 2)))
tiers(*wilson([9, 213], [10, 215]))
benjamini_hochberg([0.01, 0.04])
marshall([4, 30], [1000, 1500])
births_needed(115)
one_event(215)
print(sorted(name for name in sys.modules if name.split(".")[0] in {"scipy", "pandas", "pyarrow"}))
"""


def test_the_common_path_loads_no_scipy():
    answer = subprocess.run(
        [sys.executable, "-c", COMMON],
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.strip() == "[]"


@pytest.mark.parametrize("name", fpstats.stats.__all__)
def test_every_public_name_is_there_and_says_what_it_is(name):
    assert getattr(fpstats.stats, name).__doc__
