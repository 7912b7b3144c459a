"""Why a criterion is earned, lost or unknown, in the reader's language."""

from collections.abc import Mapping
from typing import Final

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gouvernail.custody.models import Access
from gouvernail.custody.queries.criteria import Verdict

REASONS: Final[Mapping[str, Promise]] = {
    "credentials_nobody": _("Nobody has said who can get in."),
    "credentials_untried": _("Nobody has tried lately: the sign-in of %(name)s is not proved."),
    "credentials_fail": _("%(name)s tried on %(day)s: it does not open."),
    "credentials_old": _("Last tried on %(day)s by %(name)s: more than 180 days ago."),
    "credentials_tried": _("Sign-in tried on %(day)s by %(name)s."),
    "recovery_nobody": _("Nobody has said which address or number recovers the account."),
    "recovery_left": _("%(what)s goes to %(name)s, who has left."),
    "recovery_private": _("%(what)s is private, at %(name)s’s."),
    "recovery_named": _("%(what)s is the organisation’s, in the name of %(name)s."),
    "recovery_group": _("%(what)s is the organisation’s, in nobody’s name."),
    "recovery_admins": _("People come in with their own sign-in, and several administer."),
    "recovery_one_admin": _("Fewer than two people administer: one loss and nobody does."),
    "factor_nobody": _("Nobody has said who can get in."),
    "factor_none": _("%(name)s gets in without a second factor."),
    "factor_shared": _("%(name)s receives the code on a shared phone."),
    "factor_left": _("%(name)s has left and may still hold theirs."),
    "factor_unsaid": _("Nobody has said which one %(name)s has."),
    "factor_held": _("%(factor)s, %(name)s."),
    "factor_not_offered": _("This network offers none."),
    "grant_nobody": _("Nobody has said who can get in."),
    "grant_password": _("%(name)s knows the password; this network can grant roles."),
    "grant_vault_needed": _(
        "%(name)s knows the password; this network offers no roles: use a vault."
    ),
    "grant_roles": _("Each comes in with a role of their own."),
    "grant_vault": _("The password is in a shared vault."),
    "rotation_nobody": _("Nobody has said who can get in."),
    "rotation_leaver": _("%(name)s has left and still has access."),
    "rotation_roles": _("No shared password; no access of somebody who left remains."),
    "rotation_never": _("Nobody has said when the password was last renewed."),
    "rotation_departure": _("Not renewed since somebody who had it lost access on %(day)s."),
    "rotation_old": _("Renewed %(days)s days ago; the limit is 180."),
    "rotation_done": _("Renewed on %(day)s."),
}


def reason_words(verdict: Verdict) -> str:
    """Return why a criterion stands as it does. No query: the access has its person loaded."""
    access = verdict.access
    known = {
        "name": access.holder_name if access else "",
        "what": what_words(access) if access else "",
        "factor": str(Access.Factor(access.second_factor).label).capitalize() if access else "",
        "day": date_format(verdict.on, "DATE_FORMAT") if verdict.on else "",
        "days": verdict.days,
    }
    return str(REASONS[verdict.reason]) % known


def what_words(access: Access) -> str:
    """Return the address or number that recovers, or what kind of means it is."""
    return access.detail or str(Access.Means(access.means).label).capitalize()
