"""Runs the commands that a page shows, and puts what they really print beneath them.

A page is one session: its blocks are run from top to bottom, in one shell on a terminal of its own,
in a fresh folder that holds `data/samples`.

    ```console           lines after `$ ` are run, and what they print stands beneath them
    ```console first=8   the same, but of each output only the first lines are shown
    ```sh                every line is run, and nothing is shown
    ```python            is run, and what it prints stands in a ```text block right below, if any
    ```toml file=NAME    (any language) is saved under that name, for the blocks that follow
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]

NOT_RUN: Final = (
    "make ",
    "pip install ",
    "python3 -m venv ",
    ". .venv/bin/activate",
    "python docs/",
)
"""How commands begin that change the machine of the reader, and so are shown but never run."""

INSTALLED: Final = Path(sys.executable).parent
"""Where `fpstats` and `python` lie."""

SHARED: Final = "FPSTATS_SHARED"
"""The variable that names the folder of published data; pages that need it are run only there."""

_FENCE: Final = re.compile(r"^```(\w*) *(.*)$")
_HERE: Final = "<<'_END_'"
_MARK: Final = "\x1e"
_WIDTH: Final = 400
_CRASHED: Final = 70


@dataclass(slots=True)
class Step:
    """One thing that a page does: a command, a script, or a file; and where its output stands."""

    code: str
    first: int | None = None
    shown: list[str] | None = None
    output: list[str] = field(default_factory=list)
    status: int = 0


def pages() -> list[Path]:
    """Return the pages that people write; those in `reference` are written by `generate`."""
    docs = ROOT / "docs"
    written = (path for path in docs.rglob("*.md") if not path.is_relative_to(docs / "reference"))
    return sorted([*ROOT.glob("*.md"), *written])


def needs_shared(page: Path) -> bool:
    """Tell whether a page runs commands over the folder of published data."""
    return f"${SHARED}" in page.read_text("utf-8")


def filled(page: Path, programs: Path | None = None) -> tuple[str, list[Step]]:
    """Run a page; return it with what its commands print now, and its steps.

    Programs that lie in the folder `programs` are run in place of those that are installed.
    """
    lines = page.read_text("utf-8").splitlines()
    parts = list(_parts(lines))
    steps = [part for part in parts if isinstance(part, Step)]
    _run(steps, programs or INSTALLED)
    text: list[str] = []
    for part in parts:
        text += part if isinstance(part, list) else _shown(part)
    return "\n".join(text) + "\n", steps


def unexpected(steps: Sequence[Step]) -> Iterator[Step]:
    """Yield the steps that failed, unless the page asks right after with what; a crash always."""
    for step, after in zip_longest(steps, steps[1:]):
        asked = after is not None and after.code.startswith("echo $?")
        if step.status and (step.status == _CRASHED or not asked):
            yield step


def commands(page: Path) -> list[str]:
    """Return the shell commands of a page, those that are not run among them."""
    parts = _parts(page.read_text("utf-8").splitlines(), everything=True)
    steps = [part.code for part in parts if isinstance(part, Step)]
    typed = [code.replace("\\\n", "") for code in steps if _HERE not in code]
    return [line for code in typed for line in code.splitlines()]


def _shown(step: Step) -> list[str]:
    """Return the lines that stand in the page for the output of a step."""
    if step.shown is None:
        return []
    if step.first is None or len(step.output) <= step.first:
        return step.output
    return [*step.output[: step.first], "…"]


def _parts(lines: Sequence[str], *, everything: bool = False) -> Iterator[list[str] | Step]:
    """Yield the text of a page as it stands, and between it the steps in place of their outputs."""
    place = 0
    while place < len(lines):
        opened = _FENCE.match(lines[place])
        yield [lines[place]]
        place += 1
        if opened is None:
            continue
        end = lines.index("```", place)
        language, options = opened[1], dict(re.findall(r"(\w+)=(\S+)", opened[2]))
        body = lines[place:end]
        if language == "console":
            yield from _session(body, options.get("first"), everything)
        else:
            yield body
            if "file" in options:
                yield Step(_heredoc(f"cat > {shlex.quote(options['file'])}", body))
            elif language == "sh":
                script = [line for line in body if everything or _runs(line)]
                yield from [Step("\n".join(script))] if script else []
            elif language == "python":
                step = Step(_heredoc("python -", body))
                if lines[end + 1 : end + 3] == ["", "```text"]:
                    yield lines[end : end + 3]
                    step.shown, end = [], lines.index("```", end + 3)
                yield step
        yield [lines[end]]
        place = end + 1


def _session(
    body: Sequence[str], first: str | None, everything: bool
) -> Iterator[list[str] | Step]:
    """Yield the commands of a console block, each with the step that makes its output."""
    place = 0
    while place < len(body):
        end = place + 1
        while body[end - 1].endswith("\\"):
            end += 1
        command = "\n".join(body[place:end]).removeprefix("$ ")
        output = end
        while output < len(body) and not body[output].startswith("$ "):
            output += 1
        yield list(body[place:end])
        if everything or _runs(command):
            yield Step(command, int(first) if first else None, [])
        else:
            yield list(body[end:output])
        place = output


def _runs(command: str) -> bool:
    return not f"{command} ".startswith(NOT_RUN)


def _heredoc(command: str, body: Sequence[str]) -> str:
    return "\n".join((f"{command} {_HERE}", *body, "_END_"))


# --- the shell --------------------------------------------------------------------------------


def _run(steps: Sequence[Step], programs: Path) -> None:
    """Run the steps in one shell, and give each its output and its exit code."""
    if not steps:
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary).resolve()
        shutil.copytree(ROOT / "data" / "samples", folder / "data" / "samples")
        # A mark before each step, with the code of the one before it, which the step may ask for.
        script = folder / ".session"
        mark = f"_code=$?; printf '{_MARK}%d\\n' $_code; (exit $_code)"
        script.write_text(
            "".join(f"{mark}\n{step.code}\n" for step in steps) + f"{mark}\n", "utf-8"
        )
        said = _on_a_terminal(["bash", str(script)], folder, programs)
    shared = os.environ.get(SHARED)
    if shared:
        said = said.replace(shared, f"${SHARED}")
    _, *answers = said.replace(str(folder), "~").split(_MARK)
    if len(answers) != len(steps) + 1:
        raise SystemExit(f"the session broke off after:\n{steps[len(answers) - 2].code}\n{said}")
    for step, answer, after in zip(steps, answers, answers[1:], strict=False):
        lines = [line.rstrip() for line in answer.split("\n")[1:]]
        while lines and not lines[-1]:
            lines.pop()
        step.output, step.status = lines, int(after.partition("\n")[0])


def _on_a_terminal(command: Sequence[str], folder: Path, programs: Path) -> str:
    """Run a command as at a keyboard, so that a page shows what its reader will see."""
    # Loaded here: Windows has neither.
    import pty
    import termios

    keyboard, screen = pty.openpty()
    termios.tcsetwinsize(screen, (50, _WIDTH))
    modes = termios.tcgetattr(screen)
    modes[1] &= ~termios.OPOST  # lines end as they were written
    termios.tcsetattr(screen, termios.TCSANOW, modes)
    known = {
        key: value for key, value in os.environ.items() if not key.startswith(("FPSTATS_", "XDG_"))
    }
    known |= {
        "PATH": os.pathsep.join((str(programs), str(INSTALLED), os.environ["PATH"])),
        "HOME": str(folder),
        "NO_COLOR": "1",
        "TERM": "xterm",
        "LC_ALL": "C.UTF-8",
        "OPENBLAS_NUM_THREADS": "1",  # starting more costs a tenth of these short runs
    }
    known.pop("COLUMNS", None)
    if SHARED in os.environ:
        known[SHARED] = os.environ[SHARED]
    with subprocess.Popen(  # noqa: S603 - the commands are those of our own pages
        command, cwd=folder, env=known, stdin=subprocess.DEVNULL, stdout=screen, stderr=screen
    ):
        os.close(screen)
        said = bytearray()
        try:
            while part := os.read(keyboard, 65_536):
                said += part
        except OSError:  # how a terminal says that nobody writes to it any more
            pass
        os.close(keyboard)
    return said.decode("utf-8", errors="replace")
