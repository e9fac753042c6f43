"""What all tests share: where things are, real data that may be absent, and the command itself."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import forking
import pytest
from hypothesis import settings
from ran import Ran

from fpstats import locale

ROOT = Path(__file__).resolve().parents[1]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept",
        action="store_true",
        help="write what the commands of tests/cli/cases print now as what they should print",
    )


@pytest.fixture(autouse=True)
def _english() -> None:
    """Let errors be said in English, until a run of `fpstats.compute` or `read` speaks its own."""
    locale.speak("en")


@pytest.fixture(scope="session")
def root() -> Path:
    """Give the root of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def samples() -> Path:
    """Give the folder of made-up returns."""
    return ROOT / "data" / "samples"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder of published data and golden values, which is not part of the repository."""
    folder = (ROOT / os.environ.get("FPSTATS_SHARED", "../shared")).resolve()
    if not (folder / "data").is_dir():
        pytest.skip(f"no published data at {folder}: set FPSTATS_SHARED to the shared folder")
    return folder


Run = Callable[..., Ran]


@pytest.fixture(scope="session")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """Give an environment as bare as that of cron: no language, no home with settings in it."""
    home = tmp_path_factory.mktemp("home")
    bare = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(home)}
    return bare | {k: os.environ[k] for k in ("PYTHONPATH", "SYSTEMROOT") if k in os.environ}


@pytest.fixture(scope="session")
def command() -> list[str]:
    """Give the beginning of a command line that starts a process of its own."""
    return [sys.executable, "-m", "fpstats"]


@pytest.fixture(scope="session")
def server(clean: Mapping[str, str]) -> Iterator[forking.Server]:
    """Give the process that commands are forked from."""
    with forking.serving(clean) as server:
        yield server


@pytest.fixture(scope="session")
def run(request: pytest.FixtureRequest, clean: Mapping[str, str]) -> Run:
    """Give a runner of the command, for all that is not about how it starts."""
    if not forking.SAFE:
        return request.getfixturevalue("run_anew")
    return runner(request.getfixturevalue("server").run, clean, deaf=forking.DEAF)


@pytest.fixture(scope="session")
def run_anew(clean: Mapping[str, str], command: list[str]) -> Run:
    """Give a runner of the command in a process of its own."""

    def anew(
        arguments: list[str], given: bytes, folder: Path, env: Mapping[str, str]
    ) -> tuple[bytes, bytes, int]:
        done = subprocess.run(
            [*command, *arguments],
            input=given,
            capture_output=True,
            cwd=folder,
            env=env,
            timeout=60,
            check=False,
        )
        return done.stdout, done.stderr, done.returncode

    return runner(anew, clean)


def runner(
    start: Callable[[list[str], bytes, Path, Mapping[str, str]], tuple[bytes, bytes, int]],
    clean: Mapping[str, str],
    deaf: tuple[str, ...] = (),
) -> Run:
    """Return a runner of a command in a bare environment; to some variables it may be deaf."""

    def run(
        *arguments: str | Path,
        stdin: bytes = b"",
        cwd: Path = ROOT,
        env: Mapping[str, str] | None = None,
    ) -> Ran:
        unheard = [name for name in env or {} if name.startswith(deaf)] if deaf else []
        assert not unheard, f"only a process of its own hears of {unheard}: use run_anew"
        out, err, code = start([*map(str, arguments)], stdin, cwd, {**clean, **(env or {})})
        return Ran(out, err.decode("utf-8", errors="replace"), code)

    return run


# A deadline would test the machine, not the program.
settings.register_profile("fpstats", deadline=None)
settings.load_profile("fpstats")
