"""Bytes to text: the ladder, and what stands outside it is refused with a hint."""

from __future__ import annotations

import codecs

import pytest

import fpstats
from fpstats.errors import ConfigurationError, FpstatsError
from fpstats.returns.encoding import begins_as_utf8, decode, looks_like_big5, plausible

TEXT = "area,period,births\n晴禾街道,2024-01,5\n微岭乡,2024-01,4\n"
BIG5 = "area,period,births\n臺北縣板橋市,2024-01,5\n龜山鄉,2024-01,4\n"
WANTED = [("微岭乡", "2024-01", "births", 4), ("晴禾街道", "2024-01", "births", 5)]

LADDER = {
    "UTF-8": TEXT.encode(),
    "UTF-8 with a mark": codecs.BOM_UTF8 + TEXT.encode(),
    "UTF-16": codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
    "UTF-16 the other way round": codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
    "UTF-32": codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
    "GB18030": TEXT.encode("gbk"),
}


@pytest.mark.parametrize("name", LADDER)
def test_the_ladder_reads_it_and_says_which_unless_it_is_utf_8(put, values, issues, name):
    path = put(LADDER[name])
    assert values(path) == WANTED
    used = name.split()[0]
    read = fpstats.read(path, lang="en").issues.to_pylist()
    assert [row["message"] for row in read] == ([] if used == "UTF-8" else [f"read as {used}"])


@pytest.mark.parametrize("name", LADDER)
def test_computing_reads_the_same(put, computed, name):
    assert computed(put(LADDER[name]))["晴禾街道", "2024-01"] == 5


def test_four_byte_characters_of_gb18030(put, values):
    # 㙍 and 𠮷 are in no GBK: four bytes each, which GB18030 alone has.
    text = TEXT.replace("微岭乡", "㙍岭𠮷乡")
    assert len("㙍𠮷".encode("gb18030")) == 8
    assert values(put(text.encode("gb18030")))[0][0] == "㙍岭𠮷乡"


def test_big5_is_refused_with_a_hint_and_read_when_it_is_named(put, values):
    path = put(BIG5.encode("big5"))
    with pytest.raises(FpstatsError, match=r"neither UTF-8 nor GB18030[^\0]*--encoding big5"):
        values(path)
    assert [row[0] for row in values(path, encoding="big5")] == ["臺北縣板橋市", "龜山鄉"]


def test_what_looks_like_big5_is_told_to_look_so(put, values):
    with pytest.raises(FpstatsError, match=r"looks like Big5[^\0]*--encoding big5"):
        values(put(BIG5.encode("big5")))
    # Japanese is in neither, and reads as Big5 with many a rare character.
    other = "area,period,births\n北海道すすきの,2024-01,5\nアイヌ,2024-01,4\n".encode("shift_jis")
    with pytest.raises(FpstatsError) as refused:
        values(put(other))
    assert "looks like" not in str(refused.value)


def test_a_beginning_that_ends_within_a_character_looks_like_big5_too():
    text = BIG5.encode("big5")
    ends = [text.index("臺".encode("big5")) + cut for cut in (3, 4, 5)]
    assert [looks_like_big5(text[:end]) for end in ends] == [True, True, True]


def test_big5_would_decode_as_gb18030_so_only_its_look_gives_it_away():
    misread = BIG5.encode("big5").decode("gb18030")
    assert not plausible(misread)
    assert plausible(TEXT)
    assert plausible("area,period\n")


def test_western_text_is_not_taken_for_chinese(put, values):
    with pytest.raises(FpstatsError, match="neither UTF-8"):
        values(put("area,period,births\nZürich,2024-01,5\nGenève,2024-01,4\n".encode("latin-1")))


def test_an_encoding_that_is_named_is_the_only_one_tried(put, values):
    with pytest.raises(FpstatsError, match="cannot be read as utf-8") as error:
        values(put(TEXT.encode("gbk")), encoding="utf-8")
    assert error.value.exit_code == 1


@pytest.mark.parametrize("name", ["klingon", "hex"])
def test_an_encoding_that_does_not_exist_is_a_fault_of_the_command(put, values, name):
    with pytest.raises(ConfigurationError, match=f"no encoding is called '{name}'"):
        values(put(TEXT), encoding=name)


def test_a_mark_that_lies_is_refused(put, values):
    with pytest.raises(FpstatsError, match=r"begins with the mark of UTF-8, but[^\0]*damaged"):
        values(put(codecs.BOM_UTF8 + TEXT.encode("gbk")))


@pytest.mark.parametrize("content", [b"", codecs.BOM_UTF8, b"\n\n \n", b" , ,\n,,\n"])
def test_an_empty_file_is_called_empty(put, values, content):
    with pytest.raises(FpstatsError, match=r"returns\.csv is empty"):
        values(put(content))


def test_gbk_after_64_kb_of_ascii_is_read_all_the_same(put, values, computed):
    ascii_lines = "".join(f"village{n:05d},2024-01,1\n" for n in range(4000))
    raw = f"area,period,births\n{ascii_lines}微岭乡,2024-01,7\n".encode("gbk")
    assert raw[:65_536].isascii()
    path = put(raw)
    assert begins_as_utf8(raw[:65_536])
    assert values(path)[-1] == ("微岭乡", "2024-01", "births", 7)
    assert computed(path)["微岭乡", "2024-01"] == 7


def test_big5_after_64_kb_of_ascii_is_refused(put, values, computed):
    ascii_lines = "".join(f"village{n:05d},2024-01,1\n" for n in range(4000))
    path = put(f"area,period,births\n{ascii_lines}".encode() + BIG5.encode("big5")[19:])
    for way in (values, computed):
        with pytest.raises(FpstatsError, match="neither UTF-8"):
            way(path)


def test_a_character_cut_by_the_64_kb_is_no_reason_to_doubt_utf_8():
    raw = ("x" * 65_535 + "乡").encode()
    assert begins_as_utf8(raw[:65_536])


@pytest.mark.parametrize("where", ["5\0", "微\0岭乡", "5\n\0\0\0\0"])
def test_a_nul_byte_is_damage_and_its_line_is_named(put, values, where):
    text = TEXT.replace("5" if "5" in where else "微岭乡", where)
    line = text[: text.index("\0")].count("\n") + 1
    with pytest.raises(FpstatsError, match=f"NUL byte in line {line}"):
        values(put(text))


def test_utf_16_without_its_mark_is_refused_and_read_when_it_is_named(put, values):
    path = put(TEXT.encode("utf-16-le"))
    with pytest.raises(FpstatsError, match="--encoding utf-16-le"):
        values(path)
    assert values(path, encoding="utf-16-le") == WANTED


def test_decode_names_what_it_used():
    assert decode(b"abc", "x") == ("abc", "UTF-8")
    assert decode("街道".encode("gbk"), "x") == ("街道", "GB18030")
    assert decode("街道".encode("utf-16"), "x") == ("街道", "UTF-16")
