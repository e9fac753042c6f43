"""Targets: what an indicator should reach, for which areas and periods.

The most particular target wins: one for an area and a period, then for an area, then for a period,
then for all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from fpstats.errors import ConfigurationError
from fpstats.locale import say

COLUMNS: Final = ("indicator", "area", "period", "kind", "value", "upper")
"""The headings of a targets table; `area` and `period` may say `all`, `upper` is for `within`."""

CALLED: Final = {
    "指标": "indicator", "指标名称": "indicator",
    "地区": "area", "单位": "area", "单位名称": "area", "乡镇": "area",
    "期别": "period", "时期": "period", "年度": "period", "月份": "period",
    "要求": "kind", "方式": "kind", "类型": "kind",
    "目标": "value", "目标值": "value", "下限": "value",
    "上限": "upper",
}  # fmt: skip
"""How the headings are called in Chinese."""

KINDS: Final = {
    "at_least": "at_least",
    "at least": "at_least",
    ">=": "at_least",
    "≥": "at_least",
    "不低于": "at_least",
    "at_most": "at_most",
    "at most": "at_most",
    "<=": "at_most",
    "≤": "at_most",
    "不高于": "at_most",
    "within": "within",
    "介于": "within",
    "之间": "within",
}
"""How people write the kind of a target."""

ALL: Final = frozenset({"", "all", "*", "全部", "所有"})


class Target(Struct, frozen=True, kw_only=True):
    """One target; `area` and `period` are None where it holds for all."""

    indicator: str
    kind: str
    value: float
    upper: float | None = None
    area: str | None = None
    period: str | None = None

    @property
    def bounds(self) -> tuple[float, float]:
        """The least and the greatest value that meets it."""
        match self.kind:
            case "at_least":
                return self.value, float("inf")
            case "at_most":
                return float("-inf"), self.value
            case _:
                return self.value, float("inf") if self.upper is None else self.upper

    def __str__(self) -> str:
        text = f"{self.kind} {self.value:g}"
        return text if self.upper is None else f"{text} {self.upper:g}"


class Targets:
    """Looks up the target of an indicator, area and period."""

    def __init__(
        self,
        targets: Iterable[Target] = (),
        *,
        name: str = "",
        faults: Iterable[str] = (),
    ) -> None:
        """Index the targets; `name` is that of their table, `faults` those already found in it.

        Raises
        ------
        ConfigurationError
            Two targets are for the same indicator, area and period; every fault is listed.
        """
        self.name, faults = name, list(faults)
        self._by_key: dict[tuple[str, str | None, str | None], Target] = {}
        self.indicators: set[str] = set()
        for target in targets:
            key = (target.indicator, target.area, target.period)
            if key in self._by_key:
                every = say("fault", "all")
                area, period = target.area or every, target.period or every
                where = {"indicator": target.indicator, "area": area, "period": period}
                faults.append(say("fault", "two_targets", **where))
            self._by_key[key] = target
            self.indicators.add(target.indicator)
        if faults:
            raise ConfigurationError.listing(name or say("error", "the_targets"), faults)
        self.particular = {key[1:] for key in self._by_key} - {(None, None)}

    def __iter__(self) -> Iterator[Target]:
        return iter(self._by_key.values())

    def meant(self, find: Callable[[str], str | None]) -> Targets:
        """Return the targets with areas by the names that `find` gives for what is written.

        Raises
        ------
        ConfigurationError
            Two targets turn out to be for the same area; every fault is listed.
        """
        return Targets(
            (replace(one, area=find(one.area) or one.area) if one.area else one for one in self),
            name=self.name,
        )

    def find(self, indicator: str, area: str, period: str) -> Target | None:
        """Return the target that holds there."""
        for key in ((area, period), (area, None), (None, period), (None, None)):
            if (found := self._by_key.get((indicator, *key))) is not None:
                return found
        return None
