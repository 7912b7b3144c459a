"""Django's entry to the area."""

from django.apps import AppConfig


class SigningConfig(AppConfig):
    name = "gouvernail.signing"
    label = "signing"

    def ready(self) -> None:
        """Let campaigns hold the page of a policy to their questions, and note what it signs."""
        from gouvernail.policies.actions.signing import around_signing  # noqa: PLC0415 - after the models
        from gouvernail.signing.actions.signing import guard, note_signature  # noqa: PLC0415 - idem

        around_signing("signing", before=guard, after=note_signature)
