"""Show where one run of fpstats spends its time and memory: python profile_fpstats.py ARGUMENTS….

Three runs: one for the imports, one sampled (time by the clock, threads of the engines included,
and resident memory), one under cProfile (counts of calls; it makes Python code look slower).
"""

from __future__ import annotations

import cProfile
import linecache
import os
import pstats
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from types import FrameType

TOP = 15
EVERY = 0.002
PAGE = os.sysconf("SC_PAGE_SIZE")
STATM = Path("/proc/self/statm")


def fpstats(arguments: list[str]) -> None:
    """Run the command line in this process."""
    from fpstats.cli import main

    try:
        main(arguments)
    except SystemExit as ended:
        if ended.code:
            raise


# --- imports ----------------------------------------------------------------------------------


def imports(arguments: list[str]) -> None:
    """Print what the imports take: all, and the dearest packages."""
    command = [sys.executable, "-X", "importtime", __file__, "--plain", *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    own: Counter[str] = Counter()
    for line in done.stderr.splitlines():
        if line.startswith("import time:") and line.count("|") == 2:
            self_time, _, module = line.removeprefix("import time:").split("|")
            if self_time.strip().isdigit():
                own[module.strip().partition(".")[0]] += int(self_time)
    print(f"## imports: {sum(own.values()) / 1000:.0f} ms (own time of each package's modules)\n")
    for package, microseconds in own.most_common(TOP):
        print(f"{microseconds / 1000:8.1f} ms  {package}")


# --- samples ----------------------------------------------------------------------------------


class Sampler(threading.Thread):
    """Looks at the main thread and at the resident memory every two milliseconds."""

    def __init__(self) -> None:
        """Start with nothing seen."""
        super().__init__(daemon=True)
        self.main = threading.main_thread().ident or 0
        self.going = True
        self.own: Counter[str] = Counter()
        self.lines: Counter[str] = Counter()
        self.under: Counter[str] = Counter()
        self.peak: dict[str, int] = {}

    def run(self) -> None:
        """Add the time since the last look to the functions that are running."""
        last = time.perf_counter()
        while self.going:
            time.sleep(EVERY)
            names, line = stack(sys._current_frames().get(self.main))
            memory = int(STATM.read_text().split()[1]) * PAGE if STATM.exists() else 0
            now = time.perf_counter()
            passed, last = now - last, now
            if names:
                self.own[names[0]] += passed
                self.lines[line] += passed
            for name in dict.fromkeys(names):
                self.under[name] += passed
                self.peak[name] = max(self.peak.get(name, 0), memory)


def stack(frame: FrameType | None) -> tuple[list[str], str]:
    """Return the functions of fpstats that are running, innermost first, and the line of that.

    Imports are one function, whatever they run.
    """
    names: list[str] = []
    line = ""
    while frame is not None:
        path, name = frame.f_code.co_filename, frame.f_code.co_name
        if "importlib" in path:
            names, line = ["(importing)"], "(importing)"
        elif f"{os.sep}fpstats{os.sep}" in path:
            module = path.rpartition(f"{os.sep}fpstats{os.sep}")[2].removesuffix(".py")
            names.append(f"{module.replace(os.sep, '.')}.{name}")
            text = linecache.getline(path, frame.f_lineno).strip()
            line = line or f"{names[0]}:{frame.f_lineno}  {text}"
        frame = frame.f_back
    return names, line


def samples(arguments: list[str]) -> None:
    """Print the functions of fpstats by the clock, with the most memory seen while they ran."""
    sampler = Sampler()
    start = time.perf_counter()
    sampler.start()
    fpstats(arguments)
    sampler.going = False
    total = time.perf_counter() - start
    print(f"\n## samples: {1000 * total:.0f} ms in all; peak MB is that of the whole process\n")
    print("   in all ms    own ms   peak MB  function")
    for name, seconds in sampler.under.most_common(2 * TOP):
        own, peak = 1000 * sampler.own[name], sampler.peak[name] / 2**20
        print(f"{1000 * seconds:12.0f}{own:10.0f}{peak:10.0f}  {name}")
    print("\n    own ms  line")
    for line, seconds in sampler.lines.most_common(2 * TOP):
        print(f"{1000 * seconds:10.0f}  {line}")


# --- cProfile ---------------------------------------------------------------------------------


def calls(arguments: list[str]) -> None:
    """Print the top of cProfile, by own time and with what they call."""
    from fpstats.cli import main  # noqa: F401 - imports are told apart above

    profiler = cProfile.Profile()
    profiler.enable()
    fpstats(arguments)
    profiler.disable()
    print("\n## cProfile\n")
    found = pstats.Stats(profiler, stream=sys.stdout).strip_dirs()
    found.sort_stats("tottime").print_stats(TOP)
    found.sort_stats("cumulative").print_stats(r"\.py", 2 * TOP)


PARTS = {"--plain": fpstats, "--samples": samples, "--calls": calls}


if __name__ == "__main__":
    if sys.argv[1] in PARTS:
        PARTS[sys.argv[1]](sys.argv[2:])
    else:
        imports(sys.argv[1:])
        for part in ("--samples", "--calls"):
            sys.stdout.flush()
            subprocess.run([sys.executable, __file__, part, *sys.argv[1:], "--quiet"], check=True)
