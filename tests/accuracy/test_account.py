"""Every line of every generated return is accounted for once, and for what it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from fpstats import FpstatsError, catalogue
from fpstats.periods import Calendar
from fpstats.returns import forms, opening
from fpstats.returns.account import KINDS, Account, accounts
from fpstats.returns.readings import readings

from .plan import Plan
from .run import make, plans
from .sheets import Return, Sheet
from .writing import write

CHOSEN = [*[*plans(0)][::5], *plans(90, systematic=False)]


def read(path: Path) -> opening.Returns:
    known = catalogue.load()
    return opening.scan([path], forms.layouts(known.items), known)


def taken(plan: Plan, folder: Path) -> tuple[Return, opening.Returns]:
    """Make a return and read it; skip what is refused as a whole, which has no account."""
    given = make(plan)
    path = write(given, folder)
    try:
        return given, read(path)
    except FpstatsError:
        pytest.skip("refused as a whole")


def agrees(account: Account, sheet: Sheet) -> None:
    """Compare the account with the cells that were put on the sheet."""
    written = {row for (row, _), cell in sheet.cells.items() if str(cell.content or "").strip()}
    written |= {row for (row, _), cell in sheet.cells.items() if cell.kind != "plain"}
    # A workbook may go on after its last written line; nothing may be cut off.
    assert account.lines > max(written)
    numbers = {known.at[0] for known in sheet.known if known.value is not None}
    for row, kind in enumerate(account.kinds):
        assert kind == "blank" if row not in written else True, row + 1
        assert kind != "blank" if row in numbers else True, row + 1


@pytest.mark.parametrize("plan", CHOSEN, ids=lambda one: str(one.seed))
def test_every_line_is_accounted_for_once(plan, tmp_path):
    given, returns = taken(plan, tmp_path)
    sheets = {(file.name, sheet.name if file.container[:3] == "xls" else None): sheet
              for file in given.files for sheet in file.sheets if sheet.cells}  # fmt: skip
    found = accounts(returns)
    assert len({(one.path, one.sheet) for one in found}) == len(found) == len(sheets)
    for account in found:
        assert sum(account.counts.values()) == account.lines
        assert set(account.counts) == set(KINDS)
        assert sum(map(len, account.refused.values())) == account.counts["refused"]
        agrees(account, sheets[Path(account.path).name, account.sheet])


@pytest.mark.parametrize("plan", CHOSEN[::4], ids=lambda one: str(one.seed))
def test_lines_that_gave_a_number_are_data_and_no_others(plan, tmp_path):
    _, returns = taken(plan, tmp_path)
    rows = readings(returns, None, Calendar()).to_pylist()
    for account in accounts(returns):
        data = {row for row, kind in enumerate(account.kinds, 1) if kind == "data"}
        gave = {
            int("".join(filter(str.isdigit, row["cell"])))
            for row in rows
            if (row["source"], row["sheet"]) == (account.path, account.sheet)
            and row["value"] is not None
        }
        assert gave <= data
