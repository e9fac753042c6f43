"""A document's charts → one picture of them all, with the document's title above."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from fpstats.write.document import Document
from fpstats.write.report import Options, What

_AFTER: Final = re.compile(r"(?<=[,:;]) |(?<=[，：；])")
"""Where a sentence above a picture may go on in the next line, for a picture has no margin."""


def svg(what: What, _options: Options) -> Iterator[bytes]:
    """Yield the charts as one drawing that keeps its text and can be made larger."""
    from fpstats.write.charts import drawing

    assert isinstance(what, Document)  # noqa: S101 - `render` draws nothing else
    yield drawing.svg(what.charts(), _above(what)).encode()


def png(what: What, _options: Options) -> Iterator[bytes]:
    """Yield the charts as one image, with the fonts of this machine."""
    from fpstats.write.charts import drawing

    assert isinstance(what, Document)  # noqa: S101 - as above
    yield drawing.png(what.charts(), _above(what))


def _above(document: Document) -> list[str]:
    return [document.title, *_AFTER.split(document.charts_said)]
