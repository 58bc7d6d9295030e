"""Run the notebooks of this folder again and write down what their cells say.

    python docs/notebooks/run.py

Only text comes out of a cell: what it prints, and the value of its last line.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent


def ran(notebook: dict[str, Any], place: Path) -> dict[str, Any]:
    """A notebook with the output that its code cells give, run one after another in the folder `place`."""
    names: dict[str, Any] = {"__name__": "__main__"}
    cells: list[dict[str, Any]] = []
    with contextlib.chdir(place):
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                number = 1 + sum(c["cell_type"] == "code" for c in cells)
                cell = {**cell, "execution_count": number, "outputs": outputs("".join(cell["source"]), names, number)}
            cells.append(cell)
    return {**notebook, "cells": cells}


def outputs(source: str, names: dict[str, Any], number: int) -> list[dict[str, Any]]:
    """What one cell puts out, in the notebook's own form."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(tree, "<cell>", "exec"), names)
        value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), names) if last is not None else None
    found: list[dict[str, Any]] = []
    if said.getvalue():
        found.append({"name": "stdout", "output_type": "stream", "text": said.getvalue().splitlines(keepends=True)})
    if value is not None:
        found.append({"data": {"text/plain": str(value).splitlines(keepends=True)}, "execution_count": number, "metadata": {}, "output_type": "execute_result"})
    return found


def laid_out(folder: Path) -> Path:
    """A folder in which a notebook finds the examples where it looks for them; returns where it is to be run."""
    shutil.copytree(HERE.parent.parent / "examples", folder / "examples")
    place = folder / "docs" / "notebooks"
    place.mkdir(parents=True)
    return place


def main() -> int:
    os.environ["COLUMNS"] = "110"
    for path in sorted(HERE.glob("*.ipynb")):
        with tempfile.TemporaryDirectory() as folder:
            made = ran(json.loads(path.read_text(encoding="utf-8")), laid_out(Path(folder)))
        path.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
        print(path.name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
