"""Totals that forms state: each is the sum of its lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np
import polars as pl

from fpstats.catalogue.checks import Check
from fpstats.checks.finding import Finding, Operand, Result
from fpstats.checks.material import Material, passes
from fpstats.issues import Findings
from fpstats.periods import Span
from fpstats.returns.names import resolve
from fpstats.returns.stated import Differing

NAMELESS: Final = "合计"
"""How a total is called whose line says nothing in the place of an area."""

Owners = Mapping[int, tuple[str, Span]]
"""Whose each line of a sheet is, by its number."""


def compare(material: Material, check: Check) -> Result:
    """Take up the stated totals that were found to differ while sheets were read.

    A total is named by what stands in the place of an area: by its name where the table of areas
    has it, or all lines are of areas below one.
    """
    result = Result(check)
    for reading, compared in sorted(material.returns.compared.items()):
        result.judged += compared.made
        if compared.differing:
            owners = dict(_owners(material, reading, compared.differing))
            found = (_finding(material, check, reading, one, owners) for one in compared.differing)
            result.findings += [one for one in found if one is not None]
    return result


def _owners(
    material: Material, reading: int, differing: tuple[Differing, ...]
) -> Iterator[tuple[int, tuple[str, Span]]]:
    """Yield whose the lines of a sheet are, and of when its totals; "" is nobody's."""
    lines = material.returns.careful[reading].select("source", "area", "period", "row")
    totals = pl.DataFrame(
        [(reading, "", one.period, one.stated[0]) for one in differing],
        schema=lines.schema,
        orient="row",
    ).unique()
    # What is odd about the names has been told when the returns were added up.
    named = resolve(
        pl.concat([lines, totals]),
        material.returns.readings,
        material.areas,
        material.calendar,
        Findings(),
    )
    for name, start, end, row in named.select("name", "start", "end", "row").rows():
        if start is not None:
            yield row, (name or "", Span(start, end))


def _finding(
    material: Material, check: Check, reading: int, one: Differing, owners: Owners
) -> Finding | None:
    parts = [
        (owners[line], line, number)
        for line, number in zip(one.lines, one.parts, strict=True)
        if number is not None and line in owners
    ]
    given, total = sum(one.given), one.sum
    whole = None not in one.parts
    if not parts or abs(given - total) <= passes(check, np.array(total)):
        return None
    spans = [span for (_, span), _, _ in parts]
    together = Span(min(span.start for span in spans), max(span.end for span in spans))
    span = owners[one.stated[0]][1] if one.stated[0] in owners else together
    area = _name(material, one, [name for (name, _), _, _ in parts])
    several = Counter(owners.values())
    stated = [
        Operand(area=area, span=span, item=one.item, value=number, source=reading, row=row)
        for row, number in zip(one.stated, one.given, strict=True)
    ]
    below = [
        Operand(area=owner[0], span=owner[1], item=one.item, value=number, source=reading,
                row=line if several[owner] > 1 else None)
        for owner, line, number in parts
    ]  # fmt: skip
    weights = (*[1] * len(stated), *[-1] * len(below))
    return Finding(
        check=check,
        key=check.kind if whole else "stated_part",
        area=area,
        span=span,
        operands=(*stated, *below),
        lefts=len(stated),
        weights=weights if whole else tuple(-weight for weight in weights),
        at_most=not whole,
        left=given,
        right=total,
        events=abs(given - total),
        words={
            "given": " + ".join(f"{number:.15g}" for number in one.given),
            "count": len(parts),
            "absent": len(one.parts) - len(parts),
        },
    )


def _name(material: Material, one: Differing, below: list[str]) -> str:
    """Return what a total is the total of."""
    areas = material.areas
    label = "".join(one.label.split()) or NAMELESS
    if found := areas.find(label):
        return found
    above = {areas.above(name)[0] if areas.above(name) else "" for name in below}
    return label if one.partial or len(above) > 1 else above.pop() or label
