"""The demo: one click to sign in as anyone, files served without collecting them first."""

from gouvernail.project.settings import base
from gouvernail.project.settings.base import *

DEMO = True
DEBUG = False
ALLOWED_HOSTS = ["*"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
# A demo may publish to a server on this machine: `make pds` starts one.
EGRESS_PRIVATE_HOSTS = env.list(
    "GOUVERNAIL_EGRESS_PRIVATE_HOSTS", default=["localhost", "127.0.0.1"]
)
BLUESKY_APPVIEW = ""  # nobody in a demo is to be asked for
# Letters are files under the home, so that whoever tries the site can open links and read codes.
if base.EMAIL_BACKEND.endswith("dummy.EmailBackend"):
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = HOME / "letters"
