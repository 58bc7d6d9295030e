"""The reading room as a Django application (templates and static files live in it)."""

from django.apps import AppConfig


class Room(AppConfig):  # type: ignore[misc]
    name = "tongjian.web"
    label = "room"
