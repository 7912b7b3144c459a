"""Tests: a throw-away home, fast password hashing, mail kept in memory."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("GOUVERNAIL_HOME", tempfile.mkdtemp(prefix="gouvernail-test-"))
os.environ.setdefault("GOUVERNAIL_LOG_LEVEL", "WARNING")

from gouvernail.project.settings.base import *

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
LANGUAGE_CODE = "en"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: the same locks as a real site, and other processes may open it.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(HOME) / "test.sqlite3")}
