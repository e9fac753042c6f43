"""Marks at the names of areas: what may have one is looked for before each name is."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from fpstats.areas import Areas, plain
from fpstats.returns.marks import MARKED, unmarked

NAMES = st.text("0123456789一二三、.．()（）[]-:：*①注含除外晴禾镇", min_size=1, max_size=14)


@given(st.lists(NAMES.map(plain).filter(bool), min_size=1, max_size=8, unique=True))
def test_no_name_that_has_a_mark_is_passed_over(names: list[str]) -> None:
    for name in unmarked({0: names}, Areas()):
        assert re.search(MARKED, name)
