"""What a check gave, and what can be asked of it: findings, who reported, months, late births."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
from msgspec import Struct

from fpstats import arrow
from fpstats.catalogue.checks import TESTING, Check
from fpstats.checks import table as tables
from fpstats.checks import to_date
from fpstats.checks.as_issues import as_issues
from fpstats.checks.causes import Cause, causes
from fpstats.checks.finding import Result
from fpstats.checks.material import Material
from fpstats.returns import late_births


class Checked(Struct, frozen=True, kw_only=True):
    """What a check gave.

    Attributes
    ----------
    table
        CHECKED: what stands first, then what is waived.
    completeness
        COMPLETENESS.
    rows
        The rows of CHECKED with the places of their numbers.
    results
        What each check gave: how many comparisons it made, and its findings.
    material
        What was looked at: values by area and period, and what they were read from.
    checks
        All checks by their ids, those that are off among them.
    as_totals
        Whether the numbers of months were taken for years to date.
    run
        The run record.
    """

    table: pa.Table
    completeness: pa.Table
    rows: Sequence[tables.Row]
    results: Sequence[Result]
    material: Material
    checks: Mapping[str, Check]
    as_totals: bool
    lang: str
    run: Mapping[str, Any]

    @property
    def issues(self) -> pa.Table:
        """ISSUES: the same findings with the columns that those of every run have."""
        return as_issues(self.rows)

    @property
    def refused(self) -> int:
        """How many files were refused."""
        return self.material.returns.refused

    @property
    def screens(self) -> int:
        """How many tests were run, whose findings chance alone may make."""
        return sum(one.judged for one in self._first if one.check.kind in TESTING)

    @property
    def judged(self) -> int:
        """How many comparisons were made; one that is judged at two levels is one."""
        return sum(one.judged for one in self._first)

    @property
    def _first(self) -> list[Result]:
        return [one for one in self.results if not one.check.unless]

    @property
    def months(self) -> pa.Table:
        """The returns as months, as a table that every command reads."""
        given = self.material
        return to_date.tidy(given.monthly, given.catalogue, given.calendar, totals=False)

    @property
    def totals(self) -> pa.Table:
        """The returns as years to date, as a table that every command reads."""
        given = self.material
        panel = to_date.totals_within(given.monthly, given.catalogue, given.calendar)
        return to_date.tidy(panel, given.catalogue, given.calendar, totals=True)

    @property
    def late_births(self) -> pa.Table:
        """LATE_BIRTHS: births of earlier years by month of birth and by month of report."""
        given = self.material
        return late_births.table(given.late_births, given.returns, given.calendar)

    def count(self, severity: str) -> int:
        """Count the causes of a severity that stand: those that no explanation silences."""
        return sum(one.first.values["severity"] == severity for one in self.standing)

    @property
    def standing(self) -> list[Cause]:
        """The causes of findings that no explanation silences, each with its gravest first."""
        return causes(row for row in self.rows if row.values["waiver"] is None)

    @property
    def waived(self) -> int:
        """How many causes of findings an explanation silences."""
        return len(self.silenced)

    @property
    def silenced(self) -> list[Cause]:
        """The causes of findings that an explanation silences."""
        return causes(row for row in self.rows if row.values["waiver"] is not None)

    def to_pandas(self) -> Any:
        """Return CHECKED as a pandas table."""
        return arrow.pandas_frame(self.table)
