"""A process that has loaded fpstats and its libraries, and forks a child for every command.

It loads, texts and definitions too, and runs nothing: a pool of threads that stood before a fork
would be missing after it. `fpstats.cli` is left to the child, because it chooses the language of
its help as it is loaded.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import marshal
import os
import selectors
import socket
import sys
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path

LIBRARIES = (
    "click", "narwhals.stable.v2", "pandas", "polars", "pyarrow.compute", "pyarrow.csv",
    "pyarrow.parquet", "python_calamine", "scipy.special", "tabulate", "tomli", "xlrd",
    "xlsxwriter",
)  # fmt: skip


def load() -> None:
    """Load the libraries, and all of fpstats but its command line."""
    package = Path(importlib.import_module("fpstats").__file__).parent
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package).with_suffix("").parts
        if parts[0] not in ("cli", "__main__"):
            name = ".".join(("fpstats", *parts))
            importlib.import_module(name.removesuffix(".__init__"))
    for name in LIBRARIES:
        importlib.import_module(name)
    from fpstats import catalogue, locale
    from fpstats.returns import forms

    forms.layouts(catalogue.load().items)
    for language in locale.LANGUAGES:
        locale.texts(language)


def serve(address: str) -> None:
    """Fork a child for each that asks, until standard input is closed."""
    with socket.socket(socket.AF_UNIX) as listener, selectors.DefaultSelector() as waiting:
        listener.bind(address)
        listener.listen()
        waiting.register(listener, selectors.EVENT_READ)
        waiting.register(sys.stdin, selectors.EVENT_READ)
        print("ready", flush=True)
        while listener in [key.fileobj for key, _ in waiting.select()]:
            with listener.accept()[0] as asking:
                answer(asking)


def answer(asking: socket.socket) -> None:
    """Fork a child that runs a program with the streams it was handed, and tells its code."""
    head, streams, _, _ = socket.recv_fds(asking, 8, 3)
    with asking.makefile("rb") as sent:
        size = int.from_bytes(head, "big")
        program, arguments, folder, environment = marshal.loads(sent.read(size))
    with warnings.catch_warnings():
        # Later Pythons warn of the threads of allocators, which look after themselves.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        try:
            os.chdir(folder)
            os.environ.clear()
            os.environ.update(environment)
            redirect(streams)
            asking.send(bytes([run(PROGRAMS[program], arguments)]))
        finally:  # never back to where the server listens
            os._exit(0)
    for stream in streams:
        os.close(stream)
    with contextlib.suppress(ChildProcessError):  # none is left
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def redirect(streams: list[int]) -> None:
    """Let the three standard streams be those that were handed over."""
    for number, (stream, name) in enumerate(
        zip(streams, ("stdin", "stdout", "stderr"), strict=True)
    ):
        os.dup2(stream, number)
        os.close(stream)
        old = getattr(sys, name)
        new = open(  # noqa: SIM115 - open as long as the command runs
            number,
            "w" if number else "r",
            buffering=1 if name == "stderr" else -1,
            encoding=old.encoding,
            errors=old.errors,
            closefd=False,
        )
        setattr(sys, name, new)
        setattr(sys, f"__{name}__", new)


def command(arguments: list[str]) -> None:
    """Run the command line."""
    sys.argv = ["fpstats", *arguments]
    from fpstats.cli import main

    main()


def script(arguments: list[str]) -> None:
    """Run what is typed, as `python -` does."""
    sys.argv = arguments
    exec(compile(sys.stdin.read(), "<stdin>", "exec"), {"__name__": "__main__"})


PROGRAMS = {"fpstats": command, "python": script}


def run(program: Callable[[list[str]], None], arguments: list[str]) -> int:
    """Run a program as a process of its own would; return the code that it ends with."""
    code = 0
    try:
        program(arguments)
    except SystemExit as ended:
        code = ended.code or 0
    except BaseException:
        traceback.print_exc()
        code = 1
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    return code


if __name__ == "__main__":
    load()
    gc.freeze()
    serve(sys.argv[1])
