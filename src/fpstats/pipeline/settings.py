"""What may be set for a run, and what follows from it before anything is read."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import asdict, replace

import fpstats
from fpstats import catalogue as catalogues
from fpstats import locale
from fpstats.areas import Areas
from fpstats.catalogue import Catalogue
from fpstats.errors import ConfigurationError
from fpstats.estimates.gather import ENGINES
from fpstats.locale import fault, say, several
from fpstats.periods import EVERY
from fpstats.pipeline.windows import months_of
from fpstats.returns import forms, tables
from fpstats.returns.opening import Returns, from_frames, look, scan

SHOWN: Final = 60
"""How many rows a notebook shows."""

READINGS: Final = ("auto", "month", "ytd")
"""What the numbers of months may be said to be: `auto` asks the numbers."""

ALSO: Final = ("moves", "chances", "shrunk")
FUNNELS: Final = ("pooled", "target", "phe")
"""What may be asked for beside the result, and what a funnel may lie around."""

_FILES: Final = ("layout", "areas", "targets", "catalogue")
"""Options that name files of the user, whose digests belong to the run record."""

_KINDS: Final = {
    "encoding": (str, "a_text"),
    "by": (str, "a_text"),
    "every": (str, "a_text"),
    "period": (str, "a_text"),
    "engine": (str, "a_text"),
    "funnel": (str, "a_text"),
    "window": (str, "a_text"),
    "year_start": (int, "a_whole_number"),
    "confidence": (float, "a_number"),
    "rank_confidence": (float, "a_number"),
}
"""What the options of one value hold, and how that is called."""


class Settings(Struct, frozen=True, kw_only=True):
    """How to read and what to compute; every field is an option of the command line.

    Paths may be text; `areas` and `targets` may be tables of pandas, Polars or Arrow. `period` is
    P or P:P; `every` is month, quarter, half, year or ytd, and follows from `period` where it is
    not given. With `detail` the evidence of every comparison is weighed and put in words; `also`
    names what else stands beside (moves and chances of ranks, shrunken values), and `funnel` asks
    for a funnel, around the pooled value, the target, or as PHE has it (`phe`). `window` pools
    so many months or years (`12m`, `3y`) that end where each period ends. `cumulative` says whether
    flows of single months are months (`month`) or years to date (`ytd`); `auto` asks the numbers.
    With `formulas` a workbook written of the outcome has formulas for values.
    """

    layout: str | Path | None = None
    encoding: str | None = None
    areas: Any = None
    by: str | None = None
    every: str | None = None
    period: str | None = None
    year_start: int = 1
    indicators: Sequence[str] = ()
    catalogue: str | Path | None = None
    targets: Any = None
    confidence: float = 0.95
    rank_confidence: float = 0.90
    annualise: bool = False
    engine: str = "polars"
    keep_going: bool = False
    digests: bool = True
    detail: bool = False
    also: Sequence[str] = ()
    funnel: str | None = None
    window: str | None = None
    cumulative: str = "auto"
    formulas: bool = False
    lang: str = locale.DEFAULT


def settings_of(options: Mapping[str, Any]) -> Settings:
    """Check the options, and speak their language; an unknown one is named with those there are."""
    lang = options.get("lang", locale.DEFAULT)
    if lang in locale.LANGUAGES:
        locale.speak(lang)
    unknown = options.keys() - set(Settings.__struct_fields__)
    if unknown:
        known = several(Settings.__struct_fields__)
        wrong = several(sorted(unknown))
        raise ConfigurationError(say("error", "no_such_option", options=wrong, known=known))
    for name in ("indicators", "also"):
        if isinstance(options.get(name), str):
            options = {**options, name: tuple(options[name].split(","))}
    settings = Settings(**_plain(options))
    _one_of("lang", settings.lang, locale.LANGUAGES)
    _one_of("engine", settings.engine, ENGINES)
    if settings.every is not None:
        _one_of("every", settings.every, EVERY)
    _one_of("cumulative", settings.cumulative, READINGS)
    if settings.funnel is not None:
        _one_of("funnel", settings.funnel, FUNNELS)
    if settings.window is not None:
        months_of(settings.window)
        if settings.formulas:
            raise ConfigurationError(say("error", "window_formulas"))
    for name in settings.also:
        _one_of("also", name, ALSO)
    if not (0 < settings.confidence < 1 and 0 < settings.rank_confidence < 1):
        raise ConfigurationError(say("error", "confidence"))
    return settings


def _plain(options: Mapping[str, Any]) -> dict[str, Any]:
    """Take numbers that are written as text, and periods that are written as numbers.

    Raises
    ------
    ConfigurationError
        Something is neither what an option takes nor means it plainly; every fault is listed.
    """
    plain, faults = dict(options), []
    for name, (kind, words) in _KINDS.items():
        value = plain.get(name)
        if value is None or type(value) is kind:
            continue
        try:
            plain[name] = kind(_written(value, kind))
        except ValueError:
            faults.append(fault(name, "must_be", kind=say("fault", words), value=value))
    for name in ("indicators", "also"):
        texts = plain.get(name, ())
        if not isinstance(texts, Iterable) or not all(isinstance(one, str) for one in texts):
            kinds = say("fault", "text_or_texts")
            faults.append(fault(name, "must_be", kind=kinds, value=texts))
    if faults:
        raise ConfigurationError.listing(say("error", "the_options"), faults)
    return plain


def _written(value: Any, kind: type) -> str:
    """Return how a value is written, where that cannot be misread."""
    fits = {str: int | date, int: str, float: str | int}[kind]
    # numpy's numbers are numbers, and its True is none.
    value = value.item() if hasattr(value, "item") else value
    if type(value) is bool or not isinstance(value, fits | kind):
        raise ValueError(value)
    return str(value)


def _one_of(option: str, value: str, known: Collection[str]) -> None:
    if value not in known:
        raise ConfigurationError(say("error", "one_of", option=option, known=several(known)))


def open_returns(
    source: Any, settings: Settings, catalogue: Catalogue, areas: Areas | None = None
) -> Returns:
    """Open paths, or tables handed in, and recognise the layouts.

    Tables are one, several in a list, or several by name in a dict. `areas` are those of the user.

    Raises
    ------
    ConfigurationError
        Paths and tables are mixed.
    """
    opening = partial(scan, keep_going=settings.keep_going)
    return _opened(source, settings, catalogue, areas, opening)


def look_at(source: Any, settings: Settings, catalogue: Catalogue, areas: Areas | None) -> Returns:
    """Open as `open_returns` does, but for files that are refused: those are `unread`."""
    return _opened(source, settings, catalogue, areas, look)


def _opened(
    source: Any,
    settings: Settings,
    catalogue: Catalogue,
    areas: Areas | None,
    opening: Callable[..., Returns],
) -> Returns:
    known = forms.layouts(catalogue.items, settings.layout)
    # Whoever names a layout wants that one, and no guess where it does not fit.
    guess = settings.layout is None
    if guess and settings.catalogue is not None:
        # What holds no item of ours may hold one of the user's.
        known = [replace(one, left_out=frozenset()) for one in known]
    if isinstance(source, str | Path):
        source = [source]
    if isinstance(source, Mapping):
        named = {str(name): frame for name, frame in source.items()}
        return from_frames(named, known, catalogue, guess=guess, areas=areas)
    if not isinstance(source, Iterable) or hasattr(type(source), "columns"):
        return from_frames({"table": source}, known, catalogue, guess=guess, areas=areas)
    each = list(source)
    paths = [one for one in each if isinstance(one, str | Path)]
    if paths and len(paths) < len(each):
        raise ConfigurationError(say("error", "paths_and_tables"))
    if len(paths) < len(each):
        frames = {f"table {number}": frame for number, frame in enumerate(each, 1)}
        return from_frames(frames, known, catalogue, guess=guess, areas=areas)
    return opening(paths, known, catalogue, encoding=settings.encoding, guess=guess, areas=areas)


def catalogue_of(settings: Settings) -> Catalogue:
    """Load the catalogue, the user's file over it."""
    return catalogues.load(Path(settings.catalogue) if settings.catalogue else None)


def areas_of(settings: Settings) -> Areas | None:
    """Load the areas table, where there is one."""
    return None if settings.areas is None else tables.areas_table(settings.areas)


def run_record(settings: Settings, catalogue: Catalogue, returns: Returns) -> dict[str, Any]:
    """Return the run record: all that another run needs to give the same numbers."""
    given = asdict(settings)
    options = {
        key: _named(value) if key in _FILES else value
        for key, value in given.items()
        if key not in ("digests", "detail", "formulas")
        if value is not None and not (isinstance(value, Sequence) and not value)
    }
    return {
        "program": "fpstats",
        "version": fpstats.__version__,
        "catalogue": catalogue.digest,
        "options": options,
        "files": {
            name: hashlib.sha256(Path(given[name]).read_bytes()).hexdigest()
            for name in _FILES
            if settings.digests
            and isinstance(given[name], str | Path)
            and Path(given[name]).is_file()
        },
        "inputs": returns.sources(digests=settings.digests),
    }


def _named(given: Any) -> str:
    return str(given) if isinstance(given, str | Path) else say("error", "the_table")
