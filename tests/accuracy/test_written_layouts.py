"""A layout written down from a recognised form reads the same table, or is refused."""

from __future__ import annotations

import pytest

import fpstats
from fpstats.pipeline.writing_layouts import new_layout

from .run import make, plans
from .writing import write

CHOSEN = [plan for plan in [*[*plans(0)][::9], *plans(50, systematic=False)] if not plan.faults]


def table(path, **options):
    return fpstats.read(str(path), **options).table


@pytest.mark.parametrize("part", range(4))
def test_the_written_layout_reads_the_identical_table(part, tmp_path):
    refused: list[str] = []
    written = 0
    for plan in CHOSEN[part::4]:
        folder = tmp_path / str(plan.seed)
        path = write(make(plan), folder / "in")
        try:
            recognised = table(path)
        except fpstats.FpstatsError:
            continue
        try:
            text = new_layout(path, lang="en").text
        except fpstats.FpstatsError as error:
            refused.append(str(error))
            continue
        layout = folder / "form.toml"
        layout.write_text(text, "utf-8")
        assert table(path, layout=layout).equals(recognised), plan.seed
        written += 1
    assert written > 10
    assert all("cannot be written down as one layout: " in one for one in refused)
    assert len(refused) <= written / 10, refused
