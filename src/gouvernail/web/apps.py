"""Django's entry to the area."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class WebConfig(AppConfig):
    name = "gouvernail.web"
    label = "web"

    def ready(self) -> None:
        """Listen to people signing in and proving who they are."""
        from allauth.account.signals import authentication_step_completed  # noqa: PLC0415 - models

        from gouvernail.web import proof  # noqa: PLC0415 - models

        user_logged_in.connect(proof.note_sign_in, dispatch_uid="web.sign_in")
        authentication_step_completed.connect(proof.note_step, dispatch_uid="web.step")
