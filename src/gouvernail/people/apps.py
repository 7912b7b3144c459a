"""Django's entry to the area."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "gouvernail.people"
    label = "people"
