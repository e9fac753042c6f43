"""The sheets of one file: which tables they have, and which sheets are left out, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec.structs import replace

from fpstats.catalogue import Catalogue
from fpstats.errors import FpstatsError, PersonalDataError
from fpstats.issues import Findings
from fpstats.locale import say
from fpstats.patterns import pattern
from fpstats.returns import privacy
from fpstats.returns.containers import Sheet, TextSheet
from fpstats.returns.deep_screening import refuse_deep
from fpstats.returns.fitting import fitting, unfit
from fpstats.returns.head_errors import note_head_errors
from fpstats.returns.kinds import WORKBOOKS
from fpstats.returns.layout import Layout, Match
from fpstats.returns.lines import Reading
from fpstats.returns.named_periods import contradicted
from fpstats.returns.screening import refuse_persons
from fpstats.returns.sheet import full_name
from fpstats.returns.telling import note_people
from fpstats.returns.titled_so import titled_so

_NUMBER: Final = pattern(r"\W*\d[\d\W]*[^\W\d]{0,2}\W*|#[A-Z0/]+[!?A]")
"""A number, with a unit or not, or what is left of one that cannot be computed."""

Opened = tuple[list[Reading], list[tuple[Sheet, str]]]
"""The tables of a file, and the sheets that were left out, each with the reason."""


def of_file(
    found: Iterable[Sheet],
    layouts: Sequence[Layout],
    catalogue: Catalogue,
    findings: Findings,
    *,
    guess: bool,
) -> Opened:
    """Recognise the sheets of one file; one that fits nothing is passed over beside one that does.

    A workbook often has a sheet of explanations; a file of which no sheet fits is refused. What was
    passed over is returned as well, with the reason.
    """
    readings: list[Reading] = []
    refused: list[tuple[Sheet, FpstatsError]] = []
    shown, hidden = _by_state(found)
    for sheet in shown:
        try:
            readings += of_sheet(sheet, layouts, catalogue, findings, guess=guess)
        except PersonalDataError:
            raise
        except FpstatsError as error:
            refused.append((sheet, error))
    if refused and not readings:
        raise refused[0][1]
    for sheet in hidden:
        privacy.refuse_headings(sheet.path, sheet.head())
        refuse_persons(sheet)
        findings.add("hidden_sheet", source=sheet.path, sheet=sheet.name)
    exact = any(layout.exact for layout in layouts)
    left_out = [
        (sheet, str(why).replace("\n- ", " ") if exact else str(why).splitlines()[0])
        for sheet, why in refused
    ]
    for sheet, reason in left_out:
        code = "sheet_left_out" if _has_numbers(sheet) else "sheet_of_text"
        findings.add(code, source=sheet.path, sheet=sheet.name, value=reason)
    return readings, left_out + [(sheet, say("error", "sheet_hidden")) for sheet in hidden]


def _has_numbers(sheet: Sheet) -> bool:
    """Tell whether a number stands behind anything in a line; explanations may be numbered."""
    return any(
        any(map(_NUMBER.fullmatch, [cell for cell in line if cell.strip()][1:]))
        for line in sheet.lines()
    )


def _by_state(found: Iterable[Sheet]) -> tuple[list[Sheet], list[Sheet]]:
    """Part the sheets that people see from those that are hidden, unless every one is hidden.

    What a clerk has hidden is last year's table or a draft: added in, it would count twice.
    """
    sheets = list(found)
    hidden = [one for one in sheets if one.facts.state != "visible"]
    shown = [one for one in sheets if one.facts.state == "visible"]
    return (shown, hidden) if shown else (hidden, [])


def of_sheet(
    sheet: Sheet,
    layouts: Sequence[Layout],
    catalogue: Catalogue,
    findings: Findings,
    *,
    guess: bool,
) -> list[Reading]:
    """Return the tables of a sheet.

    Raises
    ------
    FpstatsError
        It has none.
    PersonalDataError
        It has data about persons, or a heading asks for such.
    """
    head = sheet.head()
    name = full_name(sheet.path, sheet.name)
    privacy.refuse_headings(name, head)
    refuse_persons(sheet)
    plain = [one for one in layouts if one.exact is None]
    match = fitting(name, head, plain)
    if match is not None:
        if len(match.headings) > len(match.used & match.headings.keys()):
            _refuse_twice(name, sheet, match, catalogue)
        strange = titled_so(sheet, match, catalogue) if guess else None
        contrary = contradicted(sheet, match.title_period)
        match = replace(match, contrary=contrary, qualified=strange)
        note_people(sheet, match, findings)
    readings = [Reading(sheet=sheet, match=match)] if match is not None else []
    if guess and match is not None and match.unread:
        readings = _fuller(sheet, match, catalogue, findings) or readings
    exact = [one for one in layouts if one.exact]
    if not readings and (exact or guess):
        readings = _recognised(sheet, exact, catalogue, guess=guess)
    if not readings:
        raise unfit(name, head, plain, _looked_for(sheet, catalogue) if guess else "")
    if isinstance(sheet, TextSheet):
        refuse_deep(sheet, readings)
    note_head_errors(sheet, readings, findings)
    if sheet.encoding not in (None, "UTF-8"):
        findings.add("encoding", source=sheet.path, encoding=sheet.encoding)
    if isinstance(sheet, TextSheet) and sheet.path.lower().endswith(WORKBOOKS):
        findings.add("text_called_workbook", source=sheet.path)
    return readings


# What reads headings is loaded where it is needed: most files fit a layout, and wholly.


def _refuse_twice(name: str, sheet: Sheet, match: Match, catalogue: Catalogue) -> None:
    from fpstats.returns.column_twice import refuse_columns_twice

    refuse_columns_twice(name, sheet, match, catalogue)


def _fuller(sheet: Sheet, match: Match, catalogue: Catalogue, findings: Findings) -> list[Reading]:
    from fpstats.returns.fuller import fuller
    from fpstats.returns.recognition.words import lexicon_of

    found = fuller(sheet, match, lexicon_of(catalogue), findings)
    return [Reading(sheet=view, match=one) for view, one in found]


def _recognised(
    sheet: Sheet, exact: Sequence[Layout], catalogue: Catalogue, *, guess: bool
) -> list[Reading]:
    from fpstats.returns.recognition.recognise import RECOGNISED, recognise
    from fpstats.returns.recognition.words import lexicon_of

    for layout in [*exact, *([RECOGNISED] if guess else [])]:
        if found := recognise(sheet, lexicon_of(catalogue), layout):
            return [Reading(sheet=view, match=match) for view, match in found]
    return []


def _looked_for(sheet: Sheet, catalogue: Catalogue) -> str:
    from fpstats.returns.recognition.near import looked_for
    from fpstats.returns.recognition.words import lexicon_of

    return looked_for(sheet, lexicon_of(catalogue))
