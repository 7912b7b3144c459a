"""What can go wrong with people, units and rights."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from gouvernail.foundation.errors import (
    DomainError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
)


class RightMissingError(ForbiddenError):
    """The person has no role that gives this right here."""

    code = "right_missing"

    def __init__(self, right: str) -> None:
        super().__init__(_("You do not have the right to do this here."), facts={"right": right})


class PersonNotFoundError(NotFoundError):
    """Missing, or hidden from the asker; `named` is what was asked for, where it was typed."""

    code = "person_not_found"

    def __init__(self, named: str = "") -> None:
        super().__init__(
            _("This person cannot be found."), fields={"named": named} if named else {}
        )


class UnitNotFoundError(NotFoundError):
    """Missing, or hidden from the asker; `named` is what was asked for, where it was typed."""

    code = "unit_not_found"

    def __init__(self, named: str = "") -> None:
        fields = {"named": named} if named else {}
        super().__init__(_("This unit cannot be found."), fields=fields)


class NoLeadError(DomainError):
    """A command has nobody to act for: the site has no lead yet."""

    code = "no_lead"

    def __init__(self) -> None:
        super().__init__(_("Nobody leads this site yet: begin it with gouvernail setup."))


class MachineMayNotError(DomainError):
    """An API key tried what only a person present may do."""

    code = "machine_may_not"
    status = 403

    def __init__(self) -> None:
        super().__init__(_("A person must do this in the browser; an API key may not."))


class ProofNeededError(ForbiddenError):
    """The session has not proved lately enough who holds it; pages ask, then do what was asked."""

    code = "proof_needed"

    def __init__(self, act: str) -> None:
        super().__init__(_("Confirm first that it is you."), facts={"act": act})


class PersonInvalidError(InvalidInputError):
    """A field of the person cannot be taken."""

    code = "person_invalid"

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(_("Some answers cannot be taken."), fields=fields)


class UnitInvalidError(InvalidInputError):
    """A field of the unit cannot be taken."""

    code = "unit_invalid"

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(_("Some answers cannot be taken."), fields=fields)


class UnitNotEmptyError(DomainError):
    """People, accounts or open units still stand below it."""

    code = "unit_not_empty"

    NAMED = 5

    def __init__(self, standing: Sequence[str] = ()) -> None:
        message = _("Move what is in this unit first: people, accounts, units below it.")
        if standing:
            names = ", ".join(standing[: self.NAMED]) + ("…" if len(standing) > self.NAMED else "")
            message = _("Move what is in this unit first: %(names)s.") % {"names": names}
        super().__init__(message, facts={"standing": list(standing)})


class AlreadyLeftError(DomainError):
    """The person had left before."""

    code = "already_left"

    def __init__(self) -> None:
        super().__init__(_("This person has left already."))


class NotLeftError(DomainError):
    """The person is here: there is nobody to welcome back."""

    code = "not_left"

    def __init__(self) -> None:
        super().__init__(_("This person has not left."))


class AlreadySignedUpError(DomainError):
    """An invitation would hand somebody else's account to whoever holds the link."""

    code = "already_signed_up"

    def __init__(self) -> None:
        super().__init__(
            _("This person has a password already; they can change it from the sign-in page.")
        )


class AddressMissingError(InvalidInputError):
    """Nobody signs in without an e-mail."""

    code = "address_missing"

    def __init__(self) -> None:
        super().__init__(
            _("Give this person an e-mail first: they sign in with it."),
            fields={"email": _("Give this person an e-mail first: they sign in with it.")},
        )


class InvitationOverError(NotFoundError):
    """Used, ended, too old, or hidden: the link opens nothing."""

    code = "invitation_over"

    def __init__(self) -> None:
        super().__init__(_("This invitation no longer opens anything. Ask for another one."))


class TableUnreadableError(InvalidInputError):
    """A file is not a table that can be taken in."""

    code = "table_unreadable"

    def __init__(self, message: str) -> None:
        super().__init__(message, fields={"file": message})


class LastLeadError(DomainError):
    """The organisation must keep one person who answers for everything."""

    code = "last_lead"

    def __init__(self) -> None:
        super().__init__(_("Name another lead of the whole organisation first."))


class GrantInvalidError(InvalidInputError):
    """The role cannot be given like this."""

    code = "grant_invalid"

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(_("This role cannot be given like this."), fields=fields)


class GrantNotFoundError(NotFoundError):
    """Missing, or hidden from the asker."""

    code = "grant_not_found"

    def __init__(self) -> None:
        super().__init__(_("This role cannot be found."))


class RoleAboveOwnError(ForbiddenError):
    """Nobody gives more than they hold."""

    code = "role_above_own"

    def __init__(self) -> None:
        super().__init__(_("You cannot give a role that holds more rights than yours here."))


class AbsenceInvalidError(InvalidInputError):
    """The absence cannot be taken as declared."""

    code = "absence_invalid"

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(_("This absence cannot be declared like this."), fields=fields)


class AbsenceNotFoundError(NotFoundError):
    """Missing, or somebody else's."""

    code = "absence_not_found"

    def __init__(self) -> None:
        super().__init__(_("This absence cannot be found."))


class SessionNotFoundError(NotFoundError):
    """Missing, over, or somebody else's."""

    code = "session_not_found"

    def __init__(self) -> None:
        super().__init__(_("This session is over already."))


class KeyInvalidError(InvalidInputError):
    """The key cannot be made like this."""

    code = "key_invalid"

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(_("This key cannot be made like this."), fields=fields)


class KeyNotFoundError(NotFoundError):
    """Missing, or somebody else's."""

    code = "key_not_found"

    def __init__(self) -> None:
        super().__init__(_("This key cannot be found."))
