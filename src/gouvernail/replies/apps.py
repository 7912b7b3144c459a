"""Django's entry to the area."""

from django.apps import AppConfig


class RepliesConfig(AppConfig):
    name = "gouvernail.replies"
    label = "replies"
