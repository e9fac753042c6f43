"""Operations carried out in a month, and people who use a method: 放环 may be either."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from fpstats.patterns import pattern
from fpstats.returns.column import Column
from fpstats.returns.recognition.squeezed import squeezed
from fpstats.returns.recognition.words import Lexicon

_OPERATED: Final = frozenset(
    {"users_male_sterilisation", "users_female_sterilisation", "users_iud", "users_implant"}
)
_ONLY_USED: Final = frozenset(
    {"contraceptive_users", "users_pill_injection", "users_condom", "users_other"}
)
"""What is no operation, and stands in a list of users."""
_OPERATIONS: Final = pattern(r"手术|[四五两三]术|施行|施术|例数|例次|[(\[]例[)\]]|实施(?!情况)")
_ONLY_DONE: Final = pattern(
    "取环|取[出器]|取皮埋|人流|人工流产|药流|药物流产|流产|引产|复通|吻合|清宫"
)
"""What nobody uses, and is only done."""
_IN_THE_MONTH: Final = pattern(
    "(?:[本当]月|本期|月内|期内|新增|新).{0,4}(?:[男女]扎|[放上]|绝育|结扎|皮埋|埋植)"
)
_IN_USE: Final = pattern("措施|避孕|使用|现[有采]|期末|实有|选用")
_USED: Final = pattern(rf"{_IN_USE.pattern}|节育(?![器环])|[月季年]末|采取|落实")
_EITHER: Final = pattern("[男女]扎|结扎|绝育术|[放上]置?环|放置|皮埋")
"""What is said of an operation as of those who had it; 男性绝育 and 宫内节育器 are methods."""


def without_operations(
    cols: Sequence[Column], titles: Sequence[str], lexicon: Lexicon
) -> list[Column]:
    """Leave out 男扎, 放环 where title, headings or neighbours say that operations are counted.

    A heading that says 避孕措施 or 现有 is of people, unless it says 手术 itself. Where nothing
    says either, they are taken for people, as a guess.
    """
    titled = any(_OPERATIONS.search(squeezed(title)) for title in titles)
    beside = any(
        _ONLY_DONE.search(squeezed(one.heading)) and not lexicon.meaning(one.path).kept_out
        for one in cols
    )
    used = any(_USED.search(squeezed(title)) for title in titles) or any(
        one.item in _ONLY_USED or (one.item in _OPERATED and _USED.search(squeezed(one.heading)))
        for one in cols
    )

    found: list[Column] = []
    within = False
    for one in cols:
        within = one.role == "item" and one.item in _OPERATED and _is_done(one, within=within)
        if within or (
            one.item in _OPERATED
            and not _IN_USE.search(squeezed(one.heading))
            and (titled or beside or _has_total(one, cols))
        ):
            one = replace(one, role="unknown", item=None, others=(str(one.item),), why="operations")
        elif one.item in _OPERATED and not used and _EITHER.search(squeezed(one.heading)):
            one = replace(one, why="either")
        found.append(one)
    return found


def _is_done(one: Column, *, within: bool) -> bool:
    """Tell it by the heading, whose upper part may stand above the column before it alone."""
    plain = squeezed(one.heading)
    if _OPERATIONS.search(plain) or _IN_THE_MONTH.search(plain):
        return True
    return within and not _IN_USE.search(plain)


def _has_total(one: Column, cols: Sequence[Column]) -> bool:
    """Tell whether it stands there of the month and since the year began, as no stock does."""
    kinds = {other.time.kind for other in cols if other.item == one.item and other.time}
    return "to_date" in kinds and bool(kinds & {"month", "this"})
