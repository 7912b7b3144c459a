"""A whole site under a long proof: as in the tests, but with tasks in the database."""

from gouvernail.project.settings.test import *  # noqa: F403 - settings

DEMO = False
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
