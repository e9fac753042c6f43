"""Areas: the places that report, their other names, and what lies above them.

Knows names and parents; knows nothing of numbers.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from fpstats.errors import ConfigurationError
from fpstats.locale import say
from fpstats.patterns import pattern

COLUMNS: Final = ("code", "name", "aliases", "level", "parent", "opened", "closed")
"""The headings of an areas table; only `name` must be there. Aliases are parted by `|`."""


CALLED: Final = {
    "代码": "code", "单位代码": "code", "区划代码": "code",
    "名称": "name", "单位": "name", "单位名称": "name", "地区": "name", "乡镇": "name",
    "别名": "aliases", "曾用名": "aliases",
    "级别": "level", "层级": "level",
    "上级": "parent", "上级单位": "parent",
    "启用": "opened", "启用月份": "opened", "开始": "opened",
    "停用": "closed", "停用月份": "closed", "结束": "closed",
}  # fmt: skip
"""How the headings are called in Chinese."""


class Area(Struct, frozen=True, gc=False):
    """One place. `opened` and `closed` are month indices: the first and the last it reports.

    It holds nothing that could hold it, so nobody need look for cycles among tens of thousands.
    """

    name: str
    code: str = ""
    aliases: tuple[str, ...] = ()
    level: str = "area"
    parent: str | None = None
    opened: int | None = None
    closed: int | None = None


INVISIBLE: Final = (
    "[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ufffe\uffff]"
)
"""Characters that nobody sees, which come along when a name is copied from somewhere."""

APOSTROPHE: Final = "^'+([=+@-])"
"""How a spreadsheet, and our own CSV, say that what follows is text and no formula."""

_INVISIBLE: Final = pattern(INVISIBLE)
_APOSTROPHE: Final = pattern(APOSTROPHE)


def plain(name: str) -> str:
    """Return a name without what people and programs put into it: spaces, full-width forms …

    >>> plain("臺中市東　區 "), plain("'=东乡")
    ('臺中市東區', '=东乡')
    """
    bare = "".join(unicodedata.normalize("NFKC", name).split())
    if not bare.isprintable():
        bare = _INVISIBLE.sub("", bare)
    return _APOSTROPHE.sub(r"\1", bare)


_GAP: Final = r"(?<=[^\s\u2e80-\uffef])\s+(?=[^\s\u2e80-\uffef])"
"""Space between letters that are not Chinese, Japanese or Korean; seldom looked for, and long to
compile."""


def spaced(name: str) -> str:
    """Return a name as it is printed: plain, but for single spaces between Latin words.

    >>> spaced(" East   town"), spaced("东 沟 乡")
    ('East town', '东沟乡')
    """
    return " ".join(map(plain, re.split(_GAP, unicodedata.normalize("NFKC", name).strip())))


_NUMBERED: Final = pattern(r"^[(（]?\d{1,3}[)）.、]+|^\d{1,3}(?=[一-鿿])")
_COUNTY: Final = pattern(r"[县市区州盟旗縣區]$")
_GOVERNMENT: Final = pattern(r"(?:人民)?政府$|人口和计划生育办公室$|计生办$|卫计办$|卫健办$")
_RANK: Final = pattern(
    r"(?P<town>镇|鎮)$|(?P<township>(?:民族)?[乡鄉])$|(?P<street>街道办事处|街道办|办事处|街道|街办)$"
)


def _stem(name: str) -> tuple[str, str]:
    """Return a name without its rank, and the rank: town, township, street, or nothing."""
    bare = _GOVERNMENT.sub("", name)
    found = _RANK.search(bare)
    if found is None or found.start() < 1:
        return bare, ""
    return bare[: found.start()], found.lastgroup or ""


class Areas:
    """The areas of a run, found by name, code or alias."""

    def __init__(
        self,
        areas: Iterable[Area] = (),
        *,
        given: bool = False,
        name: str = "",
        faults: Iterable[str] = (),
    ) -> None:
        """Check the areas against one another.

        `given` says that they come from the user's table, which tells who should report; `name` is
        that of the table, and `faults` are those already found in it.

        Raises
        ------
        ConfigurationError
            A name or alias means two areas, a parent is unknown, or parents go in a circle;
            every fault is listed.
        """
        self.given = given
        self.met: set[str] = set()
        self._above: set[str] | None = None
        self._stems: dict[str, set[tuple[str, str]]] | None = None
        self._areas: dict[str, Area] = {}
        self._names: dict[str, str] = {}
        faults = list(faults)
        for area in areas:
            if area.name in self._areas:
                faults.append(say("fault", "name_twice", name=area.name))
            self._areas.setdefault(area.name, area)
        for area in self._areas.values():
            for one in (area.name, area.code, *area.aliases):
                if one and self._names.setdefault(plain(one), area.name) != area.name:
                    other = self._names[plain(one)]
                    both = {"one": other, "other": area.name}
                    faults.append(say("fault", "means_both", name=one, **both))
        faults += [
            say("fault", "no_parent", name=area.name, parent=area.parent)
            for area in self._areas.values()
            if area.parent is not None and plain(area.parent) not in self._names
        ]
        if not faults:
            circular = filter(self._circular, self._areas)
            faults = [say("fault", "above_itself", name=one) for one in circular]
        if faults:
            raise ConfigurationError.listing(name or say("error", "the_areas"), faults)
        # A parent may be written by its code or an alias; from here on it is a name.
        for one, area in self._areas.items():
            if area.parent is not None:
                self._areas[one] = replace(area, parent=self._names[plain(area.parent)])

    def _circular(self, name: str) -> bool:
        seen = {name}
        while (above := self._areas[name].parent) is not None:
            name = self._names[plain(above)]
            if name in seen:
                return True
            seen.add(name)
        return False

    def __contains__(self, name: object) -> bool:
        return name in self._areas

    def __getitem__(self, name: str) -> Area:
        return self._areas[name]

    def __iter__(self) -> Iterator[Area]:
        return iter(self._areas.values())

    def __len__(self) -> int:
        return len(self._areas)

    def find(self, name: str) -> str | None:
        """Return the name of the area that a plain name means, or None.

        Where the areas were given, a name may lack its 镇, 乡 or 街道, and have its county before
        it or its government behind it, as long as it means one area only.
        """
        found = self._names.get(name)
        return found if found is not None or not self.given else self._loosely(name)

    def is_lowest(self, name: str) -> bool:
        """Tell whether a plain name means an area that was given and has none below it."""
        if not self.given:
            return False
        if self._above is None:
            self._above = {area.parent for area in self if area.parent is not None}
        found = self.find(name) if name else None
        return found is not None and found not in self._above and found not in self.met

    def _loosely(self, name: str) -> str | None:
        if self._stems is None:
            self._stems = {}
            for written, area in self._names.items():
                stem, rank = _stem(written)
                self._stems.setdefault(stem, set()).add((rank, area))
        forms = [_NUMBERED.sub("", name)]
        forms += [forms[0].removeprefix(higher) for higher in self._prefixes() if higher != name]
        for form in forms:
            if form in self._names:
                return self._names[form]
        meant: set[str] = set()
        for form in forms:
            stem, rank = _stem(form)
            meant |= {area for own, area in self._stems.get(stem, ()) if not rank or own == rank}
        return meant.pop() if len(meant) == 1 else None

    def _prefixes(self) -> list[str]:
        """Return what may stand before a name: the areas above, with and without 县, 市 or 区."""
        parents = {area.parent for area in self} - {None}
        named = {name for name in parents if name}
        names = named | {_COUNTY.sub("", name) for name in named}
        return sorted((name for name in names if len(name) > 1), key=len, reverse=True)

    def nearest(self, written: str) -> list[str]:
        """Return up to three names that look like what was written."""
        return difflib.get_close_matches(plain(written), list(self._areas), n=3, cutoff=0.5)

    def above(self, name: str) -> list[str]:
        """Return the areas above, nearest first; none above what is no area, such as 合计."""
        found: list[str] = []
        while name in self._areas and (parent := self._areas[name].parent) is not None:
            found.append(parent)
            name = parent
        return found

    def with_those_above(self, names: Sequence[str]) -> dict[str, Area]:
        """Return areas and all that lie above them, by name."""
        found = dict(zip(names, map(self._areas.__getitem__, names), strict=True))
        for parent in dict.fromkeys(area.parent for area in found.values()):
            name = parent
            while name is not None and name not in found:
                found[name] = self._areas[name]
                name = found[name].parent
        return found

    def take_in(self, names: Iterable[str], level: str, parents: Iterable[str | None]) -> None:
        """Take in areas that were met in the returns, under the names that are printed."""
        names = [*names]
        met = map(Area, names, repeat(""), repeat(()), repeat(level), parents)
        self._areas.update(zip(names, met, strict=True))
        meant = {plain(one) if " " in one else one: one for one in names}
        # A name that was known before means what it meant.
        meant |= self._names
        self._names = meant
        self.met.update(names)

    def put_below(self, name: str, level: str, below: Iterable[str]) -> None:
        """Put areas that have nothing above them below one, of this level, that was met too."""
        self._areas |= {
            one: replace(area, parent=name)
            for one in below
            if (area := self._areas[one]).parent is None and one != name
        }
        self._areas[name] = replace(self._areas[name], level=level)

    def leave_out(self, name: str) -> None:
        """Forget an area; those below it have nothing above them from here on."""
        self._areas = {
            one: replace(area, parent=None) if area.parent == name else area
            for one, area in self._areas.items()
            if one != name
        }
        self._names = {text: one for text, one in self._names.items() if one != name}

    def levels(self) -> list[str]:
        """Return the levels, highest first."""
        depth: dict[str, int] = {}
        for area in self:
            depth[area.level] = max(depth.get(area.level, 0), len(self.above(area.name)))
        return sorted(depth, key=lambda level: (depth[level], level))
