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


class VaultKeyMissingError(DomainError):
    """The key file is not there, or not for this process to read."""

    code = "vault_key_missing"
    status = 500

    def __init__(self, name: str) -> None:
        super().__init__(
            _("The vault has no usable key on this machine (%(name)s).") % {"name": name}
        )
