"""What is public works and stands where it should."""

from __future__ import annotations

import importlib
import inspect
import subprocess
import sys

import click
import pytest

import fpstats
from fpstats import cli
from fpstats.errors import FpstatsError


@pytest.mark.parametrize("name", fpstats.__all__)
def test_every_public_name_is_there_and_says_what_it_is(name):
    thing = getattr(fpstats, name)
    if name != "__version__":
        assert inspect.getdoc(thing)
        assert thing.__name__ == name


def test_a_star_gives_the_public_names_and_no_more():
    given: dict[str, object] = {}
    exec("from fpstats import *", given)
    assert given.keys() - {"__builtins__"} == set(fpstats.__all__)


def test_the_public_names_are_listed_before_they_are_used():
    script = "import fpstats; print(sorted(set(fpstats.__all__) - set(dir(fpstats))))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stdout == b"[]\n"


def test_a_name_that_is_not_there_is_an_attribute_error():
    with pytest.raises(AttributeError, match="'fpstats' has no attribute 'comptue'"):
        fpstats.comptue  # noqa: B018
    assert not hasattr(fpstats, "pandas")


def test_importing_the_package_loads_nothing_heavy():
    script = (
        "import sys, fpstats\n"
        "heavy = {'polars', 'pyarrow', 'pandas', 'numpy', 'scipy', 'narwhals', 'click'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stdout == b"[]\n"


def test_every_command_lies_in_the_module_of_its_name_and_says_what_it_does():
    context = click.Context(cli.fpstats)
    assert cli.fpstats.list_commands(context) == list(cli.COMMANDS)
    for name, module in cli.COMMANDS.items():
        assert module == f"fpstats.cli.{name}"
        command = cli.fpstats.get_command(context, name)
        assert command is getattr(importlib.import_module(module), name)
        assert command.name == name
        assert command.get_short_help_str()
    assert cli.fpstats.get_command(context, "nonsense") is None


@pytest.mark.parametrize("name", ["compute", "read"])
def test_a_command_a_function_and_its_settings_share_their_names(name):
    function = getattr(fpstats, name)
    assert inspect.isfunction(function)
    command = cli.fpstats.get_command(click.Context(cli.fpstats), name)
    options = {parameter.name for parameter in command.params}
    talk = {"files", "format", "output", "excel", "detail", "issues", "quiet", "verbose", "strict"}
    settings = set(fpstats.Settings.__struct_fields__)
    # What the command has beyond the function is about writing and talking; `-i` may be repeated.
    assert options - settings - talk <= {
        "indicator", "shape", "columns", "fail_on_missed", "late_births",
    }  # fmt: skip
    if name == "compute":
        assert settings - options == {"indicators", "digests"}


@pytest.mark.parametrize("name", ["compute", "read"])
def test_an_option_that_does_not_exist_is_refused(name, samples):
    with pytest.raises(fpstats.ConfigurationError, match="no such option: evry"):
        getattr(fpstats, name)(samples / "tidy", evry="year", lang="en")
    with pytest.raises(fpstats.ConfigurationError, match="lang is one of zh, en"):
        getattr(fpstats, name)(samples / "tidy", lang="fr")


def test_errors_are_one_family_and_each_has_a_code_of_its_own():
    family = {
        fpstats.FpstatsError: 1,
        fpstats.ConfigurationError: 2,
        fpstats.PersonalDataError: 5,
        fpstats.OutputError: 74,
    }
    for error, code in family.items():
        assert issubclass(error, FpstatsError)
        assert error("x").exit_code == code


def test_the_version_is_that_of_the_distribution():
    from importlib.metadata import version

    assert fpstats.__version__ == version("fpstats")
