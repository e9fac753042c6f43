"""What a heading says: its words cut apart, and the ideas, the unit and the time in them.

The words are those of `words.toml`. A heading that holds anything else is not understood.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from fpstats.catalogue import Catalogue
from fpstats.patterns import pattern
from fpstats.returns.column import Time
from fpstats.returns.recognition.languages import two_languages
from fpstats.returns.recognition.squeezed import bare, squeezed, written_words
from fpstats.returns.recognition.timed import heads_periods, joined, time_in

MODIFIERS: Final = frozenset(
    {"male", "female", "woman", "boy", "girl", "infant", "first", "second", "third_plus", "policy",
     "start", "wed", "late_age", "natural_deaths", "other", "due", "done", "reported", "missed",
     "wrong", "duplicated"}
)  # fmt: skip
"""Ideas that narrow what another heading names."""

CHECKED: Final = frozenset({"missed", "duplicated", "wrong", "reported"})
"""What a check finds, of births or of anything else that is reported."""

_SCALES: Final = {"百": 100, "千": 1_000, "万": 10_000, "萬": 10_000, "亿": 100_000_000}
UNIT: Final = (
    r"(?:单位[:：]?)?(?P<scale>[百千万萬亿]{0,2})"
    r"(?P<unit>人次|人|例|对|對|户|名|个|元|份|persons|couples|%|‰|％|岁|胎)"
)
"""The pattern of a unit with its scale: 单位：万人."""
SHARES: Final = ("%", "‰", "％")
"""Units of what is computed, and of no count."""
_IN_BRACKETS: Final = pattern(rf"[(\[]{UNIT}[)\]]")
_BEHIND: Final = pattern(rf"(?<=[一-鿿])[/,、:;]{UNIT}$")
"""总人口/万人. Behind what happens, /万人 may say of how many."""
BARE_UNIT: Final = pattern(rf"[(\[]?{UNIT}[)\]]?")
"""A unit alone, in brackets or not, with its scale: （万人）."""
_CORNER: Final = pattern(r"[\s\\/／＼|]+")


class Meaning(Struct, frozen=True, kw_only=True):
    """What a heading says.

    Attributes
    ----------
    ideas
        Ideas of `words.toml`.
    unknown
        What was left over when the known words were cut out.
    kept_out
        `computed`, `earlier` or `planned` where the column is no count of this time.
    scale, unit
        That of `（万人）`: 10,000 and 人; 1 and nothing where it is not said.
    time
        `本月`, `累计`, `5月`; None where it is not said.
    among
        Whether it says 其中: a part of what stands before it.
    """

    ideas: frozenset[str] = frozenset()
    unknown: str = ""
    kept_out: str = ""
    scale: int = 1
    unit: str = ""
    time: Time | None = None
    among: bool = False


class Lexicon:
    """The words of headings; for a catalogue, whose names and aliases count as well."""

    def __init__(
        self, names: Mapping[str, str], stocks: Set[str], units: Mapping[str, Set[str]]
    ) -> None:
        """Take names (already bare) and units of items from the catalogue.

        `stocks` are those of the end of what a return covers; `words` are those of headings and
        of titles; `matters` are what titles are about, with the items that count it.
        """
        self.stocks, self.units = stocks, units
        raw = written_words()
        self._names = names
        self.matters: dict[str, list[str]] = raw["matters"]
        self._sense: dict[str, tuple[str, str]] = {}
        for kind, groups in (
            ("idea", raw["ideas"]),
            ("nothing", raw["nothing"]),
            ("kept_out", raw["kept_out"]),
            ("time", raw["time"]),
        ):
            for group, words in groups.items():
                for word in words:
                    self._sense.setdefault(bare(word) or word, (kind, group))
        self._roles: dict[str, str] = {
            bare(word): role for role, words in raw["roles"].items() for word in words if bare(word)
        }
        self._siblings = {word: group for group, words in raw["siblings"].items() for word in words}
        self.words = [*self._sense, *map(bare, raw["forms"]["words"])]
        longest = sorted(self._sense, key=lambda word: (-len(word), word))
        self._cut = pattern("|".join(map(re.escape, longest)))
        self._items = {
            frozenset(ideas.split()): item
            for item, meanings in raw["items"].items()
            for ideas in meanings
        }
        self._events = {idea: event for event, ideas in raw["events"].items() for idea in ideas}
        self.meaning = functools.lru_cache(maxsize=8192)(self._in_each_language)

    def role(self, text: str) -> str | None:
        """Return which column a heading of one line heads: area, period, sequence, … or None.

        A corner cut by a slanting line, 项目 over 乡镇, heads the column of areas.
        """
        for form in (bare(_IN_BRACKETS.sub("", squeezed(text))), bare(text)):
            if form in self._roles:
                return self._roles[form]
            if heads_periods(form):
                return "period"
        if both := two_languages((text,)):
            (chinese,), english = both
            own, other = self.role(chinese), self.role(english)
            return own if other in (own, None) else None
        pieces = {self._roles.get(bare(piece)) for piece in _CORNER.split(text.strip())}
        return "area" if {"area", "items"} <= pieces else None

    def sibling(self, text: str) -> str | None:
        """Return how a heading is explained by those beside it: this_year, done, …; or None."""
        return self._siblings.get(bare(text))

    def name(self, path: Sequence[str]) -> str | None:
        """Return the item that the catalogue calls so: 妇女人数 over 15-19岁 as the other way."""
        parts = [bare(_IN_BRACKETS.sub("", squeezed(part))) for part in path]
        return self._names.get("".join(parts)) or self._names.get("".join(reversed(parts)))

    def item(self, ideas: Iterable[str]) -> str | None:
        """Return the item that these ideas make together."""
        found = frozenset(ideas)
        if "infant" in found:
            found = found - {"infant"} | {"births"}
        if len(found) > 1:
            # 期末人口/男 is of the population; 人口/出生 is of births.
            subjects = found - MODIFIERS - {"population"}
            found = found - {"population"} if subjects else found
        if "other" in found and "contraception" not in found:
            return None
        return self._items.get(found)

    @property
    def names(self) -> list[str]:
        """Return what items, areas and periods are called, without marks and spaces."""
        return [*self._names, *self._roles]

    def of_births(self, ideas: Iterable[str]) -> bool:
        """Tell whether any of these ideas is of births."""
        return any(self._events.get(idea) == "births" for idea in ideas)

    def apart(self, part: Iterable[str], whole: Iterable[str]) -> bool:
        """Tell whether ideas are of other events than what they are said to be a part of."""
        own, others = (
            {self._events[idea] for idea in ideas if idea in self._events}
            for ideas in (part, whole)
        )
        return bool(own) and bool(others) and own.isdisjoint(others)

    def begins(self, text: str) -> bool:
        """Tell whether a text begins with a word of headings; one character alone is none."""
        found = self._cut.match(text)
        return found is not None and len(found[0]) > 1

    def _in_each_language(self, path: tuple[str, ...]) -> Meaning:
        """Understand headings as they stand, or by what they say in Chinese.

        The English beside it may have unknown words, but must speak of the same.
        """
        found = self._meaning(path)
        if found.unknown and (both := two_languages(path)):
            own, other = self._meaning(both[0]), self._meaning((both[1],))
            same = bool(other.ideas) and other.ideas <= own.ideas
            if same and not own.unknown and other.kept_out in ("", own.kept_out):
                return replace(own, time=own.time or other.time)
        return found

    def _meaning(self, path: tuple[str, ...]) -> Meaning:
        """Cut the words of a heading and of those above it."""
        ideas: set[str] = set()
        unknown, kept_out, unit, scale = "", "", "", 1
        time: Time | None = None
        among = False
        for part in path:
            plain = squeezed(part)
            behind = _BEHIND.search(plain)
            if found := BARE_UNIT.fullmatch(plain) or _IN_BRACKETS.search(plain) or behind:
                scale, unit = scale_of(found["scale"]), found["unit"]
                kept_out = "computed" if unit in SHARES else kept_out
                plain = plain.replace(found[0], "", 1)
            among |= "其中" in plain or plain.startswith(("#", "＃"))
            plain = bare(plain)
            plain, said = time_in(plain)
            if said and (time is None or time.kind != "to_date" or said.kind == "year"):
                time = joined(time, said)
            for word, rest in self._words(plain):
                unknown += rest
                kind, group = self._sense.get(word, ("", ""))
                if kind == "idea":
                    ideas.add(group)
                elif kind == "kept_out":
                    kept_out = group
                elif kind == "time" and (time is None or time.kind in ("this", "year")):
                    # 本期 below 累计 is of what is said above it.
                    above = time is not None and time.kind == "this" and group == "this"
                    time = time if above else joined(time, Time(group))
            if behind and scale != 1 and not ideas & {"population", "opening"}:
                unknown += behind[0]
        return Meaning(
            ideas=frozenset(ideas), unknown=unknown, kept_out=kept_out, scale=scale, unit=unit,
            time=time, among=among,
        )  # fmt: skip

    def _words(self, plain: str) -> Iterable[tuple[str, str]]:
        """Yield each known word and what stood unknown before it."""
        end = 0
        for found in self._cut.finditer(plain):
            yield found[0], plain[end : found.start()]
            end = found.end()
        if plain[end:]:
            yield "", plain[end:]


def scale_of(written: str) -> int:
    """Return the number that 百, 千, 万 and 亿 say together; 1 where none stands."""
    scale = 1
    for letter in written:
        scale *= _SCALES[letter]
    return scale


_LEXICONS: Final[dict[str, Lexicon]] = {}
_NAMED_UNIT: Final = pattern(r"(人次|人|对|户|份|例)数\b")
"""In what a name says that an item is counted."""


def lexicon_of(catalogue: Catalogue) -> Lexicon:
    """Return the words of headings, with what this catalogue calls its items."""
    if catalogue.digest not in _LEXICONS:
        names = {bare(name): one.id for one in catalogue.items.values() for name in one.names}
        stocks = {
            one.id for one in catalogue.items.values() if one.type == "stock" and one.at == "end"
        }
        units = {
            one.id: {one.unit.zh, *_NAMED_UNIT.findall(" ".join(one.names))}
            for one in catalogue.items.values()
        }
        _LEXICONS[catalogue.digest] = Lexicon(names, stocks, units)
    return _LEXICONS[catalogue.digest]
