"""Django's entry to the area."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class WebConfig(AppConfig):
    name = "gouvernail.web"
    label = "web"

    def ready(self) -> None:
        """Listen to people signing in and proving who they are."""
        from allauth.account import signals as account  # noqa: PLC0415 - models
        from allauth.mfa import signals as mfa  # noqa: PLC0415 - models

        from gouvernail.web import proof  # noqa: PLC0415 - models

        user_logged_in.connect(proof.note_sign_in, dispatch_uid="web.sign_in")
        account.authentication_step_completed.connect(proof.note_step, dispatch_uid="web.step")
        for signal in (account.password_changed, account.password_reset, account.password_set):
            signal.connect(proof.note_password_chosen, dispatch_uid="web.password")
        mfa.authenticator_added.connect(proof.note_factor_added, dispatch_uid="web.added")
        mfa.authenticator_removed.connect(proof.note_factor_removed, dispatch_uid="web.removed")
        mfa.authenticator_reset.connect(proof.note_factor_added, dispatch_uid="web.reset")
