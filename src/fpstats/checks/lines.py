"""Checks of every line, where several lines make a return: villages may err and cancel out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from fpstats.catalogue.checks import Check, CheckKind
from fpstats.checks.finding import Finding, Operand, Result
from fpstats.checks.material import Material
from fpstats.issues import Findings
from fpstats.periods import Span
from fpstats.returns.lines import items_of
from fpstats.returns.names import resolve


def by_line(material: Material, checks: Iterable[Check]) -> dict[str, Result]:
    """Carry out checks of one return on each line of the sheets that part areas into lines."""
    returns = material.returns
    parted = [
        index
        for index, one in enumerate(returns.readings)
        if one.match.parts and one.match.value is None
    ]
    there = {item for index in parted for item in items_of(returns.readings[index].match)}
    mine = [
        check
        for check in checks
        if check.kind in (CheckKind.EQUAL, CheckKind.AT_MOST) and there.issuperset(check.operands)
    ]
    results = {check.id: Result(check) for check in mine}
    if not mine:
        return results
    items = sorted({item for check in mine for item in check.operands})
    counted = _count(material, parted, mine, items)
    for check in mine:
        results[check.id].lines = int(counted[f"{check.id}#"].sum())
        for index in counted.filter(pl.col(check.id) > 0)["source"]:
            results[check.id].findings += _found(material, check, int(index))
    return results


def _count(
    material: Material, parted: Sequence[int], checks: Sequence[Check], items: Sequence[str]
) -> pl.DataFrame:
    """Count for each sheet the lines that each check judges, and those that fail it."""
    returns = material.returns
    plans = []
    swift = [index for index in parted if index not in returns.careful]
    close = [index for index in parted if index in returns.careful]
    if swift:
        plans.append(returns.swift(swift, frozenset(items)))
    if close:
        plans.append(returns.close(close))
    counts = [
        one
        for check in checks
        for one in (
            _fails(check).fill_null(value=False).sum().alias(check.id),
            _fails(check).is_not_null().sum().alias(f"{check.id}#"),
        )
    ]
    tables = []
    for plan in plans:
        names = set(plan.collect_schema())
        whole = plan.with_columns(
            pl.lit(None, pl.Int64).alias(item) for item in items if item not in names
        )
        tables.append(whole.group_by("source").agg(counts).collect(engine="streaming"))
    return pl.concat(tables, how="vertical_relaxed").sort("source")


def _side(weights: dict[str, int], *, zero: bool) -> pl.Expr:
    terms = [weight * pl.col(item).cast(pl.Float64) for item, weight in weights.items()]
    if zero:
        some = pl.any_horizontal(pl.col(list(weights)).is_not_null())
        return pl.when(some).then(pl.sum_horizontal(terms, ignore_nulls=True))
    return pl.sum_horizontal(terms, ignore_nulls=False)


def _fails(check: Check) -> pl.Expr:
    """Return whether a line fails; null where a side is not known."""
    left, right = _sides(check)
    apart = left - right
    if check.kind is CheckKind.EQUAL:
        apart = apart.abs()
    passing = pl.max_horizontal(pl.lit(check.tolerance), check.percent / 100 * right.abs())
    return apart > passing + 1e-9


def _sides(check: Check) -> tuple[pl.Expr, pl.Expr]:
    zero = check.missing == "zero"
    return _side(dict(check.left), zero=zero), _side(dict(check.right), zero=zero)


def _found(material: Material, check: Check, index: int) -> list[Finding]:
    """Return the lines of one sheet that fail, with their cells."""
    returns = material.returns
    returns.look_closely([index])
    lines = returns.careful[index]
    if not set(check.operands) <= set(lines.columns):
        return []
    left, right = _sides(check)
    wrong = lines.filter(_fails(check)).with_columns(left=left, right=right)
    quiet = Findings()
    named = resolve(wrong, returns.readings, material.areas, material.calendar, quiet)
    named = named.drop_nulls(["name", "start"])
    columns = ["name", "start", "end", "row", "left", "right", *check.operands]
    findings = []
    for name, start, end, row, one, other, *values in named.select(columns).rows():
        span = Span(start, end)
        findings.append(
            Finding(
                check=check,
                key=f"{check.kind}_line",
                area=name,
                span=span,
                operands=tuple(
                    Operand(area=name, span=span, item=item, value=value, source=index, row=row)
                    for item, value in zip(check.operands, values, strict=True)
                ),
                lefts=len(check.left),
                weights=check.weights,
                at_most=check.kind is CheckKind.AT_MOST,
                left=one,
                right=other,
                events=abs(one - other),
                words={"line": row},
            )
        )
    return findings
