"""What can go wrong with sealed values; no message ever carries one."""

from django.utils.translation import gettext as _

from gouvernail.foundation.errors import DomainError, NotFoundError


class SecretNotFoundError(NotFoundError):
    """Nothing is sealed under that name, or it was destroyed."""

    code = "secret_not_found"

    def __init__(self) -> None:
        super().__init__(_("No secret is kept for this. Connect the account again."))


class SecretUnreadableError(DomainError):
    """The box does not open: another key, another owner, or it was altered."""

    code = "secret_unreadable"
    status = 500

    def __init__(self) -> None:
        super().__init__(
            _("What is kept for this account can no longer be opened. Connect the account again.")
        )


class FactorUnreadableError(DomainError):
    """The seed of a second factor does not open: its key is not here, or it was damaged."""

    code = "factor_unreadable"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Your second factor cannot be checked on this machine: the key it was sealed with "
                "is missing, or it was damaged. Ask security to remove it, or whoever runs the "
                "site to put the key back."
            )
        )


class FactorsUnreadableError(DomainError):
    """Seeds do not open, and keys cannot change meanwhile: for whoever looks after keys."""

    code = "factors_unreadable"

    def __init__(self, people: list[str]) -> None:
        super().__init__(
            _(
                "The second factors of these people do not open here: %(people)s. Put the key "
                "they were sealed with back, or have security remove their second factors from "
                "their pages; then try again. No key was changed."
            )
            % {"people": ", ".join(people)}
        )


class PassphraseMissingError(DomainError):
    """A command needs a passphrase, and nobody is there to type it."""

    code = "passphrase_missing"

    def __init__(self) -> None:
        super().__init__(_("No passphrase was given: type it, or name --passphrase-file."))


class VaultKeyMissingError(DomainError):
    """The key file is not there, or not for this process to read."""

    code = "vault_key_missing"
    status = 500

    def __init__(self, name: str) -> None:
        super().__init__(
            _("The vault has no usable key on this machine (%(name)s).") % {"name": name}
        )


class KeySourceReadOnlyError(DomainError):
    """The keys are given from outside; the product cannot change what it is given."""

    code = "key_source_read_only"

    def __init__(self, name: str) -> None:
        super().__init__(
            _("The vault’s keys come from %(name)s, which only its keeper can change.")
            % {"name": name}
        )


class KeyFileExistsError(DomainError):
    """A key is never written over."""

    code = "key_file_exists"

    def __init__(self, name: str) -> None:
        super().__init__(_("%(name)s exists already and is not written over.") % {"name": name})


class KeyUnknownError(NotFoundError):
    """No private key of that id can be read here."""

    code = "key_unknown"

    def __init__(self, name: str) -> None:
        super().__init__(_("The vault has no key %(name)s here.") % {"name": name})


class KeyStillNeededError(DomainError):
    """Something is still sealed to it, or may be in a moment."""

    code = "key_still_needed"

    def __init__(self, *, boxes: int) -> None:
        super().__init__(
            _("%(count)d secrets are still sealed to an old key. End the rotation first.")
            % {"count": boxes}
            if boxes
            else _("The old key was replaced less than five minutes ago. Try again shortly.")
        )


class NothingToRetireError(DomainError):
    """Every key there is in use."""

    code = "nothing_to_retire"

    def __init__(self) -> None:
        super().__init__(_("The vault has no old key."))


class EscrowUnreadableError(DomainError):
    """The copy, or a line of it, is not what was written; or the passphrase is another."""

    code = "escrow_unreadable"

    def __init__(self, *, line: int = 0) -> None:
        super().__init__(
            _("Line %(line)d of the copy is not as it was written.") % {"line": line}
            if line
            else _("The copy does not open: another passphrase, or not a whole copy.")
        )
