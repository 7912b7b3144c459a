"""Django's entry to the area."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed


class WebConfig(AppConfig):
    name = "gouvernail.web"
    label = "web"

    def ready(self) -> None:
        """Listen to people signing in and proving who they are."""
        from allauth.account import signals as account  # noqa: PLC0415 - models
        from allauth.mfa import signals as mfa  # noqa: PLC0415 - models

        from gouvernail.web import doors, proof, required  # noqa: PLC0415 - models

        user_logged_in.connect(proof.note_sign_in, dispatch_uid="web.sign_in")
        account.authentication_step_completed.connect(proof.note_step, dispatch_uid="web.step")
        for signal in (account.password_changed, account.password_reset, account.password_set):
            signal.connect(proof.note_password_chosen, dispatch_uid="web.password")
        mfa.authenticator_added.connect(proof.note_factor_added, dispatch_uid="web.added")
        mfa.authenticator_removed.connect(proof.note_factor_removed, dispatch_uid="web.removed")
        mfa.authenticator_reset.connect(proof.note_factor_added, dispatch_uid="web.reset")
        account.user_logged_in.connect(required.note_provider_factor, dispatch_uid="web.provider")
        user_logged_in.connect(doors.note_in, dispatch_uid="door.in")
        user_logged_out.connect(doors.note_out, dispatch_uid="door.out")
        user_login_failed.connect(doors.note_refused, dispatch_uid="door.refused")
        account.authentication_step_completed.connect(doors.note_confirmed, dispatch_uid="door.yes")
        for signal in (account.password_changed, account.password_reset, account.password_set):
            signal.connect(doors.note_password, dispatch_uid="door.password")
        mfa.authenticator_used.connect(doors.note_factor_given, dispatch_uid="door.factor")
        mfa.authentication_failed.connect(doors.note_factor_refused, dispatch_uid="door.no")
        mfa.authenticator_added.connect(doors.note_added, dispatch_uid="door.added")
        mfa.authenticator_reset.connect(doors.note_added, dispatch_uid="door.reset")
        mfa.authenticator_removed.connect(required.look_again, dispatch_uid="web.look")
        mfa.authenticator_removed.connect(doors.note_removed, dispatch_uid="door.removed")
