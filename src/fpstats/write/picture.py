"""A document's charts → one picture of them all, with the document's title above."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from fpstats.patterns import pattern
from fpstats.write.document import Document
from fpstats.write.report import Options, What

if TYPE_CHECKING:
    from fpstats.write.charts import SeriesChart

_AFTER: Final = pattern(r"(?<=[,:;]) |(?<=[，：；])")
"""Where a sentence above a picture may go on in the next line, for a picture has no margin."""


def svg(what: What, _options: Options) -> Iterator[bytes]:
    """Yield the charts as one drawing that keeps its text and can be made larger."""
    from fpstats.write.charts import drawing

    yield drawing.svg(*_drawn(what)).encode()


def png(what: What, _options: Options) -> Iterator[bytes]:
    """Yield the charts as one image, with the fonts of this machine."""
    from fpstats.write.charts import drawing

    yield drawing.png(*_drawn(what))


def _drawn(what: What) -> tuple[Sequence[SeriesChart], list[str]]:
    """Return the charts of a document, and the lines that stand above them."""
    assert isinstance(what, Document)  # noqa: S101 - `render` draws nothing else
    return what.charts(), [what.title, *_AFTER.split(what.charts_said)]
