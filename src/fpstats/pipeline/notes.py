"""What is said under every print of computed results: how to take rates, intervals and places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fpstats.catalogue import Basis, Catalogue
from fpstats.estimates.estimate import Estimates
from fpstats.issues import Findings
from fpstats.locale import several, text
from fpstats.pipeline.settings import Settings

_ESTIMATED: tuple[Basis, ...] = ("sample", "lists")
"""Bases whose intervals tell how far an estimate may be from what is there."""


def notes(
    settings: Settings,
    done: Estimates,
    periods: Sequence[int],
    catalogue: Catalogue,
    findings: Findings,
) -> list[str]:
    """Return the sentences; that rates of parts of a year are not annualised is a finding too."""
    said, lang = [], settings.lang
    part = [done.labels[index] for index in periods if done.spans[index].months < 12]
    rates = any(one.population in ("mean_of_ends", "mean_of_month_ends") for one in done.indicators)
    if rates and part and not settings.annualise:
        key = part[0] if len(part) == 1 else f"{part[0]} – {part[-1]}"
        findings.add("not_annualised", period=key)
        said.append(text(lang, "issue", "not_annualised", period=key))
    if rates and settings.annualise:
        said.append(_annualised(done, periods, lang))
    if settings.window is not None:
        written = settings.window.strip().lower()
        length = text(lang, "note", f"window_{written[-1]}", count=int(written[:-1]))
        said.append(text(lang, "note", "window", window=length))
    if settings.formulas:
        said.append(text(lang, "note", "formulas"))
    said += _of_intervals(settings, done, catalogue)
    if any(one.interval for one in done.indicators) and len(done.tree.names) > 1:
        said.append(text(lang, "note", "ranks", confidence=100 * settings.rank_confidence))
    return said


def _annualised(done: Estimates, periods: Sequence[int], lang: str) -> str:
    """Say by how many days rates are made annual: those of the year that their period is in."""
    calendar, years = done.counted.calendar, dict[int, list[str]]()
    for year in sorted({calendar.year_of(done.spans[place].end) for place in periods}):
        years.setdefault(calendar.year(year).days, []).append(str(year))
    days = (
        text(lang, "note", "days_of_years", days=days, years=several(named))
        for days, named in sorted(years.items())
    )
    return text(lang, "note", "annualised_over", days=several(days))


def _of_intervals(settings: Settings, done: Estimates, catalogue: Catalogue) -> Iterator[str]:
    """Say what intervals tell: of full counts the play of chance, of estimates their error."""
    lang, confidence = settings.lang, 100 * settings.confidence
    bases = {one: catalogue.basis(one) for one in done.indicators if one.interval}
    for basis in _ESTIMATED:
        named = [one.title.of(lang) for one, its in bases.items() if its == basis]
        if named:
            titles = several(named)
            yield text(lang, "note", f"intervals_of_{basis}", named=titles, confidence=confidence)
    counted = {basis not in _ESTIMATED for basis in bases.values()}
    if counted != {False}:
        key = "intervals_else" if False in counted else "intervals"
        yield text(lang, "note", key, confidence=confidence)
