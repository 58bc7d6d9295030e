"""The library for agents, spoken to as an agent does: over standard input and output, through the client of the protocol's own package."""

from __future__ import annotations

import json
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.skipif(find_spec("mcp") is None, reason="mcp is not installed: pip install 'tongjian[mcp]'")
pytest_plugins = ["room_fixtures"]
TOOLS = {"books", "search", "ask", "series", "table", "ranking", "suggest", "read", "contents", "check"}


def talk(library: Path, conversation: Callable[[Any], Awaitable[Any]]) -> Any:
    """Start `tongjian mcp LIBRARY`, shake hands and hold a conversation."""
    import asyncio

    from mcp import ClientSession, StdioServerParameters
    from mcp.client.stdio import stdio_client

    async def run() -> Any:
        parameters = StdioServerParameters(command=sys.executable, args=["-m", "tongjian.cli", "mcp", str(library)])
        async with stdio_client(parameters) as (reading, writing), ClientSession(reading, writing) as session:
            await session.initialize()
            return await conversation(session)

    async def bounded() -> Any:
        return await asyncio.wait_for(run(), 120)

    with ThreadPoolExecutor(1) as thread:  # a loop of its own: the browser tests keep one running in the main thread
        return thread.submit(asyncio.run, bounded()).result()


async def call(session: Any, tool: str, **arguments: Any) -> Any:
    result = await session.call_tool(tool, arguments)
    assert not result.is_error, result.content
    said = result.structured_content
    if said is None:
        return json.loads(result.content[0].text)
    return said["result"] if set(said) == {"result"} else said


def test_an_agent_finds_reads_and_cites_a_figure(library: Path) -> None:
    async def conversation(session: Any) -> None:
        listed = {tool.name: tool for tool in (await session.list_tools()).tools}
        assert set(listed) == TOOLS and all(tool.description for tool in listed.values())
        assert {b["id"] for b in await call(session, "books")} == {"qingshi-2025", "白鹿年鉴2025"}
        (hit, *_) = await call(session, "search", query="协议投资")
        assert hit["title"] == "招商引资" and hit["line"]
        entry = await call(session, "read", book=hit["book"], node=hit["node"])
        assert "协议投资48.60亿元" in entry["text"] and entry["byline"] == "区发展改革委" and entry["next_offset"] is None
        reply = await call(session, "ask", question="2024年青石区地区生产总值是多少？")
        assert reply["answered"] and "303.98" in reply["citations"][0]["quote"]
        points = await call(session, "series", indicator="GDP")
        assert "303.98" in [p["value"] for p in points] and all(p["quote"] and p["line"] for p in points)
        (row, *_) = [row for row in await call(session, "table", indicator="地区生产总值", subject="青石区") if row["year"] == 2024]
        assert row["amount"] == "303.98" and all("303.98" in place["quote"] and place["line"] for place in row["places"])
        ranked = await call(session, "ranking", indicator="地区生产总值")
        assert ranked["year"] == 2024 and ranked["ranking"][0]["rank"] == 1 and all(r["quote"] and r["line"] for r in ranked["ranking"])
        assert "地区生产总值" in [s["text"] for s in await call(session, "suggest", begun="地区生")]
        found = await call(session, "check", book="qingshi-2025")
        assert "4月31日" in [f["quote"] for f in found] and all(f["severity"] != "info" for f in found)
        nodes = await call(session, "contents", book="qingshi-2025", part="经济")
        assert "粮食生产" in [n["title"] for n in nodes]

    talk(library, conversation)


def test_an_agent_is_told_what_is_not_there_and_what_is_not_said(library: Path) -> None:
    async def conversation(session: Any) -> None:
        declined = await call(session, "ask", question="青石区有多少座核电站？")
        assert not declined["answered"] and declined["answer"] is None
        for tool, arguments in (
            ("read", {"book": "none", "node": "0123"}),
            ("read", {"book": "qingshi-2025", "node": "none"}),
            ("check", {"book": "none"}),
            ("search", {"query": ""}),
            ("search", {"query": "x" * 501}),
            ("search", {"query": "粮食", "limit": 0}),
        ):
            result = await session.call_tool(tool, arguments)
            assert result.is_error and result.content[0].text, (tool, arguments)

    talk(library, conversation)


def test_an_agent_sees_a_book_that_is_added_while_it_talks(library: Path, tmp_path: Path) -> None:
    import shutil

    from tongjian.library import Library, build

    own = tmp_path / "mine"
    shutil.copytree(library, own)
    example = Path(__file__).parents[2] / "examples" / "qingshi" / "qingshi-2024.txt"

    async def conversation(session: Any) -> None:
        before = {b["id"] for b in await call(session, "books")}
        build([example], own)
        after = {b["id"] for b in await call(session, "books")}
        assert after == before | {"qingshi-2024"} == {c.id for c in Library.open(own).books()}
        assert {p["book"] for p in await call(session, "series", indicator="地区生产总值", subject="青石区")} >= {"qingshi-2024", "qingshi-2025"}

    talk(own, conversation)


def test_without_a_library_it_leaves_with_one_line(tmp_path: Path) -> None:
    import subprocess

    done = subprocess.run([sys.executable, "-m", "tongjian.cli", "mcp", str(tmp_path / "none")], capture_output=True, text=True, timeout=60)
    assert done.returncode == 2 and done.stdout == "" and "no such library" in done.stderr.replace("\n", " ")
