"""The notebooks of the documentation run, and say what the page shows."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

HERE = Path(__file__).resolve().parents[2] / "docs" / "notebooks"


def runner() -> ModuleType:
    spec = importlib.util.spec_from_file_location("run_notebooks", HERE / "run.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("path", sorted(HERE.glob("*.ipynb")), ids=lambda p: p.name)
def test_every_cell_of_a_notebook_runs_and_gives_as_much_as_is_shown(path: Path, tmp_path: Path) -> None:
    pytest.importorskip("pandas", reason="pandas is in the dev extra")
    notebook = json.loads(path.read_text(encoding="utf-8"))
    run = runner()
    made = run.ran(notebook, run.laid_out(tmp_path))
    for cell, again in zip(notebook["cells"], made["cells"], strict=True):
        assert len(again.get("outputs", [])) == len(cell.get("outputs", [])), "".join(cell["source"])
        for shown, given in zip(cell.get("outputs", []), again.get("outputs", []), strict=True):
            assert given["output_type"] == shown["output_type"] and len(given["text"]) >= 2, "run docs/notebooks/run.py and commit what it changed"


@pytest.mark.parametrize("path", sorted(HERE.glob("*.ipynb")), ids=lambda p: p.name)
def test_a_notebook_is_small_and_has_the_form_of_one(path: Path) -> None:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    assert path.stat().st_size < 50_000
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert all(cell["id"] and isinstance(cell["source"], list) for cell in notebook["cells"])
    assert any(cell["outputs"] for cell in notebook["cells"] if cell["cell_type"] == "code")
