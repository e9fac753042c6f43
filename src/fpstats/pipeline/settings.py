"""What may be set for a run, and what follows from it before anything is read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import fpstats
from fpstats import catalogue as catalogues
from fpstats import locale
from fpstats.areas import Areas
from fpstats.catalogue import Catalogue
from fpstats.errors import ConfigurationError
from fpstats.estimates.gather import ENGINES
from fpstats.locale import say, several
from fpstats.periods import EVERY
from fpstats.returns import forms, tables
from fpstats.returns.opening import Returns, from_frame, scan


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How to read and what to compute; every field is an option of the command line.

    Paths may be text. `period` is P or P:P; `every` is month, quarter, half, year or ytd, and
    follows from `period` where it is not given. With `formulas` a workbook written of the outcome
    has formulas for values.
    """

    layout: str | Path | None = None
    encoding: str | None = None
    areas: str | Path | None = None
    by: str | None = None
    every: str | None = None
    period: str | None = None
    year_start: int = 1
    indicators: Sequence[str] = ()
    catalogue: str | Path | None = None
    targets: str | Path | None = None
    confidence: float = 0.95
    annualise: bool = False
    engine: str = "polars"
    keep_going: bool = False
    digests: bool = True
    formulas: bool = False
    lang: str = locale.DEFAULT


def settings_of(options: Mapping[str, Any]) -> Settings:
    """Check the options, and speak their language; an unknown one is named with those there are."""
    lang = options.get("lang", locale.DEFAULT)
    if lang in locale.LANGUAGES:
        locale.speak(lang)
    unknown = options.keys() - Settings.__dataclass_fields__.keys()
    if unknown:
        known = several(Settings.__dataclass_fields__)
        wrong = several(sorted(unknown))
        raise ConfigurationError(say("error", "no_such_option", options=wrong, known=known))
    if isinstance(options.get("indicators"), str):
        options = {**options, "indicators": tuple(options["indicators"].split(","))}
    settings = Settings(**options)
    _one_of("lang", settings.lang, locale.LANGUAGES)
    _one_of("engine", settings.engine, ENGINES)
    if settings.every is not None:
        _one_of("every", settings.every, EVERY)
    if not 0 < settings.confidence < 1:
        raise ConfigurationError(say("error", "confidence"))
    return settings


def _one_of(option: str, value: str, known: Collection[str]) -> None:
    if value not in known:
        raise ConfigurationError(say("error", "one_of", option=option, known=several(known)))


def open_returns(source: Any, settings: Settings, catalogue: Catalogue) -> Returns:
    """Open paths, or a table handed in, and recognise the layouts."""
    known = forms.layouts(catalogue.items, settings.layout)
    if isinstance(source, str | Path):
        source = [source]
    if isinstance(source, Iterable) and not hasattr(type(source), "columns"):
        return scan(
            source,
            known,
            catalogue,
            encoding=settings.encoding,
            keep_going=settings.keep_going,
        )
    return from_frame(source, "table", known, catalogue)


def catalogue_of(settings: Settings) -> Catalogue:
    """Load the catalogue, the user's file over it."""
    return catalogues.load(Path(settings.catalogue) if settings.catalogue else None)


def areas_of(settings: Settings) -> Areas | None:
    """Load the areas table, where there is one."""
    return tables.areas_table(Path(settings.areas)) if settings.areas else None


def titles(catalogue: Catalogue, lang: str) -> dict[str, str]:
    """Return what items and indicators are called, by id."""
    items = {one.id: one.title.of(lang) for one in catalogue.items.values()}
    return items | {one.id: one.title.of(lang) for one in catalogue.indicators.values()}


def run_record(settings: Settings, catalogue: Catalogue, returns: Returns) -> dict[str, Any]:
    """Return the run record: all that another run needs to give the same numbers."""
    options = {
        key: str(value) if isinstance(value, Path) else value
        for key, value in asdict(settings).items()
        if value not in (None, ()) and key not in ("digests", "formulas")
    }
    return {
        "program": "fpstats",
        "version": fpstats.__version__,
        "catalogue": catalogue.digest,
        "options": options,
        "inputs": returns.sources(digests=settings.digests),
    }
