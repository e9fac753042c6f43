"""Files to RETURNS: which sheets there are, which layout fits each, and what was found in them."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Container, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
from msgspec import Struct, field

from fpstats.areas import Areas
from fpstats.catalogue import Catalogue
from fpstats.errors import FpstatsError, carrying
from fpstats.issues import Findings
from fpstats.locale import say, spoken
from fpstats.periods import Calendar, read_period
from fpstats.returns import own_form
from fpstats.returns.containers import FrameSheet, Sheet, sheets
from fpstats.returns.frames import as_polars
from fpstats.returns.inputs import expand
from fpstats.returns.layout import Layout
from fpstats.returns.lines import Reading, can_be_swift, items_of, swift
from fpstats.returns.one_file import Opened, of_file, of_sheet
from fpstats.returns.outside import by_sheet, note_unexplained
from fpstats.returns.stated import Compared
from fpstats.returns.telling import note_contrary, note_recognised, note_unused


class Returns(Struct):
    """What was read: one reading a table, the findings, and what the careful look gave.

    `careful` has for each reading its lines, `kinds` what kind each of its lines is, `compared` how
    many totals were compared; `areas` is the table of the user, if any; `left_out` are the sheets
    of which no table could be read, each with the reason, `unread` the files that were refused,
    likewise.
    """

    readings: Sequence[Reading]
    catalogue: Catalogue
    findings: Findings = field(default_factory=Findings)
    unread: Sequence[tuple[str, str]] = ()
    left_out: Sequence[tuple[Sheet, str]] = ()
    careful: dict[int, pl.DataFrame] = field(default_factory=dict)
    kinds: dict[int, pl.DataFrame] = field(default_factory=dict)
    compared: dict[int, Compared] = field(default_factory=dict)
    areas: Areas | None = None

    @property
    def refused(self) -> int:
        """How many files were refused."""
        return len(self.unread)

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

    def issues(self, calendar: Calendar, lang: str) -> pa.Table:
        """Return ISSUES, with periods as results have them, however the sheets write them."""
        republic = {(one.sheet.path, one.sheet.name): one.match.layout.roc for one in self.readings}

        @functools.cache
        def label(text: str, source: str, sheet: str | None) -> str | None:
            span = read_period(text, calendar, roc=republic.get((source, sheet), False))
            return None if span is None else calendar.label(span)

        self.findings.date(label)
        return self.findings.table(lang, self.catalogue.titles(lang))

    def look_closely(self, indices: Iterable[int]) -> None:
        """Read these sheets cell by cell, so that whatever is wrong gets its address."""
        # Loaded here, because nothing is amiss in most runs over plain files.
        from fpstats.returns.careful import carefully

        for index in indices:
            if index not in self.careful:
                one = self.readings[index]
                before = self._before(index)
                looked = carefully(index, one, self.catalogue, self.findings, before, self.areas)
                self.careful[index], self.kinds[index] = looked.lines, looked.kinds
                self.compared[index] = looked.compared

    def _before(self, index: int) -> dict[str, float]:
        """Return the sums of the tables that this one continues: of its sheet and its period."""
        one, found = self.readings[index], dict[str, float]()
        for other in range(index - 1, -1, -1):
            before = self.readings[other]
            if before.sheet is not one.sheet or before.match.columns == ():
                break
            if before.match.title_period == one.match.title_period:
                self.look_closely([other])
                for item in before.match.items.keys() & one.match.items.keys():
                    found[item] = found.get(item, 0.0) + float(self.careful[other][item].sum())
        return found

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
    areas: Areas | None = None,
) -> Returns:
    """Open files and recognise their layouts; numbers are not read yet.

    With `guess` a sheet that fits no layout is recognised from its headings. `areas` is the table
    of the user, if any.

    Raises
    ------
    FpstatsError
        A file cannot be read or fits no layout (with `keep_going` an issue instead).
    PersonalDataError
        A heading asks for data about persons.
    """
    layouts = list(layouts)
    if not keep_going:
        given, findings = expand(inputs), Findings()
        given.note(findings)
        with carrying(lambda: findings.table(spoken(), catalogue.titles(spoken()))):
            opened = [
                _opened(path, layouts, catalogue, findings, encoding, guess) for path in given.files
            ]
            return _returns(opened, catalogue, findings, areas=areas)
    found = look(inputs, layouts, catalogue, encoding=encoding, guess=guess, areas=areas)
    if not found.readings:
        reasons = [reason for _, reason in found.unread]
        refused = FpstatsError("\n".join([say("error", "nothing_to_read"), *reasons]))
        refused.issues = found.findings.table(spoken(), catalogue.titles(spoken()))
        raise refused
    return found


def look(
    inputs: Iterable[str | Path],
    layouts: Iterable[Layout],
    catalogue: Catalogue,
    *,
    encoding: str | None = None,
    guess: bool = True,
    areas: Areas | None = None,
) -> Returns:
    """Open files as `scan` does; those that are refused are `unread`, be it all of them.

    Raises
    ------
    PersonalDataError
        A heading asks for data about persons.
    """
    layouts, given, findings = list(layouts), expand(inputs), Findings()
    given.note(findings)
    opened: list[Opened] = []
    unread: list[tuple[str, str]] = []
    for path in given.files:
        try:
            opened.append(_opened(path, layouts, catalogue, findings, encoding, guess))
        except FpstatsError as error:
            if error.exit_code != FpstatsError.exit_code:
                raise
            unread.append((path, str(error)))
            # The finding names the file in a column of its own.
            findings.add("refused_file", source=path, value=without(path, str(error)))
    return _returns(opened, catalogue, findings, unread, areas)


def reread(returns: Returns, layout: Layout) -> Returns:
    """Recognise the sheets of returns anew, by this layout alone.

    Raises
    ------
    FpstatsError
        A file fits it nowhere.
    """
    findings = Findings()
    files: dict[str, list[Sheet]] = {}
    shown = [sheet for sheet, _ in by_sheet(returns.readings)]
    for sheet in [*shown, *(sheet for sheet, _ in returns.left_out)]:
        files.setdefault(sheet.path, []).append(sheet)
    opened = [
        of_file(found, [layout], returns.catalogue, findings, guess=False)
        for found in files.values()
    ]
    return _returns(opened, returns.catalogue, findings, areas=returns.areas)


def _opened(
    path: str,
    layouts: Sequence[Layout],
    catalogue: Catalogue,
    findings: Findings,
    encoding: str | None,
    guess: bool,
) -> Opened:
    found, own = own_form.opened(sheets(path, encoding), catalogue.items)
    known, guessing = ([own], False) if own is not None else (layouts, guess)
    return of_file(found, known, catalogue, findings, guess=guessing)


def without(path: str, message: str) -> str:
    """Return what is said of a file without its name before it."""
    return message.removeprefix(path).lstrip("：: ") if message.startswith(path) else message


def from_frames(
    frames: Mapping[str, Any],
    layouts: Iterable[Layout],
    catalogue: Catalogue,
    *,
    guess: bool = True,
    areas: Areas | None = None,
) -> Returns:
    """Take pandas, Polars or Arrow tables, each by the name it has in findings, for files.

    Raises
    ------
    FpstatsError
        One of them is no table, or fits no layout.
    """
    findings = Findings()
    layouts = list(layouts)
    named = (FrameSheet(name, None, as_polars(frame)) for name, frame in frames.items())
    opened: list[Opened] = [
        (of_sheet(sheet, layouts, catalogue, findings, guess=guess), []) for sheet in named
    ]
    return _returns(opened, catalogue, findings, areas=areas)


def _returns(
    opened: Iterable[Opened],
    catalogue: Catalogue,
    findings: Findings,
    unread: Sequence[tuple[str, str]] = (),
    areas: Areas | None = None,
) -> Returns:
    files = list(opened)
    readings = [one for found, _ in files for one in found]
    left_out = [one for _, others in files for one in others]
    note_unused([one for one in readings if not one.match.columns], findings)
    note_unexplained(readings, findings)
    for one in readings:
        if one.match.columns:
            note_recognised(one, catalogue, findings)
        note_contrary(one, findings)
    returns = Returns(readings, catalogue, findings, unread, left_out, areas=areas)
    returns.look_closely(
        index for index, one in enumerate(readings) if not can_be_swift(one, catalogue)
    )
    return returns
