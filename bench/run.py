"""Time fpstats beside what a user would write instead; README.md says what the jobs are.

python bench/run.py [S M L XL] [--repeat N]   one Markdown table
python bench/run.py --profile JOB             where the time of fpstats goes in one job

This file knows the standard library only: the peak memory of a child counts from its parent's.
"""

from __future__ import annotations

import argparse
import datetime
import importlib.metadata
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
DATA = HERE / "data"
OUT = DATA / "out"
FPSTATS = Path(sys.executable).with_name("fpstats")
PEERS = ("pandas", "polars", "duckdb")
FRAMES = ("polars", "pandas", "pyarrow", "duckdb", "narwhals", "numpy", "scipy")


@dataclass(frozen=True, kw_only=True)
class Job:
    """What is read, and the options with which fpstats does it; a peer has its own script."""

    about: str
    inputs: Callable[[], list[Path]]
    options: tuple[str, ...] = ()


@dataclass(kw_only=True)
class Times:
    """What the runs of one command took."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    peak: float = 0.0

    def add(self, wall: float, cpu: float, peak: float) -> None:
        """Take in one run."""
        self.wall.append(wall)
        self.cpu.append(cpu)
        self.peak = max(self.peak, peak)


class MissingError(Exception):
    """The data of a job is not there."""


# --- the jobs ---------------------------------------------------------------------------------


def one_month() -> list[Path]:
    """Cut the first month out of the sample; its opening stocks are those of the month before."""
    samples = ROOT / "data" / "samples" / "tidy"
    month = DATA / "s.csv"
    if not month.exists():
        heading, *lines = (samples / "returns.csv").read_text("utf-8").splitlines(keepends=True)
        month.write_text("".join([heading, *(line for line in lines if ",2021-10," in line)]))
    return [month, samples / "opening.csv"]


def taiwan(*patterns: str) -> list[Path]:
    """Find files of the Taiwanese returns, which are no part of this repository."""
    shared = Path(os.environ.get("FPSTATS_SHARED") or ROOT.parent / "shared").resolve()
    folder = shared / "data" / "taiwan"
    found = [path for pattern in patterns for path in sorted(folder.glob(pattern))]
    if not found:
        raise MissingError(
            f"{folder} is not there; FPSTATS_SHARED names the folder above data/taiwan"
        )
    return found


def country() -> list[Path]:
    """Write the large file where it is not there."""
    if not (DATA / "xl.csv").exists():
        subprocess.run([sys.executable, HERE / "make_xl.py"], check=True, stdout=sys.stderr)
    return [DATA / "xl.csv"]


JOBS = {
    "S": Job(about="one month of 24 townships, 43 indicators", inputs=one_month),
    "M": Job(
        about="Taiwan 2017, 14 files, 6 indicators",
        inputs=lambda: taiwan(
            "monthly/2017-*.csv", "population/2016-12.csv", "population/2017-12.csv"
        ),
        options=(
            "--period", "2017", "-i",
            "births,deaths,crude_birth_rate,crude_death_rate,natural_growth_rate,"
            "sex_ratio_at_birth",
        ),
    ),
    "L": Job(
        about="Taiwan 2014-04 to 2026-06, 147 files, 3 indicators by year",
        inputs=lambda: taiwan("monthly/*.csv"),
        options=("--every", "year", "-i", "births,deaths,sex_ratio_at_birth"),
    ),
    "XL": Job(
        about="5,040,000 lines in one file of 380 MB, 9 indicators of 42,000 townships",
        inputs=country,
        options=(
            "--layout", str(HERE / "xl.toml"), "--every", "year", "--by", "township", "-i",
            "policy_compliance_rate,sex_ratio_at_birth,first_birth_share,second_birth_share,"
            "third_plus_birth_share,late_marriage_rate,examination_attendance_rate,births,deaths",
        ),
    ),
}  # fmt: skip

# Job, what is measured, in which tool, and how often fpstats may need that much.
TARGETS = (
    ("S", "wall", "pandas", 1.0),
    ("M", "wall", "pandas", 1.2),
    ("L", "wall", "polars", 3.0),
    ("XL", "wall", "polars", 2.0),
    ("XL", "wall", "pandas", 0.5),
    ("XL", "peak", "polars", 1.5),
)
HELP_SECONDS = 0.12


def commands(name: str, inputs: Sequence[Path]) -> dict[str, list[str]]:
    """Return the command of each tool; each writes OUT/JOB_TOOL.csv."""
    job, low = JOBS[name], name.lower()
    files = [str(path) for path in inputs]
    found = {"fpstats": [str(FPSTATS), "compute", *files, *job.options, "-o", str(out(name))]}
    for tool in PEERS:
        script = str(HERE / "peers" / f"{low}_{tool}.py")
        found[tool] = [sys.executable, script, str(out(name, tool)), *files]
    return found


def out(name: str, tool: str = "fpstats") -> Path:
    """Return where a tool writes its result."""
    return OUT / f"{name.lower()}_{tool}.csv"


# --- measuring --------------------------------------------------------------------------------


def environment() -> dict[str, str]:
    """Return the environment without what would change what is measured.

    Bytecode is kept, as that of any installed package is; apart, so that nothing else is touched.
    """
    strange = ("FPSTATS_", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "PYTHONOPTIMIZE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(strange)}
    return kept | {"PYTHONPYCACHEPREFIX": str(DATA / "pycache")}


def run(command: Sequence[str]) -> tuple[float, float, float]:
    """Run a whole process: seconds by the clock, seconds of processor, megabytes at the peak."""
    errors = OUT / "stderr.txt"
    with errors.open("wb") as said, Path(os.devnull).open("wb") as null:
        start = time.perf_counter()
        child = os.posix_spawn(
            command[0],
            command,
            environment(),
            file_actions=[
                (os.POSIX_SPAWN_DUP2, null.fileno(), 1),
                (os.POSIX_SPAWN_DUP2, said.fileno(), 2),
            ],
        )
        _, status, used = os.wait4(child, 0)
        wall = time.perf_counter() - start
    if code := os.waitstatus_to_exitcode(status):
        sys.exit(f"{' '.join(command)[:300]}\nended with {code}:\n{errors.read_text('utf-8')}")
    kilobytes = used.ru_maxrss / (1024 if platform.system() == "Darwin" else 1)
    return wall, used.ru_utime + used.ru_stime, kilobytes / 1024


def calm(most: float) -> None:
    """Wait until others leave the processors alone for half a second, at most so many seconds."""
    stat, end = Path("/proc/stat"), time.monotonic() + most
    while stat.exists() and time.monotonic() < end:
        before = [int(word) for word in stat.read_text().split("\n", 1)[0].split()[1:9]]
        time.sleep(0.5)
        after = [int(word) for word in stat.read_text().split("\n", 1)[0].split()[1:9]]
        passed = [late - early for late, early in zip(after, before, strict=True)]
        if passed[3] + passed[4] >= 0.9 * sum(passed):  # idle, and idle with the disk at work
            return


def measure(name: str, inputs: Sequence[Path], repeat: int, wait: float) -> dict[str, Times]:
    """Check that all tools give the same numbers, then time them in turn."""
    tools = commands(name, inputs)
    for command in tools.values():
        run(command)
    for tool in PEERS:
        same = [sys.executable, str(HERE / "same.py"), str(out(name)), str(out(name, tool))]
        if subprocess.run(same, check=False, stdout=sys.stderr).returncode:
            sys.exit(f"{name}: fpstats and {tool} do not give the same numbers")
    times = {tool: Times() for tool in tools}
    order = list(tools)
    for turn in range(repeat):
        # A tool that always followed the same one would always find the same caches.
        for tool in order[turn % len(order) :] + order[: turn % len(order)]:
            calm(wait)
            times[tool].add(*run(tools[tool]))
    return times


def loaded_by_help() -> list[str]:
    """Return the frame libraries that `fpstats --help` loads."""
    script = (
        "import sys\nfrom fpstats.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        f"print(*(name for name in {FRAMES!r} if name in sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        check=True,
        capture_output=True,
        text=True,
        env=environment(),
    )
    return done.stderr.split()


# --- telling ----------------------------------------------------------------------------------


def caption(repeat: int) -> str:
    """Say when and on what this was measured."""
    versions = [f"{name} {importlib.metadata.version(name)}" for name in ("fpstats", *PEERS)]
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return (
        f"{datetime.datetime.now().astimezone():%Y-%m-%d %H:%M}, one run of this script on "
        f"{os.cpu_count()} cores (load {load} at the end), {repeat} times each, in turn; "
        f"Python {platform.python_version()}, {', '.join(versions)}."
    )


def table(found: dict[str, dict[str, Times]]) -> list[str]:
    """Return the Markdown table."""
    lines = [
        "| job | tool | seconds (min) | seconds (median) | ratio to fpstats | CPU seconds (min) "
        "| peak MB |",
        "|---|---|---:|---:|---:|---:|---:|",
    ]
    for name, tools in found.items():
        base = min(tools["fpstats"].wall)
        for tool, times in tools.items():
            least, middle = min(times.wall), statistics.median(times.wall)
            lines.append(
                f"| {name} | {tool} | {least:.2f} | {middle:.2f} | {least / base:.2f} "
                f"| {min(times.cpu):.2f} | {times.peak:.0f} |"
            )
    return lines


def verdicts(found: dict[str, dict[str, Times]]) -> list[str]:
    """Return a line for each target of the jobs that were run."""
    lines = []
    for name, what, tool, most in TARGETS:
        if name not in found:
            continue
        ours, theirs = found[name]["fpstats"], found[name][tool]
        if what == "peak":
            ratio, more = ours.peak / theirs.peak, ""
        else:
            ratio = min(ours.wall) / min(theirs.wall)
            more = f" ({min(ours.cpu) / min(theirs.cpu):.2f} × in CPU seconds)"
        noun = "memory" if what == "peak" else "time"
        met = "met" if ratio <= most else "missed"
        lines.append(
            f"- {name}: {noun} at most {most:g} × {tool}; it is {ratio:.2f} ×{more}: {met}"
        )
    return lines


def help_line(repeat: int, wait: float) -> str:
    """Say how long `--help` takes, and what it loads."""
    calm(wait)
    runs = [run([str(FPSTATS), "--help"]) for _ in range(max(repeat, 5))]
    least, middle = min(wall for wall, *_ in runs), statistics.median(wall for wall, *_ in runs)
    loaded = loaded_by_help()
    met = "met" if least <= HELP_SECONDS and not loaded else "missed"
    return (
        f"- `fpstats --help`: {least:.3f} s (min), {middle:.3f} s (median); loads "
        f"{', '.join(loaded) or 'no frame library'}; at most {HELP_SECONDS} s: {met}"
    )


def profile(name: str) -> None:
    """Run one job of fpstats in its own process under the profilers of profile_fpstats.py."""
    command = commands(name, JOBS[name].inputs())["fpstats"][1:]
    script = str(HERE / "profile_fpstats.py")
    run([str(FPSTATS), *command])  # the caches
    subprocess.run([sys.executable, script, *command], check=True, env=environment())


def main() -> None:
    """Measure the jobs asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("jobs", nargs="*", metavar="JOB", help="S, M, L, XL; all without")
    parser.add_argument("--repeat", type=int, default=5, help="how often each is run (5)")
    parser.add_argument(
        "--wait", type=float, default=0, metavar="SECONDS",
        help="before each run, wait so long at most for others to leave the machine alone (0)",
    )  # fmt: skip
    parser.add_argument("--profile", choices=JOBS, help="profile fpstats in one job instead")
    options = parser.parse_args()
    wanted = [name.upper() for name in options.jobs] or list(JOBS)
    if unknown := [name for name in wanted if name not in JOBS]:
        parser.error(f"no job is called {', '.join(unknown)}; there are {', '.join(JOBS)}")
    if options.repeat < 1:
        parser.error("--repeat is at least 1")
    OUT.mkdir(parents=True, exist_ok=True)
    if options.profile:
        try:
            profile(options.profile)
        except MissingError as missing:
            sys.exit(f"{options.profile}: {missing}")
        shutil.rmtree(OUT)
        return
    found = {}
    for name in dict.fromkeys(wanted):
        try:
            inputs = JOBS[name].inputs()
        except MissingError as missing:
            print(f"{name} is left out: {missing}", file=sys.stderr)
            continue
        print(f"{name}: {JOBS[name].about} …", file=sys.stderr)
        found[name] = measure(name, inputs, options.repeat, options.wait)
    if found:
        print(caption(options.repeat), "", *table(found), "", *verdicts(found), sep="\n")
    print(help_line(options.repeat, options.wait))
    shutil.rmtree(OUT)


if __name__ == "__main__":
    main()
