"""Headings that only those beside them explain: 当年 beside 当月, 完成 beside 全年计划."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from fpstats.returns.column import Column, Time
from fpstats.returns.recognition.masthead import Masthead
from fpstats.returns.recognition.words import Lexicon


def by_siblings(cols: Sequence[Column], said: Masthead, lexicon: Lexicon) -> list[Column]:
    """Understand 当年 as the year so far, and 完成 as what was done of a plan beside it.

    当年 beside 往年 says in which year it happened, and stays unknown; so does 完成 of a plan for
    the year where the title says one month: it may be that month, or the year so far. Where nothing
    stands above them, they are of what the title names.
    """
    return [_by_siblings(one, cols, said, lexicon) for one in cols]


def _by_siblings(one: Column, cols: Sequence[Column], said: Masthead, lexicon: Lexicon) -> Column:
    if one.role != "unknown" or not one.path:
        return one
    above = lexicon.meaning(one.path[:-1]) if one.path[:-1] else said.about
    why = "words" if one.path[:-1] else "title"
    item = lexicon.name(one.path[:-1]) or (None if above.unknown else lexicon.item(above.ideas))
    beside = [other for other in cols if other.path[:-1] == one.path[:-1] and other is not one]
    own = lexicon.sibling(one.path[-1])
    if item is None or above.kept_out:
        return one
    if own == "this_year" and any(other.time == Time("month") for other in beside):
        return replace(one, role="item", item=item, why=why, time=Time("to_date"))
    plans = [other for other in beside if other.role == "planned"]
    yearly = any("年" in other.path[-1] for other in plans)
    if own == "done" and plans and not (yearly and _is_a_month(said)):
        return replace(one, role="item", item=item, why=why)
    return one


def _is_a_month(said: Masthead) -> bool:
    return said.base is None or (said.base.span.months == 1 and not said.running)
