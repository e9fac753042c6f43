"""Files to RETURNS: which sheets there are, which layout fits each, and what was found in them."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import polars as pl

from fpstats.catalogue import Catalogue
from fpstats.errors import FpstatsError, PersonalDataError
from fpstats.issues import Findings
from fpstats.locale import say
from fpstats.returns import privacy
from fpstats.returns.careful import carefully
from fpstats.returns.containers import FrameSheet, Sheet, expand, sheets
from fpstats.returns.layout import Layout, recognise
from fpstats.returns.lines import (
    Reading,
    can_be_swift,
    items_of,
    letters,
    parts,
    swift,
)

OWN_COLUMNS: Final = frozenset({"source", "row", "sheet", "cell"})
"""Columns of our own tables, which need no mention when they are read back."""


@dataclass(slots=True)
class Returns:
    """What was read: one reading a sheet, the findings, and what the careful look gave."""

    readings: Sequence[Reading]
    catalogue: Catalogue
    findings: Findings = field(default_factory=Findings)
    refused: int = 0
    careful: dict[int, pl.DataFrame] = field(default_factory=dict)
    _shared: dict[tuple[int, ...], bool] = field(default_factory=dict)

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

    def share_parts(self, indices: Sequence[int]) -> bool:
        """Tell whether any part of an area (a village) stands in two of these sheets."""
        key = tuple(indices)
        if key not in self._shared:
            held = [parts(self.readings[index]) for index in indices]
            together = pl.concat(held)
            self._shared[key] = together.n_unique() < len(together)
        return self._shared[key]

    def look_closely(self, indices: Iterable[int]) -> None:
        """Read these sheets cell by cell, so that whatever is wrong gets its address."""
        for index in indices:
            if index not in self.careful:
                one = self.readings[index]
                self.careful[index] = carefully(index, one, self.catalogue, self.findings)

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
) -> Returns:
    """Open files and recognise their layouts; numbers are not read yet.

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
    reasons: list[str] = []
    for path in expand(inputs):
        try:
            readings += _file(sheets(path, encoding), layouts, findings)
        except FpstatsError as error:
            if not keep_going or error.exit_code != FpstatsError.exit_code:
                raise
            reasons.append(str(error))
            # The finding names the file in a column of its own.
            findings.add("refused_file", source=path, value=_without(path, str(error)))
    if not readings:
        raise FpstatsError("\n".join([say("error", "nothing_to_read"), *reasons]))
    return _returns(readings, catalogue, findings, len(reasons))


def _without(path: str, message: str) -> str:
    return message.removeprefix(path).lstrip("：: ") if message.startswith(path) else message


def _file(found: Iterable[Sheet], layouts: Sequence[Layout], findings: Findings) -> list[Reading]:
    """Recognise the sheets of one file; one that fits nothing is passed over beside one that does.

    A workbook often has a sheet of explanations; a file of which no sheet fits is refused.
    """
    readings: list[Reading] = []
    refused: list[tuple[Sheet, FpstatsError]] = []
    for sheet in found:
        try:
            readings.append(_reading(sheet, layouts, findings))
        except PersonalDataError:
            raise
        except FpstatsError as error:
            refused.append((sheet, error))
    if refused and not readings:
        raise refused[0][1]
    for sheet, why in refused:
        reason = str(why).splitlines()[0]
        findings.add("sheet_left_out", source=sheet.path, sheet=sheet.name, value=reason)
    return readings


def from_frame(frame: Any, name: str, layouts: Iterable[Layout], catalogue: Catalogue) -> Returns:
    """Take a pandas, Polars or Arrow table in place of a file."""
    findings = Findings()
    table = _as_polars(frame)
    reading = _reading(FrameSheet(name, None, table), list(layouts), findings)
    return _returns([reading], catalogue, findings, 0)


def _as_polars(frame: Any) -> pl.DataFrame:
    """Return any table as a Polars one."""
    import narwhals.stable.v2 as nw

    if hasattr(type(frame), "iloc"):
        # Arrow has no words for the months of pandas, nor for a column of several kinds.
        odd = [n for n, kind in frame.dtypes.items() if str(kind).startswith(("period", "object"))]
        frame = frame.assign(
            **{name: frame[name].astype(str).where(frame[name].notna(), None) for name in odd}
        )
    try:
        table: pl.DataFrame = nw.from_native(frame, eager_only=True).to_polars()
    except (TypeError, ValueError, pl.exceptions.PolarsError) as error:
        raise FpstatsError(say("error", "no_frame", reason=error)) from None
    return table


def _reading(sheet: Sheet, layouts: Sequence[Layout], findings: Findings) -> Reading:
    head = sheet.head()
    name = f"{sheet.path}[{sheet.name}]" if sheet.name else sheet.path
    privacy.refuse_headings(name, head)
    reading = Reading(sheet=sheet, match=recognise(name, head, layouts))
    if sheet.encoding not in (None, "UTF-8"):
        findings.add("encoding", source=sheet.path, encoding=sheet.encoding)
    return reading


def _note_unused(readings: Sequence[Reading], findings: Findings) -> None:
    """Say once for all files of a form which of its columns are not read."""
    unused: dict[tuple[str, int, str], list[str]] = {}
    for one in readings:
        for column, heading in one.match.headings.items():
            if column not in one.match.used and heading not in OWN_COLUMNS:
                unused.setdefault((one.match.layout.id, column, heading), []).append(one.source)
    for (layout, column, heading), sources in unused.items():
        findings.add(
            "unused_column",
            source=sources[0],
            cell=letters(column),
            value=heading,
            layout=layout,
            files=len(sources),
        )


def _returns(
    readings: Sequence[Reading], catalogue: Catalogue, findings: Findings, refused: int
) -> Returns:
    _note_unused(readings, findings)
    returns = Returns(readings, catalogue, findings, refused)
    returns.look_closely(
        index for index, one in enumerate(readings) if not can_be_swift(one, catalogue)
    )
    return returns
