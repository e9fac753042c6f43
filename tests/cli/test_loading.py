"""What a command loads: help no frame library, a run only what it needs."""

from __future__ import annotations

import subprocess
import sys

import pytest

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
        ("compute {}", {"pandas", "narwhals", "scipy", "duckdb", "numpy.ma"}),
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
