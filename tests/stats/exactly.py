"""Probabilities by plain sums with fifty digits, by other means than those under test."""

import math
from collections.abc import Callable, Iterator
from decimal import Decimal, localcontext
from functools import cache

DIGITS = 50
ENOUGH = Decimal("1e-25")


@cache
def log_factorial(number: int) -> Decimal:
    """Exactly for small numbers, by Stirling's series for large ones."""
    if number < 2000:
        return Decimal(math.factorial(number)).ln()
    n = Decimal(number)
    tau = Decimal("6.28318530717958647692528676655900576839433879875021")
    series = 1 / (12 * n) - 1 / (360 * n**3) + 1 / (1260 * n**5) - 1 / (1680 * n**7)
    return n * n.ln() - n + (tau * n).ln() / 2 + series


def summed(first: Decimal, ratios: Iterator[Decimal]) -> float:
    """Add up terms that fall, each the one before times a ratio."""
    term, total = first, first
    for ratio in ratios:
        term *= ratio
        total += term
        if term < total * ENOUGH:
            break
    return float(total)


def binomial_at_most(count: int, total: int, share: Decimal, other: Decimal) -> float:
    """This many of the total or fewer; `other` is one less the share."""
    ways = log_factorial(total) - log_factorial(count) - log_factorial(total - count)
    first = (ways + count * share.ln() + (total - count) * other.ln()).exp()
    ratios = (Decimal(k) / (total - k + 1) * other / share for k in range(count, 0, -1))
    return summed(first, ratios)


def poisson_at_most(count: int, mean: Decimal) -> float:
    first = (count * mean.ln() - mean - log_factorial(count)).exp()
    return summed(first, (k / mean for k in range(count, 0, -1)))


def poisson_at_least(count: int, mean: Decimal) -> float:
    first = (count * mean.ln() - mean - log_factorial(count)).exp()
    return summed(first, (mean / k for k in range(count + 1, count + 10**7)))


def hypergeometric_at_most(count: int, sample: int, marked: int, frame: int) -> float:
    if marked < count or frame - marked < sample - count:
        return 1.0 if count >= min(sample, marked) else 0.0
    choices = [(marked, count), (frame - marked, sample - count)]
    ways = sum((choose(*pair) for pair in choices), -choose(frame, sample))
    ratios = (
        Decimal(k * (frame - marked - sample + k)) / ((sample - k + 1) * (marked - k + 1))
        for k in range(count, 0, -1)
    )
    return summed(ways.exp(), ratios)


def choose(total: int, count: int) -> Decimal:
    """The logarithm of the number of ways."""
    return log_factorial(total) - log_factorial(count) - log_factorial(total - count)


def around(limit: float, tail: Callable[[Decimal], float]) -> list[float]:
    """The tail at a limit and at the floats next to it, smallest first.

    The limit nearest to the true one is seldom the true one: near 1, or among a thousand million,
    the next float is a visible step of the tail.
    """
    places = {math.nextafter(limit, 0), limit, math.nextafter(limit, math.inf)}
    with localcontext() as context:
        context.prec = DIGITS
        return sorted(tail(Decimal(place)) for place in places if place > 0)
