"""Forms as offices hand them in, drawn by hand: every number as a person reads it, or none.

Each was written down with what a person reads in it before it was tried.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from .judging import judge
from .writing import write

FORMS: list[tuple[str, dict[str, Any]]] = [
    (page.stem, form)
    for page in sorted(Path(__file__).parent.glob("*.toml"))
    for form in tomllib.loads(page.read_text("utf-8"))["form"]
]


@pytest.mark.parametrize(
    "form", [form for _, form in FORMS], ids=[f"{page}: {form['about']}" for page, form in FORMS]
)
def test_a_form_is_read_as_a_person_reads_it(form: dict[str, Any], tmp_path: Path) -> None:
    judged = judge(form, write(form, tmp_path))
    assert judged.wrong == []
    if "refused" in form:
        assert form["refused"] in judged.refused
        return
    assert judged.refused == ""
    assert judged.unread == []
    asked = [line.split() for line in form.get("tell", ())]
    told = [(code, None if cell == "-" else cell) for cell, code in asked]
    assert [one for one in told if one not in judged.told] == []
    # What is only a guess, or a blank, is told in any case; a `sure` form has no guesses.
    spared = ("blank",) if form.get("sure") else ("guessed", "blank")
    alarms = [one for one in judged.alarms if not one[0].startswith(spared)]
    assert [one for one in alarms if one not in told] == []
