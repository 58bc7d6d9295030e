"""The child process of `guard`: `python -m tongjian.read.child FORM MODULE NAME MEMORY SECONDS OPTIONS`, file on standard input."""

from __future__ import annotations

import contextlib
import importlib
import os
import sys

import msgspec

from tongjian.read.errors import Unreadable
from tongjian.read.guard import MARK, Answer


def limit(memory: int, seconds: int) -> None:
    """Set the ceilings of this process, where the system knows them."""
    try:
        import resource
    except ImportError:
        return
    for what, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds or resource.RLIM_INFINITY), (resource.RLIMIT_CORE, 0)):
        hard = resource.getrlimit(what)[1]
        wanted = most if hard == resource.RLIM_INFINITY else hard if most == resource.RLIM_INFINITY else min(most, hard)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (wanted, hard))


def answer(form: str, module: str, data: bytes, name: str, options: dict[str, object]) -> Answer:
    """Read, with every failure as a value."""
    try:
        reader = importlib.import_module(module)
        return Answer(source=reader.read(data, name, **options))
    except Unreadable as told:
        return Answer(what=told.what, todo=told.todo)
    except ModuleNotFoundError as missing:
        if missing.name and missing.name.startswith("tongjian"):
            raise
        return Answer(what=f"reading {form.upper()} needs the package {missing.name}", todo=f"pip install 'tongjian[{form}]'")
    except MemoryError:
        return Answer(what=f"reading it as {form.upper()} needs more memory than is allowed", todo="split the file, or export it again")
    except RecursionError:
        return Answer(what="the file nests too deep to be a book", todo="export it again from the program that made it")
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as broken:  # a fault of a library on a file that nobody foresaw is no crash; a panic in Rust is no Exception
        said = " ".join(str(broken).split())[:80]
        return Answer(what=f"its {form.upper()} reader failed on it ({type(broken).__name__}{': ' if said else ''}{said})", todo="export the file again from the program that made it")


def tell(done: int, total: int) -> None:
    """Say how far the work is."""
    sys.stderr.buffer.write(b"%s%d/%d\n" % (MARK, done, total))
    sys.stderr.buffer.flush()


def main() -> None:
    form, module, name, memory, seconds, options = sys.argv[1:7]
    limit(int(memory), int(seconds))
    # what native code prints must not mix with the answer
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    data = sys.stdin.buffer.read()
    asked = msgspec.json.decode(options)
    told = answer(form, module, data, name, asked | {"tell": tell} if asked.get("ocr") else asked)
    out.write(msgspec.msgpack.encode(told))
    out.flush()
    out.close()
    os._exit(0)  # native libraries may crash when they are taken down; the answer is out


if __name__ == "__main__":
    main()
