"""Files to RETURNS: which sheets there are, which layout fits each, and what was found in them."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from fpstats.catalogue import Catalogue
from fpstats.errors import FpstatsError, PersonalDataError
from fpstats.issues import Findings
from fpstats.locale import say
from fpstats.returns import own_form, privacy
from fpstats.returns.careful import carefully
from fpstats.returns.containers import FrameSheet, Sheet, TextSheet, expand, sheets
from fpstats.returns.fitting import fitting, unfit
from fpstats.returns.frames import as_polars
from fpstats.returns.kinds import WORKBOOKS
from fpstats.returns.layout import Layout, Match
from fpstats.returns.lines import Reading, can_be_swift, items_of, swift
from fpstats.returns.outside import note_unexplained
from fpstats.returns.screening import refuse_persons
from fpstats.returns.telling import note_recognised, note_unused


@dataclass(slots=True)
class Returns:
    """What was read: one reading a table, the findings, and what the careful look gave.

    `careful` has for each reading its lines, `kinds` what kind each of its lines is; `left_out`
    are the sheets of which no table could be read, each with the reason.
    """

    readings: Sequence[Reading]
    catalogue: Catalogue
    findings: Findings = field(default_factory=Findings)
    refused: int = 0
    left_out: Sequence[tuple[Sheet, str]] = ()
    careful: dict[int, pl.DataFrame] = field(default_factory=dict)
    kinds: dict[int, pl.DataFrame] = field(default_factory=dict)

    @property
    def items(self) -> list[str]:
        """Every item that some sheet has, in the order of the catalogue."""
        found = {item for one in self.readings for item in items_of(one.match)}
        return [item for item in self.catalogue.items if item in found]

    def has(self, item: str) -> list[bool]:
        """Tell for each reading whether its form has the item."""
        return [item in items_of(one.match) for one in self.readings]

    def swift(self, indices: Iterable[int], wanted: Container[str]) -> pl.LazyFrame:
        """Plan to read the wanted items of these sheets."""
        plans = [swift(index, self.readings[index], wanted) for index in indices]
        return pl.concat(plans, how="diagonal")

    def close(self, indices: Iterable[int]) -> pl.LazyFrame:
        """Return the lines of sheets that were looked at closely."""
        return pl.concat([self.careful[index] for index in indices], how="diagonal").lazy()

    def sources(self, *, digests: bool) -> list[dict[str, Any]]:
        """Return what each sheet is, for the run record; with the digest of its file if asked."""
        known: dict[str, str | None] = {}
        for one in self.readings:
            if digests and one.sheet.path not in known:
                path = Path(one.sheet.path)
                known[one.sheet.path] = (
                    hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None
                )
        return [
            {
                "source": one.source,
                "path": one.sheet.path,
                "sheet": one.sheet.name,
                "sha256": known.get(one.sheet.path),
                "layout": one.match.layout.id,
                "encoding": one.sheet.encoding,
            }
            for one in self.readings
        ]

    def look_closely(self, indices: Iterable[int]) -> None:
        """Read these sheets cell by cell, so that whatever is wrong gets its address."""
        for index in indices:
            if index not in self.careful:
                one = self.readings[index]
                looked = carefully(index, one, self.catalogue, self.findings)
                self.careful[index], self.kinds[index] = looked.lines, looked.kinds

    def look_where_needed(self) -> None:
        """Find the sheets that the parser refuses, and read those cell by cell."""
        for index, one in enumerate(self.readings):
            if index not in self.careful:
                try:
                    swift(index, one, self.catalogue.items).select(pl.all().count()).collect()
                except pl.exceptions.PolarsError:
                    self.look_closely([index])


def scan(
    inputs: Iterable[str | Path],
    layouts: Iterable[Layout],
    catalogue: Catalogue,
    *,
    encoding: str | None = None,
    keep_going: bool = False,
    guess: bool = True,
) -> Returns:
    """Open files and recognise their layouts; numbers are not read yet.

    With `guess` a sheet that fits no layout is recognised from its headings.

    Raises
    ------
    FpstatsError
        A file cannot be read or fits no layout (with `keep_going` an issue instead).
    PersonalDataError
        A heading asks for data about persons.
    """
    layouts = list(layouts)
    findings = Findings()
    readings: list[Reading] = []
    left_out: list[tuple[Sheet, str]] = []
    reasons: list[str] = []
    for path in expand(inputs):
        try:
            found, own = own_form.opened(sheets(path, encoding), catalogue.items)
            known, guessing = ([own], False) if own is not None else (layouts, guess)
            mine, others = _file(found, known, catalogue, findings, guess=guessing)
            readings += mine
            left_out += others
        except FpstatsError as error:
            if not keep_going or error.exit_code != FpstatsError.exit_code:
                raise
            reasons.append(str(error))
            # The finding names the file in a column of its own.
            findings.add("refused_file", source=path, value=_without(path, str(error)))
    if not readings:
        raise FpstatsError("\n".join([say("error", "nothing_to_read"), *reasons]))
    return _returns(readings, catalogue, findings, len(reasons), left_out)


def _without(path: str, message: str) -> str:
    return message.removeprefix(path).lstrip("：: ") if message.startswith(path) else message


def _file(
    found: Iterable[Sheet],
    layouts: Sequence[Layout],
    catalogue: Catalogue,
    findings: Findings,
    *,
    guess: bool,
) -> tuple[list[Reading], list[tuple[Sheet, str]]]:
    """Recognise the sheets of one file; one that fits nothing is passed over beside one that does.

    A workbook often has a sheet of explanations; a file of which no sheet fits is refused. What was
    passed over is returned as well, with the reason.
    """
    readings: list[Reading] = []
    refused: list[tuple[Sheet, FpstatsError]] = []
    shown, hidden = _by_state(found)
    for sheet in shown:
        try:
            readings += _readings(sheet, layouts, catalogue, findings, guess=guess)
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
        findings.add("sheet_left_out", source=sheet.path, sheet=sheet.name, value=reason)
    return readings, left_out + [(sheet, say("error", "sheet_hidden")) for sheet in hidden]


def _by_state(found: Iterable[Sheet]) -> tuple[list[Sheet], list[Sheet]]:
    """Part the sheets that people see from those that are hidden, unless every one is hidden.

    What a clerk has hidden is last year's table or a draft: added in, it would count twice.
    """
    sheets = list(found)
    hidden = [one for one in sheets if one.facts.state != "visible"]
    shown = [one for one in sheets if one.facts.state == "visible"]
    return (shown, hidden) if shown else (hidden, [])


def from_frames(
    frames: Mapping[str, Any],
    layouts: Iterable[Layout],
    catalogue: Catalogue,
    *,
    guess: bool = True,
) -> Returns:
    """Take pandas, Polars or Arrow tables, each by the name it has in findings, for files.

    Raises
    ------
    FpstatsError
        One of them is no table, or fits no layout.
    """
    findings = Findings()
    layouts = list(layouts)
    readings: list[Reading] = []
    for name, frame in frames.items():
        sheet = FrameSheet(name, None, as_polars(frame))
        readings += _readings(sheet, layouts, catalogue, findings, guess=guess)
    return _returns(readings, catalogue, findings, 0)


def _readings(
    sheet: Sheet,
    layouts: Sequence[Layout],
    catalogue: Catalogue,
    findings: Findings,
    *,
    guess: bool,
) -> list[Reading]:
    head = sheet.head()
    name = f"{sheet.path}[{sheet.name}]" if sheet.name else sheet.path
    privacy.refuse_headings(name, head)
    refuse_persons(sheet)
    plain = [one for one in layouts if one.exact is None]
    match = fitting(name, head, plain)
    readings = [Reading(sheet=sheet, match=match)] if match is not None else []
    if guess and match is not None and match.unread:
        readings = _fuller(sheet, match, catalogue, findings) or readings
    exact = [one for one in layouts if one.exact]
    if not readings and (exact or guess):
        readings = _recognised(sheet, exact, catalogue, guess=guess)
    if not readings:
        raise unfit(name, head, plain)
    if sheet.encoding not in (None, "UTF-8"):
        findings.add("encoding", source=sheet.path, encoding=sheet.encoding)
    if isinstance(sheet, TextSheet) and sheet.path.lower().endswith(WORKBOOKS):
        findings.add("text_called_workbook", source=sheet.path)
    return readings


# What reads headings is loaded where it is needed: most files fit a layout, and wholly.


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


def _returns(
    readings: Sequence[Reading],
    catalogue: Catalogue,
    findings: Findings,
    refused: int,
    left_out: Sequence[tuple[Sheet, str]] = (),
) -> Returns:
    note_unused([one for one in readings if not one.match.columns], findings)
    note_unexplained(readings, findings)
    for one in readings:
        if one.match.columns:
            note_recognised(one, catalogue, findings)
    returns = Returns(readings, catalogue, findings, refused, left_out)
    returns.look_closely(
        index for index, one in enumerate(readings) if not can_be_swift(one, catalogue)
    )
    return returns
