"""Tests: a throw-away home, fast password hashing, mail kept in memory."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "GOUVERNAIL_HOME" not in os.environ:
    os.environ["GOUVERNAIL_HOME"] = tempfile.mkdtemp(prefix="gouvernail-test-")
    atexit.register(shutil.rmtree, os.environ["GOUVERNAIL_HOME"], ignore_errors=True)
# Suites that run side by side have homes of their own: the locks there are held by processes.
worker = os.environ.get("PYTEST_XDIST_WORKER", "")
if worker and not os.environ["GOUVERNAIL_HOME"].endswith(f"/{worker}"):
    os.environ["GOUVERNAIL_HOME"] += f"/{worker}"
os.environ.setdefault("GOUVERNAIL_LOG_LEVEL", "WARNING")
os.environ.setdefault("GOUVERNAIL_LANGUAGE", "en")  # not that of whoever runs them

from gouvernail.project.settings.base import *  # noqa: E402 - it reads what is set above

SECRET_KEY = "only-for-tests"
DEMO = True
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
ACCOUNT_RATE_LIMITS = False
MFA_RATE_LIMITS = False
LIMITS = False
BACKUP_EVERY_HOURS = 0
EGRESS_PRIVATE_HOSTS = ["127.0.0.1", "localhost", "::1"]
WEBSITE_PRIVATE_HOSTS = EGRESS_PRIVATE_HOSTS
BLUESKY_APPVIEW = ""
LANGUAGE_CODE = "en"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: the same locks as a real site, and other processes may open it.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(HOME) / "test.sqlite3")}
