"""Pages of the reference that are made of the program: commands, tables, findings."""

from __future__ import annotations

import contextlib
import inspect
import io
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import click
from markdown import block, code, summary, table
from sessions import ROOT

import fpstats
from fpstats import cli, errors, issues, locale, schema, write
from fpstats.cli import config
from fpstats.estimates.gather import ENGINES
from fpstats.returns.containers import CONTAINERS


def walk(
    command: click.Command, path: tuple[str, ...] = ("fpstats",)
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield every command with its full name, the groups among them."""
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None  # noqa: S101 - it was just listed
            yield from walk(found, (*path, name))


def _help(path: Sequence[str]) -> str:
    """Return what the command itself says."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        cli.fpstats.main([*path[1:], "--help"], "fpstats", standalone_mode=False, terminal_width=88)
    return said.getvalue()


def commands() -> Iterator[str]:
    """Yield every `--help`, and all options in one table."""
    found = list(walk(cli.fpstats))
    yield from (
        "# Commands",
        "",
        "Each command tells about itself with `--help`, in Chinese unless asked otherwise.",
        "",
    )
    for path, _ in found:
        name = " ".join(path)
        yield f"- [`{name}`](#{name.replace(' ', '-')})"
    yield "- [all options in one table](#options)"
    yield ""
    for path, _ in found:
        yield from (f"## {' '.join(path)}", "", *block(_help(path)))
    yield from _options(found)


def _options(found: Sequence[tuple[tuple[str, ...], click.Command]]) -> Iterator[str]:
    takers: dict[tuple[str, str], list[str]] = {}
    known: dict[tuple[str, str], click.Option] = {}
    for path, command in found:
        for option in command.params:
            if isinstance(option, click.Option):
                # What a command means by an option of that name, if it is not what others mean.
                key = ", ".join([*option.opts, *option.secondary_opts]), option.help or ""
                # A group may have an option of its commands without its variable.
                if key not in known or not known[key].envvar:
                    known[key] = option
                takers.setdefault(key, []).append(" ".join(path[1:]) or "fpstats")
    yield from (
        "## Options",
        "",
        "An option is taken from the command line; else from its environment variable; else from",
        f"`{config.NAME}`, found in the working folder or above it; else from",
        "`~/.config/fpstats/config.toml`; else it has its default. A path in a file is meant from",
        "the folder of that file. In a file, `indicator` is a text, or a list of texts.",
        "",
    )
    rows = []
    for one, option in known.items():
        variable = f"`{option.envvar}`" if option.envvar else ""
        key = f"`{(option.name or '').replace('_', '-')}`" if option.name in config.KEYS else ""
        commands_ = "all" if len(takers[one]) > 6 else code(*takers[one])
        rows.append((f"`{one[0]}`", one[1], variable, key, commands_))
    yield from table(("option", "meaning", "environment", config.NAME, "commands"), rows)


_ABOUT: Final = {
    "RETURNS": "One line of one return; then one nullable column an item. What "
    "`fpstats read --shape wide` gives.",
    "CELLS": "One area and period; then for each item its sum, and under its name and `#` how "
    "many lines reported it. Inside the program only.",
    "READINGS": "One number of one return, with the cell it came from. What `fpstats read` gives.",
    "READINGS_IN_DETAIL": "READINGS, and of each number its part of the area: with `--detail`.",
    "SOURCES": "One sheet that was read. What `fpstats layouts which` gives.",
    "ESTIMATES": "One indicator of one area in one period. From Python: `outcome.estimates`.",
    "COMPARISONS": "The same, compared. What `fpstats compute` writes in data formats: exactly "
    "these columns, in this order.",
    "DETAIL": "The further columns that `--detail` appends to COMPARISONS; from Python those of "
    "`detail=True`.",
    "WINDOW": "What `--window` adds: the days between which the counts were added up.",
    "MOVES": "What `--also moves` adds: where each area ranked before, and whether it moved.",
    "CHANCES": "What `--also chances` adds: how likely the first and the last places are.",
    "FUNNEL": "What `--funnel` adds: the numbers of a funnel, area by area.",
    "SHRUNK": "What `--also shrunk` adds.",
    "ISSUES": "One finding. What `--issues FILE` writes.",
    "EXPLAINED": "One cell that a value was made of, or that was left out. What `fpstats explain` "
    "writes in data formats; the amounts of each side add up to the numerator and denominator.",
    "CHECKED": "One thing wrong or odd. What `fpstats check` writes in data formats, the gravest "
    "and largest first.",
    "COMPLETENESS": "Who reported, and when. From Python: `checked.completeness`; in JSON beside "
    "the findings.",
    "SIGNALS": "What `fpstats watch` found, the least likely first. From Python: "
    "`fpstats.watch(…).table`.",
    "LOOKED": "How much it looked at, a row a rule. From Python: `watched.looked`; in JSON beside "
    "the signals.",
    "LATE_BIRTHS": "Births of earlier years that are reported late, by month of birth and by month "
    "of report: what `--late-births FILE` of `fpstats check` and `fpstats read` writes.",
}


def tables() -> Iterator[str]:
    """Yield every table that passes between the parts, with a sentence a column."""
    yield from (
        "# Tables",
        "",
        "The tables that pass between the parts of the program, and that its data formats write.",
        "Empty (null) means *not known*. Zero means zero. Rows are sorted by their keys.",
        "",
    )
    known = {"RETURNS": schema.RETURN_KEYS, "CELLS": schema.CELL_KEYS, **schema.TABLES}
    known["DETAIL"] = schema.DETAIL
    known |= {name.upper(): fields for name, fields in schema.ADDED.items()}
    for name, about in _ABOUT.items():
        yield from (f"## {name}", "", about, "")
        yield from table(
            ("column", "type", "may be empty", "meaning"),
            (
                (f"`{field.name}`", field.type, "yes" if field.nullable else "", _about(field))
                for field in known.pop(name)
            ),
        )
    if known:
        raise SystemExit(f"say what these tables are: {', '.join(known)}")


def _about(field: Any) -> str:
    words: bytes = field.metadata[b"about"]
    return words.decode()


def issue_codes() -> Iterator[str]:
    """Yield every code of a finding, with its sentence in both languages."""
    yield from (
        "# Issues · 数据问题",
        "",
        "Every finding has a severity, a code, a place and a sentence. *error*: a value was",
        "refused or is impossible. *warning*: look at it. *info*: how something was understood.",
        "What to do about them: [reading the findings](../how-to/issues.md).",
        "",
        "每条问题都有程度、代码、位置和一句说明。处理方法见[看懂数据问题](../how-to/issues.zh.md)。",
        "",
    )
    rows = [
        (f"`{code}`", severity, *(locale.texts(lang)["issue"][code] for lang in ("zh", "en")))
        for code, severity in issues.CODES.items()
    ]
    for severity in ("error", "warning", "info"):
        words = [locale.texts(lang)["severity"][severity] for lang in ("en", "zh")]
        yield from (f"## {words[0]} · {words[1]}", "")
        mine = ((code, zh, en) for code, one, zh, en in rows if one == severity)
        yield from table(("code", "说明", "sentence"), mine)


def exit_codes() -> Iterator[str]:
    """Yield every exit code."""
    known = {0: "Fine.", 3: "A result was given, and a target is missed by its value (only with "
             "`--fail-on-missed`).", 4: "A result was given, but some files were refused (only "
             "with `--keep-going`).", cli.INTERNAL: "An internal error, which is a fault of the "
             "program.", cli.INTERRUPTED: "Interrupted from the keyboard.", cli.BROKEN_PIPE:
             "The reader of the output has gone, as `head` does; nothing is said."}  # fmt: skip
    kinds = [errors.FpstatsError, *errors.FpstatsError.__subclasses__()]
    known |= {kind.exit_code: summary(kind) for kind in kinds}
    known[1] += " `fpstats check` ends with it, too, where an error stands."
    yield from (
        "# Exit codes",
        "",
        "What a command ends with. They are stable: scripts may rely on them.",
        "How to use them: [the monthly run](../how-to/cron.md).",
        "",
    )
    yield from table(("code", "meaning"), sorted(known.items()))
    yield from (
        "Code 4 comes before 3: a run in which files were refused and targets missed ends with 4.",
        "",
    )


def formats_and_engines() -> Iterator[str]:
    """Yield what is read, what is written, and what adds up."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras: Mapping[str, Sequence[str]] = project["optional-dependencies"]
    yield from (
        "# Formats and engines",
        "",
        "## Files that are read",
        "",
        f"By their suffix: {code(*CONTAINERS)}.",
        "What comes from standard input (`-`) is recognised by its first bytes.",
        "",
        "## Formats that are written",
        "",
        "With `--format`, or by the suffix of the file named after `-o`.",
        "",
    )
    yield from table(
        ("format", "suffixes", "text", "what it does"),
        (
            (
                f"`{name}`",
                code(*one.suffixes),
                "yes" if one.is_text else "",
                summary(one.renderer()).removeprefix("Yield "),
            )
            for name, one in (write.FORMATS | write.PICTURES).items()
        ),
    )
    yield from (
        "## Engines",
        "",
        "The engine adds up the returns, and nothing else; the results are the same to the last",
        "bit. `polars` is there in any case, and is the fastest for what fits one machine.",
        "",
    )
    rows = [
        (f"`{name}`", f"`pip install 'fpstats[{name}]'`" if name in extras else "always there")
        for name in ENGINES
    ]
    yield from table(("engine", "installation"), rows)


def python() -> Iterator[str]:
    """Yield the public names of the package."""
    yield from (
        "# From Python",
        "",
        "Each command is the function of the same name; its options are the fields of `Settings`,",
        "and of some commands further ones.",
        "Used in: [pandas and Polars](../how-to/python.md).",
        "",
    )
    for name in ("compute", "read", "inspect", "explain", "check", "watch", "form"):
        function = getattr(fpstats, name)
        yield from (f"## fpstats.{name}", "")
        signature = re.sub(r"'|fpstats\.pipeline\.", "", str(inspect.signature(function)))
        yield from block(f"{name}{signature}", "python-signature")
        yield from block(inspect.getdoc(function) or "")
    for kind in (fpstats.Settings, fpstats.Outcome, fpstats.Read, fpstats.Inspection,
                 fpstats.Explanation, fpstats.Checked, fpstats.Watched):  # fmt: skip
        yield from (f"## {kind.__name__}", "", summary(kind), "")
        yield from table(("name", "type", "default or meaning"), _members(kind))
    yield from ("## Errors", "")
    kinds = [errors.FpstatsError, *errors.FpstatsError.__subclasses__()]
    yield from table(
        ("error", "exit code", "meaning"),
        ((f"`{kind.__name__}`", kind.exit_code, summary(kind)) for kind in kinds),
    )


def _members(kind: Any) -> Iterator[tuple[str, str, str]]:
    for one in inspect.signature(kind).parameters.values():
        unsaid = one.default is one.empty or "factory" in repr(one.default)
        default = "" if unsaid else f"`{one.default!r}`"
        yield f"`{one.name}`", f"`{kind.__annotations__[one.name]}`", default
    for name, one in vars(kind).items():
        if isinstance(one, property):
            yield f"`{name}`", "property", summary(one)
        elif inspect.isfunction(one) and not name.startswith("_"):
            yield f"`{name}()`", "method", summary(one)
