"""Commands that give a book or a library to others: publish, serve, mcp, version."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tongjian import __version__
from tongjian.cli.frame import File, Lib, Ocr, Refuse, app, err, fail, load, writing
from tongjian.cli.shelving import opened


def heed_private(of: str | Path) -> None:
    """Let the `private.toml` beside a book or library be in force; leaves with status 2 where it cannot be understood."""
    from tongjian.publish.private import beside, privacy

    beside(of)
    try:
        privacy()
    except ValueError as problem:
        fail(str(problem))


@app.command()
def publish(
    file: File,
    to: Annotated[str, typer.Option("--to", help="pdf, markdown, data …")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The file or folder to write.")],
    licence: Annotated[str | None, typer.Option("--licence", help="data: the licence that the owner of the text names: CC-BY-4.0, an address, or words.")] = None,
    mentions: Annotated[bool, typer.Option("--mentions", help="data: with persons whom the book merely mentions.")] = False,
    ocr: Ocr = False,
    refuse_changes: Refuse = False,
) -> None:
    """Print the book again.

    Example: `tongjian publish 年鉴.txt --to pdf -o 年鉴.pdf`; `tongjian publish 年鉴.txt --to data --licence CC-BY-4.0 -o 数据`.
    """
    from tongjian.publish import PUBLISHERS
    from tongjian.publish.data import publish as data

    if to not in PUBLISHERS:
        fail(f"publish: cannot write {to!r}; --to takes {', '.join(sorted(PUBLISHERS))}")
    if (licence or mentions) and to != "data":
        fail(f"publish: --licence and --mentions are of --to data; leave them out for {to}")
    book = load(file, ocr, refuse_changes)
    heed_private(file)
    with writing(output, to):
        if to == "data":
            data(book, output, licence, mentions)
        else:
            PUBLISHERS[to](book, output)
    err.print(f"{output}", style="green", markup=False)


@app.command()
def serve(
    library: Lib,
    host: Annotated[str, typer.Option(help="The address to listen on; loopback unless told otherwise.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = 8321,
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the reading room in a browser.")] = True,
) -> None:
    """Open the reading room on this machine.

    Example: `tongjian serve 青石`.
    """
    opened(library)
    heed_private(library)
    try:
        from tongjian.web import serve as run
    except ImportError as missing:
        fail(f"serve: {missing.name} is not installed; pip install 'tongjian[web]'")
    try:
        run(library, host=host, port=port, open_browser=open_browser)
    except OSError as problem:
        fail(f"serve: {host}:{port} cannot be used ({problem.strerror}); choose another --port")


@app.command()
def mcp(library: Lib) -> None:
    """Answer agents over the Model Context Protocol, on standard input and output.

    Example: `tongjian mcp 青石`, which an agent's settings name as its command.
    """
    opened(library)
    heed_private(library)
    try:
        from tongjian.mcp import serve as run
    except ImportError as missing:
        fail(f"mcp: {missing.name} is not installed; pip install 'tongjian[mcp]'")
    run(library)


@app.command()
def version() -> None:
    """The version of the program."""
    print(__version__)
