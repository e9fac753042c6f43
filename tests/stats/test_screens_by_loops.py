"""Screens and numbers needed beside slow loops written from the papers: one value at a time.

One file, because a loop and what it is held beside are read together, and share their draws.
"""

from __future__ import annotations

import math
import statistics

import numpy as np
import pytest
from drawn import SEEDS, close, months
from scipy.stats import binom, hypergeom, norm, poisson, t

from fpstats import stats


def series(seed: int, size: int = 20) -> list[float]:
    """Draw counts of a small place, with gaps and one value far out."""
    rng = np.random.default_rng(seed)
    values = rng.poisson(rng.uniform(2, 60), size).astype(float)
    values[rng.integers(size)] *= 6
    values[rng.choice(size, 2, replace=False)] = math.nan
    return values.tolist()


def there(values: list[float]) -> list[float]:
    return [one for one in values if one == one]


# |x - mean| over the standard deviation, of all (DHIS2) or of a sample (WHO); 0.6745 |x - median|
# over the median absolute deviation. Where the divisor is zero DHIS2's app has none, the others 0.


def scores(values: list[float], middle: float, divisor: float, none: float) -> list[float]:
    return [
        math.nan if one != one else abs(one - middle) / divisor if divisor else none
        for one in values
    ]


@pytest.mark.parametrize("values", [*map(series, SEEDS), [3.0] * 11 + [60.0], [5.0] * 4])
def test_the_rules_of_other_systems(values):
    known = there(values)
    mean, median = statistics.fmean(known), statistics.median(known)
    spread = statistics.median([abs(one - median) for one in known]) / 0.6745
    whole, sample = statistics.pstdev(known), statistics.stdev(known)
    rules = [
        (stats.dhis2_z_score, scores(values, mean, whole, math.nan), (3,), False),
        (stats.dhis2_analytics_z_score, scores(values, mean, whole, 0.0), (3,), True),
        (stats.dhis2_modified_z_score, scores(values, median, spread, math.nan), (3,), False),
        (stats.dhis2_analytics_modified_z_score, scores(values, median, spread, 0.0), (3,), True),
        (stats.who_z_score, scores(values, mean, sample, 0.0), (2, 3), False),
        (stats.who_modified_z_score, scores(values, median, spread, 0.0), (3.5, 5), False),
    ]
    for rule, expected, thresholds, strictly in rules:
        found = rule(values)
        close(found.score, expected)
        levels = [
            sum(one > level if strictly else one >= level for level in thresholds)
            for one in expected
        ]
        assert found.level.tolist() == levels


@pytest.mark.parametrize("seed", SEEDS)
def test_the_modified_score_with_its_way_out(seed):
    values = series(seed)
    median = statistics.median(there(values))
    apart = [abs(one - median) for one in there(values)]
    divisor = statistics.median(apart) / 0.6745
    close(stats.modified_z_score(values), [(one - median) / divisor for one in values])
    level = [3.0] * 9 + [4.0, 30.0]
    mean = (1 + 27) / 11 / 0.79788
    close(stats.modified_z_score(level), [0.0] * 9 + [1 / mean, 27 / mean])


@pytest.mark.parametrize("seed", SEEDS)
def test_the_limits_of_cd2030(seed):
    """R rounds to even digits; the median of counts and 5 x 1.4826 times it seldom ends in a 5."""
    values = series(seed)
    before = there(values[:-12])
    median = statistics.median(before)
    spread = 5 * 1.4826 * statistics.median([abs(one - median) for one in before])
    low, high = round(median - spread, 1), round(median + spread, 1)
    close(
        stats.cd2030_rule(values).score,
        [math.nan if one != one else max(low - one, one - high, 0.0) for one in values],
    )


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("season", [1, 6])
def test_counts_against_the_others_of_their_series(seed, season):
    counts, days = months(seed)
    found = stats.poisson_against_others(counts, days, season=season, fewest=3)
    size = range(len(counts))
    known = [x == x and n == n and n > 0 for x, n in zip(counts, days, strict=True)]
    for place in size:
        others = [at for at in size if at != place and (at - place) % season == 0 and known[at]]
        if not known[place] or len(others) < 3:
            assert np.isnan(found.less[place])
            continue
        count, beside = counts[place], sum(counts[at] for at in others)
        under = sum(days[at] for at in others)
        share = days[place] / (days[place] + under)
        close(found.expected[place], beside * days[place] / under)
        close(found.less[place], binom.cdf(count, count + beside, share), 1e-9)
        close(found.greater[place], binom.sf(count - 1, count + beside, share), 1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_proportions_against_the_others_of_their_series(seed):
    counts, totals = months(seed)
    found = stats.binomial_against_others(counts, totals, fewest=3)
    known = [x == x and n == n and n > 0 for x, n in zip(counts, totals, strict=True)]
    for place, (count, total) in enumerate(zip(counts, totals, strict=True)):
        if not known[place]:
            assert np.isnan(found.less[place])
            continue
        others = [at for at, there in enumerate(known) if there and at != place]
        beside, among = (sum(each[at] for at in others) for each in (counts, totals))
        law = hypergeom(int(total + among), int(count + beside), int(total))
        close(found.expected[place], beside / among * total)
        close(found.less[place], law.cdf(count), 1e-8)
        close(found.greater[place], law.sf(count - 1), 1e-8)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_evidence_for_a_running_total(seed):
    """Edwards (1972): the logarithm of the ratio of two Poisson likelihoods, each at its best."""
    rng = np.random.default_rng(seed)
    values = rng.poisson(20, 8).astype(float)
    if seed % 2:
        values = np.cumsum(values)
    values[3] = math.nan
    plain = [one for one in values if one == one]
    months_in = [place + 1 for place, one in enumerate(values) if one == one]
    rises = np.diff([0, *plain]).tolist()
    widths = np.diff([0, *months_in]).tolist()

    def likelihood(counts: list[float], over: list[float]) -> float:
        mean = sum(counts) / sum(over)
        return sum(poisson.logpmf(x, mean * n) for x, n in zip(counts, over, strict=True))

    if min(rises) < 0:
        expected = -math.inf
    else:
        apart = likelihood(plain, [1.0] * len(plain))
        expected = (likelihood(rises, widths) - apart) / math.log(10)
    close(stats.accumulation_evidence(values), expected)


@pytest.mark.parametrize("seed", SEEDS)
def test_shares_that_were_exchanged(seed):
    """The others' mean and variance by `statistics`; scipy's t has one freedom less than others."""
    rng = np.random.default_rng(seed)
    total = rng.integers(900, 1100, 9)
    men = rng.binomial(total, rng.normal(0.53, 0.01, 9))
    men[4] = total[4] - men[4]
    found = stats.exchanged_shares(men, total - men)
    shares, chance = (men / total).tolist(), (0.25 / total).tolist()
    for place, share in enumerate(shares):
        others = shares[:place] + shares[place + 1 :]
        mean, variance = statistics.fmean(others), statistics.variance(others)
        usual = statistics.fmean(chance[:place] + chance[place + 1 :])
        between = max(variance - usual, 0.0)
        scale = math.sqrt(max(variance, between + chance[place]) * (1 + 1 / 8))
        crossed = (share - 0.5) * (mean - 0.5) < 0
        close(found.p[place], t.sf(abs(share - mean) / scale, 7) if crossed else 1.0, 1e-7)
        close(found.after[place], 2 * t.sf(abs(1 - share - mean) / scale, 7), 1e-7)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_season_of_all_areas(seed):
    """Where nothing lies far out: events over those without a season, drawn to 1 by moments."""
    rng = np.random.default_rng(seed)
    busy = np.array([1.3, 1.0, 0.7, 1.0])
    counts = rng.poisson(80 * np.tile(busy, 5), (6, 20)).astype(float)
    days = rng.uniform(0.9, 1.1, (6, 20))
    level = counts.sum(axis=1) / days.sum(axis=1)
    above, below, squares = [0.0] * 4, [0.0] * 4, []
    for area in range(6):
        for month in range(20):
            above[month % 4] += counts[area, month]
            below[month % 4] += level[area] * days[area, month]
    factor = [events / without for events, without in zip(above, below, strict=True)]
    for area in range(6):
        for month in range(20):
            expected = level[area] * days[area, month] * factor[month % 4]
            squares.append((counts[area, month] - expected) ** 2 / expected)
    spread = max(1.0, statistics.fmean(squares))
    chance = spread * statistics.fmean([1 / one for one in below])
    drawn = spread / max(statistics.fmean([(one - 1) ** 2 for one in factor]) - chance, 1e-12)
    found = stats.seasonal_exposure(counts, days, season=4)
    for area in range(6):
        for month in range(20):
            events = above[month % 4] - counts[area, month] + drawn
            without = below[month % 4] - level[area] * days[area, month] + drawn
            close(found[area, month], days[area, month] * events / without)


@pytest.mark.parametrize("seed", SEEDS)
def test_how_likely_a_rank_has_changed(seed):
    rng = np.random.default_rng(seed)
    before, after = rng.dirichlet(np.ones(5), (2, 4))
    found = stats.rank_change(before, after)
    for area in range(4):
        better = same = worse = 0.0
        for first, p in enumerate(before[area]):
            for second, q in enumerate(after[area]):
                better += p * q * (second < first)
                same += p * q * (second == first)
                worse += p * q * (second > first)
        close([each[area] for each in found], [better, same, worse])


@pytest.mark.parametrize("power", [0.6, 0.8, 0.99])
@pytest.mark.parametrize("confidence", [0.9, 0.95, 0.998])
def test_numbers_needed_by_the_formula_of_fleiss(power, confidence):
    """(z sqrt(t (1 - t)) + y sqrt(p (1 - p)))^2 / (p - t)^2, in whole births."""
    z, y = norm.isf((1 - confidence) / 2), norm.ppf(power)
    for p, against in ((0.9, 0.92), (0.5, 0.52), (115 / 215, 107 / 207)):
        reach = z * math.sqrt(against * (1 - against)) + y * math.sqrt(p * (1 - p))
        expected = math.ceil(reach**2 / (p - against) ** 2)
        assert stats.total_needed(p, against, power, confidence) == expected
    assert stats.births_needed(115, 107, power, confidence) == expected


@pytest.mark.parametrize("seed", SEEDS)
def test_the_same_months_of_the_years_before(seed):
    values = series(seed, 30)
    sums, number = stats.same_months_before(values, season=4, years=3, fewest=2)
    for place in range(30):
        earlier = there([values[at] for at in range(place - 4, place - 13, -4) if at >= 0])
        assert number[place] == len(earlier)
        close(sums[place], sum(earlier) if len(earlier) >= 2 else math.nan)


@pytest.mark.parametrize("seed", SEEDS)
def test_fertility_age_by_age(seed):
    """Keyfitz (1966): the variance of a sum of rates is the sum of births over women squared."""
    rng = np.random.default_rng(seed)
    women = rng.integers(3000, 9000, 7)
    births = rng.binomial(women, [0.004, 0.05, 0.1, 0.07, 0.03, 0.008, 0.001])
    rates = [b / w for b, w in zip(births, women, strict=True)]
    close(stats.age_specific_fertility(births, women), [1000 * one for one in rates])
    close(stats.general_fertility(births, women), 1000 * sum(births) / sum(women))
    close(stats.total_fertility(births, women), 5 * sum(rates))
    variance = sum(25 * b / w**2 for b, w in zip(births, women, strict=True))
    close(stats.total_fertility_error(births, women), math.sqrt(variance))
    # Dobson: the limits of all births, moved and stretched to the sum.
    limits = stats.poisson(sum(births))
    moved = [
        5 * sum(rates) + math.sqrt(variance / sum(births)) * (float(limit) - sum(births))
        for limit in limits
    ]
    close(stats.total_fertility_interval(births, women), moved)


@pytest.mark.parametrize("seed", SEEDS)
def test_users_of_each_method(seed):
    users = np.random.default_rng(seed).integers(0, 500, 8)
    close(stats.method_mix(users), [one / sum(users) for one in users])
    lasting, married = int(users[:3].sum()), int(users.sum()) + 200
    close(stats.long_acting_share_of_users(lasting, users.sum()), lasting / sum(users))
    close(stats.long_acting_share_of_married_women(lasting, married), lasting / married)


@pytest.mark.parametrize("seed", SEEDS)
def test_whether_a_number_is_firm(seed):
    rng = np.random.default_rng(seed)
    counts = rng.integers(0, 30, 40)
    limits = stats.byar(counts, 1000)
    found = stats.reliable(counts, counts / 1000, limits)
    for place, count in enumerate(counts):
        width = float(limits.upper[place] - limits.lower[place])
        assert found[place] == (count >= 10 and width <= 1.6 * count / 1000)
        close(stats.one_event(1000 + count, 100), 100 / (1000 + count))


@pytest.mark.parametrize("seed", SEEDS)
def test_two_rates_given_their_sum(seed):
    rng = np.random.default_rng(seed)
    for _ in range(20):
        (x1, x2), (e1, e2) = rng.integers(0, 40, 2).tolist(), rng.uniform(1, 9, 2).tolist()
        found = stats.rate_ratio_test(x1, e1, x2, e2)
        law = binom(x1 + x2, e1 / (e1 + e2))
        close(found.less, law.cdf(x1), 1e-9)
        close(found.greater, law.sf(x1 - 1), 1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_vector_that_repeats_itself(seed):
    """Each field alike in both years, summed over what it could have been."""
    means = np.random.default_rng(seed).uniform(0, 30, 5).tolist()
    alike = 1.0
    for mean in means:
        alike *= math.fsum(poisson.pmf(one, mean) ** 2 for one in range(150))
    close(stats.repeat_surprise(means), -math.log10(alike), 1e-9)
    for count, expected in ((9, 2.5), (24, 0.24), (2, 5.0)):
        bound = math.exp(count - expected) * (expected / count) ** count
        close(
            stats.repeats_together(count, expected),
            -math.log10(bound) if count > expected else 0.0,
        )
