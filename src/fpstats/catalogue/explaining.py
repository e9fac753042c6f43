"""What a code means: its formula, threshold, rule for missing values, and what to do."""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from fpstats.catalogue.checks import SIDES, Check, CheckKind
from fpstats.catalogue.model import Catalogue
from fpstats.errors import ConfigurationError
from fpstats.locale import say, text, texts

OWN = ("waiver_expired", "waiver_unused")
"""Codes that checks raise of themselves."""


def codes(checks: Mapping[str, Check], lang: str) -> list[str]:
    """Return every code that a check can raise: those of checks, of reading, and its own."""
    return list(dict.fromkeys([*checks, *texts(lang)["issue"], *OWN]))


def explained(
    code: str, checks: Mapping[str, Check], catalogue: Catalogue, lang: str
) -> Iterator[str]:
    """Yield the lines that explain a code.

    Raises
    ------
    ConfigurationError
        There is no such code.
    """
    known = texts(lang)
    if code not in codes(checks, lang):
        near = get_close_matches(code, codes(checks, lang), n=1)
        hint = say("fault", "did_you_mean", near=near[0]) if near else ""
        raise ConfigurationError(text(lang, "check", "no_code", code=code, near=hint))
    check = checks.get(code)
    if check is None:
        yield code
        sentence = known["check_message" if code in OWN else "issue"][code]
        yield text(lang, "check", "reading", sentence=_blanks(sentence, lang))
        return
    yield f"{code}: {check.title.of(lang)}"
    grade = known["severity"].get(check.severity, check.severity)
    yield text(lang, "check", "severity", severity=grade)
    if check.kind is CheckKind.READING:
        sentence = known["issue"][code]
        yield text(lang, "check", "reading", sentence=_blanks(sentence, lang))
    else:
        yield text(lang, "check", "formula", formula=check.formula(catalogue, lang))
    if threshold := check.threshold(lang):
        yield text(lang, "check", "threshold", threshold=threshold)
    if check.kind in SIDES:
        yield text(lang, "check", f"missing_{check.missing}")
    yield text(lang, "check", "advice", advice=check.advice.of(lang))
    if check.source:
        yield text(lang, "check", "source", source=check.source)


def _blanks(sentence: str, lang: str) -> str:
    """Return a sentence with its fields named, not filled."""
    heading = texts(lang)["heading"]
    return "".join(
        before + (f"〈{heading.get(name, name)}〉" if name else "")
        for before, name, _, _ in string.Formatter().parse(sentence)
    )
