"""Where a form has more than the layout that fits it: nothing of it is lost in silence.

A heading that was renamed makes the monthly return look like another, poorer form.
"""

from __future__ import annotations

from fpstats.errors import FpstatsError
from fpstats.issues import Findings
from fpstats.returns.layout import Match
from fpstats.returns.recognition.words import Lexicon
from fpstats.returns.sheet import Sheet


def fuller(
    sheet: Sheet, match: Match, lexicon: Lexicon, findings: Findings
) -> list[tuple[Sheet, Match]]:
    """Return the tables as recognised where they hold all items of the layout and more.

    Otherwise each column that names an item and is not read is a finding, and nothing is returned.
    """
    unread = _unread(match, lexicon)
    if not unread:
        return []
    # Loaded where it is needed: in most files what no layout reads is no item.
    from fpstats.returns.recognition.recognise import recognise

    try:
        found = recognise(sheet, lexicon)
    except FpstatsError:
        found = []
    items = {item for _, one in found for item in one.items}
    if items > match.items.keys():
        return found
    for column, item in unread.items():
        findings.add(
            "item_not_read",
            item=item,
            source=sheet.path,
            sheet=sheet.name,
            cell=sheet.address(column, match.first),
            value=match.headings[column],
            layout=match.layout.id,
        )
    return []


def _unread(match: Match, lexicon: Lexicon) -> dict[int, str]:
    """Return the columns whose headings name an item that the layout does not read."""
    found: dict[int, str] = {}
    for column, heading in match.unread.items():
        path = tuple(heading.split("/"))
        meaning = lexicon.meaning(path)
        item = lexicon.name(path)
        if item is None and not (meaning.unknown or meaning.kept_out):
            item = lexicon.item(meaning.ideas)
        if item is not None and item not in match.items:
            found[column] = item
    return found
