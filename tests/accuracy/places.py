"""Made-up counties, and the ways in which clerks write the names of their townships."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final


@dataclass(frozen=True, slots=True)
class Township:
    """One township; aliases as the areas table has them, groups as the form may."""

    name: str
    group: str = ""
    aliases: tuple[str, ...] = ()
    code: str = ""


@dataclass(frozen=True, slots=True)
class County:
    """A county with its townships; `bare` says that its areas table has nothing but names."""

    name: str
    townships: tuple[Township, ...]
    bare: bool = False

    @property
    def groups(self) -> list[str]:
        """The groups, in the order of the townships."""
        return list(dict.fromkeys(one.group for one in self.townships if one.group))

    def write(self, path: Path) -> None:
        """Write the areas table."""
        rows: list[dict[str, str]] = []
        if not self.bare:
            rows.append({"code": "990100000", "name": self.name, "level": "county"})
            rows += [
                {"code": f"9901009{n:02d}", "name": group, "level": "group", "parent": self.name}
                for n, group in enumerate(self.groups, 1)
            ]
        for one in self.townships:
            row = {"name": one.name}
            if not self.bare:
                row["code"] = one.code
                row["aliases"] = "|".join(one.aliases)
                row["level"] = "township"
                row["parent"] = one.group or self.name
            rows.append(row)
        columns = ["name"] if self.bare else ["code", "name", "aliases", "level", "parent"]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="")
            writer.writeheader()
            writer.writerows(rows)


def _county(name: str, text: str, *, bare: bool = False) -> County:
    """Read `group: name=alias=alias name …` lines."""
    townships: list[Township] = []
    for line in text.strip().splitlines():
        group, _, names = line.strip().rpartition(":")
        for word in names.split():
            full, *aliases = word.split("=")
            code = f"990100{len(townships) + 1:03d}"
            townships.append(Township(full, group, tuple(aliases), code))
    return County(name, tuple(townships), bare)


# Among the names are those that mislead: they begin like a total or a note, hold a number, a unit
# or a month, lie inside one another, or differ in their last character only.
COUNTIES: Final = (
    _county(
        "青禾县",
        """
        城关镇 城关乡 东山镇 大东山镇 河口镇 新河口乡 合兴镇 注溪镇 月山镇 万安镇
        一棵树镇 三江口街道 全胜乡 红旗林场 计家墩乡 人和镇 无量寺乡 经济开发区
        """,
    ),
    _county(
        "临浦市",
        """
        东片:晴禾街道=晴禾街办=晴禾办 苇汀镇=苇汀 柏渚镇 橘坞镇 鹭浦乡=旧鹭浦镇
        中片:初阳街道=初阳街办 知雨街道 禾笠镇 榆墩镇 茶烟乡
        西片:云笕镇=云笕乡 枫笛镇 岩蕉镇 竹篾乡 微岭乡=老微岭公社
        """,
    ),
    _county(
        "云陵区",
        "桃湾街道 梨花街道 石牌街道 白鹤镇 金沙镇 双流乡 五里亭镇 南湖农场",
        bare=True,
    ),
    _county(
        "安和县",
        "大坝镇 小坝镇 平川乡 长岭乡 沙河镇 总口镇 说书台乡 百合镇 月亮湾街道 女儿寨乡 男山镇",
    ),
)
SUFFIXES: Final = ("街道办事处", "办事处", "街道", "镇", "乡")
UNKNOWN: Final = ("云汉镇", "新兴街道", "四道沟乡", "龙泉寺镇")


def _short(name: str) -> str:
    for suffix in SUFFIXES:
        if name.endswith(suffix) and len(name) > len(suffix) + 1:
            return name.removesuffix(suffix)
    return name


def _unambiguous(county: County, name: str) -> str:
    """Leave the suffix off, unless the short name would mean two places or not a place at all."""
    short = _short(name)
    alike = sum(_short(one.name) == short for one in county.townships)
    taken = {alias for one in county.townships for alias in one.aliases}
    return short if alike == 1 and len(short) > 1 and short not in taken - {short} else name


def _office(county: County, name: str) -> str:
    return f"{name}办事处" if name.endswith("街道") else name


def _government(county: County, name: str) -> str:
    return f"{name}人民政府" if name[-1] in "镇乡" else name


def _spaced(county: County, name: str) -> str:
    return "　".join(name) if len(name) <= 3 else f"{name[:-1]}　{name[-1]}"


def _alias(county: County, name: str) -> str:
    found = next(one for one in county.townships if one.name == name)
    return found.aliases[-1] if found.aliases and not county.bare else name


WRITTEN: Final[dict[str, Callable[[County, str], str]]] = {
    "full": lambda county, name: name,
    "short": _unambiguous,
    "prefixed": lambda county, name: name if county.bare else f"{county.name}{name}",
    "prefixed_short": lambda county, name: (
        name if county.bare else f"{county.name}{_unambiguous(county, name)}"
    ),
    "office": _office,
    "government": _government,
    "spaced": _spaced,
    "padded": lambda county, name: f" {name}　",
    "alias": _alias,
    "numbered": lambda county, name: (
        f"{[one.name for one in county.townships].index(name) + 1}.{name}"
    ),
}
"""How a name may be written; every way means one place only."""


def written(county: County, name: str, way: str, rng: Random) -> str:
    """Write a township's name; `mixed` takes any way, name by name."""
    if way == "mixed":
        way = rng.choice(["full", "full", "short", "spaced", "padded", "office", "alias"])
    return WRITTEN[way](county, name)


def write_all(folder: Path) -> dict[str, Path]:
    """Write the areas table of every county."""
    paths = {one.name: folder / f"areas-{number}.csv" for number, one in enumerate(COUNTIES)}
    for county in COUNTIES:
        county.write(paths[county.name])
    return paths
