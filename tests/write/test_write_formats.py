"""The table of formats, and what is refused before anything is written."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from fpstats import locale, write
from fpstats.errors import ConfigurationError
from fpstats.write import FORMATS, format_of, render


def test_every_suffix_names_one_format():
    suffixes = [suffix for known in FORMATS.values() for suffix in known.suffixes]
    assert len(suffixes) == len(set(suffixes))
    for name, known in FORMATS.items():
        for suffix in known.suffixes:
            assert format_of(Path(f"月报.2024{suffix}")) == name
            assert format_of(Path(f"X{suffix.upper()}")) == name


@pytest.mark.parametrize("name", ["out.xls", "out", "out.csv.gz", ".csv"])
def test_an_unknown_suffix_is_refused_with_the_known_ones(name):
    with pytest.raises(ConfigurationError, match=r"\.csv, \.tsv.*\.html"):
        format_of(Path(name))


@pytest.mark.parametrize("options", [{"format": "pdf"}, {"shape": "tall"}, {"lang": "fr"}])
def test_unknown_options_are_refused_at_once(report, options):
    with pytest.raises(ConfigurationError, match="Hint: there are"):
        render(report, **({"format": "csv"} | options))


def test_text_is_utf8(report):
    for name, known in FORMATS.items():
        raw = b"".join(render(report, name))
        if known.is_text:
            assert raw.decode()
            assert not raw.startswith(b"\xef\xbb\xbf")
            assert b"\r" not in raw


def test_a_report_speaks_its_own_language_unless_asked(english, written):
    assert "Numerator" in written(english, "md")
    assert "分子" in written(english, "md", lang="zh")


def test_both_languages_have_the_same_texts():
    zh, en = (locale.texts(lang) for lang in locale.LANGUAGES)
    for section in ("write", "heading"):
        assert list(zh[section]) == list(en[section])


def test_heavy_parts_are_loaded_only_when_needed():
    root = Path(write.__file__).parents[2]
    code = (
        f"import sys; sys.path.insert(0, {str(root)!r}); import fpstats.write; "
        "print({'polars', 'xlsxwriter', 'tabulate', 'wcwidth', 'pandas'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout == b"set()\n"
