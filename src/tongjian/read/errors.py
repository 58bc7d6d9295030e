"""What a reader says when it cannot read: what, where, what to do."""

from __future__ import annotations


class Unreadable(Exception):
    """The input cannot be used (exit status 2)."""

    def __init__(self, where: str, what: str, todo: str) -> None:
        super().__init__(f"{where}: {what}; {todo}")
        self.where, self.what, self.todo = where, what, todo
