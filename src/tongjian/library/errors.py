"""What a library says when something is wrong with it: what, where, what to do."""

from __future__ import annotations


class LibraryError(Exception):
    """The library or the query cannot be used (exit status 2)."""

    def __init__(self, where: object, what: str, todo: str) -> None:
        super().__init__(f"{where}: {what}; {todo}")
        self.where, self.what, self.todo = str(where), what, todo
