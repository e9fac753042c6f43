"""Commands run in forks of one process that has loaded everything, half a second sooner each.

`server` is that process and `client` what asks it, or stands in place of `fpstats` on a command
line. A fork prints the same bytes and ends with the same code as a process of its own:
`test_forks.py` holds them side by side. What is about the start itself (what is loaded, locales,
signals, broken pipes) is tested in processes of their own.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from . import client

SAFE = sys.platform == "linux"
"""Elsewhere libraries start threads, or there is no fork."""

DEAF = ("LANG", "LC_", "PYTHON")
"""How variables begin that an interpreter looks at when it starts, and a fork no more."""

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Server:
    """A server that stands: its process, and where it is asked."""

    process: int
    address: str

    def command(self, program: str) -> list[str]:
        """Return the beginning of a command line that has `fpstats`, or `python -`, run here."""
        return [sys.executable, "-IS", str(_HERE / "client.py"), self.address, program]

    def run(
        self, arguments: list[str], given: bytes, folder: Path, env: Mapping[str, str]
    ) -> tuple[bytes, bytes, int]:
        """Run fpstats; return what it wrote to its two streams, and the code it ended with."""
        pipes = [os.pipe() for _ in range(3)]
        (their_in, our_in), (our_out, their_out), (our_err, their_err) = pipes
        theirs = (their_in, their_out, their_err)
        asked = client.ask(self.address, "fpstats", arguments, str(folder), dict(env), theirs)
        for end in theirs:
            os.close(end)
        asked.settimeout(60)
        with ThreadPoolExecutor(3) as workers:
            workers.submit(_write, our_in, given)
            out, err = (workers.submit(_read, end) for end in (our_out, our_err))
            return out.result(), err.result(), client.answer(asked)


def _write(end: int, given: bytes) -> None:
    # A command may end before it has read everything.
    with contextlib.suppress(BrokenPipeError), open(end, "wb") as pipe:
        pipe.write(given)


def _read(end: int) -> bytes:
    with open(end, "rb") as pipe:
        return pipe.read()


@contextlib.contextmanager
def serving(env: Mapping[str, str]) -> Iterator[Server]:
    """Start a server in an environment, and end it."""
    # A folder of its own, which nobody else may enter, and whose path is short enough.
    with tempfile.TemporaryDirectory() as folder:
        address = str(Path(folder) / "socket")
        with subprocess.Popen(
            [sys.executable, "-P", _HERE / "server.py", address],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Threads of a library of linear algebra would be lost in a fork.
            env={**env, "OPENBLAS_NUM_THREADS": "1"},
            start_new_session=True,
        ) as server:
            assert server.stdin is not None
            assert server.stdout is not None
            assert server.stdout.readline() == b"ready\n"
            yield Server(server.pid, address)
            server.stdin.close()
