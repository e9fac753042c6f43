"""Every setting of a run has a name in the record that people read."""

from __future__ import annotations

import pytest

from fpstats.locale import LANGUAGES, texts
from fpstats.pipeline.settings import Settings

UNSAID = {"digests", "detail", "formulas"}
"""Settings that change no number: the record leaves them out."""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_setting_has_a_name(lang):
    named = {key.removeprefix("options.") for key in texts(lang)["record"] if "options." in key}
    assert named == set(Settings.__struct_fields__) - UNSAID
