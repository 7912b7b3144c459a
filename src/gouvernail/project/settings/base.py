"""What every site shares. Each value a site may set is read from the environment here.

The list of variables is in docs/reference/settings.md; a test compares the two.
"""

from pathlib import Path

import environ

from gouvernail.project.keys import site_key
from gouvernail.project.settings.access import *
from gouvernail.project.settings.access import OIDC_ORIGINS, SECURE_TLS, SITE_URL
from gouvernail.project.settings.governed import *
from gouvernail.project.settings.ledger import *
from gouvernail.project.settings.storage import *

env = environ.Env()

HOME = Path(env.str("GOUVERNAIL_HOME", default="var")).resolve()
HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
GOUVERNAIL_HOME = HOME

DEBUG = env.bool("GOUVERNAIL_DEBUG", default=False)
DEMO = env.bool("GOUVERNAIL_DEMO", default=False)
SECRET_KEY = env.str("GOUVERNAIL_SECRET_KEY", default="") or site_key(HOME / "keys" / "django")
ALLOWED_HOSTS = env.list("GOUVERNAIL_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = [SITE_URL]

AREAS = [
    "foundation",
    "ledger",
    "people",
    "media",
    "notifications",
    "practice",
    "teams",
    "charter",
    "approvals",
    "training",
    "policies",
    "consultations",
    "signing",
    "licences",
    "vault",
    "registry",
    "attestations",
    "custody",
    "openings",
    "verification",
    "credentials",
    "onboarding",
    "records",
    "brand",
    "rulebooks",
    "publishing",
    "content",
    "listening",
    "replies",
    "inbox",
    "crisis",
    "watch",
    "drills",
    "conduct",
    "advocacy",
    "continuity",
    "blueprint",
    "web",
]
INSTALLED_APPS = [
    *(f"gouvernail.{area}" for area in AREAS),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "ninja",
    "template_partials",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "gouvernail.web.crossing.CrossingMiddleware",
    "gouvernail.web.limits.LimitMiddleware",
    "gouvernail.web.middleware.ReadableTextMiddleware",
    "gouvernail.web.middleware.ActingMiddleware",
    "gouvernail.web.beginning.BeginningMiddleware",
    "gouvernail.web.required.SecondFactorMiddleware",
    "gouvernail.web.middleware.DomainErrorMiddleware",
]
ROOT_URLCONF = "gouvernail.project.urls"
WSGI_APPLICATION = "gouvernail.project.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.Person"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "gouvernail.web.context.shell",
            ],
            "builtins": ["gouvernail.web.templatetags.shell"],
        },
    }
]

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
        "PRAGMA busy_timeout=20000; PRAGMA foreign_keys=ON;"
    ),
}
# Where each process has a user of its own they may all write in `data`, and not in the home.
_FILE = HOME / "gouvernail.sqlite3"
if (HOME / "data").is_dir() and not _FILE.exists():
    _FILE = HOME / "data" / _FILE.name
# PostgreSQL: how long a transaction may stand idle, a lock be waited for, and a statement of a page
# take (`foundation.patience`; migrations, exports and verifications take their time).
IDLE_SECONDS = env.int("GOUVERNAIL_DATABASE_IDLE_SECONDS", default=15)
LOCK_SECONDS = env.int("GOUVERNAIL_DATABASE_LOCK_SECONDS", default=30)
STATEMENT_SECONDS = env.int("GOUVERNAIL_DATABASE_STATEMENT_SECONDS", default=60)
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{_FILE}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
else:
    DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # A process that stops in the middle of a transaction would hold the ledger's head, and with it
    # every change, a freeze first of all.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault(
        "options",
        f"-c idle_in_transaction_session_timeout={IDLE_SECONDS * 1000}"
        f" -c lock_timeout={LOCK_SECONDS * 1000}",
    )
    DATABASES["default"]["OPTIONS"].setdefault("connect_timeout", 5)

TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": ["default"],
    }
}

# The module that lists periodic tasks and outbox readers, for the worker.
BACKGROUND = "gouvernail.project.schedule"

LANGUAGE_CODE = env.str("GOUVERNAIL_LANGUAGE", default="fr")
LANGUAGES = [("fr", "Français"), ("fr-ca", "Français (Canada)"), ("en", "English")]
TIME_ZONE = "UTC"
SITE_TIME_ZONE = env.str("GOUVERNAIL_TIME_ZONE", default="Europe/Paris")
# Days on which nobody is reminded to sign: names of days (mon … sun), and dates such as 2026-12-25.
QUIET_DAYS = env.list("GOUVERNAIL_QUIET_DAYS", default=["sat", "sun"])
USE_I18N = True
USE_TZ = True
LANGUAGE_COOKIE_SAMESITE = "Lax"

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
MEDIA_ROOT = HOME / "media"
# How much one person may add to the libraries, and how much the library of one unit may weigh.
MEDIA_PERSON_FILES = env.int("GOUVERNAIL_MEDIA_PERSON_FILES", default=5_000)
MEDIA_PERSON_MB = env.int("GOUVERNAIL_MEDIA_PERSON_MB", default=5_000)
MEDIA_UNIT_MB = env.int("GOUVERNAIL_MEDIA_UNIT_MB", default=50_000)
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024

EMAIL_BACKEND = env.str("GOUVERNAIL_EMAIL_BACKEND", default="")
EMAIL_HOST = env.str("GOUVERNAIL_SMTP_HOST", default="")
EMAIL_PORT = env.int("GOUVERNAIL_SMTP_PORT", default=25)
EMAIL_HOST_USER = env.str("GOUVERNAIL_SMTP_USER", default="")
EMAIL_HOST_PASSWORD = env.str("GOUVERNAIL_SMTP_PASSWORD", default="")
EMAIL_USE_TLS = env.bool("GOUVERNAIL_SMTP_TLS", default=False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("GOUVERNAIL_FROM", default="gouvernail@localhost")
if not EMAIL_BACKEND:
    _kind = "smtp" if EMAIL_HOST else "dummy"
    EMAIL_BACKEND = f"django.core.mail.backends.{_kind}.EmailBackend"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_TLS else 0
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("GOUVERNAIL_PROXY", default=False) else None
)
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "style-src-attr": ["'none'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'", *OIDC_ORIGINS],
    }
}

# Only addresses named here may be contacted although they are not public (host or host:port).
EGRESS_PRIVATE_HOSTS = env.list("GOUVERNAIL_EGRESS_PRIVATE_HOSTS", default=[])
WEBSITE_PRIVATE_HOSTS = env.list("GOUVERNAIL_WEBSITE_PRIVATE_HOSTS", default=[])
# Where authors of Bluesky are asked for by their identifier; empty: they stay without a name.
BLUESKY_APPVIEW = env.str("GOUVERNAIL_BLUESKY_APPVIEW", default="https://public.api.bsky.app")
SEND_TIMEOUT_SECONDS = env.int("GOUVERNAIL_SEND_TIMEOUT_SECONDS", default=30)
SENDER_POLL_SECONDS = env.float("GOUVERNAIL_SENDER_POLL_SECONDS", default=2.0)
# How long a network is given to show what it took, before we look for it.
SEND_SETTLE_SECONDS = env.float("GOUVERNAIL_SEND_SETTLE_SECONDS", default=20.0)
SIGNER_SECONDS = env.int("GOUVERNAIL_SIGNER_SECONDS", default=60)
# Sealing needs the public key; only processes that talk to networks may read the private one.
VAULT_PUBLIC_KEY_FILE = env.str(
    "GOUVERNAIL_VAULT_PUBLIC_KEY_FILE", default=str(HOME / "keys" / "vault.pub")
)
VAULT_PRIVATE_KEY_FILE = env.str(
    "GOUVERNAIL_VAULT_PRIVATE_KEY_FILE", default=str(HOME / "keys" / "vault.key")
)
# Where private keys come from: file, environment or credential (systemd).
VAULT_KEY_SOURCE = env.str("GOUVERNAIL_VAULT_KEY_SOURCE", default="file")
VAULT_PRIVATE_KEY = env.str("GOUVERNAIL_VAULT_PRIVATE_KEY", default="")
# Seeds of second factors: a key of their own, which the web process opens (vault.keyring.factors).
FACTORS_KEY_FILE = env.str(
    "GOUVERNAIL_FACTORS_KEY_FILE", default=str(HOME / "keys" / "factors.key")
)
FACTORS_KEY = env.str("GOUVERNAIL_FACTORS_KEY", default="")
LEDGER_ORIGIN = env.str("GOUVERNAIL_LEDGER_ORIGIN", default="gouvernail.local/gov/1")

# What people who report a fake write, and where to answer them, is erased after so many days.
REPORT_CONTACT_DAYS = env.int("GOUVERNAIL_REPORT_CONTACT_DAYS", default=90)

# Who adds deadlines to a person's calendar, beside the register: functions by their dotted names.
DEADLINE_SOURCES = [
    "gouvernail.attestations.queries.deadlines.attestation_deadlines",
    "gouvernail.brand.queries.library.rights_deadlines",
    "gouvernail.custody.queries.deadlines.review_deadlines",
    "gouvernail.custody.queries.proofs.proof_deadlines",
    "gouvernail.openings.queries.deadlines.opening_deadlines",
]

# What objectives of the charter may cite, from the areas that hold rules: functions by name.
RULE_REFERENCES = [
    "gouvernail.policies.queries.references.clause_references",
    "gouvernail.rulebooks.queries.references.rule_references",
]

# Who holds access to accounts of a network or of a risk: a function by name, of an area above.
TRAINING_REACH = "gouvernail.custody.queries.reach.holders"

# Who judges an answer that somebody practises, from the areas that hold rules: functions by name.
ANSWER_JUDGES = ["gouvernail.rulebooks.queries.rehearsing.rules_on_answer"]

# Whose rows have the digest of a file in the store of `media`, and in which field: none, and it
# may go.
FILE_KEEPERS = [
    *(("media.Asset", "sha256"), ("content.DraftProof", "sha256")),
    *(("training.TrainingFile", "sha256"), ("conduct.ReportFile", "sha256")),
    *(("brand.ProfilePicture", "sha256"), ("custody.ControlProof", "picture_sha256")),
    ("crisis.Evidence", "sha256"),
]

# How the rules of comments find the account they hold on, in the area that keeps accounts.
COMMENTED_ACCOUNT = "gouvernail.registry.queries.commented.commented_account"
MODERATED_ACCOUNTS = "gouvernail.registry.queries.commented.moderated_accounts"

# Backups, drills and who is told when the background work stops.
BACKUP_DIR = env.str("GOUVERNAIL_BACKUP_DIR", default=str(HOME / "backups"))
BACKUP_EVERY_HOURS = env.int("GOUVERNAIL_BACKUP_EVERY_HOURS", default=24)
BACKUP_DAILY = env.int("GOUVERNAIL_BACKUP_DAILY", default=7)
BACKUP_WEEKLY = env.int("GOUVERNAIL_BACKUP_WEEKLY", default=4)
BACKUP_RECIPIENT = env.str("GOUVERNAIL_BACKUP_RECIPIENT", default="")
BACKUP_IDENTITY = env.str("GOUVERNAIL_BACKUP_IDENTITY", default="")
# A copy of the keys that the nightly drill opens its canary with, and the file of its passphrase
# (or the credential `drill.passphrase`); without one it uses the site's own key, and says so.
DRILL_ESCROW = env.str("GOUVERNAIL_DRILL_ESCROW", default="")
DRILL_PASSPHRASE_FILE = env.str("GOUVERNAIL_DRILL_PASSPHRASE_FILE", default="")
OPERATORS = env.list("GOUVERNAIL_OPERATORS", default=[])
SILENCE_SECONDS = env.int("GOUVERNAIL_SILENCE_SECONDS", default=300)
# Where the documentation is served, for the links of the status page.
DOCS_URL = env.str("GOUVERNAIL_DOCS_URL", default="").rstrip("/")
PING_URL = env.str("GOUVERNAIL_PING_URL", default="")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "gouvernail.project.logs.OneLine",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("GOUVERNAIL_LOG_LEVEL", default="INFO")},
    "loggers": {"httpx": {"level": "WARNING"}, "httpcore": {"level": "WARNING"}},
}
