"""How the command behaves towards pipes, disks, terminals, settings and accidents."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from fpstats import cli, locale
from fpstats.cli import config
from fpstats.errors import ConfigurationError

FILES = Path(__file__).parent / "files"
TINY = FILES / "tiny.csv"
COMPUTE = ("compute", str(TINY), "-i", "births")

posix = pytest.mark.skipif(os.name != "posix", reason="pipes and devices of a POSIX system")
full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command gave."""

    out: bytes
    err: str
    code: int

    @property
    def text(self) -> str:
        return self.out.decode("utf-8")


@pytest.fixture
def within(
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
    root: Path,
    clean: Mapping[str, str],
) -> Iterator[Callable[..., Ran]]:
    """Give a runner like `run`, in this process: eight times as fast."""

    def within(
        *arguments: str | Path, cwd: Path = root, env: Mapping[str, str] | None = None
    ) -> Ran:
        for name in [name for name in os.environ if name not in clean]:
            if name.startswith(("FPSTATS_", "XDG_")):
                monkeypatch.delenv(name)
        for name, value in {"HOME": clean["HOME"], **(env or {})}.items():
            monkeypatch.setenv(name, value)
        monkeypatch.chdir(cwd)
        monkeypatch.setattr(sys, "argv", ["fpstats", *map(str, arguments)])
        config._found.cache_clear()
        capfdbinary.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = capfdbinary.readouterr()
        return Ran(out, err.decode("utf-8"), ended.value.code)

    yield within
    config._found.cache_clear()
    locale.speak("en")
    gc.enable()


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give returns whose result is larger than any pipe holds."""
    path = tmp_path_factory.mktemp("many") / "returns.csv"
    lines = "".join(f"area{n:05d},2024-01,{n}\n" for n in range(4000))
    path.write_text(f"area,period,births\n{lines}", "utf-8")
    return path


# --- pipes and disks ----------------------------------------------------------------------------


def pipe_to_head(command: list[str], env: dict[str, str]) -> tuple[int, str, bytes]:
    """Run `command | head -c 10` and return the code and talk of the first, the output of head."""
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env
    ) as first:
        assert first.stdout is not None
        assert first.stderr is not None
        some = os.read(first.stdout.fileno(), 10)
        first.stdout.close()
        talk = first.stderr.read().decode()
    return first.returncode, talk, some


@posix
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("kind", ["csv", "jsonl", "xlsx"])
def test_a_reader_that_goes_away_ends_the_command_quietly(command, clean, many, kind, unbuffered):
    asked = ["compute", str(many), "-i", "births", "--format", kind, "-q"]
    env = {**clean, "PYTHONUNBUFFERED": unbuffered}
    code, talk, some = pipe_to_head([*command, *asked], env)
    assert (code, talk) == (141, "")
    assert len(some) == 10


@posix
def test_a_failure_keeps_its_code_when_nobody_listens_to_it(command, clean):
    for target in ("/dev/full", "closed"):
        quoted = " ".join([*command, "compute", "nowhere.csv"])
        redirect = "2>&-" if target == "closed" else f"2>{target}"
        if target == "closed" or Path(target).exists():
            done = subprocess.run(["sh", "-c", f"{quoted} {redirect}"], env=clean, check=False)
            assert done.returncode == 2


@posix
def test_findings_that_nobody_reads_do_not_stop_the_result(command, clean, tmp_path):
    """`2>&1 | head -1`, with the result in a file."""
    result = tmp_path / "result.csv"
    asked = [*command, "read", str(FILES / "dirty.csv"), "-v", "-o", str(result)]
    first = subprocess.Popen(asked, stderr=subprocess.PIPE, env=clean)
    assert first.stderr is not None
    first.stderr.close()
    assert first.wait(60) == 0
    assert result.read_text("utf-8").startswith("area,period,item,value")


@full
@pytest.mark.parametrize(
    "asked",
    [COMPUTE, (*COMPUTE, "-o", "/dev/full", "--format", "csv"), ("catalogue", "list"),
     ("catalogue", "show", "births"), ("--help",), ("read", str(TINY), "--format", "xlsx")],
    ids=["compute", "-o", "list", "show", "help", "xlsx"],
)  # fmt: skip
def test_a_full_disk_is_never_silent(command, clean, asked):
    with Path("/dev/full").open("wb") as disk:
        done = subprocess.run(
            [*command, *asked], stdout=disk, stderr=subprocess.PIPE, check=False,
            env={**clean, "FPSTATS_LANG": "en"},
        )  # fmt: skip
    talk = done.stderr.decode()
    assert done.returncode == 74, talk
    assert "No space left on device" in talk
    assert "Traceback" not in talk
    assert "Exception ignored" not in talk


@posix
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_disk_that_fills_up_halfway_is_never_silent(command, clean, many, tmp_path, unbuffered):
    """The limit of a file's size stands for the disk: 50 kB of some 400 are accepted."""
    resource = pytest.importorskip("resource")

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (51_200, 51_200))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    asked = [*command, "compute", str(many), "-i", "births", "-q"]
    with (tmp_path / "result.csv").open("wb") as disk:
        done = subprocess.run(
            asked, stdout=disk, stderr=subprocess.PIPE, check=False, preexec_fn=limit,
            env={**clean, "PYTHONUNBUFFERED": unbuffered},
        )  # fmt: skip
    assert (tmp_path / "result.csv").stat().st_size == 51_200
    assert done.returncode == 74, done.stderr.decode()


@posix
def test_standard_output_that_is_closed(command, clean, tmp_path):
    quoted = " ".join([*command, *COMPUTE, "-q"])
    done = subprocess.run(
        ["sh", "-c", f"{quoted} >&-"], stderr=subprocess.PIPE, env=clean, check=False
    )
    assert (done.returncode, done.stderr.decode()) == (74, "fpstats: 标准输出已关闭\n")
    done = subprocess.run(["sh", "-c", f"{quoted} -o {tmp_path}/a.csv >&-"], env=clean, check=False)
    assert done.returncode == 0
    assert (tmp_path / "a.csv").is_file()


@posix
def test_an_interrupt_ends_with_130_and_leaves_nothing_behind(command, clean, tmp_path):
    """The command waits for standard input when the interrupt comes."""
    result = tmp_path / "result.csv"
    asked = [*command, "compute", "-", "-o", str(result)]
    waiting = subprocess.Popen(
        asked, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=clean
    )
    time.sleep(1.5)
    waiting.send_signal(signal.SIGINT)
    _, talk = waiting.communicate(timeout=60)
    assert (waiting.returncode, talk) == (130, b"")
    assert list(tmp_path.iterdir()) == []


# --- files that are written ---------------------------------------------------------------------


def test_the_format_follows_the_suffix_and_the_result_the_run(within, tmp_path):
    for suffix in ("csv", "tsv", "jsonl", "md", "html", "xlsx", "parquet", "json", "txt"):
        ran = within(*COMPUTE, "-q", "-o", tmp_path / f"r.{suffix}")
        assert (ran.code, ran.out, ran.err) == (0, b"", "")
    assert (tmp_path / "r.csv").read_bytes() == within(*COMPUTE, "-q").out
    assert (tmp_path / "r.xlsx").read_bytes()[:2] == b"PK"
    assert (tmp_path / "r.parquet").read_bytes()[:4] == b"PAR1"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (("compute", str(FILES / "junk.csv")), 1),
        (("read", str(FILES / "dirty.csv"), "--strict"), 1),
        (("compute", str(TINY), "-i", "birth"), 2),
        (("compute", str(FILES / "persons.csv")), 5),
    ],
    ids=["no layout", "strict", "no indicator", "persons"],
)
def test_a_failure_leaves_the_file_of_last_time_as_it_was(within, tmp_path, asked, code):
    result = tmp_path / "result.csv"
    result.write_text("last month", "utf-8")
    assert within(*asked, "-o", result).code == code
    assert result.read_text("utf-8") == "last month"
    assert list(tmp_path.iterdir()) == [result]


def test_a_failure_halfway_leaves_the_old_file_and_nothing_beside_it(tmp_path, monkeypatch):
    """The rendering breaks after the first bytes are written."""
    result = tmp_path / "result.csv"
    result.write_text("last month", "utf-8")

    def broken(*_: object, **__: object):
        yield b"half a line"
        raise ValueError("broken")

    monkeypatch.setattr("fpstats.write.render", broken)
    with pytest.raises(SystemExit) as ended:
        cli.main([*COMPUTE, "-q", "-o", str(result)])
    assert ended.value.code == 70
    assert result.read_text("utf-8") == "last month"
    assert list(tmp_path.iterdir()) == [result]


@posix
def test_a_kill_leaves_the_old_file(command, clean, many, tmp_path):
    result = tmp_path / "result.csv"
    result.write_text("last month", "utf-8")
    asked = [*command, "compute", str(many), "-q", "-o", str(result)]
    for wait in (0.2, 0.5, 0.8):
        running = subprocess.Popen(asked, env=clean)
        time.sleep(wait)
        running.kill()
        running.wait(60)
        text = result.read_text("utf-8")
        assert text == "last month" or text.startswith("indicator,area,period")


@pytest.mark.parametrize("option", ["--areas", "--targets", "--catalogue", "--layout"])
@pytest.mark.parametrize("kind", ["-o", "--issues"])
def test_no_output_takes_the_place_of_an_input(within, tmp_path, option, kind):
    table = tmp_path / "table.csv"
    content = {
        "--areas": "name\n东乡\n西乡\n",
        "--targets": "indicator,kind,value\nbirths,at_least,5\n",
        "--catalogue": "",
        "--layout": 'items = "all"\nperiod.columns = ["period"]\narea.columns = ["area"]\n',
    }
    table.write_text(content[option], "utf-8")
    ran = within(*COMPUTE, option, table, kind, table, "-q")
    assert ran.code == 2, ran.err
    assert table.read_text("utf-8") == content[option]


def test_findings_go_to_a_file_in_full(within, tmp_path):
    issues = tmp_path / "issues.csv"
    ran = within("read", FILES / "dirty.csv", "--issues", issues, "--lang", "en", "-q")
    assert (ran.code, ran.err) == (0, "")
    lines = issues.read_text("utf-8").splitlines()
    assert lines[0].startswith("severity,code,message,area,period,item,indicator,source,sheet,cell")
    told = {tuple(line.split(",")[:2]) for line in lines[1:]}
    assert told >= {
        ("error", "not_a_number"),
        ("error", "negative_count"),
        ("error", "not_whole"),
        ("error", "no_area"),
        ("error", "no_period"),
        ("warning", "blank_value"),
        ("info", "note_row"),
        ("info", "unused_column"),
    }
    talk = within("read", FILES / "dirty.csv", "--issues", issues, "--lang", "en").err
    assert talk.endswith(f"errors 5, warnings 1, notes 2: see {issues}\n")


def test_only_the_gravest_findings_are_shown(within, tmp_path):
    lines = "".join(f"area{n},2024-01,x\n" for n in range(30))
    (tmp_path / "a.csv").write_text(f"area,period,births\nok,2024-01,1\n{lines}", "utf-8")
    few = within("read", "a.csv", "--lang", "en", cwd=tmp_path).err.splitlines()
    every = within("read", "a.csv", "--lang", "en", "-v", cwd=tmp_path).err.splitlines()
    assert (len(few), len(every)) == (11, 31)
    assert few[-1] == every[-1]
    assert few[-1].startswith("errors 30, warnings 0, notes 0")


# --- what help costs ----------------------------------------------------------------------------

HEAVY = {"polars", "pandas", "pyarrow", "narwhals", "numpy", "scipy", "duckdb", "xlsxwriter"}


@pytest.mark.parametrize(
    "asked",
    ["--help", "--version", "compute --help", "read --help", "catalogue --help", "layouts -h",
     "comptue", "compute"],
)  # fmt: skip
def test_help_loads_no_frame_library(clean, asked):
    script = (
        "import sys\nfrom fpstats.cli import main\n"
        "try:\n    main(sys.argv[1:])\n"
        "except SystemExit:\n    pass\n"
        f"print(sorted({HEAVY!r} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *asked.split()], capture_output=True, env=clean, check=True
    )
    assert done.stderr.decode().splitlines()[-1] == "[]"


def test_checking_the_catalogue_loads_no_frame_library(clean):
    script = (
        "import sys\nfrom fpstats.cli import main\n"
        "try:\n    main(['catalogue', 'check'])\n"
        "except SystemExit as ended:\n    print(ended.code)\n"
        f"print(sorted({HEAVY!r} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, env=clean, check=True
    )
    assert done.stdout.decode().splitlines()[-2:] == ["0", "[]"]


@pytest.mark.parametrize(
    ("command", "spared"),
    [
        ("compute {}", {"pandas", "narwhals", "scipy", "duckdb"}),
        ("read {}", {"pandas", "narwhals", "scipy", "duckdb"}),
        ("catalogue list", {"pandas", "narwhals", "scipy", "duckdb"}),
        ("check {}", {"pandas", "narwhals", "duckdb"}),
        ("explain {} -i births --area 苇汀镇 --period 2021-10", {"pandas", "narwhals", "duckdb"}),
    ],
)
def test_a_run_loads_only_what_it_needs(clean, samples, tmp_path, command, spared):
    """Each of these takes longer to load than a county's month takes to count."""
    lines = (samples / "tidy" / "returns.csv").read_text("utf-8").splitlines(keepends=True)
    month = tmp_path / "month.csv"
    month.write_text("".join([lines[0], *(one for one in lines if ",2021-10," in one)]), "utf-8")
    script = (
        "import sys\nfrom fpstats.cli import main\n"
        "try:\n    main(sys.argv[1:])\n"
        "except SystemExit:\n    pass\n"
        f"print(sorted({spared!r} & set(sys.modules)), file=sys.stderr)"
    )
    asked = [str(month) if one == "{}" else one for one in command.split()]
    done = subprocess.run(
        [sys.executable, "-c", script, *asked], capture_output=True, env=clean, check=True
    )
    assert done.stdout
    assert done.stderr.decode().splitlines()[-1] == "[]"


@pytest.mark.parametrize("asked", ["", "compute ", "read ", "catalogue ", "layouts which "])
def test_help_in_both_languages(run, asked):
    chinese, english = (run(*asked.split(), "--lang", one, "--help").text for one in ("zh", "en"))
    assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese)
    mostly = [letter for letter in english if "\u4e00" <= letter <= "\u9fff"]
    assert not mostly, "no Chinese in English help"
    assert run(*asked.split(), "--help").text == chinese
    assert run(*asked.split(), "--help", env={"FPSTATS_LANG": "en"}).text == english


# --- terminals ----------------------------------------------------------------------------------


def on_a_terminal(command: list[str], env: dict[str, str]) -> str:
    """Run a command whose standard output is a terminal, and return what it writes there."""
    pty = pytest.importorskip("pty")
    leader, follower = pty.openpty()
    running = subprocess.Popen(command, stdout=follower, stderr=subprocess.DEVNULL, env=env)
    os.close(follower)
    written = b""
    while True:
        try:
            some = os.read(leader, 65536)
        except OSError:  # what Linux says when the other end is closed
            break
        if not some:
            break
        written += some
    os.close(leader)
    assert running.wait(60) == 0
    return written.decode()


@posix
def test_a_terminal_gets_a_table_and_a_pipe_gets_csv(command, clean, run):
    table = on_a_terminal([*command, *COMPUTE], {**clean, "TERM": "dumb"})
    assert "出生人数" in table
    assert "东乡" in table
    assert "numerator" not in table
    assert run(*COMPUTE).text.startswith("indicator,area,period,numerator")


TARGETS = ("--targets", str(FILES / "targets.csv"))


@posix
@pytest.mark.parametrize(
    ("env", "coloured"),
    [
        ({"TERM": "xterm"}, True),
        ({"TERM": "xterm", "NO_COLOR": "1"}, False),
        ({"TERM": "xterm", "NO_COLOR": ""}, True),
        ({"TERM": "dumb"}, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True),
        ({"TERM": "xterm", "NO_COLOR": "1", "FORCE_COLOR": "1"}, True),
    ],
    ids=str,
)
def test_colours_on_a_terminal(command, clean, env, coloured):
    text = on_a_terminal([*command, *COMPUTE, *TARGETS], {**clean, **env})
    assert ("\x1b[" in text) == coloured


def test_no_colours_in_a_pipe_unless_they_are_forced(within):
    asked = (*COMPUTE, *TARGETS, "--format", "table", "-q")
    assert "\x1b[" not in within(*asked).text
    assert "\x1b[" in within(*asked, env={"FORCE_COLOR": "1"}).text
    assert "\x1b[" not in within(*COMPUTE, *TARGETS, "-q", env={"FORCE_COLOR": "1"}).text


@posix
def test_a_workbook_is_not_shown_on_a_terminal(command, clean):
    pty = pytest.importorskip("pty")
    leader, follower = pty.openpty()
    done = subprocess.run(
        [*command, *COMPUTE, "--format", "xlsx"],
        stdout=follower, stderr=subprocess.PIPE, env=clean, check=False,
    )  # fmt: skip
    os.close(follower)
    os.close(leader)
    assert done.returncode == 2
    assert "-o" in done.stderr.decode()


# --- surroundings -------------------------------------------------------------------------------


SEASON = (
    *("compute", "data/samples/gbk/2024-0[1-3].csv", "--areas", "data/samples/areas.csv"),
    *("-i", "births,sex_ratio_at_birth", "--every", "quarter", "--year-start", "10"),
)


@pytest.fixture(scope="module")
def plainly(run_anew):
    """Give what the command prints in a bare environment."""
    return run_anew(*SEASON)


@pytest.mark.parametrize(
    "env",
    [
        {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1"},
        {"TZ": "America/New_York", "PYTHONHASHSEED": "4294967295"},
        {"LANG": "de_DE.UTF-8", "LC_ALL": "de_DE.UTF-8"},
        {"LANG": "C", "LC_ALL": "C"},
        {"LANG": "zh_CN.GBK", "PYTHONIOENCODING": "gbk"},
        {"COLUMNS": "20", "POLARS_MAX_THREADS": "1", "PYTHONUNBUFFERED": "1"},
    ],
    ids=lambda env: " ".join(env.values()),
)
def test_the_surroundings_change_no_byte(run_anew, plainly, env):
    other = run_anew(*SEASON, env=env)
    assert plainly.code == other.code == 0
    # Two indicators of 24 townships, 3 groups and the county in one quarter.
    assert len(plainly.text.splitlines()) == 1 + 2 * 28
    assert other.out == plainly.out
    if "PYTHONIOENCODING" not in env:
        assert other.err == plainly.err


def test_the_working_folder_changes_no_number(run, root, tmp_path):
    here = run(*COMPUTE, "-q")
    there = run(*COMPUTE, "-q", cwd=tmp_path)
    relative = run("compute", "tiny.csv", "-i", "births", "-q", cwd=FILES)
    assert here.out == there.out == relative.out


# --- settings -----------------------------------------------------------------------------------


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Give a folder with returns of three months, settings, and a folder below it."""
    (tmp_path / "home").mkdir()
    (tmp_path / "below").mkdir()
    lines = "".join(f"东乡,2024-{month:02d},{month % 7}\n" for month in range(1, 13))
    (tmp_path / "returns.csv").write_text(f"area,period,births\n{lines}", "utf-8")
    (tmp_path / ".git").mkdir()
    return tmp_path


def periods(ran) -> int:
    """Count the periods of a result, which tell what `--every` was."""
    return len({line.split(",")[2] for line in ran.text.splitlines()[1:]})


def test_a_flag_goes_before_the_environment_before_the_file_before_the_default(within, project):
    asked = ("compute", project / "returns.csv", "-i", "births", "-q")
    own = project / "home" / "fpstats" / "config.toml"
    below, home = project / "below", {"XDG_CONFIG_HOME": str(project / "home")}
    assert periods(within(*asked, cwd=below, env=home)) == 12
    own.parent.mkdir()
    own.write_text('every = "half"\n', "utf-8")
    assert periods(within(*asked, cwd=below, env=home)) == 2
    (project / "fpstats.toml").write_text('every = "quarter"\n', "utf-8")
    assert periods(within(*asked, cwd=below, env=home)) == 4
    env = {**home, "FPSTATS_EVERY": "year"}
    assert periods(within(*asked, cwd=below, env=env)) == 1
    assert periods(within(*asked, "--every", "month", cwd=below, env=env)) == 12


def test_settings_stop_at_the_root_of_a_repository(within, project):
    inner = project / "below"
    (project / "fpstats.toml").write_text('every = "year"\n', "utf-8")
    (inner / ".git").mkdir()
    asked = ("compute", project / "returns.csv", "-i", "births", "-q")
    assert periods(within(*asked, cwd=inner)) == 12
    assert periods(within(*asked, cwd=project)) == 1


def test_the_settings_of_all_kinds_reach_the_commands(run, project):
    (project / "areas.csv").write_text("name,level\n东乡,township\n", "utf-8")
    (project / "fpstats.toml").write_text(
        'indicator = ["births"]\nareas = "areas.csv"\nby = "township"\nyear-start = 10\n'
        'confidence = 0.9\nformat = "tsv"\nlang = "en"\nquiet = true\nevery = "year"\n',
        "utf-8",
    )
    ran = run("compute", "../returns.csv", cwd=project / "below")
    assert ran.code == 0, ran.err
    rows = [line.split("\t") for line in ran.text.splitlines()]
    # October to December belong to the planning year 2025.
    assert [row[:3] for row in rows[1:]] == [["births", "东乡", "2024"], ["births", "东乡", "2025"]]
    assert rows[1][8] == "0.9"
    listed = run("catalogue", "list", cwd=project).text
    assert listed.startswith("id\ttitle")
    assert "crude birth rate" in listed
    assert "Usage: fpstats" in run("--help", cwd=project).text
    assert "returns to indicators" in run("--help", cwd=project).text


def test_one_indicator_may_be_written_without_a_list(within, project):
    (project / "fpstats.toml").write_text('indicator = "births"\nquiet = true\n', "utf-8")
    assert within("compute", "returns.csv", cwd=project).text.count("births,东乡") == 12


def test_every_fault_of_the_settings_is_listed_at_once(within, project):
    (project / "fpstats.toml").write_text(
        'evry = "year"\nstrict = "yes"\nyear_start = true\nindicator = [1]\nby = 3\n[compute]\n',
        "utf-8",
    )
    ran = within("compute", "returns.csv", "--lang", "en", cwd=project)
    assert (ran.code, ran.out) == (2, b"")
    heading, *faults = ran.err.strip().split("\n- ")
    assert heading.endswith("fpstats.toml has 6 problems")
    assert faults == [
        "evry: no such key; did you mean 'every'?",
        "strict: must be true or false, not 'yes'",
        "year_start: must be a whole number, not True",
        "indicator: must be a text, or a list of texts, not [1]",
        "by: must be text in quotes, not 3",
        "compute: no such key",
    ]


@pytest.mark.parametrize("content", [b"every = ", b"\xff\xfe", b'every = "year'])
def test_settings_that_are_no_toml_stop_all_but_help(run, project, content):
    (project / "fpstats.toml").write_bytes(content)
    ran = run("compute", "returns.csv", cwd=project)
    assert ran.code == 2
    assert "fpstats.toml" in ran.err
    assert "Traceback" not in ran.err
    for asked in (["--help"], ["--version"], ["compute", "-h"]):
        assert run(*asked, cwd=project).code == 0


def test_settings_may_begin_with_the_mark_of_windows(within, project):
    (project / "fpstats.toml").write_bytes(b"\xef\xbb\xbfevery = 'year'\n")
    assert periods(within("compute", "returns.csv", "-i", "births", "-q", cwd=project)) == 1


def test_a_value_that_was_not_typed_is_told_where_it_came_from(within, project):
    (project / "fpstats.toml").write_text('every = "weekly"\n', "utf-8")
    ran = within("compute", "returns.csv", "--lang", "en", cwd=project)
    assert ran.code == 2
    assert ran.err.endswith("Hint: the value comes from fpstats.toml\n")
    env = {"FPSTATS_YEAR_START": "13", "FPSTATS_LANG": "en"}
    ran = within(*COMPUTE, env=env)
    assert ran.code == 2
    assert ran.err.endswith("environment variable FPSTATS_YEAR_START\n")
    assert "comes from" not in within(*COMPUTE, "--year-start", "13", "--lang", "en").err


def test_settings_without_a_home(tmp_path, monkeypatch):
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", homeless)
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.chdir(tmp_path)
    assert config.defaults(["compute"])["compute"]["show"] == {}


def test_every_option_that_a_file_may_set_is_an_option(monkeypatch, tmp_path):
    import click

    context = click.Context(cli.fpstats)
    options = {
        parameter.name
        for name in ("compute", "read", "check", "watch")
        for parameter in cli.fpstats.get_command(context, name).params
    }
    assert set(config.KEYS) <= options
    # What is asked once, or names an output of this run, stands in no file.
    assert options - set(config.KEYS) == {
        "files", "output", "issues", "verbose", "formulas", "explain", "months", "totals",
        "late_births", "as_of", "pictures",
    }  # fmt: skip
    monkeypatch.chdir(tmp_path)
    Path(config.NAME).write_text("zzz = 1\n", "utf-8")
    with pytest.raises(ConfigurationError, match=r"zzz: no such key$"):
        config.defaults(["compute"])


# --- accidents ----------------------------------------------------------------------------------


def ended(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """Run a command in this process; return its code and its talk."""
    with pytest.raises(SystemExit) as end:
        cli.main(list(arguments))
    return end.value.code, capsys.readouterr().err


@pytest.mark.parametrize(
    ("accident", "code", "talk"),
    [
        (ZeroDivisionError("division by zero"), 70, "ZeroDivisionError: division by zero"),
        (KeyboardInterrupt(), 130, ""),
        (PermissionError(13, "Permission denied", "a.csv"), 74, "a.csv: Permission denied"),
        (MemoryError(), 70, "MemoryError"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_accident_has_a_code_and_no_traceback(monkeypatch, capsys, accident, code, talk):
    def broken(*_: object, **__: object) -> None:
        raise accident

    monkeypatch.setattr("fpstats.pipeline.computing.compute", broken)
    monkeypatch.delenv("FPSTATS_DEBUG", raising=False)
    monkeypatch.setenv("FPSTATS_LANG", "en")
    actual, said = ended(capsys, *COMPUTE)
    assert actual == code
    assert talk in said
    assert "Traceback" not in said


def test_an_internal_error_shows_its_traceback_when_asked(monkeypatch):
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("fpstats.pipeline.computing.compute", broken)
    monkeypatch.setenv("FPSTATS_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        cli.main(list(COMPUTE))


def test_a_folder_without_returns(within, tmp_path):
    (tmp_path / "notes.md").write_text("x", "utf-8")
    ran = within("compute", tmp_path)
    assert ran.code == 2
    assert ".xlsx" in ran.err


@pytest.mark.skipif(
    os.name != "posix" or os.geteuid() == 0, reason="who may read everything meets no lock"
)
def test_a_file_that_may_not_be_read(within, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("area,period,births\n东乡,2024-01,1\n", "utf-8")
    path.chmod(0)
    ran = within("compute", path)
    assert ran.code == 1
    assert "Permission denied" in ran.err


def test_keep_going_goes_past_what_cannot_be_read_and_says_so(within, tmp_path):
    good, bad = tmp_path / "1.csv", tmp_path / "2.xlsx"
    good.write_text("area,period,births\n东乡,2024-01,1\n", "utf-8")
    bad.write_bytes(b"PK\x03\x04 not a workbook")
    asked = ("compute", tmp_path, "-i", "births", "--lang", "en")
    assert within(*asked).code == 1
    ran = within(*asked, "--keep-going")
    assert ran.code == 4
    assert "births,东乡,2024-01,1" in ran.text
    assert "2.xlsx" in ran.err
    targets = tmp_path.with_name("targets.csv")
    targets.write_text("indicator,kind,value\nbirths,at_least,5\n", "utf-8")
    missed = within(*asked, "--keep-going", "--fail-on-missed", "--targets", targets)
    assert missed.code == 4
    assert ",at_least 5," in missed.text
