"""EPUB: the chapters of the spine in order, each read as a page of HTML."""

from __future__ import annotations

import posixpath
import re
import urllib.parse
from typing import Any

from lxml import etree

from tongjian.book import Page, Source
from tongjian.read import html
from tongjian.read.archive import member, open_zip
from tongjian.read.errors import Unreadable
from tongjian.read.flow import Block, Item, write_flow
from tongjian.read.writer import Writer

_TEXT = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")


def read(data: bytes, name: str) -> Source:
    """Read a book. Raises Unreadable: broken, protected, or no text in it."""
    opened = open_zip(data, name)
    container = _xml(member(opened, "META-INF/container.xml", name), name, "META-INF/container.xml")
    root = next((e.get("full-path") for e in container.iter("{*}rootfile") if e.get("full-path")), None)
    if root is None:
        raise Unreadable(name, "the EPUB does not say where its contents are", "export it again from the program that made it")
    package = _xml(member(opened, root, name), name, root)
    base = posixpath.dirname(root)
    locked = _locked(member(opened, "META-INF/encryption.xml", name), name)
    chapters = [_path(base, href) for href in _spine(package)]
    if any(path in locked for path in chapters):
        raise Unreadable(name, "the EPUB is protected (DRM)", "give a copy without protection")
    title = next((" ".join((e.text or "").split()) for e in package.iter("{http://purl.org/dc/elements/1.1/}title") if (e.text or "").strip()), None)
    writer = Writer(name)
    warnings: list[str] = []
    missing = 0
    for path in chapters:
        page = member(opened, path, name)
        if page is None:
            missing += 1
            continue
        text, _, said = html.decode(page, path)
        warnings += [f"{path}: {w}" for w in said]
        walker = html.walk(text)
        flow = html.flow_of(walker.items, walker.ours)
        if not writer.has_content():
            _set_title_apart(flow, title)
        write_flow(flow, writer, f"{path}#")
    if missing:
        warnings.append(f"{missing} chapters that the EPUB lists are not in it")
    if not writer.has_content():
        raise Unreadable(name, "the EPUB holds no text", "where its pages are pictures, put them through OCR first")
    return Source(
        name=name, form="epub", text=writer.text(), pages=(Page(writer.lines()),), markup=writer.markup(), warnings=tuple(warnings), title=title, numbered_lines=False
    )


def _set_title_apart(flow: list[Item], title: str | None) -> None:
    """A title page that says the book's title again is no part of its text."""
    first = next((i for i in flow if isinstance(i, Block) and not i.apart), None)
    if title and first is not None and "".join("".join(first.lines).split()) == "".join(title.split()):
        first.apart = True


def _xml(data: bytes | None, name: str, path: str) -> Any:
    if data is None:
        raise Unreadable(name, f"the EPUB has no {path}", "export it again from the program that made it")
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True))
    except etree.LxmlError:
        root = None
    if root is None:
        raise Unreadable(name, f"the EPUB is broken in {path}", "export it again from the program that made it")
    return root


def _spine(package: Any) -> list[str]:
    """Addresses of the chapters in reading order, the contents list left out."""
    items = {i.get("id"): i for i in package.iter("{*}item") if i.get("id") and i.get("href")}
    found: list[str] = []
    for reference in package.iter("{*}itemref"):
        item = items.get(reference.get("idref"))
        if item is not None and item.get("media-type", _TEXT[0]) in _TEXT and "nav" not in (item.get("properties") or "").split():
            found.append(item.get("href"))
    return found


def _path(base: str, href: str) -> str:
    return posixpath.normpath(posixpath.join(base, urllib.parse.unquote(re.sub(r"#.*", "", href))))


def _locked(data: bytes | None, name: str) -> set[str]:
    """Members that are encrypted; fonts that are only obfuscated stand among them and harm nothing."""
    if data is None:
        return set()
    root = _xml(data, name, "META-INF/encryption.xml")
    return {posixpath.normpath(urllib.parse.unquote(e.get("URI"))) for e in root.iter("{*}CipherReference") if e.get("URI")}
