"""Make the sample returns of 示例县, a county that does not exist, in data/samples/.

    python data/make_samples.py [FOLDER]

Every number is drawn from one seeded generator and no clock is read, so the same script writes the
same bytes. Four features of real life are planted, see `LATE`, `BLANK`, `SMALL` and `IMPOSSIBLE`;
everything else adds up.
"""

from __future__ import annotations

import csv
import io
import math
import sys
import zipfile
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any, Final, NamedTuple

import make_fertility
import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

SEED: Final = 92  # among the first few hundred, one whose sex ratios lie near the assumptions
COUNTY: Final = "示例县"
OPENING: Final = "2021-09"
# Three statistical years, October to September: 2022, 2023 and 2024.
PERIODS: Final = tuple(
    f"{year}-{month:02d}"
    for year in range(2021, 2025)
    for month in range(1, 13)
    if (2021, 10) <= (year, month) <= (2024, 9)
)

# The form: parent heading → (child heading, item) …; a heading without children has one child, "".
AREA_HEADING: Final = "单位"
FORM: Final = {
    "期末总人口": (
        ("合计", "population"),
        ("男", "population_male"),
        ("女", "population_female"),
    ),
    "出生人数": (
        ("合计", "births"),
        ("男", "births_male"),
        ("女", "births_female"),
    ),
    "一孩出生": (
        ("合计", "births_first"),
        ("男", "births_first_male"),
        ("女", "births_first_female"),
    ),
    "二孩出生": (
        ("合计", "births_second"),
        ("男", "births_second_male"),
        ("女", "births_second_female"),
    ),
    "多孩出生": (
        ("合计", "births_third_plus"),
        ("男", "births_third_plus_male"),
        ("女", "births_third_plus_female"),
    ),
    "符合政策出生": (
        ("合计", "births_in_policy"),
        ("一孩", "births_in_policy_first"),
        ("二孩", "births_in_policy_second"),
        ("多孩", "births_in_policy_third_plus"),
    ),
    "往年补报出生": (("", "births_late_registered"),),
    "死亡人数": (
        ("合计", "deaths"),
        ("男", "deaths_male"),
        ("女", "deaths_female"),
    ),
    "人口迁移": (
        ("迁入", "migrants_in"),
        ("迁出", "migrants_out"),
    ),
    "婚姻登记": (
        ("结婚对数", "marriages"),
        ("离婚对数", "divorces"),
    ),
    "女性初婚": (
        ("合计", "first_marriages_women"),
        ("23岁及以上", "late_first_marriages_women"),
    ),
    "晚育一孩": (("", "late_first_births"),),
    "育龄妇女": (
        ("15—49岁", "women_15_49"),
        ("已婚", "married_women_15_49"),
    ),
    "避孕人数": (
        ("合计", "contraceptive_users"),
        ("男性绝育", "users_male_sterilisation"),
        ("女性绝育", "users_female_sterilisation"),
        ("宫内节育器", "users_iud"),
        ("皮下埋植", "users_implant"),
        ("口服及注射", "users_pill_injection"),
        ("避孕套", "users_condom"),
        ("其他", "users_other"),
    ),
    "生殖健康检查": (
        ("应查", "examinations_due"),
        ("实查", "examinations_done"),
    ),
    "出生核查": (
        ("核查数", "births_checked"),
        ("漏报", "births_check_missed"),
        ("重报", "births_check_duplicated"),
        ("错报", "births_check_wrong"),
        ("原报数", "births_check_reported"),
    ),
}
STOCK_FORM: Final = {heading: FORM[heading] for heading in ("期末总人口", "育龄妇女", "避孕人数")}

# Townships, in the order of the forms: group, name, aliases, people at the opening.
TOWNSHIPS: Final = (
    ("东片", "晴禾街道", "晴禾|晴禾街办", 58200),
    ("东片", "苇汀镇", "苇汀", 33900),
    ("东片", "柏渚镇", "柏渚", 27400),
    ("东片", "橘坞镇", "橘坞", 24100),
    ("东片", "石笙镇", "", 21800),
    ("东片", "蓝堰镇", "", 18600),
    ("东片", "桐荫镇", "", 15300),
    ("东片", "鹭浦乡", "鹭浦", 11900),
    ("中片", "初阳街道", "初阳|初阳街办", 45600),
    ("中片", "知雨街道", "知雨|知雨街办", 39300),
    ("中片", "禾笠镇", "禾笠", 29700),
    ("中片", "青砚镇", "", 25800),
    ("中片", "榆墩镇", "榆墩", 22500),
    ("中片", "松箬镇", "", 17200),
    ("中片", "麦垄镇", "", 14600),
    ("中片", "茶烟乡", "茶烟", 9700),
    ("西片", "云笕镇", "云笕", 31200),
    ("西片", "枫笛镇", "枫笛", 23400),
    ("西片", "岩蕉镇", "", 19900),
    ("西片", "梨峒镇", "", 16100),
    ("西片", "竹篾乡", "", 12800),
    ("西片", "溪枕镇", "", 10600),
    ("西片", "霜堰乡", "霜堰", 8300),
    ("西片", "微岭乡", "微岭", 900),
)
GROUPS: Final = ("东片", "中片", "西片")
# Two townships comply less than the others, whose share is drawn from COMPLIANCE.
LOW_COMPLIANCE: Final = {"麦垄镇": 0.885, "枫笛镇": 0.87}
COMPLIANCE: Final = (0.945, 0.99)

# What is planted. Nothing else is wrong.
LATE: Final = ("霜堰乡", "2024-09")  # its return had not come: no row
BLANK: Final = ("榆墩镇", "2023-03", "deaths")  # left empty; deaths by sex are given
SMALL: Final = "微岭乡"  # some 900 people, often no birth in a month
IMPOSSIBLE: Final = ("禾笠镇", "2024-02", "births_in_policy")  # its two digits changed places

# Assumptions. Births and deaths of a month, January first, as multiples of the mean month.
BIRTH_SEASON: Final = (1.06, 0.93, 0.94, 0.91, 0.92, 0.94, 0.98, 1.02, 1.05, 1.12, 1.08, 1.05)
DEATH_SEASON: Final = (1.22, 1.13, 1.06, 0.97, 0.92, 0.88, 0.92, 0.93, 0.90, 0.96, 1.02, 1.09)
BIRTH_ORDERS: Final = {"first": 0.51, "second": 0.38, "third_plus": 0.11}
BOYS_PER_100_GIRLS: Final = {"first": 108, "second": 111, "third_plus": 121}
# How many times the mean share of births outside the policy each order has; 0.51·0.3 + … ≈ 1.
OUTSIDE_POLICY: Final = {"first": 0.3, "second": 1.3, "third_plus": 3.2}
# Method mix: share of users at the opening, change of the share a month; `users_other` is the rest.
METHOD_MIX: Final = {
    "users_male_sterilisation": (0.012, -0.0001),
    "users_female_sterilisation": (0.241, -0.0009),
    "users_iud": (0.448, -0.0008),
    "users_implant": (0.006, 0.0000),
    "users_pill_injection": (0.021, 0.0001),
    "users_condom": (0.252, 0.0016),
}

TARGETS: Final = (
    ("indicator", "area", "period", "kind", "value", "upper"),
    ("policy_compliance_rate", "all", "all", "at_least", 95, ""),
    ("policy_compliance_rate", SMALL, "all", "at_least", 90, ""),
    ("sex_ratio_at_birth", "all", "all", "within", 103, 107),
    ("contraceptive_prevalence", "all", "all", "at_least", 80, ""),
    ("examination_attendance_rate", "all", "all", "at_least", 90, ""),
    ("late_marriage_rate", "all", "all", "at_least", 50, ""),
    ("statistical_error_rate", "all", "all", "at_most", 5, ""),
    ("crude_birth_rate", "all", "all", "within", 6, 12),
)

Row = dict[str, Any]  # area, period, then items; None where the cell is blank


class Habits(NamedTuple):
    """What makes one township differ from the next; shares, drawn once."""

    compliance: float
    prevalence: float
    late_marriage: float
    late_birth: float
    attendance: float
    error: float
    moving_in: float


def items_of(form: dict[str, Any]) -> list[str]:
    """The items of a form, in the order of its columns."""
    return [item for children in form.values() for _, item in children]


def poisson(rng: Random, mean: float) -> int:
    """Draw a Poisson count, by Knuth's method."""
    limit = math.exp(-mean)
    count, product = 0, rng.random()
    while product > limit:
        count, product = count + 1, product * rng.random()
    return count


def binomial(rng: Random, trials: int, share: float) -> int:
    """Draw how many of `trials` come true."""
    return sum(rng.random() < share for _ in range(trials))


def draw_habits(rng: Random, name: str) -> Habits:
    """Draw the habits of the township `name`."""
    drawn = Habits(
        compliance=rng.uniform(*COMPLIANCE),
        prevalence=rng.uniform(0.79, 0.86),
        late_marriage=rng.uniform(0.49, 0.61),
        late_birth=rng.uniform(0.55, 0.70),
        attendance=rng.uniform(0.89, 0.985),
        error=rng.uniform(0.01, 0.04),
        moving_in=0.0013 if name.endswith("街道") else 0.0010,
    )
    return drawn._replace(compliance=LOW_COMPLIANCE.get(name, drawn.compliance))


def method_counts(women: int, prevalence: float, months: int) -> Row:
    """Users by method among married women, `months` after the opening."""
    users = round(women * prevalence)
    counts = {
        method: round(users * (share + change * months))
        for method, (share, change) in METHOD_MIX.items()
    }
    rest = users - sum(counts.values())
    return {"contraceptive_users": users, **counts, "users_other": rest}


def opening_stocks(rng: Random, name: str, people: int, habits: Habits) -> Row:
    """The stocks of one township at the end of the month before the first."""
    male = round(people * rng.uniform(0.508, 0.516))
    women = round(people * rng.uniform(0.222, 0.238))
    married = round(women * rng.uniform(0.70, 0.74))
    return {
        "area": name,
        "period": OPENING,
        "population": people,
        "population_male": male,
        "population_female": people - male,
        "women_15_49": women,
        "married_women_15_49": married,
        **method_counts(married, habits.prevalence, 0),
    }


def over_orders(row: Row, pattern: str) -> int:
    """Add up an item that is there for each birth order."""
    return sum(row[pattern.format(order)] for order in BIRTH_ORDERS)


def births_of_month(rng: Random, mean: float, habits: Habits) -> Row:
    """Births by order and sex, and those in the policy, around an expected number."""
    row: Row = {}
    for order, share in BIRTH_ORDERS.items():
        boys = BOYS_PER_100_GIRLS[order]
        outside = (1 - habits.compliance) * OUTSIDE_POLICY[order]
        total = poisson(rng, mean * share)
        male = binomial(rng, total, boys / (boys + 100))
        row[f"births_{order}"] = total
        row[f"births_{order}_male"] = male
        row[f"births_{order}_female"] = total - male
        row[f"births_in_policy_{order}"] = binomial(rng, total, 1 - outside)
    row["births"] = over_orders(row, "births_{}")
    row["births_male"] = over_orders(row, "births_{}_male")
    row["births_female"] = over_orders(row, "births_{}_female")
    row["births_in_policy"] = over_orders(row, "births_in_policy_{}")
    row["births_late_registered"] = poisson(rng, mean * 0.015)
    row["late_first_births"] = binomial(rng, row["births_first"], habits.late_birth)
    return row


def moves_of_month(rng: Random, people: int, month: int, habits: Habits) -> Row:
    """Deaths, migrants, marriages and divorces among `people`."""
    deaths = poisson(rng, people * 0.0072 / 12 * DEATH_SEASON[month - 1])
    male = binomial(rng, deaths, 0.56)
    marriages = poisson(rng, people * 0.0056 / 12)
    first = binomial(rng, marriages, 0.83)
    return {
        "deaths": deaths,
        "deaths_male": male,
        "deaths_female": deaths - male,
        "migrants_in": poisson(rng, people * habits.moving_in),
        "migrants_out": poisson(rng, people * 0.0011),
        "marriages": marriages,
        "divorces": poisson(rng, people * 0.0023 / 12),
        "first_marriages_women": first,
        "late_first_marriages_women": binomial(rng, first, habits.late_marriage),
    }


def stocks_after(rng: Random, before: Row, flows: Row, months: int, habits: Habits) -> Row:
    """The stocks at the end of a month, from those before it and the month's flows."""
    people = before["population"]
    people += flows["births"] - flows["deaths"] + flows["migrants_in"] - flows["migrants_out"]
    male = before["population_male"] + flows["births_male"] - flows["deaths_male"]
    male += binomial(rng, flows["migrants_in"], 0.5) - binomial(rng, flows["migrants_out"], 0.52)
    turned_50 = poisson(rng, before["women_15_49"] * 0.029 / 12)
    married_turned_50 = binomial(rng, turned_50, 0.93)
    women = before["women_15_49"] - turned_50 + poisson(rng, people * 0.0055 / 12)
    married = before["married_women_15_49"] - married_turned_50
    married += flows["marriages"] - flows["divorces"]
    prevalence = habits.prevalence - 0.0005 * months + rng.uniform(-0.002, 0.002)
    return {
        "population": people,
        "population_male": male,
        "population_female": people - male,
        "women_15_49": women,
        "married_women_15_49": married,
        **method_counts(married, prevalence, months),
    }


def checks_of_month(rng: Random, births: int, married: int, habits: Habits) -> Row:
    """Examinations, and the re-check of births in some villages."""
    due = round(married * rng.uniform(0.07, 0.09))
    reported = binomial(rng, births, 0.5)
    duplicated = binomial(rng, reported, habits.error * 0.2)
    missed = binomial(rng, reported - duplicated, habits.error * 0.5)
    return {
        "examinations_due": due,
        "examinations_done": binomial(rng, due, habits.attendance),
        "births_checked": reported - duplicated + missed,
        "births_check_missed": missed,
        "births_check_duplicated": duplicated,
        "births_check_wrong": binomial(rng, reported - duplicated, habits.error * 0.3),
        "births_check_reported": reported,
    }


def one_month(rng: Random, before: Row, period: str, habits: Habits) -> Row:
    """One township's return, from its row of the month before."""
    months = PERIODS.index(period) + 1
    month = int(period[5:])
    birth_rate = 0.0104 - 0.0033 * months / len(PERIODS)
    births = births_of_month(
        rng, before["population"] * birth_rate / 12 * BIRTH_SEASON[month - 1], habits
    )
    flows = births | moves_of_month(rng, before["population"], month, habits)
    stocks = stocks_after(rng, before, flows, months, habits)
    checks = checks_of_month(rng, flows["births"], stocks["married_women_15_49"], habits)
    return {"area": before["area"], "period": period, **flows, **stocks, **checks}


def make_rows() -> dict[str, list[Row]]:
    """All rows by period, the opening first, before anything is planted."""
    rng = Random(SEED)  # noqa: S311 - samples, not secrets
    rows: dict[str, list[Row]] = {period: [] for period in (OPENING, *PERIODS)}
    for _, name, _, people in TOWNSHIPS:
        habits = draw_habits(rng, name)
        row = opening_stocks(rng, name, people, habits)
        rows[OPENING].append(row)
        for period in PERIODS:
            row = one_month(rng, row, period, habits)
            rows[period].append(row)
    return rows


def plant(rows: dict[str, list[Row]]) -> None:
    """Plant the late return, the blank cell and the impossible value, in place."""
    area, period = LATE
    rows[period] = [row for row in rows[period] if row["area"] != area]

    area, period, item = BLANK
    row = next(row for row in rows[period] if row["area"] == area)
    row[item] = None

    area, period, item = IMPOSSIBLE
    row = next(row for row in rows[period] if row["area"] == area)
    row[item] = int(str(row[item])[::-1])
    if row[item] <= row["births"]:
        raise ValueError(f"{item} of {area} in {period} is not impossible: {row[item]}")


def title_of(period: str) -> str:
    """The title of a form."""
    year, month = period[:4], int(period[5:])
    if period == OPENING:
        return f"{COUNTY}{year}年{month}月末人口和妇女基数表（样例，数据为虚构）"
    return f"{COUNTY}{year}年{month}月人口和计划生育月报表（样例，数据为虚构）"


def form_of(period: str) -> dict[str, Any]:
    """The form used for a period."""
    return STOCK_FORM if period == OPENING else FORM


def grid_of(period: str, rows: list[Row]) -> list[list[Any]]:
    """The form as lines of cells: title, two heading rows, townships, 合计; None is an empty cell.

    A merged cell holds its text in the first cell; the others are empty.
    """
    form, items = form_of(period), items_of(form_of(period))
    title = [title_of(period), *[None] * len(items)]
    parents, children = [AREA_HEADING], [None]
    for parent, pairs in form.items():
        parents += [parent, *[None] * (len(pairs) - 1)]
        children += [child or None for child, _ in pairs]
    lines = [[row["area"], *(row[item] for item in items)] for row in rows]
    sums = [sum(row[item] or 0 for row in rows) for item in items]
    return [title, parents, children, *lines, ["合计", *sums]]


def write_csv(path: Path, lines: Any, encoding: str = "utf-8", newline: str = "\n") -> None:
    """Write lines of cells; None is written as nothing."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=newline).writerows(lines)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.getvalue().encode(encoding))


def write_tidy(path: Path, items: list[str], rows: list[Row]) -> None:
    """Write rows as one CSV table, a column an item."""
    header = ["area", "period", *items]
    write_csv(path, [header, *([row[name] for name in header] for row in rows)])


def write_xlsx(path: Path, period: str, grid: list[list[Any]]) -> None:
    """Write the grid as a workbook with merged headings, borders and numbers."""
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed, {"in_memory": True})
    book.set_properties({"title": title_of(period), "created": datetime(2021, 9, 30)})
    sheet = book.add_worksheet("月报表")
    box = {"border": 1, "valign": "vcenter"}
    title = book.add_format({"bold": True, "font_size": 14, "align": "center", "valign": "vcenter"})
    heading = book.add_format({**box, "bold": True, "align": "center", "text_wrap": True})
    body = book.add_format(box)
    last = len(grid[0]) - 1

    sheet.set_row(0, 28)
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, last, 8)
    sheet.freeze_panes(3, 1)
    sheet.merge_range(0, 0, 0, last, grid[0][0], title)
    sheet.merge_range(1, 0, 2, 0, AREA_HEADING, heading)
    column = 1
    for parent, pairs in form_of(period).items():
        end = column + len(pairs) - 1
        if len(pairs) == 1:
            sheet.merge_range(1, column, 2, column, parent, heading)
        else:
            sheet.merge_range(1, column, 1, end, parent, heading)
            sheet.write_row(2, column, [child for child, _ in pairs], heading)
        column = end + 1
    for number, line in enumerate(grid[3:], start=3):
        sheet.write_row(number, 0, line, body)
    book.close()

    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(repacked(packed))


def repacked(packed: io.BytesIO) -> bytes:
    """The same archive, stored: compressed bytes differ between builds of zlib, stored ones not."""
    stored = io.BytesIO()
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(stored, "w") as target:
        for name in source.namelist():
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.create_system = 3
            target.writestr(member, source.read(name))
    return stored.getvalue()


def area_lines() -> list[tuple[str, ...]]:
    """The lines of areas.csv; 99 is the code of no province."""
    header = ("code", "name", "aliases", "level", "parent", "opened", "closed")
    groups = [
        (f"9901019{n:02d}", group, "", "group", COUNTY, "", "")
        for n, group in enumerate(GROUPS, start=1)
    ]
    townships = [
        (f"990101{n:03d}", name, aliases, "township", group, "", "")
        for n, (group, name, aliases, _) in enumerate(TOWNSHIPS, start=1)
    ]
    return [header, ("990101000", COUNTY, "", "county", "", "", ""), *groups, *townships]


def cell_of(area: str, item: str) -> str:
    """Where an item of an area stands on the monthly form, as a spreadsheet writes it."""
    row = 3 + [name for _, name, _, _ in TOWNSHIPS].index(area)
    return xl_rowcol_to_cell(row, 1 + items_of(FORM).index(item))


def readme(rows: dict[str, list[Row]]) -> str:
    """The text of README.md, English then Chinese."""
    blank_cell, wrong_cell = cell_of(BLANK[0], BLANK[2]), cell_of(IMPOSSIBLE[0], IMPOSSIBLE[2])
    wrong = next(row for row in rows[IMPOSSIBLE[1]] if row["area"] == IMPOSSIBLE[0])
    value, births = wrong[IMPOSSIBLE[2]], wrong["births"]
    people = next(row["population"] for row in rows[OPENING] if row["area"] == SMALL)
    return f"""\
# Samples

Everything in this folder is made up by `data/make_samples.py` with seed {SEED}. No place, person
or number is real; any likeness to a real place is an accident. Change the script, not the files:
running it again writes the same bytes.

{COUNTY} has {len(TOWNSHIPS)} townships in {len(GROUPS)} groups. The returns cover \
{len(PERIODS)} months, {PERIODS[0]} to {PERIODS[-1]}: the
statistical years 2022, 2023 and 2024, each from October to September. The opening stocks are those
at the end of {OPENING}.

| file | what it is |
|---|---|
| `areas.csv` | the county, its groups and townships, with aliases |
| `targets.csv` | targets for some indicators |
| `tidy/returns.csv` | all returns: UTF-8, a line for each township and month, a column an item |
| `tidy/opening.csv` | the opening stocks, the same way |
| `fertility/*.csv` | two years of four other townships: births and women by age, services, checks |
| `gbk/YYYY-MM.csv` | a month's form: GB18030, CRLF, title, two heading rows, townships, 合计 |
| `xlsx/YYYY-MM.xlsx` | the same form as a workbook with merged headings, sheet 月报表 |
| `gbk/{OPENING}.csv`, `xlsx/{OPENING}.xlsx` | the opening stocks as a form |

The three containers hold the same numbers; blank is missing. The line 合计 adds up what was
reported, no more. Population is that of the month before, plus births, less deaths, plus migrants
in, less migrants out; `births_late_registered` are births of earlier years and not part of this.

Four features of real life are planted; nothing else is wrong:

1. Late return: {LATE[0]} has no row for {LATE[1]}.
2. Blank cell: `{BLANK[2]}` of {BLANK[0]} in {BLANK[1]}, cell {blank_cell} of the form;
   deaths by sex are given.
3. Small township: {SMALL}, with {people} people at the opening; many months have no birth.
4. Impossible value: `{IMPOSSIBLE[2]}` of {IMPOSSIBLE[0]} in {IMPOSSIBLE[1]}, cell {wrong_cell} \
of the form,
   is {value} of {births} births (two digits changed places; its parts by birth order are right).

# 样例数据

本文件夹的全部内容由 `data/make_samples.py` 以随机种子 {SEED} 虚构生成，地名、数字均非真实；
如与真实地方相似，纯属巧合。请修改脚本，不要修改文件：重新运行所得文件逐字节相同。

{COUNTY}下辖 {len(TOWNSHIPS)} 个乡镇街道，分为 {len(GROUPS)} 片。月报共 {len(PERIODS)} 个月，\
自 {PERIODS[0]} 至 {PERIODS[-1]}，
即 2022、2023、2024 三个统计年度（上年 10 月至当年 9 月）。期初数为 {OPENING} 月末数。

| 文件 | 内容 |
|---|---|
| `areas.csv` | 县、片、乡镇街道及其别名 |
| `targets.csv` | 部分指标的目标 |
| `tidy/returns.csv` | 全部月报合为一表：UTF-8，每单位每月一行，每项目一列 |
| `tidy/opening.csv` | 期初数，格式同上 |
| `fertility/*.csv` | 另外四个乡镇两年的报表：按年龄的生育数和妇女数、避孕服务、核查 |
| `gbk/YYYY-MM.csv` | 月报表：GB18030 编码，CRLF 换行，标题、两行表头、各单位、合计 |
| `xlsx/YYYY-MM.xlsx` | 同一月报表的 Excel 文件，表头有合并单元格，工作表名为“月报表” |
| `gbk/{OPENING}.csv`、`xlsx/{OPENING}.xlsx` | 期初基数表 |

三种文件所载数字相同，空白表示缺报。合计行只加总已报数。
期末人口等于上月末人口加出生、减死亡、加迁入、减迁出；往年补报出生不计入其中。

有意放入四处实际工作中常见的情形，此外无误：

1. 迟报：{LATE[0]} {LATE[1]} 的报表未到，没有该行。
2. 空白：{BLANK[0]} {BLANK[1]} 的死亡人数合计（{blank_cell} 单元格）未填，分性别数已填。
3. 小乡：{SMALL}期初仅 {people} 人，许多月份没有出生。
4. 不可能的数：{IMPOSSIBLE[0]} {IMPOSSIBLE[1]} 符合政策出生合计（{wrong_cell} 单元格）为 {value}，
   大于出生人数 {births}（两位数字写颠倒，分孩次数无误）。
"""


def write(folder: Path) -> None:
    """Write all samples into `folder`."""
    rows = make_rows()
    plant(rows)
    returns = [row for period in PERIODS for row in rows[period]]
    write_csv(folder / "areas.csv", area_lines())
    write_csv(folder / "targets.csv", TARGETS)
    write_tidy(folder / "tidy" / "returns.csv", items_of(FORM), returns)
    write_tidy(folder / "tidy" / "opening.csv", items_of(STOCK_FORM), rows[OPENING])
    for period in rows:
        grid = grid_of(period, rows[period])
        write_csv(folder / "gbk" / f"{period}.csv", grid, encoding="gb18030", newline="\r\n")
        write_xlsx(folder / "xlsx" / f"{period}.xlsx", period, grid)
    for name, table in make_fertility.tables().items():
        write_csv(folder / "fertility" / f"{name}.csv", [list(table[0]), *map(dict.values, table)])
    (folder / "README.md").write_bytes(readme(rows).encode())


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "samples")
