"""`fpstats catalogue`: what can be measured."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fpstats.cli import findings, output
from fpstats.cli import options as o
from fpstats.cli.language import SPOKEN, said

if TYPE_CHECKING:
    from fpstats.catalogue import Catalogue


@click.group(help=said("help", "catalogue"), short_help=said("help", "catalogue_short"))
@SPOKEN
def catalogue() -> None:
    """Hold the commands of the catalogue."""


def _sound(path: str | None, options: Mapping[str, Any]) -> Catalogue:
    """Load a catalogue, and write that there are no findings; its faults stop the run."""
    from fpstats.catalogue import load

    findings.check(options)
    known = load(Path(path) if path else None)
    findings.keep(None, options, [path] if path else [])
    return known


@catalogue.command("list", help=said("help", "catalogue_list"))
@click.option("--items", is_flag=True, help=said("option", "items"))
@o.takes(o.CATALOGUE, o.WRITING, o.ISSUES, o.SPEAKING)
def list_(items: bool, **options: Any) -> None:
    """List indicators or items as a table."""
    from fpstats import arrow

    known = _sound(options["catalogue"], options)
    rows = _items(known, options["lang"]) if items else _indicators(known, options["lang"])
    output.put(arrow.table(rows), options, output.inputs([], options))


def _items(known: Catalogue, lang: str) -> list[dict[str, str]]:
    return [
        {
            "id": one.id,
            "title": one.title.of(lang),
            "unit": one.unit.of(lang),
            "kind": said("kind", one.type),
        }
        for one in known.items.values()
    ]


def _indicators(known: Catalogue, lang: str) -> list[dict[str, str]]:
    return [
        {
            "id": one.id,
            "title": one.title.of(lang),
            "unit": one.unit_of(lang),
            "formula": one.formula(known, lang),
            "status": said("status", one.status),
        }
        for one in known.indicators.values()
    ]


def _method(interval: str | None) -> str:
    if interval is None:
        return said("kind", "no_interval")
    return said("error", "entry", id=interval, title=said("method", interval))


@catalogue.command("show", help=said("help", "catalogue_show"))
@click.argument("name")
@o.takes(o.CATALOGUE, o.ISSUES, o.SPEAKING)
def show(name: str, **options: Any) -> None:
    """Print one indicator in full."""
    known, lang = _sound(options["catalogue"], options), options["lang"]
    one = known.indicator(name)
    low, high = one.bounds or (0, 0)
    lines = {
        "id": one.id,
        "title": " / ".join(one.names[1:]),
        "definition": one.definition.of(lang),
        "formula": one.formula(known, lang),
        "unit": one.unit_of(lang),
        "method": _method(one.interval),
        "direction": said("direction", one.direction, low=f"{low:g}", high=f"{high:g}"),
        "status": said("status", one.status),
        "item": ", ".join(one.items),
        "source": one.source,
    }
    for key, value in lines.items():
        label = said("heading", "origin") if key == "source" else said("heading", key)
        click.echo(f"{label}: {value}")


@catalogue.command("check", help=said("help", "catalogue_check"))
@click.argument("file", required=False)
@o.takes(o.ISSUES, o.SPEAKING)
def check(file: str | None, **options: Any) -> None:
    """Read the catalogue, with a file over it, and say that it is sound."""
    known = _sound(file, options)
    click.echo(
        said("message", "catalogue", items=len(known.items), indicators=len(known.indicators))
    )
