"""The documentation says what the code does: generated pages are fresh, every command and option is explained, links lead somewhere."""

from __future__ import annotations

import importlib.util
import re
import shlex
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from tongjian.check import RULES, Profile

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), ROOT / "examples" / "README.md", *(ROOT / "docs").rglob("*.md")])
WRITTEN = [p for p in PAGES if "docs/rules/" not in p.as_posix() and p.name not in ("scores.md", "commands.md")]


@cache
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate_docs", ROOT / "docs" / "generate.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


COMMANDS = generator().commands()


def test_the_generated_pages_are_what_the_code_says() -> None:
    stale = [str(p.relative_to(ROOT)) for p, text in generator().pages().items() if not p.exists() or p.read_text(encoding="utf-8") != text]
    assert stale == [], "run `make docs` and commit docs/reference and docs/rules"


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_what_it_does(name: str) -> None:
    assert len((COMMANDS[name].help or "").strip()) > 10


@pytest.mark.parametrize(("command", "parameter"), [(c, row[0]) for c, command in COMMANDS.items() for row in generator().parameters(command)])
def test_every_option_and_argument_is_explained(command: str, parameter: str) -> None:
    told = {name: text for name, _, text, _ in generator().parameters(COMMANDS[command])}
    assert len(told[parameter]) > 3, f"tongjian {command}: {parameter} has no help"


def test_the_picture_of_the_house_has_every_room_and_no_other() -> None:
    told = set(re.findall(r"^\| `(\w+)/` \|", (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8"), flags=re.M))
    rooms = {p.parent.name for p in (ROOT / "src" / "tongjian").glob("*/__init__.py")}
    assert told == rooms


def test_every_family_of_rules_has_a_name() -> None:
    assert {code[:3] for code in RULES} <= set(generator().FAMILIES)


def test_every_setting_of_a_house_is_in_the_reference() -> None:
    told = set(re.findall(r"^\| `(\w+)` \|", (ROOT / "docs" / "reference" / "house.md").read_text(encoding="utf-8"), flags=re.M))
    assert told == set(Profile.__struct_fields__) - {"own"}  # what the files named under `rules` hold


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_links_within_the_project_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.S)
    targets = [t.split("#")[0] for t in re.findall(r"\]\(([^)\s]+)\)", text) if not re.match(r"[a-z]+:|#", t)]
    assert [t for t in targets if not (page.parent / t).exists()] == []


def typed(page: Path) -> list[list[str]]:
    """The `tongjian …` commands in the fenced blocks of a page, as words; placeholders and prompts are no words of theirs."""
    blocks = re.findall(r"```[a-z]*\n(.*?)```", page.read_text(encoding="utf-8"), flags=re.S)
    lines = [re.sub(r"^\s*\$ ", "", line) for block in blocks for line in block.splitlines()]
    commands = [re.split(r" #|\||>", line)[0] for line in lines if re.match(r"tongjian [a-z]", line)]
    return [shlex.split(c) for c in commands]


@pytest.mark.parametrize(("page", "words"), [(p, w) for p in WRITTEN for w in typed(p)], ids=lambda v: v.name if isinstance(v, Path) else " ".join(v)[:50])
def test_what_the_pages_tell_people_to_type_is_there(page: Path, words: list[str]) -> None:
    name = words[1] if words[1] in COMMANDS else " ".join(words[1:3])
    assert name in COMMANDS
    known = {o for p in COMMANDS[name].params for o in [*p.opts, *p.secondary_opts]} | {"--help"}
    assert [w for w in words if w.startswith("-") and len(w) > 1 and w.split("=")[0] not in known] == []


@pytest.mark.parametrize("page", [*PAGES, *(p for p in (ROOT / "examples").rglob("*.*") if p.suffix in (".py", ".md", ".txt", ".toml"))], ids=lambda p: p.name)
def test_no_page_names_a_place_on_somebodys_machine(page: Path) -> None:
    assert not re.search(r"(?<![\w.])/(?:home|tmp|work|root|Users)/|[A-Z]:\\\\", page.read_text(encoding="utf-8"))
