"""The look into an .xlsx before its values are read: is it sound, and what would be lost.

A reader of values gives nothing for an error cell, nor for a formula whose value was never stored;
and it builds the grid that the addresses ask for, however large. So the parts are read once here,
against the limits, and what the values do not tell is kept as facts.
"""

from __future__ import annotations

import posixpath
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Final, Literal

from msgspec import Struct

from fpstats.errors import FpstatsError
from fpstats.locale import say
from fpstats.patterns import pattern
from fpstats.returns import limits, sheet_odd, sheet_plain
from fpstats.returns.archive import Archive
from fpstats.returns.facts import Place, SheetFacts, place
from fpstats.returns.found import BeyondError, Found
from fpstats.returns.number_formats import ShownMonth, is_percentage, shown_month

_BEGINNING: Final = pattern(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml(?P<said>[^<>]*)\?>\s*)?(?:<!--(?:(?!--).)*-->\s*)*<[A-Za-z_]",
    re.DOTALL,
)
_CHARACTERS: Final = pattern(rb"""encoding\s*=\s*["'](?!utf-8|us-ascii)""", re.IGNORECASE)
_TEXT: Final = pattern(rb"<(?:\w+:)?si[\s/>]")
_WORKBOOK: Final = "xl/workbook.xml"

State = Literal["visible", "hidden", "veryHidden"]


class _Sheet(Struct, frozen=True):
    name: str
    state: State
    part: str


def look(path: str, source: Path | BytesIO) -> Mapping[str, SheetFacts]:
    """Return the facts of every sheet of a workbook, by its name.

    Raises
    ------
    FpstatsError
        The file is no sound .xlsx, or is beyond a limit; see `limits.py`.
    """
    with Archive(path, source) as archive:
        if _WORKBOOK not in archive:
            raise archive.refused("no_parts")
        for name in archive.names():
            if name.endswith(".rels") or (name.startswith("xl/") and name.endswith(".xml")):
                _refuse_odd_beginning(archive, name)
        shown = _styles(archive)
        sheets = list(_sheets(archive))
        titles = [one.name for one in sheets]
        if len(set(titles)) < len(titles):
            raise archive.refused("twice", part=_WORKBOOK)
        found = {one.part: _scan(archive, one, frozenset(shown)) for one in sheets}
        _refuse_text(archive, found)
        defined = _defined(archive)
        return {one.name: _facts(archive, one, found[one.part], shown, defined) for one in sheets}


def _facts(
    archive: Archive,
    sheet: _Sheet,
    found: Found,
    shown: Mapping[int, ShownMonth | None],
    defined: tuple[str, ...],
) -> SheetFacts:
    months = {place: shown[style] for place, style in found.styled.items()}
    return SheetFacts(
        errors=found.errors,
        unstored=frozenset(found.unstored),
        percent=frozenset(place for place, month in months.items() if month is None),
        months={place: month for place, month in months.items() if month is not None},
        merged=tuple(found.merged),
        state=sheet.state,
        hidden_rows=frozenset(found.hidden_rows),
        hidden_columns=tuple(found.hidden_columns),
        comments=_comments(archive, sheet.part),
        margins=tuple(found.margins),
        listed=tuple(found.listed),
        defined=defined,
    )


def _defined(archive: Archive) -> tuple[str, ...]:
    """Return what the names of a workbook are called, stand for, and are explained as."""
    return tuple(
        " ".join((one.get("name", ""), one.text or "", one.get("comment", "")))
        for one in _tree(archive, _WORKBOOK).iter("definedName")
    )


def _refuse_odd_beginning(archive: Archive, name: str) -> None:
    """Refuse XML that declares a document type, or that is written in other characters.

    Both stand before the first element; what begins with that declares nothing.
    """
    start = next(archive.chunks(name), b"")
    if not start:
        return
    beginning = _BEGINNING.match(start)
    if beginning is None and b"<!DOCTYPE" in start[:65_536].upper():
        raise archive.refused("document_type", part=name)
    if beginning is None or _CHARACTERS.search(beginning["said"] or b""):
        raise archive.refused("part_damaged", part=name)


def _tree(archive: Archive, name: str) -> ET.Element:
    """Return the elements of a part that lists things; names without their namespaces."""
    try:
        # Declarations, which are what makes XML dangerous, were refused before.
        root = ET.fromstring(archive.read(name))  # noqa: S314
    except ET.ParseError:
        raise archive.refused("part_damaged", part=name) from None
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return root


def _sheets(archive: Archive) -> Iterator[_Sheet]:
    parts = _relations(archive, _WORKBOOK)
    for sheet in _tree(archive, _WORKBOOK).iter("sheet"):
        key = next((value for name, value in sheet.items() if name.endswith("}id")), "")
        part = parts.get(key, ("", ""))[1]
        if part in archive:
            said = sheet.get("state")
            state: State = "visible"
            if said in ("hidden", "veryHidden"):
                state = "veryHidden" if said == "veryHidden" else "hidden"
            yield _Sheet(sheet.get("name", ""), state, part)


def _relations(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """Return id → kind and name of the parts that a part points to."""
    folder, name = posixpath.split(part)
    listed = f"{folder}/_rels/{name}.rels"
    if listed not in archive:
        return {}
    return {
        one.get("Id", ""): (
            one.get("Type", "").rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, one.get("Target", "")))
            .removeprefix("/")
            .casefold(),
        )
        for one in _tree(archive, listed).iter("Relationship")
    }


def _scan(archive: Archive, sheet: _Sheet, styles: frozenset[int]) -> Found:
    try:
        try:
            return sheet_plain.scan(archive.chunks(sheet.part), styles).whole()
        except ValueError:
            return sheet_odd.scan(archive.chunks(sheet.part), styles).whole()
    except ValueError:
        raise archive.refused("part_damaged", part=sheet.part) from None
    except BeyondError as error:
        given: dict[str, object]
        if error.hollow:
            given = {"sheet": sheet.name, "most": limits.MOST_HOLLOW}
            raise archive.refused("too_many_empty", **given) from None
        if not error.far:
            given = {"sheet": sheet.name, "most": limits.MOST_CELLS}
            raise archive.refused("too_many_cells", **given) from None
        given = {"path": archive.path, "part": sheet.name}
        given |= {"row": error.rows, "column": error.columns}
        raise FpstatsError(say("error", "giant_sheet", **given)) from None


def _styles(archive: Archive) -> dict[int, ShownMonth | None]:
    """Return the styles that show a number as a percentage (None), or a day as its month."""
    if "xl/styles.xml" not in archive:
        return {}
    styles = _tree(archive, "xl/styles.xml")
    codes = {one.get("numFmtId", "0"): one.get("formatCode", "") for one in styles.iter("numFmt")}
    shown: dict[int, ShownMonth | None] = {}
    cells = styles.find("cellXfs")
    for style, one in enumerate(cells if cells is not None else ()):
        key = one.get("numFmtId", "0")
        number, code = int(key) if key.isdecimal() else 0, codes.get(key)
        if is_percentage(number, code):
            shown[style] = None
        elif (month := shown_month(number, code)) is not None:
            shown[style] = month
    return shown


def _comments(archive: Archive, part: str) -> dict[Place, str]:
    """Return the comments and notes of a sheet; an old note may stand beside a new comment."""
    comments: dict[Place, str] = {}
    for kind, other in _relations(archive, part).values():
        if kind not in ("comments", "threadedComment") or other not in archive:
            continue
        for one in _tree(archive, other).iter():
            if one.tag in ("comment", "threadedComment"):
                try:
                    spot = place(one.get("ref", ""))
                except ValueError:
                    spot = (0, 0)
                words = "".join(one.itertext())
                comments[spot] = "\n".join(filter(None, (comments.get(spot), words)))
    return comments


def _refuse_text(archive: Archive, found: Mapping[str, Found]) -> None:
    """Refuse a workbook whose cells, each with a text of its own, would hold too much text.

    One long text may be shared by a million cells.
    """
    shared = "xl/sharedstrings.xml"
    if shared not in archive:
        return
    lengths = list(_lengths(archive.chunks(shared)))
    longest = max(lengths, default=0)
    if longest * sum(one.strings for one in found.values()) <= limits.MOST_TEXT:
        return
    total = 0
    for part, one in found.items():
        used = one.used.items() if one.used is not None else (
            (number, 1) for number in sheet_plain.shared(archive.chunks(part))
        )  # fmt: skip
        total += sum(lengths[number] * times for number, times in used if number < len(lengths))
        if total > limits.MOST_TEXT:
            raise archive.refused("too_much_text", most=limits.MOST_TEXT)


def _lengths(chunks: Iterable[bytes]) -> Iterator[int]:
    """Yield how many bytes each shared text takes, with its markup."""
    size = start = 0
    tail = b""
    begun = False
    for chunk in chunks:
        if b"<!" in chunk:  # a text may then hold what looks like the beginning of another
            yield limits.MOST_TEXT
        block = tail + chunk
        offset = size - len(tail)
        for match in _TEXT.finditer(block):
            if begun:
                yield offset + match.start() - start
            start, begun = offset + match.start(), True
        size += len(chunk)
        # An element whose name is cut in two is found with the next chunk, and only there.
        cut = block.rfind(b"<")
        tail = block[cut:] if cut >= 0 and not _TEXT.match(block, cut) else b""
    if begun:
        yield size - start
