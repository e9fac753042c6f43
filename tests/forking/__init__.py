"""Commands run in forks of one process that has loaded everything, half a second sooner each.

`server` is that process and `client` what stands in place of `fpstats` on a command line. A fork
prints the same bytes and ends with the same code as a process of its own: `test_forks.py` holds
them side by side. What is about the start itself (what is loaded, locales, signals, broken pipes)
is tested in processes of their own.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

SAFE = sys.platform == "linux"
"""Elsewhere libraries start threads, or there is no fork."""

DEAF = ("LANG", "LC_", "PYTHON")
"""How variables begin that an interpreter looks at when it starts, and a fork no more."""

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Server:
    """A server that stands: its process, and the beginning of a command line that asks it."""

    process: int
    command: list[str]


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
            yield Server(server.pid, [sys.executable, "-IS", str(_HERE / "client.py"), address])
            server.stdin.close()
