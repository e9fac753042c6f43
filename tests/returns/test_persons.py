"""Data about persons, told by what stands in the cells: found wherever they are, never repeated.

Every number here is made up: regions, days and check figures are put together at random. One file,
so that nothing like a person stands in any other.
"""

from __future__ import annotations

import io
import random
from pathlib import Path

import openpyxl
import polars as pl
import pytest
import xlsxwriter
import xlwt
from openpyxl.comments import Comment

import fpstats
from fpstats.errors import PersonalDataError
from fpstats.returns import figures, persons

CHANCE = random.Random(20240131)
HEADINGS = ["area", "period", "births", "note"]
TOWNS = ["东乡", "西乡", "南乡", "北乡", "中镇", "河口镇", "山前镇", "张家湾镇", "李店乡", "王集镇"]


def identity(chance: random.Random = CHANCE) -> str:
    """Return an identity number that nobody was given: only its check figure is no chance."""
    province, county = chance.choice([11, 32, 41, 65]), chance.randrange(10_000)
    figures = (
        f"{province}{county:04}{chance.randrange(1930, 2020)}"
        f"{chance.randrange(1, 13):02}{chance.randrange(1, 29):02}{chance.randrange(1000):03}"
    )
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    total = sum(int(one) * weight for one, weight in zip(figures, weights, strict=True))
    return figures + "10X98765432"[total % 11]


def mobile(chance: random.Random = CHANCE) -> str:
    return f"1{chance.randrange(3, 10)}{chance.randrange(10**9):09}"


def name(chance: random.Random = CHANCE) -> str:
    return (
        chance.choice("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗")
        + chance.choice("建国志伟桂秀淑小文永玉春")
        + chance.choice(["英", "兰", "芳", "华", "军", "勇", "平", "强", ""])
    )


def address(chance: random.Random = CHANCE) -> str:
    return chance.choice(
        [
            f"东风村{chance.randrange(1, 9)}组{chance.randrange(1, 99)}号",
            f"人民路{chance.randrange(1, 300)}号",
            f"建设街{chance.randrange(1, 300)}号2单元{chance.randrange(101, 602)}室",
        ]
    )


def shown(number: str) -> str:
    """Return a number as a spreadsheet shows it in a narrow column."""
    return f"{float(number[:17] + '0'):.14E}"


VALUES = {
    "identity": identity,
    "wide": lambda: identity().translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    "science": lambda: shown(identity()),
    "mobile": mobile,
    "spaced": lambda: (n := mobile()) and f"{n[:3]} {n[3:7]} {n[7:]}",
    "in words": lambda: f"联系{mobile()}",
    "name": name,
    "address": address,
}


def lines(value, count: int = 10) -> list[list[object]]:
    return [[town, "2024-01", 5, value()] for town in TOWNS[:count]]


def refused(path, secrets=()) -> str:
    """Return the message; neither it nor a record of the way in any place repeats a value."""
    messages = []
    for way in (fpstats.read, fpstats.compute):
        for lang in ("zh", "en"):
            with pytest.raises(PersonalDataError) as error:
                way(path, lang=lang)
            assert error.value.exit_code == 5
            assert error.value.__cause__ is None
            messages.append(str(error.value))
    for secret in secrets:
        assert all(str(secret) not in message for message in messages)
    return messages[1]


@pytest.mark.parametrize("kind", VALUES)
@pytest.mark.parametrize("suffix", ["csv", "tsv", "xlsx", "xls", "parquet", "arrow", "frame"])
@pytest.mark.parametrize("heading", ["note", "备注", "编号"])
def test_a_column_of_persons_is_refused_under_any_heading(put, kind, suffix, heading):
    rows = lines(VALUES[kind])
    frame = pl.DataFrame(rows, schema=[*HEADINGS[:3], heading], orient="row")
    path = put("", f"a.{suffix}")
    if suffix in ("csv", "tsv"):
        frame.write_csv(path, separator="," if suffix == "csv" else "\t")
    elif suffix == "parquet":
        frame.write_parquet(path)
    elif suffix == "arrow":
        frame.write_ipc(path)
    elif suffix == "frame":
        path = frame
    elif suffix == "xlsx":
        frame.write_excel(path)
    else:
        book = xlwt.Workbook()
        sheet = book.add_sheet("x")
        for row, line in enumerate([frame.columns, *rows]):
            for column, cell in enumerate(line):
                sheet.write(row, column, cell)
        book.save(path)
    refused(path, [row[3] for row in rows])


@pytest.mark.parametrize("value", [identity, mobile])
def test_numbers_kept_as_numbers(put, value):
    put("")
    rows = [[*line[:3], float(str(line[3]).replace("X", "0"))] for line in lines(value)]
    with xlsxwriter.Workbook("a.xlsx") as book:
        sheet = book.add_worksheet()
        for row, line in enumerate([HEADINGS, *rows]):
            sheet.write_row(row, 0, line)
    message = refused("a.xlsx", [int(row[3]) for row in rows])
    assert "[Sheet1]!D2" in message
    frame = pl.DataFrame(rows, schema=HEADINGS, orient="row")
    assert "D2" in refused(frame)
    assert "D2" in refused(frame.with_columns(pl.col("note").cast(pl.Int64)))


@pytest.mark.parametrize("value", [identity, mobile])
@pytest.mark.parametrize("way", ["column", "row", "sheet", "very", "far"])
def test_what_is_hidden_is_found(put, value, way):
    put("")
    book = openpyxl.Workbook()
    first = book.active
    for line in [HEADINGS[:3], *(row[:3] for row in lines(value))]:
        first.append(line)
    secret = value()
    place = {"far": "Z900"}.get(way, "D5")
    other = book.create_sheet("旧") if way in ("sheet", "very") else first
    other[place] = secret
    if way == "column":
        first.column_dimensions["D"].hidden = True
    elif way == "row":
        first.row_dimensions[5].hidden = True
    elif way != "far":
        other.sheet_state = "veryHidden" if way == "very" else "hidden"
    book.save("a.xlsx")
    assert place in refused("a.xlsx", [secret])


@pytest.mark.parametrize("value", [identity, mobile])
def test_a_comment_and_the_name_of_a_sheet_are_looked_at(put, value):
    put("")
    secret = value()
    book = openpyxl.Workbook()
    for line in [HEADINGS, *lines(lambda: "无")]:
        book.active.append(line)
    book.active["C4"].comment = Comment(f"已核 {secret}", "某")
    book.save("a.xlsx")
    assert "comment at C4" in refused("a.xlsx", [secret])
    book.active["C4"].comment = None
    book.active.title = secret
    book.save("a.xlsx")
    refused("a.xlsx", [secret])


@pytest.mark.parametrize("value", [identity(), mobile()])
@pytest.mark.parametrize("count", [1, 3, 20_000])
def test_one_such_number_in_a_column_of_counts(put, value, count):
    """The swift way would take it for a count."""
    rows = [f"{TOWNS[n % 10]},2024-{n % 9 + 1:02},{n % 7}" for n in range(count)]
    rows[count // 2] = f"东乡,2023-12,{value.replace('X', '0')}"
    refused(put("\n".join(["area,period,births", *rows])), [value])


@pytest.mark.parametrize("secret", [identity(), mobile()])
@pytest.mark.parametrize("at", [40, 123_456, 399_998])
def test_one_such_number_anywhere_in_a_large_file(put, secret, at):
    """Twelve megabytes, in a column that is not read; its line is named, the number is not."""
    rows = [f"{TOWNS[n % 10]},2024-01,{n % 90},第{n}户已核" for n in range(400_000)]
    rows[at] = f"东乡,2024-01,3,经办 {secret}"
    path = put("\n".join([",".join(HEADINGS), *rows]))
    assert f"D{at + 2}" in refused(path, [secret])


def test_the_command_ends_with_5_and_writes_nothing_but_why(put, run, tmp_path):
    rows = lines(identity)
    path = Path(put("")).with_name("a.csv")
    pl.DataFrame(rows, schema=HEADINGS, orient="row").write_csv(path)
    for command in ("read", "compute"):
        done = run(command, path, "-o", "out.xlsx", "--issues", "issues.csv", cwd=tmp_path)
        assert done.code == 5
        assert done.out == b""
        assert all(str(row[3]) not in done.err for row in rows)
        told = tmp_path.joinpath("issues.csv").read_text("utf-8")
        assert "no_result" in told
        assert all(str(row[3]) not in told for row in rows)
    assert {one.name for one in tmp_path.iterdir()} <= {"a.csv", "returns.csv", "issues.csv"}


# --- what is nobody -----------------------------------------------------------------------------

VILLAGES = [
    "王家村", "李庄", "张湾", "刘店", "陈楼", "赵岗", "孙庄", "周集", "吴堡", "徐屯", "高桥",
    "马桥", "黄泥塘", "石门", "江口", "龙泉", "白石", "金山", "东风", "红旗", "前进", "胜利",
]  # fmt: skip
ITEMS = [
    "总人口", "常住人口", "户籍人口", "出生人数", "男", "女", "一孩", "二孩", "死亡人数", "迁入",
    "已婚育龄妇女", "综合节育率", "符合政策生育率", "结婚对数", "离婚对数", "流动人口", "性别比",
]  # fmt: skip


@pytest.mark.parametrize("words", [VILLAGES, ITEMS, TOWNS, [f"第{n}村民小组" for n in range(20)]])
@pytest.mark.parametrize("heading", ["", "单位", "村名", "备注"])
def test_places_and_items_are_no_persons(words, heading):
    assert persons.of_column([heading, *words]) is None


def test_places_of_the_country_are_no_persons(shared):
    """Names of villages and townships of Taiwan, and of the prefectures of Japan."""
    for path in sorted((shared / "data" / "taiwan" / "monthly").glob("*.csv"))[:3]:
        frame = pl.read_csv(path, infer_schema=False, truncate_ragged_lines=True)
        for column in frame.iter_columns():
            for start in range(0, len(column), 30):
                assert persons.of_column(column[start : start + 30].fill_null("").to_list()) is None


@pytest.mark.parametrize(
    "text",
    [
        "110105194912310021", "123456789012345678", "1234567890123456", "110101001000",
        "65000010001", "20240131120000", "010-12345678", "2024-01-31", "1380013800", "113800138000",
        "13800138000.5", "0.13800138000", "1.23456789012345E+17", "91110000100000000X", "",
        "统计局电话 0512-12345678", "12800138000",
    ],
)  # fmt: skip
def test_numbers_that_are_nobody(text):
    assert persons.of_text(text) is None


@pytest.mark.parametrize(
    "number", [0.0, 5.0, 1e10, 1.2e10, 2e10, 1.1e11, 123456789012345678.0, 1e18]
)
def test_large_numbers_that_are_nobody(number):
    assert persons.of_number(number) is None


def test_the_reporter_s_telephone_belongs_to_the_form(put, values):
    """As long as it stands in a line that says so."""
    put("")
    with xlsxwriter.Workbook("a.xlsx") as book:
        sheet = book.add_worksheet()
        for row, line in enumerate([HEADINGS[:3], *(line[:3] for line in lines(name))]):
            sheet.write_row(row, 0, line)
        sheet.write_row(12, 0, ["填报人：某某", "联系电话：", mobile()])
        sheet.write_row(13, 0, ["审核人：某某", f"电话：{mobile()}"])
    assert len(values("a.xlsx")) == 10


def test_one_large_amount_is_no_telephone(put, values):
    put("")
    with xlsxwriter.Workbook("a.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [*HEADINGS[:3], "amount"])
        sheet.write_row(1, 0, ["东乡", "2024-01", 5, 13_800_138_000])
    assert len(values("a.xlsx")) == 1


def test_false_alarms_are_rare():
    """Eighteen random figures look like an identity number once in 30,000 times."""
    chance = random.Random(1)
    texts = [f"{chance.randrange(10**17, 10**18)}" for _ in range(100_000)]
    assert sum(persons.of_text(text) is not None for text in texts) <= 20


def test_every_kind_of_number_is_found():
    chance = random.Random(2)
    for _ in range(2000):
        number = identity(chance)
        assert persons.of_text(number) == "identity_number"
        assert persons.of_text(shown(number)) == "identity_number"
        assert persons.of_number(float(number.replace("X", "0"))) == "identity_number"
        assert persons.of_text(mobile(chance)) == "telephone_number"


@pytest.mark.parametrize("before", range(13))
@pytest.mark.parametrize("number", ["13800138000", "11010519491231002X", "1.10101199003071E+17"])
def test_rows_of_figures_are_found_wherever_they_stand(before, number):
    data = f"{'a,' * before}{'b' * (before % 3)},{number},12345,{number}".encode()
    found = figures.long_rows(data)
    place = data.index(number.encode()) + (2 if "." in number else 0)
    assert found == [place, data.rindex(number.encode()) + (2 if "." in number else 0)]


def test_short_rows_and_codes_are_passed_over():
    text = "65000010001,202401,123456789\n" * 100
    assert figures.long_rows(text.encode()) == []
    assert figures.long_rows(b"") == []
    assert figures.long_rows(b"1") == []


def test_nothing_of_them_is_written(put, capsys):
    rows = lines(identity)
    buffer = io.BytesIO()
    pl.DataFrame(rows, schema=HEADINGS, orient="row").write_csv(buffer)
    refused(put(buffer.getvalue()))
    said = capsys.readouterr()
    assert said.out == said.err == ""


# --- few of them, and under other headings ------------------------------------------------------


def form(*lines: str) -> str:
    return "2024年5月人口表\n" + "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    "lines",
    [
        ["乡镇,出生人数,母亲", "晴禾街道,1,王小明", "苇汀镇,1,李红"],
        ["乡镇,出生人数,负责人", "晴禾街道,30,王小明", "苇汀镇,22,李红", "禾笠镇,12,孙丽"],
        ["乡镇,出生人数,备注", "晴禾街道,30,110101900307001", "苇汀镇,22,110101890307001"],
        ["乡镇,出生人数,备注", "晴禾街道,30,110105 19491231 002X"],
        [
            "乡镇,出生人数,备注", "晴禾街道,30,幸福路12号3栋201室",
            "苇汀镇,22,光明街5号2单元301", "禾笠镇,12,人民路8号4幢502室",
        ],
        ["乡镇,出生人数", "王小明,1", "李红,1", "赵铁柱,1", "孙丽,1", "周建国,1"],
    ],
)  # fmt: skip
def test_a_few_persons_are_refused_where_a_form_has_places(put, lines):
    secrets = [line.split(",")[-1 if lines[0].count(",") == 2 else 0] for line in lines[1:]]
    refused(put(form(*lines), "a.csv"), secrets)


@pytest.mark.parametrize(
    "lines",
    [
        # Short names of places that begin like surnames, and one that does not.
        ["乡镇,出生人数", "白云,1", "石桥头,2", "黄泥塘,3", "马鞍,4", "东风,5", "高家山,6"],
        ["乡镇,育龄妇女,产妇", "晴禾街道,300,12", "苇汀镇,220,9"],
        ["乡镇,出生人数,备注", "晴禾街道,30,幸福路12号办公", "苇汀镇,22,"],
        ["乡镇,出生人数,", "晴禾街道,30,", "联系电话：13812345678,,"],
    ],
)
def test_places_counts_and_signatures_are_read(put, values, lines):
    assert values(put(form(*lines), "a.csv"))


def test_a_name_where_a_number_should_stand_is_not_repeated(put):
    found = fpstats.read(put(form("乡镇,出生人数", "晴禾街道,王小明", "苇汀镇,两个"), "a.csv"))
    told = [
        (row["cell"], row["value"])
        for row in found.issues.to_pylist()
        if row["code"] == "not_a_number"
    ]
    assert sorted(told) == [("B3", "…"), ("B4", "两个")]
    assert "王小明" not in str(found.issues.to_pylist())
