"""Pieces of Markdown, and what a program says about itself in its source."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Sequence
from importlib import resources
from itertools import takewhile
from typing import Any


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """Return a table."""
    lines = [headings, ["---"] * len(headings), *rows]
    return ["| " + " | ".join(map(_cell, line)) + " |" for line in lines] + [""]


def _cell(value: object) -> str:
    return re.sub(r"\s*\n\s*", " ", str(value)).replace("|", "\\|")


def code(*names: str) -> str:
    """Return names in the type of code."""
    return ", ".join(f"`{name}`" for name in names)


def block(text: str, language: str = "text") -> list[str]:
    """Return a block of code, or of what a program prints."""
    return [f"```{language}", *(line.rstrip() for line in text.strip("\n").split("\n")), "```", ""]


def summary(thing: Any) -> str:
    """Return the first paragraph of a docstring."""
    return " ".join((inspect.getdoc(thing) or "").split("\n\n")[0].split())


def sections(thing: Any) -> dict[str, str]:
    """Return what a docstring says before its first section, and under each title."""
    title, found = "", {"": ""}
    lines = (inspect.getdoc(thing) or "").splitlines()
    for line, under in zip(lines, [*lines[1:], ""], strict=True):
        if re.fullmatch("-+", under):
            title, found[line] = line, ""
        elif not re.fullmatch("-+", line):
            found[title] += line + "\n"
    return {title: text.strip("\n") for title, text in found.items()}


def first_comment(package: str, name: str, after: str = "") -> str:
    """Return the comment at the head of a file of ours, which explains how to write one."""
    text = resources.files(package).joinpath(name).read_text("utf-8")
    comment = takewhile(lambda line: line.startswith("#"), text.splitlines())
    lines = [line.removeprefix("#").removeprefix(" ") for line in comment]
    return "\n".join(lines[lines.index(after) + 1 if after else 0 :])
