"""Numbers → text as offices print it: rounded once, half away from zero, at fixed decimals."""

from __future__ import annotations

from collections.abc import Sequence

from fpstats.catalogue import Catalogue, Indicator, Kind

Value = str | int | float | None
Numbers = Sequence[float | None]


def shortest(value: Value) -> str:
    """Write a value with as many digits as it has, and no more.

    >>> [shortest(value) for value in (95.0, 0.1, None, "乡")]
    ['95', '0.1', '', '乡']
    """
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def fixed(values: Numbers, decimals: int, *, signed: bool = False) -> list[str]:
    """Write numbers with so many decimals; None is nothing.

    >>> fixed([0.125, None, -0.001], 2, signed=True)
    ['+0.13', '', '0.00']
    """
    from fpstats.write.digits import fixed_texts, known

    return fixed_texts(known(values), decimals, signed=signed).to_list()


def telling(
    values: Numbers, decimals: int, apart: Sequence[float] = (0.0,), *, signed: bool = False
) -> list[str]:
    """Write numbers as `fixed` does, and none as one of `apart` that it is not: it has more digits.

    >>> telling([0.125, 0.0, -0.0014], 2, signed=True)
    ['+0.13', '0.00', '-0.001']
    """
    from fpstats.write.digits import known, telling_texts

    return telling_texts(known(values), decimals, apart, signed=signed).to_list()


def ends_of(indicator: Indicator) -> tuple[float, ...]:
    """Return none and all, which a share of others must not seem to be; of other kinds nothing."""
    return (0.0, float(indicator.per)) if indicator.kind is Kind.PROPORTION else ()


def value_texts(
    indicator: Indicator,
    numerators: Numbers,
    denominators: Numbers,
    values: Numbers,
    targets: Sequence[str | None] = (),
) -> list[str]:
    """Write the values of one indicator, recomputed from their counts without float error.

    Where value is not what its counts make (a sum of rates has no denominator), it is the value
    that is written. None is written as a bound of its target that it is near and is not.
    """
    from fpstats.write.apart import bounds_of
    from fpstats.write.digits import counted_texts, known

    counts, bounds = (known(numerators), known(denominators)), bounds_of(targets)
    return counted_texts(indicator, *counts, known(values), bounds).to_list()


def count_decimals(numbers: Numbers, items: Sequence[str], catalogue: Catalogue) -> int:
    """Return with how many decimals to print a column of counts.

    As many as its items have: none for persons, more for money; one where a number is not whole,
    as a mean population.
    """
    decimals = max((catalogue.items[key].decimals for key in items), default=0)
    whole = all(number is None or float(number).is_integer() for number in numbers)
    return decimals if whole else max(1, decimals)
