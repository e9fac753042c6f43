"""The time that a heading names: its months, its quarter, its year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec.structs import replace

from fpstats.patterns import pattern
from fpstats.returns.column import Time

_HAN: Final = "十[一二]?|[一二三四五六七八九元]"
_HAN_MONTH: Final = pattern(rf"(?<![一二三四五六七八九十])({_HAN})(?=月|(?:至|到|-)(?:{_HAN})月)")
_HAN_NUMBERS: Final = {
    name: str(n) for n, name in enumerate(("", *"一二三四五六七八九十", "十一", "十二")) if name
} | {"元": "1"}
_OF: Final = r"(?:(?P<year>\d{4}|1\d\d)年度?)?"
_TIMES: Final = (
    pattern(
        _OF + r"(?P<first>\d{1,2})月?[-至到](?P<last>\d{1,2})月份?(?P<total>累计|累計|止|合计)?"
    ),
    pattern(_OF + r"(?P<last>\d{1,2})月份?(?P<total>累计|累計|止)?"),
    pattern(_OF + r"前(?P<quarters>[一二三两1-3])个?季度"),
    pattern(_OF + r"第?(?P<quarter>[一二三四1-4])季度"),
    pattern(_OF + r"(?P<half>[上下])半年"),
    pattern(_OF + r"(?P<whole>全年)(?!任务|计划|目标)"),
)
_END_OF_YEAR: Final = pattern(r"(?<!\d)(?P<year>(?:19|20)\d\d)年[末底]")
_OF_YEAR: Final = pattern(r"(?<!\d)(?P<year>(?:19|20)\d\d)年度?(?!\d)")
_PERIODS: Final = pattern(
    r"(?:统计|报告|报表|所属|填报|上报|数据|发生)?(?:年月?|月|季)(?:[份度别次期]|份别)?"
    r"|(?:统计|报告|报表|所属|数据|发生)(?:日期|时间|期间|时期|期别?)|期[别间]|时[间期]|日期"
)


def heads_periods(plain: str) -> bool:
    """Tell whether a heading is that of years, months or periods: 年度, 统计月份, 所属期."""
    return _PERIODS.fullmatch(plain) is not None


def joined(above: Time | None, own: Time) -> Time:
    """Return the time of 5月 below 2023年, or of 2023年 below 5月; else the lower one."""
    if above is None or (above.kind == "year") == (own.kind == "year"):
        return own
    year, other = (above, own) if above.kind == "year" else (own, above)
    return replace(other, year=other.year or year.year)


def time_in(plain: str) -> tuple[str, Time | None]:
    """Take the months, quarters or the year that are written in a heading out of it."""
    plain = _HAN_MONTH.sub(lambda found: _HAN_NUMBERS[found[1]], plain)
    for form in _TIMES:
        if found := form.search(plain):
            parts = found.groupdict()
            first, last = _months(parts)
            if not 1 <= first <= last <= 12:
                continue
            rest = plain.replace(found[0], "", 1)
            year = int(parts["year"] or 0)
            year += 1911 if 0 < year < 1000 else 0
            if parts.get("total") in ("累计", "累計") and first == last:
                return rest, Time("to_date", first, last, year)
            return rest, Time("months", first, last, year)
    if found := _END_OF_YEAR.search(plain):
        return plain.replace(found[0], "", 1), Time("year", 12, 12, int(found["year"]))
    if found := _OF_YEAR.search(plain):
        return plain.replace(found[0], "", 1), Time("year", year=int(found["year"]))
    return plain, None


def _months(parts: Mapping[str, str | None]) -> tuple[int, int]:
    """Return the first and the last month that a form of `_TIMES` names."""
    if number := parts.get("quarters"):
        return 1, 3 * int(_HAN_NUMBERS.get(number.replace("两", "二"), number))
    if number := parts.get("quarter"):
        last = 3 * int(_HAN_NUMBERS.get(number, number))
        return last - 2, last
    if half := parts.get("half"):
        return (1, 6) if half == "上" else (7, 12)
    if parts.get("whole"):
        return 1, 12
    last = int(parts["last"] or 0)
    return int(parts.get("first") or last), last
