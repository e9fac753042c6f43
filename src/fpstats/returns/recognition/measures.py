"""Measures above the counts they are computed from: 知晓率 above 答题数, 孕检率 above 应查."""

from __future__ import annotations

from typing import Final

from fpstats.patterns import pattern
from fpstats.returns.recognition.orders import SEXES
from fpstats.returns.recognition.squeezed import squeezed
from fpstats.returns.recognition.words import Lexicon

_MEASURE: Final = pattern(r"(?P<of>[一-鿿]{2})(?<![年季月])[率度](?:[(\[]?[%‰][)\]]?)?$")
_COUNT: Final = pattern("(?:数|人次|例)$")
"""How a heading ends that counts; 出生 below 率 is a rate of births."""
_WHOSE: Final = SEXES | {"infant"}
_PARTS: Final = frozenset({"due", "done"})
_EVENTS: Final = frozenset(
    {
        "births",
        "deaths",
        "population",
        "opening",
        "in",
        "out",
        "marriage",
        "first_marriage",
        "divorce",
    }
)
"""What any measure may be of: 出生人数 below 完成率 is the rate at which it was reached."""


def without_measures(path: tuple[str, ...], lexicon: Lexicon) -> tuple[str, ...]:
    """Return headings without the measures above one that counts, whose own name then decides.

    应查 has none, and is of what the measure is of: 孕检. Of whom a measure is stays: 低保户满意度,
    婴儿死亡率; and so does one that says not of what it is: 完成率 above 出生人数.
    """
    *above, own = path
    said = lexicon.meaning((own,))
    counts = _COUNT.search(squeezed(own)) or (said.ideas and said.ideas <= _PARTS)
    if not above or said.kept_out or not counts or lexicon.name(path):
        return path
    part = bool(said.ideas) and said.ideas <= _PARTS
    event = bool(said.ideas & _EVENTS)
    kept = (_without(text, lexicon, part=part, event=event) for text in above)
    return (*filter(None, kept), own)


def _without(text: str, lexicon: Lexicon, *, part: bool, event: bool) -> str:
    """Return a heading without the measure it names; with its subject where that is of some.

    A `part` of what is measured needs it, too; above an `event` it must name one.
    """
    plain = squeezed(text)
    found = _MEASURE.search(plain)
    if found is None:
        return text
    subject = lexicon.meaning((plain[: found.end("of")],))
    if event and (subject.unknown or not subject.ideas):
        return text
    if subject.unknown:
        return plain[: found.start()]
    whose = subject.kept_out or subject.ideas & _WHOSE
    return plain[: found.end("of")] if part or whose else ""
