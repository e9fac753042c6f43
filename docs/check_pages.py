"""The page of checks: every code with its formula, threshold, and what to do."""

from __future__ import annotations

from collections.abc import Iterator

from markdown import block, first_comment, table

from fpstats import catalogue, locale
from fpstats.catalogue.checks import Check
from fpstats.catalogue.checks_parse import load_checks
from fpstats.catalogue.explaining import OWN, explained

CATALOGUE = catalogue.load()
CHECKS = load_checks(CATALOGUE)


def checks() -> Iterator[str]:
    """Yield every check, first all in a table, then each as `--explain` tells it."""
    yield from (
        "# Checks · 检查",
        "",
        "What `fpstats check` looks for. Each code is explained on the command line, too:",
        "`fpstats check --explain CODE`. Codes of reading: [issues](issues.md). How to use them:",
        "[check returns](../how-to/check.md). How well outliers are found:",
        "[detection](detection.md).",
        "",
        "以下为 `fpstats check` 所做的检查，也可用 `fpstats check --explain 代码` 查看；"
        "读表时的问题代码见[数据问题](issues.md)，"
        "用法见[检查报表](../how-to/check.zh.md)。",
        "",
    )
    yield from table(
        ("code", "名称", "title", "kind", "severity"),
        (
            (f"[`{one.id}`](#{one.id})", one.title.zh, one.title.en, one.kind, one.severity)
            for one in CHECKS.values()
        ),
    )
    for one in CHECKS.values():
        yield from (f"## {one.id}", "")
        yield from _explained(one)
    yield from (
        "## Codes of waivers",
        "",
    )
    rows = [
        (f"`{code}`", *(locale.texts(lang)["check_message"][code] for lang in ("zh", "en")))
        for code in OWN
    ]
    yield from table(("code", "说明", "sentence"), rows)
    yield from ("## How a check is written", "", "The comment at the head of the shipped file:", "")
    yield from block(first_comment("fpstats.catalogue", "checks.toml"))


def _explained(one: Check) -> Iterator[str]:
    for lang in ("zh", "en"):
        _, *lines = explained(one.id, CHECKS, CATALOGUE, lang)
        yield f"**{one.title.of(lang)}**"
        yield ""
        yield from (f"- {line}" for line in lines)
        yield ""
