"""The command line: every command of the machine contract, and the ones that people type."""

from __future__ import annotations

import gc
import sys

from tongjian.cli import reading  # noqa: F401  # isort: skip - commands show in help in the order of their import
from tongjian.cli import checking  # noqa: F401  # isort: skip
from tongjian.cli import shelving  # noqa: F401  # isort: skip
from tongjian.cli import sharing  # noqa: F401  # isort: skip
from tongjian.cli.frame import app, err

__all__ = ["app", "main"]


def main() -> None:
    """Run the command line; broken pipes and Ctrl-C end it quietly."""
    gc.set_threshold(200_000, 20, 50)  # a book is a million small immutable records without cycles: to look for some among them takes a fifteenth of a run
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except KeyboardInterrupt:
        err.print("tongjian: stopped; nothing that was stored has changed", style="yellow")
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
