"""Every public function is compared with numbers that are not its own.

With golden values, with a slow loop, with a peer; or, where a test of another kind does it, that
test is named here with what it compares with.
"""

import ast
import inspect
from pathlib import Path

from fpstats import stats

HERE = Path(__file__).parent
LOOPS = ("_by_loops", "test_peers")

OTHERWISE = {
    "balance_test": "test_the_tails_are_skellams_at_the_likeliest_numbers",
    "binomial_against_usual": "test_where_nothing_is_odd_it_is_fishers_test",
    "binomial_power": "test_power_is_the_probability_of_what_the_test_rejects",
    "bunching": "test_bunching_counts_both_bands_and_what_they_should_hold",
    "chapman_exact": "test_exact_limits_are_the_numbers_that_are_not_too_rare",
    "counts_nearby": "test_with_a_spread_of_one_it_is_the_exact_conditional_test",
    "exchanged_parts": "test_events_are_judged_by_the_exact_test_against_the_others",
    "exchanged_stocks": "test_stocks_are_judged_by_the_steps_between_the_others",
    "fisher_tails": "test_fishers_tails_are_those_of_the_hypergeometric_of_scipy",
    "funnel_flag": "test_a_flag_needs_a_tail_of_a_fortieth_or_of_a_thousandth",
    "gross_error": "test_gross_errors_add_up_where_net_ones_cancel",
    "hypergeometric_test": "test_tails_agree_with_those_of_scipy",
    "net_error": "test_gross_errors_add_up_where_net_ones_cancel",
    "poisson_likelihood_test": "test_poisson_tails_are_sums",
    "poisson_test": "test_poisson_tails_are_sums",
    "rank_moves": "test_who_moved_is_told_only_where_the_places_do_not_meet",
    "standing_still": (
        "test_the_chance_of_standing_still_is_at_the_most_that_of_even_gains_and_losses"
    ),
    "trend_marker": "test_the_published_example_of_a_weighted_trend",
    "widened_probability": (
        "test_a_probability_of_two_standard_errors_is_that_of_one_where_all_varies_twice_as_much"
    ),
}
"""Fractions, scipy, published examples and hand calculations."""


def names(node):
    for one in ast.walk(node):
        if isinstance(one, ast.Name):
            yield one.id
        elif isinstance(one, ast.Attribute):
            yield one.attr


def read():
    """Give each test with its module, its arguments, and all it names, through tables as well."""
    for module in sorted(HERE.glob("test_*.py")):
        body = ast.parse(module.read_text("utf-8")).body
        tables = {
            target.id: set(names(node.value))
            for node in body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                named = set(names(node))
                for one in named & set(tables):
                    named = named | tables[one]
                yield module.stem, node.name, {one.arg for one in node.args.args}, named


TESTS = list(read())
FUNCTIONS = {name for name in stats.__all__ if inspect.isfunction(getattr(stats, name))}


def test_every_function_is_compared():
    compared = set()
    for module, _, arguments, named in TESTS:
        if "golden" in arguments or module.endswith(LOOPS):
            compared |= named
    assert FUNCTIONS - compared == set(OTHERWISE)


def test_what_is_named_here_is_there_and_is_about_it():
    named = {test: everything for _, test, _, everything in TESTS}
    for function, test in OTHERWISE.items():
        assert function in named[test], test
