"""Files appear whole or not at all; nothing that could not be written is passed over."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from fpstats.errors import ConfigurationError, OutputError
from fpstats.write import files, write_file, write_stdout

FULL = Path("/dev/full")


def breaks_off():
    yield b"new"
    raise KeyboardInterrupt


def left_in(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def test_a_file_is_written(tmp_path):
    path = tmp_path / "结果.csv"
    write_file(path, iter([b"a,b\n", b"1,2\n"]), [])
    assert path.read_bytes() == b"a,b\n1,2\n"
    assert left_in(tmp_path) == ["结果.csv"]


def test_a_failure_in_the_middle_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "out.csv"
    path.write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt):
        write_file(path, breaks_off(), [])
    assert path.read_bytes() == b"old"
    assert left_in(tmp_path) == ["out.csv"]


@pytest.mark.parametrize("call", ["fsync", "chmod", "replace"])
def test_each_refusal_of_the_system_leaves_the_old_file(tmp_path, monkeypatch, call):
    path = tmp_path / "out.csv"
    path.write_bytes(b"old")

    def refuse(*_args):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os if call == "fsync" else Path, call, refuse)
    with pytest.raises(OutputError, match=r"out\.csv: No space left on device"):
        write_file(path, [b"new"], [])
    assert path.read_bytes() == b"old"
    assert left_in(tmp_path) == ["out.csv"]


def test_an_input_is_never_written_over(tmp_path):
    path, link = tmp_path / "return.csv", tmp_path / "link.csv"
    path.write_bytes(b"data")
    link.symlink_to(path)
    for name in (path, link, tmp_path / "." / "return.csv"):
        with pytest.raises(ConfigurationError, match="is one of the inputs"):
            write_file(name, [b"new"], [tmp_path / "other.csv", path])
    assert path.read_bytes() == b"data"


def test_modes(tmp_path):
    path = tmp_path / "out.csv"
    before = os.umask(0o027)
    try:
        write_file(path, [b"1"], [])
        assert stat.S_IMODE(path.stat().st_mode) == 0o640
        path.chmod(0o604)
        write_file(path, [b"2"], [])
        assert stat.S_IMODE(path.stat().st_mode) == 0o604
    finally:
        os.umask(before)


def test_a_protected_file_stays(tmp_path, monkeypatch):
    path = tmp_path / "out.csv"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(OutputError, match="may not be changed"):
        write_file(path, [b"new"], [])
    assert path.read_bytes() == b"old"


def test_a_link_keeps_pointing_where_it_did(tmp_path):
    path, link = tmp_path / "real.csv", tmp_path / "latest.csv"
    path.write_bytes(b"old")
    link.symlink_to(path.name)
    write_file(link, [b"new"], [])
    assert link.is_symlink()
    assert path.read_bytes() == b"new"


def test_a_missing_folder_and_a_folder_itself(tmp_path):
    with pytest.raises(OutputError, match=r"could not write .*No such file"):
        write_file(tmp_path / "none" / "out.csv", [b"new"], [])
    with pytest.raises(OutputError, match="could not write"):
        write_file(tmp_path, [b"new"], [])
    assert left_in(tmp_path) == []


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path):
    pipe, got = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    write_file(pipe, [b"a" * 100_000, b"b"], [])
    reader.join()
    assert got == [b"a" * 100_000 + b"b"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full")
def test_a_full_device_is_an_error():
    with pytest.raises(OutputError, match="No space left on device"):
        write_file(FULL, [b"new"], [])


STDOUT = """
import sys
from fpstats import locale
from fpstats.errors import FpstatsError
from fpstats.write import write_stdout
locale.speak("en")
try:
    write_stdout([b"x" * {size}])
except FpstatsError as error:
    print(error, file=sys.stderr)
    sys.exit(error.exit_code)
except BrokenPipeError:
    sys.exit(141)
"""


def run(size: int, stdout) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", STDOUT.format(size=size)]
    root = Path(files.__file__).parents[2]
    return subprocess.run(
        command, stdout=stdout, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(root)}
    )


@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full")
@pytest.mark.parametrize("size", [1, 1_000_000])
def test_a_full_disk_behind_standard_output_is_an_error(size):
    with FULL.open("wb") as full:
        done = run(size, full)
    assert done.returncode == 74
    assert done.stderr == b"could not write to standard output: No space left on device\n"


def test_a_reader_that_has_gone_is_no_fault():
    reading, writing = os.pipe()
    os.close(reading)
    done = run(1_000_000, writing)
    os.close(writing)
    assert done.returncode == 141
    assert done.stderr == b""


def test_standard_output_keeps_its_order(capfdbinary):
    print("before")
    write_stdout([b"a", b"b\n"])
    assert capfdbinary.readouterr().out == b"before\nab\n"
