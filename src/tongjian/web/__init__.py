"""The reading room: a Django site over one library, on loopback unless told otherwise."""

from __future__ import annotations

import os
import webbrowser
from pathlib import Path
from threading import Timer

__all__ = ["application", "serve"]


LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def application(library: Path, hosts: tuple[str, ...] = LOOPBACK, loopback: bool = False) -> object:
    """The ASGI application of a library. `hosts`: names it answers to; any other Host header is refused.

    Findings can be decided about, and files brought to be checked, where it listens on `loopback`, or elsewhere by those who know the key of `TONGJIAN_KEY`.
    """
    os.environ["DJANGO_SETTINGS_MODULE"] = "tongjian.web.settings"
    os.environ["TONGJIAN_LIBRARY"] = str(library)
    os.environ["TONGJIAN_HOSTS"] = ",".join(hosts)
    os.environ["TONGJIAN_DECIDE"] = "key" if os.environ.get("TONGJIAN_KEY") else "loopback" if loopback else ""
    os.environ["TONGJIAN_PUBLIC"] = "" if loopback else "yes"
    from django.core.asgi import get_asgi_application

    from tongjian.web.bounds import bounded

    return bounded(get_asgi_application())


def serve(library: Path, host: str = "127.0.0.1", port: int = 8321, open_browser: bool = True) -> None:
    """Serve the reading room until Ctrl-C. Raises OSError where the address cannot be used."""
    import socket

    import uvicorn

    # the protocol is named, since asyncio turns Nagle's delay (40 ms an answer) off on sockets that say TCP alone
    sock = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name != "nt":
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind((host, port))
    sock.listen()  # from the moment the address is printed, who calls waits instead of being turned away
    port = int(sock.getsockname()[1])
    names = {"127.0.0.1", "localhost", "[::1]", f"[{host}]" if ":" in host else host}
    everywhere = host in ("0.0.0.0", "::")
    told = tuple(name for name in os.environ.get("TONGJIAN_HOSTS", "").split(",") if name)  # how others call a public room
    app = application(library, told or (("*",) if everywhere else tuple(sorted(names))), loopback=host in ("127.0.0.1", "localhost", "::1"))
    shown = "127.0.0.1" if everywhere else f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{port}/"
    print(f"阅览室 reading room: {address}  （Ctrl-C 停止）", flush=True)
    if open_browser:
        Timer(0.8, webbrowser.open, [address]).start()
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off", server_header=False))  # type: ignore[arg-type]
    server.run(sockets=[sock])
