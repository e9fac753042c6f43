"""A layout written down from what was recognised, so that next month is exact."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
from msgspec import Struct

from fpstats.catalogue import Catalogue
from fpstats.errors import FpstatsError
from fpstats.locale import say
from fpstats.periods import Calendar
from fpstats.pipeline.settings import Settings, catalogue_of, settings_of
from fpstats.returns import forms
from fpstats.returns.opening import Returns, reread, scan
from fpstats.returns.readings import readings
from fpstats.returns.recognition.written import written


class NewLayout(Struct, frozen=True):
    """A layout that was written down, what was found on the way, and the files it was seen in."""

    text: str
    issues: pa.Table
    paths: Sequence[str]


def new_layout(source: str | Path, **options: Any) -> NewLayout:
    """Return the TOML text of a layout of the forms in a file, read without any.

    The file is read again with what was written, and must give the same table. Of a form that a
    shipped layout reads otherwise, or alone, it is the text of that.

    Parameters
    ----------
    source
        A path, or a folder of files of one form.
    options
        Fields of `Settings`: `encoding`, `catalogue`, `lang`.

    Raises
    ------
    FpstatsError
        The file cannot be read, has a layout already, or has tables that no one layout describes.
    """
    settings = settings_of(options)
    catalogue = catalogue_of(settings)
    usual = _usual(source, settings, catalogue)
    try:
        found = scan([source], [], catalogue, encoding=settings.encoding)
    except FpstatsError:
        if usual is None:
            raise
        return _given(_shipped(usual), usual, settings)
    if usual is not None and not _table(found, settings).equals(_table(usual, settings)):
        return _given(_shipped(usual), usual, settings)
    names = catalogue.titles(settings.lang)
    text = written(found.readings, _stem(source), names)
    layout = forms.parse(text, "new", catalogue.items)
    try:
        same = _table(reread(found, layout), settings).equals(_table(found, settings))
    except FpstatsError:
        same = False
    if not same:
        raise FpstatsError(say("error", "layout_not_same", name=source))
    return _given(text, found, settings)


def _given(text: str, found: Returns, settings: Settings) -> NewLayout:
    paths = dict.fromkeys(one.sheet.path for one in found.readings)
    issues = found.issues(Calendar(settings.year_start), settings.lang)
    return NewLayout(text, issues, list(paths))


def _usual(source: str | Path, settings: Settings, catalogue: Catalogue) -> Returns | None:
    """Return the file as one shipped layout reads it; None where none does.

    Standard input can be read but once.
    """
    if str(source) == "-":
        return None
    try:
        known = forms.layouts(catalogue.items)
        found = scan([source], known, catalogue, encoding=settings.encoding)
    except FpstatsError:
        return None
    one = len({reading.match.layout.id for reading in found.readings}) == 1
    return found if one and not any(each.match.columns for each in found.readings) else None


def _shipped(returns: Returns) -> str:
    name, text = forms.written(returns.readings[0].match.layout.id)
    return f"# {say('written', 'shipped', layout=name)}\n{text}"


def _stem(source: str | Path) -> str:
    return "stdin" if str(source) == "-" else Path(source).stem


def _table(returns: Returns, settings: Settings) -> Any:
    return readings(returns, None, Calendar(settings.year_start))
