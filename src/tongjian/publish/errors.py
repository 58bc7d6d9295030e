"""What a publisher says when it cannot print: what, where, what to do."""

from __future__ import annotations


class PublishError(Exception):
    """The book cannot be published in this form, or not to this place (exit status 2)."""
