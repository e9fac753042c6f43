"""Pipes that close, disks that are full, and interrupts: quiet or said, never halfway."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

FILES = Path(__file__).parent / "files"
TINY = FILES / "tiny.csv"
COMPUTE = ("compute", str(TINY), "-i", "births")
posix = pytest.mark.skipif(os.name != "posix", reason="pipes and devices of a POSIX system")
full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")


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
