"""The repository about itself: it names no machine, its commands are in the README, its files stay small."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli.frame import GROUPS

LONGEST_MODULE = 400
LONGER = {"kg/vocab.py": "generated from ontology/"}
"""Modules that may be longer, and why."""
_MACHINE = re.compile(r"/(?:work|root|home/\w+|Users/\w+|tmp/\w+)/")
_REGISTRY = re.compile(r"(?:pypi\.org|files\.pythonhosted|registry\.npmjs|deb\.debian)\S*", re.IGNORECASE)


def _tracked(root: Path) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607 (the git of this machine)
        cwd=root,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("this is not a git checkout")
    return [root / name for name in listed.stdout.decode().split("\0") if name]


def test_the_top_folder_holds_what_it_should(root: Path) -> None:
    folders = {".ci", "bench", "docs", "events", "kg", "ontology", "queries", "tests"}
    files = {".gitignore", ".pre-commit-config.yaml", "CHANGELOG.md", "LICENSE", "README.md", "pyproject.toml"}
    assert {path.relative_to(root).parts[0] for path in _tracked(root)} == folders | files | {"requirements-dev.txt"}


def test_every_command_is_in_the_readme(root: Path) -> None:
    readme = (root / "README.md").read_text(encoding="utf-8")
    names = [name for _, commands in GROUPS for name, _ in commands]
    assert [name for name in names if f"`kg {name}`" not in readme] == []
    assert len(names) > 25


def test_every_command_that_the_readme_names_exists(root: Path) -> None:
    readme = (root / "README.md").read_text(encoding="utf-8")
    names = {name for _, commands in GROUPS for name, _ in commands}
    assert set(re.findall(r"\bkg ([a-z]+)\b", "\n".join(re.findall(r"`[^`]+`", readme)))) <= names


def test_every_page_that_the_readme_links_is_there(root: Path) -> None:
    readme = (root / "README.md").read_text(encoding="utf-8")
    linked = re.findall(r"\]\(([^)#]+)\)", readme)
    assert linked
    assert [name for name in linked if not (root / name).exists()] == []


def test_no_file_names_a_machine_or_a_registry(root: Path) -> None:
    found = []
    for path in _tracked(root):
        if path.suffix in {".png", ".db", ".gz"} or path == Path(__file__):
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{path.relative_to(root)}: {match}" for match in _MACHINE.findall(text) + _REGISTRY.findall(text)]
    assert found == []


def test_modules_are_short_enough_to_read_at_a_sitting(root: Path) -> None:
    sizes = {str(path.relative_to(root)): len(path.read_bytes().splitlines()) for path in (root / "kg").rglob("*.py")}
    long = {name for name, lines in sizes.items() if lines > LONGEST_MODULE}
    assert long == set(LONGER)


def test_decisions_are_numbered_without_gaps(root: Path) -> None:
    numbers = sorted(int(path.name[:4]) for path in (root / "docs" / "decisions").glob("[0-9]*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_importing_the_package_costs_nothing() -> None:
    heavy = "{'rdflib', 'networkx', 'pyoxigraph', 'pydantic', 'yaml', 'typer'}"
    code = f"import sys, kg; assert not {heavy} & set(sys.modules), sorted({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_readme_shows_what_the_demo_prints(root: Path) -> None:
    readme = (root / "README.md").read_text(encoding="utf-8")
    shown = readme.partition("<!-- demo:begin -->\n```\n")[2].partition("\n```\n<!-- demo:end -->")[0]
    assert len(shown.splitlines()) > 10
    assert shown in (root / "tests" / "golden" / "demo.txt").read_text(encoding="utf-8")
