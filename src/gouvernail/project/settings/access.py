"""Who gets in and for how long: sign-in, sessions, second factors, confirmations, limits."""

import environ

env = environ.Env()

SITE_URL = env.str("GOUVERNAIL_URL", default="http://localhost:8000").rstrip("/")
SITE_NAME = env.str("GOUVERNAIL_NAME", default="Gouvernail")
SECURE_TLS = SITE_URL.startswith("https://")

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "web:today"

# Minutes since the last proof of who one is (people.permissions.STEP_UP says for which act).
STEP_UP_MINUTES = {
    "fresh": env.int("GOUVERNAIL_FRESH_MINUTES", default=10),
    "recent": env.int("GOUVERNAIL_RECENT_MINUTES", default=8 * 60),
}
# A session ends after so long without a request, and so long after it was opened in any case.
SESSION_IDLE_MINUTES = env.int("GOUVERNAIL_SESSION_IDLE_MINUTES", default=2 * 60)
SESSION_HOURS = env.int("GOUVERNAIL_SESSION_HOURS", default=12)
# What happened at the door is kept so long, then forgotten (people.tasks).
SIGN_IN_DAYS = env.int("GOUVERNAIL_SIGN_IN_DAYS", default=365)
INVITATION_DAYS = env.int("GOUVERNAIL_INVITATION_DAYS", default=7)
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
SESSION_COOKIE_SECURE = SECURE_TLS
SESSION_COOKIE_NAME = "__Host-session" if SECURE_TLS else "gouvernail_session"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = SECURE_TLS
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE_TLS else "gouvernail_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "gouvernail.web.errors.csrf_failure"

# How often one may ask (web/limits.py); behind one proxy, by the address that the proxy says.
LIMITS = True
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.bool("GOUVERNAIL_PROXY", default=False) else 0
# Many counters, so that nobody has theirs forgotten by filling the cache with others.
CACHES = {
    "default": {
        **env.cache_url("GOUVERNAIL_CACHE_URL", default="locmemcache://"),
        "max_entries": 200_000,
    }
}

ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "gouvernail.web.accounts.ClosedAdapter"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Gouvernail · "
ACCOUNT_REAUTHENTICATION_TIMEOUT = STEP_UP_MINUTES["fresh"] * 60
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True

MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = SITE_URL.startswith("http://localhost")
MFA_ADAPTER = "gouvernail.web.accounts.FactorAdapter"
MFA_FORMS = {
    "activate_totp": "gouvernail.web.factors.SealedActivationForm",
    "add_webauthn": "gouvernail.web.factors.NewPasskeyForm",
    "authenticate_webauthn": "gouvernail.web.factors.PasskeyForm",
    "login_webauthn": "gouvernail.web.factors.PasskeyAloneForm",
    "reauthenticate_webauthn": "gouvernail.web.factors.PasskeyAgainForm",
}
MFA_TOTP_ISSUER = SITE_NAME
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are given by those who manage the team
# The organisation's identity provider (OpenID Connect): none unless it is named here.
OIDC_URL = env.str("GOUVERNAIL_OIDC_URL", default="").rstrip("/")
OIDC_NAME = env.str("GOUVERNAIL_OIDC_NAME", default="SSO")
OIDC_CREATES_PEOPLE = env.bool("GOUVERNAIL_OIDC_CREATES_PEOPLE", default=False)
OIDC_ONLY = env.bool("GOUVERNAIL_OIDC_ONLY", default=False)
# What the provider writes in `acr` when it asked for a second factor, besides `amr`.
OIDC_FACTOR_ACR = env.list("GOUVERNAIL_OIDC_FACTOR_ACR", default=[])
# Forms may lead to these: where the provider shows its own sign-in page.
OIDC_ORIGINS = env.list("GOUVERNAIL_OIDC_ORIGINS", default=[])
if OIDC_URL and not OIDC_ORIGINS:
    OIDC_ORIGINS = ["/".join(OIDC_URL.split("/")[:3])]
_OIDC_APP = {
    "provider_id": "sso",
    "name": OIDC_NAME,
    "client_id": env.str("GOUVERNAIL_OIDC_CLIENT_ID", default=""),
    "secret": env.str("GOUVERNAIL_OIDC_CLIENT_SECRET", default=""),
    "settings": {"server_url": OIDC_URL, "oauth_pkce_enabled": True},
}
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [_OIDC_APP] if OIDC_URL else []}}
SOCIALACCOUNT_ADAPTER = "gouvernail.web.identity.ProviderAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
USERSESSIONS_TRACK_ACTIVITY = False
