"""What a check gives people to read and to send back: a document, with a reply to each area."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import pyarrow as pa
from msgspec.structs import replace

from fpstats import arrow, locale
from fpstats.catalogue.checks import Check
from fpstats.checks.causes import Cause, causes
from fpstats.checks.late_births import born_then, by_birth
from fpstats.checks.table import Row
from fpstats.locale import text, texts
from fpstats.pipeline.cause_told import told
from fpstats.pipeline.checked import Checked
from fpstats.pipeline.marked_forms import marked_forms
from fpstats.write import plain
from fpstats.write.document import Document, Reply
from fpstats.write.grid import Column, Section, number
from fpstats.write.numbers import fixed

_RETURNS: Final = {"expected": "due", "received": "came"}
"""How columns of completeness are headed; `expected` is another thing in a list of findings."""

_CHASED = ("missing_return", "missing_period")


def document(checked: Checked, *, detail: bool = False) -> Document:
    """Return what a check gave, in the order in which people should look at it.

    Findings of one cause are one line, unless every one is wanted in `detail`.
    """
    return Document(
        title=_say(checked, "checked_page"),
        table=checked.table,
        sections=list(_sections(checked, detail=detail)),
        notes=notes(checked, detail=detail),
        run=checked.run,
        tables={
            "completeness": checked.completeness,
            "checks": _made(checked),
            "late_births": checked.late_births,
        },
        replies=lambda: _replies(checked),
    )


def notes(checked: Checked, *, detail: bool = True) -> tuple[str, ...]:
    """Return the summary: how many causes stand, and how much was looked at."""
    counts = {severity: checked.count(severity) for severity in ("error", "warning", "info")}
    said = [
        _say(checked, "summary", **counts, waived=checked.waived),
        *_more(checked, detail=detail),
        _say(
            checked, "made",
            judged=checked.judged,
            lines=sum(one.lines for one in checked.results),
        ),
        _say(checked, "screens", screens=checked.screens),
        _say(checked, _read_as(checked)),
    ]  # fmt: skip
    return tuple(said) if len(checked.rows) else (_say(checked, "none"), *said)


def _read_as(checked: Checked) -> str:
    """Return which sentence tells what the numbers were read as."""
    if checked.as_totals:
        return "as_totals"
    if 1 not in checked.material.lengths:
        return "as_returned"
    untold = any(row.values["code"] == "untold_months" for row in checked.rows)
    return "as_untold" if untold else "as_months"


def _say(checked: Checked, key: str, **fields: object) -> str:
    return text(checked.lang, "check", key, **fields)


def _more(checked: Checked, *, detail: bool) -> Iterator[str]:
    """Yield how many findings there are beside the first of each cause, and where they are told."""
    folded = sum(len(one.also) for one in (*checked.standing, *checked.silenced))
    if folded:
        yield _say(checked, "causes_of" if detail else "folded", count=folded)


def _sections(checked: Checked, *, detail: bool) -> Iterator[Section]:
    severities = texts(checked.lang)["severity"]
    standing, silenced = (
        _every(found) if detail else found for found in (checked.standing, checked.silenced)
    )
    for severity in ("error", "warning", "info"):
        mine = [one for one in standing if one.first.values["severity"] == severity]
        if mine:
            yield _found(severities[severity], mine, checked)
    if silenced:
        yield _found(_say(checked, "waived"), silenced, checked)
    chased = [
        row for one in checked.standing for row in (one.first, *one.also)
        if row.values["code"] in _CHASED
    ]  # fmt: skip
    if chased:
        heading = texts(checked.lang)["heading"]
        names = sorted(_whom(chased, checked))
        yield Section(
            _say(checked, "chase"),
            (
                Column(heading["area"], [area for area, _ in names]),
                Column(heading["period"], [period for _, period in names]),
            ),
        )
    yield _completeness(checked)
    if checked.material.late_births:
        yield _late_births(checked)


def _whom(chased: Sequence[Row], checked: Checked) -> set[tuple[str, str]]:
    """Return the areas and periods of what did not come; where nobody's did, how many were due."""
    due = {
        row["name"]: row["expected"]
        for row in checked.completeness.to_pylist()
        if row["scope"] == "period"
    }
    return {
        (row.values["area"] or _say(checked, "every_area", count=due[period]), period)
        for row in chased
        for period in (row.values["period"],)
    }


def _every(found: Sequence[Cause]) -> list[Cause]:
    """Return every finding as if it had a cause of its own."""
    return [Cause(first=row, also=()) for one in found for row in (one.first, *one.also)]


def _found(title: str, found: Sequence[Cause], checked: Checked) -> Section:
    heading = texts(checked.lang)["heading"]
    values = [one.first.values for one in found]
    return Section(
        title,
        (
            _at_stake(heading["events"], [one["events"] for one in values]),
            Column(heading["message"], [told(one, checked) for one in found]),
            Column(heading["cell"], [one.first.short for one in found]),
            Column(heading["waiver"], [one["waiver"] for one in values]),
            Column(heading["code"], [one["code"] for one in values]),
        ),
    ).filled()


def _at_stake(heading: str, events: Sequence[float | None]) -> Column:
    """Return the events at stake: one figure after the point, where they are not whole."""
    shown = [text.removesuffix(".0") for text in fixed(events, 1)]
    return Column(heading, events, right=True, shown=shown)


def _completeness(checked: Checked) -> Section:
    """Return the whole, and every area, period and item of which something is lacking or too much.

    An item is told only where returns came that lack it.
    """
    every = checked.completeness.to_pylist()
    lacking, dated = every[0]["missing"], every[0]["dated"]
    rows = [
        row
        for row in every
        if row["scope"] == "all"
        or (row["scope"] == "item" and row["missing"] > lacking)
        or (row["scope"] != "item" and (row["missing"] or row["unexpected"] or row["late"]))
    ]
    for row in rows:
        # Where no day of receipt is known, nothing is said of late and on time.
        row |= {} if dated else dict.fromkeys(("dated", "on_time", "late", "undated"))
    titles = {item: one.title.of(checked.lang) for item, one in
              checked.material.catalogue.items.items()}  # fmt: skip
    for row in rows:
        row["name"] = (
            titles.get(row["name"], row["name"]) if row["scope"] == "item" else row["name"]
        )
        if row["scope"] == "all":
            row["name"] = locale.text(checked.lang, "area", "total")
    fields = [field.with_nullable(True) for field in checked.completeness.schema]
    table = arrow.table(rows, schema=pa.schema(fields)).drop_columns(["scope"])
    section = plain.section(table, checked.lang, title=_say(checked, "completeness"))
    heading = texts(checked.lang)["heading"]
    columns = [
        number(one.heading, one.values, 1)
        if name in ("completeness", "timeliness")
        else replace(one, heading=heading[_RETURNS[name]])
        if name in _RETURNS
        else one
        for name, one in zip(table.column_names, section.columns, strict=True)
    ]
    return Section(section.title, tuple(columns)).filled()


def _late_births(checked: Checked) -> Section:
    """Return for each month of birth how many births were reported then, and how many late.

    Where an area that was due did not report its births then, nobody knows how many there were.
    """
    given, heading = checked.material, texts(checked.lang)["heading"]
    _, months = by_birth(given)
    spans = sorted(months)
    then = [born_then(given, span) for span in spans]
    late = [months[span] for span in spans]
    together = [
        None if one.births is None else one.births + more
        for one, more in zip(then, late, strict=True)
    ]
    partial = [
        _say(checked, "areas_of", areas=one.areas, all=one.open)
        if one.births is None and one.areas
        else None
        for one in then
    ]
    return Section(
        _say(checked, "late_births"),
        (
            Column(heading["born"], [given.calendar.label(span) for span in spans]),
            number(heading["born_then"], [one.births for one in then], 0),
            number(heading["born_late"], late, 0),
            number(heading["born_together"], together, 0),
            Column(heading["born_areas"], partial),
        ),
    ).filled()


def _made(checked: Checked) -> pa.Table:
    """Return how many comparisons each check made, by its formula and threshold."""
    catalogue, lang = checked.material.catalogue, checked.lang
    return arrow.table(
        [
            {
                "id": one.check.id,
                "severity": one.check.severity,
                "formula": one.check.formula(catalogue, lang),
                "threshold": one.check.threshold(lang),
                "judged": one.judged,
                "lines": one.lines,
                "found": len(one.findings),
            }
            for one in checked.results
        ]
    )


def _replies(checked: Checked) -> list[Reply]:
    """Return for each area of which anything stands what goes back to it.

    They come in the order of the table of areas.
    """
    by_area: dict[str, list[Row]] = defaultdict(list)
    for one in checked.standing:
        for row in (one.first, *one.also):
            if row.values["area"]:
                by_area[row.values["area"]].append(row)
    severities, heading = texts(checked.lang)["severity"], texts(checked.lang)["heading"]
    copies = marked_forms(by_area, checked)
    areas = checked.material.areas
    order = {one.name: place for place, one in enumerate(areas)} if areas.given else {}
    last = len(order)
    return [
        Reply(
            area=area,
            hint=_say(checked, "hint" if copies[area] else "hint_without_form"),
            findings=Section(
                area,
                (
                    Column(
                        heading["severity"],
                        [severities[one.first.values["severity"]] for one in found],
                    ),
                    Column(heading["message"], [told(one, checked) for one in found]),
                    Column(heading["cells"], [_numbers(one.first) for one in found]),
                    Column(heading["advice"], [_advice(one.first, checked) for one in found]),
                ),
            ),
            copies=copies[area],
        )
        for area, rows in sorted(by_area.items(), key=lambda one: (order.get(one[0], last), one[0]))
        for found in (causes(rows),)
    ]


def _numbers(row: Row) -> str | None:
    """Return the numbers on both sides with their cells; a township knows its file by its name."""
    cells: str | None = row.values["cells"]
    for path in {one.source for _, one in row.places}:
        cells = cells and cells.replace(path, Path(path).name)
    return cells


def _advice(row: Row, checked: Checked) -> str | None:
    known: Check | None = checked.checks.get(row.values["code"])
    return known.advice.of(checked.lang) if known is not None else None
