"""Areas above areas: the return of one is the sum of those below it."""

from __future__ import annotations

from collections import Counter

import numpy as np

from fpstats.catalogue.checks import Check
from fpstats.checks.finding import Finding, Operand, Result
from fpstats.checks.material import Material, passes
from fpstats.estimates.panel import open_months


def children(material: Material, check: Check) -> Result:
    """Compare each return of an area above with the areas below it that report, nearest first.

    An area counts where it is open, or reports all the same. Where one of them is not known, the
    return above is wrong only if it is below the others.
    """
    result, above, panel = Result(check), material.above, material.panel
    if above is None:
        return result
    places = {name: place for place, name in enumerate(panel.leaves)}
    uppers = {name: place for place, name in enumerate(above.leaves)}
    slots = {span: place for place, span in enumerate(panel.slots)}
    items = [item for item in check.items or tuple(above.known) if item in panel.known]
    for name, upper in uppers.items():
        below = _below(material, name, places, uppers)
        is_open = open_months(below, above.slots, material.areas) > 0
        for item in items:
            stated = material.values(above, item)
            parts, higher = material.values(panel, item), stated
            for slot, span in enumerate(above.slots):
                if span not in slots or np.isnan(stated[upper, slot]):
                    continue
                numbers = [
                    parts[places[one], slots[span]] if one in places else higher[uppers[one], slot]
                    for one in below
                ]
                known = [
                    (one, number)
                    for one, number in zip(below, numbers, strict=True)
                    if not np.isnan(number)
                ]
                absent = int((np.isnan(numbers) & is_open[:, slot]).sum())
                whole = not absent
                if not known or not (whole or material.catalogue.items[item].counted):
                    continue
                result.judged += 1
                given, total = float(stated[upper, slot]), np.sum([one for _, one in known])
                apart = abs(given - total) if whole else total - given
                if apart <= passes(check, np.array(total)):
                    continue
                result.findings.append(
                    Finding(
                        check=check,
                        key=check.kind if whole else "children_part",
                        area=name,
                        span=span,
                        operands=(
                            Operand(area=name, span=span, item=item, value=given,
                                    source=int(above.source[upper, slot])),
                            *(
                                Operand(area=one, span=span, item=item, value=float(number),
                                        source=int(panel.source[places[one], slots[span]])
                                        if one in places else int(above.source[uppers[one], slot]))
                                for one, number in known
                            ),
                        ),
                        lefts=1,
                        weights=(1, *[-1] * len(known)) if whole else (-1, *[1] * len(known)),
                        at_most=not whole,
                        left=given,
                        right=float(total),
                        events=abs(given - float(total)),
                        words={"count": len(known), "absent": absent},
                    )
                )  # fmt: skip
    return result


def _below(
    material: Material, name: str, places: dict[str, int], uppers: dict[str, int]
) -> list[str]:
    """Return the areas that report directly below one: those with no other reporting between."""
    found: Counter[str] = Counter()
    for one in (*places, *uppers):
        chain = [higher for higher in material.areas.above(one) if higher in uppers]
        if chain and chain[0] == name:
            found[one] += 1
    return sorted(found)
