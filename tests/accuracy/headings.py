"""Headings: which items stand on a form, and how the form calls them."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any, Final

from .figures import STOCKS, UNITLESS

BLOCKS: Final[list[dict[str, Any]]] = tomllib.loads(
    Path(__file__).with_name("headings.toml").read_text(encoding="utf-8")
)["block"]
SERIES: Final[list[tuple[str, ...]]] = [
    ("population", "births", "deaths", "migration", "marriage"),
    ("births", "orders", "policy", "late_registered", "deaths"),
    ("orders_by_sex", "policy"),
    ("women", "contraception", "examinations"),
    ("population", "births", "deaths", "women", "one_child"),
    ("births", "checks", "first_marriage"),
    ("births", "deaths", "spending"),
    ("births", "deaths"),
    ("population", "births", "first_marriage", "marriage", "migration"),
]
"""Blocks that stand on one form in real offices."""
ENGLISH: Final = ("population_english", "births_english", "deaths_english", "vital_english")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a form: its headings from the top down, and what stands under them.

    `role` is item, or what else a column may be; `over` is the part of the period that the column
    tells of (`month`, `ytd` or the number of a month), None where the form says it elsewhere;
    `scale` is what one unit of the cell is worth.
    """

    path: tuple[str, ...]
    role: str
    item: str = ""
    over: str | None = None
    scale: int = 1
    parts: tuple[str, ...] = field(default=(), compare=False)


def item_columns(rng: Random, blocks: tuple[str, ...], depth: int) -> list[Column]:
    """Draw the item columns of some blocks, headed in as many rows as `depth` at the most."""
    found: list[Column] = []
    for name in blocks:
        block = next(one for one in BLOCKS if one["name"] == name)
        fitting = [one for one in block["style"] if _depth(one) <= depth]
        if fitting:
            found += _styled(rng, rng.choice(fitting))
    return found


def _depth(style: dict[str, Any]) -> int:
    return max(len(path.split(" / ")) for path in style.values() if isinstance(path, str))


def _styled(rng: Random, style: dict[str, Any]) -> list[Column]:
    chosen: dict[str, str] = {}
    columns = []
    for item, written in style.items():
        if item == "among":
            continue
        path = []
        for choice in written.split(" / "):
            if choice not in chosen:
                chosen[choice] = rng.choice(choice.split("|"))
            path.append(chosen[choice])
        scale = 10000 if "万元" in path[-1] else 1
        columns.append(Column(tuple(path), "item", item, scale=scale))
    return columns


RATES: Final = {
    "出生率（‰）": ("births", "population", 1000),
    "出生率‰": ("births", "population", 1000),
    "死亡率（‰）": ("deaths", "population", 1000),
    "出生性别比": ("births_male", "births_female", 100),
    "性别比（女=100）": ("births_male", "births_female", 100),
    "符合政策生育率（%）": ("births_in_policy", "births", 100),
    "政策内生育率%": ("births_in_policy", "births", 100),
    "晚婚率(%)": ("late_first_marriages_women", "first_marriages_women", 100),
    "综合避孕率％": ("contraceptive_users", "married_women_15_49", 100),
    "三查率（%）": ("examinations_done", "examinations_due", 100),
}
"""Computed columns: numerator, denominator and what it is multiplied by."""
UNKNOWN: Final = ("自然增长人数", "人户分离人数", "空挂户数", "村（居）委会个数", "新建档案数")
REMARKS: Final = ("备注", "备  注", "说明")


def rate_columns(rng: Random, items: set[str], count: int) -> list[Column]:
    """Draw computed columns whose parts stand on the form."""
    fitting = {
        (above, below): Column((text,), "rate", parts=(above, below, str(per)))
        for text, (above, below, per) in rng.sample(list(RATES.items()), len(RATES))
        if {above, below} <= items
    }
    return list(fitting.values())[:count]


TO_DATE: Final = (
    "累计",
    "本年累计",
    "1—{m}月",
    "1-{m}月累计",
    "1～{m}月",
    "年初至本月累计",
    "1至{m}月累计",
)
THIS_MONTH: Final = ("本月", "本期", "当月", "{m}月", "{m}月份", "本月数")


def beside_to_date(rng: Random, columns: list[Column], month: int, above: bool) -> list[Column]:
    """Give every flow a month and a year-to-date column; `above` puts that word on top of all."""
    now = rng.choice(THIS_MONTH).format(m=month)
    total = rng.choice(TO_DATE).format(m=month)
    flows = [one for one in columns if one.item and one.item not in STOCKS]
    rest = [one for one in columns if one not in flows]
    words = (("month", now), ("ytd", total))
    if above:
        return rest + [
            replace(one, path=(word, *one.path), over=over) for over, word in words for one in flows
        ]
    return rest + [
        replace(one, path=(*one.path, word), over=over) for one in flows for over, word in words
    ]


TRADITIONAL: Final = str.maketrans(
    "数总户结婚对离证这独领节药环输卵经岁实漏报错检单称项别产儿优时乡镇区计务应复补龄妇迁",
    "數總戶結婚對離證這獨領節藥環輸卵經歲實漏報錯檢單稱項別產兒優時鄉鎮區計務應復補齡婦遷",
)


def _spaced(text: str) -> str:
    return "　".join(text) if len(text) == 2 else text


def _wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if c in "()-:#0123456789" else c for c in text)


def _with_unit(text: str) -> str:
    return text if any(c in text for c in "（(其#%‰率比") or len(text) < 3 else f"{text}（人）"


def _line_broken(text: str) -> str:
    return f"{text[:2]}\n{text[2:]}" if len(text) > 3 else text


DRESSES: Final[dict[str, Callable[[str], str]]] = {
    "plain": lambda text: text,
    "full_width": _wide,
    "spaced": _spaced,
    "padded": lambda text: f" {text}　",
    "traditional": lambda text: text.translate(TRADITIONAL),
    "line_broken": _line_broken,
    "half_brackets": lambda text: text.replace("（", "(").replace("）", ")"),
    "numbered": lambda text: text,
    "with_unit": lambda text: text,
}
"""How the words of a heading may be dressed without changing their meaning."""


def dressed(columns: list[Column], dress: str) -> list[Column]:
    """Dress all headings; numbers and units go only where a form would have them."""
    found = []
    for number, one in enumerate(columns):
        path = tuple(map(DRESSES[dress], one.path))
        if one.role == "item" and dress == "numbered" and len(path) == 1:
            path = (f"{number + 1}.{path[0]}",)
        if (
            one.role == "item"
            and dress == "with_unit"
            and one.item not in UNITLESS
            and "exam" not in one.item
        ):
            path = (*path[:-1], _with_unit(path[-1]))
        found.append(replace(one, path=path))
    return found
