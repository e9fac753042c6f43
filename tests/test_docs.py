"""What is written is executed: every page shows what the program really does.

The commands of a page are run by `docs/sessions.py`, in a fresh folder that holds the samples.
"""

from __future__ import annotations

import importlib.util
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import forking
import pytest

import fpstats
from fpstats import cli

if sys.platform == "win32":
    pytest.skip("the pages are written for a shell that Windows lacks", allow_module_level=True)

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
REFERENCE = sorted((DOCS / "reference").rglob("*.md"))


def load_sessions():
    spec = importlib.util.spec_from_file_location("sessions", DOCS / "sessions.py")
    sys.modules["sessions"] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


sessions = load_sessions()
PAGES = sessions.pages()
TAUGHT = [page for page in PAGES if page.parent.name in ("tutorial", "how-to") or
          (page.name.startswith("README") and page.parent in (ROOT, DOCS))]  # fmt: skip


def name(page):
    return str(page.relative_to(ROOT))


def texts(pages):
    return "\n".join(page.read_text("utf-8") for page in pages)


def walk(command, path=()):
    yield path, command
    if isinstance(command, click.Group):
        for each in command.list_commands(click.Context(command)):
            yield from walk(command.get_command(click.Context(command), each), (*path, each))


COMMANDS = [(path, one) for path, one in walk(cli.fpstats) if not isinstance(one, click.Group)]


# --- what is shown is true ----------------------------------------------------------------------


@pytest.fixture(scope="session")
def programs(request, tmp_path_factory):
    """Give a folder in which `fpstats`, and what Python is given to read, are run in forks."""
    if not forking.SAFE:
        return sessions.INSTALLED
    folder = tmp_path_factory.mktemp("programs")
    server = request.getfixturevalue("server")
    for program in ("fpstats", "python"):
        forked = shlex.join(server.command(program))
        real = shlex.quote(str(sessions.INSTALLED / program))
        typed = f'[ "$*" = - ] || exec {real} "$@"\n' if program == "python" else ""
        (folder / program).write_text(f'#!/bin/sh\n{typed}exec {forked} "$@"\n', "utf-8")
        (folder / program).chmod(0o755)
    return folder


def reference_in_parts():
    """Give the pages that take seconds each by itself, so that no worker is left with them all."""
    long = [DOCS / "reference" / f"{name}.md" for name in ("coverage", "detection")]
    return [*([page] for page in long), [page for page in REFERENCE if page not in long]]


@pytest.mark.parametrize("pages", reference_in_parts(), ids=lambda pages: pages[0].stem)
def test_the_reference_is_what_the_program_says(pages):
    done = subprocess.run(
        [sys.executable, DOCS / "generate.py", "--check", *pages],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"stale: run `make docs`\n{done.stdout}{done.stderr}"


# The last pages run longest: begin with them, so that no worker is left alone with them.
@pytest.mark.parametrize("page", PAGES[::-1], ids=name)
def test_a_page_shows_what_its_commands_print(page, programs, request, monkeypatch):
    if sessions.needs_shared(page):
        monkeypatch.setenv(sessions.SHARED, str(request.getfixturevalue("shared")))
    text, steps = sessions.filled(page, programs)
    for step in sessions.unexpected(steps):
        said = "\n".join(step.output)
        pytest.fail(f"{step.code}\nended with {step.status}\n{said}")
    assert text == page.read_text("utf-8"), "stale: run `make docs`"


def test_commands_that_are_shown_and_not_run_are_there():
    targets = set(re.findall(r"(?m)^([a-z]+):", (ROOT / "Makefile").read_text("utf-8")))
    for page in PAGES:
        for command in sessions.commands(page):
            if command.startswith("make "):
                assert command.removeprefix("make ") in targets, name(page)
            elif command.startswith("python docs/"):
                assert (ROOT / command.split()[1]).is_file(), name(page)


# --- what there is is written -------------------------------------------------------------------


@pytest.mark.parametrize(("path", "_"), COMMANDS, ids=lambda one: " ".join(one)
                         if isinstance(one, tuple) else "")  # fmt: skip
def test_every_command_has_an_example_that_is_run(path, _):
    run = [one for page in TAUGHT for one in sessions.commands(page)]
    assert any(f"fpstats {' '.join(path)} " in f"{one} " for one in run)


@pytest.mark.parametrize(("path", "command"), COMMANDS, ids=lambda one: " ".join(one)
                         if isinstance(one, tuple) else "")  # fmt: skip
def test_every_option_is_in_the_reference_and_explained_somewhere(path, command):
    reference = (DOCS / "reference" / "commands.md").read_text("utf-8")
    taught = texts(TAUGHT)
    for option in command.params:
        if isinstance(option, click.Option):
            for each in option.opts:
                assert re.search(rf"(?<![\w-]){each}(?![\w-])", reference), each
            assert any(re.search(rf"(?<![\w-]){each}(?![\w-])", taught) for each in option.opts), (
                f"no tutorial and no how-to names {option.opts}"
            )


def test_every_page_that_teaches_is_in_both_languages():
    for page in TAUGHT:
        other = page.with_name(
            page.name.replace(".zh.md", ".md")
            if page.name.endswith(".zh.md")
            else page.name.replace(".md", ".zh.md")
        )
        assert other.is_file(), name(page)
        mine, theirs = (len(sessions.commands(one)) for one in (page, other))
        # An English page says once that it wants English.
        assert abs(mine - theirs) <= 1, name(page)


def test_the_changelog_begins_with_this_version():
    versions = re.findall(r"(?m)^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"))
    assert versions[0] in (fpstats.__version__, "Unreleased")
    assert fpstats.__version__ in versions


# --- what is linked is there --------------------------------------------------------------------


def anchors(page):
    """Return the anchors of a page's headings, as GitHub makes them."""
    prose = re.sub(r"(?ms)^```.*?^```", "", page.read_text("utf-8"))
    titles = re.findall(r"(?m)^#+ (.+)$", prose)
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", [*PAGES, *REFERENCE], ids=name)
def test_links_lead_somewhere(page):
    prose = re.sub(r"(?ms)^```.*?^```", "", page.read_text("utf-8"))
    for target in re.findall(r"\]\(([^)\s]+)\)", prose):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        found = (page.parent / path).resolve() if path else page
        assert found.exists(), f"{name(page)}: {target}"
        if anchor:
            assert anchor in anchors(found), f"{name(page)}: {target}"


def test_pictures_are_small_and_used():
    for picture in (DOCS / "pictures").glob("*.png"):
        assert picture.stat().st_size < 200_000, name(picture)
        assert picture.name in texts(PAGES), name(picture)
